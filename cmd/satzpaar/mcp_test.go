package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestMCP starts the program as an assistant would, asks it for a translation and lets it end. Standard output holds
// nothing but the protocol, or the client would not understand it.
func TestMCP(t *testing.T) {
	program := installed(t)
	dir := t.TempDir()
	cmd := exec.Command(program, "mcp", "--backend", "command", "--command", "tr a-z A-Z")
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_CACHE_HOME="+dir)
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	c, err := client.Connect(context.Background(), &mcp.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	params := &mcp.CallToolParams{Name: "translate", Arguments: map[string]any{"text": "Guten Tag."}}
	r, err := c.CallTool(context.Background(), params)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(r.StructuredContent)
	if err != nil || !strings.Contains(string(got), `"text":"GUTEN TAG."`) {
		t.Errorf("got %s, %v", got, err)
	}
	if err := c.Close(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	if code := cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

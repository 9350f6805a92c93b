//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/faultserver"
)

// attackByMessages gives satzpaar mcp lines that are not messages, and calls every tool there is with hostile values.
func attackByMessages(t *testing.T, a *attacker) {
	const begin = `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18",` +
		`"capabilities":{},"clientInfo":{"name":"a\u001b","version":"1"}}}` + "\n" +
		`{"jsonrpc":"2.0","method":"notifications/initialized"}` + "\n"
	const last = "\n" + `{"jsonrpc":"2.0","id":"last","method":"ping"}` + "\n"
	before := a.snapshot(t, nil)
	// say returns the answers once there are so many, that to the last message among them. It fails where there are not.
	say := func(what, messages string, least int) (answers []map[string]any) {
		t.Helper()
		a.cases++
		ctx, stop := context.WithTimeout(t.Context(), 4*patience) // for dozens of calls
		defer stop()
		in, to := io.Pipe()
		printed, out := io.Pipe()
		var complaints bytes.Buffer
		typed := a.terminal([]string{"mcp", "--no-cache"}, nil, "")
		typed.stdin, typed.stdout, typed.stderr = in, out, &complaints
		ended := make(chan int, 1)
		go func() {
			ended <- typed.execute(ctx, ctx)
			in.Close()
			out.Close()
		}()
		go io.WriteString(to, begin+messages+last) // what is not read shows below
		lines := bufio.NewReader(printed)
		for seen := false; !seen || len(answers) < least; {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Errorf("%s: %d answers, want %d and one behind them: %v", what, len(answers), least, err)
				break
			}
			var one map[string]any
			if err := json.Unmarshal([]byte(line), &one); err != nil {
				t.Errorf("%s: %s is not a message: %v", what, brief(line), err)
			}
			answers = append(answers, one)
			seen = seen || one["id"] == "last"
		}
		to.Close()
		go io.Copy(io.Discard, lines)
		if code := <-ended; code != 0 {
			t.Errorf("%s: exit %d: %s", what, code, brief(complaints.String()))
		}
		if wrong := attacked(complaints.String()); len(wrong) > 0 {
			t.Errorf("%s: mcp obeys %s", what, strings.Join(wrong, ", "))
		}
		return answers
	}
	for _, c := range hostileContents() {
		say(c.name, c.text, 2)
		say(c.name+" as a method", message(t, 1, c.text, nil), 3)
		say(c.name+" as parameters", message(t, 1, "tools/call", c.text), 3)
	}
	type tool struct {
		Name  string
		Input struct {
			Properties map[string]struct{ Type string }
			Required   []string
		} `json:"inputSchema"`
	}
	var tools []tool
	for _, answer := range say("tools", message(t, 1, "tools/list", map[string]any{}), 3) {
		if result, ok := answer["result"].(map[string]any); ok && result["tools"] != nil {
			raw, err := json.Marshal(result["tools"])
			if err == nil {
				err = json.Unmarshal(raw, &tools)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(tools) == 0 {
		t.Fatal("there is no tool")
	}
	for _, tool := range tools {
		for parameter, schema := range tool.Input.Properties {
			var messages strings.Builder
			for i, value := range hostileValues {
				good := map[string]any{}
				for _, needed := range tool.Input.Required {
					good[needed] = "Das ist ein Satz."
				}
				good[parameter] = a.rooted(value)
				if schema.Type == "integer" {
					good[parameter] = 1 << 62
				}
				messages.WriteString(message(t, i+1, "tools/call", map[string]any{"name": tool.Name, "arguments": good}) + "\n")
			}
			say(tool.Name+" "+parameter, messages.String(), len(hostileValues)+2)
		}
	}
	for name, is := range a.snapshot(t, nil) {
		if before[name] != is {
			t.Errorf("%s was written by mcp", name)
		}
	}
}

// message returns a message of JSON-RPC.
func message(t *testing.T, id int, method string, params any) string {
	t.Helper()
	raw, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// askBatches submits the sentences of a document as jobs to one server and collects them from another; and submits
// them to that one.
func (a *attacker) askBatches(t *testing.T, address string) {
	t.Helper()
	honest := httptest.NewServer(faultserver.New(faultserver.Config{}))
	defer honest.Close()
	dir := a.fresh(t)
	a.write(t, dir+"/in/a.txt", "Das ist ein kurzer Satz.\n")
	run := func(from, flag, out string, codes ...int) {
		t.Helper()
		config := a.write(t, dir+"/config.toml", fmt.Sprintf(
			"[backend.x]\ntype = \"openai\"\nbase_url = \"%s/v1\"\nmodel = \"m\"\napi_key_env = %q\n", from, named))
		a.run(t, attempt{
			args:  []string{"translate", "--backend", "x", "--cache", dir + "/cache.db", flag, "-o", out, dir + "/in"},
			env:   map[string]string{"SATZPAAR_CONFIG": config},
			codes: codes,
			out:   []string{dir},
			bytes: answerSize,
		})
	}
	run(honest.URL, "--batch-api", dir+"/out", 0)
	all := []int{0, exitFailed, exitUsage, exitBackend, exitUnreadable}
	run(address, "--resume", dir+"/out", all...)
	run(address, "--batch-api", dir+"/other", all...)
	run(address, "--resume", dir+"/other", all...)
}

package mcp_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/serve/mcp"
)

// connect returns a client of a server with the built-in model.
func connect(t *testing.T) *sdk.ClientSession {
	t.Helper()
	sessions := satzpaar.NewSessions(satzpaar.Config{})
	t.Cleanup(func() { sessions.Close() })
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	ended := make(chan error)
	go func() {
		config := mcp.Config{Sessions: sessions, Pair: lang.GermanEnglish, Version: "1"}
		ended <- mcp.Serve(context.Background(), config, toServer, fromServer)
	}()
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	c, err := client.Connect(context.Background(), &sdk.IOTransport{Reader: toClient, Writer: fromClient}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		if err := <-ended; err != nil {
			t.Errorf("the server ends with %v", err)
		}
	})
	return c
}

// TestNoMessages: a line that is not a message is answered with an error, and what comes behind it with what it asks for.
func TestNoMessages(t *testing.T) {
	sessions := satzpaar.NewSessions(satzpaar.Config{Backend: "echo"})
	defer sessions.Close()
	const begin = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",` +
		`"capabilities":{},"clientInfo":{"name":"test","version":"1"}}}`
	ping := func(id string) string { return `{"jsonrpc":"2.0","id":` + id + `,"method":"ping"}` }
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		config := mcp.Config{Sessions: sessions, Pair: lang.GermanEnglish, Version: "1"}
		ended <- mcp.Serve(context.Background(), config, in, out)
	}()
	answers := bufio.NewReader(fromServer)
	for i, c := range []struct{ line, want string }{
		{begin, `"id":1,"result"`},
		{`{"jsonrpc":"2.0","method":"notifications/initialized"}`, ""},
		{"{", `-32700`},
		{`{"jsonrpc":"2.0"`, `-32700`},
		{ping("2") + ping("3"), `-32700`},
		{"\x00\xff\x1b[31m", `-32700`},
		{strings.Repeat("[", 100_000), `-32700`},
		{"", ""},
		{" " + ping("4") + " \r", `"id":4,"result":{}`},
		{"[]", `-32600`},
		{"null", `-32600`},
		{`"ping"`, `-32600`},
		{`{"jsonrpc":"1.0","id":9007199254740993,"method":"ping"}`, `"id":9007199254740993,`},
		{`{"jsonrpc":"2.0","id":{},"method":"ping"}`, `"id":null,`},
		{`{"jsonrpc":"2.0","method":7,"id":"a"}`, `"id":"a",`},
		{`{"jsonrpc":"2.0","id":"nobody asked","result":{}}`, ""},
		{"[" + ping("6") + "]", `"id":6,"result":{}`},
		{`{"jsonrpc":"2.0","id":7,"method":"rm -rf"}`, `"id":7,"error"`},
		{`{"jsonrpc":"2.0","id":8,"method":"tools/call","params":[]}`, `"id":8,"error"`},
		{`{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}`, ""},
		{strings.Repeat(" ", 9<<20) + "{}", `longer than 8388608 bytes`},
		{ping("9"), `"id":9,"result":{}`},
	} {
		if _, err := io.WriteString(toServer, c.line+"\n"); err != nil {
			t.Fatalf("line %d, %.80q: the server has gone: %v, %v", i, c.line, err, <-ended)
		}
		if c.want == "" {
			continue
		}
		if answer, err := answers.ReadString('\n'); err != nil || !strings.Contains(answer, c.want) {
			t.Errorf("line %d, %.80q: %s, %v, want %s", i, c.line, answer, err, c.want)
		}
	}
	go func() {
		io.WriteString(toServer, "{")
		toServer.Close()
	}()
	if answer, err := answers.ReadString('\n'); err != nil || !strings.Contains(answer, `-32700`) {
		t.Errorf("what no line end follows: %s, %v", answer, err)
	}
	if err := <-ended; err != nil {
		t.Errorf("the server ends with %v", err)
	}
}

// call calls a tool and returns what it gave as JSON, or the words of its error.
func call(t *testing.T, c *sdk.ClientSession, tool string, arguments map[string]any) (answer, failure string) {
	t.Helper()
	r, err := c.CallTool(context.Background(), &sdk.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		return "", err.Error()
	}
	if r.IsError {
		for _, content := range r.Content {
			if text, ok := content.(*sdk.TextContent); ok {
				failure += text.Text
			}
		}
		return "", failure
	}
	raw, err := json.Marshal(r.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw), ""
}

func TestTools(t *testing.T) {
	c := connect(t)
	list, err := c.ListTools(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
	}
	if strings.Join(names, " ") != "align check detect translate" {
		t.Errorf("tools are %q", names)
	}
	type input = map[string]any
	for _, test := range []struct {
		tool    string
		input   input
		want    []string // parts of the answer, in order
		failure string
	}{
		{
			"translate",
			input{"text": "Guten Morgen.\n"},
			[]string{
				`"pairs":[{"action":"translate","source":"Guten Morgen.","target":"Good morning."}]`,
				`"text":"Good morning.\n"`,
			},
			"",
		},
		{
			"translate",
			input{"text": "# Guten Morgen\n", "format": "md", "from": "de", "to": "en"},
			[]string{`"text":"# `},
			"",
		},
		{
			"translate",
			input{"text": "Los barcos ya están en la bahía y la fiesta empieza mañana."},
			[]string{`"action":"keep"`, `"text":"Los barcos`},
			"",
		},
		{
			"translate",
			input{"text": "Guten Morgen.\n", "alternatives": 2},
			[]string{`"alternatives":["`, `\n","`, `\n"],"pairs":[`, `"text":"Good morning.\n"`},
			"",
		},
		{"translate", input{"text": ""}, []string{`"pairs":[]`, `"text":""`}, ""},
		{
			"detect",
			input{"text": "Das Haus ist alt. Los barcos ya están en la bahía y la fiesta empieza mañana."},
			[]string{`"language":"de"`, `"text":"Das Haus ist alt. "`, `"language":"es"`},
			"",
		},
		{"detect", input{"text": "The house is old.", "expected": "en"}, []string{`"language":"en"`}, ""},
		{
			"align",
			input{"source": "Das Haus ist alt. Der Hund schläft.", "target": "The house is old. The dog is sleeping."},
			[]string{`"source":"Das Haus ist alt.","target":"The house is old."`, `"source":"Der Hund schläft."`},
			"",
		},
		{
			"check",
			input{"source": "Es waren 300 Leute da.", "target": "There were 30 people."},
			[]string{`"check":"numbers"`},
			"",
		},
		{"check", input{"source": "Guten Morgen.", "target": "Good morning."}, []string{`{"findings":[]}`}, ""},
		{"translate", input{"text": "a", "format": "docx"}, nil, "must be txt, md or html"},
		{"translate", input{"text": "a", "from": "klingonisch"}, nil, "not a language tag"},
		{"translate", input{"text": "Guten Tag", "to": "fr"}, nil, "model builtin translates from de to en"},
		{"translate", input{"text": strings.Repeat("a", 1<<20+1)}, nil, "give it in parts"},
		{"translate", input{}, nil, "text"},
	} {
		answer, failure := call(t, c, test.tool, test.input)
		if (failure == "") != (test.failure == "") || !strings.Contains(failure, test.failure) {
			t.Errorf("%s %.200v: error %q, want %q", test.tool, test.input, failure, test.failure)
		}
		rest := answer
		for _, want := range test.want {
			_, after, found := strings.Cut(rest, want)
			if !found {
				t.Errorf("%s %v: got %s, want %q", test.tool, test.input, answer, test.want)
				break
			}
			rest = after
		}
	}
}

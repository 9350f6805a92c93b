package mcp

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
)

// lines hands on what comes in, a message of JSON-RPC a line. What is not a message is answered here with an error: the
// connection of the SDK would end with it, and with it the work for all other messages.
type lines struct {
	from *bufio.Reader
	to   io.Writer // for answers
	most int       // bytes of a line
	rest []byte    // of what is handed on
}

func (l *lines) Read(p []byte) (int, error) {
	for len(l.rest) == 0 {
		line, err := l.line()
		if err != nil {
			return 0, err
		}
		if l.rest, err = l.messages(line); err != nil {
			return 0, err
		}
	}
	n := copy(p, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// line reads a line, of which it returns one byte more than there may be at most. What is last needs no line end.
func (l *lines) line() ([]byte, error) {
	var line []byte
	for {
		part, err := l.from.ReadSlice('\n')
		line = append(line, part[:min(len(part), l.most+1-len(line))]...)
		switch {
		case errors.Is(err, io.EOF) && len(line) > 0:
			return line, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, err
		}
	}
}

// messages returns the messages of a line, each with the end of a line, and answers what is none.
func (l *lines) messages(line []byte) ([]byte, error) {
	if len(line) > l.most {
		return nil, l.refuse(nil, jsonrpc.CodeInvalidRequest, fmt.Sprintf("a line is longer than %d bytes", l.most))
	}
	line = bytes.TrimSpace(line)
	switch {
	case len(line) == 0:
		return nil, nil
	case !json.Valid(line):
		return nil, l.refuse(nil, jsonrpc.CodeParseError, "a line is not one value of JSON")
	}
	// Older clients may send several at once. Each is answered by itself.
	var batch []json.RawMessage
	if line[0] != '[' {
		batch = append(batch, line)
	} else if err := json.Unmarshal(line, &batch); err != nil || len(batch) == 0 {
		return nil, l.refuse(nil, jsonrpc.CodeInvalidRequest, "an empty list of messages")
	}
	var out []byte
	for _, one := range batch {
		if _, err := jsonrpc.DecodeMessage(one); err != nil || one[0] != '{' {
			if err := l.refuse(one, jsonrpc.CodeInvalidRequest, "not a message of JSON-RPC 2.0"); err != nil {
				return nil, err
			}
			continue
		}
		out = append(append(out, one...), '\n')
	}
	return out, nil
}

// refuse answers with an error, for the id that the message has, if it has one.
func (l *lines) refuse(message []byte, code int, what string) error {
	var asked struct {
		ID json.RawMessage `json:"id"`
	}
	_ = json.Unmarshal(message, &asked)
	if len(asked.ID) == 0 || strings.IndexByte(`"-0123456789`, asked.ID[0]) < 0 {
		asked.ID = nil // without an id that can be read, it is null
	}
	raw, err := json.Marshal(map[string]any{
		"jsonrpc": "2.0",
		"id":      asked.ID,
		"error":   map[string]any{"code": code, "message": what},
	})
	if err != nil {
		return err
	}
	_, err = l.to.Write(append(raw, '\n'))
	return err
}

// shared is a writer that takes one message at a time.
type shared struct {
	mu sync.Mutex
	io.WriteCloser
}

func (s *shared) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.WriteCloser.Write(p)
}

// incoming is what is read by lines and closed as it came.
type incoming struct {
	lines
	io.Closer
}

package serve

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"unicode"

	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/translate/size"
)

// openaiProblem is {"error": {…}}.
func openaiProblem(p *problem) (int, any) {
	status, kind, code := p.status, "server_error", p.code
	switch status {
	case http.StatusUnauthorized:
		kind, code = "authentication_error", "invalid_api_key"
	case http.StatusTooManyRequests:
		kind, code = "rate_limit_error", "rate_limit_exceeded"
	case statusQuota:
		status, kind, code = http.StatusTooManyRequests, "insufficient_quota", "insufficient_quota"
	default:
		if status < http.StatusInternalServerError {
			kind = "invalid_request_error"
		}
	}
	type fault struct {
		Message string  `json:"message"`
		Type    string  `json:"type"`
		Param   *string `json:"param"`
		Code    *string `json:"code"`
	}
	f := fault{Message: p.message, Type: kind}
	if p.param != "" {
		f.Param = &p.param
	}
	if code != "" {
		f.Code = &code
	}
	return status, map[string]fault{"error": f}
}

// A model is an engine in one direction, under the name that callers give: ENGINE for the usual direction, or
// ENGINE:FROM-TO.
type model struct {
	ID      string `json:"id"`
	Object  string `json:"object"`
	Created int64  `json:"created"`
	Owner   string `json:"owned_by"`

	engine    *engine
	direction *direction
}

func (s *Server) models() []model {
	var out []model
	for _, e := range s.engines {
		out = append(out, model{e.name, "model", 0, "satzpaar", e, e.directions[0]})
		for _, d := range e.directions {
			out = append(out, model{e.name + ":" + d.pair.Written(), "model", 0, "satzpaar", e, d})
		}
	}
	return out
}

// model returns the model of a name.
func (s *Server) model(name string) (*model, *problem) {
	for _, m := range s.models() {
		if strings.EqualFold(m.ID, name) {
			return &m, nil
		}
	}
	return nil, &problem{
		status:  http.StatusNotFound,
		message: "there is no model " + shorten(name) + ": GET /v1/models lists them",
		code:    "model_not_found",
		param:   "model",
	}
}

// openaiModels answers GET /v1/models.
func (s *Server) openaiModels(w http.ResponseWriter, r *http.Request) *problem {
	if _, p := s.client(r, nil); p != nil {
		return p
	}
	write(w, http.StatusOK, map[string]any{"object": "list", "data": s.models()})
	return nil
}

// openaiModel answers GET /v1/models/NAME.
func (s *Server) openaiModel(w http.ResponseWriter, r *http.Request) *problem {
	if _, p := s.client(r, nil); p != nil {
		return p
	}
	m, p := s.model(r.PathValue("model"))
	if p == nil {
		write(w, http.StatusOK, m)
	}
	return p
}

// A chat is a request for a chat completion. What is left out of it makes no difference to a translation.
type chat struct {
	Model         string          `json:"model"`
	Messages      []message       `json:"messages"`
	Stream        bool            `json:"stream"`
	N             *int            `json:"n"`
	Tools         json.RawMessage `json:"tools"`
	Functions     json.RawMessage `json:"functions"`
	StreamOptions struct {
		Usage bool `json:"include_usage"`
	} `json:"stream_options"`
	Format struct {
		Type string `json:"type"`
	} `json:"response_format"`
}

type message struct {
	Role    string          `json:"role"`
	Content json.RawMessage `json:"content"`
}

// text returns the content of a message, which is a string or a list of parts.
func (m *message) text() (string, *problem) {
	var text string
	if json.Unmarshal(m.Content, &text) == nil {
		return text, nil
	}
	var parts []struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if err := json.Unmarshal(m.Content, &parts); err != nil {
		return "", invalid("messages", "the content of a message must be a string or a list of parts")
	}
	for _, part := range parts {
		if part.Type != "text" {
			return "", invalid("messages", "a part of type %q cannot be translated, only text", shorten(part.Type))
		}
		text += part.Text
	}
	return text, nil
}

// openaiUsage is what was read and written, in tokens of a usual vocabulary.
type openaiUsage struct {
	Prompt     int `json:"prompt_tokens"`
	Completion int `json:"completion_tokens"`
	Total      int `json:"total_tokens"`
}

// openaiChat answers POST /v1/chat/completions with the translation of the last message of the user, as it stands:
// there is nobody to read instructions.
func (s *Server) openaiChat(w http.ResponseWriter, r *http.Request) *problem {
	all, who, p := s.request(w, r)
	if p != nil {
		return p
	}
	q, p := all.chat()
	if p != nil {
		return p
	}
	m, p := s.model(q.Model)
	if p != nil {
		return p
	}
	text, p := q.last()
	if p != nil {
		return p
	}
	pair := m.direction.pair
	a := &ask{engine: m.engine, texts: []string{text}, from: pair.From, to: pair.To, markdown: fenced(text)}
	replies, leave, p := s.answer(r.Context(), who, a)
	if p != nil {
		return p
	}
	defer leave()
	usage := openaiUsage{Prompt: size.Tokens(text), Completion: size.Tokens(replies[0].text)}
	usage.Total = usage.Prompt + usage.Completion
	answer := completion{
		ID:      "chatcmpl-" + rand.Text(),
		Object:  "chat.completion",
		Created: s.config.Now().Unix(),
		Model:   q.Model,
	}
	stop := "stop"
	if q.Stream {
		answer.Object = "chat.completion.chunk"
		answer.stream(w, replies[0].text, &usage, q.StreamOptions.Usage)
		return nil
	}
	answer.Choices = []choice{{Message: &said{Role: "assistant", Content: &replies[0].text}, Finish: &stop}}
	answer.Usage = &usage
	write(w, http.StatusOK, answer)
	return nil
}

// fence matches the line before a block of code, which may be indented, as in an item of a list.
var fence = regexp.MustCompile("(?m)^[ \t]*```")

// fenced reports whether a text has words around a block of code, which makes it Markdown: the block stays as it is. A
// text that is all in a block is only handed over in one, and is translated.
func fenced(text string) bool {
	outside, at := "", 0
	marks := fence.FindAllStringIndex(text, -1)
	for i := 0; i+1 < len(marks); i += 2 {
		outside += text[at:marks[i][0]]
		at = marks[i+1][1]
	}
	return at > 0 && strings.ContainsFunc(outside+text[at:], unicode.IsLetter)
}

// chat reads the parameters of a chat and refuses what cannot be done.
func (q params) chat() (*chat, *problem) {
	raw, err := json.Marshal(q)
	c := &chat{}
	if err == nil {
		err = json.Unmarshal(raw, c)
	}
	if err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return nil, invalid(kind.Field, "%s is of the wrong type: %s", kind.Field, kind.Value)
		}
		return nil, wrong(http.StatusBadRequest, "cannot read the request: %v", err)
	}
	asked := func(list json.RawMessage) bool {
		list = bytes.TrimSpace(list)
		return len(list) > 0 && string(list) != "null" && string(list) != "[]"
	}
	switch {
	case c.Model == "":
		return nil, missing("model")
	case c.N != nil && *c.N != 1:
		return nil, invalid("n", "there is one translation: n must be 1")
	case asked(c.Tools), asked(c.Functions):
		return nil, invalid("tools", "a translation does not call tools")
	case c.Format.Type != "" && c.Format.Type != "text":
		return nil, invalid("response_format", "a translation is text, not %s", shorten(c.Format.Type))
	}
	return c, nil
}

// last returns the last message of the user.
func (q *chat) last() (string, *problem) {
	for i := len(q.Messages) - 1; i >= 0; i-- {
		if q.Messages[i].Role == "user" {
			return q.Messages[i].text()
		}
	}
	return "", invalid("messages", "there is no user message to translate")
}

// A completion is the answer to a chat, or a piece of it.
type completion struct {
	ID      string       `json:"id"`
	Object  string       `json:"object"`
	Created int64        `json:"created"`
	Model   string       `json:"model"`
	Choices []choice     `json:"choices"`
	Usage   *openaiUsage `json:"usage,omitempty"`
}

type choice struct {
	Index   int     `json:"index"`
	Message *said   `json:"message,omitempty"`
	Delta   *said   `json:"delta,omitempty"`
	Finish  *string `json:"finish_reason"`
}

type said struct {
	Role    string  `json:"role,omitempty"`
	Content *string `json:"content,omitempty"`
}

// stream sends the answer as events: the text, the end, and what was used where that is asked for.
func (c completion) stream(w http.ResponseWriter, text string, usage *openaiUsage, withUsage bool) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	out := printer.JSON(w)
	stop := "stop"
	events := [][]choice{
		{{Delta: &said{Role: "assistant", Content: &text}}},
		{{Delta: &said{}, Finish: &stop}},
	}
	if withUsage {
		events = append(events, []choice{})
	}
	for _, e := range events {
		c.Choices = e
		if len(e) == 0 {
			c.Usage = usage
		}
		raw, err := json.Marshal(c)
		if err != nil { // of values of this package
			return
		}
		_, _ = fmt.Fprintf(out, "data: %s\n\n", raw) // the reader is gone if this fails
	}
	_, _ = w.Write([]byte("data: [DONE]\n\n"))
}

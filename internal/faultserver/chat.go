package faultserver

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/space"
)

// A line is one entry of an answer.
type line struct {
	id   string
	echo string
	text string
}

// A question is what the server understands of a request.
type question struct {
	texts     []string
	keep      [][]string // of each text: what must come back as it is
	echoWords int
	mode      string
	system    string
	prompt    string
	alone     bool
	mark      string
	maxOutput int
}

var (
	firstWords = regexp.MustCompile(`the first (\d+) words`)
	frame      = regexp.MustCompile(`the text between <([a-z-]+)> and `)
	kept       = regexp.MustCompile(`(?m)^KEEP UNCHANGED: (.*)$`)
	separator  = regexp.MustCompile(`parts separated by " (\S+) "`)
)

func parseQuestion(body []byte) (*question, map[string]json.RawMessage, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, nil, err
	}
	var req struct {
		Messages []struct{ Role, Content string }
		Format   struct{ Type string } `json:"response_format"`
		Max      int                   `json:"max_tokens"`
		MaxC     int                   `json:"max_completion_tokens"`
	}
	if err := json.Unmarshal(body, &req); err != nil {
		return nil, fields, err
	}
	q := &question{mode: req.Format.Type, maxOutput: max(req.Max, req.MaxC), echoWords: 3}
	if q.mode == "" {
		q.mode = "text"
	}
	user := ""
	for _, m := range req.Messages {
		q.prompt += m.Content + "\n"
		if m.Role == "system" {
			q.system += m.Content
		} else {
			user = m.Content
		}
	}
	if m := firstWords.FindStringSubmatch(q.prompt); m != nil {
		q.echoWords, _ = strconv.Atoi(m[1])
	}
	if i := strings.Index(user, `"texts":{`); i >= 0 && strings.Contains(q.prompt, "one JSON object") {
		start := strings.LastIndex(user[:i], "{\"")
		if j := strings.Index(user, "{"); q.system != "" && j >= 0 {
			start = j
		}
		var u struct {
			Texts map[string]struct {
				Text string
				Keep []string
			}
		}
		if start < 0 {
			start = 0
		}
		for ; start <= i; start++ {
			if user[start] == '{' && json.Unmarshal([]byte(user[start:]), &u) == nil {
				break
			}
		}
		ids := make([]int, 0, len(u.Texts))
		for k := range u.Texts {
			n, _ := strconv.Atoi(k)
			ids = append(ids, n)
		}
		sort.Ints(ids)
		for _, n := range ids {
			q.texts = append(q.texts, u.Texts[strconv.Itoa(n)].Text)
			q.keep = append(q.keep, u.Texts[strconv.Itoa(n)].Keep)
		}
		return q, fields, nil
	}
	var keep []string
	if m := kept.FindStringSubmatch(user); m != nil {
		if json.Unmarshal([]byte("["+m[1]+"]"), &keep) != nil {
			keep = nil
		}
	}
	defer func() {
		for range q.texts {
			q.keep = append(q.keep, keep)
		}
	}()
	if m := frame.FindStringSubmatch(q.prompt); m != nil {
		q.alone = true
		if i := strings.Index(user, "<"+m[1]+">"); i >= 0 {
			q.texts = []string{strings.TrimSuffix(user[i+len(m[1])+2:], "</"+m[1]+">")}
		}
		return q, fields, nil
	}
	if m := separator.FindStringSubmatch(q.prompt); m != nil {
		q.mark = m[1]
	}
	if i := strings.Index(user, "TEXTS:\n"); i >= 0 {
		for _, l := range strings.Split(user[i+len("TEXTS:\n"):], "\n") {
			if _, t, ok := strings.Cut(l, " "+q.mark+" "); ok {
				q.texts = append(q.texts, t)
			}
		}
	}
	return q, fields, nil
}

func (q *question) echo(text string) string {
	w := strings.Fields(text)
	return strings.Join(w[:min(q.echoWords, len(w))], " ")
}

// translate is the right answer: what is to be kept stands in it as it does in text.
func (c *Config) translate(text string, keep []string) string {
	var out strings.Builder
	for _, k := range keep {
		if before, after, ok := strings.Cut(text, k); ok && k != "" {
			if strings.TrimSpace(before) != "" {
				before = spaced(before, c.Translate(strings.TrimSpace(before)))
			}
			out.WriteString(before + k)
			text = after
		}
	}
	if out.Len() > 0 && strings.TrimSpace(text) != "" {
		text = spaced(text, c.Translate(strings.TrimSpace(text)))
	} else if out.Len() == 0 {
		text = c.Translate(text)
	}
	return out.String() + text
}

// spaced puts the white space at the ends of text around its translation.
func spaced(text, translation string) string {
	before := text[:len(text)-len(strings.TrimLeft(text, " \n\t"))]
	return before + translation + text[len(strings.TrimRight(text, " \n\t")):]
}

// chat answers one chat completion over HTTP.
func (s *Server) chat(w http.ResponseWriter, r *http.Request, body []byte) {
	e := Entry{Path: r.URL.String(), Auth: r.Header.Get("Authorization")}
	if e.Auth == "" {
		e.Auth = r.Header.Get("api-key")
	}
	q, fields, err := parseQuestion(body)
	e.Body = fields
	n, leave, wait, ok := s.enter(r)
	e.N = n
	if !ok {
		if wait > 0 {
			w.Header().Set("Retry-After", fmt.Sprintf("%.3f", wait.Seconds()))
			e.Status = fail(w, 429, "rate_limit_exceeded", "rate limit reached")
		}
		s.record(e)
		return
	}
	defer leave()
	broken := false
	defer func() {
		if broken { // after the request is in the log: the client goes on as soon as its connection is gone
			reset(w)
		}
	}()
	defer func() { s.record(e) }()
	if err != nil {
		e.Status = fail(w, 400, "invalid_request_error", "the body is no JSON: "+err.Error())
		return
	}
	e.Texts, e.Mode = q.texts, q.mode
	if s.config.Key != "" && !strings.HasSuffix(e.Auth, s.config.Key) {
		e.Status = fail(w, 401, "invalid_api_key", "incorrect API key provided: "+e.Auth)
		return
	}
	if status, refused := s.config.profile.refuse(w, r, fields); refused {
		e.Status = status
		return
	}
	if msg := s.refuse(q, fields); msg != "" {
		e.Status = fail(w, 400, "invalid_request_error", msg)
		return
	}
	fault := s.config.Plan(n, len(q.texts))
	if s.config.Latency > 0 {
		t := time.NewTimer(s.config.Latency)
		select {
		case <-t.C:
		case <-r.Context().Done():
			t.Stop()
			return
		}
	}
	if fault == Reset {
		e.Fault, broken = fault, true
		return
	}
	if status, ok := s.transport(w, r, fault); ok {
		e.Fault, e.Status = fault, status
		return
	}
	raw, applied, prompt, completion := s.complete(q, fault, rand.New(rand.NewPCG(s.config.Seed, uint64(n))))
	e.Fault, e.Status, e.PromptTokens, e.CompletionTokens = applied, 200, prompt, completion
	s.countdown(w.Header())
	w.Header().Set("Content-Type", "application/json")
	switch fault {
	case HalfBody:
		e.Fault = fault
		w.Header().Set("Content-Length", strconv.Itoa(len(raw)))
		w.Write(raw[:len(raw)/2])
		if f, ok := w.(http.Flusher); ok {
			f.Flush()
		}
		panic(http.ErrAbortHandler)
	case BadJSON:
		e.Fault = fault
		w.Write(raw[:len(raw)*2/3])
	default:
		w.Write(raw)
	}
}

// refuse returns what the server does not know of the request.
func (s *Server) refuse(q *question, fields map[string]json.RawMessage) string {
	c := &s.config
	switch {
	case c.RejectSchema && q.mode == "json_schema":
		return "'response_format.type' must be 'json_object' or 'text'"
	case c.RejectObject && q.mode == "json_object":
		return "'response_format.type' must be 'json_schema' or 'text'"
	case c.RejectSystem && q.system != "":
		return "System role not supported"
	case c.RejectTemp && fields["temperature"] != nil:
		return "Unsupported value: 'temperature' does not support 0 with this model."
	case c.RejectMaxTok && fields["max_tokens"] != nil:
		return "Unsupported parameter: 'max_tokens' is not supported with this model. " +
			"Use 'max_completion_tokens' instead."
	}
	return ""
}

// complete makes the body of an answer and returns which fault is really in it.
func (s *Server) complete(q *question, fault Fault, r *rand.Rand) (raw []byte, applied Fault, prompt, completion int) {
	prompt = len(q.prompt) / 4
	if win := s.config.ContextWindow; win > 0 && prompt > win || fault == PromptCut && prompt > 500 {
		// What is left of the prompt is its end.
		if win == 0 || fault == PromptCut {
			win = prompt * (15 + r.IntN(25)) / 100
		}
		applied = PromptCut
		rest := len(q.texts) - max(1, len(q.texts)*win/prompt)
		q.texts, q.keep = q.texts[rest:], q.keep[rest:]
		prompt = win
	}
	lines := make([]line, len(q.texts))
	for i, t := range q.texts {
		lines[i] = line{strconv.Itoa(i + 1), q.echo(t), s.config.translate(t, q.keep[i])}
	}
	if applied == None {
		var ok bool
		if lines, ok = misplace(lines, q, fault, r); ok {
			applied = fault
		}
	}
	content := s.format(q, lines)
	finish := "stop"
	choices := 1
	switch fault {
	case Prose:
		content = "Sure! Here are the translations you asked for:\n\n" + content +
			"\n\nLet me know if you need anything else."
		applied = fault
	case Fence:
		content, applied = "```json\n"+content+"\n```", fault
	case Refuse:
		content, applied = "I'm sorry, but I can't assist with that request.", fault
	case Truncate:
		cut := len(content) * (20 + r.IntN(70)) / 100
		for cut > 0 && !utf8.RuneStart(content[cut]) {
			cut--
		}
		content, finish, applied = content[:cut], "length", fault
	case Filter:
		content, finish, applied = "", "content_filter", fault
	case Think:
		content, applied = "<think>\nThe user wants {\"1\": …}. Let me translate.\n</think>\n\n"+content, fault
	case OtherShape:
		content, applied = `{"translations": [{"source": "x", "target": "y"}]}`, fault
	case NoChoice:
		choices, applied = 0, fault
	case Loop:
		finish = "stop"
	}
	completion = len(content)/4 + 1
	type message struct {
		Role    string `json:"role"`
		Content string `json:"content"`
	}
	type choice struct {
		Index   int     `json:"index"`
		Message message `json:"message"`
		Finish  string  `json:"finish_reason"`
	}
	answer := struct {
		ID      string         `json:"id"`
		Object  string         `json:"object"`
		Model   string         `json:"model"`
		Choices []choice       `json:"choices"`
		Usage   map[string]int `json:"usage"`
	}{"chatcmpl-fault", "chat.completion", "fault-1", nil, map[string]int{"prompt_tokens": prompt,
		"completion_tokens": completion, "total_tokens": prompt + completion}}
	if choices > 0 {
		answer.Choices = []choice{{0, message{"assistant", content}, finish}}
	}
	raw, _ = json.Marshal(answer)
	return raw, applied, prompt, completion
}

// format writes the lines in the form that was asked for.
func (s *Server) format(q *question, lines []line) string {
	if q.alone && len(lines) == 1 {
		return lines[0].text
	}
	var w strings.Builder
	if q.mode == "text" || s.config.IgnoreFormat {
		mark := q.mark
		if mark == "" {
			mark = "|"
		}
		for _, l := range lines {
			fmt.Fprintf(&w, "%[1]s %[2]s %[3]s %[2]s %[4]s\n", l.id, mark, l.echo, space.Fold(l.text))
		}
		return w.String()
	}
	w.WriteByte('{')
	for i, l := range lines {
		if i > 0 {
			w.WriteString(", ")
		}
		v, _ := json.Marshal(struct {
			S string `json:"s"`
			T string `json:"t"`
		}{l.echo, l.text})
		fmt.Fprintf(&w, "%q: %s", l.id, v)
	}
	w.WriteByte('}')
	return w.String()
}

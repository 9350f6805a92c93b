package openai

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
	"github.com/satzpaar/satzpaar/translate/size"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// call sends one request and judges its answer. fits counts the answers with the right id, whatever else is wrong
// with them.
func (b *Backend) call(ctx context.Context, req *translate.Request,
	a abilities) (results []translate.Result, fits int, usage translate.Usage, err error) {
	p := b.prompt(req, a.mode)
	if w, ok := b.meter.fits(p.tokens); !ok && len(req.Items) > 1 {
		return nil, 0, translate.Usage{}, b.errorf(translate.Truncated,
			"about %d tokens; the server has cut prompts above %d", p.tokens, w)
	}
	r, set := b.request(&p, a, len(req.Items))
	c := &call{set: set}
	resp, err := b.client.CreateChatCompletion(context.WithValue(ctx, callKey{}, c), r)
	if err != nil {
		return nil, 0, translate.Usage{Requests: 1}, &httpError{err: err, status: c.status, header: c.header}
	}
	usage = translate.Usage{Requests: 1, SourceTokens: resp.Usage.PromptTokens,
		TargetTokens: resp.Usage.CompletionTokens}
	if usage.SourceTokens == 0 && usage.TargetTokens == 0 {
		usage.SourceTokens = p.tokens
		if len(resp.Choices) > 0 {
			usage.TargetTokens = size.Tokens(resp.Choices[0].Message.Content)
		}
		usage.CostIsEstimate = true
	}
	usage.Pause = httpapi.LimitPause(c.header, usage.SourceTokens+usage.TargetTokens, time.Now())
	if len(resp.Choices) == 0 {
		return nil, 0, usage, b.errorf(translate.Internal, "the answer holds no choice")
	}
	choice := &resp.Choices[0]
	results, fits, err = b.read(req, &p, a, choice)
	if err != nil || slices.ContainsFunc(results, func(r translate.Result) bool { return r.Err != nil }) {
		b.doubted(req, a, c.body)
	}
	if err != nil {
		return nil, 0, usage, err
	}
	if cut := b.cut(&p, resp.Usage.PromptTokens, fits, results); cut != nil {
		return nil, 0, usage, cut
	}
	return results, fits, usage, nil
}

// A meter compares the prompt tokens that a server counts with those that were estimated, and knows the context
// window of a server that cuts prompts.
type meter struct {
	mu      sync.Mutex
	ratio   float64 // counted over estimated, a moving average of answers that were right
	samples int
	cutAt   int // tokens that the last cut prompt was cut to
	window  int // tokens that prompts are always cut to; 0 if that never happened twice
	held    int // prompts that were too long for the window
}

// windowTest is how many prompts are held to be too long for the presumed window before one of them is sent anyway:
// two answers that happened to be cut alike must not make all later requests small.
const windowTest = 16

// fits reports whether a prompt of that many estimated tokens is likely to be read whole.
func (m *meter) fits(estimated int) (window int, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.window == 0 || m.scale()*float64(estimated) < float64(m.window) {
		return m.window, true
	}
	m.held++
	return m.window, m.held%windowTest == 0
}

func (m *meter) scale() float64 {
	if m.samples < 3 {
		return 1
	}
	return m.ratio
}

// isCut reports whether the count shows that a prompt was cut.
func (m *meter) isCut(counted, estimated int) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if counted <= 0 || estimated < 250 {
		return false
	}
	limit := 0.5
	if m.samples >= 3 {
		limit = 0.75 * m.ratio
	}
	if m.window > 0 && counted*20 > m.window*21 {
		m.window, m.cutAt = 0, 0 // more was read than fits into the window that was assumed
	}
	if float64(counted) >= limit*float64(estimated) && (m.window == 0 || counted < m.window) {
		return false
	}
	// A window always has the same size; a count that comes once may have another cause.
	if d := counted - m.cutAt; m.cutAt > 0 && d*20 <= counted && -d*20 <= counted {
		m.window = min(counted, m.cutAt)
	}
	m.cutAt = counted
	return true
}

func (m *meter) learn(counted, estimated int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if counted <= 0 || estimated <= 0 {
		return
	}
	r := float64(counted) / float64(estimated)
	if m.samples++; m.samples == 1 {
		m.ratio = r
	} else {
		m.ratio += (r - m.ratio) / 8
	}
}

// cut detects a server that has silently shortened the prompt: it counts far fewer prompt tokens than were sent. Its
// answer was made without some of the instructions or texts, so none of it is believed, unless the request cannot be
// made smaller and the answer is valid.
func (b *Backend) cut(p *prompt, counted, fits int, results []translate.Result) *translate.Error {
	if !b.meter.isCut(counted, p.tokens) {
		if fits == len(results) {
			b.meter.learn(counted, p.tokens)
		}
		return nil
	}
	if len(results) == 1 && results[0].Err == nil {
		return nil
	}
	return b.errorf(translate.Truncated, "the server read %d tokens of a prompt of about %d: its context window is "+
		"too small (Ollama: raise num_ctx in the Modelfile)", counted, p.tokens)
}

// read turns a choice into results. The error is for an answer that cannot be read at all.
func (b *Backend) read(req *translate.Request, p *prompt, a abilities,
	choice *openai.ChatCompletionChoice) ([]translate.Result, int, error) {
	msg := &choice.Message
	if choice.FinishReason == openai.FinishReasonContentFilter {
		return nil, 0, b.errorf(translate.Refused, "the server's content filter stopped the answer")
	}
	if msg.Refusal != "" {
		return nil, 0, b.errorf(translate.Refused, "the model refused: %s", space.Fold(msg.Refusal))
	}
	if msg.ReasoningContent != "" {
		b.thinks.Store(true)
	}
	text, thought := withoutThoughts(msg.Content)
	if thought {
		b.thinks.Store(true)
	}
	cutOff := choice.FinishReason == openai.FinishReasonLength
	if strings.TrimSpace(text) == "" {
		if cutOff {
			return nil, 0, b.errorf(translate.Truncated, "the answer was cut off before the translation began; "+
				"a reasoning model needs more room (max output) or less effort")
		}
		return nil, 0, b.errorf(translate.Internal, "the answer is empty")
	}
	answers := make([]answer, len(req.Items))
	var err error
	switch {
	case p.alone:
		answers[0] = answer{times: 1, text: text, noEcho: true}
		if cutOff {
			return nil, 0, b.errorf(translate.Truncated, "the answer was cut off")
		}
	case a.mode == Text:
		err = readLines(text, p, answers, cutOff)
	default:
		err = readJSON(text, answers)
	}
	if err != nil {
		kind := translate.Internal
		if cutOff {
			kind = translate.Truncated
		} else if verify.IsRefusal("", text) {
			return nil, 0, b.errorf(translate.Refused, "the model refused: %q", short(text))
		}
		return nil, 0, b.errorf(kind, "%w", err)
	}
	results, fits := b.validate(req, p, answers, cutOff)
	return results, fits, nil
}

// An answer is what came back under one id.
type answer struct {
	times  int // how often the id came
	echo   string
	text   string
	noEcho bool // none was asked for
}

// withoutThoughts cuts leading <think> blocks, also one that is never closed, and a closing tag without an opening
// one in front of the answer (templates that open the block themselves). Such tags further on are part of the text.
func withoutThoughts(s string) (text string, thought bool) {
	for {
		t := strings.TrimLeft(s, " \t\r\n")
		name := ""
		for _, n := range [...]string{"think", "thinking", "thought"} {
			if strings.HasPrefix(t, "<"+n+">") {
				name = n
			}
		}
		if name == "" {
			if i := strings.Index(t, "</think>"); !thought && i >= 0 && !strings.ContainsAny(t[:1], "{[") &&
				!strings.Contains(t[:i], "<think>") {
				return t[i+len("</think>"):], true
			}
			return s, thought
		}
		thought = true
		i := strings.Index(t, "</"+name+">")
		if i < 0 {
			return "", true
		}
		s = t[i+len(name)+3:]
	}
}

// readJSON reads the first JSON object in text, as far as it is complete. Prose or a code fence around it does no
// harm: every entry is checked by its id and echo. An id that was not sent, or a second object, makes the whole
// answer doubtful.
func readJSON(text string, answers []answer) error {
	start := strings.IndexByte(text, '{')
	if start < 0 {
		return fmt.Errorf("the answer is not a JSON object: %q", short(text))
	}
	dec := json.NewDecoder(strings.NewReader(text[start:]))
	if _, err := dec.Token(); err != nil {
		return fmt.Errorf("the answer is not a JSON object: %q", short(text))
	}
	for dec.More() {
		tok, err := dec.Token()
		if err != nil {
			return broken(answers, err)
		}
		key, ok := tok.(string)
		if !ok {
			return broken(answers, errors.New("a key that is not a string"))
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return broken(answers, err)
		}
		n, err := strconv.Atoi(key)
		if err != nil || n < 1 || n > len(answers) || strconv.Itoa(n) != key {
			return fmt.Errorf("the answer has the id %q, which was not sent", short(key))
		}
		a := &answers[n-1]
		a.times++
		var v struct {
			S *string `json:"s"`
			T *string `json:"t"`
		}
		if json.Unmarshal(raw, &v) == nil && v.S != nil && v.T != nil {
			a.echo, a.text = *v.S, *v.T
		}
	}
	if _, err := dec.Token(); err != nil {
		return broken(answers, err)
	}
	if strings.Contains(text[start+int(dec.InputOffset()):], "{") {
		return errors.New("the answer holds more than one JSON object")
	}
	return nil
}

// broken keeps the entries before the point where the JSON breaks; if there are none, that is an error.
func broken(answers []answer, err error) error {
	for i := range answers {
		if answers[i].times > 0 {
			return nil
		}
	}
	return fmt.Errorf("the answer is broken JSON: %w", err)
}

// readLines reads the lines "number | echo | translation", with the prompt's mark for "|". Lines of another form are
// ignored, numbers that were not sent make the answer doubtful.
func readLines(text string, p *prompt, answers []answer, cutOff bool) error {
	lines := strings.Split(text, "\n")
	if cutOff && len(lines) > 0 {
		lines = lines[:len(lines)-1]
	}
	any := false
	for _, line := range lines {
		parts := strings.SplitN(line, p.mark, 3)
		if len(parts) < 2 {
			continue
		}
		n, err := strconv.Atoi(strings.Trim(strings.TrimSpace(parts[0]), "[]().*#"))
		if err != nil {
			continue
		}
		if n < 1 || n > len(answers) {
			return fmt.Errorf("the answer has the number %d, which was not sent", n)
		}
		any = true
		a := &answers[n-1]
		a.times++
		if len(parts) == 3 {
			a.echo, a.text = strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2])
		}
	}
	if !any {
		return fmt.Errorf("the answer has no numbered lines: %q", short(text))
	}
	return nil
}

// short returns what a model wrote as messages quote it.
func short(s string) string { return excerpt.Of(space.Fold(s), 80) }

// Package command translates with any program: lines in and lines out, or JSON Lines in and out.
//
// With [Lines], the program is started for every request, gets one text a line on its standard input, which is then
// closed, and writes one translation a line. Every filter can do that, and the number of lines can be trusted. A
// program that answers each line at once and is slow to start can be kept running by [Config.Keep].
//
// With [JSONL], the program runs on and gets {"id":"…","text":"…","from":"de","to":"en"} a line; it answers
// {"id":"…","text":"…"} or {"id":"…","error":"…"}, in any order. A program that dies or hangs is killed and started
// again for the next request.
package command

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/translate"
)

// Name is the backend's name in errors and IDs.
const Name = "command"

// Protocol is how texts go to the program and come back.
type Protocol string

// The protocols.
const (
	Lines Protocol = "lines"
	JSONL Protocol = "jsonl"
)

// Config describes the program to run.
type Config struct {
	// Argv is the program and its arguments; see [Split] for how a line becomes one. No shell is involved. The
	// strings {from} and {to} within arguments are replaced by the languages of the request, such as "de" and "en".
	Argv     []string
	Protocol Protocol // default [Lines]
	// Keep keeps a program of the Lines protocol running between requests. It has to flush its output after each line.
	Keep bool
	// Patience is how long the program may be silent while answers are due; default 2 minutes.
	Patience time.Duration
	// Processes is how many run at a time; default 1.
	Processes int
	MaxBatch  int // texts in one request; default 64
	// Environ is the environment that variables for the program are taken from, as [os.Environ] returns it. The
	// program gets a few that every program needs, such as PATH, HOME and those of the locale, and no others: keys
	// and passwords that are meant for somebody else stay here.
	Environ []string
	// Env names further variables of Environ for the program.
	Env []string
}

// Backend runs programs. It is safe for concurrent use; Close ends the programs that are kept.
type Backend struct {
	config Config
	env    []string // of the programs
	id     string
	places chan struct{}

	mu     sync.Mutex
	idle   []*process
	closed bool
}

// New returns a backend; nothing is run yet. A program that cannot be found is an error.
func New(config Config) (*Backend, error) {
	if len(config.Argv) == 0 || config.Argv[0] == "" {
		return nil, translate.Errorf(translate.Invalid, Name, "no program given")
	}
	switch config.Protocol {
	case "":
		config.Protocol = Lines
	case Lines, JSONL:
	default:
		return nil, translate.Errorf(translate.Invalid, Name, "unknown protocol %q; lines or jsonl", config.Protocol)
	}
	if err := checkNames(config.Env); err != nil {
		return nil, translate.Errorf(translate.Invalid, Name, "%w", err)
	}
	path, err := exec.LookPath(config.Argv[0])
	if err != nil {
		return nil, translate.Errorf(translate.Invalid, Name, "%w", err)
	}
	if config.Patience <= 0 {
		config.Patience = 2 * time.Minute
	}
	if config.Processes <= 0 {
		config.Processes = 1
	}
	if config.MaxBatch <= 0 {
		config.MaxBatch = 64
	}
	h := sha256.New()
	fmt.Fprintf(h, "%q %s %v\n", config.Argv[1:], config.Protocol, config.Keep)
	if err := hashProgram(h, path); err != nil {
		return nil, translate.Errorf(translate.Invalid, Name, "reading the program: %w", err)
	}
	return &Backend{
		config: config,
		env:    environment(config.Environ, config.Env),
		id:     Name + ":" + filepath.Base(path) + "#" + hex.EncodeToString(h.Sum(nil)[:6]),
		places: make(chan struct{}, config.Processes),
	}, nil
}

// hashProgram writes the program's file, so that translations of a changed script are not taken from the cache.
// Arguments that name files are not followed.
func hashProgram(w io.Writer, path string) error {
	f, err := plainfile.Open(path)
	if err != nil {
		if errors.Is(err, os.ErrPermission) {
			return nil // it may be run but not read
		}
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

// Info describes the backend. Neither its arguments nor its environment show.
func (b *Backend) Info() translate.Info {
	return translate.Info{ID: b.id, MaxBatch: b.config.MaxBatch, Concurrency: b.config.Processes}
}

// Close ends the programs that are kept running. Requests after it fail.
func (b *Backend) Close() error {
	b.mu.Lock()
	idle := b.idle
	b.idle, b.closed = nil, true
	b.mu.Unlock()
	for _, p := range idle {
		p.end()
	}
	return nil
}

// Translate gives the texts of one request to one program.
func (b *Backend) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, rest, indices := translate.Translatable(req, b.id)
	if err := ctx.Err(); err != nil || len(indices) == 0 {
		return results, translate.Usage{}, err
	}
	select {
	case b.places <- struct{}{}:
		defer func() { <-b.places }()
	case <-ctx.Done():
		return nil, translate.Usage{}, fmt.Errorf("command: %w", ctx.Err())
	}
	usage := translate.Usage{Requests: 1}
	answers, err := b.ask(ctx, &rest)
	if err != nil {
		if ctx.Err() != nil {
			err = fmt.Errorf("command: %w", ctx.Err())
		}
		return nil, usage, err
	}
	for k, i := range indices {
		r := answers[k]
		if r.Err == nil {
			r.Origin = b.id
		}
		results[i] = r
	}
	return results, usage, nil
}

// ask gets one answer for each item from a program, which it starts if none is idle.
func (b *Backend) ask(ctx context.Context, req *translate.Request) ([]translate.Result, error) {
	if b.config.Protocol == Lines && !b.config.Keep {
		return b.once(ctx, req)
	}
	p, err := b.take(req.From, req.To)
	if err != nil {
		return nil, err
	}
	var results []translate.Result
	if b.config.Protocol == JSONL {
		results, err = p.jsonl(ctx, req)
	} else {
		results, err = p.lines(ctx, req)
	}
	if err != nil {
		return nil, p.fail(err)
	}
	b.put(p)
	return results, nil
}

// once runs the program for one request.
func (b *Backend) once(ctx context.Context, req *translate.Request) ([]translate.Result, error) {
	p, err := b.start(req.From, req.To)
	if err != nil {
		return nil, err
	}
	results, err := p.lines(ctx, req)
	if err != nil {
		return nil, p.fail(err)
	}
	return results, nil
}

// take returns an idle program for the direction, or a new one.
func (b *Backend) take(from, to language.Tag) (*process, error) {
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return nil, translate.Errorf(translate.Invalid, Name, "the backend is closed")
	}
	for i := len(b.idle) - 1; i >= 0; i-- {
		p := b.idle[i]
		if p.from == from && p.to == to {
			b.idle = append(b.idle[:i], b.idle[i+1:]...)
			b.mu.Unlock()
			if p.silent() {
				return p, nil
			}
			// It died, or wrote something unasked: its answers could no longer be matched.
			p.end()
			return b.start(from, to)
		}
	}
	var other *process
	if len(b.idle) >= b.config.Processes {
		other, b.idle = b.idle[0], b.idle[1:]
	}
	b.mu.Unlock()
	if other != nil {
		other.end()
	}
	return b.start(from, to)
}

func (b *Backend) put(p *process) {
	b.mu.Lock()
	closed := b.closed
	if !closed {
		b.idle = append(b.idle, p)
	}
	b.mu.Unlock()
	if closed {
		p.end()
	}
}

// tail keeps the end of what a program writes to standard error.
type tail struct {
	mu sync.Mutex
	b  []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if n := len(t.b) - 2048; n > 0 {
		t.b = append(t.b[:0], t.b[n:]...)
	}
	return len(p), nil
}

// String returns the last lines.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := bytes.Split(bytes.TrimSpace(t.b), []byte("\n"))
	if n := len(lines) - 4; n > 0 {
		lines = lines[n:]
	}
	return strings.ToValidUTF8(strings.TrimSpace(string(bytes.Join(lines, []byte(" / ")))), "?")
}

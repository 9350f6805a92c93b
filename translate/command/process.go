package command

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
)

// maxLine is the longest line that a program may write.
const maxLine = 16 << 20

// A process is a running program. One request at a time uses it.
type process struct {
	config   *Config
	from, to language.Tag
	cmd      *exec.Cmd
	stdin    io.WriteCloser
	stderr   *tail
	// out carries the lines of standard output and is closed at its end; readErr then says what was wrong, if anything.
	out     chan string
	readErr error
	exited  chan struct{} // closed when the program has ended and waitErr is set
	waitErr error
	nextID  int
}

func (b *Backend) start(from, to language.Tag) (*process, error) {
	argv := make([]string, len(b.config.Argv))
	names := strings.NewReplacer("{from}", from.String(), "{to}", to.String())
	for i, a := range b.config.Argv {
		argv[i] = names.Replace(a)
	}
	p := &process{config: &b.config, from: from, to: to, stderr: &tail{}, out: make(chan string, 256),
		exited: make(chan struct{})}
	p.cmd = exec.Command(argv[0], argv[1:]...)
	p.cmd.Env = b.env
	p.cmd.Stderr = p.stderr
	p.cmd.WaitDelay = 2 * time.Second
	ownGroup(p.cmd)
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, translate.Errorf(translate.Internal, Name, "starting %s: %w", argv[0], err)
	}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, translate.Errorf(translate.Internal, Name, "starting %s: %w", argv[0], err)
	}
	started, read := make(chan error), make(chan struct{})
	go func() {
		// Linux ends a child with the thread that started it.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		started <- err
		if err != nil {
			return
		}
		// All output is read before Wait closes the pipe.
		<-read
		p.waitErr = p.cmd.Wait()
		close(p.exited)
	}()
	if err := <-started; err != nil {
		return nil, translate.Errorf(translate.Invalid, Name, "starting %s: %w", argv[0], err)
	}
	go func() {
		defer close(read)
		sc := bufio.NewScanner(stdout)
		sc.Buffer(make([]byte, 64<<10), maxLine)
		for sc.Scan() {
			p.out <- sc.Text()
		}
		if p.readErr = sc.Err(); p.readErr != nil {
			kill(p.cmd) // it would wait for ever for somebody to read the rest
		}
		close(p.out)
	}()
	return p, nil
}

// silent reports whether an idle program still runs and has written nothing since its last answer.
func (p *process) silent() bool {
	select {
	case <-p.exited:
		return false
	case <-p.out:
		return false
	default:
		return true
	}
}

// end asks the program to end by closing its input, and kills it if it does not.
func (p *process) end() {
	p.stdin.Close()
	t := time.NewTimer(500 * time.Millisecond)
	defer t.Stop()
	go p.drain()
	select {
	case <-p.exited:
	case <-t.C:
		kill(p.cmd)
		<-p.exited
	}
}

// drain throws output away, so that the program can end.
func (p *process) drain() {
	for range p.out {
	}
}

// errSilent means that the program owed an answer and was silent.
var errSilent = errors.New("no answer")

// fail kills the program and explains err with what it wrote to standard error.
func (p *process) fail(err error) error {
	kind := translate.Unavailable
	var e *translate.Error
	switch {
	case errors.As(err, &e):
		kind, err = e.Kind, e.Err
	case errors.Is(err, errSilent):
		err = fmt.Errorf("%w for %s, so it was killed", err, p.config.Patience)
	}
	kill(p.cmd)
	go p.drain()
	<-p.exited
	if said := p.stderr.String(); said != "" {
		err = fmt.Errorf("%w; it says: %s", err, said)
	}
	return translate.Errorf(kind, Name, "%s: %w", p.cmd.Args[0], err)
}

// ended explains why the output ended early. A program may have closed its output and go on.
func (p *process) ended(ctx context.Context, patience *time.Timer) error {
	select {
	case <-p.exited:
	case <-ctx.Done():
		return ctx.Err()
	case <-patience.C:
		return errSilent
	}
	switch {
	case p.readErr != nil:
		return fmt.Errorf("reading its output: %w", p.readErr)
	case p.waitErr != nil:
		return fmt.Errorf("it ended: %w", p.waitErr)
	}
	return errors.New("it ended before it had answered")
}

// next waits for one line of output.
func (p *process) next(ctx context.Context, patience *time.Timer) (string, error) {
	patience.Reset(p.config.Patience)
	select {
	case line, ok := <-p.out:
		if !ok {
			return "", p.ended(ctx, patience)
		}
		return line, nil
	case <-ctx.Done():
		return "", ctx.Err()
	case <-patience.C:
		return "", errSilent
	}
}

// settle is how long a program that is kept running may still send a line too many before its answers are believed.
const settle = 15 * time.Millisecond

// lines sends one text a line and reads as many lines.
func (p *process) lines(ctx context.Context, req *translate.Request) ([]translate.Result, error) {
	var in strings.Builder
	for i := range req.Items {
		in.WriteString(space.Fold(req.Items[i].Text))
		in.WriteByte('\n')
	}
	written := p.write(in.String(), !p.config.Keep)
	patience := time.NewTimer(p.config.Patience)
	defer patience.Stop()
	results := make([]translate.Result, len(req.Items))
	for i := range results {
		line, err := p.next(ctx, patience)
		if err != nil {
			if errors.Is(err, errSilent) && p.config.Keep {
				err = fmt.Errorf("%w (a program that is kept running has to flush its output after each line)", err)
			} else if !errors.Is(err, errSilent) && ctx.Err() == nil {
				return nil, translate.Errorf(kindOfEnd(p), Name, "%d lines came for %d: %w", i, len(results), err)
			}
			return nil, err
		}
		results[i].Text = valid(line)
	}
	if !p.config.Keep {
		// The number of lines is known only at the end of the output.
		if line, err := p.next(ctx, patience); err == nil {
			return nil, translate.Errorf(translate.Internal, Name, "more than %d lines came for %d texts: %q",
				len(results), len(results), clip(line))
		} else if errors.Is(err, errSilent) || ctx.Err() != nil {
			return nil, err
		}
		if p.waitErr != nil {
			return nil, fmt.Errorf("it ended: %w", p.waitErr)
		}
		<-written
		return results, nil
	}
	patience.Reset(settle)
	select {
	case line, ok := <-p.out:
		if ok {
			return nil, translate.Errorf(translate.Internal, Name, "more than %d lines came for %d texts: %q",
				len(results), len(results), clip(line))
		}
	case <-patience.C:
	}
	return results, nil
}

// kindOfEnd is Internal for a program that ended well with too few lines, and Unavailable for one that failed.
func kindOfEnd(p *process) translate.Kind {
	if p.waitErr == nil && p.readErr == nil {
		return translate.Internal
	}
	return translate.Unavailable
}

// write sends text in the background: a program may start to write before it has read everything. The channel is
// closed when it is done.
func (p *process) write(text string, closeAfter bool) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		// A failure shows up as output that ends early.
		io.WriteString(p.stdin, text)
		if closeAfter {
			p.stdin.Close()
		}
	}()
	return done
}

type question struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	From string `json:"from"`
	To   string `json:"to"`
}

type reply struct {
	ID    string  `json:"id"`
	Text  *string `json:"text"`
	Error string  `json:"error"`
}

// jsonl sends one object a line and reads as many, in any order. The ids are never used twice, so that a late answer
// is recognised.
func (p *process) jsonl(ctx context.Context, req *translate.Request) ([]translate.Result, error) {
	var in strings.Builder
	enc := json.NewEncoder(&in)
	enc.SetEscapeHTML(false)
	places := make(map[string]int, len(req.Items))
	for i := range req.Items {
		p.nextID++
		id := strconv.Itoa(p.nextID)
		places[id] = i
		if err := enc.Encode(question{id, req.Items[i].Text, req.From.String(), req.To.String()}); err != nil {
			return nil, translate.Errorf(translate.Internal, Name, "%w", err)
		}
	}
	p.write(in.String(), false)
	patience := time.NewTimer(p.config.Patience)
	defer patience.Stop()
	results := make([]translate.Result, len(req.Items))
	for len(places) > 0 {
		line, err := p.next(ctx, patience)
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		var r reply
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return nil, translate.Errorf(translate.Internal, Name,
				"a line of output is not a JSON object with id and text: %q", clip(line))
		}
		i, ok := places[r.ID]
		if !ok {
			return nil, translate.Errorf(translate.Internal, Name, "the id %q was not asked for, or came twice",
				clip(r.ID))
		}
		delete(places, r.ID)
		switch {
		case r.Error != "":
			results[i].Err = translate.Errorf(translate.Refused, Name, "%s", clip(r.Error))
		case r.Text == nil:
			results[i].Err = translate.Errorf(translate.Internal, Name, "the answer has neither text nor error")
		default:
			results[i].Text = valid(*r.Text)
		}
	}
	return results, nil
}

func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// clip returns what a program wrote as messages quote it.
func clip(s string) string {
	return strings.ToValidUTF8(excerpt.Of(s, 200), "?")
}

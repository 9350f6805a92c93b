package main

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
)

// heartbeat is how often a run that nobody watches says where it is.
const heartbeat = 10 * time.Second

// A progress shows how far a run has come: a bar for a person, a line now and then for a log. Sentences are known
// only once a document is parsed, so the bar counts those done and estimates the rest from the bytes that are left.
type progress struct {
	mu        sync.Mutex
	t         *terminal
	bar       *progressbar.ProgressBar // nil where no person watches
	quiet     bool
	started   time.Time
	said      time.Time
	bytes     int64 // of all inputs
	bytesDone int64
	documents int
	through   int
	sentences int // of the documents that are through
	fresh     int // translated now, by all backends
	freshDone int // of these, in documents that are through
	cached    int
	failed    int
	used      translate.Usage // by all backends, with the jobs that were collected
	budget    *price.Budget   // knows what it cost
}

func (j *job) newProgress() *progress {
	return &progress{
		t:       j.terminal,
		quiet:   j.flags.quiet,
		started: j.now(),
		said:    j.now(),
		used:    j.collected,
		budget:  j.config.Host.Budget,
	}
}

// expect is told what will be translated.
func (p *progress) expect(files []corpus.Input) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.documents = len(files)
	for _, f := range files {
		p.bytes += f.Size
	}
	if p.t.interactive && !p.quiet {
		options := []progressbar.Option{
			progressbar.OptionSetWriter(p.t.stderr), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
			progressbar.OptionSetItsString("sentences"), progressbar.OptionSetPredictTime(true),
			progressbar.OptionThrottle(100 * time.Millisecond), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetWidth(24), progressbar.OptionEnableColorCodes(p.t.env("NO_COLOR") == ""),
		}
		// About one sentence in 120 bytes of German, until documents are through.
		p.bar = progressbar.NewOptions64(max(1, p.bytes/120), options...)
	}
}

// translated is told how many sentences a backend has just answered, and what it used for that.
func (p *progress) translated(n int, used translate.Usage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fresh += n
	p.used.Add(used)
	p.show()
}

// done is told of a document that is through.
func (p *progress) done(d corpus.Done) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.through++
	p.bytesDone += d.Input.Size
	p.sentences += d.Report.Sentences
	p.cached += d.Report.Cached
	p.failed += d.Report.Failed
	p.freshDone += d.Report.Answered - d.Report.Cached
	p.show()
	var stop interface{ Unwrap() []error }
	if d.Err != nil && !errors.As(d.Err, &stop) && !p.quiet {
		p.t.say("%s: %v", d.Input.Name, d.Err)
	}
}

func (p *progress) show() {
	if p.quiet {
		return
	}
	now := p.t.now()
	done := p.sentences + max(0, p.fresh-p.freshDone)
	if p.bar != nil {
		total := int64(done)
		if p.bytesDone > 0 && p.sentences > 0 {
			total = max(total, int64(float64(p.sentences)*float64(p.bytes)/float64(p.bytesDone)))
		} else {
			total = max(total, p.bytes/120)
		}
		p.bar.ChangeMax64(max(1, total))
		p.bar.Describe(fmt.Sprintf("%d/%d documents · %d new · %d cached · %d failed", p.through, p.documents,
			p.fresh, p.cached, p.failed))
		_ = p.bar.Set64(int64(done)) // a bar that cannot be drawn is no reason to stop
		return
	}
	if now.Sub(p.said) < heartbeat {
		return
	}
	p.said = now
	rate := float64(done) / now.Sub(p.started).Seconds()
	p.t.say("%d of %s, %s: %d translated, %d from the cache, %d failed; "+
		"%.0f sentences/s%s", p.through, count(p.documents, "document"), count(done, "sentence"),
		p.fresh, p.cached, p.failed, rate, p.left(now))
}

// left says how long the rest will take, once there is something to go by.
func (p *progress) left(now time.Time) string {
	if p.bytesDone == 0 || p.bytesDone >= p.bytes {
		return ""
	}
	d := time.Duration(float64(now.Sub(p.started)) * float64(p.bytes-p.bytesDone) / float64(p.bytesDone))
	return fmt.Sprintf("; about %s left", d.Round(time.Second))
}

// finish takes the bar away.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

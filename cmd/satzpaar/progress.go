package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/internal/figures"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
)

// heartbeat is how often a run that nobody watches reports how far it is.
const heartbeat = 10 * time.Second

// A progress shows how far a run has come: a bar for a person, a line now and then for a log.
type progress struct {
	t       *terminal
	quiet   bool
	tracker *corpus.Tracker
	meter   *price.Meter

	mu   sync.Mutex               // of what follows, and so that what is shown never goes back
	bar  *progressbar.ProgressBar // nil where no person watches
	said time.Time
}

func (j *job) newProgress() *progress {
	meter := price.NewMeter(j.config.Host.Budget)
	meter.Add(0, j.collected)
	return &progress{
		t:       j.terminal,
		quiet:   j.flags.quiet,
		tracker: corpus.NewTracker(j.now),
		meter:   meter,
		said:    j.now(),
	}
}

// expect is told what will be translated.
func (p *progress) expect(files []corpus.Input) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.tracker.Expect(files)
	if p.t.interactive && !p.quiet {
		p.bar = progressbar.NewOptions64(max(1, at.Bytes), progressbar.OptionSetWriter(p.t.stderr),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetWidth(24),
			progressbar.OptionEnableColorCodes(p.t.env("NO_COLOR") == ""))
	}
}

// translated is told how many sentences a backend has just answered, and what it used for that.
func (p *progress) translated(n int, used translate.Usage) {
	p.meter.Add(n, used)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(p.tracker.Answered(n))
}

// done is told of a document that is through.
func (p *progress) done(d corpus.Done) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(p.tracker.Done(d))
}

func (p *progress) show(at corpus.Standing) {
	now := p.t.now()
	if p.quiet || p.bar == nil && now.Sub(p.said) < heartbeat {
		return
	}
	left := ""
	if at.Left > 0 {
		left = "about " + units.Roughly(at.Left.Seconds()) + " left"
	}
	if p.bar != nil {
		if left != "" {
			left = " · " + left
		}
		p.bar.Describe(fmt.Sprintf("%d/%d documents · %d sentences, %.0f/s · %d cached · %d failed%s", at.Through,
			at.Documents, at.Sentences, at.PerSecond, at.Cached, at.Failed, left))
		_ = p.bar.Set64(at.Position) // a bar that cannot be drawn must not stop the work
		return
	}
	if left != "" {
		left = "; " + left
	}
	p.said = now
	p.t.say("%d of %s, %s: %d translated, %d from the cache, %d failed; %.0f sentences/s%s", at.Through,
		units.Count(at.Documents, "document"), units.Count(at.Sentences, "sentence"), at.Fresh, at.Cached, at.Failed,
		at.PerSecond, left)
}

// finish takes the bar away.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// figures returns the figures of the run.
func (p *progress) figures() []figures.Figure {
	return append(p.tracker.Figures(), p.meter.Figures()...)
}

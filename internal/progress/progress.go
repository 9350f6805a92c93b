// Package progress shows how far a run or a download has come: a bar for a person, a line now and then for a log.
package progress

import (
	"fmt"
	"io"
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

// A Config specifies who is shown what.
type Config struct {
	// Bar takes the bar that a person watches; nil: there are lines instead.
	Bar    io.Writer
	Colour bool // of the bar
	// Say prints a line; nil: nothing is shown.
	Say func(line string)
	// Now returns the time.
	Now func() time.Time
	// Budget is what the run spends from.
	Budget *price.Budget
}

// A Progress shows how far a run has come. It is safe for concurrent use.
type Progress struct {
	config  Config
	tracker *corpus.Tracker
	meter   *price.Meter

	mu   sync.Mutex               // of what follows, and so that what is shown never goes back
	bar  *progressbar.ProgressBar // nil where no person watches
	said time.Time
}

// New returns the progress of a run that begins now.
func New(c Config) *Progress {
	return &Progress{config: c, tracker: corpus.NewTracker(c.Now), meter: price.NewMeter(c.Budget), said: c.Now()}
}

// Expect is told what will be translated.
func (p *Progress) Expect(files []corpus.Input) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.tracker.Expect(files)
	if p.config.Bar != nil && p.config.Say != nil {
		p.bar = progressbar.NewOptions64(max(1, at.Bytes), progressbar.OptionSetWriter(p.config.Bar),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetWidth(24),
			progressbar.OptionEnableColorCodes(p.config.Colour))
	}
}

// Collected is told what earlier requests used whose answers were fetched only now.
func (p *Progress) Collected(used translate.Usage) { p.meter.Add(0, used) }

// Translated is told how many sentences a backend has just answered, and what it used for that.
func (p *Progress) Translated(n int, used translate.Usage) {
	p.meter.Add(n, used)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(p.tracker.Answered(n))
}

// Done is told of a document that is finished.
func (p *Progress) Done(d corpus.Done) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(p.tracker.Done(d))
}

// show shows how far the run is. The caller holds mu.
func (p *Progress) show(at corpus.Standing) {
	now := p.config.Now()
	if p.config.Say == nil || p.bar == nil && now.Sub(p.said) < heartbeat {
		return
	}
	left := func(separator string) string {
		if at.Left <= 0 {
			return ""
		}
		return separator + "about " + units.Roughly(at.Left.Seconds()) + " left"
	}
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("%d/%d documents · %d sentences, %.0f/s · %d cached · %d failed%s", at.Through,
			at.Documents, at.Sentences, at.PerSecond, at.Cached, at.Failed, left(" · ")))
		_ = p.bar.Set64(at.Position) // a bar that cannot be drawn must not stop the work
		return
	}
	p.said = now
	p.config.Say(fmt.Sprintf("%d of %s, %s: %d translated, %d from the cache, %d failed; %.0f sentences/s%s", at.Through,
		units.Count(at.Documents, "document"), units.Count(at.Sentences, "sentence"), at.Fresh, at.Cached, at.Failed,
		at.PerSecond, left("; ")))
}

// Finish removes the bar.
func (p *Progress) Finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

// Figures returns the figures of the run.
func (p *Progress) Figures() []figures.Figure {
	return append(p.tracker.Figures(), p.meter.Figures()...)
}

// Download draws a bar with a name on w for a download: show takes the bytes that have arrived and their total, finish
// removes the bar.
func Download(w io.Writer, name string) (show func(done, total int64), finish func()) {
	bar := progressbar.NewOptions64(-1, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(name),
		progressbar.OptionShowBytes(true), progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish())
	show = func(done, total int64) {
		bar.ChangeMax64(max(total, 1))
		_ = bar.Set64(done) // a bar that cannot be drawn must not stop the work
	}
	return show, func() { _ = bar.Finish() }
}

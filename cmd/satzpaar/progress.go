package main

import (
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
)

// heartbeat is how often a run that nobody watches says where it is.
const heartbeat = 10 * time.Second

// A progress shows how far a run has come: a bar for a person, a line now and then for a log. How many sentences there
// are is known only once all documents are parsed, so what is done is counted in the bytes of the inputs.
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
	position  int64           // bytes that are done, those of documents under way by estimate
	forecast  forecast
}

func (j *job) newProgress() *progress {
	return &progress{
		t:        j.terminal,
		quiet:    j.flags.quiet,
		started:  j.now(),
		said:     j.now(),
		used:     j.collected,
		budget:   j.config.Host.Budget,
		forecast: forecast{at: j.now()},
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
		p.bar = progressbar.NewOptions64(max(1, p.bytes), progressbar.OptionSetWriter(p.t.stderr),
			progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetWidth(24),
			progressbar.OptionEnableColorCodes(p.t.env("NO_COLOR") == ""))
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
}

// usualBytes is about how many bytes of an input a sentence of German takes; it counts as much as firstSentences.
const usualBytes, firstSentences = 120, 50

// advance brings position and forecast up to now. Position never goes back.
func (p *progress) advance(now time.Time) {
	each := (float64(p.bytesDone) + usualBytes*firstSentences) / float64(p.sentences+firstSentences)
	rest := float64(p.bytes - p.bytesDone)
	ahead := each * float64(max(0, p.fresh-p.freshDone))
	const sure = 0.8 // of the rest: beyond it documents under way come ever nearer to their end without reaching it
	if ahead > sure*rest {
		ahead = rest - (1-sure)*rest*math.Exp(-(ahead/rest-sure)/(1-sure))
	}
	p.position = max(p.position, p.bytesDone+int64(ahead))
	p.forecast.look(now, float64(p.position), float64(p.bytes))
}

func (p *progress) show() {
	now := p.t.now()
	p.advance(now)
	if p.quiet || p.bar == nil && now.Sub(p.said) < heartbeat {
		return
	}
	done := p.sentences + max(0, p.fresh-p.freshDone)
	rate := float64(done) / max(now.Sub(p.started).Seconds(), 1e-3)
	left := ""
	if d := p.forecast.left(now); d > 0 {
		left = "about " + roughly(d.Seconds()) + " left"
	}
	if p.bar != nil {
		if left != "" {
			left = " · " + left
		}
		p.bar.Describe(fmt.Sprintf("%d/%d documents · %d sentences, %.0f/s · %d cached · %d failed%s", p.through,
			p.documents, done, rate, p.cached, p.failed, left))
		_ = p.bar.Set64(p.position) // a bar that cannot be drawn is no reason to stop
		return
	}
	if left != "" {
		left = "; " + left
	}
	p.said = now
	p.t.say("%d of %s, %s: %d translated, %d from the cache, %d failed; %.0f sentences/s%s", p.through,
		count(p.documents, "document"), count(done, "sentence"), p.fresh, p.cached, p.failed, rate, left)
}

// finish takes the bar away.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}

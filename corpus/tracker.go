package corpus

import (
	"math"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/internal/figures"
)

// A Tracker knows how far a run is, and forecasts when it will end. How many sentences there are is known only once
// all documents are parsed, so what is done is counted in the bytes of the inputs. It may be used by several
// goroutines at once.
type Tracker struct {
	now     func() time.Time
	started time.Time

	mu        sync.Mutex
	at        Standing
	freshDone int // sentences that were answered now, of documents that are through
	forecast  forecast
}

// A Standing describes how far a run has come.
type Standing struct {
	Documents int   // of the run
	Through   int   // documents that are through
	Bytes     int64 // of all inputs
	Position  int64 // bytes that are done, those of documents under way by estimate; it never goes back
	Sentences int   // that are done, those of documents under way among them
	Fresh     int   // sentences that backends have answered now
	Cached    int   // sentences that the cache has answered, of documents that are through
	Failed    int   // sentences without a translation, of documents that are through
	// PerSecond is how many sentences were done in a second so far.
	PerSecond float64
	// Left is how long the rest takes; 0 where that is not known or nothing is left.
	Left time.Duration

	bytesThrough     int64 // of documents that are through
	sentencesThrough int
}

// NewTracker returns the tracker of a run that begins now.
func NewTracker(now func() time.Time) *Tracker {
	started := now()
	return &Tracker{now: now, started: started, forecast: forecast{at: started}}
}

// Expect is told what will be translated.
func (t *Tracker) Expect(files []Input) Standing {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at.Documents = len(files)
	for _, f := range files {
		t.at.Bytes += f.Size
	}
	return t.at
}

// Answered is told how many sentences a backend has just answered.
func (t *Tracker) Answered(sentences int) Standing {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at.Fresh += sentences
	return t.advance()
}

// Done is told of a document that is through.
func (t *Tracker) Done(d Done) Standing {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at.Through++
	t.at.bytesThrough += d.Input.Size
	t.at.sentencesThrough += d.Report.Sentences
	t.at.Cached += d.Report.Cached
	t.at.Failed += d.Report.Failed
	t.freshDone += d.Report.Answered - d.Report.Cached
	return t.advance()
}

// usualBytes is about how many bytes of an input a sentence of German takes; it counts as much as firstSentences.
const usualBytes, firstSentences = 120, 50

// advance brings position and forecast up to now. The caller holds mu.
func (t *Tracker) advance() Standing {
	at, now := &t.at, t.now()
	underWay := max(0, at.Fresh-t.freshDone)
	each := (float64(at.bytesThrough) + usualBytes*firstSentences) / float64(at.sentencesThrough+firstSentences)
	rest := float64(at.Bytes - at.bytesThrough)
	ahead := each * float64(underWay)
	const sure = 0.8 // of the rest: beyond it documents under way come ever nearer to their end without reaching it
	if ahead > sure*rest {
		ahead = rest - (1-sure)*rest*math.Exp(-(ahead/rest-sure)/(1-sure))
	}
	at.Position = max(at.Position, at.bytesThrough+int64(ahead))
	t.forecast.look(now, float64(at.Position), float64(at.Bytes))
	at.Sentences = at.sentencesThrough + underWay
	at.PerSecond = float64(at.Sentences) / max(now.Sub(t.started).Seconds(), 1e-3)
	at.Left = t.forecast.left(now)
	return *at
}

// Figures returns how far the run has come, for monitoring.
func (t *Tracker) Figures() []figures.Figure {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := &t.at
	return []figures.Figure{
		figures.Gauge("satzpaar_documents", "documents of the run", at.Documents),
		figures.Counter("satzpaar_documents_done_total", "documents that are through", at.Through),
		figures.Counter("satzpaar_sentences_done_total", "sentences of the documents that are through",
			at.sentencesThrough),
		figures.Counter("satzpaar_sentences_cached_total", "sentences that the cache has answered", at.Cached),
		figures.Counter("satzpaar_sentences_failed_total", "sentences without a translation", at.Failed),
		figures.Gauge("satzpaar_bytes", "bytes of all inputs", at.Bytes),
		figures.Counter("satzpaar_bytes_done_total", "bytes of the inputs that are through", at.bytesThrough),
	}
}

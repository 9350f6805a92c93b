package corpus

import (
	"math"
	"time"
)

// A forecast estimates when work will end, from how far it was at each look. It goes by the speed of late, over a span
// that grows with the run, and moves its opinion slowly: a large document or a minute without an answer changes it
// little. Where the speed of the last seconds is another altogether, as when a run comes to what is not in the cache,
// the past is forgotten.
type forecast struct {
	at         time.Time // of the last look
	done, most float64   // how far the work was then, and where it ends
	elapsed    float64   // seconds since the first look
	gap        float64   // usual seconds between looks
	late, last pace      // of late, and of the last seconds
	end        float64   // expected, in seconds since the first look; 0: not known yet
}

// A pace is work and the seconds that it took, as sums that fade.
type pace struct{ work, time float64 }

// add adds work that took some time to a pace that fades over a span.
func (p *pace) add(work, time, span float64) {
	fade := math.Exp(-time / span)
	p.work, p.time = p.work*fade+work, p.time*fade+time
}

func (p *pace) speed() float64 { return p.work / p.time }

// Spans over which sums fade and opinions move, in seconds; bounds below which there is no opinion.
const (
	lastSpan              = 5.0
	lateSpan, spanGrowth  = 20.0, 0.25
	another               = 4 // times as fast or as slow
	leastShift, mostShift = 5.0, 40.0
	gapShare              = 0.1 // that a look has in the usual gap
	leastElapsed          = 3
	leastDone             = 0.005 // of all
)

// look is told how much is done now, of how much. Looks that follow one another at once count as one.
func (f *forecast) look(now time.Time, done, most float64) {
	d := now.Sub(f.at).Seconds()
	if d < 0.1 {
		return
	}
	f.elapsed += d
	if f.gap == 0 {
		f.gap = d
	}
	d = min(d, another*f.gap+1) // a pause tells little of the speed
	f.gap += gapShare * (d - f.gap)
	f.last.add(done-f.done, d, lastSpan)
	f.late.add(done-f.done, d, lateSpan+spanGrowth*f.elapsed)
	f.at, f.done, f.most = now, done, most
	if f.elapsed < leastElapsed || done < leastDone*most {
		return
	}
	if last, late := f.last.speed(), f.late.speed(); last > 0 && (last > another*late || late > another*last) {
		f.late = f.last
	}
	left := (most - done) / f.late.speed()
	if f.end == 0 {
		f.end = f.elapsed + left
		return
	}
	span := min(max(left/10, leastShift), mostShift)
	f.end += (f.elapsed + left - f.end) * (1 - math.Exp(-d/span))
}

// left is how long the rest takes; 0 where that is not known or nothing is left.
func (f *forecast) left(now time.Time) time.Duration {
	if f.end == 0 || f.done >= f.most {
		return 0
	}
	left := f.end - f.elapsed - now.Sub(f.at).Seconds()
	return time.Duration(max(left, 1) * float64(time.Second))
}

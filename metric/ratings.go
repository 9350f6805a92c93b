package metric

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// A Rating is the score that a person gave a system's translation of a segment.
type Rating struct {
	System, Segment, Rater string
	Score                  float64
}

// MQMWeights stands in signatures for what [MQMWeight] returns.
const MQMWeights = "non-translation:25,critical:25,major:5,minor:1,minor-punctuation:0.1,neutral:0"

// MQMWeight returns what an error costs: the weights of Freitag et al. (2021), table 12, and for critical errors, which
// they do not have, that of a non-translation. The sum over a segment is its score: 0 is best.
func MQMWeight(category, severity string) float64 {
	switch {
	case severity == "neutral":
		return 0
	case strings.HasPrefix(category, "Non-translation"), severity == "critical":
		return 25
	case severity == "major":
		return 5
	case category == "Fluency/Punctuation":
		return 0.1
	}
	return 1
}

// Normalized returns ratings with each rater's mean taken away and divided by the rater's standard deviation, as the
// z scores of WMT. A rater who gives one score only has z scores of 0.
func Normalized(ratings []Rating) []Rating {
	type moments struct{ n, sum, squares float64 }
	of := map[string]*moments{}
	for _, r := range ratings {
		m := of[r.Rater]
		if m == nil {
			m = &moments{}
			of[r.Rater] = m
		}
		m.n++
		m.sum += r.Score
	}
	for _, r := range ratings {
		m := of[r.Rater]
		d := r.Score - m.sum/m.n
		m.squares += d * d
	}
	out := slices.Clone(ratings)
	for i := range out {
		m := of[out[i].Rater]
		out[i].Score -= m.sum / m.n
		if m.squares > 0 {
			out[i].Score /= math.Sqrt(m.squares / m.n)
		} else {
			out[i].Score = 0
		}
	}
	return out
}

// A Rated is a system with the mean of its segments' scores; a segment with several raters has their mean.
type Rated struct {
	System    string
	Mean      float64
	Low, High float64 // 95 % of the means of resampled segments lie between them
	Segments  int
	Ratings   int
}

// RateSystems returns the systems by name, with bounds from that many resampled lists of segments (percentile
// bootstrap). It draws the same samples at every call.
func RateSystems(ratings []Rating, samples int) []Rated {
	of := bySystem(ratings)
	count := map[string]int{}
	for _, r := range ratings {
		count[r.System]++
	}
	var out []Rated
	for _, system := range slices.Sorted(maps.Keys(of)) {
		scores := make([]float64, 0, len(of[system]))
		for _, segment := range slices.Sorted(maps.Keys(of[system])) {
			scores = append(scores, of[system][segment])
		}
		low, high := meanBounds(scores, samples)
		out = append(out, Rated{system, meanOf(scores), low, high, len(scores), count[system]})
	}
	return out
}

// bySystem returns the mean score of each segment of each system.
func bySystem(ratings []Rating) map[string]map[string]float64 {
	sums, counts := map[string]map[string]float64{}, map[[2]string]float64{}
	for _, r := range ratings {
		if sums[r.System] == nil {
			sums[r.System] = map[string]float64{}
		}
		sums[r.System][r.Segment] += r.Score
		counts[[2]string{r.System, r.Segment}]++
	}
	for system, segments := range sums {
		for segment := range segments {
			segments[segment] /= counts[[2]string{system, segment}]
		}
	}
	return sums
}

func meanOf(list []float64) float64 {
	total := 0.0
	for _, x := range list {
		total += x
	}
	return total / float64(len(list))
}

// meanBounds returns between which bounds 95 % of the means of resampled scores lie.
func meanBounds(scores []float64, samples int) (low, high float64) {
	r := rand.New(rand.NewPCG(uint64(len(scores)), 12345))
	means := make([]float64, samples)
	for k := range means {
		total := 0.0
		for range scores {
			total += scores[r.IntN(len(scores))]
		}
		means[k] = total / float64(len(scores))
	}
	slices.Sort(means)
	return means[samples/40], means[samples-1-samples/40]
}

// mean is the mean of segments' scores as a [Corpus], so that systems are compared as by other metrics.
type mean string

func (m mean) Counts(string, []string) []float64 { return []float64{0, 1} }

func (m mean) Score(counts []float64, _ int) Score {
	return Score{Name: string(m), Value: counts[0] / counts[1]}
}

// CompareRated compares two systems on the segments that have ratings for both, by [Compare]. Name is what the score
// is called.
func CompareRated(ratings []Rating, name, a, b string, samples int) (Comparison, error) {
	of := bySystem(ratings)
	var own, other [][]float64
	for _, segment := range slices.Sorted(maps.Keys(of[a])) {
		if x, ok := of[b][segment]; ok {
			own, other = append(own, []float64{of[a][segment], 1}), append(other, []float64{x, 1})
		}
	}
	if len(own) == 0 {
		return Comparison{}, fmt.Errorf("comparing %s with %s: no segment has ratings for both", a, b)
	}
	return Compare(mean(name), own, other, 1, samples)
}

// An Agreement is how far raters agree.
type Agreement struct {
	// Alpha is Krippendorff's alpha for interval data over translations with several raters: 1 for equal scores, 0 for
	// what chance gives. It is NaN where all scores are equal or nothing was rated twice.
	Alpha        float64
	Translations int // that several people have rated

	// Accuracy is how often two raters agree on which of two systems is better in a segment, or that neither is, of
	// Comparisons (Deutsch et al., 2023: pairwise accuracy with ties). NaN without any.
	Accuracy    float64
	Comparisons int

	// Tau is Kendall's tau b between the scores of two raters, the mean over pairs of raters weighted by what both have
	// rated. NaN where there is none.
	Tau float64
}

// String returns a line for each figure.
func (a Agreement) String() string {
	return fmt.Sprintf("Krippendorff's alpha = %.3f|interval|translations:%d\n"+
		"pairwise accuracy = %.3f|ties|comparisons:%d\nKendall's tau = %.3f|b",
		a.Alpha, a.Translations, a.Accuracy, a.Comparisons, a.Tau)
}

// mostCompared is with how many others, those after it by name, a rater of a translation is compared: with all, but
// where a file names so many that comparing them would never end.
const mostCompared = 30

// A side is two raters, and a segment of which both have rated translations.
type side struct {
	raters  [2]string
	segment string
}

// Agree computes how far raters agree.
func Agree(ratings []Rating) Agreement {
	type unit struct{ segment, system string }
	units := map[unit][]Rating{}
	for _, r := range ratings {
		u := unit{r.Segment, r.System}
		units[u] = append(units[u], r)
	}
	out := Agreement{Alpha: math.NaN(), Accuracy: math.NaN(), Tau: math.NaN()}
	var all []float64 // of translations with several raters
	within := 0.0
	scores := map[[2]string][][2]float64{} // by two raters: of one translation
	sides := map[side][][2]float64{}
	order := slices.SortedFunc(maps.Keys(units), func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.system, b.system))
	})
	for _, u := range order {
		list := units[u]
		if len(list) < 2 {
			continue
		}
		out.Translations++
		own := make([]float64, len(list))
		for i, r := range list {
			own[i] = r.Score
		}
		within += squares(own) / float64(len(own)-1)
		all = append(all, own...)
		slices.SortFunc(list, func(a, b Rating) int { return cmp.Compare(a.Rater, b.Rater) })
		for i, r := range list {
			for _, s := range list[i+1 : min(len(list), i+1+mostCompared)] {
				pair, both := [2]string{r.Rater, s.Rater}, [2]float64{r.Score, s.Score}
				scores[pair] = append(scores[pair], both)
				sides[side{pair, u.segment}] = append(sides[side{pair, u.segment}], both)
			}
		}
	}
	if n := float64(len(all)); n > 1 {
		if expected := squares(all) / (n - 1); expected > 0 {
			out.Alpha = 1 - within/expected
		}
	}
	out.Comparisons, out.Accuracy = pairwise(sides)
	total, weight := 0.0, 0.0
	byName := func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }
	for _, pair := range slices.SortedFunc(maps.Keys(scores), byName) {
		if tau := kendall(scores[pair]); !math.IsNaN(tau) {
			total += tau * float64(len(scores[pair]))
			weight += float64(len(scores[pair]))
		}
	}
	if weight > 0 {
		out.Tau = total / weight
	}
	return out
}

// squares returns the sum of (x - y)² over all ordered pairs of different places in a list.
func squares(list []float64) float64 {
	m, sum := meanOf(list), 0.0
	for _, x := range list {
		sum += (x - m) * (x - m)
	}
	return 2 * float64(len(list)) * sum
}

// pairwise counts how often two raters order two systems in the same way within a segment.
func pairwise(sides map[side][][2]float64) (comparisons int, accuracy float64) {
	same := 0
	for _, systems := range sides {
		o := orderOf(systems)
		comparisons += int(o.all)
		same += int(o.alike() + o.both)
	}
	if comparisons == 0 {
		return 0, math.NaN()
	}
	return comparisons, float64(same) / float64(comparisons)
}

// kendall returns tau b of pairs, which it sorts; NaN where one side has only equal values.
func kendall(pairs [][2]float64) float64 {
	o := orderOf(pairs)
	if o.all == o.first || o.all == o.second {
		return math.NaN()
	}
	return (o.alike() - o.against) / math.Sqrt((o.all-o.first)*(o.all-o.second))
}

// An order is how two raters order things. It counts all pairs of them, those that have equal scores from the first
// rater, from the second and from both, and those that the raters order against each other.
type order struct{ all, first, second, both, against float64 }

// alike returns how many pairs the raters order in the same way, but for those that are equal to both.
func (o *order) alike() float64 { return o.all - o.first - o.second + o.both - o.against }

// orderOf counts in n log n steps (Knight, 1966). It sorts scores, of which each has those of both raters.
func orderOf(scores [][2]float64) *order {
	slices.SortFunc(scores, func(a, b [2]float64) int { return slices.Compare(a[:], b[:]) })
	tied := func(equal func(a, b [2]float64) bool) float64 { // pairs of things
		total, run := 0.0, 0.0
		for i := range scores {
			if i > 0 && equal(scores[i-1], scores[i]) {
				run++
			} else {
				run = 0
			}
			total += run
		}
		return total
	}
	n := float64(len(scores))
	o := &order{
		all:   n * (n - 1) / 2,
		first: tied(func(a, b [2]float64) bool { return a[0] == b[0] }),
		both:  tied(func(a, b [2]float64) bool { return a == b }),
	}
	second := make([]float64, len(scores))
	for i, p := range scores {
		second[i] = p[1]
	}
	o.against = inversions(second, make([]float64, len(second)))
	slices.SortFunc(scores, func(a, b [2]float64) int { return cmp.Compare(a[1], b[1]) })
	o.second = tied(func(a, b [2]float64) bool { return a[1] == b[1] })
	return o
}

// inversions sorts a list and returns how many of its pairs were in the wrong order.
func inversions(list, room []float64) float64 {
	if len(list) < 2 {
		return 0
	}
	half := len(list) / 2
	n := inversions(list[:half], room) + inversions(list[half:], room)
	i, j, out := 0, half, room[:0]
	for i < half || j < len(list) {
		if j == len(list) || i < half && list[i] <= list[j] {
			out = append(out, list[i])
			i++
		} else {
			out = append(out, list[j])
			n += float64(half - i)
			j++
		}
	}
	copy(list, out)
	return n
}

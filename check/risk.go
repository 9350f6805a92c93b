package check

import (
	_ "embed"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/lang"
)

// A Reason is a part of a risk and where it comes from.
type Reason struct {
	// Weight is the contribution to the logarithm of the odds: 0.7 doubles them.
	Weight float64
	// Check is the name of the check whose finding it is; empty where it is not a finding.
	Check string
	Text  string
}

// Risk returns the probability that a reviewer would find an error in p, given its findings, and the reasons, greatest
// first. It is a logistic model over findings by check and severity, words without counterparts, length and the
// backend's score. Its weights were fitted by the program in check/learn on training pairs with errors planted into
// them, those of a machine's doubts on translations of the built-in model; they hold for texts where one pair in ten
// has an error. Some are set by hand.
//
// Pairs that a person has approved, and kept and dropped ones without findings, have no risk.
func (r *Runner) Risk(p *bitext.Pair, findings []bitext.Finding) (float64, []Reason) {
	if p.State.AtLeast(bitext.Reviewed) || p.Action != bitext.Translate && len(findings) == 0 {
		return 0, nil
	}
	r.env.analysis.set(p)
	weights := riskWeights()
	sum := weights["bias"]
	var reasons []Reason
	features(p, &r.env, findings, func(name string, value float64, f *bitext.Finding) {
		w := value * weights[name]
		sum += w
		if w < 0.1 {
			return
		}
		reason := Reason{Weight: w, Text: featureTexts[name]}
		if reason.Text == "" {
			reason.Text = featureTexts[strings.TrimRight(name, " 0123456789")]
		}
		if f != nil {
			reason.Check, reason.Text = f.Check, f.Message
		} else if i := slices.IndexFunc(reasons, func(r Reason) bool { return r.Text == reason.Text }); i >= 0 {
			reasons[i].Weight += w
			return
		}
		reasons = append(reasons, reason)
	})
	slices.SortStableFunc(reasons, func(a, b Reason) int {
		switch {
		case a.Weight > b.Weight:
			return -1
		case a.Weight < b.Weight:
			return 1
		}
		return 0
	})
	return 1 / (1 + math.Exp(-sum)), reasons
}

// featureTexts are the texts of reasons that are not findings.
var featureTexts = map[string]string{
	"size":    "long sentence",
	"longer":  "longer than usual for its source",
	"shorter": "shorter than usual for its source",
	"score":   "the model was less confident than usual",
	"doubt":   "the model was less confident than usual, or the sentence is hard to translate",
	"lost":    "source words with no match in the translation",
	"added":   "words of the translation with no match in the source",
	"misfit":  "few words match the other side",
	"unfit":   "unusual word order or word forms",
}

// features calls yield for every feature of p that is not zero. Of several findings of one check with one severity, the
// first counts in full and the others a quarter each, three at most.
func features(p *bitext.Pair, env *Env, findings []bitext.Finding,
	yield func(name string, value float64, f *bitext.Finding)) {
	for i := range findings {
		f := &findings[i]
		before := 0
		for j := range i {
			if findings[j].Check == f.Check && findings[j].Severity == f.Severity {
				before++
			}
		}
		switch {
		case before == 0:
			yield(f.Check+"/"+string(f.Severity), 1, f)
		case before < 4:
			yield(f.Check+"/"+string(f.Severity), 0.25, f)
		}
	}
	a := env.analyse(p)
	source, target := a.source.Runes(), a.target.Runes()
	yield("size", math.Log1p(float64(source)/80), nil)
	if z := lengthZ(source, target, meanRatioFrom(lang.Code(p.Lang))); z > 1 {
		yield("longer", min(z-1, 4), nil)
	} else if z < -1 {
		yield("shorter", min(-z-1, 4), nil)
	}
	c := env.coverageOf(p)
	if c != nil {
		pieces(yield, &lostPieces, c.Lost.Evidence)
		pieces(yield, &addedPieces, c.Added.Evidence)
		if n := len(c.German) + len(c.English); n > 0 {
			if m := c.Misfit/float64(n) + 1.5; m > 0 {
				yield("misfit", min(m, 4), nil)
			}
		}
	}
	if x := mostFit - env.fitOf(p); x > 0 {
		yield("unfit", min(x*x, mostUnfit), nil)
	}
	switch {
	case !ofMachine(p):
	case c != nil:
		yield("doubt", doubtOf(p, c), nil)
	default:
		yield("score", min(max(usualScore-*p.Score, -mostSure), 3), nil)
	}
}

// FittedFeatures returns the features of p, given its findings, whose weights are fitted to training pairs: all but
// those that are set by hand.
func (r *Runner) FittedFeatures(p *bitext.Pair, findings []bitext.Finding) map[string]float64 {
	r.env.analysis.set(p)
	out := map[string]float64{}
	features(p, &r.env, findings, func(name string, value float64, _ *bitext.Finding) {
		if _, hand := handWeights[name]; !hand {
			out[name] += value
		}
	})
	return out
}

// pieces yields a feature whose weight may differ between the parts of its range: evidence means little at first and
// much from where clean pairs end.
func pieces(yield func(name string, value float64, f *bitext.Finding), names *[len(knots) - 1]string, x float64) {
	for i, name := range names {
		if x > knots[i] {
			yield(name, min(x, knots[i+1])-knots[i], nil)
		}
	}
}

// knots are the boundaries of the parts, in nats.
var knots = [...]float64{0, 3, 5, 7, 9, 16}

var (
	lostPieces  = [len(knots) - 1]string{"lost 0", "lost 3", "lost 5", "lost 7", "lost 9"}
	addedPieces = [len(knots) - 1]string{"added 0", "added 3", "added 5", "added 7", "added 9"}
)

// mostFit is how well words follow each other in the best of ordinary sentences. What is below counts by its square, as
// half of the sentences are below 0.7 and a twentieth below 0.1, up to mostUnfit.
const (
	mostFit   = 2.5
	mostUnfit = 36
)

// usualScore is the mean log-probability per token of an ordinary translation: the median of the built-in model on
// sentences kept out of its training. A score may lower the risk by what it is above that, up to mostSure.
const (
	usualScore = -0.3
	mostSure   = 0.25
)

// handWeights are set by hand: the training text has too few examples of these, as of items that a list has lost, or
// would call for certainty that single pairs do not allow.
var handWeights = map[string]float64{
	"score": 4, "doubt": 1, "empty/error": 8, "links/error": 5, "placeholders/error": 5, "language/error": 5,
	"language/warning": 3, "foreign/error": 5, "foreign/warning": 3, "glossary/warning": 3, "quotes/info": 1.5,
	"bead/warning": 2.5, "consistency/info": 0.5, "score/warning": 1, "invented/warning": 3, "coverage/warning": 1.5,
	"invented/info": 1,
}

//go:embed risk.txt
var riskText string

// riskWeights are the weights of the features by name.
var riskWeights = sync.OnceValue(func() map[string]float64 {
	out := parseWeights(riskText)
	maps.Copy(out, handWeights)
	return out
})

// parseWeights reads lines of a name, a tab and a weight.
func parseWeights(text string) map[string]float64 {
	out := map[string]float64{}
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if w, err := strconv.ParseFloat(value, 64); err == nil {
			out[name] = w
		}
	}
	return out
}

package plant

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/satzpaar/satzpaar/internal/parallel"
)

// An Example is a pair with the kind of error in it; none for a clean one. Its weight is such that a share of
// [ErrorShare] of all pairs has an error.
type Example struct {
	Kind   string
	Pair   parallel.Pair
	Weight float64
}

// ErrorShare is the share of pairs with an error for which the risk is calibrated.
const ErrorShare = 0.1

// RiskSources are the training sources whose pairs errors are planted into: three parts translations by machines, one
// part by people. Of all but the last, only what is held out is taken, since the table of partners knows the rest.
var RiskSources = []string{"wmt_newstest_2008_2019_bergamot", "wmt_newstest_2008_2019_refs", "ntrex128_newstest2019"}

// ReadRiskSources reads [RiskSources], as far as they are used, from a folder.
func ReadRiskSources(folder string) ([][]parallel.Pair, error) {
	var out [][]parallel.Pair
	for i, source := range RiskSources {
		all, err := parallel.Read(folder, source, 1, 1<<30)
		if err != nil {
			return nil, err
		}
		if i < len(RiskSources)-1 {
			all = parallel.HeldOut(all)
		}
		out = append(out, all)
	}
	return out, nil
}

// Examples makes examples from pairs: every pair as it is, and once with an error where one can be planted. A fifth of
// the pairs, in blocks of neighbours, is kept to judge what is fitted on the others: judging selects that part.
func Examples(sources [][]parallel.Pair, judging bool) []Example {
	var out []Example
	clean := 0
	planted := map[string]int{}
	r := rand.New(rand.NewPCG(7, 11))
	for _, all := range sources {
		for i, s := range all {
			if (i/100%5 == 4) != judging {
				continue
			}
			out = append(out, Example{Pair: s, Weight: 1})
			clean++
			// The kind that was planted least comes first: few pairs have a month to change.
			order := slices.Clone(Faults)
			slices.SortStableFunc(order, func(a, b Fault) int { return cmp.Compare(planted[a.Name], planted[b.Name]) })
			for _, f := range order[:len(order)/2] {
				if en, ok := f.Spoil(r, s, all[(i*31+17)%len(all)]); ok && en != s.English {
					out = append(out, Example{f.Name, parallel.Pair{German: s.German, English: en}, f.weight()})
					planted[f.Name]++
					break
				}
			}
		}
	}
	// All kinds weigh the same, except the subtle ones.
	bad := 0.0
	for i := range out {
		if k := out[i].Kind; k != "" {
			out[i].Weight /= float64(max(planted[k], 20))
			bad += out[i].Weight
		}
	}
	for i := range out {
		if out[i].Kind != "" {
			out[i].Weight *= ErrorShare / (1 - ErrorShare) * float64(clean) / bad
		}
	}
	return out
}

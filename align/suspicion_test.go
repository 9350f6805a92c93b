package align

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestSharedSuspicious plants wrong beads in documents of the shared data and counts which the second opinion names.
// The documents are those of the human references and the machines; each kind of fault is planted in one pair of
// twelve.
func TestSharedSuspicious(t *testing.T) {
	var docs [][][2]string
	for _, d := range goldDocuments(t, sharedFile(t, "wmt19_deen.jsonl.zst")) {
		if d.Level != "natural" {
			continue
		}
		var pairs [][2]string
		for _, g := range d.Gold {
			join := func(texts []string, ids []int) string {
				var out []string
				for _, i := range ids {
					out = append(out, texts[i])
				}
				return strings.Join(out, " ")
			}
			pairs = append(pairs, [2]string{join(d.Src, g[0]), join(d.Tgt, g[1])})
		}
		docs = append(docs, pairs)
	}
	lexicon := GermanEnglish()
	const every = 12
	for _, x := range []struct {
		name      string
		leastHit  float64                                                     // share of the faults that are found
		mostFalse float64                                                     // share of the other pairs that are named
		plant     func(pairs [][2]string, k int, r *rand.Rand) (faults []int) // changes pairs from k on
	}{
		{"nothing", 0, 0.005, func([][2]string, int, *rand.Rand) []int { return nil }},
		{"neighbours exchanged", 0.98, 0.005, func(p [][2]string, k int, _ *rand.Rand) []int {
			p[k][1], p[k+1][1] = p[k+1][1], p[k][1]
			return []int{k, k + 1}
		}},
		{"three turned round", 0.97, 0.005, func(p [][2]string, k int, _ *rand.Rand) []int {
			p[k][1], p[k+1][1], p[k+2][1] = p[k+1][1], p[k+2][1], p[k][1]
			return []int{k, k + 1, k + 2}
		}},
		{"text of elsewhere", 0.9, 0.005, func(p [][2]string, k int, r *rand.Rand) []int {
			other := docs[r.IntN(len(docs))]
			p[k][1] = other[r.IntN(len(other))][1]
			return []int{k}
		}},
		{"the next sentence drawn in", 0.7, 0.005, func(p [][2]string, k int, _ *rand.Rand) []int {
			p[k][1], p[k+1][1] = p[k][1]+" "+p[k+1][1], "So it is said."
			return []int{k, k + 1}
		}},
		{"half a sentence moved", 0.45, 0.005, func(p [][2]string, k int, _ *rand.Rand) []int {
			words := strings.Fields(p[k][1])
			n := len(words) / 2
			p[k][1], p[k+1][1] = strings.Join(words[:n], " "), strings.Join(words[n:], " ")+" "+p[k+1][1]
			return []int{k, k + 1}
		}},
	} {
		t.Run(strings.ReplaceAll(x.name, " ", "-"), func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 1))
			var hit, faults, alarms, clean int
			for n, d := range docs {
				if testing.Short() && n%5 != 0 {
					continue
				}
				pairs := make([][2]string, len(d))
				copy(pairs, d)
				wrong := map[int]bool{}
				for k := r.IntN(every); k+2 < len(pairs); k += every {
					for _, f := range x.plant(pairs, k, r) {
						wrong[f] = true
					}
				}
				named := map[int]bool{}
				for _, s := range Suspicious(pairs, lexicon) {
					if s.Score < 0 || s.Score > 1 || s.Reason == "" {
						t.Errorf("suspicion %+v", s)
					}
					named[s.Pair] = true
				}
				for k := range pairs {
					switch {
					case wrong[k]:
						faults++
						if named[k] {
							hit++
						}
					default:
						clean++
						if named[k] {
							alarms++
						}
					}
				}
			}
			recall, precision, falseAlarms := float64(hit)/max(1, float64(faults)), float64(hit)/max(1, float64(hit+alarms)), float64(alarms)/float64(clean)
			line := fmt.Sprintf("%d of %d faults found (recall %.3f), precision %.3f, %.2f %% of %d sound pairs named", hit, faults, recall, precision, 100*falseAlarms, clean)
			t.Log(line)
			if recall < x.leastHit || falseAlarms > x.mostFalse {
				t.Errorf("want recall of at least %.2f and at most %.1f %% false alarms: %s", x.leastHit, 100*x.mostFalse, line)
			}
		})
	}
}

// A piece of a sentence that stands in the pair after is found, and where.
func TestSuspiciousPiece(t *testing.T) {
	var pairs [][2]string
	for i := range germanText {
		pairs = append(pairs, [2]string{germanText[i], englishText[i]})
	}
	pairs[1][1], pairs[2][1] = "It is to have", "room for 240 children and cost 18.5 million euros. "+pairs[2][1]
	got := Suspicious(pairs, GermanEnglish())
	if len(got) != 2 || got[0].Pair != 1 || got[1].Pair != 2 || !strings.Contains(got[0].Reason, "pair after") || !strings.Contains(got[1].Reason, "pair before") {
		t.Errorf("got %+v", got)
	}
}

package bitext

// A Memory finds what people have made of equal and similar sentences: a translation memory of edits. It is immutable and safe for concurrent use.
type Memory struct {
	entries []Match
	index   Index // of the sources of entries, the last one first
}

// A Match is a sentence of the memory.
type Match struct {
	Source, Target string
	State          State
	Similarity     float64 // 1 for equal texts; else the share of characters that need no change, below 1
}

// NewMemory returns the memory of all edits that still stand and have a target. Each argument holds the edits of one document. Of several translations
// of one sentence the later come first.
func NewMemory(documents ...[]Edit) *Memory {
	m := &Memory{}
	for _, edits := range documents {
		records := make(map[string]bool)
		for i := range edits {
			if r := edits[i].Record; !records[r] {
				records[r] = true
				m.add(outcomes(edits, r))
			}
		}
	}
	for i := range m.entries {
		m.index.Add(m.entries[len(m.entries)-1-i].Source)
	}
	return m
}

func (m *Memory) add(standing []outcome) {
	for _, o := range standing {
		target, last := o.result()
		if target == nil || *target == "" || o.key.Source == "" {
			continue
		}
		state := last.State
		if state == "" {
			state = Reviewed
		}
		m.entries = append(m.entries, Match{Source: o.key.Source, Target: *target, State: state})
	}
}

// Lookup returns the best n matches for source that are at least as similar as least (0 to 1), best first, equal texts before all others and different
// targets only.
func (m *Memory) Lookup(source string, least float64, n int) []Match {
	var out []Match
	seen := make(map[string]bool)
	for _, f := range m.index.Find(source, least, len(m.entries)) {
		if len(out) == n {
			break
		}
		e := m.entries[len(m.entries)-1-f.Number]
		if e.Similarity = f.Similarity; !seen[e.Target] {
			seen[e.Target] = true
			out = append(out, e)
		}
	}
	return out
}

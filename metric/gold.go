package metric

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/offset"
)

// A GoldKind is what a gold file is about.
type GoldKind string

// The kinds of gold.
const (
	GoldSplits GoldKind = "splits" // sentences of texts
	GoldRuns   GoldKind = "runs"   // stretches of texts in one language
	GoldBeads  GoldKind = "beads"  // sentences that translate each other
)

// A Gold is an entry of a gold file. Offsets are in code points. What a kind does not have is empty.
type Gold struct {
	ID   string
	Line int      // in the file, from 1
	Kind GoldKind // empty: the entry holds no gold

	Text     string
	Splits   [][2]int // start and end of each sentence
	Optional []int    // where a boundary is neither right nor wrong
	Runs     []offset.Run
	Class    string // of runs: documents are also scored by their class

	Lang           string // of beads: the pair, such as "de-en"
	Source, Target []string
	Beads          []Bead
	Level          string // of beads: documents are also scored by their level
}

// A Prediction is what a system made of an entry of gold. Only the field of the kind of the gold is set.
type Prediction struct {
	Splits [][2]int
	Runs   []offset.Run
	Beads  []Bead
}

// goldLine is a line of a file of gold or predictions.
type goldLine struct {
	ID       string          `json:"id"`
	DocID    string          `json:"doc_id"`
	Text     string          `json:"text"`
	Class    string          `json:"class"`
	Level    string          `json:"level"`
	Lang     string          `json:"lang"`
	Spans    json.RawMessage `json:"spans"`
	Optional []int           `json:"optional_boundaries"`
	Source   []string        `json:"src"`
	Target   []string        `json:"tgt"`
	Gold     [][2][]int      `json:"gold"`
	Align    [][2][]int      `json:"align"` // of a prediction
}

func (l *goldLine) id() string {
	if l.DocID != "" {
		return l.DocID
	}
	return l.ID
}

// spans reads the field of that name: runs or sentences. An empty list could be either: it is one of runs where the
// line has a class or the lines before it, which were of kind, have runs.
func (l *goldLine) spans(kind GoldKind) (runs []offset.Run, splits [][2]int, err error) {
	text := bytes.TrimSpace(l.Spans)
	switch {
	case len(text) == 0 || string(text) == "null":
		return nil, nil, nil
	case len(bytes.Trim(text, "[] \t\r")) == 0 && (l.Class != "" || kind == GoldRuns):
		return []offset.Run{}, nil, nil
	case bytes.HasPrefix(bytes.TrimLeft(text, "[ \t\r"), []byte("{")):
		err = json.Unmarshal(text, &runs)
	default:
		err = json.Unmarshal(text, &splits)
	}
	return runs, splits, err
}

// ReadGold yields the entries of a gold file in JSON Lines, which name calls in messages. An entry is one of
//
//	splits  {"id", "text", "spans": [[start, end], …]}
//	runs    {"id", "text", "spans": [{"start", "end", "lang"}, …], "class"}
//	beads   {"id", "src": […], "tgt": […], "gold": [[[source numbers], [target numbers]], …], "level"}
//
// An error ends it; it names the line.
func ReadGold(r io.Reader, name string) iter.Seq2[*Gold, error] {
	return func(yield func(*Gold, error) bool) {
		var kind GoldKind // of the lines before
		for line, err := range goldLines(r, name) {
			if err != nil {
				yield(nil, err)
				return
			}
			g := &Gold{
				ID:       line.id(),
				Line:     line.number,
				Text:     line.Text,
				Optional: line.Optional,
				Class:    line.Class,
				Lang:     line.Lang,
				Source:   line.Source,
				Target:   line.Target,
				Level:    line.Level,
			}
			if line.Gold != nil {
				g.Kind, g.Beads = GoldBeads, beadsOf(line.Gold)
			} else if g.Runs, g.Splits, err = line.spans(kind); err != nil {
				yield(nil, fmt.Errorf("%s:%d: %w", name, line.number, err))
				return
			} else if g.Runs != nil {
				g.Kind = GoldRuns
			} else if g.Splits != nil {
				g.Kind = GoldSplits
			}
			if !yield(g, nil) {
				return
			}
			if g.Kind != "" {
				kind = g.Kind
			}
		}
	}
}

// ReadPredictions reads predictions in JSON Lines, {"id", "spans"} or {"id", "align"} in the form of [ReadGold], by id.
func ReadPredictions(r io.Reader, name string) (map[string]*Prediction, error) {
	out := map[string]*Prediction{}
	for line, err := range goldLines(r, name) {
		if err != nil {
			return nil, err
		}
		p := &Prediction{Beads: beadsOf(line.Align)}
		if p.Runs, p.Splits, err = line.spans(""); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, line.number, err)
		}
		out[line.id()] = p
	}
	return out, nil
}

func beadsOf(in [][2][]int) []Bead {
	var out []Bead
	for _, b := range in {
		out = append(out, Bead{Source: b[0], Target: b[1]})
	}
	return out
}

// A numberedLine is a line with its number, from 1.
type numberedLine struct {
	goldLine
	number int
}

// goldLines yields the lines of a file that are not blank.
func goldLines(r io.Reader, name string) iter.Seq2[*numberedLine, error] {
	return func(yield func(*numberedLine, error) bool) {
		in := bufio.NewReaderSize(r, 1<<20)
		for n := 1; ; n++ {
			raw, err := in.ReadBytes('\n')
			if len(bytes.TrimSpace(raw)) > 0 {
				line := &numberedLine{number: n}
				if jsonErr := json.Unmarshal(raw, &line.goldLine); jsonErr != nil {
					yield(nil, fmt.Errorf("%s:%d: %w", name, n, jsonErr))
					return
				}
				if !yield(line, nil) {
					return
				}
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(nil, fmt.Errorf("%s:%d: %w", name, n, err))
				return
			}
		}
	}
}

// A GoldScore sums scores over the entries of a gold file, which must be of one kind. The zero value is ready.
type GoldScore struct {
	// Missing counts the entries without a prediction. They are scored as if nothing had been found.
	Missing int

	kind   GoldKind
	runs   RunCount
	splits SplitCount
	beads  map[string]*BeadCount // by level
	levels []string              // in the order in which they were seen
}

// Add scores what was made of an entry; nil for nothing. Entries without gold do not count.
func (s *GoldScore) Add(g *Gold, made *Prediction) error {
	if g.Kind == "" {
		return nil
	}
	if s.kind == "" {
		s.kind = g.Kind
	}
	if g.Kind != s.kind {
		return fmt.Errorf("a line of %s among lines of %s", g.Kind, s.kind)
	}
	if made == nil {
		s.Missing++
		made = &Prediction{}
	}
	if g.Kind == GoldRuns && len(made.Splits) > 0 || g.Kind == GoldSplits && len(made.Runs) > 0 {
		return fmt.Errorf("the prediction is not one of %s", g.Kind)
	}
	switch g.Kind {
	case GoldBeads:
		if s.beads == nil {
			s.beads = map[string]*BeadCount{}
		}
		for _, level := range []string{"ALL", g.Level} {
			if level == "" {
				continue // entries without a level count among all of them alone
			}
			if s.beads[level] == nil {
				s.beads[level] = &BeadCount{}
				s.levels = append(s.levels, level)
			}
			s.beads[level].Add(g.Beads, made.Beads)
		}
	case GoldRuns:
		s.runs.Add(g.Text, g.Class, g.Runs, made.Runs)
	default:
		s.splits.Add(g.Text, g.Splits, made.Splits, g.Optional)
	}
	return nil
}

// Kind returns the kind of the gold; empty if there was none.
func (s *GoldScore) Kind() GoldKind { return s.kind }

// String returns the scores as a table: a line for each class of runs, each level of beads.
func (s *GoldScore) String() string {
	var lines []string
	switch s.kind {
	case GoldBeads:
		for _, level := range s.levels {
			lines = append(lines, fmt.Sprintf("%-14s %s", level, s.beads[level].Score()))
		}
	case GoldRuns:
		lines = append(lines, RunHeader)
		for _, r := range s.runs.Scores() {
			lines = append(lines, r.String())
		}
	case GoldSplits:
		lines = append(lines, s.splits.Score().String())
	}
	return string(printer.Lines(lines)) // names of classes and levels come from files
}

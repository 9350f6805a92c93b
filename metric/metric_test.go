package metric

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/required"
)

// TestSacreBLEU compares scores, signatures and details with what sacreBLEU printed, to six digits after the point.
func TestSacreBLEU(t *testing.T) {
	data, err := os.ReadFile("testdata/sacrebleu.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) < 20 {
		t.Fatalf("only %d cases", len(lines))
	}
	for k, line := range lines {
		var x struct {
			Hypotheses []string
			References [][]string
			BLEU       []string `json:"bleu"`
			ChrF       []string `json:"chrf"`
			ChrFPP     []string `json:"chrf++"`
			TER        []string `json:"ter"`
		}
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatal(err)
		}
		for _, m := range []struct {
			metric Corpus
			want   []string
		}{{BLEU{}, x.BLEU}, {ChrF{}, x.ChrF}, {ChrF{Words: 2}, x.ChrFPP}, {TER{}, x.TER}} {
			s, err := Compute(m.metric, x.Hypotheses, x.References...)
			if err != nil {
				t.Fatal(err)
			}
			if got := []string{s.String(), s.Format(6)}; !slices.Equal(got, m.want) {
				t.Errorf("case %d:\n got %s\nwant %s", k, strings.Join(got, "\n     "), strings.Join(m.want, "\n     "))
			}
		}
	}
}

// TestShared scores the stored translations of the shared data; testdata/shared.tsv holds what sacreBLEU prints for
// them.
func TestShared(t *testing.T) {
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir)
	}
	dir = filepath.Join(dir, "data", "eval", "mt")
	wants, err := readLines("testdata/shared.tsv")
	if err != nil {
		t.Fatal(err)
	}
	metrics := map[string]Corpus{"BLEU": BLEU{}, "chrF2": ChrF{}, "chrF2++": ChrF{Words: 2}, "TER": TER{}}
	for _, line := range wants {
		name, want, ok := strings.Cut(line, "\t")
		metric := metrics[want[:strings.IndexByte(want, '|')]]
		if !ok || metric == nil {
			t.Fatalf("bad line %q", line)
		}
		set, _, _ := strings.Cut(name, ".")
		if testing.Short() && set != "flores-dev" {
			continue
		}
		reference, err := readLines(filepath.Join(dir, set+".en"))
		if err != nil {
			required.Missing(t, "shared", "no shared data: %v (set SATZPAAR_SHARED)", err)
		}
		hypotheses, err := readLines(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		s, err := Compute(metric, hypotheses, reference)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", name, got, want)
		}
	}
}

func readLines(name string) ([]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var lines []string
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		lines = append(lines, s.Text())
	}
	return lines, s.Err()
}

func TestComputeErrors(t *testing.T) {
	if _, err := Compute(BLEU{}, []string{"a"}); err == nil {
		t.Error("no references: no error")
	}
	if _, err := Compute(BLEU{}, []string{"a"}, []string{"a", "b"}); !errors.Is(err, ErrLines) {
		t.Errorf("got %v, want ErrLines", err)
	}
	for _, m := range []Corpus{BLEU{}, ChrF{}, TER{}} {
		if s, err := Compute(m, nil, nil); err != nil || s.Value != 0 {
			t.Errorf("%s of nothing: %v, %v", s.Name, s.Value, err)
		}
	}
}

func FuzzScores(f *testing.F) {
	f.Add("a b c d", "a c b d")
	f.Add("", "\xff")
	f.Add("1,5 a.b -c", "3-4 «x»")
	f.Fuzz(func(t *testing.T, h, r string) {
		if len(h)+len(r) > 400 {
			t.Skip()
		}
		for _, m := range []Corpus{BLEU{}, ChrF{}, ChrF{Words: 2}, TER{}} {
			s, err := Compute(m, []string{h}, []string{r})
			if err != nil || !(s.Value >= 0) || s.Name != "TER" && s.Value > 100.0001 {
				t.Fatalf("%s of %q against %q: %v, %v", s.Name, h, r, s.Value, err)
			}
		}
		if s, _ := Compute(TER{}, []string{h}, []string{h}); s.Value != 0 {
			t.Fatalf("TER of %q against itself is %v", h, s.Value)
		}
	})
}

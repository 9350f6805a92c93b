package check

import (
	"bufio"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/bitext"
)

// sharedFolder returns the folder of the shared data, or skips the test.
func sharedFolder(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("SATZPAAR_SHARED")
	if dir == "" {
		dir = "../shared"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("..", dir) // from the root of the repository
	}
	if _, err := os.Stat(filepath.Join(dir, "data")); err != nil {
		t.Skipf("needs the shared data, set SATZPAAR_SHARED: %v", err)
	}
	return dir
}

// sample is a German text with an English one.
type sample struct{ de, en string }

func (s sample) pair() *bitext.Pair {
	return &bitext.Pair{ID: "1.1", Source: s.de, Target: s.en, Lang: "de", Action: bitext.Translate, State: bitext.Translated}
}

// trainSamples returns every step-th pair of a training source, n at most.
func trainSamples(t testing.TB, source string, step, n int) []sample {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedFolder(t), "data", "train", source+".tsv.zst"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f, zstd.WithDecoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var out []sample
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for i := 0; len(out) < n && lines.Scan(); i++ {
		if de, en, ok := strings.Cut(lines.Text(), "\t"); ok && i%step == 0 {
			out = append(out, sample{de, en})
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// linesOf returns the lines of a file of the shared data.
func linesOf(t testing.TB, path ...string) []string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{sharedFolder(t), "data"}, path...)...))
	if err != nil {
		t.Skip(err)
	}
	return strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
}

// records decodes the JSON lines of a file of the shared data.
func records[T any](t testing.TB, path ...string) []T {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{sharedFolder(t), "data"}, path...)...))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	var out []T
	for dec := json.NewDecoder(f); ; {
		var v T
		if err := dec.Decode(&v); err == io.EOF {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
}

// A fault is a way to spoil a translation. It returns the spoilt target, or false where the pair offers no place for it.
type fault struct {
	name  string
	spoil func(r *rand.Rand, s sample, other sample) (string, bool)
}

// field is a word of a text with its place.
type field struct {
	start, end int
	text       string
}

func fieldsOf(s string) []field {
	var out []field
	for i := 0; i < len(s); {
		for i < len(s) && s[i] == ' ' {
			i++
		}
		j := i
		for j < len(s) && s[j] != ' ' {
			j++
		}
		if j > i {
			out = append(out, field{i, j, s[i:j]})
		}
		i = j
	}
	return out
}

// pick returns a random word that passes, with the marks around it cut off.
func pick(r *rand.Rand, s string, from int, ok func(core string) bool) (field, bool) {
	var all []field
	for i, f := range fieldsOf(s) {
		if i < from {
			continue
		}
		core := strings.TrimFunc(f.text, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
		if core != "" && ok(core) {
			at := f.start + strings.Index(f.text, core)
			all = append(all, field{at, at + len(core), core})
		}
	}
	if len(all) == 0 {
		return field{}, false
	}
	return all[r.IntN(len(all))], true
}

func swap(s string, f field, text string) string { return s[:f.start] + text + s[f.end:] }

func capital(w string) bool { return w[0] >= 'A' && w[0] <= 'Z' }

var plantedMonths = []string{"January", "February", "April", "June", "July", "August", "September", "October", "November", "December"}
var plantedScales = []string{"hundred", "thousand", "million", "billion", "trillion"}
var plantedWords = []string{"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty", "thirty", "forty", "fifty"}

func oneOf(list []string) func(string) bool {
	return func(w string) bool {
		for _, l := range list {
			if strings.EqualFold(l, w) {
				return true
			}
		}
		return false
	}
}

func another(r *rand.Rand, list []string, not string) string {
	for {
		if w := list[r.IntN(len(list))]; !strings.EqualFold(w, not) {
			return w
		}
	}
}

// changeDigits returns w with another value: a digit replaced, two swapped, one added or left out.
func changeDigits(r *rand.Rand, w string) (string, bool) {
	var at []int
	for i := range len(w) {
		if digit(w[i]) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return "", false
	}
	b := []byte(w)
	i := at[r.IntN(len(at))]
	switch r.IntN(4) {
	case 0:
		if len(at) > 1 {
			if j := at[r.IntN(len(at))]; b[i] != b[j] {
				b[i], b[j] = b[j], b[i]
				break
			}
		}
		fallthrough
	case 1, 2:
		for old := b[i]; b[i] == old || b[at[0]] == '0'; {
			b[i] = byte('0' + r.IntN(10))
			if i != at[0] && b[at[0]] == '0' && b[i] != old {
				break
			}
		}
	default:
		if len(at) < 2 {
			return w + string(byte('1'+r.IntN(9))), true
		}
		b = append(b[:i], b[i+1:]...)
	}
	return string(b), string(b) != w
}

func numberFault(r *rand.Rand, s sample, _ sample) (string, bool) {
	f, ok := pick(r, s.en, 0, func(w string) bool { return strings.ContainsAny(w, "0123456789") })
	if !ok {
		return "", false
	}
	w, ok := changeDigits(r, f.text)
	return swap(s.en, f, w), ok
}

func wordFrom(list []string) func(r *rand.Rand, s sample, _ sample) (string, bool) {
	return func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 0, oneOf(list))
		if !ok {
			return "", false
		}
		return swap(s.en, f, another(r, list, f.text)), true
	}
}

// faults are the errors that are planted into training pairs: to measure checks and to fit the risk.
var faults = []fault{
	{"number", numberFault},
	{"number word", wordFrom(plantedWords)},
	{"magnitude", wordFrom(plantedScales)},
	{"month", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 0, func(w string) bool { return capital(w) && oneOf(plantedMonths)(w) })
		return swap(s.en, f, another(r, plantedMonths, f.text)), ok
	}},
	{"name", func(r *rand.Rand, s sample, o sample) (string, bool) {
		name := func(text string) func(string) bool {
			return func(w string) bool { return capital(w) && len(w) > 3 && strings.Contains(text, w) }
		}
		f, ok := pick(r, s.en, 1, name(s.de))
		g, ok2 := pick(r, o.en, 1, name(o.de))
		return swap(s.en, f, g.text), ok && ok2 && f.text != g.text && !strings.Contains(s.de, g.text)
	}},
	{"name misspelt", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return capital(w) && len(w) > 4 && strings.Contains(s.de, w) })
		if !ok {
			return "", false
		}
		i := 1 + r.IntN(len(f.text)-2)
		if f.text[i] >= 0x80 || f.text[i+1] >= 0x80 || f.text[i] == f.text[i+1] {
			return "", false
		}
		b := []byte(f.text)
		b[i], b[i+1] = b[i+1], b[i]
		return swap(s.en, f, string(b)), !strings.Contains(s.de, string(b))
	}},
	{"negation lost", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		for _, n := range [][2]string{{" not ", " "}, {"n't ", " "}, {" never ", " "}, {" no ", " the "}, {"cannot ", "can "}, {" nothing ", " something "}} {
			if i := strings.Index(s.en, n[0]); i >= 0 {
				return s.en[:i] + n[1] + s.en[i+len(n[0]):], true
			}
		}
		return "", false
	}},
	{"negation added", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 0, oneOf([]string{"is", "are", "was", "were", "will", "can", "has", "should", "would", "could", "must"}))
		return swap(s.en, f, f.text+" not"), ok && !strings.Contains(s.en, " not ") && !strings.Contains(s.en, "n't")
	}},
	{"clause left out", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		i := strings.Index(s.en, ", ")
		j := strings.LastIndex(s.en, ", ")
		if i < 0 {
			return "", false
		}
		if i != j && j-i > 15 {
			return s.en[:i] + s.en[j:], true
		}
		if len(s.en)-i < 25 {
			return "", false
		}
		return s.en[:i] + ".", true
	}},
	{"truncated", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		fs := fieldsOf(s.en)
		if len(fs) < 8 {
			return "", false
		}
		return s.en[:fs[len(fs)*(3+r.IntN(4))/10].end], true
	}},
	{"untranslated", func(r *rand.Rand, s sample, _ sample) (string, bool) { return s.de, len(fieldsOf(s.de)) > 4 }},
	{"clause untranslated", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		de, en := fieldsOf(s.de), fieldsOf(s.en)
		if len(de) < 10 || len(en) < 10 {
			return "", false
		}
		n := 3 + r.IntN(4)
		return s.en[:en[len(en)-n].start] + s.de[de[len(de)-n].start:], true
	}},
	{"word untranslated", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return !capital(w) && len(w) > 4 })
		g, ok2 := pick(r, s.de, 1, func(w string) bool { return !capital(w) && len(w) > 4 })
		return swap(s.en, f, g.text), ok && ok2 && !strings.Contains(s.en, g.text)
	}},
	{"doubled word", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		f, ok := pick(r, s.en, 1, func(w string) bool { return !capital(w) && !digit(w[0]) })
		return swap(s.en, f, f.text+" "+f.text), ok
	}},
	{"duplicated", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		return s.en + " " + s.en, len(fieldsOf(s.en)) > 3
	}},
	{"loop", func(r *rand.Rand, s sample, _ sample) (string, bool) {
		fs := fieldsOf(s.en)
		if len(fs) < 6 {
			return "", false
		}
		n := 1 + r.IntN(4)
		i := r.IntN(len(fs) - n)
		return s.en[:fs[i+n-1].end] + strings.Repeat(" "+s.en[fs[i].start:fs[i+n-1].end], 3+r.IntN(6)) + s.en[fs[i+n-1].end:], true
	}},
	{"sentence added", func(r *rand.Rand, s sample, o sample) (string, bool) { return s.en + " " + o.en, len(o.en) > 20 }},
	{"wrong sentence", func(r *rand.Rand, s sample, o sample) (string, bool) { return o.en, o.en != s.en }},
	{"empty", func(r *rand.Rand, s sample, o sample) (string, bool) { return []string{"", ".", " "}[r.IntN(3)], true }},
}

package bitext

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Index finds those of many texts that are equal or similar to a given one, such as all sources of a corpus. The
// zero value is empty and ready. Find may be called from several goroutines at once, Add may not.
type Index struct {
	texts  []indexed
	byText map[string]int // number in texts
	words  map[string]int // number of a word
	byWord [][]int32      // numbers in texts, ascending, by word
	count  int            // of calls of Add
}

// An indexed text stands for all equal ones.
type indexed struct {
	text    string
	runes   int
	words   []int32 // ascending
	numbers []int   // of all equal texts, in the order in which they came
}

// A Found is a text of an [Index].
type Found struct {
	Number     int     // of the call of Add that brought it, from 0
	Similarity float64 // 1 for equal texts; else the share of characters that need no change, below 1
}

// Add adds a text. Its number is the number of texts before it. The empty text gets a number and is never found.
func (x *Index) Add(text string) {
	n := x.count
	x.count++
	if text == "" {
		return
	}
	if x.byText == nil {
		x.byText, x.words = map[string]int{}, map[string]int{}
	}
	at, ok := x.byText[text]
	if !ok {
		at = len(x.texts)
		x.byText[text] = at
		t := indexed{text: text, runes: utf8.RuneCountInString(text)}
		for _, w := range differentWords(text) {
			id, ok := x.words[w]
			if !ok {
				id = len(x.byWord)
				x.words[w] = id
				x.byWord = append(x.byWord, nil)
			}
			x.byWord[id] = append(x.byWord[id], int32(at))
			t.words = append(t.words, int32(id))
		}
		slices.Sort(t.words)
		x.texts = append(x.texts, t)
	}
	x.texts[at].numbers = append(x.texts[at].numbers, n)
}

// Find returns the best n texts that are at least as similar to text as least (0 to 1): equal ones first, then by
// similarity, those with the same by number. Texts without a word in common are not similar.
func (x *Index) Find(text string, least float64, n int) []Found {
	var out []Found
	own, ok := x.byText[text]
	if ok {
		for _, k := range x.texts[own].numbers {
			out = append(out, Found{k, 1})
		}
	} else {
		own = -1
	}
	if least < 1 && len(out) < n {
		var similar []Found
		for _, at := range x.candidates(text, least) {
			if at == own {
				continue
			}
			t := &x.texts[at]
			if s := similarity(text, t.text); s >= least {
				for _, k := range t.numbers {
					similar = append(similar, Found{k, s})
				}
			}
		}
		slices.SortFunc(
			similar,
			func(a, b Found) int { return cmp.Or(cmp.Compare(b.Similarity, a.Similarity), a.Number-b.Number) },
		)
		out = append(out, similar...)
	}
	return out[:min(n, len(out))]
}

// A similar text has this share of the words for each share of the letters: one letter can change a word, and changes
// come together.
const wordShare = 0.6

// candidates returns the texts that share enough words with text, and are of a length, to be worth comparing, those
// that share most first. A text that shares at least k of n words has at least one of any n-k+1 of them: only the
// texts of that many of the rarest words are looked at.
func (x *Index) candidates(text string, least float64) []int {
	all := differentWords(text)
	needed := max(1, int(wordShare*least*float64(len(all))+0.999))
	var known []int32
	for _, w := range all {
		if id, ok := x.words[w]; ok {
			known = append(known, int32(id))
		}
	}
	if len(known) < needed {
		return nil
	}
	slices.SortFunc(known, func(a, b int32) int { return cmp.Or(len(x.byWord[a])-len(x.byWord[b]), int(a-b)) })
	rare := known[:len(known)-needed+1]
	ascending := slices.Sorted(slices.Values(known))
	runes := float64(utf8.RuneCountInString(text))
	type candidate struct{ at, shared int }
	var found []candidate
	seen := make(map[int32]bool)
	for _, w := range rare {
		for _, at := range x.byWord[w] {
			t := &x.texts[at]
			if length := float64(t.runes); min(length, runes) < least*max(length, runes) || seen[at] {
				continue
			}
			seen[at] = true
			if s := common(ascending, t.words); s >= needed {
				found = append(found, candidate{int(at), s})
			}
		}
	}
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Or(b.shared-a.shared, a.at-b.at) })
	const most = 200 // texts that are compared letter by letter
	out := make([]int, 0, min(most, len(found)))
	for _, c := range found[:min(most, len(found))] {
		out = append(out, c.at)
	}
	return out
}

// common counts what two ascending lists have in common.
func common(a, b []int32) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			n++
			a, b = a[1:], b[1:]
		}
	}
	return n
}

// differentWords returns the different words of s in lower case.
func differentWords(s string) []string {
	words := strings.FieldsFunc(
		strings.ToLower(s),
		func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) },
	)
	slices.Sort(words)
	return slices.Compact(words)
}

// comparedRunes is the longest text that is compared letter by letter.
const comparedRunes = 1000

// similarity returns 1 minus the edit distance of two texts over the length of the longer one, in characters; always
// below 1 for different texts.
func similarity(a, b string) float64 {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > comparedRunes || len(rb) > comparedRunes || len(ra) == 0 || len(rb) == 0 {
		return 0
	}
	row := make([]int, len(rb)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range ra {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range rb {
			cost := 1
			if x == y {
				cost = 0
			}
			next := min(row[j+1]+1, row[j]+1, diagonal+cost)
			diagonal, row[j+1] = row[j+1], next
		}
	}
	return 1 - float64(row[len(rb)])/float64(max(len(ra), len(rb)))
}

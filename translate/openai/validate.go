package openai

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// validate judges the answers of one request. What breaks the order of texts (an id that is missing, doubled, empty,
// or has another text's echo) makes its neighbours doubtful too: a merged text comes whole under the previous id, and
// no count shows it.
func (b *Backend) validate(req *translate.Request, p *prompt, answers []answer,
	cutOff bool) (results []translate.Result, fits int) {
	n := len(answers)
	errs := make([]*translate.Error, n)
	shifted := make([]bool, n)
	wrong := func(i int, kind translate.Kind, err error) {
		if errs[i] == nil {
			errs[i] = &translate.Error{Kind: kind, Backend: b.config.Name, Err: err}
		}
	}
	for i := range answers {
		a := &answers[i]
		it := &req.Items[i]
		a.text = trimAs(a.text, it.Text)
		switch {
		case a.times == 0 && cutOff:
			wrong(i, translate.Truncated, errors.New("the answer was cut off before this text"))
		case a.times == 0:
			wrong(i, translate.Internal, errors.New("the answer leaves this text out"))
			shifted[i] = true
		case a.times > 1:
			wrong(i, translate.Internal, fmt.Errorf("the answer has this text %d times", a.times))
			shifted[i] = true
		case !a.noEcho && n > 1 && !echoes(a.echo, it.Text, p.echoWords),
			!a.noEcho && n == 1 && echoesContext(a.echo, it):
			wrong(i, translate.Internal, fmt.Errorf("the answer belongs to another text: it says it translates %q",
				short(a.echo)))
			shifted[i] = true
		case strings.TrimSpace(a.text) == "":
			wrong(i, translate.Internal, errors.New("the answer is empty"))
			shifted[i] = true
		default:
			a.text = verify.Repair(it, a.text)
			if err := b.config.Validation.Check(req.From, req.To, it, a.text); err != nil {
				wrong(i, verify.KindOf(err), err)
			}
		}
	}
	if n > 1 {
		for i, err := range compare(req.Items, answers, b.config.Validation.Fit == nil) {
			if err != nil && errs[i] == nil {
				wrong(i, translate.Internal, err)
				shifted[i] = true
			}
		}
		texts := make([]string, n)
		for i := range answers {
			texts[i] = answers[i].text
		}
		for i, err := range b.config.Validation.Misplaced(req.From, req.To, req.Items, texts) {
			if err != nil && errs[i] == nil {
				wrong(i, translate.Internal, err)
			}
		}
		// Texts with the same letters have the same echo: a shift among them shows only at their end.
		for i := 1; i < n; i++ {
			if letters(req.Items[i].Text) == letters(req.Items[i-1].Text) && shifted[i-1] {
				shifted[i] = true
			}
		}
		for i := n - 2; i >= 0; i-- {
			if letters(req.Items[i].Text) == letters(req.Items[i+1].Text) && shifted[i+1] {
				shifted[i] = true
			}
		}
		for i := range answers {
			if shifted[i] && errs[i] == nil {
				wrong(i, translate.Internal,
					errors.New("the answer to an equal text beside this one is missing or shifted"))
			}
			if shifted[i] {
				continue
			}
			if i > 0 && shifted[i-1] || i+1 < n && shifted[i+1] {
				wrong(i, translate.Internal, errors.New("the answer to a neighbouring text is missing or shifted, "+
					"so this one is not believed either"))
			}
		}
	}
	results = make([]translate.Result, n)
	for i := range results {
		if answers[i].times == 1 && !shifted[i] {
			fits++
		}
		if errs[i] != nil {
			results[i].Err = errs[i]
			continue
		}
		results[i] = translate.Result{Text: answers[i].text, Origin: b.id}
	}
	return results, fits
}

// echoes reports whether echo is what was asked for: the first n words of text. Models fold quotes, case and white
// space, drop signs, and copy some words more or fewer; the letters and digits they do copy have to agree, and there
// have to be enough.
func echoes(echo, text string, n int) bool {
	words := strings.Fields(text)
	want := letters(strings.Join(words[:min(n, len(words))], " "))
	got := letters(echo)
	return want == "" || passes(got, want, letters(text)) // signs only: nothing to compare
}

// passes reports whether the letters got are those of a text's beginning, and at least those that were wanted.
func passes(got, want, whole string) bool {
	return len(got) >= len(want) && strings.HasPrefix(whole, got)
}

// trimAs cuts white space from the ends of text where source has none.
func trimAs(text, source string) string {
	if strings.TrimLeftFunc(source, unicode.IsSpace) == source {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
	}
	if strings.TrimRightFunc(source, unicode.IsSpace) == source {
		text = strings.TrimRightFunc(text, unicode.IsSpace)
	}
	return text
}

// echoesContext reports whether the echo of a text sent alone is that of its context: then that was translated. Other
// slips of the echo cannot misplace anything if there is only one text.
func echoesContext(echo string, it *translate.Item) bool {
	got := letters(echo)
	return len(got) >= 6 && !strings.HasPrefix(letters(it.Text), got) && (strings.Contains(letters(it.Before), got) ||
		strings.Contains(letters(it.After), got))
}

// letters keeps letters and digits, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// compare looks at the answers of one request side by side, for faults that ids and echoes do not show: one
// translation under two ids, two translations under one, and, if anchored, translations whose numbers and addresses
// are those of another text. Anchors are compared if there is no verify.Fit.
func compare(items []translate.Item, answers []answer, anchored bool) []error {
	n := len(answers)
	errs := make([]error, n)
	same := map[string]int{}
	ratios := make([]float64, 0, n)
	for i := range answers {
		t := space.Fold(answers[i].text)
		if t == "" {
			continue
		}
		ratios = append(ratios, ratio(&items[i], t))
		if utf8.RuneCountInString(t) < 12 {
			continue
		}
		if j, ok := same[t]; ok && letters(items[i].Text) != letters(items[j].Text) {
			err := errors.New("the same translation came for another text too")
			errs[i], errs[j] = err, err
			continue
		}
		same[t] = i
	}
	slices.Sort(ratios)
	if len(ratios) > 0 {
		usual := ratios[len(ratios)/2]
		if len(ratios) == 2 {
			usual = 1
		}
		for i := range answers {
			t := space.Fold(answers[i].text)
			if t == "" || errs[i] != nil {
				continue
			}
			// Among others, a text must have a similar ratio of lengths; alone it may differ more.
			s := float64(utf8.RuneCountInString(items[i].Text)) * usual
			l := float64(utf8.RuneCountInString(t))
			if l > 1.7*s+12 || l < 0.5*s-12 {
				errs[i] = fmt.Errorf(
					"%d characters for %d are unlike the other answers: parts of a neighbour may be in it, "+
						"or of this text in a neighbour",
					int(l),
					utf8.RuneCountInString(items[i].Text),
				)
			}
		}
	}
	for i := range answers {
		for _, j := range [...]int{i - 1, i + 1} {
			if errs[i] != nil || j < 0 || j >= n {
				continue
			}
			t := letters(answers[j].text)
			if len(t) >= 16 && strings.Contains(letters(answers[i].text), t) &&
				!strings.Contains(letters(items[i].Text), letters(items[j].Text)) {
				errs[i] = errors.New("the answer holds the translation of a neighbouring text too")
				continue
			}
			// A short neighbour shows at the edge: in the answer, and not in the source.
			answer, other := strings.Fields(answers[i].text), strings.Fields(answers[j].text)
			text, neighbour := strings.Fields(items[i].Text), strings.Fields(items[j].Text)
			if j > i && endsWith(answer, other) && !endsWith(text, neighbour) || j < i && startsWith(answer, other) &&
				!startsWith(text, neighbour) {
				errs[i] = errors.New("the answer holds the translation of a neighbouring text too")
			}
		}
	}
	if !anchored {
		return errs
	}
	anchors := make([][]string, n)
	found := make([][]string, n)
	for i := range answers {
		anchors[i], found[i] = anchorsOf(items[i].Text), anchorsOf(answers[i].text)
	}
	for i := range answers {
		if errs[i] != nil || len(found[i]) == 0 {
			continue
		}
		for _, j := range [...]int{i - 1, i + 1} {
			if j < 0 || j >= n || errs[i] != nil {
				continue
			}
			// One name more than in the source proves nothing: a pronoun may have become one.
			if x := stray(found[i], anchors[i], anchors[j], items[i].Text); x != "" &&
				(isNumber(x) || overlap(anchors[i], found[i]) == 0) {
				errs[i] = fmt.Errorf("%q stands in a neighbouring text, not in this one", x)
			}
		}
		if errs[i] != nil || overlap(anchors[i], found[i]) > 0 {
			continue
		}
		for j := range items {
			if j != i && overlap(anchors[j], found[i]) == len(found[i]) && overlap(anchors[i], found[j]) == 0 {
				errs[i] = fmt.Errorf("%q stands in another text, not in this one", found[i][0])
				break
			}
		}
	}
	return errs
}

// startsWith reports whether a begins with all of b and goes on.
func startsWith(a, b []string) bool {
	return len(b) > 0 && len(a) > len(b) && slices.Equal(a[:len(b)], b)
}

// endsWith reports whether a ends with all of b and has more before it.
func endsWith(a, b []string) bool {
	return len(b) > 0 && len(a) > len(b) && slices.Equal(a[len(a)-len(b):], b)
}

func ratio(it *translate.Item, text string) float64 {
	return float64(utf8.RuneCountInString(text)+6) / float64(utf8.RuneCountInString(it.Text)+6)
}

// stray returns the first of found that stands in the neighbour and not in own text.
func stray(found, own, neighbour []string, text string) string {
	for _, x := range found {
		if !slices.Contains(own, x) && slices.Contains(neighbour, x) && !strings.Contains(text, x) {
			return x
		}
	}
	return ""
}

func isNumber(anchor string) bool { return anchor[0] >= '0' && anchor[0] <= '9' }

// anchorsOf returns what a translation takes over as it stands: numbers (as digits, since signs between them change
// with the language), addresses, and words in capitals, as far as the source has the same: most are names.
func anchorsOf(s string) []string {
	var out []string
	for i, w := range strings.Fields(s) {
		if strings.ContainsAny(w, "/@#") && len(w) > 4 {
			out = append(out, strings.ToLower(strings.Trim(w, ".,;:!?()\"")))
			continue
		}
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, w)
		if len(digits) > 1 {
			out = append(out, digits)
			continue
		}
		if i == 0 {
			continue // every sentence begins with a capital
		}
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) && utf8.RuneCountInString(w) >= 4 {
			out = append(out, w)
		}
	}
	return out
}

func overlap(a, b []string) int {
	n := 0
	for _, x := range b {
		if slices.Contains(a, x) {
			n++
		}
	}
	return n
}

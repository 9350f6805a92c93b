package marian

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/offset"
)

// What is written in capitals for emphasis is given to the model in its usual case, and what comes of it is put into
// capitals again. That holds for
//
//   - a text without a word in usual case,
//   - a clause that ends in a colon (ACHTUNG: …),
//   - three words or more in a row,
//   - one or two words, if one of them can be nothing but an emphasised German word (bitte NICHT öffnen): others may
//     be names (DIE ZEIT) or terms (MUST).
//
// The usual case is the more probable one for the model's own vocabulary, which knows German nouns. Abbreviations
// (NATO, A7, XIV) stay as they are.

// A shout is a word in capitals.
type shout struct {
	offset.Span
	usual string
	first bool // of a sentence
}

// usualCase returns what puts the emphasised words of a text into their usual case, and the stretches that they make
// up.
func usualCase(text string, score func(string) float64, german bool) (changes []change, stretches []offset.Span) {
	var run []shout // words in capitals beside each other
	small := false  // the text has a word in usual case
	first := true   // of a sentence
	// nothing stands between the run and the start of the text, or a mark that ends a sentence or opens a quotation
	start := true
	flush := func(colon bool) {
		changed := 0
		for _, s := range run {
			if s.usual != text[s.Start:s.End] {
				changed++
			}
		}
		// single words are judged one by one
		if whole := len(run) >= 3 && changed >= 2 || changed > 0 && colon && start; whole {
			for i, s := range run {
				changes = appendCase(changes, text, s, i == 0 && start || s.first)
			}
			stretches = append(stretches, offset.Span{Start: run[0].Start, End: run[len(run)-1].End})
		} else if german && slices.ContainsFunc(run, func(s shout) bool { return emphatic(s.usual) }) {
			for _, s := range run {
				if s.usual != text[s.Start:s.End] {
					changes = appendCase(changes, text, s, s.first)
					stretches = append(stretches, s.Span)
				}
			}
		}
		run = run[:0]
	}
	var all []shout
	for _, w := range words(nil, text) {
		piece := text[w.start:w.end]
		if !w.letters {
			if strings.ContainsAny(piece, ".!?…:") {
				if len(run) > 0 {
					flush(strings.HasPrefix(piece, ":"))
				}
				first, start = !strings.HasPrefix(piece, ":") || first, true
			} else if strings.ContainsAny(piece, "„“”\"»«;()") {
				if len(run) > 0 {
					flush(false)
				}
				start = true
			}
			continue
		}
		switch {
		case shouted(piece) && !inAddress(text, w):
			s := shout{offset.Span{Start: w.start, End: w.end}, usual(piece, score, german), first}
			run, all = append(run, s), append(all, s)
		case strings.ContainsFunc(piece, unicode.IsLower):
			if len(run) > 0 {
				flush(false)
			}
			small, start = true, false
		}
		first = false
	}
	if len(run) > 0 {
		flush(false)
	}
	if small {
		return changes, stretches
	}
	changes, stretches = changes[:0], stretches[:0]
	for _, s := range all {
		changes = appendCase(changes, text, s, s.first)
	}
	if len(changes) > 0 {
		stretches = append(stretches, trimmed(text))
	}
	return changes, stretches
}

// emphatic reports whether a word, in its usual form, can be nothing but an emphasised German word where it stands in
// capitals.
func emphatic(usual string) bool {
	lower := strings.ToLower(usual)
	return utf8.RuneCountInString(usual) > 2 && (functionWords[lower] || polite[lower] || adverbs[lower] ||
		usual == lower && strings.ContainsAny(lower, "äöüß"))
}

// appendCase appends what puts a word into its usual case.
func appendCase(changes []change, text string, s shout, first bool) []change {
	to := s.usual
	if first {
		to = title(to)
	}
	if to == text[s.Start:s.End] {
		return changes
	}
	return append(changes, change{s.Start, s.End, to})
}

// shouted reports whether a word is in capitals: two of them or more, and no small letter.
func shouted(word string) bool {
	capitals := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			capitals++
		} else if unicode.IsLower(r) && r != 'ß' {
			return false
		}
	}
	return capitals > 1
}

// inAddress reports whether a word belongs to a web or mail address or a tag: signs without blanks around it join it
// to others.
func inAddress(text string, w word) bool {
	outside := func(r rune) bool { return unicode.IsSpace(r) || r == '[' || r == ']' }
	start := strings.LastIndexFunc(text[:w.start], outside) + 1
	end := strings.IndexFunc(text[w.end:], outside)
	if end < 0 {
		end = len(text) - w.end
	}
	around := text[start : w.end+end]
	return strings.ContainsAny(around, "@#/\\_<>{}") ||
		strings.Contains(strings.TrimRight(around, ".,;:!?…“”\"«»)"), ".")
}

// abbreviated is by how much, in log-probability, a short word in capitals may be worse than its best other form and
// stay as it is.
const abbreviated = 2

// usual returns the usual form of a word in capitals, part by part where hyphens join it. score returns the
// log-probability of a spelling.
func usual(word string, score func(string) float64, german bool) string {
	if strings.ContainsRune(word, '-') {
		parts := strings.Split(word, "-")
		for i, p := range parts {
			if shouted(p) {
				parts[i] = usual(p, score, german)
			}
		}
		return strings.Join(parts, "-")
	}
	if strings.ContainsFunc(word, unicode.IsDigit) {
		return word
	}
	lower := strings.ToLower(word)
	if german {
		if polite[lower] {
			return title(lower)
		}
		if functionWords[lower] {
			return lower
		}
	}
	short := utf8.RuneCountInString(word) <= 4
	if short && !strings.ContainsAny(lower, "aeiouyäöü") || strings.Trim(word, "IVX") == "" {
		return word
	}
	best, value := title(lower), score(title(lower))
	try := func(form string) {
		if s := score(form); s > value {
			best, value = form, s
		}
	}
	try(lower)
	if german && strings.Contains(lower, "ss") {
		sharp := strings.ReplaceAll(lower, "ss", "ß")
		try(sharp)
		try(title(sharp))
	}
	if german && strings.ContainsAny(lower, "aou") && strings.Contains(lower, "e") { // umlauts written out
		form := umlauts.Replace(lower)
		try(form)
		try(title(form))
	}
	if s := score(word); s > value || short && s > value-abbreviated {
		return word
	}
	return best
}

// umlauts puts umlauts in the place of the letters that are written for them.
var umlauts = strings.NewReplacer("ae", "ä", "oe", "ö", "ue", "ü")

// title returns a word with a capital in front.
func title(word string) string {
	r, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[n:]
}

// polite are the forms of address that differ from other pronouns by their capital. In capitals, the reader is spoken
// to far more often than of others.
var polite = set("sie ihnen")

// functionWords are German words that are written with a capital only at the start of a sentence, where many of them
// stand more often than elsewhere.
var functionWords = set(
	`ab aber alle allein allem allen aller alles als also am an andere anderen auch auf aus außer bei beim bin bis
 bist da dabei dafür damit dann das dass dein deine dem den denn der des deshalb dich die dies diese diesem diesen
 dieser dieses dir doch dort du durch ein eine einem einen einer eines er erst es etwa etwas euch euer eure für gegen
 gibt hat hatte hier hinter ich ihm ihn im in ins ist ja jede jeder jedes jetzt kann kein keine keinen keiner können
 mal man mehr mein meine mich mir mit muss müssen nach neben nein nicht nichts nie niemand noch nun nur ob oder ohne
 schon sehr seid sein seine seit sich sie sind so soll sondern sonst über um und uns unser unsere unter viel viele
 vom von vor wann war waren warum was weil welche welcher wenn wer werden wie wieder wir wird wo wurde zu zum zur
 zwischen`,
)

// adverbs are other words that are often emphasised.
var adverbs = set(
	`absolut bitte danke dringend echt endlich ganz gar genau gerade gleich gratis heute immer jederzeit keinesfalls
 kostenlos leider lieber morgen niemals oft plötzlich richtig selbst sofort tatsächlich unbedingt völlig vorher
 wichtig wirklich zuerst zweimal einmal dreimal`,
)

// set makes a set of the words of a text.
func set(text string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		m[w] = true
	}
	return m
}

// inCapitals puts what was made of emphasised words of the source into capitals: the whole target if nothing of its
// source is in usual case, else the words that are linked to such words alone, and what stands between two of them
// without a link. spared reports whether a word stays as it is. The links follow.
func inCapitals(
	target string,
	links []offset.Link,
	whole bool,
	emphasised func(offset.Span) bool,
	spared func(string) bool,
) (string, []offset.Link) {
	list := words(nil, target)
	louder := make([]bool, len(list))
	if whole {
		for i := range louder {
			louder[i] = true
		}
	} else {
		linked := make([]bool, len(list))
		for i, w := range list {
			loud := true
			for _, l := range links {
				if l.Target.Start < w.end && w.start < l.Target.End {
					linked[i] = true
					loud = loud && emphasised(l.Source)
				}
			}
			louder[i] = linked[i] && loud
		}
		for i, last := 0, -1; i < len(list); i++ {
			if louder[i] {
				if last >= 0 {
					for j := last + 1; j < i; j++ {
						louder[j] = true
					}
				}
				last = i
			} else if linked[i] && list[i].letters {
				last = -1
			}
		}
	}
	upper := cases.Upper(language.Und)
	var changes []change
	for i, w := range list {
		if s := target[w.start:w.end]; louder[i] && w.letters && !spared(s) {
			if u := upper.String(s); u != s {
				changes = append(changes, change{w.start, w.end, u})
			}
		}
	}
	return rewritten(target, links, changes)
}

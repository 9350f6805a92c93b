package verify

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/control"
	"github.com/satzpaar/satzpaar/internal/excerpt"
	"github.com/satzpaar/satzpaar/internal/lazyregexp"
	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
)

// LineEnds returns text, the translation of it, with the line ends of Windows and of old Macs, which servers and
// programs may write, as line feeds. If the source has a carriage return, text is returned as it is.
func LineEnds(it *translate.Item, text string) string {
	if !strings.Contains(text, "\r") || strings.Contains(it.Text, "\r") {
		return text
	}
	return carriageReturns.Replace(text)
}

var carriageReturns = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Repair returns text, the translation of it, with its [LineEnds] and with the HTML entities decoded that some servers
// write in plain text. If the source has entities, those of text stay.
func Repair(it *translate.Item, text string) string {
	text = LineEnds(it, text)
	if !strings.Contains(text, "&") || entity().MatchString(it.Text) {
		return text
	}
	return entity().ReplaceAllStringFunc(text, html.UnescapeString)
}

// entity matches the entities that servers write in plain text: those for the signs that HTML reserves, and numbers.
var entity = lazyregexp.New(`&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#[xX][0-9a-fA-F]{1,6});`)

// ErrRefused is in the chain of errors of answers in which a model refuses to translate.
var ErrRefused = errors.New("the model refused")

// KindOf returns the kind of failure that an error of [Rules.Check] stands for.
func KindOf(err error) translate.Kind {
	if errors.Is(err, ErrRefused) {
		return translate.Refused
	}
	return translate.Internal
}

// anyOf returns an expression for what one of several matches.
func anyOf(expressions ...string) string { return `(?:` + strings.Join(expressions, `|`) + `)` }

// begins matches texts that begin with one of the expressions, whatever the case, and signs before it.
func begins(expressions ...string) func() *regexp.Regexp {
	return lazyregexp.New(`(?i)^\W*` + anyOf(expressions...))
}

// holds matches texts in which one of the expressions stands where a word begins, whatever the case.
func holds(expressions ...string) func() *regexp.Regexp {
	return lazyregexp.New(`(?i)\b` + anyOf(expressions...))
}

var (
	refusals = begins(
		`(?:i['’]?m|i am) (?:very |really |so )?sorry,? (?:but )?(?:i|as an|this|that)`,
		`sorry,? (?:but )?i (?:can|am|won)`,
		`(?:as|i am|i['’]m) an ai\b`,
		`i `+anyOf(
			`can ?not`, `can['’]t`, `am unable to`, `['’]m unable to`, `won['’]t`, `will not`, `must decline to`,
		)+` `+anyOf(
			`assist`, `help`, `translate`, `comply`, `provide`, `continue`, `fulfil`, `process`, `create`, `engage`,
			`support`,
		),
		`i apologi[sz]e,? but i\b`,
		`unfortunately,? i (?:can|am)`,
	)
	declines = holds(
		`can ?not`, `can['’]t`, `unable`, `won['’]t`, `will not`, `not (?:able|allowed|permitted)`, `decline`, `refuse`,
		`against (?:my|our|the)`, `violat`, `inappropriate`, `as an ai`,
	)
	sorry = holds(
		`sorry`, `apolog`, `unfortunate`,
		`tut (?:mir|uns) leid`, `entschuldig`, `verzeih`, `leider`, `bedau`,
		`lo siento`, `perd[óo]n`, `d[ée]sol[ée]`, `mi dispiace`,
	)
	unable = holds(
		anyOf(
			`kann(?:st)?`, `könn\w*`, `konnte\w*`, `darf(?:st)?`, `dürf\w*`, `durfte\w*`, `werde`, `will`, `wollen`,
			`weigere\w*`, `geht`, `ging`, `möglich`, `unmöglich`, `außerstande`, `imstande`, `lage`,
			`can`, `cannot`, `unable`, `won['’]t`,
			`puedo`, `podemos`, `peux`, `pouvons`, `posso`, `possiamo`,
		)+`\b`,
		`als ki\b`, `as an ai\b`, `sprachmodell`,
	)
	preamble = begins(
		`here(?:['’]s| is| are)\b[^.\n]{0,60}\btranslat[^.\n]{0,40}:`,
		`(?:the )?(?:english )?translation(?: (?:of|into|in|to)\b[^.\n]{0,60})?(?: is)?:`,
		`translated (?:text|sentence|version)\b[^.\n]{0,30}:`,
	)
	eager   = begins(anyOf(`sure`, `certainly`, `of course`, `absolutely`) + `\b[^.:\n]{0,60}[:!]`)
	ofWords = lazyregexp.New(`(?i)` + anyOf(`übersetz`, `ubersetz`, `translat`, `tradu`))
	note    = lazyregexp.New(`(?i)(?:\(|\[|\n|\*)\W*` + anyOf(
		`translator['’]?s? note`, `translation note`, `note from the translator`, `note:`, `n\.? ?b\.? ?:`, `t/?n:`,
	))
	noted = lazyregexp.New(`(?i)\b` +
		anyOf(`note`, `nota`, `anm`, `anmerkung`, `hinweis`, `n\. ?b`, `p\.? ?s`, `t/?n`, `achtung`, `beachte`) +
		anyOf(` d\.? (?:red|ü|übers)[a-z]*`, ` der redaktion`, ` des übersetzers`) + `?(?:\s*[.:)\]]|\s+[–-])`) // not "PS-"
	errorish = begins(
		`error(?: code)?:? ?\d{3}\b`,
		`(?:http )?(?:4\d\d|50\d) `+anyOf(`too many`, `bad`, `internal`, `service`, `not`, `unauthorized`),
		`rate limit (?:reached|exceeded)`, `internal server error`, `service unavailable`, `bad gateway`,
		`too many requests`, `upstream (?:connect )?error`,
		`<!doctype html`, `<html`, `\{"error"`,
	)
)

// IsRefusal reports whether in text a model speaks for itself and refuses, and source says nothing of the kind.
func IsRefusal(source, text string) bool {
	return refusals().MatchString(text) && declines().MatchString(text) &&
		!(unable().MatchString(source) && (sorry().MatchString(source) || !sorry().MatchString(text)))
}

// controlToken matches the tokens by which models and their templates mark the beginning and end of texts, unknown
// words and the like.
var controlToken = lazyregexp.New(`(?i)` + strings.Join([]string{
	`</?s>`,
	`<` + anyOf(`pad`, `unk`, `bos`, `eos`, `mask`, `sep`, `cls`, `start_of_turn`, `end_of_turn`, `endoftext`,
		`extra_id_\d+`) + `>`,
	`</?` + anyOf(`text`, `source`, `think`, `thinking`) + `>`,
	`<\|[^|<>\s]{1,40}(?:\|?>|$)`,
	`\[/?INST\]`, `<</?SYS>>`,
	`\[` + anyOf(`PAD`, `UNK`, `CLS`, `SEP`, `MASK`, `BOS`, `EOS`) + `\]`,
	`<0x[0-9A-F]{2}>`, `▁`,
}, `|`))

// checkForeign returns what is in text that no translation of source holds: an introduction, decoration, a note, the
// text of an error, control tokens, an answer to a program, parts of the frame.
func checkForeign(source, text string) error {
	head := source
	if len(head) > 120 {
		head = head[:120]
	}
	first := firstWord(text)
	switch {
	case speaks(first) && IsRefusal(source, text):
		return fmt.Errorf("%w: %q", ErrRefused, excerpt.Of(space.Fold(text), 80))
	case introduces(first) && preamble().MatchString(text) && !ofWords().MatchString(source),
		agrees(first) && eager().MatchString(text) && !strings.ContainsAny(head, ":!"):
		return fmt.Errorf("the answer begins with an introduction: %q", excerpt.Of(space.Fold(text), 80))
	case strings.Contains(text, "```") && !strings.Contains(source, "```"):
		return errors.New("the answer holds a code fence")
	case strings.ContainsAny(text, "([\n*") && note().MatchString(text) && !noted().MatchString(source):
		return errors.New("the answer holds a translator's note")
	case fails(first) && errorish().MatchString(text) && !errorish().MatchString(source) &&
		!about(head, "fehler", "error"):
		return fmt.Errorf("the answer is the text of an error: %q", excerpt.Of(space.Fold(text), 80))
	case isJSON(text) && !strings.ContainsAny(source, "{["):
		return fmt.Errorf("the answer is data for a program: %q", excerpt.Of(space.Fold(text), 80))
	}
	if strings.ContainsAny(text, "<[▁") {
		for _, token := range controlToken().FindAllString(text, -1) {
			if !strings.Contains(source, token) {
				return fmt.Errorf("the answer holds %q, which is not in the text", token)
			}
		}
	}
	if err := checkDecoration(source, text); err != nil {
		return err
	}
	if strings.Count(strings.TrimSpace(text), "\n") > strings.Count(strings.TrimSpace(source), "\n") {
		return errors.New("the answer has more lines than its text")
	}
	return nil
}

// firstWord returns the first letters and digits of text, in lower case. The expressions for beginnings are slow, and
// few translations begin with one of their words.
func firstWord(text string) string {
	isWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	start := strings.IndexFunc(text, isWord)
	if start < 0 {
		return ""
	}
	text = text[start:]
	if end := strings.IndexFunc(text, func(r rune) bool { return !isWord(r) }); end >= 0 {
		text = text[:end]
	}
	return strings.ToLower(text)
}

// Each of these reports whether a text with this first word can match: IsRefusal, preamble, eager, errorish and
// label.
func speaks(first string) bool {
	return slices.Contains([]string{"i", "im", "sorry", "as", "unfortunately"}, first)
}

func introduces(first string) bool {
	return slices.Contains([]string{"here", "heres", "the", "english", "translation", "translated"}, first)
}

func agrees(first string) bool {
	return slices.Contains([]string{"sure", "certainly", "of", "absolutely"}, first)
}

func fails(first string) bool {
	return slices.Contains([]string{"error", "http", "rate", "internal", "service", "bad", "too", "upstream", "doctype",
		"html"}, first) ||
		len(first) == 3 && (first[0] == '4' || first[0] == '5')
}

func labels(first string) bool {
	return slices.Contains([]string{"english", "german", "deutsch", "englisch", "en", "de", "output", "answer",
		"result", "target"}, first)
}

// about reports whether text holds one of the words, in any case.
func about(text string, words ...string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// isJSON reports whether text is an object or a list of JSON.
func isJSON(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) > 0 && (text[0] == '{' || text[0] == '[') && json.Valid([]byte(text))
}

var (
	label = lazyregexp.New(
		`^\W{0,3}(?:English|German|Deutsch|Englisch|EN|DE|Output|Answer|Result|Target)\*{0,2}\s?:\*{0,2}\s`,
	)
	heading = lazyregexp.New(`^#{1,6} `)
)

// checkDecoration finds what models put around a translation to set it off: marks of Markdown, quotes, the name of
// the language.
func checkDecoration(source, text string) error {
	source, text = strings.TrimSpace(source), strings.TrimSpace(text)
	switch {
	case heading().MatchString(text) && !strings.HasPrefix(source, "#"):
		return errors.New("the answer is written as a heading")
	case labels(firstWord(text)) && label().MatchString(text) && !labelled(source, text):
		return fmt.Errorf("the answer begins with a label: %q", excerpt.Of(space.Fold(text), 40))
	}
	for _, mark := range [...]string{"***", "**", "__", "*", "`"} {
		inside, ok := between(text, mark, mark)
		if ok && !strings.Contains(inside, mark) && !strings.Contains(source, mark) {
			return fmt.Errorf("the answer stands between %s", mark)
		}
	}
	for _, marks := range [...][2]string{{`"`, `"`}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"»", "«"}} {
		inside, ok := between(text, marks[0], marks[1])
		if !ok {
			continue
		}
		added := !strings.ContainsAny(inside, marks[0]+marks[1])
		if strings.ContainsAny(source, quotes) {
			added = addsQuotes(source, inside)
		}
		if added {
			return errors.New("the answer stands between quotes")
		}
	}
	return nil
}

// addsQuotes reports whether an answer, which is inside and quotation marks around it, has these beside those of a
// source that quotes as well.
func addsQuotes(source, inside string) bool {
	n, own := quotesIn(inside), quotesIn(source)
	begins := beginsQuoted(source)
	switch {
	case n >= own, n >= 2 && own-n == 1: // its own are all inside; one may stand alone, and be mended
		if beginsQuoted(inside) == begins {
			return true
		}
	case n == 0: // all are lost
		if own == 1 && !begins && !endsQuoted(source) || quotesLittle(source) {
			return true
		}
	}
	twice := strings.IndexAny(inside, doubleQuotes) == 0
	return twice && !beginsQuotedTwice(source) || opensQuote(inside) && !begins
}

// labelled reports whether a source may begin with a label as its translation does: it has as many colons, and the
// first of them behind no more words.
func labelled(source, text string) bool {
	ahead, _, ok := strings.Cut(source, ":")
	own, _, _ := strings.Cut(text, ":")
	return ok && strings.Count(text, ":") <= strings.Count(source, ":") &&
		len(strings.Fields(ahead)) <= len(strings.Fields(own))
}

// The signs that quote, and those of them that do nothing else.
const (
	quotes       = "\"'“”„‟«»‹›‘’‚`"
	doubleQuotes = "\"“”„‟«»"
)

// quotesIn counts the signs that are quotation marks and nothing else.
func quotesIn(text string) int {
	n := 0
	for _, r := range text {
		if strings.ContainsRune(doubleQuotes, r) {
			n++
		}
	}
	return n
}

// quotesLittle reports whether less of a text stands between quotation marks than outside of them, and none at its
// beginning: then they may be lost in its translation, but do not come to stand around it.
func quotesLittle(text string) bool {
	if beginsQuoted(text) {
		return false
	}
	words := [2]int{} // outside, and quoted
	depth := 0        // how many quotations are open
	free := false     // one may open inside another: it is behind a space, or behind a mark that opens
	for i := strings.IndexAny(text, doubleQuotes); i >= 0; i = strings.IndexAny(text, doubleQuotes) {
		words[min(depth, 1)] += len(strings.Fields(text[:i]))
		if i > 0 {
			before, _ := utf8.DecodeLastRuneInString(text[:i])
			free = unicode.IsSpace(before)
		}
		mark, size := utf8.DecodeRuneInString(text[i:])
		text = text[i+size:]
		after, _ := utf8.DecodeRuneInString(text)
		free = depth == 0 || mark == '„' || free && unicode.IsLetter(after)
		if free {
			depth++
		} else {
			depth--
		}
	}
	words[min(depth, 1)] += len(strings.Fields(text))
	return depth == 0 && words[0] > words[1] && words[1] > 0
}

// beginsQuotedTwice reports whether two quotation marks stand at the beginning of a text.
func beginsQuotedTwice(text string) bool {
	rest := strings.TrimLeft(text, doubleQuotes)
	return utf8.RuneCountInString(text[:len(text)-len(rest)]) >= 2
}

// opensQuote reports whether the first quotation mark of a text opens what it quotes, and does not close it.
func opensQuote(text string) bool {
	i := strings.IndexAny(text, doubleQuotes)
	if i < 0 {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	_, size := utf8.DecodeRuneInString(text[i:])
	after, _ := utf8.DecodeRuneInString(text[i+size:])
	return unicode.IsSpace(before) && unicode.IsLetter(after)
}

func beginsQuoted(text string) bool { return strings.IndexAny(text, quotes) == 0 }

func endsQuoted(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, ".,;:!?… "))
	return strings.ContainsRune(quotes, last)
}

// between returns what stands between open at the beginning and end at the end of text.
func between(text, open, end string) (inside string, ok bool) {
	inside, ok = strings.CutPrefix(text, open)
	if ok {
		inside, ok = strings.CutSuffix(inside, end)
	}
	return inside, ok && inside != ""
}

// Controls rejects characters that are invisible and change the text around them: control characters other than white
// space, and overrides of the writing direction. Those of the source may stay.
func Controls(source, text string) error {
	if r, found := control.Added(text, source, isControl); found {
		return fmt.Errorf("the answer holds the control character %U", r)
	}
	return nil
}

func isControl(r rune) bool {
	return control.Is(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// checkBoth rejects an answer that holds the source text and its translation. Names may stand in their translations
// as they are, so there must be about as many words again beside the source.
func checkBoth(source, text string) error {
	if 4*len(text) < 5*len(source) {
		return nil // too little room for both
	}
	s, t := space.Fold(source), space.Fold(text)
	at := strings.Index(t, s)
	if s == "" || at < 0 || len(t) == len(s) {
		return nil
	}
	rest := space.Fold(t[:at] + " " + t[at+len(s):])
	if rest == s {
		return errors.New("the answer holds the source text twice")
	}
	if len(strings.Fields(s)) < 2 {
		return nil
	}
	if words(rest) >= max(2, (2*words(s)+2)/3) || words(rest) > 0 && repeatsNumbers(s, rest) {
		return errors.New("the answer holds the source text beside its translation")
	}
	return nil
}

// repeatsNumbers reports whether source holds numbers, such as "2.", and rest holds all of them again, perhaps as "2nd".
func repeatsNumbers(source, rest string) bool {
	again := map[string]bool{}
	for w := range strings.FieldsSeq(rest) {
		again[digits(w)] = true
	}
	found := false
	for w := range strings.FieldsSeq(source) {
		if n := digits(w); n != "" {
			if !again[n] {
				return false
			}
			found = true
		}
	}
	return found
}

// digits returns those of a word.
func digits(word string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, word)
}

// words counts the words of text that begin with a letter, behind quotation marks or brackets.
func words(text string) int {
	n := 0
	for _, w := range strings.Fields(text) {
		if r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, quotes+"([")); unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

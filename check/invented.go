package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check/internal/lexical"
	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
)

// Invented finds words of an English translation that do not exist.
var Invented = &Check{
	Name: "invented",
	Doc: `Invented words
A word of the English translation is in no word list, is hardly ever used in English, and is not in the source either,
or only with an ending that the translation has cut off: models that spell words in pieces make up some. Names inside a
sentence are left to the check of names.`,
	Run: invented,
}

func invented(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || env.to() != lang.English.Code || p.Target == "" || tooLong(p) {
		return nil
	}
	target := env.targetWords(p)
	var out []bitext.Finding
	folded := "" // the source, known from the first strange word on
	tried := 0
	for i := target.lexical.NextStrange(0); i >= 0 && tried < mostStrange; i = target.lexical.NextStrange(i + 1) {
		tried++
		at := target.Spans[i]
		text := strings.TrimSuffix(at.In(p.Target), "'s")
		first, _ := utf8.DecodeRuneInString(text)
		small := unicode.IsLower(first)
		if inAddress(p.Target, at) {
			continue
		}
		// Most of them are in the source as they are written; what a digit is glued to may be.
		if isWordOf(p.Source, text) || isWordOf(p.Source, text[:lexical.LettersOf(text)]) {
			continue
		}
		if folded == "" {
			folded = lexical.FoldName(p.Source)
		}
		name := lexical.FoldName(text)
		inside := strings.Contains(folded, name)
		ending, stands := endingOf(folded, name)
		plural := !stands && !small && isPlural(folded, name)
		message := "%q does not seem to be an English word"
		switch {
		case stands && ending == "",
			!small && !inside && !plural && lexical.InsideSentence(p.Target, at.Start),
			!small && stands && isNameIn(p, env, i, text, ending):
			continue
		case plural || !small && stands:
			message = "%q is a word from the source with its ending cut off"
		}
		f := bitext.Finding{Check: "invented", Severity: bitext.Warning, Source: linkedTo(p, at),
			Target:  &offset.Span{Start: at.Start, End: at.Start + len(text)},
			Message: fmt.Sprintf(message, text)}
		if !small || inside || lexical.IsFormed(text) {
			f.Severity = bitext.Info // it may be a name, a loan or new
		}
		if out = append(out, f); len(out) == 3 {
			break
		}
	}
	return out
}

// mostStrange is how many strange words are looked for in the source. No sentence has more.
const mostStrange = 50

// endingOf looks in a text for words that begin with w, both written in the same way, and returns the shortest ending
// that one of them has: "" where w itself is there. What is only a part of a longer word was cut out of it:
// "transozean" from "transozeanisch".
func endingOf(text, w string) (ending string, ok bool) {
	for from := 0; ; {
		i := strings.Index(text[from:], w)
		if i < 0 {
			return ending, ok
		}
		start, end := from+i, from+i+len(w)
		from = end
		if before, _ := utf8.DecodeLastRuneInString(text[:start]); isPart(before) {
			continue
		}
		rest := text[end:min(end+longestEnding+utf8.UTFMax, len(text))]
		if k := strings.IndexFunc(rest, func(r rune) bool { return !isPart(r) }); k >= 0 {
			rest = rest[:k]
		}
		if len(rest) <= longestEnding && (!ok || len(rest) < len(ending)) {
			ending, ok = rest, true
		}
	}
}

// isPart reports whether r is part of a word and not a mark beside it.
func isPart(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// isWordOf reports whether w is one of the words of a text.
func isWordOf(text, w string) bool {
	ending, ok := endingOf(text, w)
	return ok && ending == ""
}

// isPlural reports whether a name in an English text is one of the source with an English ending for a German one, both
// folded: "araukans" of "araukanern". English has names of its own for most peoples.
func isPlural(source, name string) bool {
	stem, ok := strings.CutSuffix(name, "s")
	if !ok || len(stem) < minPlural {
		return false
	}
	switch ending, _ := endingOf(source, stem); ending {
	case "en", "er", "ern", "ischen", "ische", "ischer":
		return true
	}
	return false
}

// minPlural is how many bytes a name must have, without the ending of its plural, to be distinguished from others.
const minPlural = 4

// nameEnding is how many letters other languages may add to a name: "Kowalski" in Polish "Kowalskiego".
const nameEnding = 4

// longestEnding is the length of the longest ending that inflection and derivation add to a German word: -ischen.
const longestEnding = 6

// isNameIn reports whether word i of the translation, text, may be a name to which the source has added that ending:
// "Aargau" in "Aargauer", "Kent" in "Kentische", "Ohlsdorf" in "Ohlsdorfs". In German, what has lost another ending is
// not a name: "Schimpans" of "Schimpansen". Neither is what has a genitive article before it, "Abendland" of "des
// Abendlandes", nor what has lost an s that is not a genitive's or is not made up for: "Nikolao" of "Nikolaos",
// "Horrock" of "Horrocks"; nor a place that English calls otherwise: "Brüssel" in "Brüsseler".
func isNameIn(p *bitext.Pair, env *Env, i int, text, ending string) bool {
	if !env.translatesGerman() {
		return len(ending) <= nameEnding
	}
	if strings.HasSuffix(text, "isch") || strings.HasSuffix(text, "ische") {
		return false
	}
	switch ending {
	case "s", "ers":
		return !hasArticle(p, env, text) && mayBeGenitive(p, env, text+ending) &&
			isGenitive(p.Target, env.targetWords(p).Spans, i)
	case "er", "ern", "erin":
		return !lexical.Partners().Renames(text)
	}
	adjective, ok := strings.CutPrefix(strings.TrimPrefix(ending, "i"), "sch")
	return ok && (adjective == "" || adjective[0] == 'e') && !lexical.Partners().Renames(text)
}

// isGenitive reports whether word i of an English text is a genitive: "Kent's", or "of" stands before it, with three
// words at most between them.
func isGenitive(s string, ws []offset.Span, i int) bool {
	if strings.HasSuffix(ws[i].In(s), "'s") || strings.HasPrefix(s[ws[i].End:], "'") {
		return true
	}
	return slices.ContainsFunc(ws[max(i-4, 0):i], func(w offset.Span) bool { return w.In(s) == "of" })
}

// mayBeGenitive reports whether a name of the source that ends with s may be a genitive, by its place. In "Nikolaos von
// Damaskus" and "von Jazeps Vitols gegründet" the s belongs to the name: no noun that is owned stands beside it.
func mayBeGenitive(p *bitext.Pair, env *Env, name string) bool {
	source := env.sourceWords(p)
	places := 0
	for i, at := range source.Spans {
		if at.In(p.Source) != name {
			continue
		}
		if places++; places > mostPlaces || source.ownerAt(i, p.Target) || source.ownedBefore(i) {
			return true
		}
	}
	return false
}

// A name is looked at in mostPlaces of the source, with mostNames of other names before it: no sentence has more, and
// each is looked up.
const (
	mostPlaces = 4
	mostNames  = 5
)

// ownerAt reports whether a noun may stand behind word i of a German text, with adjectives or other owners before it. A
// word that the translation keeps is the rest of a name, "Anastasios Pavlidis", unless it is quoted as a title is.
func (s *side) ownerAt(i int, translation string) bool {
	if i+1 == len(s.Spans) {
		return false
	}
	between, next := s.String[s.Spans[i].End:s.Spans[i+1].Start], s.Word(i+1)
	switch {
	case strings.Trim(between, " \"„“”‚‘»«") != "":
		return false
	case capitalised(s.String, s.Spans[i+1]):
		return between != " " || !isWordOf(translation, next)
	}
	return next == "und" || next == "oder" || next != "von" && strings.IndexByte("emnrs", next[len(next)-1]) >= 0
}

// ownedBefore reports whether a noun may stand before word i of a German text, with names between them: not where the
// sentence begins before all names, or with a word that no genitive follows.
func (s *side) ownedBefore(i int) bool {
	for k := i - 1; k >= 0; k-- {
		before := s.Word(k)
		if notOwned[strings.ToLower(before)] {
			return false
		}
		if i-k > mostNames || !capitalised(s.String, s.Spans[k]) || lexical.Partners().Renames(before) {
			return true
		}
	}
	return false
}

// notOwned are small words that the genitive of a name does not follow.
var notOwned = lang.WordSet(`
	von mit bei durch für gegen ohne um aus nach zu an auf in über unter vor als wie dass weil wenn aber auch doch nur
	schon sogar dann da so denn
`)

// hasArticle reports whether a word of the source begins with text and has a genitive article before it, with two words
// at most between them. The names of people hardly ever have one.
func hasArticle(p *bitext.Pair, env *Env, text string) bool {
	ws := env.sourceWords(p).Spans
	for i, at := range ws {
		if !strings.HasPrefix(at.In(p.Source), text) {
			continue
		}
		for _, before := range ws[max(i-3, 0):i] {
			switch strings.ToLower(before.In(p.Source)) {
			case "des", "eines", "dieses", "jenes", "jedes", "keines", "meines", "deines", "seines", "ihres", "unseres",
				"eures":
				return true
			}
		}
	}
	return false
}

// inAddress reports whether a word belongs to an address, a handle, a path, a file name or the like.
func inAddress(s string, at offset.Span) bool {
	before, next := byte(' '), byte(' ')
	if at.Start > 0 {
		before = s[at.Start-1]
	}
	if at.End < len(s) {
		next = s[at.End]
	}
	if (before == '/' || next == '/') && !isChoice(s, at) {
		return true
	}
	return strings.IndexByte("@#.\\_&<", before) >= 0 || strings.IndexByte("@\\=(", next) >= 0 ||
		(next == '.' || next == ':') && at.End+1 < len(s) && word.IsByte(s[at.End+1])
}

// isChoice reports whether what stands around a word between two spaces is two words with a slash between them.
func isChoice(s string, at offset.Span) bool {
	start := strings.LastIndexByte(s[:at.Start], ' ') + 1
	end := len(s)
	if i := strings.IndexByte(s[at.End:], ' '); i >= 0 {
		end = at.End + i
	}
	left, right, _ := strings.Cut(s[start:end], "/")
	return strings.IndexFunc(left, unicode.IsLetter) >= 0 && strings.IndexFunc(right, unicode.IsLetter) >= 0 &&
		!strings.ContainsAny(left, ":.@_~") && !strings.ContainsAny(right, "/@_")
}

// linkedTo returns the part of the source that a part of the target is linked with, nil where nothing is known.
func linkedTo(p *bitext.Pair, target offset.Span) *offset.Span {
	var found *offset.Span
	for _, l := range p.Links {
		if l.Target.End <= target.Start || l.Target.Start >= target.End || l.Source.End > len(p.Source) ||
			l.Source.Start >= l.Source.End {
			continue
		}
		if found == nil {
			found = new(l.Source)
			continue
		}
		found.Start, found.End = min(found.Start, l.Source.Start), max(found.End, l.Source.End)
	}
	return found
}

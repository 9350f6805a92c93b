package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/lazyregexp"
	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
)

// classify gives every block of a plain text its kind. The guesses are cautious: what carries no clear sign is a
// paragraph. Cells are the indices of blocks that are cells; the others are not judged by them.
func classify(text string, blocks []offset.Span, cells []int) []Kind {
	kinds := make([]Kind, len(blocks))
	for _, i := range cells {
		kinds[i] = Cell
	}
	labels := map[string]int{}
	for i, b := range blocks {
		if l := speakerLabel(b.In(text)); l != "" && kinds[i] != Cell {
			labels[l]++
		}
	}
	turns := 0
	for _, n := range labels {
		if n > 1 {
			turns += n
		}
	}
	for i, b := range blocks {
		if kinds[i] == Cell {
			continue
		}
		t := b.In(text)
		label := speakerLabel(t)
		switch {
		case isAttribution(t):
			kinds[i] = Tweet
			if i > 0 && kinds[i-1] != Action && kinds[i-1] != Cell && !separated(text, blocks[i-1], b) {
				kinds[i-1] = Tweet
			}
		case strings.Contains(t, "pic.twitter.com/") || strings.Contains(t, "https://t.co/"):
			kinds[i] = Tweet
		case isAction(t):
			kinds[i] = Action
		case isCaption(t):
			kinds[i] = Caption
		case listMarker(t) > 0:
			kinds[i] = ListItem
		case label != "" && (labels[label] > 1 || turns > 1):
			kinds[i] = Turn
		case strings.HasPrefix(t, "> "):
			kinds[i] = Quote
		case len(blocks) > 1 && isHeading(t):
			kinds[i] = Heading
		default:
			kinds[i] = Paragraph
		}
	}
	return kinds
}

// separated reports whether a blank line lies between two blocks.
func separated(text string, a, b offset.Span) bool {
	return strings.Count(text[a.End:b.Start], "\n") > 1
}

// attribution is the line below an embedded tweet: a dash, the name, the handle in brackets, and mostly the date.
var attribution = lazyregexp.New(`^(?:—|–|--|&mdash;) ?.{0,100}\(@\w{1,30}\)`)

func isAttribution(line string) bool {
	return (strings.HasPrefix(line, "—") || strings.HasPrefix(line, "–") ||
		strings.HasPrefix(line, "--") || strings.HasPrefix(line, "&mdash;")) &&
		attribution().MatchString(line)
}

// actionStarts are what call-to-action lines start with, in lower case.
var actionStarts = []string{
	"lesen sie mehr", "lesen sie auch", "lesen sie dazu", "lesen sie hier", "lesen sie weiter", "lies auch",
	"lies mehr", "mehr zum thema", "mehr dazu", "mehr lesen",
	"hier weiterlesen", "weiterlesen", "auch interessant", "das könnte sie auch interessieren", "zum thema",
	"siehe auch", "sehen sie auch", "hören sie auch",
	"abonnieren sie", "folgen sie uns", "read more", "read also", "also read", "more on this", "see also",
	"subscribe to",
}

func isAction(t string) bool {
	if len(t) > 400 {
		return false
	}
	low := strings.ToLower(t[:min(len(t), 60)])
	for _, a := range actionStarts {
		rest, ok := strings.CutPrefix(low, a)
		if !ok {
			continue
		}
		if head, _, found := strings.Cut(rest, ":"); found && len(head) < 25 && !strings.ContainsAny(head, ".!?") {
			return true
		}
		rest = strings.TrimLeft(rest, " ")
		if rest == "" || strings.HasPrefix(rest, "–") || strings.HasPrefix(rest, "—") ||
			strings.HasPrefix(rest, "- ") ||
			strings.HasPrefix(rest, "|") ||
			strings.HasPrefix(rest, ">") ||
			strings.HasPrefix(rest, "→") {
			return true
		}
	}
	return false
}

var captionStarts = []string{
	"Foto:", "Fotos:", "Bild:", "Bilder:", "Grafik:", "Karte:", "Video:", "Archivbild:", "Archivfoto:", "Symbolbild:",
	"Symbolfoto:", "Bildunterschrift:", "Quelle:", "©", "Photo:", "Image:", "Credit:",
}

func isCaption(t string) bool {
	if len(t) > 400 {
		return false
	}
	t = strings.TrimLeft(t, "([ ")
	for _, c := range captionStarts {
		if strings.HasPrefix(t, c) {
			return true
		}
	}
	return false
}

// listMarker returns the length of the bullet or number that starts a list item, the white space after it included; 0
// if there is none.
func listMarker(t string) int {
	for _, b := range []string{"• ", "•\t", "- ", "* ", "+ ", "‣ ", "◦ ", "▪ ", "■ ", "● ", "○ ", "· ", "→ "} {
		if strings.HasPrefix(t, b) && len(t) > len(b) {
			return len(b)
		}
	}
	n := 0
	for n < len(t) && n < 3 && t[n] >= '0' && t[n] <= '9' {
		n++
	}
	if n == 0 && len(t) > 1 && t[0] >= 'a' && t[0] <= 'z' && t[1] == ')' {
		n = 1
	}
	if n > 0 && len(t) > n+2 && (t[n] == '.' && t[0] <= '9' || t[n] == ')') && t[n+1] == ' ' {
		// A number and a small word are the rest of a sentence or a date, "3. Oktober" is a date too.
		rest := t[n+2:]
		if r, _ := utf8.DecodeRuneInString(rest); t[n] == '.' && (unicode.IsLower(r) || isMonth(firstWord(rest))) {
			return 0
		}
		return n + 2
	}
	return 0
}

func firstWord(t string) string {
	for i, r := range t {
		if !unicode.IsLetter(r) {
			return t[:i]
		}
		if i > 40 {
			return ""
		}
	}
	return t
}

// speakerLabel returns the name before the colon of a turn of speech: one to four words, the first with a capital
// letter, at the start of a block that goes on.
func speakerLabel(t string) string {
	i := strings.IndexByte(t[:min(len(t), 48)], ':')
	if i < 1 || i+2 >= len(t) || t[i+1] != ' ' && t[i+1] != '\n' && t[i+1] != '\t' && t[i+1] != '\r' {
		return ""
	}
	label := t[:i]
	if r, _ := utf8.DecodeRuneInString(label); !unicode.IsUpper(r) {
		return ""
	}
	if strings.ContainsAny(label, "„“”\"»«!?,;/") || strings.Count(label, " ") > 3 {
		return ""
	}
	return label
}

// markTurns makes turns of the paragraphs of a document in which speakers have names in capitals: one that occurs more
// than once shows that they are speakers.
func markTurns(blocks []Block) {
	var labelled []int
	count := map[string]int{}
	most := 0
	for i := range blocks {
		b := &blocks[i]
		if b.Kind != Paragraph {
			continue
		}
		text := placeholder.Trim(b.Text)
		label, rest, _ := strings.Cut(text[:min(len(text), 48)], ":")
		if label != strings.ToUpper(label) || speakerLabel(label+":"+placeholder.Trim(rest)) == "" {
			continue
		}
		labelled = append(labelled, i)
		count[label]++
		most = max(most, count[label])
	}
	if most < 2 {
		return
	}
	for _, i := range labelled {
		blocks[i].Kind = Turn
	}
}

// isHeading reports whether a block reads like a headline: short, one sentence at most, no full stop at its end.
func isHeading(t string) bool {
	if len(t) > 240 || utf8.RuneCountInString(t) > 160 || strings.ContainsAny(t, "\r\n") {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(t, "“”\"»«‘’)"))
	switch last {
	case '.', '!', '…', ':', ';', ',':
		return false
	}
	// Two sentences, the last of them cut off, are a paragraph; a short word before the full stop is an ordinal or an
	// abbreviation.
	if i := strings.LastIndex(t, ". "); i > 0 && len(t[strings.LastIndexByte(t[:i], ' ')+1:i]) > 4 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t)
	return !unicode.IsLower(r) && (last != '?' || !strings.Contains(t, "? "))
}

package document

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/offset"
)

// SRT is the format of SubRip subtitles. Every cue is a block; numbers and times stay as they are, tags become
// placeholders.
var SRT = &Format{
	Name: "srt", Exts: []string{".srt"},
	Parse: func(name string, src []byte, split Splitter) (*Document, error) {
		return parseCues("srt", name, src, split)
	},
	Render: cueRenderer(strings.NewReplacer("-->", "->")),
}

// WebVTT is the format of subtitles of the web, with its notes, styles and regions left alone.
var WebVTT = &Format{
	Name: "vtt", Exts: []string{".vtt"},
	Parse: func(name string, src []byte, split Splitter) (*Document, error) {
		if !strings.HasPrefix(strings.TrimPrefix(string(src[:min(len(src), 16)]), bom), "WEBVTT") {
			return nil, &Error{
				Line: 1,
				What: "not a WebVTT file: it does not start with WEBVTT",
				Hint: "if it is an SRT file, give it the extension .srt",
			}
		}
		return parseCues("vtt", name, src, split)
	},
	Render: cueRenderer(htmlEscaper),
}

// cueTimes is the line that begins a cue, whatever stands before it.
var cueTimes = regexp.MustCompile(`^[ \t]*([0-9:.,]+)[ \t]*-->[ \t]*([0-9:.,]+)`)

// cueNumber is the line before it, which may be missing.
var cueNumber = regexp.MustCompile(`^[ \t]*[0-9]+[ \t]*$`)

// parseCues reads what both formats have in common: lines of times, each with the text below it. Blank lines mostly
// separate the cues, but there are files without them, and cues with blank lines inside.
func parseCues(format, name string, src []byte, split Splitter) (*Document, error) {
	b := builder{source: string(src), split: split, kind: Cue}
	inCue, blank, groups := false, true, 0
	for at := 0; at < len(src); {
		end, next := lineEnd(b.source, at)
		line := strings.TrimPrefix(b.source[at:end], bom)
		after, _ := lineEnd(b.source, next)
		text := strings.TrimSpace(line)
		switch {
		case text == "":
			b.finish()
		case cueTimes.MatchString(line):
			b.finish()
			inCue = true
			groups++
			times := cueTimes.FindStringSubmatch(line)
			b.seconds = between(times[1], times[2])
		case cueTimes.MatchString(b.source[next:after]) &&
			(cueNumber.MatchString(line) || blank && format == "vtt"):
			b.finish()
			inCue = false
		case blank && format == "vtt" && (text == "NOTE" || text == "STYLE" || text == "REGION" ||
			strings.HasPrefix(text, "NOTE ")):
			inCue = false
		case inCue:
			if !b.empty() {
				addCueBreak(&b, at)
			}
			addCueText(&b, offset.Span{Start: at, End: end}, format == "vtt")
		}
		blank = text == ""
		at = next
	}
	b.finish()
	if groups == 0 && strings.TrimSpace(b.source) != "" && format == "srt" {
		return nil, &Error{
			Line: 1,
			What: "not an SRT file: no line of times such as 00:00:01,000 --> 00:00:02,500 in it",
			Hint: "if it is plain text, give it the extension .txt",
		}
	}
	return &Document{Name: name, Format: format, Source: src, Blocks: b.blocks}, nil
}

// lineEnd returns the end of the line that starts at i, without its line break, and where the next one starts.
func lineEnd(text string, i int) (end, next int) {
	n := strings.IndexByte(text[i:], '\n')
	if n < 0 {
		return len(text), len(text)
	}
	end = i + n
	if end > i && text[end-1] == '\r' {
		return end - 1, end + 1
	}
	return end, end + 1
}

// addCueBreak adds the line break before at.
func addCueBreak(b *builder, at int) {
	start := at - 1
	if start > 0 && b.source[start-1] == '\r' {
		start--
	}
	b.add(offset.Span{Start: start, End: at})
}

// addCueText adds a line of a cue: tags in angle brackets and the "{\an8}" of SubRip become placeholders, and what
// breaks a line in other formats breaks it here, too.
func addCueText(b *builder, s offset.Span, references bool) {
	line := s.In(b.source)
	lastBracket, lastBrace := strings.LastIndexByte(line, '>'), strings.LastIndexByte(line, '}')
	done := 0
	flush := func(end int) { b.add(offset.Span{Start: s.Start + done, End: s.Start + end}) }
	for i := 0; i < len(line); {
		var n int
		switch {
		case line[i] == '<' && i < lastBracket:
			n = cueTag(line[i:])
		case line[i] == '{' && i < lastBrace && line[i+1] == '\\':
			n = strings.IndexByte(line[i:], '}') + 1
		case line[i] == '\\' && !references:
			if read := cueEscape(line, i); read != "" {
				flush(i)
				b.addAs(read, offset.Span{Start: s.Start + i, End: s.Start + i + 2})
				i += 2
				done = i
				continue
			}
		case line[i] == '&' && references:
			k, read := reference(line[i:])
			if k > 0 {
				flush(i)
				b.addAs(read, offset.Span{Start: s.Start + i, End: s.Start + i + k})
				i += k
				done = i
				continue
			}
		}
		if n == 0 {
			i++
			continue
		}
		flush(i)
		tag := offset.Span{Start: s.Start + i, End: s.Start + i + n}
		switch name := cueTagName(line[i : i+n]); {
		case name == "":
			b.alone(tag)
		case line[i+1] == '/':
			b.end(name, tag)
		default:
			b.start(name, tag)
		}
		i += n
		done = i
	}
	flush(len(line))
}

// cueEscape returns what "\N", "\n" or "\h" at i stands for: the end of a line, or a space where none ends; empty for
// anything else, such as the path "C:\name".
func cueEscape(line string, i int) string {
	if i+1 == len(line) || i > 0 && line[i-1] == ':' {
		return ""
	}
	switch line[i+1] {
	case 'N', 'n':
		return "\n"
	case 'h':
		return " "
	}
	return ""
}

// cueTag returns the length of the tag that s starts with; 0 if it is not a tag. There is a ">" in s.
func cueTag(s string) int {
	if s[1] != '/' && !wordByte(s[1]) {
		return 0
	}
	return strings.IndexByte(s, '>') + 1
}

// cueTagName returns the name of a tag that opens or closes an element; empty for a time stamp and for what is not in
// angle brackets.
func cueTagName(t string) string {
	t = strings.TrimPrefix(strings.Trim(t, "<>"), "/")
	n := 0
	for n < len(t) && (t[n]|0x20 >= 'a' && t[n]|0x20 <= 'z') {
		n++
	}
	return strings.ToLower(t[:n])
}

// CueWidth is the usual length of a line of subtitles, in characters: the limit of Netflix's Timed Text Style Guide.
const CueWidth = 42

// CueLines returns the lines in which the translation of a sentence of a cue is written, each but the last with a line
// break behind it: two where it is longer than CueWidth and its source has a line break.
func CueLines(source, target string) string {
	target = space.Fold(target)
	if utf8.RuneCountInString(target) > CueWidth && strings.Contains(source, "\n") {
		return breakMiddle(target, "\n")
	}
	return target
}

// cueRenderer returns the Render of a format of subtitles whose text is written by escaper.
func cueRenderer(escaper *strings.Replacer) func(*Document, func(block, sentence int) string) ([]byte, error) {
	return func(d *Document, target func(block, sentence int) string) ([]byte, error) {
		return renderCues(d, target, escaper)
	}
}

func renderCues(d *Document, target func(block, sentence int) string, escaper *strings.Replacer) ([]byte, error) {
	d = withValues(d, target)
	return splice(d, target, func(b *Block, sentence int, target string) (string, error) {
		target = space.Fold(target) // a blank line would end the cue
		m := marksOf(d.Source, b, sentence)
		out := m.encode(target, func(text string, _ bool) string { return escaper.Replace(text) })
		if br := lineBreak(d, b, sentence); br != "" && utf8.RuneCountInString(target) > CueWidth {
			out = breakMiddle(out, br)
		}
		return out, nil
	})
}

// lineBreak returns the source of the first line break in a sentence.
func lineBreak(d *Document, b *Block, sentence int) string {
	s := b.Sentences[sentence]
	i := strings.IndexByte(s.In(b.Text), '\n')
	if i < 0 {
		return ""
	}
	i += s.Start
	if p := b.Pieces[b.pieceAt(i)]; p.Text.Len() != p.Source.Len() {
		return string(d.Source[p.Source.Start:p.Source.End])
	}
	if i > 0 && b.Text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// breakMiddle puts a line break in the place of the space nearest to the middle of s that is in no tag.
func breakMiddle(s, br string) string {
	best, inTag := -1, false
	for i := range len(s) {
		switch s[i] {
		case '<', '{':
			inTag = true
		case '>', '}':
			inTag = false
		case ' ':
			if !inTag && (best < 0 || abs(i-len(s)/2) < abs(best-len(s)/2)) {
				best = i
			}
		}
	}
	if best < 0 {
		return s
	}
	return s[:best] + br + s[best+1:]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

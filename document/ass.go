package document

import (
	"regexp"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// ASS is the format of subtitles of SubStation Alpha. The text of every dialogue is a block; styles, times, comments
// and drawings stay as they are, and overrides in braces become placeholders.
var ASS = &Format{
	Name: "ass", Exts: []string{".ass", ".ssa"},
	Parse:  parseASS,
	Render: cueRenderer(strings.NewReplacer("{", "(", "}", ")", "\\", "/")),
}

// assFields are the fields before the text of an event, where no line names them.
const assFields = 9

func parseASS(name string, src []byte, split Splitter) (*Document, error) {
	b := builder{source: string(src), split: split, kind: Cue}
	section, fields, sections := "", assFields, 0
	start, stop := 1, 2 // fields of the times
	for at := 0; at < len(src); {
		end, next := lineEnd(b.source, at)
		line := b.source[at:end]
		switch key, value, _ := strings.Cut(line, ":"); {
		case strings.HasPrefix(strings.TrimPrefix(line, bom), "["):
			section = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(line, bom)))
			sections++
		case section != "[events]":
		case key == "Format":
			names := strings.Split(value, ",")
			field := func(want string, usual int) int {
				is := func(name string) bool { return strings.EqualFold(strings.TrimSpace(name), want) }
				if i := slices.IndexFunc(names, is); i >= 0 {
					return i
				}
				return usual
			}
			fields, start, stop = field("text", fields), field("start", start), field("end", stop)
		case key == "Dialogue":
			if text := behindCommas(b.source, at+len(key)+1, end, fields); text > 0 {
				values := strings.SplitN(value, ",", max(start, stop)+2)
				b.seconds = 0
				if len(values) > max(start, stop) {
					b.seconds = between(values[start], values[stop])
				}
				addASSText(&b, offset.Span{Start: text, End: end})
				b.finish()
			}
		}
		at = next
	}
	if sections == 0 && strings.TrimSpace(b.source) != "" {
		return nil, &Error{
			Line: 1,
			What: "not an ASS file: no section such as [Events] in it",
			Hint: "if it is an SRT file, give it the extension .srt",
		}
	}
	return &Document{Name: name, Format: "ass", Source: src, Blocks: b.blocks}, nil
}

// behindCommas returns where source goes on behind n commas between start and end; 0 if there are fewer.
func behindCommas(source string, start, end, n int) int {
	for ; n > 0; n-- {
		i := strings.IndexByte(source[start:end], ',')
		if i < 0 {
			return 0
		}
		start += i + 1
	}
	return start
}

var (
	assDrawing = regexp.MustCompile(`\\p([0-9]+)`)
	assKaraoke = regexp.MustCompile(`^\{\\[kK][fo]?[0-9.]+\}$`)
	assSwitch  = regexp.MustCompile(`^\{\\([bius])([01])\}$`)
)

// addASSText adds the text of a dialogue. What is sung syllable by syllable is one word again.
func addASSText(b *builder, s offset.Span) {
	text := s.In(b.source)
	drawing := -1 // where one starts
	lastBrace := strings.LastIndexByte(text, '}')
	done := 0
	span := func(from, to int) offset.Span { return offset.Span{Start: s.Start + from, End: s.Start + to} }
	for i := 0; i < len(text); {
		switch {
		case text[i] == '{' && i < lastBrace:
			end := i + strings.IndexByte(text[i:], '}') + 1
			override := text[i:end]
			if scale := assDrawing.FindStringSubmatch(override); scale != nil && (scale[1] != "0") != (drawing >= 0) {
				if drawing < 0 {
					b.add(span(done, i))
					drawing, done = i, i
				} else {
					b.alone(span(drawing, end))
					drawing, done = -1, end
				}
				i = end
				continue
			}
			if drawing < 0 {
				b.add(span(done, i))
				done = end
				switch parts := assSwitch.FindStringSubmatch(override); {
				case assKaraoke.MatchString(override):
					if !b.empty() {
						b.addAs("", span(i, end))
					}
				case parts != nil && parts[2] == "1":
					b.start(parts[1], span(i, end))
				case parts != nil:
					b.end(parts[1], span(i, end))
				default:
					b.alone(span(i, end))
				}
			}
			i = end
		case text[i] == '\\' && drawing < 0 && cueEscape(text, i) != "":
			b.add(span(done, i))
			b.addAs(cueEscape(text, i), span(i, i+2))
			i += 2
			done = i
		default:
			i++
		}
	}
	if drawing < 0 {
		b.add(span(done, len(text)))
	}
}

package bitext

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// wmtColumns are the columns of WMT's MQM data (github.com/google/wmt-mqm-human-evaluation): doc_id counts the segments
// of a document, seg_id those of all.
const wmtColumns = "system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity\n"

// A planted translation belongs to no system; this stands after the system's name.
const plantedSystem = "#attention-check"

// WriteWMT writes annotations as WMT's MQM data: a table with a line for each error, which stands between <v> and </v>
// in source or target, and one for each translation without. Annotations should come from [Standing]. Those of ESA have
// "Other" as the category, and lose their scores. Fields cannot hold tabs and line breaks, which become spaces; one
// that a spreadsheet would take for a formula begins with a backslash.
func WriteWMT(w io.Writer, annotations []Annotation) error {
	buf := bufio.NewWriter(w)
	buf.WriteString(wmtColumns)
	segments := map[string]int{}
	for i := range annotations {
		a := &annotations[i]
		segment := a.Segment()
		if segments[segment] == 0 {
			segments[segment] = len(segments) + 1
		}
		system := a.System
		if a.Planted != nil {
			system += plantedSystem
		}
		line := func(source, target, category, severity string) {
			fields := [...]string{
				system, a.Document, strconv.Itoa(a.Number), strconv.Itoa(segments[segment]), a.Who,
				source, target, category, severity,
			}
			for k, f := range fields {
				if k > 0 {
					buf.WriteByte('\t')
				}
				if formula("", f) {
					buf.WriteByte('\\')
				}
				wmtField.WriteString(buf, f)
			}
			buf.WriteByte('\n')
		}
		if len(a.Marks) == 0 {
			line(a.Source, a.Target, "No-error", "no-error")
		}
		for _, m := range a.Marks {
			category := m.Category
			if category == "" {
				category = "Other"
			}
			target := m.Target
			if m.Category == NonTranslation {
				target = &offset.Span{End: len(a.Target)}
			}
			line(marked(a.Source, m.Source), marked(a.Target, target), category,
				strings.ToUpper(m.Severity[:1])+m.Severity[1:])
		}
	}
	return buf.Flush()
}

var wmtField = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ", "\u2028", " ", "\u2029", " ")

func marked(text string, s *offset.Span) string {
	if s == nil {
		return text
	}
	return text[:s.Start] + "<v>" + s.In(text) + "</v>" + text[s.End:]
}

// What Pearmut writes for each document that a person is through with. Here a document is one segment of one system.
type (
	pearmutLine struct {
		User       string                         `json:"user_id"`
		Item       int                            `json:"item_i"`
		Items      []pearmutItem                  `json:"item"`
		Annotation []map[string]pearmutAnnotation `json:"annotation"`
	}
	pearmutItem struct {
		Source     string                            `json:"src"`
		Target     map[string]string                 `json:"tgt"`
		Document   string                            `json:"doc_id"`
		Segment    int                               `json:"seg_id"`
		Languages  string                            `json:"lp"`
		Validation map[string][]map[string][]planted `json:"validation,omitempty"`
	}
	planted struct {
		Start [2]int `json:"start_i"` // first and last place where a mark may start
		End   [2]int `json:"end_i"`
	}
	pearmutAnnotation struct {
		Score *float64      `json:"score"`
		Spans []pearmutSpan `json:"error_spans"`
	}
	pearmutSpan struct {
		Start    any     `json:"start_i"` // the number of a character, or "missing" for what the target lacks
		End      any     `json:"end_i"`   // of the last character
		Severity string  `json:"severity"`
		Category *string `json:"category"`
		Source   []int   `json:"src_i,omitempty"` // first and last character in the source: an addition of ours
	}
)

// WritePearmut writes annotations as the log of Pearmut (github.com/zouharvi/pearmut), JSON Lines with offsets in
// characters and the last character of a span in it. Annotations should come from [Standing].
func WritePearmut(w io.Writer, annotations []Annotation) error {
	buf := bufio.NewWriter(w)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	items := map[string]int{} // of each person so far
	for i := range annotations {
		a := &annotations[i]
		item := pearmutItem{
			Source:    a.Source,
			Target:    map[string]string{a.System: a.Target},
			Document:  a.Document,
			Segment:   a.Number,
			Languages: a.From + "-" + a.To,
		}
		if a.Planted != nil {
			first, last := characters(a.Target, *a.Planted)
			total := utf8.RuneCountInString(a.Target)
			item.Validation = map[string][]map[string][]planted{
				a.System: {{"error_spans": {{Start: [2]int{0, last}, End: [2]int{first, total - 1}}}}},
			}
		}
		said := pearmutAnnotation{Score: a.Score, Spans: []pearmutSpan{}}
		for _, m := range a.Marks {
			span := pearmutSpan{Start: "missing", End: "missing", Severity: m.Severity}
			if m.Category != "" {
				span.Category = &m.Category
			}
			switch {
			case m.Target != nil:
				span.Start, span.End = characters(a.Target, *m.Target)
			case m.Source != nil:
				first, last := characters(a.Source, *m.Source)
				span.Source = []int{first, last}
			case a.Target != "":
				span.Start, span.End = 0, utf8.RuneCountInString(a.Target)-1
			}
			said.Spans = append(said.Spans, span)
		}
		line := pearmutLine{
			User:       a.Who,
			Item:       items[a.Who],
			Items:      []pearmutItem{item},
			Annotation: []map[string]pearmutAnnotation{{a.System: said}},
		}
		items[a.Who]++
		if err := enc.Encode(&line); err != nil {
			return fmt.Errorf("writing the annotation of %s, segment %d: %w", a.Document, a.Number, err)
		}
	}
	return buf.Flush()
}

// characters returns the numbers of the first and the last character of a span.
func characters(text string, s offset.Span) (first, last int) {
	first = utf8.RuneCountInString(text[:s.Start])
	return first, first + utf8.RuneCountInString(s.In(text)) - 1
}

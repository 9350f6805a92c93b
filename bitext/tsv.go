package bitext

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
)

// TSV is a table with a header line, tabs between fields and no quoting. Tab, line feed, carriage return and
// backslash are written \t, \n, \r and \\. A text that a spreadsheet would take for a formula, since it begins with
// = + - or @, begins with a backslash.
var TSV = &Format{
	Name:  "tsv",
	Ext:   ".tsv",
	Doc:   "a table for spreadsheets and scripts; leaves out places in the source, runs and links",
	Write: writeTSV,
	Read:  readTSV,
}

var tsvColumns = []string{
	"document", "id", "source", "target", "state", "score", "risk", "action", "lang", "block", "kind", "origin",
	"machine", "reason", "error", "findings",
}

var tsvEscape = strings.NewReplacer("\t", `\t`, "\n", `\n`, "\r", `\r`, `\`, `\\`)
var tsvUnescape = strings.NewReplacer(
	`\t`, "\t", `\n`, "\n", `\r`, "\r", `\\`, `\`,
	`\=`, "=", `\+`, "+", `\-`, "-", `\@`, "@",
)

// formula reports whether a spreadsheet would take the text of a column for a formula. Numbers may begin with a sign.
func formula(column, text string) bool {
	switch column {
	case "score", "risk", "block":
		return false
	}
	return text != "" && strings.IndexByte("=+-@", text[0]) >= 0
}

func writeTSV(w io.Writer, docs iter.Seq2[*Bitext, error]) error {
	buf := bufio.NewWriter(w)
	buf.WriteString(strings.Join(tsvColumns, "\t") + "\n")
	for b, err := range docs {
		if err != nil {
			return err
		}
		for i := range b.Pairs {
			p := &b.Pairs[i]
			var findings []string
			for _, f := range p.Findings {
				findings = append(findings, string(f.Severity)+" "+f.Check+": "+f.Message)
			}
			fields := [...]string{
				b.Document,
				p.ID,
				p.Source,
				p.Target,
				string(p.State),
				decimal(p.Score),
				decimal(p.Risk),
				string(p.Action),
				p.Lang,
				strconv.Itoa(p.Block),
				p.Kind,
				p.Origin,
				p.Machine,
				p.Reason,
				p.Error,
				strings.Join(findings, "; "),
			}
			for j, f := range fields {
				if j > 0 {
					buf.WriteByte('\t')
				}
				if formula(tsvColumns[j], f) {
					buf.WriteByte('\\')
				}
				tsvEscape.WriteString(buf, f)
			}
			if err := buf.WriteByte('\n'); err != nil {
				return err
			}
		}
	}
	return buf.Flush()
}

// decimal writes a number that may be missing in its shortest form.
func decimal(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'g', -1, 64)
}

func readTSV(r io.Reader, name string) ([]*Bitext, error) {
	lines := lineReader{r: bufio.NewReaderSize(r, 64<<10), name: name, raw: true}
	var problems []*LineError
	problem := func(format string, args ...any) {
		problems = append(problems, &LineError{name, lines.number, fmt.Errorf(format, args...)})
	}
	head, err := lines.next()
	if err == io.EOF {
		return nil, &LineError{name, 1, errors.New("empty file; a table starts with a line of column names")}
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	columns := strings.Split(string(head), "\t")
	at := make(map[string]int, len(columns))
	for i, c := range columns {
		at[strings.ToLower(strings.TrimSpace(c))] = i
	}
	for _, need := range []string{"source", "target"} {
		if _, ok := at[need]; !ok {
			return nil, &LineError{
				name,
				1,
				fmt.Errorf("no column %q; the first line must name the columns, such as source and target", need),
			}
		}
	}
	var out []*Bitext
	for {
		line, err := lines.next()
		if err == io.EOF {
			return out, joined(problems)
		}
		if err == errTooLong {
			problem("line is longer than %d MiB; skipped", MaxLine>>20)
			continue
		}
		if err != nil {
			return out, errors.Join(joined(problems), fmt.Errorf("reading %s: %w", name, err))
		}
		if len(line) == 0 {
			continue
		}
		fields := strings.Split(string(line), "\t")
		if len(fields) != len(columns) {
			problem("%d fields where the header has %d; line skipped", len(fields), len(columns))
			continue
		}
		get := func(column string) string {
			if i, ok := at[column]; ok {
				return tsvUnescape.Replace(fields[i])
			}
			return ""
		}
		h := Header{Satzpaar: Version, Document: get("document"), Format: "tsv", Encoding: "utf-8"}
		if h.Document == "" {
			h.Document = name
		}
		if err := h.mend(); err != nil && get("document") != "" {
			problem("%v", err)
		}
		if len(out) == 0 || out[len(out)-1].Document != h.Document {
			out = append(out, &Bitext{Header: h})
		}
		b := out[len(out)-1]
		p := Pair{
			ID:      get("id"),
			Source:  get("source"),
			Target:  get("target"),
			State:   State(get("state")),
			Action:  Action(get("action")),
			Lang:    get("lang"),
			Kind:    get("kind"),
			Origin:  get("origin"),
			Machine: get("machine"),
			Reason:  get("reason"),
			Error:   get("error"),
		}
		if s := get("block"); s != "" {
			if p.Block, err = strconv.Atoi(s); err != nil {
				problem("block %q is not a number", s)
			}
		}
		for column, value := range map[string]**float64{"score": &p.Score, "risk": &p.Risk} {
			if s := get(column); s != "" {
				v, err := strconv.ParseFloat(s, 64)
				if err != nil {
					problem("%s %q is not a number", column, s)
					continue
				}
				*value = &v
			}
		}
		if err := complete(&p, len(b.Pairs)); err != nil {
			problem("%w", err)
		}
		b.Pairs = append(b.Pairs, p)
	}
}

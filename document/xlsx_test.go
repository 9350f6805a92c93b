package document

import (
	"fmt"
	"strings"
	"testing"
)

// workbookFile returns a workbook with one sheet of the given rows, and a table over them. A cell that begins with "="
// is a formula, one with "'" stands in the sheet itself, others are shared texts.
func workbookFile(tb testing.TB, total string, rows ...[]string) []byte {
	tb.Helper()
	return calculatedFile(tb, "", total, rows...)
}

// calculatedFile is workbookFile with a formula for new rows of the last column.
func calculatedFile(tb testing.TB, formula, total string, rows ...[]string) []byte {
	tb.Helper()
	const spaces = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	var shared, sheet, columns strings.Builder
	count := 0
	for r, row := range rows {
		fmt.Fprintf(&sheet, `<row r="%d">`, r+1)
		for c, text := range row {
			at := fmt.Sprintf(`<c r="%c%d"`, 'A'+c, r+1)
			switch {
			case strings.HasPrefix(text, "="):
				fmt.Fprintf(&sheet, `%s><f>%s</f><v>1</v></c>`, at, text[1:])
			case strings.HasPrefix(text, "'"):
				fmt.Fprintf(&sheet, `%s t="inlineStr"><is><t>%s</t></is></c>`, at, text[1:])
			default:
				fmt.Fprintf(&sheet, `%s t="s"><v>%d</v></c>`, at, count)
				fmt.Fprintf(&shared, `<si><t>%s</t></si>`, text)
				count++
			}
		}
		sheet.WriteString(`</row>`)
	}
	for c, text := range rows[0] {
		label := ""
		if c == 0 && total != "" {
			label = ` totalsRowLabel="` + total + `"`
		}
		end := "/>"
		if formula != "" && c == len(rows[0])-1 {
			end = "><calculatedColumnFormula>" + formula + "</calculatedColumnFormula></tableColumn>"
		}
		fmt.Fprintf(&columns, `<tableColumn id="%d" name="%s"%s%s`, c+1, strings.TrimPrefix(text, "'"), label, end)
	}
	totals := 0
	if total != "" {
		totals = 1
	}
	return zipped(tb, "[Content_Types].xml", "<Types/>", "_rels/.rels", pointers("officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml", "<workbook"+spaces+`><sheets><sheet name="Kasse"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", pointers("worksheet", "worksheets/s.xml", "sharedStrings", "shared.xml"),
		"xl/shared.xml", "<sst"+spaces+">"+shared.String()+"</sst>",
		"xl/worksheets/s.xml", "<worksheet"+spaces+"><sheetData>"+sheet.String()+"</sheetData></worksheet>",
		"xl/worksheets/_rels/s.xml.rels", pointers("table", "../tables/t.xml"),
		"xl/tables/t.xml", fmt.Sprintf(`<table%s ref="A1:%c%d" totalsRowCount="%d"><tableColumns>%s</tableColumns></table>`,
			spaces, 'A'+len(rows[0])-1, len(rows), totals, columns.String()))
}

// pointers returns a part that points to others, given as kinds and targets in turn.
func pointers(pairs ...string) string {
	var list strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		list.WriteString(rel(fmt.Sprint(i), pairs[i], pairs[i+1]))
	}
	return relations1 + list.String() + "</Relationships>"
}

// TestTableHeadings: the heading of a column and the cell that shows it hold the same text, whatever is translated.
func TestTableHeadings(t *testing.T) {
	translated := strings.NewReplacer("Betrag", "Amount", "Name", "Name", "Fehler", "Error", "Irrtum", "error",
		"Summe", "Total", "gut", "good")
	for _, c := range []struct {
		what    string
		total   string
		rows    [][]string
		columns string   // what the part of the table holds afterwards
		texts   []string // that the sheet and the shared texts hold
	}{
		{"translated", "", [][]string{{"Name", "Betrag"}, {"gut", "gut"}},
			`name="Name"/><tableColumn id="2" name="Amount"/>`, []string{"<t>Amount</t>", "<t>good</t>"}},
		{"texts in the sheet", "", [][]string{{"'Name", "'Betrag"}, {"'gut", "=1+1"}},
			`name="Name"/><tableColumn id="2" name="Amount"/>`, []string{"<t>Amount</t>", "<t>good</t>"}},
		{"a formula names a column", "", [][]string{{"Name", "Betrag"}, {"gut", "=SUM(T[Betrag])"}},
			`name="Name"/><tableColumn id="2" name="Betrag"/>`, []string{"<t>Betrag</t>", "<t>good</t>"}},
		{"a formula in pieces", "", [][]string{{"Name", "Betrag"}, {"gut", "=SUM(T<!-- -->[Betrag])"}},
			`name="Name"/><tableColumn id="2" name="Betrag"/>`, []string{"<t>Betrag</t>", "<t>good</t>"}},
		{"a formula with references", "", [][]string{{"Name", "Betrag"}, {"gut", "=SUM(T&#91;Betrag&#93;)"}},
			`name="Name"/><tableColumn id="2" name="Betrag"/>`, []string{"<t>Betrag</t>", "<t>good</t>"}},
		{"two would be the same", "", [][]string{{"Fehler", "Irrtum"}, {"gut", "gut"}},
			`name="Fehler"/><tableColumn id="2" name="Irrtum"/>`, []string{"<t>Fehler</t>", "<t>Irrtum</t>", "<t>good</t>"}},
		{"totals", "Summe", [][]string{{"Name", "Betrag"}, {"gut", "=1"}, {"Summe", "=SUM(B2:B2)"}},
			`name="Name" totalsRowLabel="Total"/><tableColumn id="2" name="Amount"/>`, []string{"<t>Total</t>"}},
		{"a name that its cell does not hold", "Rest", [][]string{{"Name", "Betrag"}, {"gut", "=1"}, {"Summe", "=1"}},
			`name="Name" totalsRowLabel="Rest"/><tableColumn id="2" name="Amount"/>`, []string{"<t>Summe</t>"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			d, err := Parse("a.xlsx", workbookFile(t, c.total, c.rows...), Options{})
			if err != nil {
				t.Fatal(err)
			}
			out, err := Render(d, func(b, s int) string { return translated.Replace(d.Blocks[b].Sentence(s)) })
			if err != nil {
				t.Fatal(err)
			}
			if got := unzipped(t, out, "xl/tables/t.xml"); !strings.Contains(got, c.columns) {
				t.Errorf("the table holds %s, want %s", got, c.columns)
			}
			texts := unzipped(t, out, "xl/shared.xml") + unzipped(t, out, "xl/worksheets/s.xml")
			for _, want := range c.texts {
				if !strings.Contains(texts, want) {
					t.Errorf("the cells hold %s, want %s", texts, want)
				}
			}
			same, err := Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) })
			before := unzipped(t, workbookFile(t, c.total, c.rows...), "xl/tables/t.xml")
			if err != nil || unzipped(t, same, "xl/tables/t.xml") != before {
				t.Errorf("without a translation the table has changed, %v", err)
			}
		})
	}
}

// TestCalculatedColumn: the formula of a column keeps headings even where no cell has it, as in a table without rows.
func TestCalculatedColumn(t *testing.T) {
	for formula, want := range map[string]string{"T[[#This Row],[Betrag]]*2": `name="Betrag"`, "1+1": `name="betrag!"`} {
		raw := calculatedFile(t, formula, "", []string{"Betrag", "Doppelt"}, []string{"gut", "gut"})
		d, err := Parse("a.xlsx", raw, Options{})
		if err != nil {
			t.Fatal(err)
		}
		out, err := Render(d, func(b, s int) string { return strings.ToLower(d.Blocks[b].Sentence(s)) + "!" })
		if err != nil {
			t.Fatal(err)
		}
		if got := unzipped(t, out, "xl/tables/t.xml"); !strings.Contains(got, want) {
			t.Errorf("%s: the table holds %s, want %s", formula, got, want)
		}
	}
}

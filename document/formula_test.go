package document

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestComparedTexts(t *testing.T) {
	for _, c := range []struct {
		formula string
		list    bool
		want    []string
	}{
		{`COUNTIF(A1:A9,"Offen")`, false, []string{"offen"}},
		{`IF(A1="ein ""Wort""";"ja ";12)`, false, []string{`ein "wort"`, "ja"}},
		{`'Blatt "alt"'!A1&"Stück"`, false, []string{"stück"}},
		{`'Otto''s "Blatt"'!A1&"Stück"`, false, []string{"stück"}},
		{`"offen,in Arbeit , erledigt"`, true, []string{"erledigt", "in arbeit", "offen", "offen,in arbeit , erledigt"}},
		{`COUNTIF(A1:A9,"<>Offen")+COUNTIF(A1:A9,">5")`, false, []string{"<>offen", "offen"}},
		{`"Weber, Anna"`, false, []string{"weber, anna"}},
		{`TEXT(A1,"0.00")&""&"nicht zu`, false, []string{"nicht zu"}},
		{`A1+B2`, true, nil},
	} {
		texts := newComparedTexts()
		texts.formula(c.formula, c.list)
		if got := slices.Sorted(maps.Keys(texts.known)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.formula, got, c.want)
		}
	}
}

func TestWildcards(t *testing.T) {
	for _, c := range []struct {
		formula   string
		yes, none []string
	}{
		{`COUNTIF(A:A,"offen*")`, []string{"offen", "Offene Posten", "offen\nnoch"}, []string{"nicht offen"}},
		{`COUNTIF(A:A,"=*fertig?")+COUNTIF(A:A,"M?ller*")`, []string{"Halb fertig!", "Müller", "Möllers"},
			[]string{"fertig", "fertig ja", "Mller"}},
		{`COUNTIF(A:A,"wer~?")+COUNTIF(A:A,"5 (a~b).*")`, []string{"Wer?", "5 (a~b).x"}, []string{"wert", "5 (a~b)"}},
		{`COUNTIF(A:A,"*")+COUNTIF(A:A,"?*")`, nil, []string{"offen"}},
		{"x", nil, []string{"offen"}},
	} {
		texts := newComparedTexts()
		texts.formula(c.formula, false)
		for _, cell := range c.yes {
			if !texts.has(cell) {
				t.Errorf("%s is not compared with %q", c.formula, cell)
			}
		}
		for _, cell := range c.none {
			if texts.has(cell) {
				t.Errorf("%s is compared with %q", c.formula, cell)
			}
		}
	}
	texts := newComparedTexts()
	for i := range maxWild {
		texts.add(fmt.Sprintf("a%d b*", i))
	}
	if !texts.has("A1 b und mehr") || texts.has("A9999 b und mehr") || texts.wildSize > maxWild {
		t.Errorf("%d bytes of wildcards, want at most %d, the first of them", texts.wildSize, maxWild)
	}
	hostile := newComparedTexts() // as one regular expression, they took two minutes
	for i := range maxWild {
		hostile.add(fmt.Sprintf("*a%d*", i))
	}
	if hostile.has(strings.Repeat("ab c1", 13<<10)) || !hostile.has(strings.Repeat("ab c1", 13<<10)+"a1") {
		t.Error("a long cell is not read as it stands")
	}
}

// TestMatches: wildcards match what regular expressions match.
func TestMatches(t *testing.T) {
	letters := rapid.SampledFrom([]string{"a", "b", "ä", "*", "?", "~", "€"})
	rapid.Check(t, func(t *rapid.T) {
		pattern := strings.Join(rapid.SliceOfN(letters, 0, 8).Draw(t, "pattern"), "")
		text := strings.Join(rapid.SliceOfN(letters, 0, 12).Draw(t, "text"), "")
		wild := wildcards(pattern)
		var e strings.Builder
		for i := 0; i < len(wild); {
			n := runeLen(wild[i:])
			switch wild[i] {
			case anyText:
				e.WriteString(".*")
			case anyChar:
				e.WriteString(".")
			default:
				e.WriteString(regexp.QuoteMeta(wild[i : i+n]))
			}
			i += n
		}
		if want := regexp.MustCompile("^(?:" + e.String() + ")$").MatchString(text); matches(wild, text) != want {
			t.Fatalf("%q matches %q: want %v", pattern, text, want)
		}
	})
}

// Cells keep what formulas, filters and lists of choices compare them with, and what is shown at them is translated where
// it is not too long for Excel.
func TestComparedCells(t *testing.T) {
	const spaces = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	long := strings.Repeat("sehr lang ", 4)
	raw := zipped(t, "[Content_Types].xml", "<Types/>", "_rels/.rels", pointers("officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml",
		"<workbook"+spaces+`><definedNames><definedName name="n">"Konto"</definedName></definedNames></workbook>`,
		"xl/_rels/workbook.xml.rels", pointers("worksheet", "s.xml", "sharedStrings", "shared.xml"),
		"xl/shared.xml", "<sst"+spaces+"><si><t>Miete</t></si><si><t>miete</t></si><si><r><t>Off</t></r><r><t>en</t></r></si>"+
			"<si><t>Offen heute</t></si><si><t>Konto</t></si><si><t>Licht</t></si></sst>",
		"xl/s.xml", "<worksheet"+spaces+`><sheetData><row r="1"><c r="A1"><f>COUNTIF(B:B,"Miete")</f><v>1</v></c>`+
			`<c r="B1" t="inlineStr"><is><t>fertig</t></is></c></row></sheetData>`+
			`<autoFilter><filterColumn><filters><filter val="Licht"/></filters></filterColumn></autoFilter>`+
			`<dataValidations><dataValidation promptTitle="Stand" prompt="Bitte" errorTitle="`+long+`" error="`+long+`">`+
			`<formula1>"offen,fertig"</formula1></dataValidation></dataValidations>`+
			`<hyperlinks><hyperlink ref="A1" tooltip="Hilfe"/></hyperlinks></worksheet>`)
	d, out := shouted(t, "a.xlsx", raw)
	shared, sheet := unzipped(t, out, "xl/shared.xml"), unzipped(t, out, "xl/s.xml")
	for _, want := range []string{"<t>Miete</t>", "<t>miete</t>", "<t>Off</t>", "<t>OFFEN HEUTE</t>", "<t>Konto</t>",
		"<t>Licht</t>"} {
		if !strings.Contains(shared, want) {
			t.Errorf("%s is not in %s", want, shared)
		}
	}
	upper := strings.TrimSpace(strings.ToUpper(long))
	for _, want := range []string{"<t>fertig</t>", `promptTitle="STAND"`, `prompt="BITTE"`, `errorTitle="` + long,
		`error="` + upper, `tooltip="HILFE"`} {
		if !strings.Contains(sheet, want) {
			t.Errorf("%s is not in %s", want, sheet)
		}
	}
	if n := len(d.Notes); n != 1 || !strings.Contains(d.Notes[0].Text, "Konto, Licht, Miete, Offen, fertig and 1 more") {
		t.Errorf("notes: %v", d.Notes)
	}
}

// A heading that a formula compares stays, in its table too: Excel repairs a file in which the two differ.
func TestComparedHeading(t *testing.T) {
	for _, heading := range []string{"Betrag", "Betrag "} {
		raw := workbookFile(t, "", []string{"Name", heading}, []string{"gut", `=MATCH("betrag",A1:B1,0)`})
		_, out := shouted(t, "a.xlsx", raw)
		if got := unzipped(t, out, "xl/tables/t.xml"); !strings.Contains(got, `name="`+heading+`"`) {
			t.Errorf("the table holds %s", got)
		}
		got := unzipped(t, out, "xl/shared.xml")
		if !strings.Contains(got, "<t>"+heading+"</t>") || !strings.Contains(got, "<t>GUT</t>") {
			t.Errorf("the cells hold %s", got)
		}
	}
}

// The same in OpenDocument, where descriptions in the cells of charts are addresses.
func TestComparedOpenDocument(t *testing.T) {
	cell := func(text, more string) string {
		return `<table:table-cell office:value-type="string"><text:p>` + text + `</text:p>` + more + `</table:table-cell>`
	}
	table := func(cells string) string {
		return "<office:document-content " + openSpace + "><table:table><table:table-row>" + cells +
			"</table:table-row></table:table></office:document-content>"
	}
	described := `<draw:g><svg:desc>Blatt.A1</svg:desc></draw:g>`
	raw := zipped(t, "mimetype!", "application/vnd.oasis.opendocument.spreadsheet",
		"content.xml", strings.Replace(table(cell("Miete", described)+cell("heute offen", "")+cell("ja", "")+cell("Licht", "")+
			`<table:table-cell table:formula="of:=COUNTIF([.A1:.A9];&quot;Miete&quot;)" office:value-type="float"/>`),
			"<table:table>", `<table:content-validations><table:content-validation `+
				`table:condition="of:cell-content-is-in-list(&quot;ja&quot;)"><table:help-message table:title="Stand">`+
				`<text:p>Hilfe</text:p></table:help-message></table:content-validation></table:content-validations><table:table>`+
				`<table:filter><table:filter-condition table:value="licht"/></table:filter>`, 1),
		"Object 1/content.xml", table(cell("Miete", described)))
	_, out := shouted(t, "a.ods", raw)
	content, object := unzipped(t, out, "content.xml"), unzipped(t, out, "Object 1/content.xml")
	for _, want := range []string{"<text:p>Miete<", "HEUTE OFFEN", "<text:p>ja<", "<text:p>Licht<", `title="STAND"`,
		"<text:p>HILFE<", "<svg:desc>BLATT.A1<"} {
		if !strings.Contains(content, want) {
			t.Errorf("%s is not in %s", want, content)
		}
	}
	if !strings.Contains(object, "<svg:desc>Blatt.A1<") {
		t.Errorf("the chart holds %s", object)
	}
}

// shouted reads a document and renders it with all its sentences in capitals.
func shouted(t *testing.T, name string, raw []byte) (d *Document, out []byte) {
	t.Helper()
	d, err := Parse(name, raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err = Render(d, func(b, s int) string { return strings.ToUpper(d.Blocks[b].Sentence(s)) })
	if err != nil {
		t.Fatal(err)
	}
	return d, out
}

package document

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/growthtest"
)

// TestLocalisationGrowth: localisation files and their translations take four times as long for four times the text.
// Where each tag, line break and sign of a message looked at all of it again, and each note counted the lines before it,
// 400 kB took minutes.
func TestLocalisationGrowth(t *testing.T) {
	arb := &Format{Name: "arb", Render: JSON.Render, Parse: func(_ string, src []byte, split Splitter) (*Document, error) {
		return JSON.Parse("x.arb", src, split)
	}}
	for _, c := range []struct {
		format            *Format
		start, unit, stop string
	}{
		{JSON, `{"a":"b `, "c <b>", `"}`},
		{JSON, `{"a":"b `, `\n`, `c"}`},
		{JSON, `{"a":"b `, `\n\u00a0`, `c"}`},
		{JSON, `{"a":"`, "{n, plural, one {#}}", `b c"}`},
		{JSON, `{"a":"`, strings.Repeat("{n, plural, one {", 8), `b c"}`},
		{JSON, `{"a":"b c"`, `,"d":"{n, plural, e"`, `}`},
		{JSON, `{"a":"{n, plural, one {b} other {c}} `, `{d, e} f\n\n`, `"}`},
		{Properties, "a={0} {n, plural, one {b} other {c}} ", "{d, e} ''f''\\n\\n", "\n"},
		{JSON, `{"a":"b c"`, `,"d":{"e":"f"}`, `}`},
		{arb, `{"a":"`, "{n, plural, =1 {#} other {b c}} '{' ", `"}`},
		{arb, `{"a":"b c"`, `,"d":"{e, select, f","@d":{"description":"b c"}`, `}`},
		{PO, "msgid \"b\"\nmsgstr \"\"\n\nmsgid \"", "a&b", "\"\nmsgstr \"\"\n"},
		{PO, "msgid \"A", "a&b_c", "\"\nmsgstr \"\"\n"},
		{PO, "msgid \"Ab &c ", "%s {d} ", "\"\nmsgstr \"\"\n"},
		{PO, "msgid \"a\"\nmsgid_plural \"b\"\n", "msgstr[1] \"\"\n", ""},
		{PO, "msgid \"a \"\n", "\"\\n\"\n", "msgstr \"\"\n"},
		{Properties, "a=b {0} ", "''", "\n"},
		{Properties, "a=b ", "\\\n", "\n"},
		{Properties, "", "a=b {c, plural, d\n", ""},
		{YAML, "", "a: b\n\n\n", ""},
		{YAML, "a: b\n", "\n", "c"},
		{YAML, "a: b\n", " c d\n", "e: f g\n"},
		{YAML, "a: 'b", " \n c", "'"},
		{YAML, "a: \"b", "\\\n c", "\""},
		{YAML, "a: ", "- ", "b c"},
		{YAML, "a: ", "[ b, ", ""},
		{YAML, "", "a: \"b c\n", ""},
		{YAML, "a: b c\n", "d: &e f g\n", ""},
		{Android, "<resources><string name='a'>b ", "&c;", "</string></resources>"},
		{Android, "<resources><string name='a'>b ", "<c d='e'/>f", "</string></resources>"},
		{Android, "<resources>", "<string>a <![CDATA[b]]></string>", "</resources>"},
		{XLIFF, "<xliff version='1.2'><trans-unit><source>a ", "&amp;b ", "</source></trans-unit></xliff>"},
		{XLIFF, "<xliff version='1.2'>", "<trans-unit><source>a <![CDATA[b]]></source></trans-unit>", "</xliff>"},
		{XLIFF, "<xliff version='2'>", "<unit><segment><source>a</source></segment></unit>", "</xliff>"},
		{Strings, "", "a = \"b c\";/**/ ", ""},
	} {
		growthtest.Linear(t, c.format.Name+": "+c.start+c.unit, 20000/len(c.unit)*5, func(n int) func() {
			raw := []byte(c.start + strings.Repeat(c.unit, n) + c.stop)
			return func() {
				d, err := c.format.Parse("x", raw, uncut)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := c.format.Render(d, func(b, s int) string { return d.Blocks[b].Sentence(s) + "!" }); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

package bitext

import (
	"fmt"
	"strings"
	"testing"
)

// A unit that is not XML is named and passed over, whatever is wrong with it; the others are read.
func TestDamagedUnits(t *testing.T) {
	formats := []struct {
		format           *Format
		start, unit, end string // unit: with the id and the text of the source
	}{
		{TMX, `<tmx version="1.4"><header srclang="de"/><body>`, "\n" + `<tu tuid="%s"><tuv xml:lang="de"><seg>%s</seg></tuv>` +
			`<tuv xml:lang="en"><seg>t</seg></tuv></tu>`, `</body></tmx>`},
		{XLIFF12, `<xliff version="1.2"><file original="a" source-language="de" target-language="en"><body><group>`,
			"\n" + `<trans-unit id="%s"><source>%s</source><target>t</target></trans-unit>`, `</group></body></file></xliff>`},
		{XLIFF12, `<x:xliff version="1.2" xmlns:x="urn:oasis:names:tc:xliff:document:1.2"><x:file original="a"><x:body>`,
			"\n" + `<x:trans-unit id="%s"><x:source>%s</x:source><x:target>t</x:target></x:trans-unit >`,
			`</x:body></x:file></x:xliff>`},
		{XLIFF21, `<xliff version="2.1" srcLang="de" trgLang="en"><file id="f" original="a">`,
			"\n" + `<unit id="%s"><segment><source>%s</source><target>t</target></segment></unit>`, `</file></xliff>`},
	}
	damages := []struct{ text, want string }{
		{"Fuchs&#x1F;", "illegal character code U+001F"},
		{"Fuchs\x1f", "illegal character code U+001F"},
		{"Fuchs & Hase", "invalid character entity"},
		{"Fuchs &unbekannt; Hase", "invalid character entity &unbekannt;"},
		{"a < b", "expected element name"},
		{"<g>a", "unexpected </"},
		{"a\xffb", "invalid UTF-8"},
		{"a</seg></source>", "unexpected </"},
		{strings.Repeat("<g>", 600), "nested more than"},
	}
	for _, f := range formats {
		for _, d := range damages {
			unit := func(id, text string) string { return fmt.Sprintf(f.unit, id, text) }
			file := f.start + unit("1", "eins") + unit("zwei", d.text) + unit("3", "drei&nbsp;und") + unit("4", d.text) +
				unit("5", "f&#252;nf") + f.end
			docs, err := f.format.Read(strings.NewReader(file), "f")
			if err == nil || !strings.Contains(err.Error(), "f:3: unit zwei is skipped: ") ||
				!strings.Contains(err.Error(), "f:5: unit 4 is skipped: ") || !strings.Contains(err.Error(), d.want) {
				t.Errorf("%s with %q: error %v", f.format.Name, d.text, err)
			}
			var got []string
			for _, b := range docs {
				for _, p := range b.Pairs {
					got = append(got, p.Source)
				}
			}
			if s := strings.Join(got, " "); s != "eins drei\u00a0und fünf" {
				t.Errorf("%s with %q: read %q", f.format.Name, d.text, s)
			}
		}
	}
}

// Of very many damaged units the first are named, the rest counted.
func TestManyDamagedUnits(t *testing.T) {
	file := `<tmx version="1.4"><body>` + strings.Repeat("<tu>&</tu>", 300) + `</body></tmx>`
	_, err := TMX.Read(strings.NewReader(file), "f")
	if err == nil || !strings.HasSuffix(err.Error(), "f: 200 more units could not be used whole") {
		t.Errorf("got %v", err)
	}
}

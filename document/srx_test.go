package document

import (
	"slices"
	"strings"
	"testing"
)

const srxRules = `<?xml version="1.0"?>
<srx version="2.0" xmlns="http://www.lisa.org/srx20">
 <header segmentsubflows="yes" cascade="yes"/>
 <body>
  <languagerules>
   <languagerule languagerulename="German">
    <rule break="no"><beforebreak>\bPkt\.</beforebreak><afterbreak>\s</afterbreak></rule>
    <rule break="no"><beforebreak>\b\p{Lu}\.</beforebreak><afterbreak>\s\p{Lu}</afterbreak></rule>
    <rule break="yes"><beforebreak>;</beforebreak><afterbreak>\s</afterbreak></rule>
   </languagerule>
   <languagerule languagerulename="Default">
    <rule break="yes"><beforebreak>[.?!\u2026]+</beforebreak><afterbreak>\s+\p{Upper}</afterbreak></rule>
   </languagerule>
  </languagerules>
  <maprules>
   <languagemap languagepattern="[Dd][Ee].*" languagerulename="German"/>
   <languagemap languagepattern=".*" languagerulename="Default"/>
  </maprules>
 </body>
</srx>`

func splitTexts(split Splitter, text string) (out []string) {
	for _, s := range split(text) {
		out = append(out, s.In(text))
	}
	return out
}

func TestSRX(t *testing.T) {
	rules, err := ParseSRX("r.srx", []byte(srxRules))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lang string
		base Splitter
		text string
		want []string
	}{
		{"de", nil, "Erst dies; dann J. R. Meier. Der Pkt. Drei… Ende.", []string{"Erst dies;", "dann J. R. Meier.", "Der Pkt. Drei…", "Ende."}},
		{"de-AT", German, "Er rief „Ja.“ Dann kam Gruppe A. Die Tore; drei.", []string{"Er rief „Ja.“", "Dann kam Gruppe A. Die Tore;", "drei."}},
		{"de-AT", nil, "Am Di. Mai. Gut.", []string{"Am Di.", "Mai.", "Gut."}},
		{"en", nil, "One; two. Pkt. Three.", []string{"One; two.", "Pkt.", "Three."}},
		{"de", nil, "", nil},
	} {
		split, err := rules.Splitter(c.lang, c.base)
		if err != nil {
			t.Fatal(err)
		}
		verifySpans(t, c.text, split(c.text))
		if got := splitTexts(split, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s, %q:\n got %q\nwant %q", c.lang, c.text, got, c.want)
		}
	}
	only, err := ParseSRX("r.srx", []byte(strings.Replace(srxRules, `cascade="yes"`, `cascade="no"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	split, err := only.Splitter("de", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := splitTexts(split, "Eins. Zwei; drei."), []string{"Eins. Zwei;", "drei."}; !slices.Equal(got, want) {
		t.Errorf("without cascade: %q, want %q", got, want)
	}
}

func TestSRXErrors(t *testing.T) {
	for _, c := range []struct{ old, with, want string }{
		{"<srx ", "<tmx ", "r.srx:20: reading SRX"},
		{`\bPkt\.`, `(?&lt;=x)Pkt`, `r.srx:7: rule 1 of "German": a regular expression that Go does not know`},
		{`"[Dd][Ee].*"`, `"[Dd"`, "r.srx:16: language pattern"},
		{`.*" languagerulename="Default"`, `.*" languagerulename="None"`, `r.srx: a language map asks for the rules "None"`},
		{"</srx>", "", "r.srx:20: reading SRX"},
		{`<languagerule languagerulename="Default">`, `<languagerule languagerulename="German">`, `r.srx:11: language rules "German" stand twice`},
	} {
		_, err := ParseSRX("r.srx", []byte(strings.Replace(srxRules, c.old, c.with, 1)))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s…", c.with, err, c.want)
		}
	}
	if _, err := ParseSRX("r.srx", []byte("<x/>")); err == nil {
		t.Error("another document was taken for SRX")
	}
	rules, err := ParseSRX("r.srx", []byte(strings.Replace(srxRules, `".*"`, `"en"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rules.Splitter("fr", nil); err == nil {
		t.Error("a language without rules gave no error")
	}
}

func FuzzSRX(f *testing.F) {
	f.Add(srxRules, "Eins. Zwei; J. R. Drei.")
	f.Fuzz(func(t *testing.T, rules, text string) {
		s, err := ParseSRX("r.srx", []byte(rules))
		if err != nil {
			return
		}
		for _, base := range []Splitter{nil, German} {
			if split, err := s.Splitter("de", base); err == nil {
				verifySpans(t, text, split(text))
			}
		}
	})
}

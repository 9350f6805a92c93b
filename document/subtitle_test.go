package document

import (
	"math"
	"strings"
	"testing"
)

func TestCues(t *testing.T) {
	for _, c := range []struct {
		name, file, in string
		want           []string
	}{
		{"srt", "a.srt", "1\n00:00:01,000 --> 00:00:02,500\nDas Bad ist\nwieder auf.\n\n2\n" +
			"00:00:03,000 --> 00:00:04,000\n<i>Schön!</i> Kommst <b>du</b>?\n",
			[]string{"cue|Das Bad ist\nwieder auf.", "cue|⟦1⟧Schön!⟦/1⟧|Kommst ⟦2⟧du⟦/2⟧?"}},
		{"two speakers, CRLF, position", "a.srt",
			bom + "1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}- Ist es auf?\r\n- Ja.\r\n\r\n",
			[]string{"cue|- Ist es auf?|- Ja."}},
		{"sign, no tag", "a.srt", "1\n00:00:01,000 --> 00:00:02,500\nAlle < 5 > 3.\n", []string{"cue|Alle < 5 > 3."}},
		{"vtt", "a.vtt", "WEBVTT - Titel\n\nNOTE Nicht\ndas hier.\n\nSTYLE\n::cue { color: red }\n\nintro\n" +
			"00:01.000 --> 00:02.500 align:start\n<v Hanna>Bad &amp; <00:01.500>mehr.\n",
			[]string{"cue|Bad & ⟦2⟧mehr."}},
		{"no blank lines", "a.srt", "1\n00:00:01,000 --> 00:00:03,000\nGuten Morgen.\n2\n" +
			"00:00:03,000 --> 00:00:05,000\nWie geht es dir?\n00:00:06,000 --> 00:00:07,000\nGut.\n",
			[]string{"cue|Guten Morgen.", "cue|Wie geht es dir?", "cue|Gut."}},
		{"no blank lines, vtt", "a.vtt",
			"WEBVTT\n\n00:01.000 --> 00:02.000\nGuten Morgen.\n00:02.000 --> 00:03.000\nGut --> so.\n",
			[]string{"cue|Guten Morgen.", "cue|Gut --> so."}},
		{"blank lines inside", "a.srt",
			"1\n00:00:01,000 --> 00:00:03,000\nGuten\n\nMorgen.\n\n\n2\n00:00:03,000 --> 00:00:05,000\n7\n",
			[]string{"cue|Guten", "cue|Morgen.", "cue|7"}},
		{"notes behind cues", "a.vtt",
			"WEBVTT\n\n00:01.000 --> 00:02.000\nGut.\n\nNOTE Nicht\ndas.\n\nkenn\n00:02.000 --> 00:03.000\nSo.\n",
			[]string{"cue|Gut.", "cue|So."}},
		{"breaks of ASS", "a.srt", "1\n00:00:01,000 --> 00:00:03,000\nGut.\\NDer Hund\\nschläft.\\hAuf C:\\name\n",
			[]string{"cue|Gut.|Der Hund\nschläft.|Auf C:\\name"}},
		{"ass", "a.ass", "[Script Info]\nTitle: Film\n[Events]\nFormat: Layer, Start, End, Text\n" +
			"Dialogue: 0,1,2,{\\pos(1,2)}Ja, das {\\i1}ist{\\i0} so\\Nund bleibt.\nComment: 0,1,2,Nein\n" +
			"Dialogue: 0,1,2,{\\p1}m 0 0 l 1 1{\\p0}{\\k20}Kran{\\k30}ken {weg}Haus\n",
			[]string{"cue|Ja, das ⟦2⟧ist⟦/2⟧ so\nund bleibt.", "cue|Kranken ⟦2⟧Haus"}},
		{"ttml", "a.ttml", "<?xml version=\"1.0\"?><tt xml:lang=\"de\"><head><ttm:title>Film</ttm:title>" +
			"<style id='x'/></head><body><div><p begin=\"1s\">Guten<br/>Morgen &amp; <span>mehr</span> da.</p>" +
			"<p/></div></body></tt>",
			[]string{"label|Film", "cue|Guten\nMorgen & ⟦1⟧mehr⟦/1⟧ da."}},
		{"byte order mark before the times", "a.srt", bom + "00:00:01,000 --> 00:00:02,500\nGut.\n", []string{"cue|Gut."}},
		{"empty", "a.srt", "", nil},
		{"empty cue", "a.srt", "1\n00:00:01,000 --> 00:00:02,500\n\n2\n00:00:03,000 --> 00:00:04,000\nText.\n",
			[]string{"cue|Text."}},
	} {
		verifyOutline(t, c.name, c.file, c.in, c.want)
	}
}

func TestCueSeconds(t *testing.T) {
	for _, c := range []struct {
		file, in string
		want     float64
	}{
		{"a.srt", "1\n00:00:01,000 --> 00:00:02,500\nText.\n", 1.5},
		{"a.srt", "1\n01:00:59,900 --> 01:01:00,100 X1:1\nText.\n", 0.2},
		{"a.srt", "1\n00:00:02,000 --> 00:00:01,000\nText.\n", 0},
		{"a.srt", "1\n00:00:02 --> 00:00:03\nText.\n", 1},
		{"a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.250 align:start\nText.\n", 1.25},
		{"a.vtt", "WEBVTT\n\n1:00:00.000 --> 1:00:03.000\nText.\n", 3},
		{"a.ass", "[Events]\nDialogue: 0,0:00:01.00,0:00:03.50,a,b,0,0,0,,Text.\n", 2.5},
		{"a.ass", "[Events]\nFormat: End, Start, Text\nDialogue: 0:00:03.50,0:00:01.00,Text, und so.\n", 2.5},
		{"a.ttml", `<tt><p begin="00:00:01.500" end="00:00:03.000">Text.</p></tt>`, 1.5},
		{"a.ttml", `<tt><p begin="10s" dur="2500ms">Text.</p></tt>`, 2.5},
		{"a.ttml", `<tt><p begin="00:00:01:12" end="00:00:03:12">Text.</p></tt>`, 0}, // frames
		{"a.txt", "Text.\n", 0},
	} {
		d, err := Parse(c.file, []byte(c.in), Options{})
		if err != nil || len(d.Blocks) != 1 {
			t.Fatalf("%s: %v", c.in, err)
		}
		if got := d.Blocks[0].Seconds(); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%q: %v seconds, want %v", c.in, got, c.want)
		}
	}
}

func TestCueErrors(t *testing.T) {
	for _, c := range []struct{ file, in, want string }{
		{"a.srt", "Nur Text.\n", "a.srt:1: not an SRT file"},
		{"a.ass", "Text.\n", "a.ass:1: not an ASS file"},
		{"a.ttml", "<p>Text</p>", "a.ttml:1: not a TTML file"},
		{"a.ttml", "<tt>\n<p", "a.ttml:2: reading TTML"},
		{"a.vtt", "1\n00:00:01.000 --> 00:00:02.500\nText.\n", "a.vtt:1: not a WebVTT file"},
	} {
		_, err := Parse(c.file, []byte(c.in), Options{})
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", c.file, err, c.want)
		}
	}
}

func TestRenderCues(t *testing.T) {
	for _, c := range []struct{ file, in, target, want string }{
		{"a.srt", "1\n00:00:01,000 --> 00:00:02,500\nDas Bad ist\nauf.\n", "The bath\n\nis --> open.",
			"1\n00:00:01,000 --> 00:00:02,500\nThe bath is -> open.\n"},
		{"a.srt", "1\r\n00:00:01,000 --> 00:00:02,500\r\nDas alte Bad\r\nist <i>auf</i>.\r\n",
			"The old swimming bath is finally ⟦1⟧open⟦/1⟧ again.",
			"1\r\n00:00:01,000 --> 00:00:02,500\r\nThe old swimming bath is\r\nfinally <i>open</i> again.\r\n"},
		{"a.srt", "1\n00:00:01,000 --> 00:00:02,500\nDas alte Bad\\Nist auf.\n",
			"The old swimming bath is finally open again today.",
			"1\n00:00:01,000 --> 00:00:02,500\nThe old swimming bath is\\Nfinally open again today.\n"},
		{"a.ass", "[Events]\nDialogue: 0,1,2,a,b,0,0,0,,Das {\\i1}Bad{\\i0}\\Nist auf.\n",
			"The ⟦1⟧bath⟦/1⟧ is {open} again after so many long years.",
			"[Events]\nDialogue: 0,1,2,a,b,0,0,0,,The {\\i1}bath{\\i0} is (open)\\Nagain after so many long years.\n"},
		{"a.ttml", "<tt><p>Das Bad<br/>ist auf.</p></tt>", "The old & swimming bath is finally open again.",
			"<tt><p>The old &amp; swimming bath<br/>is finally open again.</p></tt>"},
		{"a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.500\nText.\n", "a < b & c",
			"WEBVTT\n\n00:01.000 --> 00:02.500\na &lt; b &amp; c\n"},
	} {
		d, err := Parse(c.file, []byte(c.in), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Render(d, func(_, _ int) string { return c.target })
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %v,\n got %q\nwant %q", c.file, err, got, c.want)
		}
	}
}

// A file of TTML in another encoding is read by what it declares, and what is written declares UTF-8.
func TestTTMLCharset(t *testing.T) {
	const in = "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?><tt><p>\xa3\xf3d\xbc.</p></tt>"
	d, err := Parse("a.ttml", []byte(in), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Encoding != "iso-8859-2" || len(d.Blocks) != 1 || d.Blocks[0].Text != "Łódź." {
		t.Fatalf("%s: %q", d.Encoding, outline(d))
	}
	got, err := Render(d, func(_, _ int) string { return "Łodz." })
	want := "<?xml version=\"1.0\" encoding=\"UTF-8\"?><tt><p>Łodz.</p></tt>"
	if err != nil || string(got) != want {
		t.Errorf("%v, %s\nwant %s", err, got, want)
	}
}

func FuzzCues(f *testing.F) {
	f.Add([]byte("1\n00:00:01,000 --> 00:00:02,500\n<i>Das</i> {\\an8} Bad\r\n\n"), "T ⟦1⟧")
	f.Add([]byte("WEBVTT\n\n00:01.000 --> 00:02.500\n<v A>Bad &amp; <00:01.500>mehr\n\n-->\nx"), "")
	f.Add([]byte("[Events]\nDialogue: 0,1,2,a,b,0,0,0,,{\\p1}m{\\p0}Das {\\k1}B{\\i1}ad\\N{\\i0}\\h"), "T {⟦1⟧}")
	f.Add([]byte("<tt xml:lang='de'><p>a<br/>b<!-- c --><s>d</s><![CDATA[e]]>&amp;</p></tt>"), "T ⟦1⟧")
	f.Fuzz(func(t *testing.T, raw []byte, target string) {
		for _, file := range []string{"a.srt", "a.vtt", "a.ass", "a.ttml"} {
			d, err := Parse(file, raw, Options{})
			if err != nil {
				continue
			}
			verify(t, d)
			if _, err := Render(d, func(_, _ int) string { return target }); err != nil {
				t.Fatal(err)
			}
		}
	})
}

package document

import (
	"strings"
	"testing"
)

func TestCues(t *testing.T) {
	for _, c := range []struct {
		name, file, in string
		want           []string
	}{
		{"srt", "a.srt", "1\n00:00:01,000 --> 00:00:02,500\nDas Bad ist\nwieder auf.\n\n2\n00:00:03,000 --> 00:00:04,000\n<i>Schön!</i> Kommst <b>du</b>?\n",
			[]string{"cue|Das Bad ist\nwieder auf.", "cue|⟦1⟧Schön!⟦/1⟧|Kommst ⟦2⟧du⟦/2⟧?"}},
		{"two speakers, CRLF, position", "a.srt", bom + "1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}- Ist es auf?\r\n- Ja.\r\n\r\n",
			[]string{"cue|- Ist es auf?|- Ja."}},
		{"sign, no tag", "a.srt", "1\n00:00:01,000 --> 00:00:02,500\nAlle < 5 > 3.\n", []string{"cue|Alle < 5 > 3."}},
		{"vtt", "a.vtt", "WEBVTT - Titel\n\nNOTE Nicht\ndas hier.\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.500 align:start\n<v Hanna>Bad &amp; <00:01.500>mehr.\n",
			[]string{"cue|Bad & ⟦2⟧mehr."}},
		{"empty", "a.srt", "", nil},
		{"empty cue", "a.srt", "1\n00:00:01,000 --> 00:00:02,500\n\n2\n00:00:03,000 --> 00:00:04,000\nText.\n", []string{"cue|Text."}},
	} {
		verifyOutline(t, c.name, c.file, c.in, c.want)
	}
}

func TestCueErrors(t *testing.T) {
	for _, c := range []struct{ file, in, want string }{
		{"a.srt", "Nur Text.\n", "a.srt:1: not an SRT file"},
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
		{"a.srt", "1\n00:00:01,000 --> 00:00:02,500\nDas Bad ist\nauf.\n", "The bath\n\nis --> open.", "1\n00:00:01,000 --> 00:00:02,500\nThe bath is -> open.\n"},
		{"a.srt", "1\r\n00:00:01,000 --> 00:00:02,500\r\nDas alte Bad\r\nist <i>auf</i>.\r\n", "The old swimming bath is finally ⟦1⟧open⟦/1⟧ again.",
			"1\r\n00:00:01,000 --> 00:00:02,500\r\nThe old swimming bath is\r\nfinally <i>open</i> again.\r\n"},
		{"a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.500\nText.\n", "a < b & c", "WEBVTT\n\n00:01.000 --> 00:02.500\na &lt; b &amp; c\n"},
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

func FuzzCues(f *testing.F) {
	f.Add([]byte("1\n00:00:01,000 --> 00:00:02,500\n<i>Das</i> {\\an8} Bad\r\n\n"), "T ⟦1⟧")
	f.Add([]byte("WEBVTT\n\n00:01.000 --> 00:02.500\n<v A>Bad &amp; <00:01.500>mehr\n\n-->\nx"), "")
	f.Fuzz(func(t *testing.T, raw []byte, target string) {
		for _, file := range []string{"a.srt", "a.vtt"} {
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

package marian

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
)

func TestNestedQuotes(t *testing.T) {
	for in, want := range map[string]string{
		"„Ja“, sagte er.":                      "",
		"‚Ja‘, sagte er.":                      "",
		"Anna's Auto steht vor'm Haus.":        "",
		"„Sie rief ‚Hilfe‘ und lief weg.“":     "„ ‚ ‘ “",
		"\"Das 'neue' Haus\"":                  "\" ' ' \"",
		"»Hast du ›Faust‹ gelesen?«":           "» › ‹ «",
		"«Hast du ‹Faust› gelesen?»":           "« ‹ › »",
		"“He said ‘no’ to me.”":                "“ ‘ ’ ”",
		"\"It's the 'new' house\"":             "\" ' ' \"",
		"„Wie geht's ‚Max‘?“":                  "„ ‚ ‘ “",
		"„Ja“ und „Das ‚Nein‘“":                "„ ‚ ‘ “",
		"„offen ‚und zu‘":                      "",
		"»offen ›und zu« falsch‹":              "",
		"„‚Ja‘, sagte sie“, sagte er.":         "„ ‚ ‘ “",
		"\"Sie sagte 'nein' und 'ja'\", sagte": "\" ' ' ' ' \"",
	} {
		var got []string
		for _, q := range nestedQuotes(in) {
			got = append(got, in[q.Start:q.End])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestMendMarks(t *testing.T) {
	source := `Er sagte: "Das 'neue' Haus ist schön."`
	for _, c := range []struct{ draft, want string }{
		{"He said, “The ‘new’ house is beautiful.”", "He said, \"The 'new' house is beautiful.\""},
		{"He said, \"The ‘new' house is beautiful.\"", "He said, \"The 'new' house is beautiful.\""},
		{"He said, “The 'new' house is beautiful.”", "He said, \"The 'new' house is beautiful.\""},
		{"He said, \"The Never's' house is beautiful.\"", ""},
		{"He said the new house is beautiful.", ""},
	} {
		d := drafted(c.draft)
		missing := mendMarks(source, d, nestedQuotes(source), true)
		if got := d.text.String(); c.want != "" && (got != c.want || missing != nil) ||
			c.want == "" && len(missing) != 4 {
			t.Errorf("%q: %q, missing %v; want %q", c.draft, got, missing, c.want)
		}
	}
	if got, want := apply(source, germanMarks(source)), "Er sagte: „Das ‚neue‘ Haus ist schön.“"; got != want {
		t.Errorf("for the model: %q, want %q", got, want)
	}
}

func TestMarkPairs(t *testing.T) {
	for _, c := range []struct{ source, draft, want string }{
		{"Das ist gut.", "That is good.", "That is good."},
		{"„Das ist gut.", "“That is good.", `"That is good.`},
		{"Und das auch“, sagte er.", "And that too,” he said.", `And that too," he said.`},
		{"Und das auch“, sagte er.", `And that too, " he said.`, `And that too," he said.`},
		{"die „unter verschiedenen Vorwänden“ agieren", `which " operate under various pretexts".`,
			`which "operate under various pretexts".`},
		{"Ein Wort.", "A “ word ” here.", `A "word" here.`},
		{"Ein Wort.", "A “ word here.", `A " word here.`},
		{"„Ja“ – „nein“", "“Yes” “ no ”", `"Yes" "no"`},
		{"„ “", `" "`, `""`},
		{"« Zurück", "« back", "« back"},
		{"Weiter »", "Next »", "Next »"},
		{"„Ja“, (»nein«)", "“Yes”, (“ no ”)", `"Yes", ("no")`},
	} {
		if got := apply(c.draft, typewriter.write(c.source, c.draft, func(int) bool { return false })); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.source, c.draft, got, c.want)
		}
	}
	for _, c := range []struct{ source, draft, want string }{
		{"“Yes,” he said.", "»Ja«, sagte er.", "„Ja“, sagte er."},
		{"“Yes,” he said.", "“ Ja ”, sagte er.", "„Ja“, sagte er."},
		{"And that too,” he said.", "Und das auch“, sagte er.", "Und das auch“, sagte er."},
		{"“Yes.", "“Ja.", "„Ja."},
		{"A word.", "Ein ”Wort.", "Ein ”Wort."},
		{`"Yes", "no"`, "„Ja“, »nein«", `"Ja", "nein"`},
		{`"Yes.`, "„Ja.", `"Ja.`},
	} {
		got := apply(c.draft, germanPair(c.source).write(c.source, c.draft, func(int) bool { return false }))
		if got != c.want {
			t.Errorf("into German, %q, %q: %q, want %q", c.source, c.draft, got, c.want)
		}
	}
	if got := typewriter.write("„Ja“", "“Yes”", func(at int) bool { return at == 0 }); len(got) != 1 || got[0].start == 0 {
		t.Errorf("what is kept: %v", got)
	}
}

func TestMarksOfKept(t *testing.T) {
	for _, c := range []struct{ source, draft, want string }{
		{"Das Banner „Stop it.“ hing.", `The banner "Stop it. hung.`, `The banner "Stop it." hung.`},
		{"Das Banner „Stop it.“ hing.", `The banner Stop it." hung.`, `The banner "Stop it." hung.`},
		{"Das Banner „Stop it.“ hing.", `The banner Stop it. hung.`, `The banner Stop it. hung.`},
		{"„Stop it.“, schrieb er.", `"Stop it.," he wrote.`, `"Stop it." he wrote.`},
		{"Das „Gut“ und „Stop it.“", `The "good" and "Stop it.,"`, `The "good" and "Stop it."`},
		{"Stop it., schrieb er.", `"Stop it.," he wrote.`, `"Stop it.," he wrote.`},
	} {
		const keep = "Stop it."
		in := func(text string) offset.Span {
			i := strings.Index(text, keep)
			return offset.Span{Start: i, End: i + len(keep)}
		}
		target := in(c.draft)
		kept := func(at int) bool { return target.Start <= at && at < target.End }
		links := []offset.Link{{Source: in(c.source), Target: target}}
		if got := apply(c.draft, marksOfKept(c.source, c.draft, links, kept)); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.source, c.draft, got, c.want)
		}
	}
}

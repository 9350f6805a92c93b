// Simulate measures how many edits fewer a reviewer needs once the terms of earlier edits are in the glossary.
//
// It makes 500 German sentences about letting flats from patterns and words of its own, has the built-in model
// translate them, and lets a reviewer with 20 house terms go through them: where a term of the source does not have its
// translation, the words that it is linked with are replaced. In every third sentence the reviewer also changes another
// word, for no reason that comes again. After the first half, the sentences of the second half that need an edit are
// counted without more, with what satzpaar glossary suggest offers as the glossary, all of it, unread, and with nothing
// but the edits in the output folder, as the next satzpaar translate finds them; and the edits that are needed only
// because of either.
//
//	go run ./translate/glossary/simulate
package main

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/term"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
)

const sentences = 500

// resembles is from which similarity on a run shows an edit as an example.
const resembles = 0.6

// A noun of the subject, with the form of its articles.
type noun struct {
	text   string // nominative singular, and accusative and dative, which are the same for these
	gender byte   // m, f, n
	want   string // what the house says in English
}

var nouns = []noun{
	{"Mietvertrag", 'm', "tenancy agreement"},
	{"Kaution", 'f', "security deposit"},
	{"Hausordnung", 'f', "house rules"},
	{"Hausverwaltung", 'f', "managing agent"},
	{"Nebenkostenabrechnung", 'f', "service charge statement"},
	{"Kündigungsfrist", 'f', "notice period"},
	{"Eigentümerversammlung", 'f', "owners meeting"},
	{"Hausmeister", 'm', "caretaker"},
	{"Vermieter", 'm', "landlord"},
	{"Mieter", 'm', "resident"},
	{"Stellplatz", 'm', "parking bay"},
	{"Treppenhaus", 'n', "stairwell"},
	{"Instandhaltungsrücklage", 'f', "reserve fund"},
	{"Übergabeprotokoll", 'n', "check-in report"},
	{"Mieterhöhung", 'f', "rent review"},
	{"Untermietvertrag", 'm', "sublet agreement"},
	{"Heizkostenverteiler", 'm', "heat allocator"},
	{"Wohnungsgeberbestätigung", 'f', "proof of residence form"},
	{"Hausgeld", 'n', "monthly contribution"},
	{"Genossenschaft", 'f', "housing association"},
}

// Patterns: N, A and D stand for a noun with its article in nominative, accusative and dative; # for a number.
var patterns = []string{
	"N gilt seit dem #. März.",
	"Wir haben A gestern erhalten.",
	"N fehlt noch in unseren Unterlagen.",
	"Bitte senden Sie uns A bis zum #. Mai.",
	"Ohne A können wir nichts entscheiden.",
	"Frau Berger fragt nach D.",
	"N wird in Abschnitt # erklärt.",
	"Haben Sie A schon gesehen?",
	"Mit D sind alle zufrieden.",
	"N war vor # Jahren noch kein Thema.",
	"Herr Vogt möchte A ändern lassen.",
	"Auf Seite # steht mehr zu D.",
	"Über A wurde lange gesprochen.",
	"N und A nennt das Schreiben vom #. Juni.",
	"Wegen des Umbaus betrifft das auch A.",
	"Im Brief geht es um A und um A.",
	"N ist dem Gericht bekannt.",
	"Für A braucht es zwei Zeugen.",
	"Die Nachbarn ärgern sich über A.",
	"Erst im Herbst wird N wieder wichtig.",
}

var articles = map[byte]map[byte]string{
	'N': {'m': "der", 'f': "die", 'n': "das"},
	'A': {'m': "den", 'f': "die", 'n': "das"},
	'D': {'m': "dem", 'f': "der", 'n': "dem"},
}

// subject returns different sentences, the same at every call.
func subject() []string {
	r := rand.New(rand.NewPCG(500, 18))
	var out []string
	seen := map[string]bool{}
	for len(out) < sentences {
		var s strings.Builder
		for _, c := range []byte(patterns[r.IntN(len(patterns))]) {
			switch {
			case articles[c] != nil:
				n := nouns[r.IntN(len(nouns))]
				s.WriteString(articles[c][n.gender] + " " + n.text)
			case c == '#':
				fmt.Fprint(&s, 2+r.IntN(27))
			default:
				s.WriteByte(c)
			}
		}
		start, size := utf8.DecodeRuneInString(s.String())
		text := string(unicode.ToUpper(start)) + s.String()[size:]
		if !seen[text] {
			seen[text] = true
			out = append(out, text)
		}
	}
	return out
}

func main() {
	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	all := subject()
	plain, err := translated(ctx, all, satzpaar.Config{})
	if err != nil {
		return err
	}
	first, second := half(plain, 0), half(plain, 1)
	edited := review(first)
	sessions := satzpaar.NewSessions(satzpaar.Config{})
	defer sessions.Close()
	offered, err := sessions.SuggestTerms(only(first), 2)
	if err != nil {
		return err
	}
	var terms []translate.Term
	right := 0
	for _, s := range offered {
		terms = append(terms, s.Term)
		if slices.ContainsFunc(nouns, func(n noun) bool { return n.text == s.Source && n.want == s.Target }) {
			right++
		}
		fmt.Printf("  %s = %s (changed %d times, instead of %s)\n", s.Source, s.Target, s.Changes, s.Instead)
	}
	fmt.Printf("first half: %d of %d sentences edited\n", edited, len(first.Pairs))
	fmt.Printf("offered: %d terms, %d of them house terms, of %d\n", len(offered), right, len(nouns))
	var examples []translate.Example
	for i := range first.Pairs {
		if p := &first.Pairs[i]; p.Origin == bitext.Human {
			examples = append(examples, translate.Example{Source: p.Source, Target: p.Target, Machine: p.Machine})
		}
	}
	for _, with := range []struct {
		what   string
		config satzpaar.Config
	}{
		{"the glossary", satzpaar.Config{Glossary: terms}},
		{"the edits alone", satzpaar.Config{Examples: examples}},
	} {
		taught, err := translated(ctx, all, with.config)
		if err != nil {
			return err
		}
		compare(with.what, second, half(taught, 1))
	}
	return resembling(first, second)
}

// compare prints how many sentences need an edit with and without something that was learned.
func compare(what string, without, with *bitext.Bitext) {
	before, after, harmed := 0, 0, 0
	for i := range with.Pairs {
		needed, needs := len(missing(&without.Pairs[i])) > 0, len(missing(&with.Pairs[i])) > 0
		if needed {
			before++
		}
		if needs {
			after++
		}
		if needs && !needed {
			harmed++
		}
	}
	fewer := 100 * float64(before-after) / float64(max(1, before))
	fmt.Printf("second half: %d of %d sentences need an edit, with %s %d, %.0f %% fewer; %d only because of it\n",
		before, len(with.Pairs), what, after, fewer, harmed)
}

// translated returns the pairs of sentences, each a paragraph.
func translated(ctx context.Context, all []string, c satzpaar.Config) (*bitext.Bitext, error) {
	s, err := satzpaar.Open(ctx, c)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	d, err := s.Parse("subject.txt", []byte(strings.Join(all, "\n\n")))
	if err != nil {
		return nil, err
	}
	b, _, err := s.Document(ctx, d, nil)
	if err == nil && len(b.Pairs) != len(all) {
		err = fmt.Errorf("%d pairs of %d sentences", len(b.Pairs), len(all))
	}
	return b, cmp.Or(err, b.Failed())
}

// half returns half 0 or 1 of a document.
func half(b *bitext.Bitext, n int) *bitext.Bitext {
	middle := len(b.Pairs) / 2
	return &bitext.Bitext{Header: b.Header, Pairs: slices.Clone(b.Pairs[n*middle : (n+1)*middle])}
}

func only(b *bitext.Bitext) iter.Seq[*bitext.Bitext] {
	return func(yield func(*bitext.Bitext) bool) { yield(b) }
}

// missing returns the nouns of a pair that do not have their translation.
func missing(p *bitext.Pair) []noun {
	var out []noun
	for _, n := range nouns {
		if term.Occurs(p.Source, n.text) && !term.Occurs(p.Target, n.want) {
			out = append(out, n)
		}
	}
	return out
}

// review edits the pairs that need it and returns how many they are.
func review(b *bitext.Bitext) int {
	edited := 0
	r := rand.New(rand.NewPCG(3, 18))
	for i := range b.Pairs {
		p := &b.Pairs[i]
		lacking := missing(p)
		if len(lacking) == 0 {
			continue
		}
		edited++
		p.Machine, p.Origin, p.State = p.Target, bitext.Human, bitext.Reviewed
		for _, n := range lacking {
			put(p, n.text, n.want)
		}
		if i%3 == 0 {
			words := strings.Fields(p.Source)
			put(p, words[r.IntN(len(words))], strings.Fields(b.Pairs[r.IntN(len(b.Pairs))].Target)[1])
		}
		p.Links = nil
	}
	return edited
}

// put writes a translation of a word of the source over the words that it is linked with. Without links nothing is
// written, and the pair counts as edited all the same.
func put(p *bitext.Pair, word, translation string) {
	start, end, _ := term.Find(p.Source, word)
	place := offset.Span{Start: len(p.Target)}
	for _, l := range p.Links {
		if l.Source.Start < end && start < l.Source.End {
			place.Start, place.End = min(place.Start, l.Target.Start), max(place.End, l.Target.End)
		}
	}
	if place.Len() <= 0 {
		return
	}
	p.Target = p.Target[:place.Start] + translation + p.Target[place.End:]
	shift := len(translation) - place.Len()
	kept := p.Links[:0:0]
	for _, l := range p.Links {
		if l.Target.Start >= place.End {
			l.Target.Start, l.Target.End = l.Target.Start+shift, l.Target.End+shift
		} else if l.Target.End > place.Start {
			continue
		}
		kept = append(kept, l)
	}
	p.Links = kept
}

// resembling prints what a prompted backend would be shown: for how many sentences of the second half the first half
// holds an edited one that resembles it.
func resembling(first, second *bitext.Bitext) error {
	var index bitext.Index
	for i := range first.Pairs {
		if first.Pairs[i].Origin == bitext.Human {
			index.Add(first.Pairs[i].Source)
		}
	}
	shown := 0
	for i := range second.Pairs {
		if len(index.Find(second.Pairs[i].Source, resembles, 1)) > 0 {
			shown++
		}
	}
	_, err := fmt.Printf("second half: %d of %d sentences resemble one that was edited\n", shown, len(second.Pairs))
	return err
}

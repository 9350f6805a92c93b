package serve

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

//go:embed web
var web embed.FS

// A page is the page for people, as it is sent, with the policy under which only its own script runs.
type page struct {
	content []byte
	policy  string
}

func newPage() (*page, error) {
	var parts [2][]byte
	for i, name := range []string{"web/style.css", "web/page.js"} {
		var err error
		if parts[i], err = web.ReadFile(name); err != nil {
			return nil, err
		}
	}
	t, err := template.ParseFS(web, "web/page.html")
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	err = t.Execute(&b, struct {
		Style  template.CSS
		Script template.JS
	}{template.CSS(parts[0]), template.JS(parts[1])})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(parts[1])
	policy := "default-src 'none'; style-src 'unsafe-inline'; " +
		"script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; connect-src 'self'; img-src data:; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	return &page{[]byte(b.String()), policy}, nil
}

// servePage answers GET /.
func (s *Server) servePage(w http.ResponseWriter, _ *http.Request) *problem {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", s.page.policy)
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	_, _ = w.Write(s.page.content) // the reader is gone if this fails
	return nil
}

// pageSettings answers GET /page/settings with what the page has to know.
func (s *Server) pageSettings(w http.ResponseWriter, _ *http.Request) *problem {
	type row struct {
		Engine   string `json:"engine"`
		From     string `json:"from"`
		To       string `json:"to"`
		FromName string `json:"fromName"`
		ToName   string `json:"toName"`
	}
	var rows []row
	for _, e := range s.engines {
		for _, d := range e.directions {
			from, to := d.pair.From, d.pair.To
			rows = append(rows, row{e.name, from.String(), to.String(), english(from), english(to)})
		}
	}
	write(w, http.StatusOK, map[string]any{
		"directions": rows,
		"key":        s.clients.guest == nil,
		"limit":      s.config.Limits.Text,
	})
	return nil
}

// pagePair is a pair as the page reads it. Ranges count UTF-16 code units, as strings of scripts do.
type pagePair struct {
	Block    int           `json:"block"`
	Source   string        `json:"source"`
	Target   string        `json:"target"`
	Links    [][4]int      `json:"links"`
	Foreign  []pageRun     `json:"foreign"`
	Findings []pageFinding `json:"findings"`
	Kept     bool          `json:"kept"`
}

type pageRun struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Lang  string `json:"lang"`
	Name  string `json:"name"`
}

type pageFinding struct {
	Severity string  `json:"severity"`
	Message  string  `json:"message"`
	Source   *[2]int `json:"source"`
	Target   *[2]int `json:"target"`
}

// pageTranslate answers POST /page/translate with the pairs of a text.
func (s *Server) pageTranslate(w http.ResponseWriter, r *http.Request) *problem {
	q, who, p := s.request(w, r)
	if p != nil {
		return p
	}
	text, p := q.text("text")
	if p != nil {
		return p
	}
	name, p := q.text("engine")
	if p != nil {
		return p
	}
	a := &ask{engine: s.engine(name), texts: []string{text}}
	if a.engine == nil {
		return invalid("engine", "there is no engine %q", shorten(name))
	}
	if a.from, a.to, p = libreDirection(q); p != nil {
		return p
	}
	replies, leave, p := s.answer(r.Context(), who, a)
	if p != nil {
		return p
	}
	defer leave()
	body := struct {
		From  string     `json:"from"`
		To    string     `json:"to"`
		Text  string     `json:"text"`
		Pairs []pagePair `json:"pairs"`
	}{replies[0].from.String(), a.to.String(), replies[0].text, []pagePair{}}
	if b := replies[0].bitext; b != nil {
		for i := range b.Pairs {
			body.Pairs = append(body.Pairs, newPagePair(b, &b.Pairs[i]))
		}
	} else if text != "" {
		body.Pairs = append(body.Pairs, pagePair{Source: text, Target: text, Kept: true})
	}
	write(w, http.StatusOK, body)
	return nil
}

func newPagePair(b *bitext.Bitext, p *bitext.Pair) pagePair {
	source, target := units(p.Source), units(p.Target)
	out := pagePair{Block: p.Block, Source: p.Source, Target: p.Target, Kept: p.Action == bitext.Keep}
	for _, l := range p.Links {
		from, to := l.Source, l.Target
		out.Links = append(out.Links, [4]int{source(from.Start), source(from.End), target(to.Start), target(to.End)})
	}
	for _, r := range p.Runs {
		if r.Lang != b.From && r.Lang != language.Und.String() {
			name := english(language.Make(r.Lang))
			out.Foreign = append(out.Foreign, pageRun{source(r.Start), source(r.End), r.Lang, name})
		}
	}
	place := func(at func(int) int, s *offset.Span) *[2]int {
		if s == nil {
			return nil
		}
		return &[2]int{at(s.Start), at(s.End)}
	}
	for _, f := range p.Findings {
		out.Findings = append(out.Findings, pageFinding{
			Severity: string(f.Severity),
			Message:  f.Message,
			Source:   place(source, f.Source),
			Target:   place(target, f.Target),
		})
	}
	return out
}

// units returns a function that turns byte offsets into text into offsets in UTF-16 code units.
func units(text string) func(int) int {
	table := make([]int, 0, len(text)+1)
	n := 0
	for len(table) < len(text) {
		r, size := utf8.DecodeRuneInString(text[len(table):])
		for range size { // inside a character as at its beginning
			table = append(table, n)
		}
		n += utf16.RuneLen(r)
	}
	table = append(table, n)
	return func(i int) int { return table[min(max(i, 0), len(text))] }
}

package review

import (
	"cmp"
	"html/template"
	"io"
	"net/url"
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
)

// A Row is a document on the page of a run.
type Row struct {
	Document string
	Page     string // link to the document's page, relative to the index; empty for none
	Text     string // link to the translated document; empty for none
	Bitext   string // link to the bitext; empty for none

	Trouble string // why the document cannot be shown; empty if it can

	Sentences, Foreign, Findings, Failed, Reviewed int

	Profile  bitext.Profile // drawn as a small chart
	Riskiest []bitext.Pair

	address string // of the page of a served document, in place of Page
}

// link returns the address of a file beside the index, whatever characters its name has.
func link(path string) string {
	if path == "" {
		return ""
	}
	return (&url.URL{Path: path}).String()
}

// count adds the figures of a bitext to those of r.
func (r *Row) count(b *bitext.Bitext) {
	r.Sentences += len(b.Pairs)
	for i := range b.Pairs {
		p := &b.Pairs[i]
		r.Profile.Add(p)
		r.Findings += len(p.Findings)
		if p.State == bitext.Initial {
			r.Failed++
		}
		if p.State.AtLeast(bitext.Reviewed) {
			r.Reviewed++
			continue
		}
		if p.Mixed || p.Lang != b.From && p.Lang != "und" {
			r.Foreign++
		}
		if p.State == bitext.Initial || len(p.Findings) > 0 {
			r.Riskiest = append(r.Riskiest, *p)
		}
	}
}

// barStep is the distance of two bars in a chart, barHeight the height of the highest, in pixels.
const (
	barStep   = 4
	barHeight = 20
)

// A courseChart is the chart of a document: the higher a bar, the riskier that part.
type courseChart struct {
	Width, Height int
	Bars          []bar
}

type bar struct {
	X, Y, Height int
	Level        string // class of the colour
}

func chart(p bitext.Profile) courseChart {
	c := courseChart{Width: barStep * len(p.Parts()), Height: barHeight}
	for i, risk := range p.Parts() {
		h := max(2, int(risk*barHeight+0.5))
		c.Bars = append(c.Bars, bar{X: barStep * i, Y: barHeight - h, Height: h, Level: level(risk)})
	}
	return c
}

// level names the colour of a risk.
func level(risk float64) string {
	switch {
	case risk >= 0.66:
		return "high"
	case risk >= 0.33:
		return "mid"
	}
	return "low"
}

// percent returns the share of a whole in percent.
func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return part * 100 / whole
}

// worstPairs is the number of pairs that the page of a run shows.
const worstPairs = 100

// WriteIndex writes the page of a run: its documents, and the pairs of all of them that a reviewer should see first.
func WriteIndex(w io.Writer, rows []Row) error { return writeIndex(w, rows, "") }

// writeIndex writes the page for somebody who has signed in; empty where nobody does.
func writeIndex(w io.Writer, rows []Row, signedIn string) error {
	type risky struct {
		Row  *Row
		Pair *bitext.Pair
		Risk float64
		Link string
	}
	var worst []risky
	total, files, progress := Row{}, false, false
	rows = slices.Clone(rows)
	for i := range rows {
		r := &rows[i]
		r.Page, r.Text, r.Bitext = cmp.Or(r.address, link(r.Page)), link(r.Text), link(r.Bitext)
		progress = progress || r.address != "" || r.Reviewed > 0
		files = files || r.Text != "" || r.Bitext != ""
		total.Sentences += r.Sentences
		total.Foreign += r.Foreign
		total.Findings += r.Findings
		total.Failed += r.Failed
		total.Reviewed += r.Reviewed
		for k := range r.Riskiest {
			p := &r.Riskiest[k]
			one := risky{Row: r, Pair: p}
			if p.Risk != nil {
				one.Risk = *p.Risk
			}
			if p.State == bitext.Initial {
				one.Risk = 1
			}
			if r.Page != "" {
				one.Link = r.Page + "#p" + p.ID
			}
			worst = append(worst, one)
		}
	}
	slices.SortStableFunc(worst, func(a, b risky) int { return cmp.Compare(b.Risk, a.Risk) })
	worst = worst[:min(len(worst), worstPairs)]
	a, err := loadAssets(indexScript)
	if err != nil {
		return err
	}
	t, err := template.New("index.html").Funcs(template.FuncMap{
		"percent": func(x float64) int { return int(x*100 + 0.5) },
		"share":   percent,
		"mark":    mark,
		"chart":   chart,
		"level":   level,
	}).ParseFS(web, "web/index.html")
	if err != nil {
		return err
	}
	return t.Execute(w, struct {
		assets
		Rows            []Row
		Total           Row
		Worst           []risky
		Files, Progress bool
		SignedIn        string
	}{a, rows, total, worst, files, progress, signedIn})
}

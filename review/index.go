package review

import (
	"cmp"
	"encoding/json"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

// A Row is a document on the page of a run.
type Row struct {
	Document string
	To       string // language of the translation; empty if it is not known
	Page     string // link to the document's page, relative to the index; empty for none
	Text     string // link to the translated document; empty for none
	Bitext   string // link to the bitext; empty for none

	Trouble string // why the document cannot be shown; empty if it can

	Sentences, Foreign, Findings, Failed, Reviewed int

	Profile  bitext.Profile // drawn as a small chart
	Riskiest []bitext.Pair  // those that a reviewer should see first; [WriteIndex] puts them in order

	address string // of the page of a served document, in place of Page
}

// link returns the address of a file beside the index, whatever characters its name has.
func link(path string) string {
	if path == "" {
		return ""
	}
	return (&url.URL{Path: path}).String()
}

// count adds the figures of a bitext to those of r, and its riskiest pairs, with what the page of a run shows of them:
// rows are kept for a whole corpus.
func (r *Row) count(b *bitext.Bitext) {
	r.Sentences += len(b.Pairs)
	r.To = b.To
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
			r.Riskiest = append(r.Riskiest, bitext.Pair{ID: p.ID, Lang: p.Lang, Source: p.Source, Target: p.Target,
				State: p.State, Error: p.Error, Risk: p.Risk, Findings: p.Findings})
		}
	}
	slices.SortStableFunc(r.Riskiest, func(a, b bitext.Pair) int { return cmp.Compare(urgency(&b), urgency(&a)) })
	if len(r.Riskiest) > worstPairs {
		r.Riskiest = slices.Clone(r.Riskiest[:worstPairs])
	}
}

// urgency is what the pairs of the page of a run are ordered by.
func urgency(p *bitext.Pair) float64 {
	switch {
	case p.State == bitext.Initial:
		return 1
	case p.Risk == nil:
		return 0
	}
	return *p.Risk
}

// A rowData is a row as the page's script reads it. Names are short since there may be a hundred thousand.
type rowData struct {
	Document  string `json:"d"`
	Page      string `json:"p,omitempty"`
	Text      string `json:"t,omitempty"`
	Bitext    string `json:"b,omitempty"`
	Trouble   string `json:"e,omitempty"`
	Sentences int    `json:"s"`
	Foreign   int    `json:"f,omitempty"`
	Findings  int    `json:"w,omitempty"`
	Failed    int    `json:"x,omitempty"`
	Reviewed  int    `json:"r,omitempty"`
	Course    string `json:"c,omitempty"` // see [course]
}

// courseDigits are the digits of a course, from no risk to the highest.
const courseDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// course writes the risk from the beginning of a document to its end, a digit for each part.
func course(p bitext.Profile) string {
	var out strings.Builder
	for _, risk := range p.Parts() {
		out.WriteByte(courseDigits[int(min(max(risk, 0), 1)*float64(len(courseDigits)-1)+0.5)])
	}
	return out.String()
}

// rowsPerPart is how many rows stand in one element of the page.
const rowsPerPart = 5000

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

// worstPairs is the number of pairs that the page of a run shows.
const worstPairs = 100

// data returns the row as the page's script reads it.
func (r *Row) data() rowData {
	return rowData{
		Document:  r.Document,
		Page:      r.page(),
		Text:      link(r.Text),
		Bitext:    link(r.Bitext),
		Trouble:   r.Trouble,
		Sentences: r.Sentences,
		Foreign:   r.Foreign,
		Findings:  r.Findings,
		Failed:    r.Failed,
		Reviewed:  r.Reviewed,
		Course:    course(r.Profile),
	}
}

// figure writes a number with commas, as the scripts of the pages do.
func figure(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// page returns the address of the document's page; empty for none.
func (r *Row) page() string { return cmp.Or(r.address, link(r.Page)) }

// WriteIndex writes the page of a run: its documents, and the pairs of all of them that a reviewer should see first.
func WriteIndex(w io.Writer, rows []Row) error {
	page := indexPage{rows: rows, shown: rows, documents: len(rows)}
	return page.write(w)
}

// An indexPage is the page of a run.
type indexPage struct {
	documents int
	rows      []Row         // of those whose figures are known
	shown     []Row         // in the list, at first
	folders   []folderCount // where the page asks for other rows
	served    bool
	signedIn  string // who reads it; empty where nobody signs in
}

func (p *indexPage) write(w io.Writer) error {
	type risky struct {
		Row  *Row
		Pair *bitext.Pair
		Risk float64
		Link string
	}
	var worst []risky
	total, progress := Row{}, p.served
	for i := range p.rows {
		r := &p.rows[i]
		progress = progress || r.Reviewed > 0
		total.Sentences += r.Sentences
		total.Foreign += r.Foreign
		total.Findings += r.Findings
		total.Failed += r.Failed
		total.Reviewed += r.Reviewed
		for k := range r.Riskiest {
			pair := &r.Riskiest[k]
			one := risky{Row: r, Pair: pair, Risk: urgency(pair)}
			if page := r.page(); page != "" {
				one.Link = page + "#p" + pair.ID
			}
			worst = append(worst, one)
		}
	}
	data := make([]rowData, len(p.shown))
	for i := range p.shown {
		data[i] = p.shown[i].data()
	}
	slices.SortStableFunc(worst, func(a, b risky) int { return cmp.Compare(b.Risk, a.Risk) })
	worst = worst[:min(len(worst), worstPairs)]
	var parts []template.JS
	for list := range slices.Chunk(data, rowsPerPart) {
		part, err := newPart(list, len(data) > rowsPerPart)
		if err != nil {
			return err
		}
		parts = append(parts, part)
	}
	a, err := loadAssets(indexScript)
	if err != nil {
		return err
	}
	t, err := template.New("index.html").Funcs(template.FuncMap{
		"percent": func(x float64) int { return int(x*100 + 0.5) },
		"mark":    mark,
		"figure":  figure,
		"level":   level,
	}).ParseFS(web, "web/index.html")
	if err != nil {
		return err
	}
	folders, err := json.Marshal(p.folders) // null where the page holds all rows
	if err != nil {
		return err
	}
	return t.Execute(w, struct {
		assets
		Documents, Waiting int
		Parts              []template.JS
		Folders            template.JS
		Total              Row
		Worst              []risky
		Progress           bool
		Served             bool
		SignedIn           string
	}{
		a, p.documents, p.documents - len(p.rows), parts, template.JS(folders), total, worst, progress,
		p.served, p.signedIn,
	})
}

package review

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html/template"
	"io"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

// A File is a file that the pages of an output folder share.
type File struct {
	Name    string // in the folder itself
	Content string
}

// Shared is the script and the style that the linked pages of an output folder share. Their names change with their
// content, so that pages of several versions of this program can lie in one folder.
type Shared struct{ script, style File }

// Files returns both files.
func (s *Shared) Files() []File { return []File{s.style, s.script} }

// NewShared returns the files that the pages of [Shared.Write] need.
func NewShared() (*Shared, error) {
	style, err := web.ReadFile("web/style.css")
	if err != nil {
		return nil, err
	}
	code, err := script(pageScript)
	if err != nil {
		return nil, err
	}
	t, err := template.ParseFS(web, "web/body.html")
	if err != nil {
		return nil, err
	}
	var elements strings.Builder
	if err := t.Execute(&elements, body{}); err != nil {
		return nil, err
	}
	markup, err := json.Marshal(elements.String())
	if err != nil {
		return nil, err
	}
	// The markup is the same for all pages, and longer than most documents.
	code = `document.querySelector(".alone").remove();
document.body.insertAdjacentHTML("afterbegin", ` + string(markup) + `);
document.getElementById("document").textContent =
	JSON.parse(document.getElementById("data").textContent).document;
` + code
	sum := sha256.Sum256([]byte(string(style) + code))
	name := "satzpaar-review-" + hex.EncodeToString(sum[:4])
	return &Shared{script: File{name + ".js", code}, style: File{name + ".css", string(style)}}, nil
}

// Write writes a page as [Write] does, for the place that its document's name gives it in a folder with the shared
// files. It holds no more than what is different from page to page, compressed.
func (s *Shared) Write(w io.Writer, docs ...*bitext.Bitext) error {
	g, err := gatherAll(docs, nil, true)
	if err != nil {
		return err
	}
	return s.write(w, g)
}

// A PageWriter is [Shared.Write] of one document whose pairs come in parts, in bitexts that have the header of the
// document. Of a part it keeps what the page holds of it.
type PageWriter struct {
	shared *Shared
	w      io.Writer
	g      *gathering
}

// NewWriter returns a PageWriter that writes to w.
func (s *Shared) NewWriter(w io.Writer) *PageWriter { return &PageWriter{shared: s, w: w} }

// Add adds the next pairs.
func (p *PageWriter) Add(b *bitext.Bitext) error {
	if p.g == nil {
		p.g = gather(&b.Header, nil, false, true)
	}
	p.g.add(b)
	return nil
}

// Close writes the page.
func (p *PageWriter) Close() error {
	if p.g == nil {
		return errNoDocument
	}
	p.g.end()
	return p.shared.write(p.w, p.g)
}

// write writes the page of what was gathered.
func (s *Shared) write(w io.Writer, g *gathering) error {
	c, err := g.finish()
	if err != nil {
		return err
	}
	g.forgetTitles()
	data, err := json.Marshal(c.pageData) // which escapes <, > and &
	if err != nil {
		return err
	}
	t, err := template.ParseFS(web, "web/linked.html")
	if err != nil {
		return err
	}
	up := strings.Repeat("../", strings.Count(c.Document, "/"))
	return t.Execute(w, struct {
		Document, From, To    string
		StyleFile, ScriptFile string
		Data                  template.JS
		Parts                 []template.JS
	}{c.Document, c.From, c.To, up + s.style.Name, up + s.script.Name, template.JS(data), c.parts})
}

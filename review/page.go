// Package review shows bitexts to people: one page for each document, and one for the whole run, as files or served.
// A page that is a file needs no network; it is whole by itself ([Write]) or shares script and style with the others of
// its folder ([Shared.Write]). Text from documents and models reaches pages as data only, never as markup or script.
//
// A [Server] keeps what people do: edits, on the disk before a page is told so, and what they have typed and not saved.
// It tells several people of each other, and lets in those whom [Server.Admit] names.
package review

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

//go:embed web
var web embed.FS

// assets are the style and script that a page carries inside. Hash names the script in the page's content security
// policy: no other one runs.
type assets struct {
	Style  template.CSS
	Script template.JS
	Hash   string
}

// The scripts of the pages. The files of a document's page share one scope.
var (
	pageScript = []string{
		"parts.js", "edits.js", "cut.js", "comments.js", "drafts.js", "people.js", "search.js", "terms.js", "rows.js",
		"editor.js", "approve.js", "find.js", "since.js", "offered.js", "page.js",
	}
	indexScript = []string{"parts.js", "index.js"}
)

// script puts files together, without the lines that are comments and without indentation. So no string in them may go
// over more than one line.
func script(files []string) (string, error) {
	var all strings.Builder
	all.WriteString("\"use strict\";\n(async () => {\n")
	for _, f := range files {
		code, err := web.ReadFile("web/" + f)
		if err != nil {
			return "", err
		}
		for line := range strings.Lines(string(code)) {
			if line = strings.TrimLeft(line, " "); !strings.HasPrefix(line, "//") {
				all.WriteString(line)
			}
		}
	}
	all.WriteString("})();\n")
	return all.String(), nil
}

func loadAssets(scripts []string) (assets, error) {
	style, err := web.ReadFile("web/style.css")
	if err != nil {
		return assets{}, err
	}
	all, err := script(scripts)
	if err != nil {
		return assets{}, err
	}
	sum := sha256.Sum256([]byte(all))
	return assets{template.CSS(style), template.JS(all), "sha256-" + base64.StdEncoding.EncodeToString(sum[:])}, nil
}

// Write writes the page of a document, or of all records of a file: both texts side by side, with findings, foreign
// runs and word links. Edits made in it can be saved as a file, which satzpaar review --import takes.
func Write(w io.Writer, docs ...*bitext.Bitext) error {
	c, err := newContent(docs, nil)
	if err != nil {
		return err
	}
	return write(w, c, nil)
}

// A body is what the elements of a page depend on.
type body struct {
	Document                               string
	Served, Retranslate, Against, SignedIn bool
	OffersTerms                            bool
	Who, Download, Next                    string
}

// write writes a page: of a file, or, with l, of a server.
func write(w io.Writer, c *content, l *servedPage) error {
	data, err := json.Marshal(c.pageData) // which escapes <, > and &
	if err != nil {
		return fmt.Errorf("review page of %s: %w", c.Document, err)
	}
	a, err := loadAssets(pageScript)
	if err != nil {
		return err
	}
	served, err := l.data()
	if err != nil {
		return err
	}
	t, err := template.ParseFS(web, "web/page.html", "web/body.html")
	if err != nil {
		return err
	}
	page := struct {
		assets
		body
		From, To   string
		Data, Live template.JS
		Parts      []template.JS
	}{
		assets: a,
		body:   body{Document: c.Document, Served: l != nil, Against: c.against},
		From:   c.From,
		To:     c.To,
		Data:   template.JS(data),
		Live:   template.JS(served),
		Parts:  c.parts,
	}
	if l != nil {
		page.Retranslate, page.SignedIn, page.Who, page.Download = l.Retranslate, l.SignedIn, l.Who, l.Download
		page.OffersTerms, page.Next = l.OffersTerms, l.Next
	}
	return t.Execute(w, page)
}

// writeSignIn writes the page that asks for name and password.
func writeSignIn(w io.Writer, name, problem string) error {
	a, err := loadAssets(nil)
	if err != nil {
		return err
	}
	t, err := template.ParseFS(web, "web/signin.html")
	if err != nil {
		return err
	}
	return t.Execute(w, struct {
		assets
		Name, Problem string
	}{a, name, problem})
}

// mark is a sign of a severity, for those who cannot tell its colour.
func mark(s bitext.Severity) string {
	switch s {
	case bitext.Error:
		return "✗"
	case bitext.Warning:
		return "!"
	}
	return "i"
}

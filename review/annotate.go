package review

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

var annotateScript = []string{"parts.js", "annotate_words.js", "annotate.js"}

// An annotator serves the page on which people judge translations, and keeps their annotations.
type annotator struct {
	*Server
	asked    *assignment
	protocol bitext.Protocol

	adding sync.Mutex // one annotation after the other
	said   *addedFiles[map[judgedItem]*bitext.Annotation]
}

// A judgedItem is an item that a person has judged.
type judgedItem struct {
	who, id  string
	protocol bitext.Protocol
}

// NewAnnotator returns a server on which people judge the translations of an output folder, as the machine wrote them,
// without knowing who made them. What they mark is added to a file beside each bitext, see [bitext.Annotation]. Of the
// fields that are set before serving, only Name and Log count.
func NewAnnotator(dir, host, token string, now func() time.Time, o Annotating) (*Server, error) {
	s := &Server{dir: newFolder(dir), token: token, host: host, now: now}
	asked, err := newAssignment(s.dir, &o)
	if err != nil {
		return nil, err
	}
	page, err := annotateAssets()
	if err != nil {
		return nil, err
	}
	s.policy = servedPolicy(page.Hash)
	a := &annotator{Server: s, asked: asked, protocol: o.Protocol, said: newAddedFiles("annotations", moreAnnotations)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{token}/{$}", a.page)
	mux.HandleFunc("GET /{token}/item", a.item)
	mux.HandleFunc("POST /{token}/annotation", a.annotate)
	mux.HandleFunc("POST /{token}/sign-in", s.signIn)
	mux.HandleFunc("POST /{token}/sign-out", s.signOut)
	s.mux = http.NewCrossOriginProtection().Handler(mux)
	return s, nil
}

func annotateAssets() (assets, error) {
	a, err := loadAssets(annotateScript)
	if err != nil {
		return assets{}, err
	}
	style, err := web.ReadFile("web/annotate.css")
	a.Style += template.CSS(style)
	return a, err
}

// annotations returns the annotations of a document.
func (a *annotator) annotations(file string) (*addedFile[map[judgedItem]*bitext.Annotation], error) {
	path, err := a.dir.path(file)
	if err != nil {
		return nil, err
	}
	return a.said.of(file, bitext.AnnotationsPath(path))
}

// moreAnnotations adds to the last annotation of each person for each item those that r holds. Damaged lines are left
// out; satzpaar eval names them.
func moreAnnotations(
	have map[judgedItem]*bitext.Annotation, r io.Reader, path string, line int,
) (map[judgedItem]*bitext.Annotation, error) {
	all, err := bitext.ReadMoreAnnotations(r, path, line)
	last := make(map[judgedItem]*bitext.Annotation, len(have)+len(all))
	maps.Copy(last, have) // which others read
	for i := range all {
		one := &all[i]
		id := itemID(one.System, one.Document, one.Number, one.Source, one.Target)
		last[judgedItem{one.Who, id, one.Protocol}] = one
	}
	return last, err
}

// of returns a person's annotation of an item, nil if it has none yet.
func (a *annotator) of(who string, i *item) (*bitext.Annotation, error) {
	f, err := a.annotations(i.text.file)
	if err != nil {
		return nil, err
	}
	return f.content[judgedItem{who, i.id, a.protocol}], nil
}

// itemState is what the page knows of an item before it is shown.
type itemState struct {
	ID   string `json:"id"`
	Done bool   `json:"done,omitempty"`
}

func (a *annotator) page(w http.ResponseWriter, r *http.Request) {
	who := a.person(r)
	task := struct {
		Protocol   bitext.Protocol `json:"protocol"`
		MayWrite   bool            `json:"mayWrite"`
		Items      []itemState     `json:"items"`
		Categories []string        `json:"categories"`
		Whole      string          `json:"whole"`
		Severities []string        `json:"severities"`
	}{a.protocol, who.Role.may(toEdit), nil, nil, bitext.NonTranslation, a.protocol.Severities()}
	if a.protocol == bitext.MQM {
		task.Categories = bitext.MQMCategories
	}
	for _, i := range a.asked.of(who.Name) {
		said, err := a.of(who.Name, i)
		if err != nil {
			fail(w, err)
			return
		}
		task.Items = append(task.Items, itemState{i.id, said != nil && said.Done})
	}
	data, err := json.Marshal(task) // which escapes <, > and &
	if err != nil {
		fail(w, err)
		return
	}
	page, err := annotateAssets()
	if err != nil {
		fail(w, err)
		return
	}
	t, err := template.ParseFS(web, "web/annotate.html")
	if err != nil {
		fail(w, err)
		return
	}
	html(w, func(w io.Writer) error {
		return t.Execute(w, struct {
			assets
			Data     template.JS
			MQM      bool
			Who      string
			SignedIn bool
		}{page, template.JS(data), a.protocol == bitext.MQM, who.Name, a.access != nil})
	})
}

// A markData is a mark as a page has it. Offsets are in UTF-16 code units.
type markData struct {
	Source   *offset.Span `json:"source,omitempty"`
	Target   *offset.Span `json:"target,omitempty"`
	Category string       `json:"category,omitempty"`
	Severity string       `json:"severity"`
}

// saidData holds a person's annotation of an item.
type saidData struct {
	Marks []markData `json:"marks"`
	Score *float64   `json:"score"`
	Done  bool       `json:"done"`
	Time  string     `json:"time"`
}

func newSaid(said *bitext.Annotation) *saidData {
	d := &saidData{Marks: []markData{}}
	if said == nil {
		return d
	}
	d.Score, d.Done, d.Time = said.Score, said.Done, said.Time
	var source, target units
	source.set(said.Source)
	target.set(said.Target)
	for _, m := range said.Marks {
		d.Marks = append(d.Marks, markData{
			Source:   converted(m.Source, source.at),
			Target:   converted(m.Target, target.at),
			Category: m.Category,
			Severity: m.Severity,
		})
	}
	return d
}

// contextBefore and contextAfter are how many segments around an item are shown.
const (
	contextBefore = 4
	contextAfter  = 2
)

type shownPair struct {
	Source string `json:"source"`
	Target string `json:"target"`
}

// item answers with the texts of an item, those around it, and the person's annotation of it.
func (a *annotator) item(w http.ResponseWriter, r *http.Request) {
	i := a.asked.byID[r.URL.Query().Get("id")]
	if i == nil {
		http.Error(w, "item not found: reload the page", http.StatusNotFound)
		return
	}
	said, err := a.of(a.person(r).Name, i)
	if err != nil {
		fail(w, err)
		return
	}
	shown := func(from, to int) []shownPair {
		list := []shownPair{}
		for at := max(0, from); at < min(to, len(i.text.segments)); at++ {
			s := &i.text.segments[at]
			target := s.target
			if s.shown != "" {
				target = s.shown
			}
			list = append(list, shownPair{s.source, target})
		}
		return list
	}
	reply(w, struct {
		From   string      `json:"from"`
		To     string      `json:"to"`
		Before []shownPair `json:"before"`
		After  []shownPair `json:"after"`
		Source string      `json:"source"`
		Target string      `json:"target"`
		Said   *saidData   `json:"said"`
	}{
		i.text.from, i.text.to, shown(i.at-contextBefore, i.at), shown(i.at+1, i.at+1+contextAfter),
		i.text.segments[i.at].source, i.target, newSaid(said),
	})
}

// annotate saves a person's annotation of an item. It is on the disk when the answer comes. One that was made without
// knowing of a later one, in another window, is not saved; the answer holds the later one.
func (a *annotator) annotate(w http.ResponseWriter, r *http.Request) {
	var q struct {
		ID  string `json:"id"`
		Was string `json:"was"` // time of what the page knows
		saidData
	}
	if !take(w, r, &q) {
		return
	}
	who := a.person(r)
	i := a.asked.byID[q.ID]
	switch {
	case !who.Role.may(toEdit):
		http.Error(w, "a reader may look, but not annotate", http.StatusForbidden)
		return
	case i == nil:
		http.Error(w, "item not found: reload the page", http.StatusNotFound)
		return
	}
	s := &i.text.segments[i.at]
	made := &bitext.Annotation{
		Version:  bitext.AnnotationsVersion,
		Protocol: a.protocol,
		Key:      s.key,
		Document: i.text.document,
		Number:   i.at + 1,
		From:     i.text.from,
		To:       i.text.to,
		System:   i.text.system,
		Target:   i.target,
		Planted:  i.planted,
		Marks:    marksOf(q.Marks, s.source, i.target),
		Score:    q.Score,
		Done:     q.Done,
		Who:      who.Name,
	}
	if err := made.Validate(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	said, saved, err := a.add(i, made, q.Was)
	if err != nil {
		fail(w, err)
		return
	}
	if saved {
		a.log(r, who.Name, "annotated", i.text.document, 0)
	} else if !equalSaid(said, made) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusConflict)
	}
	reply(w, newSaid(said))
}

// add saves an annotation if was is the time of the last one, and returns the one that stands then.
func (a *annotator) add(i *item, made *bitext.Annotation, was string) (said *bitext.Annotation, saved bool, err error) {
	a.adding.Lock()
	defer a.adding.Unlock()
	root, err := os.OpenRoot(a.dir.dir)
	if err != nil {
		return nil, false, err
	}
	defer root.Close()
	name := filepath.FromSlash(i.text.file + bitext.AnnotationsSuffix)
	for {
		f, err := a.annotations(i.text.file)
		if err != nil {
			return nil, false, err
		}
		last, known := f.content[judgedItem{made.Who, i.id, a.protocol}], ""
		if last != nil {
			known = last.Time
		}
		if known != was || last != nil && equalSaid(last, made) { // the answer to the same may have been lost
			return last, false, nil
		}
		made.Time = a.now().UTC().Format(time.RFC3339Nano)
		err = bitext.AppendAnnotationAt(root, name, f.size, made)
		if errors.Is(err, bitext.ErrAdded) {
			continue
		}
		return made, err == nil, err
	}
}

// equalSaid reports whether two annotations of an item have the same marks and score and are both done or both not.
func equalSaid(x, y *bitext.Annotation) bool {
	return x != nil && y != nil && x.Done == y.Done && reflect.DeepEqual(x.Score, y.Score) &&
		reflect.DeepEqual(append([]bitext.Mark{}, x.Marks...), append([]bitext.Mark{}, y.Marks...))
}

// marksOf returns the marks of a page with offsets in bytes. Those outside of the texts stay outside.
func marksOf(list []markData, source, target string) []bitext.Mark {
	out := make([]bitext.Mark, len(list))
	var s, t units
	s.set(source)
	t.set(target)
	for i, m := range list {
		out[i] = bitext.Mark{
			Source:   converted(m.Source, s.byteAt),
			Target:   converted(m.Target, t.byteAt),
			Category: m.Category,
			Severity: m.Severity,
		}
	}
	return out
}

// converted returns a span whose ends are counted in another way; nil for nil.
func converted(s *offset.Span, at func(int) int) *offset.Span {
	if s == nil {
		return nil
	}
	return &offset.Span{Start: at(s.Start), End: at(s.End)}
}

// servedPolicy is the content security policy of served pages: only scripts with these hashes run.
func servedPolicy(scripts ...string) string {
	list := ""
	for _, hash := range scripts {
		list += fmt.Sprintf(" '%s'", hash)
	}
	return "default-src 'none'; style-src 'unsafe-inline'; script-src" + list +
		"; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

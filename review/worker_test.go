package review

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
)

// A worker is a person with a page: it knows the edits up to a number, acts on what it knows, and sends the same again
// until it is answered.
type worker struct {
	name   string
	server *child
	random *rand.Rand
	keys   []bitext.Key
	known  int
	mine   []string
	stop   <-chan struct{}

	saved, refused map[string]int // time of an edit → how many edits the worker knew of
	drafted        string         // the last draft that the server has confirmed

	said      map[string]bitext.Edit // comments that were confirmed, by their time
	withdrawn map[string]bool        // times of those that were taken back, confirmed or not
	silenced  bool                   // a comment was refused

	did map[string]int  // how often each action was confirmed
	has map[string]bool // terms that the glossary has, as the worker was told
}

func newWorker(i int, server *child, keys []bitext.Key, stop <-chan struct{}) *worker {
	return &worker{name: fmt.Sprint("worker ", i), server: server, random: rand.New(rand.NewPCG(18, uint64(i))),
		keys: keys, stop: stop, saved: map[string]int{}, refused: map[string]int{}, said: map[string]bitext.Edit{},
		withdrawn: map[string]bool{}, did: map[string]int{}, has: map[string]bool{}}
}

// ask sends a request until there is an answer with one of some statuses, and returns it; 0 at the end of the test.
func (w *worker) ask(method, path string, body, answer any, statuses ...int) int {
	raw, err := json.Marshal(body)
	if err != nil {
		return 0
	}
	for {
		select {
		case <-w.stop:
			return 0
		default:
		}
		if status := w.once(method, path, raw, answer); slices.Contains(statuses, status) {
			return status
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// once sends a request and returns the status of a whole answer; 0 if there is none.
func (w *worker) once(method, path string, body []byte, answer any) int {
	req, err := http.NewRequest(method, w.server.url()+path, bytes.NewReader(body))
	if err != nil {
		return 0
	}
	req.Header.Set("Content-Type", "application/json")
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode == http.StatusOK && json.Unmarshal(raw, answer) != nil {
		return 0
	}
	return r.StatusCode
}

// now is the time as a page writes it: no two edits of a test have the same.
func now() string { return time.Now().UTC().Format("2006-01-02T15:04:05.000000000Z07:00") }

// act does one thing, sometimes without having looked for news, and reports whether it was answered before the end.
func (w *worker) act(i int) bool {
	text := fmt.Sprintf("%s %d", w.name, i)
	key := w.keys[w.random.IntN(len(w.keys))]
	what, edits := "", []bitext.Edit{{Key: key}}
	e := &edits[0]
	switch w.random.IntN(16) {
	case 0, 1:
		return w.draft(key, "draft "+text)
	case 2:
		return w.takeTerm()
	case 3:
		what, e.Undo = "undo", true
	case 4:
		what, e.State, e.Reason = "reject", bitext.Translated, "reason of "+text
	case 5, 6:
		what, e.State, e.Comment = "comment", bitext.Commented, text
	case 7:
		what, e.State, e.Resolved = "settle", bitext.Commented, true
		for at, c := range w.said {
			if !w.withdrawn[at] {
				what, e.Key, e.Resolved, e.Withdraws = "withdraw", c.Key, false, at
				w.withdrawn[at] = true
				break
			}
		}
	case 8:
		first, second, _ := strings.Cut(key.Source, " ")
		what, e.State = "split", bitext.Recut
		e.Parts = []bitext.Part{{Source: first, Target: text, State: bitext.Translated},
			{Source: second, Target: "and more", State: bitext.Reviewed}}
	case 9:
		what, e.Key, e.State, e.Takes = "merge", w.keys[0], bitext.Recut, 1
		source := w.keys[0].Source + " " + w.keys[1].Source
		e.Parts = []bitext.Part{{Source: source, Target: text, State: bitext.Translated}}
	case 10:
		what, e.Target, e.State = "lock", &text, bitext.Final
	case 11, 12: // in all pairs, as one step
		what, edits = "replace", nil
		for _, k := range w.keys {
			edits = append(edits, bitext.Edit{Key: k, Target: &text, State: bitext.Translated})
		}
	default:
		what, e.Target, e.State = "write", &text, bitext.Reviewed
	}
	return w.edit(what, edits)
}

// edit sends edits that were made at once.
func (w *worker) edit(what string, edits []bitext.Edit) bool {
	seen := w.known
	sent := make([]sentEdit, len(edits))
	for i := range edits {
		edits[i].Time = now()
		w.mine = append(w.mine, edits[i].Time)
		sent[i] = sentEdit{Edit: edits[i], Seen: &seen}
	}
	var n news
	body := map[string]any{"after": w.known, "edits": sent, "mine": w.mine}
	if w.ask("POST", "edits?d=a.txt", body, &n, http.StatusOK) == 0 {
		return false
	}
	w.known += len(n.Edits)
	for i := range edits {
		e := &edits[i]
		if slices.Contains(n.Conflicts, i) {
			w.refused[e.Time] = seen
			w.silenced = w.silenced || e.State == bitext.Commented
			continue
		}
		w.saved[e.Time] = seen
		w.did[what]++
		if e.Comment != "" {
			w.said[e.Time] = *e
		}
	}
	return true
}

// draft has the server keep what is being written.
func (w *worker) draft(key bitext.Key, text string) bool {
	d := map[string]any{"source": key.Source, "field": "text", "text": text, "time": now()}
	body := map[string]any{"drafts": []any{d}}
	if w.ask("POST", "drafts?d=a.txt", body, &struct{}{}, http.StatusOK) == 0 {
		return false
	}
	w.did["draft"]++
	w.drafted = text
	return true
}

// takeTerm takes a term that is offered into the glossary. Where the answer was lost, or the other was faster, it is no
// longer offered; then it is there.
func (w *worker) takeTerm() bool {
	var list []TermOffer
	if w.ask("GET", "offered-terms", nil, &list, http.StatusOK) == 0 {
		return false
	}
	source := list[w.random.IntN(len(list))].Source
	body := map[string]any{"source": source, "target": "a term"}
	if w.ask("POST", "offered-terms", body, &[]TermOffer{}, http.StatusOK, http.StatusConflict) == 0 {
		return false
	}
	w.did["term"]++
	w.has[source] = true
	return true
}

// about returns the sources of the pairs that an edit of a worker changes; none of a comment.
func (w *worker) about(e *bitext.Edit) []string {
	switch {
	case e.State == bitext.Commented:
		return nil
	case e.Takes == 1:
		return []string{w.keys[0].Source, w.keys[1].Source}
	}
	return []string{e.Source}
}

// A fileGlossary offers two terms that its file lacks, and adds them to it.
type fileGlossary struct{ path string }

// terms returns the sources of the terms. A line begins and ends with a line break: what a kill has torn is not a term.
func (g *fileGlossary) terms() []string {
	raw, err := os.ReadFile(g.path)
	if err != nil {
		return nil
	}
	lines := strings.Split(string(raw), "\n")
	return slices.DeleteFunc(lines[:len(lines)-1], func(line string) bool { return line == "" })
}

func (g *fileGlossary) version() int { return len(g.terms()) }

func (g *fileGlossary) offer(iter.Seq[*bitext.Bitext]) (list []TermOffer, err error) {
	have := g.terms()
	for i := 0; len(list) < 2; i++ {
		if source := fmt.Sprint("term ", i); !slices.Contains(have, source) {
			list = append(list, TermOffer{Source: source, Target: "a term", Changes: 2})
		}
	}
	return list, nil
}

func (g *fileGlossary) take(o TermOffer) error {
	f, err := os.OpenFile(g.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\n" + o.Source + "\n")
	return errors.Join(err, f.Close())
}

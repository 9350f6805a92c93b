package review

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// DraftsSuffix ends the name of the file that holds what people have typed in the pages of a document and not saved:
// "b.txt.drafts.json" beside "b.txt.bitext.jsonl".
const DraftsSuffix = ".drafts.json"

// A draft is a text that a person has typed and not saved.
type draft struct {
	bitext.Key
	// Field is what it is meant for: "text", "reason" or "comment"; of a later part of a pair that was cut with its
	// number, "text.2".
	Field string  `json:"field"`
	Text  *string `json:"text,omitempty"` // nil once it was saved or discarded
	From  string  `json:"from,omitempty"` // the text that it was begun with
	Time  string  `json:"time"`
	Who   string  `json:"who,omitempty"`
}

type draftID struct {
	bitext.Key
	field, who string
}

func (d *draft) id() draftID { return draftID{d.Key, d.Field, d.Who} }

func (d *draft) validate() error {
	field, part, cut := strings.Cut(d.Field, ".")
	if _, err := strconv.ParseUint(part, 10, 16); cut && err != nil ||
		!slices.Contains([]string{"text", "reason", "comment"}, field) {
		return fmt.Errorf(`the field %q of a draft is unknown: "text", "reason" or "comment"`, d.Field)
	}
	if _, err := time.Parse(time.RFC3339, d.Time); err != nil {
		return fmt.Errorf("the time of a draft is not valid: %w", err)
	}
	return nil
}

// maxDrafts bounds the file of the drafts of one document, in bytes.
const maxDrafts = 32 << 20

// draftFiles keeps the drafts of the documents below a folder: one small file each, written anew with every change.
// Several processes may do so at once: each locks the bitext of the document meanwhile.
type draftFiles struct {
	dir string
	mu  sync.Mutex
}

// of returns the drafts of a person in a document, never nil. A file that cannot be understood counts as none: nothing
// in it could be offered.
func (f *draftFiles) of(name, who string) ([]draft, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := []draft{}
	all, err := f.read(name)
	for _, d := range all {
		if d.Who == who {
			out = append(out, d)
		}
	}
	return out, err
}

func (f *draftFiles) read(name string) ([]draft, error) {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	file, err := plainfile.OpenIn(root, filepath.FromSlash(name+DraftsSuffix))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading drafts: %w", err)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxDrafts))
	if err != nil {
		return nil, fmt.Errorf("reading drafts of %s: %w", name, err)
	}
	var all []draft
	if json.Unmarshal(raw, &all) != nil {
		return nil, nil
	}
	return all, nil
}

// merge adds drafts of a person to those of a document; of two for the same place the later one counts.
func (f *draftFiles) merge(name, who string, drafts []draft) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	unlock, err := f.lock(name)
	if err != nil {
		return err
	}
	defer unlock()
	all, err := f.read(name)
	if err != nil {
		return err
	}
	at := make(map[draftID]int, len(all))
	for i := range all {
		at[all[i].id()] = i
	}
	for _, d := range drafts {
		d.Who = who
		i, known := at[d.id()]
		switch {
		case !known:
			at[d.id()] = len(all)
			all = append(all, d)
		case all[i].Time <= d.Time:
			all[i] = d
		}
	}
	all = slices.DeleteFunc(all, func(d draft) bool { return d.Text == nil })
	slices.SortFunc(all, func(a, b draft) int { return cmp.Compare(a.Time, b.Time) })
	return f.write(name, all)
}

// lock keeps other processes from the drafts of a document until unlock is called.
func (f *draftFiles) lock(name string) (unlock func(), err error) {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	file, err := plainfile.OpenIn(root, filepath.FromSlash(name+bitext.Suffix))
	if err != nil {
		return nil, fmt.Errorf("saving drafts: %w", err)
	}
	if err := plainfile.Lock(file); err != nil {
		return nil, errors.Join(fmt.Errorf("saving drafts of %s: %w", name, err), file.Close())
	}
	return func() { _ = file.Close() }, nil // which unlocks it
}

// write replaces the file of drafts as a whole; without drafts there is none.
func (f *draftFiles) write(name string, all []draft) (err error) {
	root, err := os.OpenRoot(f.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	file := filepath.FromSlash(name + DraftsSuffix)
	if len(all) == 0 {
		if err := root.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing drafts: %w", err)
		}
		return nil
	}
	raw, err := json.Marshal(all)
	if err != nil {
		return err
	}
	if len(raw) > maxDrafts {
		return errTooManyDrafts
	}
	// The next run removes what a crash leaves under such a name.
	temp := path.Join(path.Dir(filepath.ToSlash(file)), ".satzpaar-"+strconv.FormatUint(rand.Uint64(), 10))
	if err := root.WriteFile(filepath.FromSlash(temp), raw, 0o644); err != nil {
		return errors.Join(fmt.Errorf("saving drafts: %w", err), root.Remove(filepath.FromSlash(temp)))
	}
	return root.Rename(filepath.FromSlash(temp), file)
}

var errTooManyDrafts = fmt.Errorf("the drafts of a document may have %d bytes: save or discard some", maxDrafts)

// saveDrafts keeps drafts of a page.
func (s *Server) saveDrafts(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Drafts []draft `json:"drafts"`
	}
	if !take(w, r, &q) {
		return
	}
	for i := range q.Drafts {
		if err := q.Drafts[i].validate(); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
	}
	name := r.URL.Query().Get("d")
	if _, err := s.dir.path(name); err != nil { // the name is one that a walk has found
		fail(w, err)
		return
	}
	who := s.person(r)
	comments := !slices.ContainsFunc(q.Drafts, func(d draft) bool { return d.Field != "comment" })
	if !who.Role.may(toEdit) && !comments {
		http.Error(w, "a reader may comment, but not change anything", http.StatusForbidden)
		return
	}
	if err := s.drafts.merge(name, who.Name, q.Drafts); err != nil {
		fail(w, err)
		return
	}
	reply(w, struct{}{})
}

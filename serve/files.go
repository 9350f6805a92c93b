package serve

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/pipeline"
)

// Bounds of the files that are kept: translated ones until they are fetched, and those that wait.
const (
	keptFiles   = 64
	keptBytes   = 64 << 20
	keptFor     = 30 * time.Minute
	filesBusy   = 10 * time.Second // when to come back if there are too many
	filesAtOnce = 2                // under way; the sentences of other requests go on beside them
	// The memory, in bytes, of files that were read and are not translated yet, and that reading one may take. It is far
	// more than their size where they are packed, or have many short paragraphs or sentences or much markup.
	readBytes = 320 << 20
)

// files are the files that were sent to be translated.
type files struct {
	ctx   context.Context
	stop  context.CancelFunc
	now   func() time.Time
	slots chan struct{}
	read  chan struct{} // one file is read at a time: reading takes the most memory
	work  sync.WaitGroup

	mu    sync.Mutex
	known map[string]*file
}

// A file is one that was sent. Its result must not be looked at before done is closed.
type file struct {
	id, key string // both are secret; key is that of DeepL's clients
	name    string // of the translated file
	owner   *client
	size    int64 // that is kept for it
	weight  int64 // in memory until it is translated
	came    time.Time
	stop    context.CancelFunc
	done    chan struct{}
	out     []byte
	billed  int // characters
	problem *problem
}

func newFiles(ctx context.Context, now func() time.Time) *files {
	ctx, stop := context.WithCancel(ctx)
	return &files{
		ctx:   ctx,
		stop:  stop,
		now:   now,
		slots: make(chan struct{}, filesAtOnce),
		read:  make(chan struct{}, 1),
		known: map[string]*file{},
	}
}

func (f *files) close() {
	f.stop()
	f.work.Wait()
}

// add takes a file up, or returns a problem if there are too many. Those that nobody has fetched in time make room.
func (f *files) add(made *file) *problem {
	f.mu.Lock()
	defer f.mu.Unlock()
	kept, weight := made.size, made.weight
	for id, have := range f.known {
		if f.expired(have) {
			delete(f.known, id)
			continue
		}
		kept += have.size
		if !have.ready() {
			weight += have.weight
		}
	}
	if len(f.known) >= keptFiles || kept > keptBytes && len(f.known) > 0 || weight > readBytes {
		return tooMany(filesBusy, "too many files wait already")
	}
	f.known[made.id] = made
	return nil
}

// expired reports whether a file has been kept for as long as files are.
func (f *files) expired(have *file) bool { return have.ready() && f.now().Sub(have.came) > keptFor }

// get returns a file that is kept, else nil.
func (f *files) get(id string) *file {
	f.mu.Lock()
	defer f.mu.Unlock()
	have := f.known[id]
	if have != nil && f.expired(have) {
		delete(f.known, id)
		return nil
	}
	return have
}

// forget keeps nothing of a file. If work on it is under way, it ends: nobody will come for the result, and what is
// not known any more would not count among the files that are kept.
func (f *files) forget(gone *file) {
	gone.stop()
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.known, gone.id)
}

// ready reports whether the work on a file has ended.
func (f *file) ready() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// has reports whether a key is that of the file.
func (f *file) has(key string) bool {
	return subtle.ConstantTimeCompare([]byte(f.key), []byte(key)) == 1
}

// send answers with the translated file. A browser saves it and never shows it.
func (f *file) send(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
	_, _ = w.Write(f.out) // the reader is gone if this fails
}

// accept begins to translate a file, which goes on when ctx has ended. What is wrong with the file is known now; how
// the translation went is known once the file is done.
func (s *Server) accept(ctx context.Context, who *client, u *upload, from, to language.Tag) (*file, *problem) {
	if !document.Known(u.name) || document.ContainerFor(u.name) != nil {
		const message = "%s is not in a format that is translated here: %s"
		return nil, invalid("file", message, shorten(u.name), strings.Join(extensions(), " "))
	}
	select {
	case s.files.read <- struct{}{}:
		defer func() { <-s.files.read }()
	case <-ctx.Done():
		return nil, s.problemOf(ctx.Err())
	case <-s.files.ctx.Done():
		return nil, s.problemOf(errStopping)
	}
	if document.Weigh(u.name, u.data, readBytes) > readBytes {
		const message = "reading %s would take more memory than a file may: divide it"
		return nil, wrong(http.StatusRequestEntityTooLarge, message, shorten(u.name))
	}
	e := s.engine("")
	d, doc, p := s.parsed(e, u, from, to)
	if p != nil {
		return nil, p
	}
	characters, sentences := 0, 0
	for i := range doc.Blocks {
		characters += utf8.RuneCountInString(doc.Blocks[i].Text)
		sentences += len(doc.Blocks[i].Sentences)
	}
	weight := doc.Weight()
	if weight > readBytes {
		const message = "%s, with %d paragraphs and %d sentences, takes more memory than a file may: divide it"
		return nil, wrong(http.StatusRequestEntityTooLarge, message, shorten(u.name), len(doc.Blocks), sentences)
	}
	leave, p := s.clients.admitSize(who, characters)
	if p != nil {
		return nil, p
	}
	ext := path.Ext(u.name)
	working, stop := context.WithCancel(s.files.ctx)
	f := &file{
		id:     rand.Text(),
		key:    rand.Text(),
		name:   strings.TrimSuffix(u.name, ext) + "_" + lang.Base(to) + ext,
		owner:  who,
		size:   2 * int64(len(u.data)),
		weight: weight,
		came:   s.config.Now(),
		stop:   stop,
		done:   make(chan struct{}),
		billed: characters,
	}
	if p := s.files.add(f); p != nil {
		stop()
		leave()
		return nil, p
	}
	s.files.work.Go(func() {
		defer leave()
		defer stop()
		defer close(f.done)
		if d == nil {
			f.out = u.data // it is in the target language already
			return
		}
		f.out, f.problem = s.translateFile(working, who, d, doc)
	})
	return f, nil
}

// parsed reads a file and finds its direction, which is nil where the file is in the target language already.
func (s *Server) parsed(e *engine, u *upload, from, to language.Tag) (*direction, *document.Document, *problem) {
	d := e.directions[0]
	if from != language.Und {
		d = e.direction(from, to)
		if d == nil && !lang.Same(from, to) {
			return nil, nil, e.lacks(from, to)
		}
	}
	if d == nil {
		d = e.directions[0]
	}
	doc, err := d.session.Parse(u.name, u.data)
	if err != nil {
		return nil, nil, s.problemOf(err)
	}
	if from == language.Und {
		from, _ = e.detect(beginning(doc))
	}
	if lang.Same(from, to) {
		return nil, doc, nil
	}
	right := e.direction(from, to)
	switch {
	case right == nil:
		return nil, nil, e.lacks(from, to)
	case right != d: // its sentences end by other rules
		if doc, err = right.session.Parse(u.name, u.data); err != nil {
			return nil, nil, s.problemOf(err)
		}
	}
	return right, doc, nil
}

// enough is how much of a document its language is detected from.
const enough = 16 << 10

// beginning returns the first text of a document.
func beginning(d *document.Document) string {
	var b strings.Builder
	for i := range d.Blocks {
		b.WriteString(d.Blocks[i].Text)
		b.WriteByte('\n')
		if b.Len() > enough {
			break
		}
	}
	return b.String()
}

func (s *Server) translateFile(
	ctx context.Context,
	who *client,
	d *direction,
	doc *document.Document,
) ([]byte, *problem) {
	select {
	case s.files.slots <- struct{}{}:
		defer func() { <-s.files.slots }()
	case <-ctx.Done():
		return nil, s.problemOf(errStopping)
	}
	b, _, err := d.session.Document(ctx, doc, nil)
	if err != nil {
		return nil, s.problemOf(err)
	}
	if p := s.failed(b); p != nil {
		return nil, p
	}
	out, err := pipeline.Render(doc, b)
	if err != nil {
		return nil, s.problemOf(err)
	}
	s.metrics.file(who, b)
	return out, nil
}

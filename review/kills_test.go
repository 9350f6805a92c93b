package review

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
)

// TestTwoUnderKills lets two people do at random what pages do while the server is killed again and again. Nothing
// that was confirmed is lost or there twice, nothing that was refused is there, and no edit follows another person's
// edit of the same pair, or of one that a merge takes in, that its author did not know of. Comments are never refused,
// and stand in the end unless they were taken back. Terms that were taken are in the glossary, once.
// SATZPAAR_REVIEW_KILLS is the number of kills, 20 actions each.
func TestTwoUnderKills(t *testing.T) {
	kills := 5
	if n, err := strconv.Atoi(os.Getenv("SATZPAAR_REVIEW_KILLS")); err == nil {
		kills = n
	}
	b := sample()
	dir := folderOf(t, b)
	server := startChild(t, dir)
	stop := make(chan struct{})
	var done atomic.Int64
	var wg sync.WaitGroup
	workers := make([]*worker, 2)
	for i := range workers {
		w := newWorker(i, server, bitext.Keys(b)[:3], stop)
		workers[i] = w
		wg.Go(func() {
			for i := 0; w.act(i); i++ {
				done.Add(1)
			}
		})
	}
	end := time.Now().Add(5 * time.Minute)
	for killed := range kills {
		for done.Load() < int64(20*(killed+1)) && time.Now().Before(end) {
			time.Sleep(time.Millisecond)
		}
		server.restart(t)
	}
	for done.Load() < int64(20*kills) && time.Now().Before(end) {
		time.Sleep(time.Millisecond)
	}
	close(stop)
	wg.Wait()
	edits := survivors(dir)
	author, times := map[string]*worker{}, map[string]int{}
	for _, w := range workers {
		for _, at := range w.mine {
			author[at] = w
		}
	}
	silent := 0
	for i, e := range edits {
		times[e.Time]++
		w := author[e.Time]
		seen, confirmed := w.saved[e.Time]
		if !confirmed {
			continue // the end came before the answer
		}
		for _, before := range edits[min(seen, i):i] {
			both := slices.ContainsFunc(w.about(&before), func(s string) bool { return slices.Contains(w.about(&e), s) })
			if both && author[before.Time] != w {
				silent++
			}
		}
	}
	lost, twice, refused, saved := 0, 0, 0, 0
	for _, w := range workers {
		saved += len(w.saved)
		for at := range w.saved {
			switch {
			case times[at] == 0:
				lost++
			case times[at] > 1:
				twice++
			}
		}
		for at := range w.refused {
			refused++
			if times[at] > 0 {
				t.Errorf("an edit that was refused is there")
			}
		}
	}
	t.Logf("%d actions, %d kills: %d edits saved, %d refused; %d lost, %d there twice, %d over another's unseen; "+
		"confirmed: %v and %v", done.Load(), kills, saved, refused, lost, twice, silent, workers[0].did, workers[1].did)
	if lost+twice+silent > 0 || refused == 0 || done.Load() < int64(20*kills) {
		t.Error("edits are lost, doubled or silently overwritten, or nothing was tried")
	}
	for _, what := range []string{"write", "undo", "reject", "comment", "withdraw", "split", "merge", "lock", "replace",
		"draft", "term"} {
		if workers[0].did[what]+workers[1].did[what] == 0 {
			t.Errorf("nobody could %s", what)
		}
	}
	checkComments(t, b, edits, workers)
	checkTerms(t, dir, workers)
	f := draftFiles{dir: dir}
	drafts, err := f.of("a.txt", "")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, d := range drafts {
		have[*d.Text] = true
	}
	if !have[workers[0].drafted] && !have[workers[1].drafted] {
		t.Errorf("neither of the last drafts is there: %q, %q", workers[0].drafted, workers[1].drafted)
	}
}

// checkComments compares the comments that stand in a document with what people were told is saved.
func checkComments(t *testing.T, b *bitext.Bitext, edits []bitext.Edit, workers []*worker) {
	t.Helper()
	if stale := bitext.Apply(b, edits); len(stale) > 0 {
		t.Errorf("edits that found no pair: %v", stale)
	}
	standing := map[string]int{}
	for i := range b.Pairs {
		for _, c := range b.Pairs[i].Comments {
			standing[c.Text]++
		}
	}
	for _, w := range workers {
		for at, e := range w.said {
			if n := standing[e.Comment]; n != 1 && !w.withdrawn[at] {
				t.Errorf("a comment that was saved stands %d times: %q", n, e.Comment)
			}
		}
		if w.silenced {
			t.Errorf("a comment of %s was refused", w.name)
		}
	}
}

// checkTerms compares the glossary of a folder with what people were told that it has.
func checkTerms(t *testing.T, dir string, workers []*worker) {
	t.Helper()
	times := map[string]int{}
	g := &fileGlossary{filepath.Join(dir, "terms.tsv")}
	for _, source := range g.terms() {
		times[source]++
	}
	for source, n := range times {
		if n > 1 {
			t.Errorf("the glossary has %q %d times", source, n)
		}
	}
	for _, w := range workers {
		for source := range w.has {
			if times[source] == 0 {
				t.Errorf("%q was taken and is not in the glossary", source)
			}
		}
	}
}

const childEnv = "SATZPAAR_REVIEW_CHILD"

// TestMain lets the test program be the server that TestKilled kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		if err := serveChild(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func serveChild(dir string) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	s, err := NewServer(dir, l.Addr().String(), "secret", time.Now)
	if err != nil {
		return err
	}
	g := &fileGlossary{filepath.Join(dir, "terms.tsv")}
	s.OfferTerms, s.TakeTerm, s.TermsVersion = g.offer, g.take, g.version
	fmt.Println(s.URL())
	return http.Serve(l, s)
}

// A child is a process that serves a folder and can be killed.
type child struct {
	dir     string
	process *exec.Cmd
	address atomic.Value // of the server, changes with every start
}

// startChild starts a server of a folder, which ends with the test.
func startChild(t *testing.T, dir string) *child {
	t.Helper()
	c := &child{dir: dir}
	c.start(t)
	t.Cleanup(c.kill)
	return c
}

func (c *child) start(t *testing.T) {
	t.Helper()
	c.process = exec.Command(os.Args[0])
	c.process.Env = append(os.Environ(), childEnv+"="+c.dir)
	c.process.Stderr = os.Stderr
	out, err := c.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.process.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 200)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	c.address.Store(strings.TrimSpace(string(line[:n])))
}

func (c *child) kill() {
	_ = c.process.Process.Kill()
	_ = c.process.Wait()
}

// restart kills the server and starts it again.
func (c *child) restart(t *testing.T) {
	t.Helper()
	c.kill()
	c.start(t)
}

// survivors returns the edits that kills have left. They tear lines, but only of edits that were not confirmed.
func survivors(dir string) []bitext.Edit {
	edits, _ := bitext.ReadEditsFile(filepath.Join(dir, "a.txt"+bitext.EditsSuffix))
	return edits
}

// url is where the server is reached now.
func (c *child) url() string { return c.address.Load().(string) }

// Two clients edit at once while the server is killed again and again: no edit is lost that a client was told is
// saved, and none is there twice.
func TestKilled(t *testing.T) {
	kills, want := 50, 1000
	if testing.Short() {
		kills, want = 5, 100
	}
	b := sample()
	dir := folderOf(t, b)
	key := bitext.Keys(b)
	server := startChild(t, dir)
	stop := make(chan struct{})
	var wg sync.WaitGroup
	confirmed := make([][]string, 2)
	var count atomic.Int64
	for client := range confirmed {
		wg.Go(func() {
			after := 0
			h := &http.Client{Timeout: 5 * time.Second}
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				text := fmt.Sprintf("client %d edit %d", client, i)
				e := bitext.Edit{Key: key[i%len(key)], Target: &text, Time: now()}
				for sent := false; !sent; { // as a page does: the same edit again until the server confirms it
					select {
					case <-stop:
						return
					default:
					}
					body, _ := json.Marshal(map[string]any{"after": after, "edits": []bitext.Edit{e}})
					r, err := h.Post(server.url()+"edits?d=a.txt", "application/json", bytes.NewReader(body))
					if err != nil {
						time.Sleep(2 * time.Millisecond)
						continue
					}
					var n news
					err = json.NewDecoder(r.Body).Decode(&n)
					_ = r.Body.Close()
					if r.StatusCode != 200 || err != nil {
						time.Sleep(2 * time.Millisecond)
						continue
					}
					after += len(n.Edits)
					sent = true
				}
				confirmed[client] = append(confirmed[client], text)
				count.Add(1)
			}
		})
	}
	killed := 0
	for end := time.Now().Add(6 * time.Minute); (killed < kills || count.Load() < int64(want)) && time.Now().Before(end); {
		before := count.Load()
		for count.Load() < before+int64(want/kills) && time.Now().Before(end) {
			time.Sleep(time.Millisecond)
		}
		server.restart(t)
		killed++
	}
	close(stop)
	wg.Wait()
	if killed < kills || count.Load() < int64(want) {
		t.Fatalf("only %d kills and %d edits in time", killed, count.Load())
	}
	edits := survivors(dir)
	times := map[string]int{}
	for _, e := range edits {
		times[*e.Target]++
	}
	lost, twice := 0, 0
	for _, list := range confirmed {
		for _, text := range list {
			if times[text] == 0 {
				lost++
			}
			if times[text] > 1 {
				twice++
			}
		}
	}
	t.Logf("%d edits confirmed, %d kills, %d lost, %d there twice", count.Load(), killed, lost, twice)
	if lost > 0 || twice > 0 {
		t.Errorf("%d edits lost, %d there twice", lost, twice)
	}
}

package corpus_test

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/align"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/check"
	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/pipeline"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/echo"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// perRecord is the number of sentences in a record of the synthetic corpus.
const perRecord = 4

// synthetic writes a corpus of n different sentences in JSON Lines, compressed. Equal n give equal bytes.
func synthetic(tb testing.TB, path string, n int) {
	tb.Helper()
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	z, err := zstd.NewWriter(f)
	if err != nil {
		tb.Fatal(err)
	}
	w := bufio.NewWriter(z)
	nouns := []string{"Regierung", "Gemeinde", "Zeitung", "Schule", "Brücke", "Mannschaft", "Klinik", "Fabrik", "Ernte", "Straße",
		"Bank", "Ministerin"}
	verbs := []string{"prüft", "plant", "verlässt", "erreicht", "fordert", "meldet", "verkauft", "eröffnet", "verschiebt",
		"beschließt"}
	adjectives := []string{"neue", "alte", "kleine", "große", "wichtige", "teure", "lange", "schnelle", "ruhige", "offene"}
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(words []string) string { return words[r.IntN(len(words))] }
	for i := range n {
		if i%perRecord == 0 {
			fmt.Fprintf(w, `{"id":%d,"text":"`, i)
		} else {
			w.WriteByte(' ')
		}
		fmt.Fprintf(w, "Die %s %s %s nach Angaben der %sn %s im Jahr %d auch noch die %s.", pick(adjectives), pick(nouns),
			pick(verbs), pick(adjectives), pick(nouns), i, pick(nouns))
		if i%perRecord == perRecord-1 || i == n-1 {
			w.WriteString("\"}\n")
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
}

// bulk is a pipeline as the command makes it, with the echo backend and the screen alone.
func bulk(tb testing.TB, c cache.Cache) session {
	tb.Helper()
	return bulkWith(tb, echo.New(echo.Config{}), c)
}

// bulkWith is [bulk] with another backend.
func bulkWith(tb testing.TB, backend translate.Backend, c cache.Cache) session {
	tb.Helper()
	source, err := detect.New(detect.Config{Expected: language.German})
	if err != nil {
		tb.Fatal(err)
	}
	target, err := detect.New(detect.Config{Expected: language.English})
	if err != nil {
		tb.Fatal(err)
	}
	config := stack.Config{Width: runtime.GOMAXPROCS(0)}
	if c != nil {
		config.Cache, config.CacheError = c, func(err error) { tb.Error(err) }
	}
	split := document.SplitterFor("de")
	return session{options: document.Options{Split: split}, records: document.RecordOptions{Split: split},
		Pipeline: &pipeline.Pipeline{Pair: lang.GermanEnglish, Detector: source, Lexicon: align.GermanEnglish,
			Backend: stack.New(backend, config),
			Checks:  check.All, Env: check.Env{From: language.German, To: language.English, Detector: target}}}
}

// wordByWord translates what [synthetic] writes into words that are English, as those of a real translation are.
type wordByWord struct{}

func (wordByWord) Info() translate.Info {
	return translate.Info{ID: "word by word", Deterministic: true}
}

func (wordByWord) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results := make([]translate.Result, len(req.Items))
	for i, item := range req.Items {
		r := &results[i]
		at := 0
		for w := range strings.SplitSeq(strings.TrimSuffix(item.Text, "."), " ") {
			e := cmp.Or(english[w], english[strings.TrimSuffix(w, "n")], w)
			r.Links = append(r.Links, offset.Link{Source: offset.Span{Start: at, End: at + len(w)},
				Target: offset.Span{Start: len(r.Text), End: len(r.Text) + len(e)}})
			r.Text += e + " "
			at += len(w) + 1
		}
		r.Text, r.Origin = strings.TrimSuffix(r.Text, " ")+".", "word by word"
	}
	return results, translate.Usage{}, nil
}

// english holds the words of [synthetic]; adjectives may have another n.
var english = map[string]string{
	"Die": "The", "die": "the", "der": "of the", "nach": "according to", "Angaben": "statements", "im": "in the",
	"Jahr": "year", "auch": "also", "noch": "still",
	"Regierung": "government", "Gemeinde": "community", "Zeitung": "newspaper", "Schule": "school", "Brücke": "bridge",
	"Mannschaft": "team", "Klinik": "clinic", "Fabrik": "factory", "Ernte": "harvest", "Straße": "street",
	"Bank": "bank", "Ministerin": "minister",
	"prüft": "checks", "plant": "plans", "verlässt": "leaves", "erreicht": "reaches", "fordert": "demands",
	"meldet": "reports", "verkauft": "sells", "eröffnet": "opens", "verschiebt": "postpones", "beschließt": "decides",
	"neue": "new", "alte": "old", "kleine": "small", "große": "large", "wichtige": "important", "teure": "expensive",
	"lange": "long", "schnelle": "fast", "ruhige": "quiet", "offene": "open",
}

func bulkOptions() corpus.Options {
	return corpus.Options{
		Jobs: runtime.GOMAXPROCS(0),
		Writers: []corpus.Writer{corpus.Same("en"), {Name: "jsonl", Output: func(in string) string { return in + bitext.Suffix },
			Write: func(w io.Writer, _ *document.Document, b *bitext.Bitext) error { return bitext.Write(w, b) }}},
	}
}

// translateAll runs p over the file or folder at path into a new folder.
func translateAll(tb testing.TB, p session, path, dir string) *corpus.Summary {
	tb.Helper()
	in, err := corpus.Find([]string{path}, []string{".txt", ".jsonl.zst"}, "")
	if err != nil {
		tb.Fatal(err)
	}
	out, err := corpus.OpenFolder(dir)
	if err != nil {
		tb.Fatal(err)
	}
	s, err := corpus.Run(context.Background(), p, in.Files, out, bulkOptions())
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// BenchmarkRun is what surrounds the translation of a corpus: reading, splitting, detecting, keys, cache, checks and
// outputs. SATZPAAR_BULK sets the number of sentences, 20,000 where it is not set. Beside the speed by the clock it
// reports the processor's time for each sentence, which a busy machine disturbs less, and the largest heap seen.
func BenchmarkRun(b *testing.B) {
	n := 20_000
	if s := os.Getenv("SATZPAAR_BULK"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatalf("SATZPAAR_BULK: %v", err)
		}
	}
	input := filepath.Join(b.TempDir(), "corpus.jsonl.zst")
	synthetic(b, input, n)
	for _, run := range []struct {
		name    string
		backend translate.Backend
		warm    bool
	}{
		{"uncached", echo.New(echo.Config{}), false},
		{"cached", echo.New(echo.Config{}), true},
		{"english", wordByWord{}, true}, // cached: the checks find nothing, as in most translations
	} {
		b.Run(run.name, func(b *testing.B) {
			dir := b.TempDir()
			open := func(name string) *sqlite.Cache {
				c, err := sqlite.Open(context.Background(), filepath.Join(dir, name), time.Now)
				if err != nil {
					b.Fatal(err)
				}
				return c
			}
			if run.warm {
				c := open("cache")
				translateAll(b, bulkWith(b, run.backend, c), input, filepath.Join(dir, "first"))
				if err := c.Close(); err != nil {
					b.Fatal(err)
				}
			}
			var spent float64
			peak := watchHeap(b)
			k := 0
			for b.Loop() {
				b.StopTimer()
				k++
				file := "cache"
				if !run.warm {
					file += strconv.Itoa(k)
				}
				runtime.GC()
				b.StartTimer()
				before := cpuSeconds()
				c := open(file)
				s := translateAll(b, bulkWith(b, run.backend, c), input, filepath.Join(dir, strconv.Itoa(k)))
				if err := c.Close(); err != nil {
					b.Fatal(err)
				}
				spent += cpuSeconds() - before
				if cached := s.Counts.Cached; s.Counts.Sentences != n || cached != 0 && !run.warm || cached != n && run.warm {
					b.Fatalf("counts %+v", s.Counts)
				}
			}
			total := float64(n) * float64(k)
			b.ReportMetric(total/b.Elapsed().Seconds(), "sentences/s")
			b.ReportMetric(spent*1e6/total, "cpu-µs/sentence")
			b.ReportMetric(float64(peak())/(1<<20), "heap-MiB")
		})
	}
}

// BenchmarkSmallFiles translates a folder of files of one sentence, 2,000 of them or as many as SATZPAAR_FILES holds.
func BenchmarkSmallFiles(b *testing.B) {
	n := 2000
	if s := os.Getenv("SATZPAAR_FILES"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatalf("SATZPAAR_FILES: %v", err)
		}
	}
	dir := b.TempDir()
	for i := range n {
		folder := filepath.Join(dir, "in", strconv.Itoa(i/500))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			b.Fatal(err)
		}
		text := fmt.Sprintf("Die Ministerin eröffnet nach Angaben der Zeitung im Jahr %d auch noch die Schule.\n", i)
		if err := os.WriteFile(filepath.Join(folder, strconv.Itoa(i)+".txt"), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	var spent float64
	peak := watchHeap(b)
	k := 0
	for b.Loop() {
		k++
		before := cpuSeconds()
		s := translateAll(b, bulk(b, nil), filepath.Join(dir, "in"), filepath.Join(dir, "out"+strconv.Itoa(k)))
		spent += cpuSeconds() - before
		if s.Counts.Documents != n {
			b.Fatalf("counts %+v", s.Counts)
		}
	}
	b.ReportMetric(float64(n)*float64(k)/b.Elapsed().Seconds(), "files/s")
	b.ReportMetric(spent*1e6/float64(n)/float64(k), "cpu-µs/file")
	b.ReportMetric(float64(peak())/(1<<20), "heap-MiB")
}

// watchHeap looks at the memory that the program holds of the system until peak is called, which returns the most it
// saw.
func watchHeap(tb testing.TB) (peak func() uint64) {
	var most atomic.Uint64
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapSys-m.HeapReleased))
			select {
			case <-stop:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-done
		return most.Load()
	}
}

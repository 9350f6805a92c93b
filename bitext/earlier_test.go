package bitext

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/satzpaar/satzpaar/offset"
)

// earlierOf returns a file of documents, ready to be asked.
func earlierOf(t *testing.T, docs ...*Bitext) *Earlier {
	t.Helper()
	var file strings.Builder
	for _, b := range docs {
		if err := Write(&file, b); err != nil {
			t.Fatal(err)
		}
	}
	e, err := OpenEarlier(strings.NewReader(file.String()), "f")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// hashed is docOf with a hash of the source.
func hashed(name, hash string, sources ...string) *Bitext {
	b := docOf(name, sources...)
	b.SHA256 = hash
	for i := range b.Pairs {
		b.Pairs[i].Spans = []offset.Span{}
	}
	return b
}

func TestEarlier(t *testing.T) {
	one, two := hashed("d.csv#1", "01", "a"), hashed("d.csv#2", "02", "b", "c")
	copied, last := hashed("d.csv#3", "02", "b", "c"), hashed("d.csv#9", "09", strings.Repeat("x", 1<<17))
	e := earlierOf(t, one, two, copied, last)
	for _, c := range []struct {
		what, name, hash string
		want             *Bitext
	}{
		{"the same", "d.csv#2", "02", two},
		{"the same, with an equal one before it", "d.csv#3", "02", copied},
		{"moved to another line", "d.csv#7", "01", one},
		{"moved to the line of another", "d.csv#2", "01", one},
		{"changed", "d.csv#1", "ff", one},
		{"without a hash", "d.csv#9", "", last},
		{"unknown", "d.csv#5", "ff", nil},
	} {
		got, err := e.Document(c.name, c.hash)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
	if e := earlierOf(t); len(e.byName) != 0 {
		t.Errorf("an empty file holds %d documents", len(e.byName))
	}
}

// Damaged lines are named, and cost no more than themselves.
func TestEarlierDamaged(t *testing.T) {
	const pair = `{"id":"1.1","source":"a","target":"b","spans":[],"action":"translate","state":"translated"}`
	e, err := OpenEarlier(strings.NewReader("\ufeffprose\n"+header+"\nnot a pair\n"+pair), "f")
	if err != nil {
		t.Fatal(err)
	}
	b, err := e.Document("a/b.txt", "00")
	var at *LineError
	if b == nil || len(b.Pairs) != 1 || !errors.As(err, &at) || at.Line != 3 {
		t.Errorf("got %+v, %v", b, err)
	}
	if _, err := OpenEarlier(failingAt{}, "f"); err == nil {
		t.Error("a file that cannot be read was opened")
	}
}

type failingAt struct{}

func (failingAt) ReadAt([]byte, int64) (int, error) { return 0, errors.New("broken disk") }

// However long its documents are, an open file takes little memory.
func TestEarlierMemory(t *testing.T) {
	var file strings.Builder
	const n = 2000
	for i := range n {
		b := hashed(fmt.Sprintf("d.csv#%d", i), fmt.Sprintf("%04x", i), strings.Repeat("Wort ", 2000))
		if err := Write(&file, b); err != nil {
			t.Fatal(err)
		}
	}
	whole := file.String()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	e, err := OpenEarlier(strings.NewReader(whole), "f")
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 1000*n {
		t.Errorf("%d bytes for %d documents of %d bytes in all", grown, n, len(whole))
	}
	if b, err := e.Document("d.csv#1999", ""); err != nil || len(b.Pairs) != 1 {
		t.Errorf("%v, %v", b, err)
	}
}

func TestMatch(t *testing.T) {
	const long = "a sentence that is long"
	for _, c := range []struct {
		name         string
		now, earlier *Bitext
		want         []int
	}{
		{"the same", hashed("d", "01", "a", "b", "a", "b"), hashed("d", "01", "a", "b", "a", "b"), []int{0, 1, 2, 3}},
		{"changed", hashed("d", "02", "a", "new", "b", "c"), hashed("d", "01", "a", "b", "c"), []int{0, -1, 1, 2}},
		{"another document says the same", hashed("d", "02", "x", "b", "y"), hashed("e", "01", "p", "b", "q"),
			[]int{-1, -1, -1}},
		{"moved far", hashed("d", "02", "x", long, "y"), hashed("d", "01", "p", long, "q"), []int{-1, 1, -1}},
		{"another line", hashed("d.csv#2", "01", "a"), hashed("d.csv#1", "01", "a"), []int{0}},
		{"another line, changed", hashed("d.csv#2", "02", "a", "b", "c"), hashed("d.csv#1", "01", "a", "b"),
			[]int{0, 1, -1}},
		{"split in another way", hashed("d", "01", "a", "b"), hashed("d", "01", "a b"), []int{-1, -1}},
		{"nothing", hashed("d", "01"), hashed("d", "01", "a"), []int{}},
	} {
		if diff := cmp.Diff(c.want, Match(c.now, c.earlier)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

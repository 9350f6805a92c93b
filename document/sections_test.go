package document

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

// verifySections checks that the sections of a document are the document: their blocks are those of the whole, and
// where they are rendered one after the other, with other sentences, they are what the whole is.
func verifySections(t *testing.T, name string, raw []byte, size int) {
	t.Helper()
	s, err := ParseSections(name, raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	whole := s.Whole()
	louder := func(d *Document) string {
		out, err := Render(d, func(block, sentence int) string {
			return strings.ToUpper(d.Blocks[block].Sentence(sentence)) + " +"
		})
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	var blocks []Block
	var rendered strings.Builder
	for d := range s.All(size) {
		if d.First != len(blocks) {
			t.Fatalf("a section behind %d blocks begins with number %d", len(blocks), d.First)
		}
		if string(d.Source) != string(whole.Source) || d.SHA256 != whole.SHA256 || d.Name != whole.Name {
			t.Fatalf("section %d is of another document", d.First)
		}
		sentences := 0
		for i := range d.Blocks {
			if sentences >= max(1, size) {
				t.Fatalf("the section at %d has %d blocks more than it needs", d.First, len(d.Blocks)-i)
			}
			sentences += len(d.Blocks[i].Sentences)
		}
		blocks = append(blocks, d.Blocks...)
		if w := d.Whole(); w != d {
			if w != whole {
				t.Fatal("a section of another document")
			}
			continue
		}
		rendered.WriteString(louder(d))
	}
	if len(blocks) != len(whole.Blocks) || len(blocks) > 0 && !reflect.DeepEqual(blocks, whole.Blocks) {
		t.Fatalf("sections of %d: %d blocks, want %d equal ones", size, len(blocks), len(whole.Blocks))
	}
	if want := louder(whole); rendered.Len() > 0 && rendered.String() != want {
		t.Fatalf("sections of %d: %q, want %q", size, rendered.String(), want)
	}
}

func TestSections(t *testing.T) {
	var lines strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&lines, "Nummer %d. Es regnet.\r\n", i)
	}
	for name, text := range map[string]string{
		"lines.txt":  lines.String(),
		"blank.txt":  " \n\n",
		"ends.txt":   "\n\n  Eins. \n\n\nZwei. \t\n - Drei\n\n",
		"one.txt":    "Ja.",
		"table.txt":  wrappedText + "\nA: b\n\n" + wideTable + "\nA: c\n" + strings.Repeat(longTable, 3),
		"scan.txt":   strings.Repeat(scannedText+"\n"+longTable, 3),
		"heads.md":   "# Titel\n\nEin Satz. Noch einer.\n\n- eins\n- zwei\n",
		"page.html":  "<p>Ein Satz. Noch einer.</p><p>Und <b>einer</b>.</p>",
		"film.srt":   "1\n00:00:01,000 --> 00:00:02,000\nJa.\n\n2\n00:00:03,000 --> 00:00:04,000\nNein.\n",
		"empty.html": "<hr>",
	} {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{-1, 0, 1, 2, 3, 100, 1 << 20} {
				verifySections(t, name, []byte(text), size)
			}
		})
	}
}

// TestSectionsMemory bounds what a text of short lines takes beside its bytes while it is used a section at a time.
func TestSectionsMemory(t *testing.T) {
	const most = 2 // times the size of the file; all its blocks take 6
	src := []byte(strings.Repeat("Das ist ein kurzer Satz.\n", 100_000))
	before := heap()
	s, err := ParseSections("a.txt", src, Options{Split: German})
	if err != nil {
		t.Fatal(err)
	}
	peak, blocks := uint64(0), 0
	for d := range s.All(1000) {
		if blocks += len(d.Blocks); d.First%20_000 == 0 {
			peak = max(peak, heap())
		}
	}
	took := float64(peak-before) / float64(len(src))
	t.Logf("%.1f times the size of the file", took)
	if took > most || blocks != 100_000 {
		t.Errorf("%d blocks: %.1f times the size of the file, want %d at most", blocks, took, most)
	}
	runtime.KeepAlive(s)
}

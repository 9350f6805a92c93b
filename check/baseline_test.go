package check

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

func TestBaseline(t *testing.T) {
	p := sampleOf("Er hat 3 Hunde.", "He has 4 dogs.").Translated()
	other := sampleOf("Er hat 3 Hunde.", "He has 5 dogs.").Translated()
	fs := []bitext.Finding{{Check: "numbers"}, {Check: "length"}}
	var b Baseline
	if got := b.Open(p, fs); len(got) != 2 {
		t.Fatalf("an empty baseline silences: %v", got)
	}
	b.Accept("numbers", p)
	b.Accept("names", other)
	var file strings.Builder
	if err := b.Write(&file); err != nil {
		t.Fatal(err)
	}
	read, err := ReadBaseline(strings.NewReader(file.String()), "f")
	if err != nil || read.Len() != 2 {
		t.Fatalf("got %d findings, %v from\n%s", read.Len(), err, file.String())
	}
	if got := read.Open(p, []bitext.Finding{{Check: "numbers"}, {Check: "length"}}); len(got) != 1 || got[0].Check != "length" {
		t.Errorf("got %v, want the length only", got)
	}
	if read.accepts("numbers", other) {
		t.Error("another target is silenced as well")
	}
	var again strings.Builder
	if err := read.Write(&again); err != nil || again.String() != file.String() {
		t.Errorf("read and written again: %v\n%s\n%s", err, file.String(), again.String())
	}
	bad, err := ReadBaseline(strings.NewReader("# c\nnumbers nohash\n"+strings.SplitN(file.String(), "\n", 2)[1]), "f")
	if err == nil || !strings.HasPrefix(err.Error(), "f:2: ") || bad.Len() != 2 {
		t.Errorf("a bad line: %d findings, %v", bad.Len(), err)
	}
}

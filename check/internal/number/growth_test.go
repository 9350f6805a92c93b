package number

import (
	"fmt"
	"strings"
	"testing"
)

// TestCompareMany: of a table with thousands of numbers, what differs is found, and nothing else.
func TestCompareMany(t *testing.T) {
	var source, target strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&source, "%d %%, ", 10+i)
		switch i {
		case 17:
			target.WriteString("4711 %, ")
		case 2900: // is missing
		default:
			fmt.Fprintf(&target, "%d %%, ", 10+i)
		}
	}
	found := Compare(reader("de", false).Read(source.String()), reader("en", true).Read(target.String()))
	if len(found) != 2 {
		t.Fatalf("%d differences, want 2", len(found))
	}
	if d := found[0]; d.Kind != Changed || d.Source.Text != "27" || d.Target.Text != "4711" {
		t.Errorf("first: %+v", d)
	}
	if d := found[1]; d.Kind != Lost || d.Source.Text != "2910" {
		t.Errorf("second: %+v", d)
	}
}

// BenchmarkCompareMany compares the most numbers that a text may hold which is looked at closely.
func BenchmarkCompareMany(b *testing.B) {
	for _, text := range []string{"1/2 ", "12. Mai 2020, ", "5 % "} {
		s := strings.Repeat(text, 16000/len(text))
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				Compare(reader("de", false).Read(s), reader("en", true).Read(s))
			}
		})
	}
}

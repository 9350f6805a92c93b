package marian

import (
	"fmt"
	"strings"
	"testing"
)

// people is an enumeration of n names.
func people(n int) string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("Name%c%c", 'a'+i/26, 'a'+i%26))
	}
	return strings.Join(names, ", ")
}

func TestEnumeration(t *testing.T) {
	for _, c := range []struct {
		name, in string
		groups   int
	}{
		{"no list", "Er kam, sah, siegte und ging, weil es spät war.", 1},
		{"few", "Es kamen " + people(8) + " und Vogt.", 1},
		{"many", "Es kamen " + people(70) + " und Vogt.", 9},
		{"long begin", "In der langen Sitzung am letzten Montag sprachen " + people(40) + " und Vogt.", 6},
		{"clauses", strings.Repeat("er kam an diesem Tag nicht mehr nach Hause, ", 20) + "sagte sie.", 1},
	} {
		cuts := enumeration(c.in)
		if len(cuts)+1 != c.groups {
			t.Errorf("%s: %d groups, want %d", c.name, len(cuts)+1, c.groups)
		}
		for _, at := range cuts {
			if c.in[at-1:at+1] != ", " {
				t.Errorf("%s: cut at %q", c.name, c.in[at-1:at+1])
			}
		}
	}
}

func TestUneven(t *testing.T) {
	for _, c := range []struct {
		source, target string
		want           bool
	}{
		{"Hagen, Halle, Kiel und Bonn", "Hagen, Halle, Kiel and Bonn", false},
		{"Hagen, Halle, Kiel und Bonn", "Hagen, Halle, Kiel, and Bonn", false},
		{"Hagen, Halle, Kiel und Bonn", "Hagen, Kiel and Bonn", true},
		{"Hagen, Halle,", "Hagen, Halle, Halle,", true},
		{"Er kam an diesem Tag zu spät, weil es regnete", "He came late that day because it rained", false},
	} {
		if got := uneven(c.source, c.target); got != c.want {
			t.Errorf("%q, %q: %t", c.source, c.target, got)
		}
	}
}

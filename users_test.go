package satzpaar_test

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
)

// usersLeast is how many of the texts of each kind in testdata/users.tsv must come out right. Where it is far below what
// the test logs, the outcome depends on the weights rather than on rules.
var usersLeast = map[string]int{
	"abbrev": 30, "address": 6, "caps": 7, "code": 5, "compound": 8, "date": 8, "dialog": 6, "email": 1, "emoji": 5,
	"headline": 7, "legal": 4, "list": 9, "longlist": 3, "mail": 9, "names": 7, "negation": 9, "numbers": 12,
	"product": 8, "quote": 7, "range": 6, "repeat": 4, "runon": 5, "sentence": 6, "short": 8, "soft": 3,
	"spelling": 11, "subtitle": 7, "table": 13, "tweet": 5, "ui": 13, "units": 7,
}

// TestUsers translates what users write with the built-in model, and looks for what a right translation must show.
func TestUsers(t *testing.T) {
	data, err := os.ReadFile("testdata/users.tsv")
	if err != nil {
		t.Fatal(err)
	}
	s, err := satzpaar.Open(t.Context(), satzpaar.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	total, right, all := map[string]int{}, map[string]int{}, 0
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		if strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(row) != 3 {
			t.Fatalf("testdata/users.tsv:%d: %q is not kind, German, requirements", number, line)
		}
		english, err := s.Text(t.Context(), row[1])
		if err != nil {
			t.Errorf("%s: %v", row[1], err)
			continue
		}
		total[row[0]]++
		var lacks []string
		for want := range strings.SplitSeq(row[2], " & ") {
			if !shows(english, want) {
				lacks = append(lacks, want)
			}
		}
		if lacks == nil {
			right[row[0]]++
			all++
		} else {
			t.Logf("%s: %s => %s: lacks %q", row[0], row[1], english, lacks)
		}
	}
	if !slices.Equal(slices.Sorted(maps.Keys(total)), slices.Sorted(maps.Keys(usersLeast))) {
		t.Errorf("the kinds are %v", slices.Sorted(maps.Keys(total)))
	}
	for _, kind := range slices.Sorted(maps.Keys(total)) {
		t.Logf("%s: %d of %d", kind, right[kind], total[kind])
		if right[kind] < usersLeast[kind] {
			t.Errorf("%s: %d of %d are right, want %d", kind, right[kind], total[kind], usersLeast[kind])
		}
	}
	t.Logf("%d right", all)
	if least := 265; all < least {
		t.Errorf("%d are right, want %d", all, least)
	}
}

// times matches a requirement that a piece is there several times.
var times = regexp.MustCompile(`^(\d+)\*(.+)$`)

// shows reports whether a translation meets a requirement of testdata/users.tsv.
func shows(english, want string) bool {
	if want == "<n>" {
		return !strings.ContainsAny(english[max(0, len(english)-1):], ".!?")
	}
	lower := strings.ToLower(english)
	for piece := range strings.SplitSeq(want, "|") {
		least := 1
		if m := times.FindStringSubmatch(piece); m != nil {
			least, _ = strconv.Atoi(m[1])
			piece = m[2]
		}
		absent := len(piece) > 1 && piece[0] == '!'
		if absent {
			piece = piece[1:]
		}
		text := lower
		if len(piece) > 1 && piece[0] == '=' {
			text, piece = english, piece[1:]
		} else {
			piece = strings.ToLower(piece)
		}
		if strings.Count(text, piece) >= least != absent {
			return true
		}
	}
	return false
}

func TestShows(t *testing.T) {
	for _, c := range []struct {
		english, want string
		shown         bool
	}{
		{"The End", "end", true},
		{"The End", "=end|=the", false},
		{"The End", "=End", true},
		{"The End", "begin|END", true},
		{"The End", "!end", false},
		{"The End", "!begin", true},
		{"a, b", "2*,", false},
		{"a, b, c", "2*,", true},
		{"Wow!", "!", true},
		{"End", "<n>", true},
		{"End.", "<n>", false},
		{"", "<n>", true},
	} {
		if got := shows(c.english, c.want); got != c.shown {
			t.Errorf("%q shows %q: %v", c.english, c.want, got)
		}
	}
}

package bitext

import (
	"fmt"
	"strings"
	"testing"
)

// Rewritten pairs are those of their record, in its language, with the machine's text of the time when they were written.
func TestRewritten(t *testing.T) {
	edit := func(record, source, machine, target string) Edit {
		return Edit{Key: Key{Record: record, Source: source}, Machine: machine, Target: &target}
	}
	edits := []Edit{
		edit("#1", "a", "ma", "ta"), edit("#2", "b", "mb", "tb"), edit("#2", "c", "mc", "mc"), edit("#2", "d", "", "td"),
		edit("#9", "e", "me", "te"), edit("#2", "b", "mb", "tb2"),
	}
	docs := []*Bitext{
		{Header: Header{Document: "x.csv#1", From: "de"}, Pairs: []Pair{{Source: "a", Target: "ta"}}},
		{Header: Header{Document: "x.csv#2", From: "es"}}, {Header: Header{Document: "x.csv#3", From: "de"}},
	}
	var got []string
	for _, b := range Rewritten(docs, edits) {
		for _, p := range b.Pairs {
			got = append(got, fmt.Sprint(b.Document, " ", p.Lang, " ", p.Source, "=", p.Machine, ">", p.Target, " ", p.Origin))
		}
	}
	if want := "x.csv#1 de a=ma>ta human, x.csv#2 es b=mb>tb2 human"; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}

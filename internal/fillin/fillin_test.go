package fillin

import (
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
)

func texts(text string, message bool) []string {
	var out []string
	for _, s := range find(text, message) {
		out = append(out, s.In(text))
	}
	return out
}

// flat lists the ends of spans.
func flat(spans []offset.Span) []int {
	var out []int
	for _, s := range spans {
		out = append(out, s.Start, s.End)
	}
	return out
}

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		text string
		want string // separated by a bar
	}{
		{"Hallo {name}, Sie haben {0} von {{ total }} gelesen.", "{name}|{0}|{{ total }}"},
		{"Datei %s in %1$s mit %(n)d Seiten, %{count} offen, %.2f, %-5d.", "%s|%1$s|%(n)d|%{count}|%.2f|%-5d"},
		{"${user.name} öffnet $t(common.file) #{i}", "${user.name}|$t(common.file)|#{i}"},
		{"Klicken Sie <0>hier</0> oder <a href=\"x\">dort</a><br/>", "<0>|</0>|<a href=\"x\">|</a>|<br/>"},
		{"Am {date, date, medium} um {0:HH:mm}", "{date, date, medium}|{0:HH:mm}"},
		{"10&nbsp;Euro &amp; mehr", "&nbsp;|&amp;"},
		{"%@ und %1$@ und %#@files@ von %lu", "%@|%1$@|%#@files@|%lu"},
		{"Guten Tag %username%, willkommen", "%username%"},
		{"Zahl: {n, number, ::currency/EUR}", "{n, number, ::currency/EUR}"},
		{"Es gibt <%= podCount %> Pods, <%- a->b -%>, <?= $x ?> und <?php echo t('y') ?>.",
			"<%= podCount %>|<%- a->b -%>|<?= $x ?>|<?php echo t('y') ?>"},
		// What people write.
		{"Ein Anteil <% als 5 % und <?> dort", ""},
		{"Rund 30 % der Wähler, 5% sind 100%ig sicher, 20%-Grenze, 50%d", ""},
		{"Es kostet $5 und 10 $, R&D; Soll&Haben; A&B", ""},
		{"Die Menge {a, b} und {siehe oben} und { } a < b und c > d, <3", ""},
		{"Nr. #12, um 12:30 Uhr, Ziel:weiter, @max, <max@example.org>", ""},
		{"Der Anteil (%) stieg.", ""},
		{"Das ist <gut>, sagt <Name>: <b>sehr</b>", "<b>|</b>"},
	} {
		if got := strings.Join(texts(tt.text, false), "|"); got != tt.want {
			t.Errorf("Find(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestFindMessage(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Hallo :name, es sind :count Dateien (:size)", ":name|:count|:size"},
		{"100%% von %d%%", "%%|%d|%%"},
		{"Siehe @:common.file. $NAME$ ruft", "@:common.file|$NAME$"},
		{"Um 12:30 Uhr, Achtung: jetzt, :smile: a@b.de", ""},
	} {
		if got := strings.Join(texts(tt.text, true), "|"); got != tt.want {
			t.Errorf("FindMessage(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestOutside(t *testing.T) {
	for text, want := range map[string]bool{"{name}": false, "{a}: {b} …": false, "{a} x": true, "": false, "a": true} {
		if got := Outside(text, Find(text)); got != want {
			t.Errorf("Outside(%q) = %t", text, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"{name} %s", "<a b=\"c\">", "&nbsp;%%", "{{x}}{%y%}", "\xff%ä"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		prose, message := Find(text), FindMessage(text)
		for _, list := range [][]int{flat(prose), flat(message)} {
			if !slices.IsSorted(list) {
				t.Fatalf("%q: %v is not in order", text, list)
			}
		}
	})
}

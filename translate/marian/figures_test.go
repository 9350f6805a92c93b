package marian

import (
	"slices"
	"testing"
)

func TestEnglishFigures(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1.085.664", "1,085,664"},
		{"-0,3 %", "-0.3%"},
		{"31 %", "31%"},
		{"1.234,56 €", "1,234.56 €"},
		{"12.345 / 9.876,5", "12,345 / 9,876.5"},
		{"(3,5)", "(3.5)"},
		{"7.000.", "7,000."},
		{"12.03.2024", "12.03.2024"},
		{"14.30", "14.30"},
		{"1,234,567", "1,234,567"},
		{"1.2.3", "1.2.3"},
		{"192.168.100.200", "192.168.100.200"},
		{"0221 / 123.456", "0221 / 123.456"},
		{"+49 30 123.456", "+49 30 123.456"},
		{"0.123", "0.123"},
		{"5", "5"},
		{"", ""},
	} {
		if got := englishFigures(c.in); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestGermanDecimals(t *testing.T) {
	for _, c := range []struct{ source, target, want string }{
		{"Platz 5: 236,2 (85,5)", "5th: 236,2 (85.5)", "5th: 236.2 (85.5)"},
		{"1.234,50 Euro", "1.234,50 euros", "1,234.50 euros"},
		{"rund 1.234 Euro", "around 1,234 euros", "around 1,234 euros"},
		{"Raum A3,5", "room A3,5", "room A3,5"},
		{"1, 2 und 3", "1, 2 and 3", "1, 2 and 3"},
	} {
		if got := apply(c.target, germanDecimals(c.source, c.target)); got != c.want {
			t.Errorf("%q: %q, want %q", c.source, got, c.want)
		}
	}
}

func TestLostFigures(t *testing.T) {
	for _, c := range []struct {
		source, target string
		want           []string
	}{
		{"Er gewann mit 245,7 Punkten.", "He won clearly.", []string{"245.7"}},
		{"Er gewann mit 245,7 Punkten.", "He won with 245.7 points.", nil},
		{"755.688 Kilometer", "755,68 kilometres", []string{"755,688"}},
		{"755.688 und 755.688", "755,688 twice", nil},
		{"Bis 2001 sinkt sie.", "It is going to fall.", []string{"2001"}},
		{"Die 1990er und A747", "The nineties and a plane", nil},
		{"1.500.000 Menschen", "1.5 million people", nil},
		{"12 Menschen", "Twelve people", nil},
		{"am 15.03.2026", "on 15 March", nil},
		{"um 0.45 Uhr, 14,30 Uhr", "at night", []string{"14.30"}},
		{"Er ist siebenundachtzig.", "He is seventy-seven.", []string{"eighty-seven"}},
		{"Er ist siebenundachtzig.", "He is 87.", nil},
		{"Einunddreissig und Einunddreißig", "Thirty one and thirty-one", nil},
		{"hundert und zwanzig Hunde", "some dogs", nil},
		{"Siebenundachtzigjährige", "old people", nil},
	} {
		var got []string
		for _, d := range lostFigures(c.source, c.target, clocks(c.source)) {
			got = append(got, d.text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q, %q: %q, want %q", c.source, c.target, got, c.want)
		}
	}
}

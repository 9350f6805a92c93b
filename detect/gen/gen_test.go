package main

import (
	"encoding/binary"
	"math"
	"reflect"
	"testing"
)

func TestFields(t *testing.T) {
	// One set of n-grams: probability 0.25 for "ab" and "ba", within a model that also has a number.
	set := binary.LittleEndian.AppendUint64([]byte{1<<3 | 1}, math.Float64bits(0.25))
	for _, g := range []string{"ab", "ba"} {
		set = append(append(set, 2<<3|2, byte(len(g))), g...)
	}
	model := append([]byte{2 << 3, 2, 4<<3 | 2, byte(len(set))}, set...)
	var got []string
	parse := func(b []byte) error {
		return fields(b, func(num int, v []byte) error {
			if num != 4 {
				t.Errorf("field %d", num)
			}
			return fields(v, func(num int, v []byte) error {
				if num == 2 {
					got = append(got, string(v))
				}
				return nil
			})
		})
	}
	if err := parse(model); err != nil || !reflect.DeepEqual(got, []string{"ab", "ba"}) {
		t.Errorf("n-grams are %q, %v", got, err)
	}
	for n := 3; n < len(model); n++ {
		if err := parse(model[:n]); err == nil {
			t.Errorf("a model cut at byte %d is accepted", n)
		}
	}
}

func TestCorpus(t *testing.T) {
	c := &corpus{text: map[string]int{}, list: map[string]bool{}}
	c.addMan("fr", []byte(".SH NOM\n\\fBls\\fP \\- afficher le contenu de r\u00e9pertoires\n.PP\nthe files are listed and the names are sorted\n"))
	if c.text["afficher"] != 1 || c.text["r\u00e9pertoires"] != 1 {
		t.Errorf("words of the French passage: %v", c.text)
	}
	if c.text["files"] != 0 || c.text["listed"] != 0 {
		t.Errorf("words of a passage left in English were counted: %v", c.text)
	}
	c = &corpus{text: map[string]int{}, list: map[string]bool{}}
	c.addHTML("es", []byte("<p>Pulse el bot\u00f3n <code>--help rm</code> de la ventana de Juan/usr para abrir</p>"))
	if c.text["bot\u00f3n"] != 1 || c.text["rm"] != 0 || c.text["juan"] != 0 {
		t.Errorf("words of the page: %v", c.text)
	}
}

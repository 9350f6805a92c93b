package lexical

import (
	"fmt"
	"testing"
)

// A set holds what was added, hardly anything else, and survives being packed. Damage is an error.
func TestWordSet(t *testing.T) {
	const n = 5000
	s := NewWordSet(n)
	for i := range n {
		s.Add(fmt.Sprint("word", i))
	}
	packed := string(s.Pack())
	read, err := ReadWordSet(packed)
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for i := range n {
		if w := fmt.Sprint("word", i); !read.Has(w) {
			t.Fatalf("%s is missing", w)
		}
		if read.Has(fmt.Sprint("other", i)) {
			wrong++
		}
	}
	if wrong > n/200 {
		t.Errorf("%d of %d words that were not added are there", wrong, n)
	}
	for _, damaged := range []string{"", packed[1:], packed[:len(packed)-1], packed[:len(wordSetMagic)]} {
		if _, err := ReadWordSet(damaged); err == nil {
			t.Errorf("%d bytes are read", len(damaged))
		}
	}
}

func TestIsEnglish(t *testing.T) {
	for w, want := range map[string]bool{
		"house": true, "House": true, "HOUSE": true, "Germany": true, "smartphone": true, "café": true,
		"goodtural": false, "burbonorphin": false, "biblothek": false, "germanya": false,
	} {
		if IsEnglish(w) != want {
			t.Errorf("%s: %v, want %v", w, !want, want)
		}
	}
}

func TestIsStrange(t *testing.T) {
	for w, want := range map[string]bool{
		"goodtural": true, "Goodtural": true, "goodtural's": true, "house's": false, "xyq": false, "iPhoneq": false,
		"sinfonEoral": true, "mRNAs": false, "McQuorb": false, "unEnglish": true, "QWERTZ": false, "YouTube": false,
		"qwert1": true, "qwe1rtz": false, "Windows10": false, "k8s": false,
	} {
		if IsStrange(w) != want {
			t.Errorf("%s: %v, want %v", w, !want, want)
		}
	}
	for w, want := range map[string]bool{
		"matchday": true, "encryptor": true, "geofilters": true, "goodtural": false, "burbonorphin": false,
	} {
		if IsFormed(w) != want {
			t.Errorf("%s is formed of English words: %v, want %v", w, !want, want)
		}
	}
}

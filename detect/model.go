package detect

import (
	_ "embed"
	"math"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/satzpaar/satzpaar/detect/internal/table"
)

//go:generate go run ./gen -packages $PACKAGES -models $LINGUA/language-models -train $TRAIN -out tables

//go:embed tables/latin.bin
var latinTable []byte

//go:embed tables/cyrillic.bin
var cyrillicTable []byte

// loadTables decodes the embedded tables when the first doubtful text comes. They are part of the program; a test makes
// sure that they can be decoded.
var loadTables = sync.OnceValue(func() (t [2]*table.Table) {
	t[0], _ = table.Decode(latinTable)
	t[1], _ = table.Decode(cyrillicTable)
	return t
})

// expTable holds exp(-i/table.Unit).
var expTable = sync.OnceValue(func() *[160]float32 {
	var t [160]float32
	for i := range t {
		t[i] = float32(math.Exp(-float64(i) / table.Unit))
	}
	return &t
})

// logPosterior turns the logits of the lanes in use into log-probabilities.
func logPosterior(z *[table.Lanes]int32, used []uint8, out *[table.Lanes]float32) {
	exp := expTable()
	top := int32(math.MinInt32)
	for _, l := range used {
		top = max(top, z[l])
	}
	var sum float32
	for _, l := range used {
		if d := top - z[l]; d < int32(len(exp)) {
			sum += exp[d]
		}
	}
	lse := float32(math.Log(float64(sum)))
	for _, l := range used {
		out[l] = float32(z[l]-top)/table.Unit - lse
	}
}

// fold puts the letters of a word into buf: in lower case, composed, without marks that do not compose, soft hyphens
// and joiners.
func fold(word string, buf []rune) []rune {
	buf = buf[:0]
	marks := false
	for i := 0; i < len(word) && len(buf) < table.MaxWord; {
		c := word[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			buf = append(buf, rune(c))
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		i += size
		switch {
		case r == 0xad || r == 0x200c || r == 0x200d:
		case r == 'İ':
			buf = append(buf, 'i')
		case unicode.Is(unicode.Mn, r):
			marks = true
			buf = append(buf, r)
		default:
			buf = append(buf, unicode.ToLower(r))
		}
	}
	if marks {
		composed := norm.NFC.String(string(buf))
		buf = buf[:0]
		for _, r := range composed {
			if !unicode.Is(unicode.Mn, r) && len(buf) < table.MaxWord {
				buf = append(buf, r)
			}
		}
	}
	return buf
}

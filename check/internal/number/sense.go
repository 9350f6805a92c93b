package number

import "github.com/satzpaar/satzpaar/lang"

// A sense is what a word means for values; the zero sense is that of other words.
type sense struct {
	kind  lang.Sense
	value float64
}

// Package lazyregexp puts off the work that regular expressions are until they are used. Those with counted
// repetitions take tens of kilobytes each, most programs use few of them, and a program that translates one sentence
// would wait for all.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that compiles expr at its first call. As with [regexp.MustCompile], expr must be a valid
// expression; only the first call tells.
func New(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

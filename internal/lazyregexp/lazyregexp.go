// Package lazyregexp compiles regular expressions when they are first used. Compiling one with counted repetitions or
// long lists takes tens of kilobytes, most runs use few of them, and a program that translates one sentence would wait
// for all at its start. Small expressions of a package stay with [regexp.MustCompile], which finds mistakes at once.
package lazyregexp

import (
	"regexp"
	"sync"
)

// New returns a function that compiles expr when it is first called, and returns the same expression every time. It may
// be called by several goroutines. As with [regexp.MustCompile], expr must be valid; the first call panics if it is not.
func New(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

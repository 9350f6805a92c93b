// Package pipeline takes documents through detection, translation, word alignment and checks, and makes the pairs of
// their bitexts.
//
// It knows nothing of files, caches or kinds of backends: a [Pipeline] holds the parts, and the package satzpaar at
// the root of the module puts them together.
package pipeline

// Package sampletest holds the sample documents for tests that need German texts.
package sampletest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// longest is the length, in bytes, that lines of [Lines] stay below.
const longest = 200

// Lines returns the short lines of the plain texts among the sample documents, without white space around them. Root is
// the root of the module, seen from the folder of the test.
func Lines(t testing.TB, root string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(root, "testdata", "documents", "*.txt"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no sample documents below %s: %v", root, err)
	}
	var lines []string
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			if line = strings.TrimSpace(line); line != "" && len(line) < longest {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

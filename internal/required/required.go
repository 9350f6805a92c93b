// Package required keeps tests that were skipped from passing for tests that ran.
package required

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// Missing skips a test that lacks something, or fails it where SATZPAAR_REQUIRE, a list with commas, names that thing.
func Missing(t testing.TB, what, format string, args ...any) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("SATZPAAR_REQUIRE"), ","), what) {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

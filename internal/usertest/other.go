//go:build !unix

// Package usertest runs tests as a user whom the permissions of files bind.
package usertest

import "testing"

// Bound skips the test: permissions of files are of another kind here.
func Bound(t *testing.T) bool {
	t.Skip("files have no permissions as on Unix")
	return false
}

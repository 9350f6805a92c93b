package serve

import (
	"slices"
	"testing"

	"golang.org/x/text/language"
)

// TestDeepLTargets: a variant that is served by itself is listed once.
func TestDeepLTargets(t *testing.T) {
	got := deeplTargets([]language.Tag{language.BritishEnglish, language.German, language.English})
	want := []language.Tag{language.BritishEnglish, language.German, language.AmericanEnglish}
	if !slices.Equal(got, want) {
		t.Errorf("targets %v, want %v", got, want)
	}
}

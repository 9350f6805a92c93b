package satzpaar_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestRequired keeps skipped tests from passing as run ones: where SATZPAAR_REQUIRE names "shared" or "browser", as
// in the continuous integration, their absence is a failure here, and no test that needs them skips.
func TestRequired(t *testing.T) {
	required := strings.Split(os.Getenv("SATZPAAR_REQUIRE"), ",")
	if slices.Contains(required, "shared") {
		for _, dir := range []string{
			"seeds", "design", "oracle/gold", "data/train", "data/eval/mt", "data/eval/langid",
			"data/eval/segmentation", "data/eval/align", "data/eval/qa",
		} {
			if _, err := os.Stat(filepath.Join(os.Getenv("SATZPAAR_SHARED"), filepath.FromSlash(dir))); err != nil {
				t.Errorf("SATZPAAR_SHARED is required and not whole: %v", err)
			}
		}
	}
	if slices.Contains(required, "browser") {
		found := false
		for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
			_, err := exec.LookPath(name)
			found = found || err == nil
		}
		if !found {
			t.Error("a browser is required and none is installed")
		}
	}
}

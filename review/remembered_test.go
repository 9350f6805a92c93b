package review_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/review"
)

// TestReadMemory: units without a translation are no help, damaged ones are named, and a file without any is an error.
func TestReadMemory(t *testing.T) {
	unit := func(de, en string) string {
		return `<tu><tuv xml:lang="de"><seg>` + de + `</seg></tuv><tuv xml:lang="en"><seg>` + en + `</seg></tuv></tu>`
	}
	file := func(body string) string {
		path := filepath.Join(t.TempDir(), "old.tmx")
		text := `<tmx version="1.4"><header srclang="de"/><body>` + body
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	memory, damaged, err := review.ReadMemory(file(unit("Ja.", "Yes.") + unit("Nein.", "") + "</body></tmx>"))
	want := []review.Remembered{{From: "old.tmx", Source: "Ja.", Target: "Yes."}}
	if !slices.Equal(memory, want) || damaged != nil || err != nil {
		t.Errorf("%+v, %v, %v", memory, damaged, err)
	}
	memory, damaged, err = review.ReadMemory(file(unit("Ja.", "Yes.") + "<tu>"))
	if !slices.Equal(memory, want) || damaged == nil || err != nil {
		t.Errorf("cut off: %+v, %v, %v", memory, damaged, err)
	}
	memory, _, err = review.ReadMemory(file("</body></tmx>"))
	if memory != nil || err == nil || !strings.Contains(err.Error(), "holds no translations") {
		t.Errorf("without units: %+v, %v", memory, err)
	}
}

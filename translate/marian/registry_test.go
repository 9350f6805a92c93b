package marian

import (
	"cmp"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestRegistry(t *testing.T) {
	want := []string{"de-en", "de-en-tiny", "es-en", "fr-en", "it-en"}
	models := Registry()
	if len(models) != len(want) {
		t.Fatalf("%d models, want %d", len(models), len(want))
	}
	hash := regexp.MustCompile(`^[0-9a-f]{64}$`)
	hashes, urls := map[string]bool{}, map[string]bool{}
	for i, m := range models {
		if m.Name != want[i] {
			t.Errorf("model %d is %q, want %q", i, m.Name, want[i])
		}
		if got, ok := Lookup(m.Name); !ok || got.Name != m.Name {
			t.Errorf("Lookup(%q) = %q, %v", m.Name, got.Name, ok)
		}
		if from, to := m.From.String(), m.To.String(); !strings.HasPrefix(m.Name, from+"-"+to) {
			t.Errorf("%s translates %s to %s", m.Name, from, to)
		}
		if m.Licence != "MPL-2.0" || m.Arch == "" || len(m.Files) != 3 {
			t.Errorf("%s is incomplete: %+v", m.Name, m)
		}
		for _, f := range m.Files {
			u, err := url.Parse(f.URL)
			if err != nil || u.Scheme != "https" || u.Host == "" {
				t.Errorf("%s: URL %q", m.Name, f.URL)
			}
			if !hash.MatchString(f.SHA256) || f.Size <= 0 || path.Base(f.Name) != f.Name || hashes[f.SHA256] || urls[f.URL] {
				t.Errorf("%s: %+v", m.Name, f)
			}
			hashes[f.SHA256], urls[f.URL] = true, true
		}
	}
	if size := models[1].Size(); size != 17140837+5047568+784269 {
		t.Errorf("de-en-tiny has %d bytes", size)
	}
	if _, ok := Lookup("builtin"); ok {
		t.Error("builtin is no model to fetch")
	}
}

// TestRegistryMatchesTheDesign compares with the table that the registry was made from.
func TestRegistryMatchesTheDesign(t *testing.T) {
	shared := cmp.Or(os.Getenv("SATZPAAR_SHARED"), filepath.Join("..", "..", "..", "shared"))
	table, err := os.ReadFile(filepath.Join(shared, "design", "MARIAN.md"))
	if err != nil {
		t.Skipf("the design notes are not here; set SATZPAAR_SHARED to the folder that holds them: %v", err)
	}
	for _, m := range Registry() {
		for _, f := range m.Files {
			if row := fmt.Sprintf("| %d | %s |", f.Size, f.SHA256); !strings.Contains(string(table), row) {
				t.Errorf("%s: the table has no row with %q", m.Name, row)
			}
			if id := path.Base(f.URL); !strings.Contains(string(table), id) {
				t.Errorf("%s: the table does not mention %s", m.Name, id)
			}
		}
	}
}

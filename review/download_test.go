package review

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The translated documents can be downloaded, one or all, where the run wrote them; nothing else can.
func TestDownload(t *testing.T) {
	two, three := sample(), sample()
	two.Document, three.Document = "b/two.jsonl.gz", "three.txt"
	dir := folderOf(t, sample(), two, three)
	for name, text := range map[string]string{"a.txt.en.txt": "The house.", "b/two.jsonl.gz.en.jsonl.gz": "packed",
		"secret.txt": "secret"} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(dir, "secret.txt"), filepath.Join(dir, "three.txt.en.txt")); err != nil {
		t.Fatal(err)
	}
	s, _ := served(t, dir, nil)
	for _, tt := range []struct {
		name   string
		status int
		want   string
	}{{"a.txt", 200, "The house."}, {"b/two.jsonl.gz", 200, "packed"}, {"secret.txt", 404, ""}, {"../a.txt", 404, ""}} {
		status, body := ask(t, "GET", s.URL()+"download?d="+tt.name, "")
		if status != tt.status || status == 200 && body != tt.want {
			t.Errorf("%s: %d %s", tt.name, status, body)
		}
	}
	if status, body := ask(t, "GET", s.URL()+"download?d=three.txt", ""); status == 200 || strings.Contains(body, "secret\n") {
		t.Errorf("through a link: %d %s", status, body)
	}
	if err := os.Remove(filepath.Join(dir, "three.txt.en.txt")); err != nil {
		t.Fatal(err)
	}
	_, body := ask(t, "GET", s.URL()+"all.zip", "")
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, f.Name+"="+string(text))
	}
	if got := strings.Join(names, "|"); got != "a.txt.en.txt=The house.|b/two.jsonl.gz.en.jsonl.gz=packed" {
		t.Errorf("zip: %s", got)
	}
	if n := len(s.dir.documents); n != 0 {
		t.Errorf("for the download %d bitexts were read and kept", n)
	}
	if _, body := ask(t, "GET", s.URL()+"document?d=a.txt", ""); !strings.Contains(body, `href="download?d=a.txt"`) {
		t.Error("the page has no link to the translation")
	}
	if _, body := ask(t, "GET", s.URL()+"document?d=three.txt", ""); strings.Contains(body, `href="download`) {
		t.Error("the page has a link to a translation that is not there")
	}
}

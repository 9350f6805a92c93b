package models

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCarried: files that someone carried over must be the right ones too, packed or not.
func TestCarried(t *testing.T) {
	content := contentOfModel(1)
	write := func(name string, b []byte) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	write(dir+"/plain/model.fren.intgemm.alphas.bin", content["model.fren.intgemm.alphas.bin"])
	write(dir+"/plain/lex.50.50.fren.s2t.bin.gz", gzipped(t, content["lex.50.50.fren.s2t.bin"]))
	write(dir+"/plain/fr-en/vocab.fren.spm.zst", zstandard(t, content["vocab.fren.spm"]))
	write(dir+"/wrong/model.fren.intgemm.alphas.bin", contentOfModel(2)["model.fren.intgemm.alphas.bin"])
	write(dir+"/wrong/lex.50.50.fren.s2t.bin", nil)
	write(dir+"/wrong/vocab.fren.spm", nil)
	write(dir+"/short/model.fren.intgemm.alphas.bin", content["model.fren.intgemm.alphas.bin"])
	write(dir+"/bomb/model.fren.intgemm.alphas.bin.zst", zstandard(t, make([]byte, largestFile+1)))
	write(dir+"/bomb/lex.50.50.fren.s2t.bin", nil)
	write(dir+"/bomb/vocab.fren.spm", nil)
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	for name, b := range content {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	write(dir+"/good.zip", archive.Bytes())
	for _, c := range []struct{ from, err string }{
		{"plain", ""},
		{"good.zip", ""},
		{"wrong", "SHA-256"},
		{"short", "lex.50.50.fren.s2t.bin.gz"},
		{"bomb", "more than"},
	} {
		t.Run(c.from, func(t *testing.T) {
			s, info, p := firefoxCase(t)
			s.Close() // nothing is asked
			var closed func() error
			var err error
			if p.Carried, closed, err = OpenCarried(filepath.Join(dir, c.from)); err != nil {
				t.Fatal(err)
			}
			defer closed()
			err = p.Pull(t.Context(), info)
			switch {
			case c.err == "" && err != nil:
				t.Error(err)
			case c.err == "":
				wantHere(t, s, info, p)
				wantSource(t, p, info, carried, "lex.50.50.fren.s2t.bin", "vocab.fren.spm")
			case err == nil || !strings.Contains(err.Error(), c.err) || p.Installed(info):
				t.Errorf("error %v, installed: %v", err, p.Installed(info))
			}
		})
	}
	for _, name := range []string{"none", "plain/model.fren.intgemm.alphas.bin"} {
		if _, _, err := OpenCarried(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s was opened", name)
		}
	}
}

// TestDamagedReceipt: a receipt that does not hold what it should counts as none.
func TestDamagedReceipt(t *testing.T) {
	_, info, p := firefoxCase(t)
	if err := p.Pull(t.Context(), info); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(p.Dir, info.Name, receiptName)
	good, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"", "{", "{}", strings.ReplaceAll(string(good), "vocab", "../vocab"),
		strings.ReplaceAll(string(good), `"size": `, `"size": -`),
		strings.ReplaceAll(string(good), `"sha256": "`, `"sha256": "x`),
	} {
		if err := os.WriteFile(name, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if p.Installed(info) {
			t.Errorf("installed with the receipt %q", bad)
		}
	}
	if err := p.Pull(t.Context(), info); err != nil || !p.Installed(info) {
		t.Errorf("pulled again: %v", err)
	}
}

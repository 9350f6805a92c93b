//go:build linux

package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A modelPackage is a model of this project that somebody sent: its manifest, and its files by their names.
type modelPackage struct {
	manifest map[string]any
	files    map[string]string
}

// goodPackage is a small model as train/export.py packs one.
func goodPackage(t *testing.T, repository string) modelPackage {
	t.Helper()
	p := modelPackage{
		manifest: map[string]any{
			"name": "satzpaar-en-de", "arch": "small", "trained": "2026-11-30", "licence": "CC-BY-SA-4.0", "floresDevBLEU": 25.5,
		},
		files: map[string]string{"config.ende.yml": "beam-size: 2\n"},
	}
	for name, from := range map[string]string{
		"model.ende.intgemm.alphas.bin": "model.mini.intgemm.alphas.bin",
		"lex.1000.150.ende.s2t.bin":     "lex.50.50.mini.s2t.bin",
		"vocab.ende.spm":                "vocab.mini.spm",
	} {
		raw, err := os.ReadFile(filepath.Join(repository, "testdata/models", from))
		if err != nil {
			t.Fatal(err)
		}
		p.files[name] = string(raw)
	}
	return p
}

// with returns a copy whose manifest has the right hash of one more file, or of a file that was changed.
func (p modelPackage) with(name, content string) modelPackage {
	p.files = maps.Clone(p.files)
	p.files[name] = content
	return p
}

// saying returns a copy in whose manifest one value is another one.
func (p modelPackage) saying(field string, value any) modelPackage {
	p.manifest = maps.Clone(p.manifest)
	p.manifest[field] = value
	return p
}

// hashes are the right ones of all files.
func (p modelPackage) hashes() map[string]string {
	hashes := map[string]string{}
	for name, content := range p.files {
		sum := sha256.Sum256([]byte(content))
		hashes[name] = hex.EncodeToString(sum[:])
	}
	return hashes
}

// packed returns the files, the manifest among them, as they lie in a folder.
func (p modelPackage) packed(t *testing.T) map[string]string {
	t.Helper()
	if _, there := p.manifest["sha256"]; !there {
		p = p.saying("sha256", p.hashes())
	}
	raw, err := json.Marshal(p.manifest)
	if err != nil {
		t.Fatal(err)
	}
	files := maps.Clone(p.files)
	files["model.json"] = string(raw)
	return files
}

// attackByModels installs models of this project that somebody sent, as folders and as archives: with manifests and
// files of all kinds, with links and pipes among them. What was installed is listed, verified and removed.
func attackByModels(t *testing.T, a *attacker) {
	good := goodPackage(t, a.repository)
	name := good.manifest["name"].(string)
	command := func(bytes int, codes []int, args ...string) (code int, said string) {
		t.Helper()
		stdout, stderr, code := a.run(t, attempt{
			args: append([]string{"models"}, args...), codes: codes, out: []string{"../data"}, bytes: bytes,
		})
		return code, stdout + stderr
	}
	// install reports whether a package was taken.
	install := func(from string, bytes int) bool {
		t.Helper()
		code, said := command(bytes, []int{0, exitBackend, exitUnreadable}, "pull", "--from", from, name)
		if code != 0 {
			if code, _ := command(0, []int{exitUsage}, "path", name); code == 0 {
				t.Errorf("%s is there, although it was refused: %s", from, brief(said))
			}
			return false
		}
		command(0, []int{0}, "list")
		command(0, []int{0}, "list", "--json")
		command(0, []int{0}, "verify", name)
		command(0, []int{0}, "update")
		command(0, []int{0}, "remove", name)
		return true
	}
	folder := func(files map[string]string) string {
		t.Helper()
		dir := a.fresh(t)
		for name, content := range files {
			a.write(t, filepath.Join(dir, name), content)
		}
		return dir
	}
	archive := func(files map[string]string, prefix string) string {
		t.Helper()
		var b strings.Builder
		w := zip.NewWriter(&b)
		for _, name := range slices.Sorted(maps.Keys(files)) {
			f, err := w.Create(prefix + name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Write([]byte(files[name])); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		file := a.fresh(t) + "/model.zip"
		a.write(t, file, b.String())
		return file
	}
	taken := func(want bool, from string, bytes int) {
		t.Helper()
		if got := install(from, bytes); got != want {
			t.Errorf("%s was taken: %v, want %v", from, got, want)
		}
	}
	files := good.packed(t)
	taken(true, folder(files), 0)
	taken(true, archive(files, ""), 0)
	taken(true, archive(files, "model/"), 0)
	for _, prefix := range []string{"../", "/", "../../home/"} { // these are read as names within the archive
		install(archive(files, prefix), 0)
	}
	taken(false, archive(files, "a/b/"), 0)

	// What the manifest says.
	shown := "a\x1b]0;x\a\u009b2J\r\nsatzpaar: error: forged\n\u202e\t"
	values := []any{
		shown, strings.Repeat("x", 50_000), "../../home", "", -1, 1e300, 99999999999, nil, true, []any{shown},
		map[string]any{shown: shown},
	}
	for _, field := range append(slices.Sorted(maps.Keys(good.manifest)), "sha256") {
		for _, value := range values {
			install(folder(good.saying(field, value).packed(t)), 0)
		}
	}
	for _, c := range hostileContents() {
		files := good.packed(t)
		files["model.json"] = c.text
		install(folder(files), len(c.text))
		install(archive(files, ""), len(c.text))
	}
	paths := []string{
		"../../home/.bashrc", a.rooted("ROOT/etc/passwd"), "pulled.json", "..", "vocab.ende.spm.gz", shown,
	}
	for _, path := range paths {
		hashes := good.hashes()
		hashes[path] = hashes["vocab.ende.spm"]
		taken(false, folder(good.saying("sha256", hashes).packed(t)), 0)
	}

	// What the files hold, with the hashes that are right for it.
	for _, file := range append(slices.Sorted(maps.Keys(good.files)), "words.ende.bin", "hints.ende.bin") {
		for _, c := range hostileContents() {
			install(folder(good.with(file, c.text).packed(t)), len(c.text))
		}
		if file == "hints.ende.bin" {
			continue // the model does not read hints, whatever they are
		}
		bomb := good.with(file, strings.Repeat("\x00", bombSize)).packed(t)
		for _, ext := range []string{".gz", ".zst"} {
			files := maps.Clone(bomb)
			files[file+ext] = pack(t, ext, files[file])
			delete(files, file)
			taken(false, folder(files), bombSize/100)
		}
		taken(false, archive(bomb, ""), bombSize/100)
	}

	// Links to what is the user's, and pipes that nobody writes to.
	secret := good.with("words.ende.bin", keys["SECRET"]).packed(t)
	for _, file := range append(slices.Sorted(maps.Keys(good.files)), "words.ende.bin", "model.json") {
		for _, put := range []func(path string) error{
			func(path string) error {
				a.write(t, "../home/target", secret[file])
				return os.Symlink("../../home/target", path)
			},
			func(path string) error { return os.Symlink(filepath.Join(a.dir, "../home/target"), path) },
			func(path string) error { return os.Symlink("/dev/zero", path) },
			func(path string) error {
				rel, err := filepath.Rel(a.dir, path)
				if err == nil {
					a.fifo(t, rel)
				}
				return err
			},
			func(path string) error { return os.Mkdir(path, 0o755) },
		} {
			files := maps.Clone(secret)
			delete(files, file)
			dir := folder(files)
			if err := put(filepath.Join(a.dir, dir, file)); err != nil {
				t.Fatal(err)
			}
			taken(false, dir, 0)
		}
	}
}

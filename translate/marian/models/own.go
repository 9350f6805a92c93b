package models

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/opus"
)

// ownPrefix begins the names of models that this project has trained and that are not part of the program. What follows
// is a language pair.
const ownPrefix = "satzpaar-"

// manifestName is the file that describes such a model, beside its files: see train/export.py.
const manifestName = "model.json"

// A manifest describes a model, as its trainer packed it.
type manifest struct {
	Name         string            `json:"name"`
	Architecture string            `json:"arch"`
	Version      string            `json:"trained"` // a date
	Licence      string            `json:"licence"`
	BLEU         float64           `json:"floresDevBLEU"`
	SHA256       map[string]string `json:"sha256"` // of each file
}

// largestManifest is more than any manifest has, in bytes.
const largestManifest = 1 << 16

// ownInfo returns what is known of a model of this project by its name, such as satzpaar-en-de.
func ownInfo(name string) (Info, bool) {
	pair, ok := pairIn(name, ownPrefix)
	if !ok {
		return Info{}, false
	}
	info := Info{Name: name, From: pair.From, To: pair.To, given: packed}
	code := strings.ReplaceAll(strings.TrimPrefix(name, ownPrefix), "-", "")
	for _, form := range ownFiles {
		info.Files = append(info.Files, File{Name: fmt.Sprintf(form, code)})
	}
	return info, true
}

// ownFiles are the names that the files of a model have, with %s for the languages; the model first.
var ownFiles = []string{
	"model.%s.intgemm.alphas.bin", "lex.1000.150.%s.s2t.bin", "vocab.%s.spm", "config.%s.yml", "words.%s.bin",
	"hints.%s.bin",
}

// readManifest reads the manifest of a model that someone carried over, and returns the folder that it lies in.
func readManifest(files fs.FS) (m manifest, folder string, err error) {
	found, err := opus.Find(files, manifestName)
	if err != nil {
		return m, "", err
	}
	if len(found) > 0 && found[0] == manifestName {
		found = found[:1]
	}
	if len(found) != 1 {
		return m, "", fmt.Errorf("%d files %s, where a model has one", len(found), manifestName)
	}
	raw, err := opus.ReadFile(files, found[0], largestManifest)
	if err != nil {
		return m, "", err
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return m, "", fmt.Errorf("%s: %w", found[0], err)
	}
	return m, path.Dir(found[0]), nil
}

// holdsOwn reports whether files that someone carried over are a model that this project's trainer has packed.
func holdsOwn(files fs.FS) bool {
	m, _, err := readManifest(files)
	return err == nil && strings.HasPrefix(m.Name, ownPrefix)
}

// ownNamed returns what a model of this project is called here: name is that already, or a language pair such as
// en-de.
func ownNamed(name string) (Info, error) {
	return givenNamed(name, ownPrefix, "a model that satzpaar has trained", "en-de")
}

// packed is the source of this project's models: what someone carried over, as its manifest describes it.
var packed = &source{name: "the files given", find: func(_ context.Context, p *Puller, want Info) (Info, error) {
	wrong := func(format string, args ...any) (Info, error) {
		return Info{}, translate.Errorf(translate.Invalid, pullBackend, format, args...)
	}
	if p.Carried == nil {
		return wrong("this project's models are not fetched: give the folder or zip archive with --from")
	}
	m, folder, err := readManifest(p.Carried)
	switch {
	case err != nil:
		return wrong("reading the model: %w", err)
	case m.Name != want.Name:
		return wrong("the files are the model %q", m.Name)
	}
	found := want
	found.Arch, found.Version, found.Licence, found.BLEU = m.Architecture, m.Version, m.Licence, m.BLEU
	found.Files = nil
	for _, f := range want.Files {
		hash, ok := m.SHA256[f.Name]
		if !ok {
			continue
		}
		if !hashForm.MatchString(hash) {
			return wrong("%s: %q is not the SHA-256 of %s", manifestName, hash, f.Name)
		}
		f.SHA256 = hash
		if f, err = p.carriedFile(folder, f); err != nil {
			return Info{}, err
		}
		found.Files = append(found.Files, f)
	}
	for name := range m.SHA256 {
		if !slices.ContainsFunc(want.Files, func(f File) bool { return f.Name == name }) {
			return wrong("%s: the file %q is not one that a model has", manifestName, name)
		}
	}
	if len(found.Files) == 0 || found.Files[0].Name != want.Files[0].Name {
		return wrong("%s: it does not name %s", manifestName, want.Files[0].Name)
	}
	return found, nil
}}

// pairIn returns the language pair in a name that begins with a prefix and is written in the usual way.
func pairIn(name, prefix string) (lang.Pair, bool) {
	rest, ok := strings.CutPrefix(name, prefix)
	from, to, _ := strings.Cut(rest, "-")
	pair, err := lang.ParsePair(from, to)
	return pair, ok && err == nil && prefix+pair.Written() == name
}

// Reverse returns the name of this project's model that is here for the opposite of a language pair; "" if there is
// none. Only such models specify how much they count in the choice among translations.
func (p *Puller) Reverse(pair lang.Pair) string {
	if m, ok := ownInfo(ownPrefix + pair.Reversed().Written()); ok && p.Installed(m) {
		return m.Name
	}
	return ""
}

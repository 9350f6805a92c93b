// Package opus reads models as the OPUS-MT project packs them (Tiedemann and Thottingal 2020, "OPUS-MT: Building open
// translation services for the World"): float32 weights of the Marian toolkit in a numpy archive, one SentencePiece
// model for each side, and the vocabulary of the model in YAML, all named by a decoder configuration.
//
// Packages are untrusted. Every file is bounded, and names in the configuration are those of files beside it.
package opus

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/translate/marian/internal/model"
	"github.com/satzpaar/satzpaar/translate/marian/internal/settings"
)

// Bounds of files. Of the packages in use, the largest has 1 GB of weights, and the other files are below 5 MB.
const (
	mostConfig  = 64 << 10
	mostText    = 16 << 20
	mostWeights = 2 << 30
)

// configName is the file that makes a folder a package.
const configName = "decoder.yml"

// A Package is a model in the forms that the engine reads.
type Package struct {
	Model   []byte // a Marian binary file
	Decoder []byte // the decoder configuration
	Source  []byte // SentencePiece models
	Target  []byte
	// Entries is the vocabulary, an entry a line, and TargetEntries that of the target side where there are two, else
	// nil.
	Entries, TargetEntries []byte
}

// Holds reports whether files are a package, at the top or in one folder.
func Holds(files fs.FS) bool {
	_, err := find(files)
	return err == nil
}

// find returns the path of the decoder configuration.
func find(files fs.FS) (string, error) {
	found, err := Find(files, configName)
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%d files %s, where an OPUS-MT model has one", len(found), configName)
	}
	return found[0], nil
}

// Find returns the paths of the files that have a name: in the folder itself, which comes first, and in those in it.
// Unlike [fs.Glob] it opens nothing but folders: a pipe would wait for a writer.
func Find(files fs.FS, name string) (found []string, err error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(files, name); err == nil {
		found = append(found, name)
	}
	for _, e := range entries {
		if !e.IsDir() && e.Type() != fs.ModeSymlink {
			continue
		}
		within := path.Join(e.Name(), name)
		if _, err := fs.Stat(files, within); err == nil {
			found = append(found, within)
		}
	}
	return found, nil
}

// A config is what matters of a decoder configuration.
type config struct {
	Models []string `yaml:"models"`
	Vocabs []string `yaml:"vocabs"`
}

// Read reads a package. Its weights become int8 if so wanted. Errors name the file that is at fault.
func Read(files fs.FS, quantized bool) (*Package, error) {
	name, err := find(files)
	if err != nil {
		return nil, err
	}
	p := &Package{}
	if p.Decoder, err = ReadFile(files, name, mostConfig); err != nil {
		return nil, err
	}
	var c config
	if err := settings.Unmarshal(p.Decoder, &c); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(c.Models) != 1 || path.Ext(c.Models[0]) != ".npz" || len(c.Vocabs) != 2 {
		return nil, fmt.Errorf("%s: %d models and %d vocabularies; only one model, a file .npz, with two is supported",
			name, len(c.Models), len(c.Vocabs))
	}
	dir := path.Dir(name)
	beside := func(file string) string { return path.Join(dir, file) }
	for _, file := range slices.Concat(c.Models, c.Vocabs) {
		if !fs.ValidPath(file) || strings.Contains(file, "/") || file == "." {
			return nil, fmt.Errorf("%s: %q is not the name of a file beside it", name, file)
		}
	}
	if p.Source, err = ReadFile(files, beside("source.spm"), mostText); err != nil {
		return nil, fmt.Errorf("%w (only models with SentencePiece are supported)", err)
	}
	if p.Target, err = ReadFile(files, beside("target.spm"), mostText); err != nil {
		return nil, err
	}
	if p.Entries, err = entries(files, beside(c.Vocabs[0])); err != nil {
		return nil, err
	}
	if c.Vocabs[1] != c.Vocabs[0] {
		if p.TargetEntries, err = entries(files, beside(c.Vocabs[1])); err != nil {
			return nil, err
		}
	}
	p.Model, err = weights(files, beside(c.Models[0]), quantized)
	return p, err
}

// entries reads a vocabulary and writes an entry a line.
func entries(files fs.FS, name string) ([]byte, error) {
	data, err := ReadFile(files, name, mostText)
	if err != nil {
		return nil, err
	}
	list, err := parseVocabulary(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return []byte(strings.Join(list, "\n") + "\n"), nil
}

// weights reads an archive of weights. A zip archive inside another one has to be in memory.
func weights(files fs.FS, name string, quantized bool) ([]byte, error) {
	file, size, err := open(files, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if r, ok := file.(io.ReaderAt); ok {
		return model.Convert(name, r, size, quantized)
	}
	data, err := ReadFile(files, name, mostWeights)
	if err != nil {
		return nil, err
	}
	return model.Convert(name, bytes.NewReader(data), int64(len(data)), quantized)
}

// open opens a file and returns the size that it claims. A pipe is refused unopened: it would wait for a writer.
func open(files fs.FS, name string) (file fs.File, size int64, err error) {
	st, err := fs.Stat(files, name)
	if err != nil {
		return nil, 0, err
	}
	if !st.Mode().IsRegular() {
		return nil, 0, fmt.Errorf("%s is not a file", name)
	}
	file, err = files.Open(name)
	return file, st.Size(), err
}

// ReadFile reads a file of at most so many bytes, which is not a pipe.
func ReadFile(files fs.FS, name string, most int64) ([]byte, error) {
	file, size, err := open(files, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if size > most {
		return nil, fmt.Errorf("%s has %d bytes; the most is %d", name, size, most)
	}
	data, err := io.ReadAll(io.LimitReader(file, most+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", name, err)
	case int64(len(data)) > most:
		return nil, fmt.Errorf("%s has more than %d bytes", name, most)
	}
	return data, nil
}

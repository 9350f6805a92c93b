package models

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// A registered model, as the project's registry describes it.
type registered struct {
	Architecture   string `json:"architecture"`
	ReleaseStatus  string `json:"releaseStatus"`
	SourceLanguage string `json:"sourceLanguage"`
	TargetLanguage string `json:"targetLanguage"`
	Files          struct {
		Model    registeredFile  `json:"model"`
		Lexicon  registeredFile  `json:"lexicalShortlist"`
		Vocab    *registeredFile `json:"vocab"`
		SrcVocab *registeredFile `json:"srcVocab"`
		TrgVocab *registeredFile `json:"trgVocab"`
	} `json:"files"`
	Metrics struct {
		Flores struct {
			BLEU float64 `json:"bleu"`
		} `json:"flores200-plus"`
	} `json:"metrics"`
}

type registeredFile struct {
	Path string `json:"path"`
	Hash string `json:"uncompressedHash"` // of the model file alone
	Size int64  `json:"uncompressedSize"`
}

func (r *registered) pair() string { return r.SourceLanguage + "-" + r.TargetLanguage }

// run is the folder of the training run that made the model.
func (r *registered) run() string { return path.Base(path.Dir(path.Dir(r.Files.Model.Path))) }

// released reports whether Firefox gives the model to its users.
func (r *registered) released() bool { return strings.HasPrefix(r.ReleaseStatus, "Release") }

// parseRegistry reads the registry.
func parseRegistry(raw []byte) ([]registered, error) {
	var registry struct {
		Models map[string][]registered `json:"models"`
	}
	if err := json.Unmarshal(raw, &registry); err != nil {
		return nil, fmt.Errorf("the registry of models is damaged: %w", err)
	}
	if len(registry.Models) == 0 {
		return nil, fmt.Errorf("the registry holds no models")
	}
	var all []registered
	for _, ms := range registry.Models {
		all = append(all, ms...)
	}
	return all, nil
}

var (
	hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)
	wordForm = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
)

// info returns the model of a row of the table. It is an error if something is not as in all other models: a
// row leaves out what follows from the rest.
func (r *registered) info() (Info, error) {
	wrong := func(format string, args ...any) (Info, error) {
		return Info{}, fmt.Errorf("model %s (%s): %s", r.pair(), r.Architecture, fmt.Sprintf(format, args...))
	}
	if !hashForm.MatchString(r.Files.Model.Hash) || r.Files.Model.Size <= 0 {
		return wrong("the model file has the hash %q and the size %d", r.Files.Model.Hash, r.Files.Model.Size)
	}
	if !wordForm.MatchString(r.Architecture) || !wordForm.MatchString(r.pair()) {
		return wrong("architecture or languages are not names")
	}
	info, err := parseRow(strings.TrimSuffix(r.row(), "\n"))
	if err != nil {
		return wrong("%v", err)
	}
	files := []registeredFile{r.Files.Model, r.Files.Lexicon}
	switch {
	case r.Files.Vocab != nil:
		files = append(files, *r.Files.Vocab)
	case r.Files.SrcVocab != nil && r.Files.TrgVocab != nil:
		files = append(files, *r.Files.SrcVocab, *r.Files.TrgVocab)
	default:
		return wrong("it has no vocabulary")
	}
	for i, f := range files {
		if want := strings.TrimPrefix(info.Files[i].URL, bucket); f.Path != want {
			return wrong("the file %s was expected at %s", f.Path, want)
		}
	}
	return info, nil
}

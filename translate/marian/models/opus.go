package models

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/opus"
)

// opusPrefix begins the names of models of the OPUS-MT project. What follows is a language pair: a model of many
// languages is there once for each pair that it was pulled for.
const opusPrefix = "opus-"

// opusInfo returns what is known of an OPUS-MT model by its name, such as opus-de-fr.
func opusInfo(name string) (Info, bool) {
	pair, ok := pairIn(name, opusPrefix)
	if !ok {
		return Info{}, false
	}
	info := Info{Name: name, From: pair.From, To: pair.To, Arch: "OPUS-MT", Licence: "CC-BY-4.0", given: converted}
	code := strings.ReplaceAll(strings.TrimPrefix(name, opusPrefix), "-", "")
	for _, f := range opusFiles(&opus.Package{}) {
		info.Files = append(info.Files, File{Name: fmt.Sprintf(f.name, code)})
	}
	return info, true
}

// An opusFile is a file of a model: its name, with %s for the languages, and its content, nil if it is not there.
type opusFile struct {
	name    string
	content []byte
}

// opusFiles returns the files for a package, those too that it does not need.
func opusFiles(p *opus.Package) []opusFile {
	shared, source := p.Entries, []byte(nil)
	if p.TargetEntries != nil {
		shared, source = nil, p.Entries
	}
	return []opusFile{
		{"model.%s.bin", p.Model},
		{"srcvocab.%s.spm", p.Source},
		{"trgvocab.%s.spm", p.Target},
		{"vocab.%s.txt", shared},
		{"srcvocab.%s.txt", source},
		{"trgvocab.%s.txt", p.TargetEntries},
		{"config.%s.yml", p.Decoder},
	}
}

// opusNamed returns what an OPUS-MT model is called here: name is that already, or a language pair such as de-fr.
func opusNamed(name string) (Info, error) {
	return givenNamed(name, opusPrefix, "an OPUS-MT model", "de-fr")
}

// converted is the source of OPUS-MT models: what someone carried over, in the forms that the engine reads.
var converted = &source{name: "the files given", find: func(_ context.Context, p *Puller, want Info) (Info, error) {
	if p.Carried == nil {
		return Info{}, translate.Errorf(translate.Invalid, pullBackend,
			"models of the OPUS-MT project are not fetched: download its zip archive from "+
				"https://github.com/Helsinki-NLP/OPUS-MT-train and give it with --from")
	}
	pack, err := opus.Read(p.Carried, !p.Float32)
	if err != nil {
		return Info{}, translate.Errorf(translate.Invalid, pullBackend, "reading the OPUS-MT model: %w", err)
	}
	found := want
	found.Files = nil
	for i, f := range opusFiles(pack) {
		if f.content == nil {
			continue
		}
		file := want.Files[i]
		file.Size = int64(len(f.content))
		file.open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.content)), nil }
		found.Files = append(found.Files, file)
	}
	return found, nil
}}

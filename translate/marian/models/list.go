package models

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/spelling"
	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate/marian/internal/opus"
)

// Names returns the names of the models that can be fetched, as [All] orders them.
func Names() []string {
	var names []string
	for _, m := range all() {
		names = append(names, m.Name)
	}
	return names
}

// Named is [Lookup] with an error that suggests the name that was probably meant.
func Named(name string) (Info, error) {
	info, ok := Lookup(name)
	if !ok {
		return info, advice.With(fmt.Errorf("unknown model %q", name),
			spelling.Meant(name, Names(), "see 'satzpaar models list --available'"))
	}
	return info, nil
}

// Find returns the folder of a model that is here, for those who want to translate with it.
func (p *Puller) Find(name string) (dir string, info Info, err error) {
	info, err = Named(name)
	if err != nil {
		return "", info, advice.With(err,
			spelling.Meant(name, append([]string{"builtin"}, Names()...),
				"see 'satzpaar models list --available', or give the path of a folder, such as ./"+name))
	}
	dir, err = p.Path(info)
	return dir, info, err
}

// ErrNotOPUS is the error for [Puller.Float32] with other models.
var ErrNotOPUS = errors.New("only weights of OPUS-MT models can be left as they are")

// Wanted returns the models that a name stands for: one, or, where it is a pair of languages such as de-fr, those that
// together translate it; see [Chain]. Where the files that were carried over are a model in no table, it is that one,
// for the languages of the name.
func (p *Puller) Wanted(name string) ([]Info, error) {
	var info Info
	var err error
	switch {
	case p.Carried != nil && opus.Holds(p.Carried):
		info, err = opusNamed(name)
	case p.Float32:
		err = ErrNotOPUS
	case p.Carried != nil && holdsOwn(p.Carried):
		info, err = ownNamed(name)
	default:
		return wanted(name)
	}
	if err != nil {
		return nil, err
	}
	return []Info{info}, nil
}

// wanted is [Puller.Wanted] of models that are fetched.
func wanted(name string) ([]Info, error) {
	info, err := Named(name)
	if err == nil {
		return []Info{info}, nil
	}
	pair, bad := lang.ParseDirection(name)
	if bad != nil {
		return nil, err
	}
	if chain := Chain(pair); len(chain) > 0 {
		return chain, nil
	}
	return nil, err
}

// WantedFor returns the name that [Puller.Wanted] takes for what translates a language pair: that of a model, or of the
// pair where it takes two; "" if nothing does.
func WantedFor(pair lang.Pair) string {
	switch chain := Chain(pair); len(chain) {
	case 0:
		return ""
	case 1:
		return chain[0].Name
	default:
		return pair.String()
	}
}

// Better returns the first model for a language pair whose makers report a higher BLEU.
func Better(pair lang.Pair, bleu float64) (Info, bool) {
	for _, m := range For(pair) {
		if m.BLEU > bleu {
			return m, true
		}
	}
	return Info{}, false
}

// Pulled returns the models that are here, damaged ones too.
func (p *Puller) Pulled() []Info {
	var found []Info
	for _, m := range all() {
		if p.has(m) {
			found = append(found, m)
		}
	}
	return append(found, p.Given()...)
}

// Given returns the models that are here and in no table, damaged ones too, by name: first those of the OPUS-MT
// project.
func (p *Puller) Given() []Info {
	entries, err := os.ReadDir(p.Dir)
	if err != nil {
		return nil // then nothing has been pulled
	}
	var found []Info
	for _, e := range entries {
		if info, ok := givenInfo(e.Name()); ok && p.has(info) {
			found = append(found, info)
		}
	}
	return found
}

// PulledNamed returns the models of these names, or all that are here if there are no names. It is an error if one of
// them is not here, not even damaged.
func (p *Puller) PulledNamed(names []string) ([]Info, error) {
	if len(names) == 0 {
		return p.Pulled(), nil
	}
	var found []Info
	for _, name := range names {
		m, err := Named(name)
		if err != nil {
			return nil, err
		}
		if _, err := p.Path(m); err != nil && !p.has(m) {
			return nil, err
		}
		found = append(found, m)
	}
	return found, nil
}

// has reports whether a model is here, damaged or not.
func (p *Puller) has(m Info) bool {
	_, ok := p.Receipt(m)
	return ok || p.Installed(m)
}

// Preferred returns the name of the model that is here and first to take for a language pair; "" if there is none.
func (p *Puller) Preferred(pair lang.Pair) string {
	for _, m := range slices.Concat(For(pair), p.Given()) {
		if m.Serves(pair) && p.Installed(m) {
			return m.Name
		}
	}
	return ""
}

// Directions returns those in which the built-in model and those that are here translate, alone and together, as
// [Reached] does.
func (p *Puller) Directions() []lang.Pair {
	var have []Info
	for _, m := range slices.Concat(all(), p.Given()) {
		if m.Serves(lang.GermanEnglish) || p.Installed(m) {
			have = append(have, m)
		}
	}
	return Reached(have)
}

// A Listing describes a model for people and programs, as it is here or could be fetched.
type Listing struct {
	Name         string   `json:"name"`
	From         string   `json:"from"`
	To           string   `json:"to"`
	Architecture string   `json:"architecture,omitempty"`
	Version      string   `json:"version,omitempty"`
	Size         int64    `json:"size,omitempty"` // of the model file, which is most of a model
	SHA256       string   `json:"sha256,omitempty"`
	Licence      string   `json:"licence,omitempty"`
	BLEU         float64  `json:"bleu,omitempty"`
	Installed    bool     `json:"installed"`
	Source       string   `json:"source,omitempty"` // where an installed one came from
	Pinned       []string `json:"pinned,omitempty"` // files of it for which no hash was published
}

// List describes a model; one that is here as it was pulled, which may be another release than the one that is known
// here.
func (p *Puller) List(m Info) Listing {
	l := Listing{
		Name:         m.Name,
		From:         m.From.String(),
		To:           m.To.String(),
		Architecture: m.Arch,
		Version:      m.Version,
		Size:         m.Model().Size,
		SHA256:       m.Model().SHA256,
		Licence:      m.Licence,
		BLEU:         m.BLEU,
		Installed:    p.Installed(m),
	}
	if receipt, ok := p.Receipt(m); ok && l.Installed {
		if receipt.Files[0].SHA256 != l.SHA256 {
			l.BLEU = 0 // that of another release
		}
		if m.Given() {
			l.BLEU = receipt.BLEU
		}
		l.Version, l.Source, l.Pinned = receipt.Version, receipt.Source, receipt.Pinned()
		l.Architecture, l.Licence = cmp.Or(receipt.Architecture, l.Architecture), cmp.Or(l.Licence, receipt.Licence)
		l.Size, l.SHA256 = receipt.Files[0].Size, receipt.Files[0].SHA256
	}
	return l
}

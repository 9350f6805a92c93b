// Package models knows the neural models that the Firefox Translations project has released, fetches them and looks
// after those that are here.
//
// What a model must be is compiled in: a table of all releases with the SHA-256 of each model file, made from the
// project's public registry by the command in the folder gen. Where its bytes come from does not matter then; a
// [Puller] tries Firefox's Remote Settings, the project's bucket, and addresses that are compiled in.
//
// The registry publishes no hashes of vocabularies and lexicons. Remote Settings does; where only the bucket answers,
// these files are pinned at first use: what came is tried with the model, noted, and must stay the same from then on.
//
// Models of the OPUS-MT project, and those that this project's trainer has packed, are not listed and not fetched: they
// are made of the files that users have, and looked after like the others.
package models

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
)

// Info describes a model that [Puller.Pull] can fetch.
type Info struct {
	Name     string // what --model takes, such as "fr-en" or "en-ru-base-memory"
	From, To language.Tag
	Arch     string // "tiny", "base-memory" or "base"
	Version  string // the project's number of the model, where it is known
	Licence  string // SPDX identifier of the weights' licence
	// BLEU is what its makers report on the development set of FLORES; 0 where they report nothing.
	BLEU  float64
	Files []File // the model first

	pair  string  // as the registry has it: "zh_hant-en"
	given *source // where the files of a model that is in no table come from; nil for others
}

// Given reports whether the model is made of files that someone has: it is in no table and not fetched.
func (m Info) Given() bool { return m.given != nil }

// Content is what is known of some bytes beforehand.
type Content struct {
	Size   int64  // 0: not known
	SHA256 string // hexadecimal, lower case; "": not known
}

// File is one file of a model.
type File struct {
	Name string // in the model's folder
	URL  string
	Content
	// Packed reports whether URL holds the file compressed with gzip or zstd, and Served what is known of that form.
	Packed bool
	Served Content

	open func() (io.ReadCloser, error) // takes the place of URL
}

// arriving is what is known of the bytes that URL sends.
func (f File) arriving() Content {
	if f.Packed {
		return f.Served
	}
	return f.Content
}

// Pair returns the direction of the model.
func (m Info) Pair() lang.Pair { return lang.Pair{From: m.From, To: m.To} }

// Size returns the number of bytes of all files whose sizes are known.
func (m Info) Size() int64 {
	var total int64
	for _, f := range m.Files {
		total += f.Size
	}
	return total
}

// Model returns the model file, which every model has.
func (m Info) Model() File { return m.Files[0] }

// table holds the releases, a line each: pair, architecture, status, training run, number of vocabularies, size and
// SHA-256 of the model file, BLEU.
//
//go:embed table.tsv
var table string

// bucket is where the project publishes its models; paths in it never change their content.
const bucket = "https://storage.googleapis.com/moz-fx-translations-data--303e-prod-translations-data/"

const licence = "MPL-2.0"

// All returns the models that can be fetched, by language. The first one for a direction is the one to take. They must
// not be changed.
func All() []Info { return slices.Clone(all()) }

// all reads the table when it is first asked for.
var all = sync.OnceValue(func() []Info {
	var models []Info
	for line := range strings.Lines(table) {
		m, err := parseRow(strings.TrimSuffix(line, "\n"))
		if err != nil {
			continue // does not happen: a test reads them all
		}
		models = append(models, m)
	}
	return append(models, firstModels()...)
})

// row writes a release as a line of the table.
func (r *registered) row() string {
	vocabularies := 1
	if r.Files.Vocab == nil {
		vocabularies = 2
	}
	model := r.Files.Model
	return fmt.Sprintf("%s\t%s\t%s\t%s\t%d\t%d\t%s\t%.1f\n", r.pair(), r.Architecture, r.ReleaseStatus, r.run(),
		vocabularies, model.Size, model.Hash, r.Metrics.Flores.BLEU)
}

// parseRow reads a line of the table. Names of models are filled in where one direction has several.
func parseRow(line string) (Info, error) {
	fields := strings.Split(line, "\t")
	if len(fields) != 8 {
		return Info{}, fmt.Errorf("%d fields instead of 8", len(fields))
	}
	pair, arch, run := fields[0], fields[1], fields[3]
	direction, err := lang.ParseDirection(pair)
	if err != nil {
		return Info{}, err
	}
	size, err := strconv.ParseInt(fields[5], 10, 64)
	if err != nil {
		return Info{}, err
	}
	bleu, err := strconv.ParseFloat(fields[7], 64)
	if err != nil {
		return Info{}, err
	}
	m := Info{
		Name:    nameOf(pair, arch, fields[2]),
		From:    direction.From,
		To:      direction.To,
		Arch:    arch,
		Licence: licence,
		BLEU:    bleu,
		pair:    pair,
	}
	code := strings.ReplaceAll(pair, "-", "")
	add := func(name string, c Content) {
		address := bucket + "models/" + pair + "/" + run + "/exported/" + name + ".gz"
		m.Files = append(m.Files, File{Name: name, URL: address, Content: c, Packed: true})
	}
	add("model."+code+".intgemm.alphas.bin", Content{size, fields[6]})
	add("lex.50.50."+code+".s2t.bin", Content{})
	if fields[4] == "2" {
		add("srcvocab."+code+".spm", Content{})
		add("trgvocab."+code+".spm", Content{})
	} else {
		add("vocab."+code+".spm", Content{})
	}
	if full := germanRelease(); full.Model().Content == m.Model().Content {
		m.Version = full.Version
		for i := range m.Files {
			m.Files[i].Content = full.Files[i].Content
		}
	}
	return m, nil
}

// nameOf returns the name of a model: its languages, and the architecture where Firefox takes another one on the
// desktop.
func nameOf(pair, arch, status string) string {
	name := strings.ReplaceAll(pair, "_", "-")
	if status == "Release Android" {
		name += "-" + arch
	}
	return name
}

// Table makes the table of this package from the project's registry, whose form is JSON: the models that Firefox has
// released, those of the desktop first.
func Table(registry []byte) ([]byte, error) {
	listed, err := parseRegistry(registry)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(listed, func(a, b registered) int {
		if c := strings.Compare(a.pair(), b.pair()); c != 0 {
			return c
		}
		return strings.Compare(b.ReleaseStatus, a.ReleaseStatus) // "Release Desktop" before "Release Android"
	})
	var out bytes.Buffer
	for _, r := range listed {
		if !r.released() {
			continue
		}
		if _, err := r.info(); err != nil {
			return nil, err
		}
		out.WriteString(r.row())
	}
	return out.Bytes(), nil
}

// Lookup returns the model that has the name: one of [All], or one that is made of given files, which may be here or
// not.
func Lookup(name string) (Info, bool) {
	if i := slices.IndexFunc(all(), func(m Info) bool { return m.Name == name }); i >= 0 {
		return all()[i], true
	}
	return givenInfo(name)
}

// givenInfo returns what is known by its name of a model that is made of given files.
func givenInfo(name string) (Info, bool) {
	if info, ok := opusInfo(name); ok {
		return info, true
	}
	return ownInfo(name)
}

// givenNamed returns the model that is made of given files and has a name, which may lack its prefix. kind and example
// describe such models where it is not one.
func givenNamed(name, prefix, kind, example string) (Info, error) {
	info, ok := givenInfo(prefix + strings.TrimPrefix(name, prefix))
	if !ok {
		return info, fmt.Errorf("%q is not a language pair: the files are %s, which is named by one, such as %s",
			name, kind, example)
	}
	return info, nil
}

// For returns the models that translate in a direction, the one to take first.
func For(pair lang.Pair) []Info {
	var found []Info
	for _, m := range all() {
		if m.Serves(pair) {
			found = append(found, m)
		}
	}
	// A model for the very script before one that leaves it open.
	slices.SortStableFunc(found, func(a, b Info) int { return b.Pair().Closeness(pair) - a.Pair().Closeness(pair) })
	return found
}

// Serves reports whether the model translates in a direction.
func (m Info) Serves(pair lang.Pair) bool { return slices.ContainsFunc(m.Pairs(), pair.Same) }

// Pairs returns the directions in which the model translates. That for Serbo-Croatian does so from each of its standard
// languages.
func (m Info) Pairs() []lang.Pair {
	if !strings.HasPrefix(m.pair, "hbs-") {
		return []lang.Pair{m.Pair()}
	}
	var pairs []lang.Pair
	for _, from := range []language.Tag{language.MustParse("bs"), language.Croatian, language.Serbian} {
		pairs = append(pairs, lang.Pair{From: from, To: m.To})
	}
	return pairs
}

// Reached returns the directions in which models translate together: those of each, and then those through [Via]. No
// direction is there twice.
func Reached(have []Info) []lang.Pair {
	seen := map[string]bool{}
	var pairs []lang.Pair
	add := func(p lang.Pair) {
		if !seen[p.Written()] && !lang.Same(p.From, p.To) {
			seen[p.Written()] = true
			pairs = append(pairs, p)
		}
	}
	for _, m := range have {
		for _, p := range m.Pairs() {
			add(p)
		}
	}
	direct := pairs
	for _, first := range direct {
		if !lang.Same(first.To, Via) {
			continue
		}
		for _, second := range direct {
			if lang.Same(second.From, Via) {
				add(lang.Pair{From: first.From, To: second.To})
			}
		}
	}
	return pairs
}

// Via is the language that pairs without a model of their own are translated through.
var Via = language.English

// Chain returns the models that together translate in a direction: one, or two through [Via]; none if there is no
// way.
func Chain(pair lang.Pair) []Info {
	if direct := For(pair); len(direct) > 0 {
		return direct[:1]
	}
	first, second := For(lang.Pair{From: pair.From, To: Via}), For(lang.Pair{From: Via, To: pair.To})
	if len(first) == 0 || len(second) == 0 {
		return nil
	}
	return []Info{first[0], second[0]}
}

package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// A PairParser reads documents and their finished translations, as a session of package satzpaar does.
type PairParser interface {
	Parse(name string, raw []byte) (*document.Document, error)
	ParseTarget(name string, raw []byte) (*document.Document, error)
}

// ReadPair reads a document and its finished translation.
func ReadPair(p PairParser, pair [2]Input) (source, target *document.Document, err error) {
	raw, err := plainfile.ReadFile(pair[0].Path)
	if err != nil {
		return nil, nil, err
	}
	if source, err = p.Parse(pair[0].Name, raw); err != nil {
		return nil, nil, err
	}
	if raw, err = plainfile.ReadFile(pair[1].Path); err != nil {
		return nil, nil, err
	}
	target, err = p.ParseTarget(pair[1].Name, raw)
	return source, target, err
}

// Partners pairs finished translations with their sources. Two files are a pair; in two folders, a source a.txt has
// the partner a.txt, or a.en.txt, or a.txt.en.txt, where en is the language of the translations. Alone are the sources
// without a partner; failed is what could not be looked into.
func Partners(source, target, to string) (pairs [][2]Input, alone []Input, failed []Failure, err error) {
	s, err := os.Stat(source)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("no such input: %w", err)
	}
	t, err := os.Stat(target)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("no such input: %w", err)
	}
	if s.IsDir() != t.IsDir() {
		return nil, nil, nil, errors.New("SOURCE and TARGET must both be files, or both be folders")
	}
	if !s.IsDir() {
		file := func(path string) Input { return Input{Path: path, Name: filepath.Base(path)} }
		return [][2]Input{{file(source), file(target)}}, nil, nil, nil
	}
	sources, err := Find([]string{source}, document.Exts(), "")
	if err != nil {
		return nil, nil, nil, err
	}
	targets, err := Find([]string{target}, document.Exts(), "")
	if err != nil {
		return nil, nil, nil, err
	}
	byName := map[string]Input{}
	for _, f := range targets.Files {
		byName[f.Name] = f
	}
next:
	for _, f := range sources.Files {
		own := filepath.Ext(f.Name)
		stem := strings.TrimSuffix(f.Name, own)
		for _, name := range []string{f.Name, stem + "." + to + own, f.Name + "." + to + own} {
			if partner, ok := byName[name]; ok {
				pairs = append(pairs, [2]Input{f, partner})
				continue next
			}
		}
		alone = append(alone, f)
	}
	return pairs, alone, slices.Concat(sources.Failed, targets.Failed), nil
}

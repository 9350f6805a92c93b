package corpus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/satzpaar/satzpaar/document"
)

// Partners pairs finished translations with their sources. Two files are a pair; in two folders, a source a.txt has
// the partner a.txt, or a.en.txt, or a.txt.en.txt, where en is the language of the translations. Alone are the sources
// without a partner.
func Partners(source, target, to string) (pairs [][2]Input, alone []Input, err error) {
	s, err := os.Stat(source)
	if err != nil {
		return nil, nil, fmt.Errorf("no such input: %w", err)
	}
	t, err := os.Stat(target)
	if err != nil {
		return nil, nil, fmt.Errorf("no such input: %w", err)
	}
	if s.IsDir() != t.IsDir() {
		return nil, nil, errors.New("SOURCE and TARGET must both be files, or both be folders")
	}
	if !s.IsDir() {
		file := func(path string) Input { return Input{Path: path, Name: filepath.Base(path)} }
		return [][2]Input{{file(source), file(target)}}, nil, nil
	}
	sources, err := Find([]string{source}, document.Exts(), "")
	if err != nil {
		return nil, nil, err
	}
	targets, err := Find([]string{target}, document.Exts(), "")
	if err != nil {
		return nil, nil, err
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
	return pairs, alone, nil
}

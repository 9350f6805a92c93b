package review

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// ReadMemory reads the translations of a translation memory in TMX. Damaged names the units that are left out; the
// error is for a file that holds none.
func ReadMemory(path string) (memory []Remembered, damaged, err error) {
	file, err := plainfile.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	damaged = bitext.TMXUnits(file, path, func(_ *bitext.Header, p *bitext.Pair) error {
		if p.Target != "" {
			memory = append(memory, Remembered{From: filepath.Base(path), Source: p.Source, Target: p.Target})
		}
		return nil
	})
	if len(memory) == 0 {
		return nil, nil, errors.Join(fmt.Errorf("%s holds no translations", path), damaged)
	}
	return memory, damaged, nil
}

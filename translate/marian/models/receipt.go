package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"

	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// receiptName is the file in a model's folder that records what was pulled.
const receiptName = "pulled.json"

// A Receipt records what was pulled, and from where.
type Receipt struct {
	Model        string        `json:"model"`
	Architecture string        `json:"architecture"`
	Version      string        `json:"version,omitempty"`
	Source       string        `json:"source"`
	Licence      string        `json:"licence,omitempty"` // of a model that is in no table, and so is BLEU
	BLEU         float64       `json:"bleu,omitempty"`
	Files        []ReceiptFile `json:"files"` // the model first
}

// ReceiptFile is a file of a [Receipt].
type ReceiptFile struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	// Pinned is set where no hash was published: this one is that of the file that came first.
	Pinned bool `json:"pinned,omitempty"`
}

// Pinned returns the names of the files for which no hash was published.
func (r Receipt) Pinned() []string {
	var names []string
	for _, f := range r.Files {
		if f.Pinned {
			names = append(names, f.Name)
		}
	}
	return names
}

// Receipt returns what is noted of a model that was pulled. There is none for models that an older satzpaar pulled.
func (p *Puller) Receipt(info Info) (Receipt, bool) {
	dir, err := p.folder(info)
	if err != nil {
		return Receipt{}, false
	}
	return readReceipt(dir)
}

// readReceipt reads the receipt in a folder; a damaged one counts as none.
func readReceipt(dir string) (Receipt, bool) {
	var r Receipt
	raw, err := plainfile.ReadFile(filepath.Join(dir, receiptName))
	if err != nil || json.Unmarshal(raw, &r) != nil || len(r.Files) == 0 {
		return Receipt{}, false
	}
	for _, f := range r.Files {
		if !plain(f.Name) || !hashForm.MatchString(f.SHA256) || f.Size <= 0 {
			return Receipt{}, false
		}
	}
	return r, true
}

func (r Receipt) write(dir string) error {
	raw, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	name := filepath.Join(dir, receiptName)
	if err := os.WriteFile(name+partSuffix, append(raw, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(name+partSuffix, name)
}

// pins are the contents of the receipt's files, if it is one for the same model file.
func (r Receipt) pins(info Info) map[string]Content {
	if len(r.Files) == 0 || r.Files[0].SHA256 != info.Model().SHA256 {
		return nil
	}
	pins := map[string]Content{}
	for _, f := range r.Files {
		pins[f.Name] = Content{f.Size, f.SHA256}
	}
	return pins
}

// expected returns the files that should be in the folder of a model: those of its receipt, if there is one.
func (p *Puller) expected(dir string, info Info) []File {
	receipt, ok := readReceipt(dir)
	if !ok {
		return info.Files
	}
	var files []File
	for _, f := range receipt.Files {
		files = append(files, File{Name: f.Name, Content: Content{f.Size, f.SHA256}})
	}
	return files
}

func verifyFile(ctx context.Context, name string, want Content) error {
	file, err := plainfile.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, contextReader{ctx, file})
	if err != nil {
		return err
	}
	return want.compare(name, size, sum)
}

// errDamaged marks a file that does not have the content that it should have.
var errDamaged = errors.New("the content is not what it should be")

// compare compares what is known beforehand with what came.
func (c Content) compare(name string, size int64, sum hash.Hash) error {
	if c.Size != 0 && size != c.Size {
		return fmt.Errorf("%s: %w: %d bytes instead of %d", name, errDamaged, size, c.Size)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); c.SHA256 != "" && got != c.SHA256 {
		return fmt.Errorf("%s: %w: SHA-256 %s instead of %s", name, errDamaged, got, c.SHA256)
	}
	return nil
}

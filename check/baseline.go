package check

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/internal/space"
)

// A Baseline holds the findings that a reviewer has accepted. An accepted finding is that of a check on a source and a
// target: when either text changes, the finding is back. The zero value is an empty baseline.
//
// On disk it is a text file with a line for each finding: the name of the check, a hash of source and target, and, for
// people, the beginning of the source. Lines that start with # are comments.
type Baseline struct {
	accepted map[string]string // "check hash" → comment
}

// keyOf returns "check hash" for a finding of a check on a pair.
func keyOf(check string, p *bitext.Pair) string {
	h := sha256.New()
	io.WriteString(h, p.Source)
	h.Write([]byte{0})
	io.WriteString(h, p.Target)
	return check + " " + hex.EncodeToString(h.Sum(nil)[:12])
}

// Accept silences the findings of a check on p.
func (b *Baseline) Accept(check string, p *bitext.Pair) {
	if b.accepted == nil {
		b.accepted = make(map[string]string)
	}
	b.accepted[keyOf(check, p)] = shorten(space.Fold(p.Source))
}

// accepts reports whether findings of a check on p are silenced.
func (b *Baseline) accepts(check string, p *bitext.Pair) bool {
	if b == nil || len(b.accepted) == 0 {
		return false
	}
	_, ok := b.accepted[keyOf(check, p)]
	return ok
}

// Len returns how many findings are silenced.
func (b *Baseline) Len() int { return len(b.accepted) }

// Open returns the findings on p that are not silenced, in order. It may reuse the slice.
func (b *Baseline) Open(p *bitext.Pair, findings []bitext.Finding) []bitext.Finding {
	if b == nil || len(b.accepted) == 0 {
		return findings
	}
	return slices.DeleteFunc(findings, func(f bitext.Finding) bool { return b.accepts(f.Check, p) })
}

// OpenBaseline is [ReadBaseline] of the file at path; a file that is not there holds no findings.
func OpenBaseline(path string) (*Baseline, error) {
	file, err := plainfile.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &Baseline{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return ReadBaseline(file, path)
}

// ReadBaseline reads a baseline. The error names the first malformed line; the baseline returned with it holds all
// others.
func ReadBaseline(r io.Reader, name string) (*Baseline, error) {
	b := &Baseline{accepted: make(map[string]string)}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	var bad error
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		check, rest, _ := strings.Cut(line, " ")
		hash, comment, _ := strings.Cut(rest, " ")
		if _, err := hex.DecodeString(hash); err != nil || len(hash) != 24 {
			if bad == nil {
				bad = fmt.Errorf("%s:%d: not an accepted finding: want the name of a check and a hash of 24 "+
					"digits; line skipped", name, n)
			}
			continue
		}
		b.accepted[check+" "+hash] = strings.TrimSpace(comment)
	}
	if err := lines.Err(); err != nil {
		return b, fmt.Errorf("reading baseline %s: %w", name, err)
	}
	return b, bad
}

// Write writes b in order of check and hash; equal baselines give equal bytes.
func (b *Baseline) Write(w io.Writer) error {
	keys := make([]string, 0, len(b.accepted))
	for k := range b.accepted {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	buf := bufio.NewWriter(w)
	buf.WriteString("# findings that were accepted: check, hash of source and target, source\n")
	for _, k := range keys {
		buf.WriteString(strings.TrimSpace(k+" "+b.accepted[k]) + "\n")
	}
	return buf.Flush()
}

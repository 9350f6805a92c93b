package bitext

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
)

// NewHeader returns the header of the bitext of a document whose pairs are in the languages of pair.
func NewHeader(d *document.Document, pair lang.Pair) Header {
	return Header{
		Satzpaar: Version,
		Document: d.Name,
		Format:   d.Format,
		Encoding: d.Encoding,
		SHA256:   d.SHA256,
		From:     pair.From.String(),
		To:       pair.To.String(),
		Field:    d.Field,
		Into:     d.Into,
	}
}

// srxSplit starts the value of Split for rules in SRX; their hash follows.
const srxSplit = "srx:"

// SRXSplit returns the value of Split in a [Header] for sentences that were split by an SRX file.
func SRXSplit(rules []byte) string { return srxSplit + document.Hash(rules) }

// SRXHash returns the lower-case hexadecimal SHA-256 of the SRX file that a value of Split names; ok is false where
// it names none.
func SRXHash(split string) (hash string, ok bool) {
	hash, ok = strings.CutPrefix(split, srxSplit)
	return hash, ok && len(hash) == 64 && isHex(hash)
}

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdef") == "" }

// validate returns what in h breaks the rules of the native format; nil if nothing does.
func (h *Header) validate() error {
	copied := *h
	return copied.mend()
}

// mend takes out of h what breaks the rules of the native format, so that the rest can be trusted wherever the file
// came from. It returns what was wrong, joined.
func (h *Header) mend() error {
	var all []error
	bad := func(field *string, with string, format string, args ...any) {
		all = append(all, fmt.Errorf("header: "+format, args...))
		*field = with
	}
	switch {
	case h.Satzpaar < 1:
		all = append(
			all,
			fmt.Errorf(`header: "satzpaar" must be the version of the format, a number from 1 to %d`, Version),
		)
	case h.Satzpaar > Version:
		all = append(
			all,
			fmt.Errorf(
				"header: format version %d is newer than %d, the newest that this program knows; use a newer satzpaar",
				h.Satzpaar,
				Version,
			),
		)
	}
	if !localName(h.Document) {
		bad(&h.Document, base(h.Document), "document %q is not a path below a folder", h.Document)
	}
	switch h.Format {
	case "", "tsv", "tmx", "xliff", "xliff2": // the last ones: read from such a file
	default:
		if document.FormatNamed(h.Format) == nil {
			bad(&h.Format, "", "format %q is unknown", h.Format)
		}
	}
	if !isName(h.Encoding) {
		bad(&h.Encoding, "", "encoding %q is not a name", h.Encoding)
	}
	if !isHex(h.SHA256) {
		bad(&h.SHA256, "", "sha256 %q is not a hash", h.SHA256)
	}
	for _, tag := range []*string{&h.From, &h.To} {
		if !wellFormed(*tag) {
			bad(tag, "", "%q is not a language tag, such as de or pt-BR", *tag)
		}
	}
	if _, srx := SRXHash(h.Split); h.Split != "" && !srx {
		bad(&h.Split, "", "split %q is not srx: and a hash", h.Split)
	}
	return errors.Join(all...)
}

// maxName is the longest that a part of a document's name may be, in bytes. File systems allow 255, and the longest
// ending of an output is [Suffix].
const maxName = 255 - len(Suffix)

// localName reports whether the name of a document, joined to a folder, is that of a file inside it. The empty name
// is taken for one.
func localName(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if len(part) > maxName {
			return false
		}
	}
	return name == "" || !strings.Contains(name, "\x00") && filepath.IsLocal(filepath.FromSlash(name))
}

// base returns the last part of a name that is not local.
func base(name string) string {
	if name = path.Base(filepath.ToSlash(name)); !localName(name) || name == "." {
		return ""
	}
	return name
}

// isName reports whether s may be the name of an encoding.
func isName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.:+()", r) {
			return false
		}
	}
	return len(s) <= 64
}

// wellFormed reports whether tag is empty or a language tag, of whatever language.
func wellFormed(tag string) bool {
	if tag == "" {
		return true
	}
	_, err := language.Parse(tag)
	var unknown language.ValueError
	return err == nil || errors.As(err, &unknown)
}

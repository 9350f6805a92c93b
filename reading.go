package satzpaar

import (
	"fmt"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/pipeline"
)

// A Reading is the part of a configuration that decides how a document is cut into sentences, as the header of its bitext records it. Two documents with equal
// readings can share a session.
type Reading struct {
	From, To, Encoding, Field, Into, SRX string
}

// ReadingOf returns how the document of a bitext was read.
func ReadingOf(h *bitext.Header) Reading {
	return Reading{From: h.From, To: h.To, Encoding: h.Encoding}
}

// Apply makes c read documents so.
func (r Reading) Apply(c *Config) {
	c.From, c.To, c.Encoding, c.Field, c.Into, c.SRX, c.SRXName = r.From, r.To, r.Encoding, r.Field, r.Into, r.SRX, ""
}

// Render writes a translated document anew from its source, raw, and its bitext. The session must read documents as the bitext says, see [ReadingOf].
func (s *Session) Render(raw []byte, b *bitext.Bitext) ([]byte, error) {
	d, err := s.Parse(b.Document, raw)
	if err != nil {
		return nil, err
	}
	if d.SHA256 != b.SHA256 {
		return nil, fmt.Errorf("%s: the source has changed since it was translated", b.Document)
	}
	return pipeline.Render(d, b)
}

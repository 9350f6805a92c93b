package bitext

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/offset"
)

// compactVersion is the version of the format in which a header says what most of its pairs have in common, and links
// are written short. It holds the same as [Version], in about half the bytes.
const compactVersion = 2

// A shorthand is what the pairs of a document have in common: a pair without one of these fields has this value. Its
// block is the number that its id begins with.
type shorthand struct {
	Kind   string `json:"kind"`
	Lang   string `json:"lang"`
	Action Action `json:"action"`
	State  State  `json:"state"`
	Origin string `json:"origin"`
	// Whole is the score of the run of a pair whose runs are missing: one that is the whole source, in the language of
	// the pair. Where it is 0, such pairs have no runs. A pair with another score has it in place of its runs.
	Whole float64 `json:"whole,omitempty"`
}

// compactHeader is a header line of either version.
type compactHeader struct {
	Header
	Pairs *shorthand `json:"pairs,omitempty"`
}

// WriteCompact writes b as [Write] does, in the shorter form of an output folder: pairs leave out what the header says
// of all.
func WriteCompact(w io.Writer, b *Bitext) error { return write(w, b, commonOf(b.Pairs)) }

// commonOf returns the values that most pairs have; nil for so few that it would not pay.
func commonOf(pairs []Pair) *shorthand {
	if len(pairs) < 3 {
		return nil
	}
	type values struct {
		kind, lang, origin string
		action             Action
		state              State
	}
	counts := map[values]int{}
	var best values
	runs, whole := 0, 0
	for i := range pairs {
		p := &pairs[i]
		v := values{p.Kind, p.Lang, p.Origin, p.Action, p.State}
		if counts[v]++; counts[v] > counts[best] {
			best = v
		}
		if len(p.Runs) > 0 {
			runs++
		}
		if _, one := p.oneRun(); one {
			whole++
		}
	}
	s := &shorthand{Kind: best.kind, Lang: best.lang, Action: best.action, State: best.state, Origin: best.origin}
	if whole > 0 && runs == len(pairs) {
		s.Whole = 1
	}
	return s
}

// oneRun returns the score of the one run of p, in its language; ok is false where its runs are others.
func (p *Pair) oneRun() (score float64, ok bool) {
	if len(p.Runs) != 1 || p.Source == "" {
		return 0, false
	}
	score = p.Runs[0].Score
	return score, score > 0 && p.Runs[0] == Run{0, len(p.Source), p.Lang, score}
}

// blockOf returns the number that an id begins with, as in "3.2"; 0 where there is none.
func blockOf(id string) int {
	n, _, _ := strings.Cut(id, ".")
	block, err := strconv.ParseUint(n, 10, 31)
	if err != nil || strconv.FormatUint(block, 10) != n {
		return 0
	}
	return int(block)
}

// decodePair decodes the line of a pair of a document with that shorthand, which may be nil, in either version.
func (s *shorthand) decodePair(line []byte) (Pair, error) {
	const none = -1 << 30
	var p Pair
	if s != nil {
		p = Pair{Block: none, Kind: s.Kind, Lang: s.Lang, Action: s.Action, State: s.State, Origin: s.Origin}
	}
	read := struct {
		*Pair
		Runs  shortRuns  `json:"runs"`
		Links shortLinks `json:"links"`
	}{Pair: &p}
	err := decode(line, &read)
	p.Runs, p.Links = read.Runs.list, read.Links
	if s == nil {
		return p, err
	}
	if p.Block == none {
		p.Block = blockOf(p.ID)
	}
	if read.Runs.whole == 0 && p.Runs == nil {
		read.Runs.whole = s.Whole
	}
	if read.Runs.whole > 0 && p.Source != "" {
		p.Runs = []Run{{0, len(p.Source), p.Lang, read.Runs.whole}}
	}
	return p, err
}

// shortRuns are runs as a list, or the score of one that is the whole source.
type shortRuns struct {
	list  []Run
	whole float64
}

// UnmarshalJSON reads a list of runs, or a number.
func (r *shortRuns) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '[' {
		return json.Unmarshal(data, &r.list)
	}
	return json.Unmarshal(data, &r.whole)
}

// Links are written as numbers without anything between them: for each link how far its source starts behind that of
// the one before, its length, and the same for the target. A number below 62 is a digit or a letter, another one stands
// in parentheses.
const linkDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// shortLinks are links as a list, or as [appendLinks] writes them.
type shortLinks []offset.Link

func appendLinks(b []byte, links []offset.Link) []byte {
	b = append(b, '"')
	s, t := 0, 0
	for _, l := range links {
		for _, n := range [...]int{l.Source.Start - s, l.Source.Len(), l.Target.Start - t, l.Target.Len()} {
			if n >= 0 && n < len(linkDigits) {
				b = append(b, linkDigits[n])
			} else {
				b = append(strconv.AppendInt(append(b, '('), int64(n), 10), ')')
			}
		}
		s, t = l.Source.Start, l.Target.Start
	}
	return append(b, '"')
}

// UnmarshalJSON reads a list of links, or what [appendLinks] writes.
func (l *shortLinks) UnmarshalJSON(data []byte) error {
	if len(data) == 0 || data[0] != '"' {
		return json.Unmarshal(data, (*[]offset.Link)(l))
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	var numbers [4]int
	have, s, t := 0, 0, 0
	for len(text) > 0 {
		n := strings.IndexByte(linkDigits, text[0])
		length := 1
		if text[0] == '(' {
			length = strings.IndexByte(text, ')') + 1
			number, err := strconv.ParseInt(text[1:max(1, length-1)], 10, 32)
			if err != nil {
				return errors.New("links: a number is not one")
			}
			n = int(number)
		} else if n < 0 {
			return fmt.Errorf("links: %q is not a number", text[0])
		}
		text = text[length:]
		numbers[have] = n
		if have++; have < len(numbers) {
			continue
		}
		have = 0
		s, t = s+numbers[0], t+numbers[2]
		*l = append(*l, offset.Link{
			Source: offset.Span{Start: s, End: s + numbers[1]}, Target: offset.Span{Start: t, End: t + numbers[3]}})
	}
	if have != 0 {
		return errors.New("links: the last one is not whole")
	}
	return nil
}

// expand makes h a header of [Version] and returns what it says of its pairs, nil where it says nothing.
func (h *compactHeader) expand() *shorthand {
	if h.Satzpaar != compactVersion {
		return nil
	}
	h.Satzpaar = Version
	return h.Pairs
}

// appendCompactHeader appends the header line of the compact form, without its end.
func appendCompactHeader(b []byte, h *Header, s *shorthand) ([]byte, error) {
	common, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	b = bytes.TrimSuffix(appendHeader(b, h), []byte("}"))
	return append(append(append(b, `,"pairs":`...), common...), '}'), nil
}

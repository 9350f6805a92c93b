package bitext

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// This file writes pairs as encoding/json does without its escaping for HTML, byte for byte, at a fifth of its cost, but
// for the fields that a [pairLine] has in another form: bitexts are by far the largest output of a run. A test compares
// the two over every field.

// appendHeader appends the header line, without its end.
func appendHeader(b []byte, h *Header) []byte {
	b = strconv.AppendInt(append(b, `{"satzpaar":`...), int64(h.Satzpaar), 10)
	b = appendString(append(b, `,"document":`...), h.Document)
	b = appendString(append(b, `,"format":`...), h.Format)
	b = appendString(append(b, `,"encoding":`...), h.Encoding)
	b = appendString(append(b, `,"sha256":`...), h.SHA256)
	b = appendString(append(b, `,"from":`...), h.From)
	b = appendString(append(b, `,"to":`...), h.To)
	for _, f := range [...]struct{ key, value string }{
		{`,"field":`, h.Field},
		{`,"into":`, h.Into},
		{`,"split":`, h.Split},
	} {
		if f.value != "" {
			b = appendString(append(b, f.key...), f.value)
		}
	}
	return append(b, '}')
}

// appendPair appends the line of a pair, without its end. It is false for numbers that JSON cannot hold.
func appendPair(b []byte, p *Pair) (_ []byte, ok bool) {
	ok = true
	number := func(x float64) {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			ok = false
			return
		}
		b = appendFloat(b, x)
	}
	optional := func(name, s string) {
		if s != "" {
			b = appendString(append(b, name...), s)
		}
	}
	optionalNumber := func(name string, x *float64) {
		if x != nil {
			b = append(b, name...)
			number(*x)
		}
	}
	b = appendString(append(b, `{"id":`...), p.ID)
	if p.Block != impliedBlock(p.ID) {
		b = strconv.AppendInt(append(b, `,"block":`...), int64(p.Block), 10)
	}
	b = appendString(append(b, `,"kind":`...), p.Kind)
	b = appendString(append(b, `,"source":`...), p.Source)
	b = appendString(append(b, `,"target":`...), p.Target)
	b = append(b, `,"spans":`...)
	b = appendList(b, p.Spans, func(b []byte, s offset.Span) []byte { return s.AppendJSON(b) })
	if !hasImpliedRuns(p) {
		b = append(b, `,"runs":[`...)
		for i := range p.Runs {
			r := &p.Runs[i]
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(append(b, `{"start":`...), int64(r.Start), 10)
			b = strconv.AppendInt(append(b, `,"end":`...), int64(r.End), 10)
			b = appendString(append(b, `,"lang":`...), r.Lang)
			b = append(b, `,"score":`...)
			number(r.Score)
			b = append(b, '}')
		}
		b = append(b, ']')
	}
	b = appendString(append(b, `,"lang":`...), p.Lang)
	if p.Mixed {
		b = append(b, `,"mixed":true`...)
	}
	if p.Action != Translate {
		b = appendString(append(b, `,"action":`...), string(p.Action))
	}
	if p.State != Translated {
		b = appendString(append(b, `,"state":`...), string(p.State))
	}
	optional(`,"error":`, p.Error)
	optional(`,"origin":`, p.Origin)
	optional(`,"machine":`, p.Machine)
	optional(`,"machineOrigin":`, p.MachineOrigin)
	optional(`,"reason":`, p.Reason)
	optionalNumber(`,"score":`, p.Score)
	if len(p.Links) > 0 {
		inBytes := func(i int) int { return i }
		b = AppendLinks(append(b, `,"links":"`...), p.Source, p.Target, p.Links, inBytes, inBytes)
		b = append(b, '"')
	}
	if len(p.Markup) > 0 {
		b = append(b, `,"markup":{`...)
		for i, name := range slices.Sorted(maps.Keys(p.Markup)) {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(append(appendString(b, name), ':'), p.Markup[name])
		}
		b = append(b, '}')
	}
	optionalNumber(`,"seconds":`, p.Seconds)
	if len(p.SourceSentences) > 0 {
		b = appendList(append(b, `,"sourceSentences":`...), p.SourceSentences, appendString)
	}
	if len(p.TargetSentences) > 0 {
		b = appendList(append(b, `,"targetSentences":`...), p.TargetSentences, appendString)
	}
	if p.Bead != nil {
		b = appendList(append(b, `,"bead":`...), [][]int{p.Bead.Source, p.Bead.Target},
			func(b []byte, sentences []int) []byte { return offset.AppendInts(b, sentences...) })
	}
	optionalNumber(`,"cost":`, p.Cost)
	optionalNumber(`,"confidence":`, p.Confidence)
	if len(p.Findings) > 0 {
		b = appendList(append(b, `,"findings":`...), p.Findings, appendFinding)
	}
	optionalNumber(`,"risk":`, p.Risk)
	if len(p.Comments) > 0 {
		b = appendList(append(b, `,"comments":`...), p.Comments, appendComment)
	}
	if len(p.Was) > 0 {
		b = appendList(append(b, `,"was":`...), p.Was, func(b []byte, w Pair) []byte {
			b, fine := appendPair(b, &w)
			ok = ok && fine
			return b
		})
	}
	if p.Part != 0 {
		b = strconv.AppendInt(append(b, `,"part":`...), int64(p.Part), 10)
	}
	return append(b, '}'), ok
}

func appendComment(b []byte, c Comment) []byte {
	b = append(b, '{')
	start := len(b)
	for _, f := range [...]struct{ key, value string }{
		{`"text":`, c.Text}, {`"who":`, c.Who}, {`"time":`, c.Time},
	} {
		if f.value == "" {
			continue
		}
		if len(b) > start {
			b = append(b, ',')
		}
		b = appendString(append(b, f.key...), f.value)
	}
	if c.Resolved {
		if len(b) > start {
			b = append(b, ',')
		}
		b = append(b, `"resolved":true`...)
	}
	return append(b, '}')
}

func appendFinding(b []byte, f Finding) []byte {
	b = appendString(append(b, `{"check":`...), f.Check)
	b = appendString(append(b, `,"severity":`...), string(f.Severity))
	b = appendString(append(b, `,"message":`...), f.Message)
	if f.Source != nil {
		b = f.Source.AppendJSON(append(b, `,"source":`...))
	}
	if f.Target != nil {
		b = f.Target.AppendJSON(append(b, `,"target":`...))
	}
	return append(b, '}')
}

func appendList[T any](b []byte, list []T, item func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, x := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, x)
	}
	return append(b, ']')
}

// appendFloat writes x as ECMAScript does: with an exponent only where it is very small or very large.
func appendFloat(b []byte, x float64) []byte {
	form := byte('f')
	if abs := math.Abs(x); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		form = 'e'
	}
	b = strconv.AppendFloat(b, x, form, -1, 64)
	if n := len(b); form == 'e' && n >= 4 && b[n-4] == 'e' && (b[n-3] == '-' || b[n-3] == '+') &&
		b[n-2] == '0' { // e-09 is e-9
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	return b
}

// appendString appends s as a JSON string. Bytes that are not UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			b = append(b, s[start:i]...)
			switch c {
			case '"', '\\':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, '\\', 'b')
			case '\f':
				b = append(b, '\\', 'f')
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			}
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(append(b, s[start:i]...), `\ufffd`...)
			start = i + n
		case r == '\u2028' || r == '\u2029': // line ends to JavaScript
			b = append(append(b, s[start:i]...), `\u202`...)
			b = append(b, hex[r&15])
			start = i + n
		}
		i += n
	}
	return append(append(b, s[start:]...), '"')
}

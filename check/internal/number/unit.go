package number

import (
	"strings"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/lang"
)

var unitSigns = map[string]lang.Unit{
	"%": lang.Percent, "€": lang.Euro, "$": lang.Dollar, "£": lang.Pound, "¥": lang.Yen, "°": lang.Degree,
}

// shortUnits are the abbreviations that all languages share; words are the languages' own.
var shortUnits = map[string]lang.Unit{
	"eur": lang.Euro, "usd": lang.Dollar, "gbp": lang.Pound, "chf": lang.Franc, "km": lang.Kilometre,
	"cm": lang.Centimetre, "kg": lang.Kilogram,
}

// unitOf finds the unit beside the quantity in tokens [k, next).
func (l *language) unitOf(s string, ts []token, k, next int, q *Quantity) {
	// A sign before belongs to this number unless another number stands before the sign.
	if k > 0 && ts[k-1].kind == 'p' && (k == 1 || ts[k-2].kind != 'd' && ts[k-2].sense.kind != lang.Scaler) {
		q.Unit = unitSigns[s[ts[k-1].start:ts[k-1].end]]
	}
	if q.Unit != 0 || next >= len(ts) {
		return
	}
	t := &ts[next]
	if t.kind == 'p' && s[t.start] == '-' && next+1 < len(ts) { // 30-minute
		t = &ts[next+1]
	}
	switch last := ts[next-1].sense.kind; {
	case t.sense.kind == lang.Of && (last == lang.Scaler || last == lang.BigNumber) && next+1 < len(ts):
		t = &ts[next+1] // un millón de euros
	case t.sense.kind == lang.Per && next+1 < len(ts) && ts[next+1].sense.value == 100:
		q.Unit = lang.Percent
		return
	}
	text := s[t.start:t.end]
	if t.kind == 'p' {
		q.Unit = unitSigns[text]
		return
	}
	if t.kind != 'w' || len(text) > 16 {
		return
	}
	if text == "US" && next+2 < len(ts) && strings.HasPrefix(s[t.end:], "-Dollar") {
		q.Unit = lang.Dollar
		return
	}
	var fold [16]byte
	lower := word.AppendLower(fold[:0], text)
	if text == "M" { // millions, not metres
		return
	}
	if q.Unit = shortUnits[string(lower)]; q.Unit == 0 {
		q.Unit = l.units[string(lower)]
	}
	if (q.Unit == lang.Percent || text == "percentage") &&
		word.HasPrefixFold(strings.TrimLeft(s[t.end:], " -"), "point") {
		q.Unit = lang.PercentagePoint
	}
}

package number

import (
	"strings"

	"github.com/satzpaar/satzpaar/check/internal/word"
)

// A Unit is what a quantity counts. Zero is unknown.
type Unit uint8

const (
	percent Unit = 1 + iota
	euro
	dollar
	pound
	franc
	yen
	celsius
	fahrenheit
	kilometre
	metre
	centimetre
	mile
	foot
	kilogram
	gram
	tonne
	litre
	hourUnit
	minute
	secondUnit
	day
	week
	monthUnit
	year
	percentPoint
	degree
)

var unitNames = [...]string{
	"", "percent", "euros", "dollars", "pounds", "francs", "yen", "degrees Celsius", "degrees Fahrenheit",
	"kilometres", "metres", "centimetres", "miles", "feet", "kilograms", "grams", "tonnes", "litres", "hours",
	"minutes", "seconds", "days", "weeks", "months", "years", "percentage points", "degrees",
}

// String returns the name of the unit in English, in the plural.
func (u Unit) String() string { return unitNames[u] }

var unitSigns = map[string]Unit{"%": percent, "€": euro, "$": dollar, "£": pound, "¥": yen, "°": degree}

var unitWords = map[string]Unit{
	"prozentpunkt": percentPoint, "prozentpunkte": percentPoint, "prozentpunkten": percentPoint,
	"prozent": percent, "percent": percent, "pct": percent, "euro": euro, "euros": euro, "eur": euro,
	"dollar": dollar, "dollars": dollar, "usd": dollar, "pfund": pound, "gbp": pound, "franken": franc, "francs": franc,
	"chf": franc, "yen": yen,
	"kilometer": kilometre, "kilometern": kilometre, "kilometers": kilometre, "kilometre": kilometre,
	"kilometres": kilometre, "km": kilometre,
	"meter": metre, "metern": metre, "meters": metre, "metre": metre, "metres": metre,
	"zentimeter": centimetre, "zentimetern": centimetre, "centimeters": centimetre, "centimetres": centimetre,
	"centimeter": centimetre, "cm": centimetre,
	"grad": degree, "degree": degree, "degrees": degree,
	"meile": mile, "meilen": mile, "mile": mile, "miles": mile, "fuß": foot, "foot": foot, "feet": foot,
	"kilogramm": kilogram, "kilo": kilogram, "kilos": kilogram, "kg": kilogram, "kilogram": kilogram,
	"kilograms": kilogram, "gramm": gram, "gram": gram, "grams": gram,
	"tonne": tonne, "tonnen": tonne, "tonnes": tonne, "tons": tonne, "ton": tonne, "liter": litre, "litern": litre,
	"liters": litre, "litre": litre, "litres": litre,
	"stunde": hourUnit, "stunden": hourUnit, "hour": hourUnit, "hours": hourUnit, "minute": minute, "minuten": minute,
	"minutes": minute,
	"sekunde": secondUnit, "sekunden": secondUnit, "seconds": secondUnit, "tag": day, "tage": day, "tagen": day,
	"day": day, "days": day,
	"woche": week, "wochen": week, "week": week, "weeks": week, "monat": monthUnit, "monate": monthUnit,
	"monaten": monthUnit, "month": monthUnit, "months": monthUnit,
	"jahr": year, "jahre": year, "jahren": year, "year": year, "years": year,
}

// unitOf finds the unit beside the quantity in tokens [k, next).
func (l *language) unitOf(s string, ts []token, k, next int, q *Quantity) {
	// A sign before belongs to this number unless another number stands before the sign.
	if k > 0 && ts[k-1].kind == 'p' && (k == 1 || ts[k-2].kind != 'd' && ts[k-2].sense.kind != scaler) {
		q.Unit = unitSigns[s[ts[k-1].start:ts[k-1].end]]
	}
	if q.Unit != 0 || next >= len(ts) {
		return
	}
	t := &ts[next]
	if t.kind == 'p' && s[t.start] == '-' && next+1 < len(ts) { // 30-minute
		t = &ts[next+1]
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
		q.Unit = dollar
		return
	}
	var fold [16]byte
	q.Unit = unitWords[string(word.AppendLower(fold[:0], text))]
	if text == "m" && l.compounds { // in English it may be a million
		q.Unit = metre
	}
	if (q.Unit == percent || text == "percentage") && word.HasPrefixFold(strings.TrimLeft(s[t.end:], " -"), "point") {
		q.Unit = percentPoint
	}
}

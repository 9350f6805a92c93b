package number

import "github.com/satzpaar/satzpaar/lang"

// germanParts are the building blocks of German number words, in the order in which they are tried.
var germanParts = []struct {
	text  string
	value float64
}{
	{"dreizehn", 13}, {"vierzehn", 14}, {"fünfzehn", 15}, {"sechzehn", 16}, {"siebzehn", 17}, {"achtzehn", 18},
	{"neunzehn", 19},
	{"zwanzig", 20}, {"dreißig", 30}, {"dreissig", 30}, {"vierzig", 40}, {"fünfzig", 50}, {"sechzig", 60},
	{"siebzig", 70}, {"achtzig", 80}, {"neunzig", 90},
	{"zwölf", 12}, {"zehn", 10}, {"elf", 11}, {"eins", 1}, {"ein", 1}, {"zwei", 2}, {"drei", 3}, {"vier", 4},
	{"fünf", 5}, {"sechs", 6}, {"sieben", 7}, {"acht", 8}, {"neun", 9},
}

// mayBeNumber is false for words at whose start [germanNumber] finds no number.
func mayBeNumber(w []byte) bool {
	if len(w) < 3 {
		return false
	}
	switch w[0] {
	case 'a':
		return w[1] == 'c' // acht
	case 'd':
		return w[1] == 'r' // drei
	case 'e':
		return w[1] == 'i' || w[1] == 'l' // ein, elf
	case 'f':
		return w[1] == 0xc3 // fünf
	case 'h':
		return w[1] == 'u' // hundert
	case 'n':
		return w[1] == 'e' && w[2] == 'u' // neun
	case 's':
		return w[1] == 'e' && w[2] == 'c' || w[1] == 'i' && w[2] == 'e' // sechs, sieben
	case 't':
		return w[1] == 'a' && w[2] == 'u' // tausend
	case 'v':
		return w[1] == 'i' // vier
	case 'z':
		return w[1] == 'w' || w[1] == 'e' // zwei, zehn
	}
	return false
}

// germanNumber reads the number at the start of a word in lower case: its value and how many bytes it takes, 0 for
// none.
func germanNumber(w []byte) (float64, int) {
	total, current := 0.0, 0.0
	i := 0
	match := func(at int) (float64, int) {
		for _, p := range germanParts {
			if len(w)-at >= len(p.text) && string(w[at:at+len(p.text)]) == p.text {
				return p.value, len(p.text)
			}
		}
		return 0, 0
	}
	has := func(at int, text string) bool { return len(w)-at >= len(text) && string(w[at:at+len(text)]) == text }
	for i < len(w) {
		switch {
		case has(i, "hundert"):
			current = max(current, 1) * 100
			i += len("hundert")
			continue
		case has(i, "tausend"):
			total += max(current, 1) * 1000
			current = 0
			i += len("tausend")
			continue
		case i > 0 && has(i, "einhalb"):
			current += 0.5
			i += len("einhalb")
			if !has(i, "tausend") {
				return total + current, i
			}
			continue
		case i > 0 && has(i, "und"):
			v, n := match(i + 3)
			if n == 0 || current > 0 && v < 20 && current < 100 {
				return total + current, i
			}
			current += v
			i += 3 + n
			continue
		}
		v, n := match(i)
		if n == 0 || current > 0 && current < 100 { // "dreizwei" is not a number
			break
		}
		current += v
		i += n
	}
	return total + current, i
}

// monthCompound finds the month in words such as "Dezemberwoche".
func monthCompound(lower []byte) sense {
	for i, m := range [...]string{"januar", "februar", "märz", "april", "", "", "", "august", "september", "oktober",
		"november", "dezember"} {
		if m != "" && m[0] == lower[0] && len(lower) > len(m)+2 && string(lower[:len(m)]) == m {
			return sense{lang.MonthLoose, float64(i + 1)}
		}
	}
	return sense{}
}

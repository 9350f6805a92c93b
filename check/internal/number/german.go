package number

var germanSenses = map[string]sense{
	"null": {softNumber, 0}, "kein": {softNumber, 0}, "keine": {softNumber, 0}, "keinen": {softNumber, 0},
	"torlos": {softNumber, 0},
	"ein":    {softNumber, 1}, "eine": {softNumber, 1}, "einen": {softNumber, 1}, "einem": {softNumber, 1},
	"einer": {softNumber, 1}, "eines": {softNumber, 1}, "eins": {softNumber, 1},
	"zwei": {cardinal, 2}, "zwo": {cardinal, 2}, "zweien": {cardinal, 2}, "zweier": {cardinal, 2},
	"drei": {cardinal, 3}, "dreien": {cardinal, 3}, "dreier": {cardinal, 3},
	"vier": {cardinal, 4}, "vieren": {cardinal, 4}, "fünf": {cardinal, 5}, "sechs": {cardinal, 6},
	"sieben": {cardinal, 7}, "acht": {looseNumber, 8}, "neun": {cardinal, 9},
	"zehn": {cardinal, 10}, "elf": {cardinal, 11}, "zwölf": {cardinal, 12},
	"beide": {looseNumber, 2}, "beiden": {looseNumber, 2}, "beider": {looseNumber, 2}, "beides": {looseNumber, 2},
	"paar": {softNumber, 2}, "doppelt": {looseNumber, 2}, "doppelte": {looseNumber, 2}, "doppelten": {looseNumber, 2},
	"hälfte": {halfWord, 50}, "drittel": {looseNumber, 3}, "dutzend": {scaler, 12}, "dutzende": {looseNumber, 12},
	"dutzenden":    {looseNumber, 12},
	"achtelfinale": {softNumber, 16}, "sechzehntelfinale": {softNumber, 32}, "viertelfinale": {softNumber, 8},
	"halbfinale": {softNumber, 4}, "jahrzehnt": {softNumber, 10}, "jahrhundert": {softNumber, 100},
	"erste": {softNumber, 1}, "ersten": {softNumber, 1}, "erster": {softNumber, 1}, "erstes": {softNumber, 1},
	"erstem": {softNumber, 1}, "erstmals": {softNumber, 1}, "einmal": {softNumber, 1},
	"zweite": {looseNumber, 2}, "zweiten": {looseNumber, 2}, "zweiter": {looseNumber, 2}, "zweites": {looseNumber, 2},
	"zweitem": {looseNumber, 2}, "zweitens": {softNumber, 2},
	"dritte": {ordinal, 3}, "dritten": {ordinal, 3}, "dritter": {ordinal, 3}, "drittes": {ordinal, 3},
	"drittens": {ordinal, 3}, "siebte": {ordinal, 7}, "siebten": {ordinal, 7}, "siebter": {ordinal, 7},
	"achte": {looseNumber, 8}, "achten": {looseNumber, 8}, "achter": {looseNumber, 8},
	"anderthalb": {cardinal, 1.5}, "eineinhalb": {cardinal, 1.5},
	"hundert": {scaler, 100}, "hunderte": {bigNumber, 100}, "hunderten": {bigNumber, 100}, "tausend": {scaler, 1e3},
	"tausende": {bigNumber, 1e3}, "tausenden": {bigNumber, 1e3}, "tsd": {scaler, 1e3},
	"million": {scaler, 1e6}, "millionen": {scaler, 1e6}, "mio": {scaler, 1e6}, "mill": {scaler, 1e6},
	"milliarde": {scaler, 1e9}, "milliarden": {scaler, 1e9}, "mrd": {scaler, 1e9}, "md": {scaler, 1e9},
	"mia":     {scaler, 1e9},
	"billion": {scaler, 1e12}, "billionen": {scaler, 1e12}, "bio": {scaler, 1e12}, "billiarde": {scaler, 1e15},
	"billiarden": {scaler, 1e15}, "trillion": {scaler, 1e18}, "trillionen": {scaler, 1e18},
	"uhr": {hourWord, 0}, "halb": {halfWord, 50}, "halbe": {halfWord, 50}, "halben": {halfWord, 50},
	"halber": {halfWord, 50}, "halbes": {halfWord, 50}, "viertel": {quarter, 4}, "dreiviertel": {softNumber, 0.75},
	"nach": {past, 0}, "vor": {before, 0}, "und": {and, 0}, "bis": {through, 0}, "oder": {through, 0},
	"er": {decadeEnd, 0}, "ern": {decadeEnd, 0}, "mittag": {midpoint, 720}, "mitternacht": {midpoint, 0},
	"minus": {lowering, 0}, "unter": {lowering, 0}, "negativ": {lowering, 0}, "negative": {lowering, 0},
	"negativen": {lowering, 0}, "negativer": {lowering, 0}, "verlust": {lowering, 0}, "verluste": {lowering, 0},
	"rückgang": {lowering, 0}, "defizit": {lowering, 0}, "abzüglich": {lowering, 0}, "unterhalb": {lowering, 0},
	"morgens": {dayPart, morning}, "früh": {dayPart, morning}, "vormittags": {dayPart, morning},
	"mittags": {dayPart, midday}, "nachmittags": {dayPart, evening}, "abends": {dayPart, evening},
	"nachts": {dayPart, night},
	"januar": {monthName, 1}, "jänner": {monthName, 1}, "februar": {monthName, 2}, "märz": {monthName, 3},
	"april": {monthName, 4}, "mai": {monthName, 5}, "juni": {monthName, 6}, "juli": {monthName, 7},
	"august": {monthName, 8}, "september": {monthName, 9}, "oktober": {monthName, 10}, "november": {monthName, 11},
	"dezember": {monthName, 12},
	"jan":      {monthShort, 1}, "feb": {monthShort, 2}, "mär": {monthShort, 3}, "apr": {monthShort, 4},
	"jun": {monthShort, 6}, "jul": {monthShort, 7}, "aug": {monthShort, 8},
	"sep": {monthShort, 9}, "sept": {monthShort, 9}, "okt": {monthShort, 10}, "nov": {monthShort, 11},
	"dez": {monthShort, 12},
}

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
			return sense{monthLoose, float64(i + 1)}
		}
	}
	return sense{}
}

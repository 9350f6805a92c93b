package check

// A sense is what a word means for values.
type sense struct {
	kind  kind
	value float64
}

type kind uint8

const (
	none        kind = iota
	cardinal         // two, zwölf
	ordinal          // third, dritte
	scaler           // million, Mrd.: multiplies what stands before
	softNumber       // one, half, no: may mean its value
	looseNumber      // both, second, pair: most often means its value
	bigNumber        // millions
	monthName
	monthShort // Dec., Dez.: counts beside a number only
	monthWord  // may, march: counts with a capital, beside a number or "in"
	monthLoose // Dezemberwoche
	hourWord   // Uhr, o'clock
	meridiem   // am, pm; value 0 or 12
	halfWord   // halb, half
	quarter    // Viertel, quarter
	past       // nach, past
	before     // vor, to
	and        // und, and
	through    // bis, or: between the ends of a range
	decadeName // neunziger, nineties
	decadeEnd  // 50er, 50s
	ordinalEnd // 1st
	midpoint   // noon, midnight; value in minutes
)

var germanSenses = map[string]sense{
	"null": {softNumber, 0}, "kein": {softNumber, 0}, "keine": {softNumber, 0}, "keinen": {softNumber, 0}, "torlos": {softNumber, 0},
	"ein": {softNumber, 1}, "eine": {softNumber, 1}, "einen": {softNumber, 1}, "einem": {softNumber, 1}, "einer": {softNumber, 1}, "eines": {softNumber, 1}, "eins": {softNumber, 1},
	"zwei": {cardinal, 2}, "zwo": {cardinal, 2}, "zweien": {cardinal, 2}, "zweier": {cardinal, 2}, "drei": {cardinal, 3}, "dreien": {cardinal, 3}, "dreier": {cardinal, 3},
	"vier": {cardinal, 4}, "vieren": {cardinal, 4}, "fünf": {cardinal, 5}, "sechs": {cardinal, 6}, "sieben": {cardinal, 7}, "acht": {looseNumber, 8}, "neun": {cardinal, 9},
	"zehn": {cardinal, 10}, "elf": {cardinal, 11}, "zwölf": {cardinal, 12},
	"beide": {looseNumber, 2}, "beiden": {looseNumber, 2}, "beider": {looseNumber, 2}, "beides": {looseNumber, 2}, "paar": {softNumber, 2}, "doppelt": {looseNumber, 2}, "doppelte": {looseNumber, 2}, "doppelten": {looseNumber, 2},
	"hälfte": {halfWord, 50}, "drittel": {looseNumber, 3}, "dutzend": {scaler, 12}, "dutzende": {looseNumber, 12}, "dutzenden": {looseNumber, 12},
	"achtelfinale": {softNumber, 16}, "sechzehntelfinale": {softNumber, 32}, "viertelfinale": {softNumber, 8}, "halbfinale": {softNumber, 4}, "jahrzehnt": {softNumber, 10}, "jahrhundert": {softNumber, 100},
	"erste": {softNumber, 1}, "ersten": {softNumber, 1}, "erster": {softNumber, 1}, "erstes": {softNumber, 1}, "erstem": {softNumber, 1}, "erstmals": {softNumber, 1}, "einmal": {softNumber, 1},
	"zweite": {looseNumber, 2}, "zweiten": {looseNumber, 2}, "zweiter": {looseNumber, 2}, "zweites": {looseNumber, 2}, "zweitem": {looseNumber, 2}, "zweitens": {softNumber, 2},
	"dritte": {ordinal, 3}, "dritten": {ordinal, 3}, "dritter": {ordinal, 3}, "drittes": {ordinal, 3}, "drittens": {ordinal, 3}, "siebte": {ordinal, 7}, "siebten": {ordinal, 7}, "siebter": {ordinal, 7},
	"achte": {looseNumber, 8}, "achten": {looseNumber, 8}, "achter": {looseNumber, 8},
	"anderthalb": {cardinal, 1.5}, "eineinhalb": {cardinal, 1.5},
	"hundert": {scaler, 100}, "hunderte": {bigNumber, 100}, "hunderten": {bigNumber, 100}, "tausend": {scaler, 1e3}, "tausende": {bigNumber, 1e3}, "tausenden": {bigNumber, 1e3}, "tsd": {scaler, 1e3},
	"million": {scaler, 1e6}, "millionen": {scaler, 1e6}, "mio": {scaler, 1e6}, "mill": {scaler, 1e6}, "milliarde": {scaler, 1e9}, "milliarden": {scaler, 1e9}, "mrd": {scaler, 1e9}, "md": {scaler, 1e9}, "mia": {scaler, 1e9},
	"billion": {scaler, 1e12}, "billionen": {scaler, 1e12}, "bio": {scaler, 1e12}, "billiarde": {scaler, 1e15}, "billiarden": {scaler, 1e15}, "trillion": {scaler, 1e18}, "trillionen": {scaler, 1e18},
	"uhr": {hourWord, 0}, "halb": {halfWord, 50}, "halbe": {halfWord, 50}, "halben": {halfWord, 50}, "halber": {halfWord, 50}, "halbes": {halfWord, 50}, "viertel": {quarter, 4}, "dreiviertel": {softNumber, 0.75},
	"nach": {past, 0}, "vor": {before, 0}, "und": {and, 0}, "bis": {through, 0}, "oder": {through, 0}, "er": {decadeEnd, 0}, "ern": {decadeEnd, 0}, "mittag": {midpoint, 720}, "mitternacht": {midpoint, 0},
	"januar": {monthName, 1}, "jänner": {monthName, 1}, "februar": {monthName, 2}, "märz": {monthName, 3}, "april": {monthName, 4}, "mai": {monthName, 5}, "juni": {monthName, 6}, "juli": {monthName, 7},
	"august": {monthName, 8}, "september": {monthName, 9}, "oktober": {monthName, 10}, "november": {monthName, 11}, "dezember": {monthName, 12},
	"jan": {monthShort, 1}, "feb": {monthShort, 2}, "mär": {monthShort, 3}, "apr": {monthShort, 4}, "jun": {monthShort, 6}, "jul": {monthShort, 7}, "aug": {monthShort, 8},
	"sep": {monthShort, 9}, "sept": {monthShort, 9}, "okt": {monthShort, 10}, "nov": {monthShort, 11}, "dez": {monthShort, 12},
}

var englishSenses = map[string]sense{
	"zero": {softNumber, 0}, "nil": {softNumber, 0}, "no": {softNumber, 0}, "goalless": {softNumber, 0},
	"a": {softNumber, 1}, "an": {softNumber, 1}, "one": {softNumber, 1}, "once": {softNumber, 1}, "single": {softNumber, 1}, "first": {softNumber, 1}, "firstly": {softNumber, 1},
	"two": {cardinal, 2}, "three": {cardinal, 3}, "four": {cardinal, 4}, "five": {cardinal, 5}, "six": {cardinal, 6}, "seven": {cardinal, 7}, "eight": {cardinal, 8}, "nine": {cardinal, 9}, "ten": {cardinal, 10},
	"eleven": {cardinal, 11}, "twelve": {cardinal, 12}, "thirteen": {cardinal, 13}, "fourteen": {cardinal, 14}, "fifteen": {cardinal, 15}, "sixteen": {cardinal, 16}, "seventeen": {cardinal, 17},
	"eighteen": {cardinal, 18}, "nineteen": {cardinal, 19}, "twenty": {cardinal, 20}, "thirty": {cardinal, 30}, "forty": {cardinal, 40}, "fifty": {cardinal, 50}, "sixty": {cardinal, 60}, "seventy": {cardinal, 70},
	"eighty": {cardinal, 80}, "ninety": {cardinal, 90},
	"second": {softNumber, 2}, "secondly": {softNumber, 2}, "both": {looseNumber, 2}, "couple": {looseNumber, 2}, "pair": {looseNumber, 2}, "twice": {looseNumber, 2}, "double": {looseNumber, 2}, "doubled": {looseNumber, 2}, "twins": {looseNumber, 2},
	"dual": {looseNumber, 2}, "duo": {looseNumber, 2}, "triple": {looseNumber, 3}, "tripled": {looseNumber, 3}, "trio": {looseNumber, 3}, "threefold": {looseNumber, 3}, "thrice": {looseNumber, 3}, "quadruple": {looseNumber, 4},
	"third": {ordinal, 3}, "thirds": {looseNumber, 3}, "fourth": {ordinal, 4}, "fifth": {ordinal, 5}, "fifths": {looseNumber, 5}, "sixth": {ordinal, 6}, "seventh": {ordinal, 7}, "eighth": {ordinal, 8}, "ninth": {ordinal, 9}, "tenth": {ordinal, 10},
	"eleventh": {ordinal, 11}, "twelfth": {ordinal, 12}, "thirteenth": {ordinal, 13}, "fourteenth": {ordinal, 14}, "fifteenth": {ordinal, 15}, "sixteenth": {ordinal, 16}, "seventeenth": {ordinal, 17},
	"eighteenth": {ordinal, 18}, "nineteenth": {ordinal, 19}, "twentieth": {ordinal, 20}, "thirtieth": {ordinal, 30}, "fortieth": {ordinal, 40}, "fiftieth": {ordinal, 50}, "sixtieth": {ordinal, 60}, "seventieth": {ordinal, 70}, "eightieth": {ordinal, 80}, "ninetieth": {ordinal, 90}, "hundredth": {ordinal, 100},
	"twenties": {decadeName, 20}, "thirties": {decadeName, 30}, "forties": {decadeName, 40}, "fifties": {decadeName, 50}, "sixties": {decadeName, 60}, "seventies": {decadeName, 70}, "eighties": {decadeName, 80}, "nineties": {decadeName, 90},
	"hundred": {scaler, 100}, "tens": {bigNumber, 10}, "hundreds": {bigNumber, 100}, "thousand": {scaler, 1e3}, "thousands": {bigNumber, 1e3}, "million": {scaler, 1e6}, "millions": {bigNumber, 1e6}, "mn": {scaler, 1e6}, "mln": {scaler, 1e6}, "mio": {scaler, 1e6}, "milliard": {scaler, 1e9}, "milliards": {scaler, 1e9},
	"billion": {scaler, 1e9}, "billions": {bigNumber, 1e9}, "bn": {scaler, 1e9}, "bln": {scaler, 1e9}, "trillion": {scaler, 1e12}, "trillions": {bigNumber, 1e12}, "tn": {scaler, 1e12}, "trn": {scaler, 1e12},
	"quadrillion": {scaler, 1e15}, "dozen": {scaler, 12}, "dozens": {softNumber, 12}, "decade": {softNumber, 10}, "century": {softNumber, 100}, "fortnight": {softNumber, 14},
	"half": {halfWord, 50}, "quarter": {quarter, 4}, "quarters": {quarter, 4}, "past": {past, 0}, "after": {past, 0}, "to": {before, 0}, "and": {and, 0}, "or": {through, 0},
	"o'clock": {hourWord, 0}, "o’clock": {hourWord, 0}, "am": {meridiem, 0}, "pm": {meridiem, 12}, "s": {decadeEnd, 0}, "st": {ordinalEnd, 0}, "nd": {ordinalEnd, 0}, "rd": {ordinalEnd, 0}, "th": {ordinalEnd, 0},
	"noon": {midpoint, 720}, "midday": {midpoint, 720}, "midnight": {midpoint, 0},
	"january": {monthName, 1}, "february": {monthName, 2}, "march": {monthWord, 3}, "april": {monthName, 4}, "may": {monthWord, 5}, "june": {monthName, 6}, "july": {monthName, 7}, "august": {monthName, 8},
	"september": {monthName, 9}, "october": {monthName, 10}, "november": {monthName, 11}, "december": {monthName, 12},
	"jan": {monthShort, 1}, "feb": {monthShort, 2}, "mar": {monthShort, 3}, "apr": {monthShort, 4}, "jun": {monthShort, 6}, "jul": {monthShort, 7}, "aug": {monthShort, 8}, "sep": {monthShort, 9}, "sept": {monthShort, 9},
	"oct": {monthShort, 10}, "nov": {monthShort, 11}, "dec": {monthShort, 12},
}

// germanParts are the building blocks of German number words, in the order in which they are tried.
var germanParts = []struct {
	text  string
	value float64
}{
	{"dreizehn", 13}, {"vierzehn", 14}, {"fünfzehn", 15}, {"sechzehn", 16}, {"siebzehn", 17}, {"achtzehn", 18}, {"neunzehn", 19},
	{"zwanzig", 20}, {"dreißig", 30}, {"dreissig", 30}, {"vierzig", 40}, {"fünfzig", 50}, {"sechzig", 60}, {"siebzig", 70}, {"achtzig", 80}, {"neunzig", 90},
	{"zwölf", 12}, {"zehn", 10}, {"elf", 11}, {"eins", 1}, {"ein", 1}, {"zwei", 2}, {"drei", 3}, {"vier", 4}, {"fünf", 5}, {"sechs", 6}, {"sieben", 7}, {"acht", 8}, {"neun", 9},
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

// germanNumber reads the number at the start of a word in small letters: its value and how many bytes it takes, 0 for none.
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
		if n == 0 || current > 0 && current < 100 { // "dreizwei" is no number
			break
		}
		current += v
		i += n
	}
	return total + current, i
}

package number

import (
	"fmt"
	"strings"
	"testing"
)

// spellers write numbers below a million in words, by the rules of the grammars.
var spellers = map[string]func(n int) string{"fr": french, "it": italian, "nl": dutch, "pl": polish}

func french(n int) string {
	units := strings.Fields("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize " +
		"dix-sept dix-huit dix-neuf")
	tens := strings.Fields("_ _ vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt")
	switch {
	case n < 20:
		return units[n]
	case n < 100:
		ten, rest := tens[n/10], n%10
		if n/10 == 7 || n/10 == 9 {
			rest += 10
		}
		switch {
		case n == 80:
			return "quatre-vingts"
		case rest == 0:
			return ten
		case (rest == 1 || rest == 11) && n < 80:
			return ten + " et " + units[rest]
		}
		return ten + "-" + units[rest]
	case n < 1000:
		s := "cent"
		if n >= 200 {
			s = units[n/100] + " cent"
			if n%100 == 0 {
				s += "s"
			}
		}
		return strings.TrimSuffix(s+" "+french(n%100), " zéro")
	}
	s := "mille"
	if n >= 2000 {
		s = strings.NewReplacer("cents", "cent", "vingts", "vingt").Replace(french(n/1000)) + " mille"
	}
	return strings.TrimSuffix(s+" "+french(n%1000), " zéro")
}

func italian(n int) string {
	units := strings.Fields("_ uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici " +
		"quindici sedici diciassette diciotto diciannove")
	tens := strings.Fields("_ _ venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
	switch {
	case n == 0:
		return ""
	case n < 20:
		return units[n]
	case n < 100:
		s := tens[n/10]
		switch n % 10 {
		case 0:
			return s
		case 1, 8:
			s = s[:len(s)-1]
		case 3:
			return s + "tré"
		}
		return s + units[n%10]
	case n < 200:
		return "cento" + italian(n-100)
	case n < 1000:
		return units[n/100] + "cento" + italian(n%100)
	case n < 2000:
		return "mille" + italian(n-1000)
	}
	return italian(n/1000) + "mila" + italian(n%1000)
}

func dutch(n int) string {
	units := strings.Fields("_ een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien " +
		"zestien zeventien achttien negentien")
	tens := strings.Fields("_ _ twintig dertig veertig vijftig zestig zeventig tachtig negentig")
	switch {
	case n == 0:
		return ""
	case n < 20:
		return units[n]
	case n < 100 && n%10 == 0:
		return tens[n/10]
	case n < 100:
		and := "en"
		if n%10 == 2 || n%10 == 3 {
			and = "ën"
		}
		return units[n%10] + and + tens[n/10]
	case n < 200:
		return "honderd" + dutch(n-100)
	case n < 1000:
		return units[n/100] + "honderd" + dutch(n%100)
	case n < 2000:
		return strings.TrimSpace("duizend " + dutch(n-1000))
	}
	return strings.TrimSpace(dutch(n/1000) + "duizend " + dutch(n%1000))
}

func polish(n int) string {
	units := strings.Fields("_ jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście " +
		"trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście")
	tens := strings.Fields("_ _ dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt " +
		"osiemdziesiąt dziewięćdziesiąt")
	hundreds := strings.Fields("_ sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset")
	var s []string
	switch {
	case n == 0:
		return ""
	case n >= 1000:
		if n >= 2000 {
			s = append(s, polish(n/1000))
		}
		word := "tysięcy"
		switch k := n / 1000; {
		case k == 1:
			word = "tysiąc"
		case k%10 >= 2 && k%10 <= 4 && (k%100 < 10 || k%100 > 20):
			word = "tysiące"
		}
		s = append(s, word, polish(n%1000))
	case n >= 100:
		s = append(s, hundreds[n/100], polish(n%100))
	case n >= 20:
		s = append(s, tens[n/10], polish(n%10))
	default:
		s = append(s, units[n])
	}
	return strings.TrimSpace(strings.Join(s, " "))
}

// TestSpoken reads numbers that are written in words: all below 2,100, and some of those above.
func TestSpoken(t *testing.T) {
	for base, spell := range spellers {
		r := reader(base, true)
		step := 1
		for n := 2; n < 1_000_000; n += step {
			if n >= 2100 {
				step = 977
			}
			words := spell(n)
			texts := []string{words, "Zz " + strings.ToUpper(words[:1]) + words[1:] + " x"}
			if base == "fr" { // since 1990
				texts = append(texts, strings.ReplaceAll(words, " ", "-"))
			}
			for _, text := range texts {
				qs := r.Read(text)
				if len(qs) == 1 {
					if v, ok := qs[0].value(); ok && v == float64(n) {
						continue
					}
				}
				t.Errorf("%s: %q is read as %v, want %d", base, text, described(qs), n)
			}
		}
	}
}

func described(qs []Quantity) []string {
	var out []string
	for _, q := range qs {
		out = append(out, describe(q))
	}
	return out
}

// Values compare as equal with those of English however they are written, and as different where they are.
func TestCompareOthers(t *testing.T) {
	for _, c := range []struct {
		base, text, english string
		differ              bool
	}{
		{"fr", "quatre-vingt-dix personnes", "ninety people", false},
		{"fr", "quatre-vingt-dix personnes", "eighty people", true},
		{"fr", "les vingt-et-un pays", "the 21 countries", false},
		{"fr", "soixante-et-onze ans", "71 years", false},
		{"fr", "soixante et onze ans", "seventy-one years", false},
		{"fr", "septante-deux francs", "72 francs", false},
		{"fr", "en mille neuf cent quatre-vingt-quatre", "in 1984", false},
		{"fr", "3,5 millions d'euros", "3.5 million euros", false},
		{"fr", "3,5 millions d'euros", "3.5 billion euros", true},
		{"fr", "1 250 000 habitants", "1,250,000 inhabitants", false},
		{"fr", "le 1er janvier 2014", "1 January 2014", false},
		{"fr", "le 3 février", "3 March", true},
		{"fr", "à 14h30", "at 2:30 p.m.", false},
		{"fr", "à 14 h 30", "at 14:30", false},
		{"fr", "à 14 heures", "at 2 p.m.", false},
		{"fr", "pendant 14 heures", "for 14 hours", false},
		{"fr", "à trois heures et demie", "at half past three", false},
		{"fr", "à trois heures et quart", "at 3:15", false},
		{"fr", "à dix heures moins le quart", "at 9:45", false},
		{"fr", "à dix heures moins le quart", "at 10:15", true},
		{"fr", "deux heures et demie", "two and a half hours", false},
		{"fr", "dix pour cent", "ten percent", false},
		{"fr", "dix pour cent", "ten degrees", true},
		{"fr", "une dizaine de chiens", "ten dogs", false},
		{"fr", "des milliers de personnes", "thousands of people", false},
		{"fr", "un appartement neuf", "a new apartment", false},
		{"fr", "les vingt premières minutes", "the first 20 minutes", false},
		{"fr", "les cent premiers jours", "the first 100 days", false},
		{"fr", "au XIXe siècle", "in the 19th century", false},
		{"fr", "au XIXe siècle", "in the 18th century", true},
		{"fr", "la Ve République", "the 5th Republic", false},
		{"fr", "François Ier", "Francis", false},
		{"fr", "au dix-neuvième siècle", "in the 19th century", false},
		{"fr", "le vingt et unième siècle", "the 21st century", false},
		{"fr", "sa quatre-vingt-dixième année", "his 90th year", false},
		{"fr", "deux ou trois douzaines", "two or three dozen", false},
		{"it", "ottantaquattro persone", "eighty-four people", false},
		{"it", "ottantaquattro persone", "84 people", false},
		{"it", "ottantaquattro persone", "eighty-five people", true},
		{"it", "nel millenovecentottantaquattro", "in 1984", false},
		{"it", "3,5 milioni di euro", "3.5 million euros", false},
		{"it", "il 5 per cento", "5 percent", false},
		{"it", "duemila dollari", "2,000 dollars", false},
		{"it", "il 3 maggio 2014", "3 May 2014", false},
		{"it", "alle tre e mezza", "at half past three", false},
		{"it", "alle tre e un quarto", "at 3:15", false},
		{"it", "alle quattro meno dieci", "at 3:50", false},
		{"it", "tu sei vecchio", "you are old", false},
		{"it", "centinaia di case", "hundreds of houses", false},
		{"it", "un poeta dell'Ottocento", "a poet of the 19th century", false},
		{"it", "un poeta dell'Ottocento", "a poet of the 1800s", false},
		{"it", "un poeta dell'Ottocento", "a poet of the 20th century", true},
		{"it", "un pittore del Quattrocento", "a painter of the Quattrocento", false},
		{"it", "Ottocento persone", "800 people", false},
		{"it", "ottocento persone", "19 people", true},
		{"it", "il ventunesimo secolo", "the 21st century", false},
		{"it", "il ventiduesimo giorno", "the 22nd day", false},
		{"it", "il ventiduesimo giorno", "the 23rd day", true},
		{"it", "un centesimo di secondo", "a split second", false},
		{"it", "un centinaio di case", "a hundred houses", false},
		{"nl", "vierentachtig mensen", "eighty-four people", false},
		{"nl", "vierentachtig mensen", "forty-eight people", true},
		{"nl", "in negentienhonderdvierentachtig", "in 1984", false},
		{"nl", "tweeëntwintig procent", "22 percent", false},
		{"nl", "om half drie", "at 2:30", false},
		{"nl", "om half drie", "at 3:30", true},
		{"nl", "om vijf voor half drie", "at 2:25", false},
		{"nl", "om kwart over acht", "at quarter past eight", false},
		{"nl", "om 14.30 uur", "at 2:30 p.m.", false},
		{"nl", "om 8 uur", "at 8 p.m.", false},
		{"nl", "anderhalf miljoen euro", "1.5 million euros", false},
		{"nl", "3,5 miljard euro", "3.5 billion euros", false},
		{"nl", "tientallen huizen", "dozens of houses", false},
		{"nl", "in de eenentwintigste eeuw", "in the 21st century", false},
		{"nl", "in de eenentwintigste eeuw", "in the 20th century", true},
		{"nl", "de dertigste verjaardag", "the 30th birthday", false},
		{"nl", "een drieste aanval", "a bold attack", false},
		{"pl", "dwadzieścia jeden osób", "twenty-one people", false},
		{"pl", "dwadzieścia jeden osób", "thirty-one people", true},
		{"pl", "dwa tysiące trzysta pięć", "2,305", false},
		{"pl", "3,5 mln zł", "3.5 million zlotys", false},
		{"pl", "1 250 000 mieszkańców", "1,250,000 inhabitants", false},
		{"pl", "półtora miliona", "1.5 million", false},
		{"pl", "3 maja 2014 r.", "3 May 2014", false},
		{"pl", "3 maja 2014 r.", "3 June 2014", true},
		{"pl", "5 procent", "5 percent", false},
		{"pl", "tysiące ludzi", "thousands of people", false},
		{"pl", "setki domów", "hundreds of houses", false},
		{"pl", "w latach osiemdziesiątych", "in the 1980s", false},
		{"pl", "w latach osiemdziesiątych", "in the 1970s", true},
		{"pl", "dwudziesty pierwszy wiek", "the 21st century", false},
	} {
		source, target := reader(c.base, true).Read(c.text), reader("en", false).Read(c.english)
		if ds := Compare(source, target); len(ds) > 0 != c.differ {
			t.Errorf("%s: %q and %q: differences %v, want any: %v (%s)", c.base, c.text, c.english, ds, c.differ,
				fmt.Sprint(described(source), described(target)))
		}
	}
}

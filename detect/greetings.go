package detect

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// Greetings and courtesies are too short for the tables, and their letters too common, as "Dia duit!" and "Xin chào!"
// show. They are known as set phrases where they are a whole sentence, quotation or line.

// greetings are set phrases by language, a language a line, in small letters and without marks. What German writers use
// themselves, such as "ciao" and "merci", is left out, as are words that are names. The list was written for this
// package. Of some of the languages the detector knows nothing else.
const greetings = `
ca: bon dia, bona tarda, bona nit, moltes gràcies, com estàs, fins aviat, si us plau, bon profit
cs: dobrý den, dobré ráno, dobrý večer, dobrou noc, ahoj, jak se máš, děkuji, děkuju, děkuji vám, prosím, na shledanou
cy: bore da, prynhawn da, noswaith dda, nos da, sut wyt ti, sut mae, croeso, diolch yn fawr, hwyl fawr, iechyd da
da: god morgen, godmorgen, god aften, hvordan har du det, mange tak, selv tak, farvel, vi ses
en: good morning, good evening, good night, how are you, thank you, thank you very much, you're welcome, see you later
es: buenos días, buenas tardes, buenas noches, cómo estás, qué tal, muchas gracias, hasta luego, hasta mañana,
  mucho gusto, feliz navidad, feliz cumpleaños, buen provecho
et: tere hommikust, tere päevast, tere õhtust, head ööd, kuidas läheb, aitäh, suur tänu, palun, nägemist
eu: kaixo, egun on, arratsalde on, zer moduz, eskerrik asko, mesedez, gero arte
fi: hyvää huomenta, hyvää päivää, hyvää iltaa, hyvää yötä, mitä kuuluu, kiitos, kiitos paljon, ole hyvä, näkemiin
fr: bonne nuit, comment ça va, ça va, merci beaucoup, s'il vous plaît, s'il te plaît, je vous en prie, bonne chance,
  bonne année, joyeux noël, bon anniversaire, à bientôt
ga: dia duit, dia dhuit, dia is muire duit, conas atá tú, cad é mar atá tú, go raibh maith agat,
  go raibh míle maith agat, tá fáilte romhat, céad míle fáilte, slán, slán abhaile, slán go fóill, maidin mhaith,
  tráthnóna maith, oíche mhaith, le do thoil, gabh mo leithscéal, nollaig shona duit, sláinte
hr: dobro jutro, dobar dan, dobra večer, laku noć, kako si, kako ste, hvala, hvala lijepa, hvala lijepo, doviđenja
hu: jó reggelt, jó napot, jó napot kívánok, jó estét, jó éjszakát, szia, sziasztok, hogy vagy, köszönöm,
  köszönöm szépen, szívesen, viszontlátásra, egészségedre
is: góðan dag, góðan daginn, gott kvöld, góða nótt, hvað segirðu, takk fyrir, bless bless
it: buongiorno, buonasera, buona sera, buonanotte, buona notte, come stai, come va, grazie mille, tante grazie,
  molte grazie, per favore, arrivederci, a domani, buon natale, buon appetito, in bocca al lupo
lt: labas rytas, laba diena, labas vakaras, labanakt, kaip sekasi, ačiū, labai ačiū, prašom, viso gero, iki pasimatymo
lv: labrīt, labdien, labvakar, ar labu nakti, kā tev iet, paldies, liels paldies, lūdzu, uz redzēšanos
nb: god kveld, ha det bra, tusen takk, vær så snill, hyggelig å møte deg
nl: goedemorgen, goedemiddag, goedenavond, goedendag, welterusten, hoe gaat het, dank je, dank je wel, dank u wel,
  alsjeblieft, alstublieft, tot ziens, graag gedaan, eet smakelijk
pl: dzień dobry, dobry wieczór, dobranoc, cześć, jak się masz, dziękuję, dziękuję bardzo, proszę bardzo, do widzenia,
  na zdrowie, smacznego, wesołych świąt
pt: bom dia, boa tarde, boa noite, tudo bem, como está, como vai, obrigado, obrigada, muito obrigado, muito obrigada,
  por favor, até logo, até amanhã, feliz natal
ro: bună ziua, bună dimineața, bună seara, noapte bună, ce mai faci, mulțumesc, mulțumesc frumos, cu plăcere,
  la revedere, te rog
sk: dobrý deň, dobré ráno, dobrý večer, dobrú noc, ako sa máš, ďakujem, ďakujem pekne, dovidenia
sl: dobro jutro vam želim, dober dan, dober večer, lahko noč, kako ste kaj, hvala lepa, na svidenje
sq: mirëdita, mirë dita, mirëmëngjesi, mirëmbrëma, natën e mirë, si jeni, faleminderit, mirupafshim
sv: god morgon, god kväll, god natt, hur mår du, hur är läget, tack så mycket, varsågod, hej då, vi ses snart
sw: habari gani, habari za asubuhi, asante sana, karibu sana, kwa heri
tr: merhaba, merhabalar, günaydın, iyi günler, iyi akşamlar, iyi geceler, nasılsın, nasılsınız, teşekkürler,
  çok teşekkürler, teşekkür ederim, rica ederim, hoş geldin, hoş geldiniz, hoş bulduk, hoşça kal, güle güle,
  görüşürüz, afiyet olsun, geçmiş olsun, kolay gelsin, iyi bayramlar, doğum günün kutlu olsun
vi: xin chào, chào bạn, chào buổi sáng, cảm ơn, cám ơn, cảm ơn bạn, xin lỗi, tạm biệt, hẹn gặp lại, bạn khỏe không,
  bạn có khỏe không, chúc ngủ ngon, chúc mừng năm mới, chúc mừng sinh nhật
`

// mostGreeting is the most words of a greeting, those with an apostrophe counted twice.
const mostGreeting = 6

// A greeting is the language of a phrase, and the state that stands for it while stretches are cut: its own, or, for a
// language of which only phrases are known, any foreign one.
type greeting struct {
	tag   language.Tag
	state int
}

// addGreetings makes the phrases known to a detector.
func (s *Screen) addGreetings() {
	s.greetings = map[string]greeting{}
	var g greeting
	for phrase := range strings.FieldsFuncSeq(greetings, func(r rune) bool { return r == ',' || r == '\n' }) {
		if code, first, ok := strings.Cut(phrase, ":"); ok {
			phrase = first
			g.tag = language.Make(code)
			g.state = slices.IndexFunc(s.states, func(st state) bool { return st.base == code })
			if g.state < 0 {
				g.state = 1 // not the expected one
			}
		}
		if key := strings.Join(strings.Fields(strings.ReplaceAll(phrase, "'", " ")), " "); key != "" {
			s.greetings[key] = g
		}
	}
}

// greet finds the sentences, quotations and lines that are greetings in other languages than the expected one, and
// returns the stretches with them.
func (s *Screen) greet(text string, sc *scratch, list []stretch) []stretch {
	sc.greetings = sc.greetings[:0]
	for from := 0; from < len(sc.tokens); {
		to := from + 1
		for to < len(sc.tokens) && sc.tokens[to].before < gapSentence {
			to++
		}
		if to-from <= mostGreeting {
			if g, ok := s.greetingOf(text, sc, from, to); ok && g.state != s.expected {
				sc.greetings = append(sc.greetings, stretch{from: from, to: to, state: g.state, tag: g.tag})
				for t := from; t < to; t++ {
					sc.path[t], sc.free[t] = uint8(g.state), false
				}
			}
		}
		from = to
	}
	if len(sc.greetings) == 0 {
		return list
	}
	return s.cutGreetings(text, sc, s.cutAgain(text, sc, list))
}

// cutGreetings cuts the greetings out of a list of stretches, except for those that have joined others of their own
// language. Two greetings with one state, or a greeting and the text beside it, may be in different languages.
func (s *Screen) cutGreetings(text string, sc *scratch, list []stretch) (out []stretch) {
	rest := sc.greetings
	for _, st := range list {
		for ; len(rest) > 0 && rest[0].from < st.to; rest = rest[1:] {
			g := rest[0]
			if s.states[g.state].tag == g.tag && (g.from != st.from || g.to != st.to) {
				continue
			}
			if g.from > st.from {
				before := st
				before.to = g.from
				s.weigh(text, sc, &before)
				out = append(out, before)
			}
			s.weigh(text, sc, &g)
			g.gain = greetingGain
			out = append(out, g)
			st.from = g.to
		}
		if st.from < st.to {
			s.weigh(text, sc, &st)
			out = append(out, st)
		}
	}
	return out
}

// greetingGain is the evidence that a set phrase is.
const greetingGain = 2 * leastGain

// greetingOf looks up the tokens from first to last (exclusive) as a set phrase.
func (s *Screen) greetingOf(text string, sc *scratch, first, last int) (g greeting, ok bool) {
	var buf [64]byte
	key := buf[:0]
	for t := first; t < last; t++ {
		tok := &sc.tokens[t]
		if tok.script != latin || tok.form == masked {
			return g, false
		}
		if t > first {
			key = append(key, ' ')
		}
		sc.word = fold(text[tok.start:tok.end], sc.word)
		for _, r := range sc.word {
			key = utf8.AppendRune(key, r)
		}
	}
	g, ok = s.greetings[string(key)]
	return g, ok
}

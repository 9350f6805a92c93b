package detect

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Foreign titles, slogans and names of works stand in quotation marks like foreign speech, but belong to the sentence
// around them: the series „La casa de papel“ is a name. They are recognised by the noun before, or a hyphen after: the
// „Winner takes all“-Prinzip.

// introducers are endings of nouns that name the kind of work or thing whose title follows, by language; they match
// whole words and compounds (Fernsehserie).
var introducers = map[string][]string{
	"de": strings.Fields(`
		serie staffel folge film blockbuster streifen thriller drama komödie doku dokumentation saga klassiker
		remake sequel buch roman novelle bestseller krimi gedicht band essay comic manga heft song lied hit single
		album ep ballade hymne oper operette musical stück theaterstück ballett sinfonie gemälde skulptur
		installation ausstellung show sendung talkshow quizshow podcast magazin zeitschrift zeitung tageszeitung
		blatt blog portal plattform website app spiel videospiel computerspiel game slogan claim motto wahlspruch
		werbespruch leitspruch label marke partei bewegung initiative kampagne verein klub konzern firma
		unternehmen startup kette bank telenovela sitcom soap chanson evergreen schlager soundtrack spot clip
		video bildband sachbuch kinderbuch memoiren autobiografie biografie organisation stiftung gruppe projekt
		programm restaurant hotel bar club café kneipe festival tour tournee prinzip regel hashtag schriftzug
		begriff ausdruck wort fachbegriff redewendung sprichwort werk trilogie reihe`),
	"en": strings.Fields(`
		series season episode film movie blockbuster thriller drama comedy documentary saga trilogy book novel
		bestseller poem song hit single album ballad anthem opera musical play ballet symphony painting sculpture
		exhibition show podcast magazine newspaper blog website app game slogan motto brand party movement
		campaign organization foundation group band project restaurant hotel bar club festival tour principle term
		word phrase`),
}

// nominal are words that, right before a quotation mark, make a noun of what is quoted: "in „Metti, una sera a cena“",
// "das „Laissez faire“".
var nominal = map[string]map[string]bool{
	"de": wordSet(`in im aus für bei beim mit von vom über zu zum zur an am auf bis ab unter der die das den dem
		des ein eine einen einem einer eines kein keine und oder sowie wie als`),
	"en": wordSet("in on from for at with of about to a an the and or as like"),
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// maxTitle is the most words of a title.
const maxTitle = 7

// titled reports whether the stretch, in quotation marks, is introduced as the title or name of something.
func (s *Screen) titled(text string, sc *scratch, st *stretch) bool {
	if st.to-st.from > maxTitle {
		return false
	}
	if s.compound(text, sc, st) {
		return true
	}
	if f := sc.tokens[st.from].form; f != first && f != title && f != upper {
		return false
	}
	nouns := introducers[s.states[s.expected].base]
	if nouns == nil || st.from == 0 || sc.tokens[st.from].before != gapQuote {
		return false
	}
	if t := &sc.tokens[st.from-1]; nominal[s.states[s.expected].base][strings.ToLower(text[t.start:t.end])] {
		return true
	}
	// The noun is right before the mark, or before a name of up to two words: the novel by X "…".
	for k := st.from - 1; k >= 0 && k >= st.from-3; k-- {
		t := &sc.tokens[k]
		if k < st.from-1 && sc.tokens[k+1].before > gapSpace {
			return false
		}
		word := strings.ToLower(text[t.start:t.end])
		for _, n := range nouns {
			if word == n || s.states[s.expected].base == "de" && strings.HasSuffix(word, n) && t.form != lower {
				return true
			}
		}
		if t.form == lower && k < st.from-1 {
			return false
		}
	}
	return false
}

// compound reports whether the quotation mark that closes the stretch is joined by a hyphen to the word after it.
func (s *Screen) compound(text string, sc *scratch, st *stretch) bool {
	end := int(sc.tokens[st.to-1].end)
	rest := strings.TrimLeftFunc(text[end:min(len(text), end+16)], isQuote)
	if rest == text[end:min(len(text), end+16)] || !strings.HasPrefix(rest, "-") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest[1:])
	return unicode.IsLetter(r)
}

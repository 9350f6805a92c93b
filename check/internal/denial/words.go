package denial

import "strings"

// A denial is how strongly a word denies.
type denial uint8

const (
	affirms denial = iota
	relates        // says the same as a hint of the other side, and answers nothing else: "just" for "nur"
	hints          // can carry a negation of the other side: "without", "kaum", "unlike"
	denies         // must be carried over
)

// A family is a set of meanings in which words with a negative sense stand for one another, and for no other denial:
// "ohne" is "without".
type family uint32

const (
	without family = 1 << iota
	only
	instead
	hardly
	neither
	unlike // un-, in-, -los and their like
	refuse
	prevent
	forbid
	fail
	lack
	forgo
	few
	except
	refusal  // nein, kein, no
	poor     // schlecht, poor
	contrary // enttäuscht, disappointed: negative by their beginning only
)

// A negative is the negative sense of a word.
type negative struct {
	denial   denial
	families family
}

func negatives(lists []negativeList) map[string]negative {
	m := make(map[string]negative)
	for _, l := range lists {
		for w := range strings.FieldsSeq(l.words) {
			n := m[w]
			m[w] = negative{max(n.denial, l.denial), n.families | l.families}
		}
	}
	return m
}

type negativeList struct {
	denial   denial
	families family
	words    string
}

var germanDenials = negatives([]negativeList{
	{denies, refusal, "kein keine keinen keinem keiner keines keinerlei keins"},
	{denies, 0, "nicht nie niemals niemand niemanden niemandem nichts nirgends nirgendwo keineswegs keinesfalls"},
	{hints, refusal, "nein nee"},
	{hints, without, "ohne mangels"},
	{hints, only, "nur erst einzige einzigen einziger"},
	{relates, only, "lediglich bloß einziges einzigem ausschließlich allein alleinige"},
	{hints, instead, "statt anstatt sondern"},
	{relates, instead, "anstelle stattdessen vielmehr"},
	{hints, hardly, "kaum"},
	{hints, neither, "weder"},
	{relates, neither, "noch"},
	{hints, lack, "fehlt fehlen fehlte fehlten mangel mangelnde mangelnder leer"},
	{relates, lack, `falsch fehlende fehlenden fehlender verloren leere leeren leeres vermisst vermissen abwesend
		abwesenheit knapp`},
	{hints, refuse, "verweigert verweigerte lehnt lehnte abgelehnt ablehnen"},
	{relates, refuse, "wies weist zurückgewiesen zurück leugnet leugnete leugnen dementiert dementierte"},
	{hints, forgo, "verzichtet verzichten verzichtete"},
	{hints, fail, "scheiterte scheitert gescheitert"},
	{relates, fail, "versagt versagte versagen versäumt versäumte durchgefallen misserfolg"},
	{hints, prevent, "vermeiden verhindern verhindert hindert hindern"},
	{relates, prevent, `stoppen stoppt stoppte gestoppt hören hört aufhören aufgehört stopp halten hielt verhinderte
		vorbeugen umgehen`},
	{hints, forbid, "verboten verbietet untersagt"},
	{hints, few, "selten weniger"},
	{relates, few, "wenig wenige wenigen weniges geringer geringere kleiner"},
	{hints, except, "außer ausgeschlossen"},
	{relates, except, "ausnahme ausnahmen ausgenommen abgesehen außerhalb ausschließen schließt bis"},
	{hints, 0, "egal gleichgültig"},
	{relates, poor, `schlecht schlechte schlechten schlechter schlechtes schlimm schlimmer schlimme arm arme armen übel
		böse`},
	{relates, unlike, "entgegen anders gegensatz unterschied illegal illegale illegalen legal"},
	{relates, contrary, `enttäuscht enttäuschte enttäuschung enttäuschend enttäuschenden uneinig dagegen gegen
		widerspruch`},
})

var englishDenials = negatives([]negativeList{
	{denies, 0, "not never nobody nothing nowhere cannot none dont cant wont doesnt didnt isnt"},
	{hints, refusal, "no nay nope"},
	{hints, without, "without"},
	{hints, only, "only nonetheless"},
	{relates, except, "until"},
	{relates, only, "just merely sole solely single exclusively alone"},
	{hints, instead, "rather instead"},
	{relates, instead, "but"},
	{hints, hardly, "hardly barely scarcely"},
	{hints, neither, "nor neither"},
	{hints, lack | without, "lack lacks lacked lacking missing absent absence empty"},
	{relates, lack, "wrong short scarce lost void"},
	{hints, refuse, "refuse refuses refused refusing deny denies denied reject rejected rejects"},
	{relates, forgo, `waive waives waived renounce renounced abstain abstained give gave given giving abandon abandoned
		relinquish dispense drop dropped skip`},
	{hints, fail, "fail fails failed failing failure"},
	{hints, prevent, `avoid avoids avoided prevent prevents prevented stop stops stopped stopping cease ceased quit
		quits`},
	{hints, forbid, "ban banned bans"},
	{hints, few, "few rarely seldom"},
	{relates, few, "less fewer little lower smaller"},
	{hints, except, "except unless excluded ruled otherwise"},
	{relates, except, "besides apart exception exceptions outside"},
	{hints, unlike, "unlike impossible non"},
	{hints, poor, "poor poorly bad badly worse"},
	{hints, 0, "zero ain anymore nil"},
})

// A wordPart is the beginning or the ending of words that deny.
type wordPart struct {
	text string
	negative
}

// wordParts are beginnings by their first and endings by their last byte.
type wordParts [256][]wordPart

var germanPrefixes, germanSuffixes, englishPrefixes, englishSuffixes = wordPartsOf([]negativeList{
	{hints, unlike, "nicht inakzept inkomp missacht missfall misslang misstrau"},
	{hints, refuse, "verweiger weiger ablehn bestreit bestritt"},
	{hints, prevent, "vermeid verhinder"},
	{hints, forbid, "verbot verbiet"},
	{hints, fail, "verpass misslang"},
}, 0), wordPartsOf([]negativeList{
	{hints, unlike | without, "los lose losen loser loses losem frei freie freien"},
}, 1), wordPartsOf([]negativeList{
	{hints, unlike, `imposs improb improp immat immobil imperf incap inab inadeq insuff invis inval incorr incompl
		incompat incons indep ineff inexp inevit infreq indiff inacc inapp insign insep intoler involunt
		illog irreg irrel irresp irrev disag disob disreg disqual discontin disabl disbel disinc non misun
		mistr reluct`},
	{hints, unlike | forbid, "illeg disallow"},
	{hints, contrary, "disapp dislik dissat disrup dissen disagree oppos"},
	{hints, forgo, "dispens withdr neglect"},
	{hints, lack, "absen missed"},
	{hints, except, "exclud"},
	{hints, forbid, "prohib forbid forbad"},
	{hints, prevent, "prevent"},
	{hints, refuse, "reject declin oppos"},
}, 0), wordPartsOf([]negativeList{
	{hints, unlike | without, "less free"},
}, 1)

// wordPartsOf indexes beginnings by their first byte (end 0), endings by their last (end 1).
func wordPartsOf(lists []negativeList, end int) *wordParts {
	var out wordParts
	for _, l := range lists {
		for w := range strings.FieldsSeq(l.words) {
			b := w[end*(len(w)-1)]
			out[b] = append(out[b], wordPart{w, negative{l.denial, l.families}})
		}
	}
	return &out
}

// inWord returns how strongly a word in lower case denies by its parts: un-, -los, -less.
func inWord(w []byte, german bool) negative {
	if len(w) < 5 {
		return negative{}
	}
	prefixes, suffixes := englishPrefixes, englishSuffixes
	if german {
		prefixes, suffixes = germanPrefixes, germanSuffixes
	}
	if hasSuffix(w, "theless") || string(w) == "regardless" {
		return negative{}
	}
	for _, x := range suffixes[w[len(w)-1]] {
		if hasSuffix(w, x.text) {
			return x.negative
		}
	}
	if w[0] == 'u' && w[1] == 'n' {
		if german && (!hasPrefix(w, "unter") && !hasPrefix(w, "unser") && !hasPrefix(w, "univer") &&
			!hasPrefix(w, "unge") || hasPrefix(w, "ungeh") || hasPrefix(w, "ungew")) ||
			!german && !hasPrefix(w, "under") && !hasPrefix(w, "uni") && string(w) != "until" {
			return negative{hints, unlike}
		}
		return negative{}
	}
	for _, x := range prefixes[w[0]] {
		if hasPrefix(w, x.text) {
			return x.negative
		}
	}
	return negative{}
}

func hasPrefix(w []byte, x string) bool { return len(w) >= len(x) && string(w[:len(x)]) == x }
func hasSuffix(w []byte, x string) bool { return len(w) >= len(x) && string(w[len(w)-len(x):]) == x }

package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
)

// Negation finds translations that say yes where the source says no, or the reverse.
var Negation = &Check{
	Name: "negation",
	Doc: `Negation lost or added
One side denies ("nicht", "kein", "not", "never") and the other holds nothing that could express it. Set phrases such as "nicht nur" do not count.`,
	Run: negation,
}

// A denial says how much a word denies.
type denial uint8

const (
	affirms denial = iota
	hints          // can carry a negation of the other side: "without", "kaum", "unlike"
	denies         // must be carried over
)

var germanDenials = map[string]denial{
	"nicht": denies, "kein": denies, "keine": denies, "keinen": denies, "keinem": denies, "keiner": denies, "keines": denies, "keinerlei": denies, "keins": denies, "nie": denies, "niemals": denies, "niemand": denies,
	"niemanden": denies, "niemandem": denies, "nichts": denies, "nirgends": denies, "nirgendwo": denies, "keineswegs": denies, "keinesfalls": denies,
	"nein": hints, "ohne": hints, "weder": hints, "kaum": hints, "statt": hints, "anstatt": hints, "außer": hints, "sondern": hints, "nur": hints, "erst": hints, "selten": hints, "weniger": hints,
	"fehlt": hints, "fehlen": hints, "fehlte": hints, "fehlten": hints, "mangels": hints, "mangel": hints, "mangelnde": hints, "mangelnder": hints, "leer": hints, "verweigert": hints, "verweigerte": hints, "verzichtet": hints, "verzichten": hints, "verzichtete": hints,
	"scheiterte": hints, "scheitert": hints, "gescheitert": hints, "vermeiden": hints, "verhindern": hints, "verhindert": hints, "verboten": hints, "verbietet": hints, "untersagt": hints, "lehnt": hints, "lehnte": hints, "abgelehnt": hints, "ablehnen": hints,
	"nee": hints, "einzige": hints, "einzigen": hints, "einziger": hints, "hindert": hints, "hindern": hints,
	"ausgeschlossen": hints,
}

var englishDenials = map[string]denial{
	"not": denies, "never": denies, "nobody": denies, "nothing": denies, "nowhere": denies, "cannot": denies, "none": denies,
	"no": hints, "nor": hints, "neither": hints, "without": hints, "hardly": hints, "barely": hints, "scarcely": hints, "unless": hints, "until": hints, "only": hints, "except": hints, "rather": hints, "instead": hints,
	"few": hints, "lack": hints, "lacks": hints, "lacked": hints, "lacking": hints, "fail": hints, "fails": hints, "failed": hints, "failing": hints, "failure": hints, "refuse": hints, "refuses": hints, "refused": hints, "refusing": hints,
	"deny": hints, "denies": hints, "denied": hints, "avoid": hints, "avoids": hints, "avoided": hints, "prevent": hints, "prevents": hints, "prevented": hints, "stop": hints, "stopped": hints, "missing": hints, "absent": hints, "absence": hints,
	"unlike": hints, "nay": hints, "nope": hints, "zero": hints, "ain": hints,
	"anymore": hints, "otherwise": hints, "nil": hints, "reject": hints, "rejected": hints, "rejects": hints, "non": hints, "rarely": hints, "seldom": hints, "empty": hints,
	"ban": hints, "banned": hints, "bans": hints, "impossible": hints, "dont": denies, "cant": denies, "wont": denies, "doesnt": denies, "didnt": denies, "isnt": denies, "nonetheless": hints, "excluded": hints, "ruled": hints,
}

var germanDenialFilter, englishDenialFilter = filterOf(germanDenials), filterOf(englishDenials)

// deny finds the first of the words ws of s that denies, counts such words, and counts those that could answer a denial of the other side.
func deny(s string, ws []bitext.Offsets, german bool) (at bitext.Offsets, strong, any int) {
	var fold [64]byte
	table, filter := englishDenials, englishDenialFilter
	if german {
		table, filter = germanDenials, germanDenialFilter
	}
	for i, w := range ws {
		text := in(s, w)
		if len(text) > len(fold) {
			continue
		}
		lower := appendFold(fold[:0], text)
		d := affirms
		if filter.may(lower) {
			d = table[string(lower)]
		}
		if d == affirms && negative(lower, german) {
			d = hints
		}
		if !german && d == affirms && (strings.HasSuffix(text, "n't") || w[1]+len("’t") <= len(s) && lower[len(lower)-1] == 'n' && strings.HasPrefix(s[w[1]:], "’t")) {
			d = denies
		}
		if d == affirms {
			continue
		}
		any++
		if d == denies && !phrase(s, ws, i, german) {
			if strong == 0 {
				at = w
			}
			strong++
		}
	}
	return at, strong, any
}

// negative says whether a word in small letters has a part that denies: un-, -los, -less.
func negative(w []byte, german bool) bool {
	if len(w) < 5 {
		return false
	}
	prefixes, suffixes := &englishPrefixes, &englishSuffixes
	if german {
		prefixes, suffixes = &germanPrefixes, &germanSuffixes
	}
	if hasSuffix(w, "theless") || string(w) == "regardless" {
		return false
	}
	for _, x := range suffixes[w[len(w)-1]] {
		if hasSuffix(w, x) {
			return true
		}
	}
	if w[0] == 'u' && w[1] == 'n' {
		if german {
			return !hasPrefix(w, "unter") && !hasPrefix(w, "unser") && !hasPrefix(w, "univer") && !hasPrefix(w, "unge") || hasPrefix(w, "ungeh") || hasPrefix(w, "ungew")
		}
		return !hasPrefix(w, "under") && !hasPrefix(w, "uni")
	}
	for _, x := range prefixes[w[0]] {
		if hasPrefix(w, x) {
			return true
		}
	}
	return false
}

func hasPrefix(w []byte, x string) bool { return len(w) >= len(x) && string(w[:len(x)]) == x }
func hasSuffix(w []byte, x string) bool { return len(w) >= len(x) && string(w[len(w)-len(x):]) == x }

// Beginnings and endings of words that deny, by their first and by their last byte.
var (
	germanPrefixes, _  = byEnds(germanNegative)
	englishPrefixes, _ = byEnds(englishNegative)
	_, germanSuffixes  = byEnds([]string{"los", "lose", "losen", "loser", "loses", "losem", "frei", "freie", "freien"})
	_, englishSuffixes = byEnds([]string{"less", "free"})
)

func byEnds(parts []string) (first, last [256][]string) {
	for _, x := range parts {
		first[x[0]] = append(first[x[0]], x)
		last[x[len(x)-1]] = append(last[x[len(x)-1]], x)
	}
	return first, last
}

// Beginnings of words that deny, beside un-.
var (
	germanNegative  = []string{"nicht", "verweiger", "vermeid", "verhinder", "ablehn", "bestreit", "bestritt", "weiger", "inakzept", "inkomp", "missacht", "missfall", "misslang", "misstrau", "verbot", "verbiet", "verpass"}
	englishNegative = []string{"imposs", "improb", "improp", "immat", "immobil", "imperf", "incap", "inab", "inadeq", "insuff", "invis", "inval", "incorr", "incompl", "incompat", "incons", "indep", "ineff", "inexp", "inevit", "infreq",
		"indiff", "inacc", "inapp", "insign", "insep", "intoler", "involunt", "illeg", "illog", "irreg", "irrel", "irresp", "irrev", "disag", "disapp", "dislik", "disob", "disreg", "disqual", "discontin", "disallow", "disabl",
		"disbel", "disinc", "dissat", "disrup", "dissen", "dispens", "non", "misun", "missed", "mistr", "absen", "exclud", "prohib", "forbid", "forbad", "withdr", "reluct", "neglect", "prevent", "reject", "declin", "oppos"}
)

// phrase says whether the denying word i is part of a set phrase that other languages say without a negation.
func phrase(s string, ws []bitext.Offsets, i int, german bool) bool {
	next := func(n int) string {
		if i+n < len(ws) && i+n >= 0 {
			return in(s, ws[i+n])
		}
		return ""
	}
	if !german {
		return strings.EqualFold(in(s, ws[i]), "not") && (next(1) == "only" || next(1) == "least" || next(1) == "just" || next(-1) == "why" || next(-1) == "whether" || next(-1) == "or" || next(-1) == "if" || next(1) == "to" && next(2) == "mention") ||
			strings.EqualFold(next(-1), "why") || tag(s, ws, i)
	}
	switch next(1) {
	case "nur", "zuletzt", "allein", "bloß", "selten", "umsonst", "weniger", "anders", "weit":
		return true
	case "wahr": // …, nicht wahr?
		e := ws[i+1][1]
		return e < len(s) && s[e] == '?' && i > 0 && s[ws[i-1][1]] == ','
	case "mehr": // nicht mehr als: only, at most
		return next(2) == "als"
	}
	if e := ws[i][1]; e < len(s) && s[e] == '?' { // …, oder nicht?
		return true
	}
	switch next(-1) {
	case "ob", "oder", "warum", "gar", "Warum", "Ob":
		return true
	}
	return false
}

// tag says whether English word i is part of a question tag: ", isn't it?".
func tag(s string, ws []bitext.Offsets, i int) bool {
	return i+2 >= len(ws) && strings.HasSuffix(strings.TrimRight(s, `"'”’ `), "?")
}

func negation(p *bitext.Pair, env *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	from, to := env.from(), env.to()
	if !(from == "de" && to == "en" || from == "en" && to == "de") {
		return nil
	}
	sourceAt, sourceStrong, sourceAny := deny(p.Source, env.words(p.Source), from == "de")
	targetAt, targetStrong, targetAny := deny(p.Target, env.words(p.Target), to == "de")
	switch {
	case sourceStrong > targetAny:
		return []bitext.Finding{{Check: "negation", Severity: bitext.Warning, Source: &sourceAt, Message: fmt.Sprintf("%q is not expressed in the translation", in(p.Source, sourceAt))}}
	case targetStrong > sourceAny:
		return []bitext.Finding{{Check: "negation", Severity: bitext.Warning, Target: &targetAt, Message: fmt.Sprintf("%q has nothing in the source to stand for", in(p.Target, targetAt))}}
	}
	return nil
}

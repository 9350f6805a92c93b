package lang

// Sentences describe where the sentences of a language end. Lists are words separated by white space.
//
// Abbreviations are written without their last full stop and without white space: "dr", "z.b". They are in lower case,
// unless they are abbreviations only with their capital: "Mag". Each is in one list.
type Sentences struct {
	Inside   string // what an abbreviation belongs to follows: "Dr.", "z. B.", "vgl."
	Either   string // the sentence may end here, and does if a starter follows: "Mio.", "u. a.", "Inc."
	Counted  string // abbreviations before a number only: "Art. 5", "No. 7", "S. 12"
	Ordinary string // what looks like an abbreviation but is not one
	// Homographs are abbreviations that, with their capital, are words or names too: "Dir.", "Jan.". They are
	// abbreviations at the beginning of a sentence, beside numbers, and after one of Leads.
	Homographs string
	Leads      string
	Endings    string // of compounds that are abbreviations as those of Either: "Hauptstr."
	// Finals are the two letters with which its words of four letters and more end. Another end marks an abbreviation
	// that no list holds; empty: nothing does.
	Finals string
	// Starters are the words, as written at the beginning of a sentence, that with a capital letter nearly always begin
	// one: articles, pronouns, conjunctions.
	Starters string
	// Openers are words, as written at the beginning of a sentence, that stand hardly anywhere else with a capital:
	// where one follows a word without a mark between them, the mark or a line break was lost.
	Openers string
	// Speech are the verbs that, after a quotation and a name, tell who said it, in languages where the name comes
	// first: "“Are you?” Betty asked."
	Speech string
	// Small is a pronoun that is written with a capital, except by those who begin sentences with small letters too.
	Small string
	// Ordinals decide about a number and a full stop before a capital letter; nil: the sentence ends.
	Ordinals *Ordinals
}

// Ordinals distinguish ordinal numbers, which some languages write with a full stop, from numbers at the end of a
// sentence.
type Ordinals struct {
	Months       string // follow an ordinal
	Articles     string // precede an ordinal
	Prepositions string // precede an ordinal, and a year as well
	Cardinals    string // precede a number that is not an ordinal
}

package lang

// Sentences say where the sentences of a language end. Lists are words separated by white space.
//
// Abbreviations are written without their last full stop and without white space: "dr", "z.b". They are in lower case,
// unless they are abbreviations only with their capital: "Mag". Each is in one list.
type Sentences struct {
	Inside   string // what an abbreviation belongs to follows: "Dr.", "z. B.", "vgl."
	Either   string // the sentence may end here, and does if a starter follows: "Mio.", "u. a.", "Inc."
	Counted  string // abbreviations before a number only: "Art. 5", "No. 7", "S. 12"
	Ordinary string // what looks like an abbreviation but is not one
	Endings  string // of compounds that are abbreviations as those of Either: "Hauptstr."
	// Starters are the words, as written at the beginning of a sentence, that with a capital letter nearly always begin
	// one: articles, pronouns, conjunctions.
	Starters string
	// Ordinals decide about a number and a full stop before a capital letter; nil: the sentence ends.
	Ordinals *Ordinals
}

// Ordinals tell ordinal numbers, which some languages write with a full stop, from numbers at the end of a sentence.
type Ordinals struct {
	Months       string // follow an ordinal
	Articles     string // precede an ordinal
	Prepositions string // precede an ordinal, and a year as well
	Cardinals    string // precede a number that is not an ordinal
}

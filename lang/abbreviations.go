package lang

// Abbreviations are abbreviations of a language with the same meaning.
type Abbreviations struct {
	Place Place
	// Long is what they stand for, in full, or, where another language has such an abbreviation too, the usual form of
	// it: "usw.". A hyphen at its end stands for the ending of an adjective.
	Long string
	// Short are the abbreviations, apart by white space, with all their full stops but without white space inside.
	// One without its last full stop means that this may be missing. They are as inside a sentence.
	Short string
}

// A Place is where an abbreviation means what is told of it.
type Place uint8

const (
	Anywhere     Place = iota
	BeforeNumber       // "S. 12"
	AfterNumber        // "5 St."
	AfterSeveral       // after a number that is not one: "2 Std."
	BeforeName         // before a word with a capital: "geb. Müller"
	BeforeMark         // before punctuation, or at the end
)

package lang

// Abbreviations are abbreviations with the same meaning.
type Abbreviations struct {
	Place Place
	// Long is what they stand for, in full, or, where another language has such an abbreviation too, the usual form of
	// it: "usw.". A hyphen at its end stands for the ending of an adjective.
	Long string
	// Short are the abbreviations as they stand inside a sentence, separated by white space and without any inside. One
	// that is also written without its last full stop is listed twice.
	Short string
}

// A Place is where an abbreviation has a meaning.
type Place uint8

const (
	Anywhere     Place = iota
	BeforeNumber       // "Kap. 4"
	AfterNumber        // "5 Stk."
	AfterSeveral       // after a number that is not one: "2 Std."
	BeforeName         // before a word with a capital: "geb. Müller"
	BeforeMark         // before punctuation, or at the end
)

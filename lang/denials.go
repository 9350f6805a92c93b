package lang

// Denials are the words of a language that deny, or that can stand for a negation of another language.
type Denials struct {
	Words []DenialWords // whole words, in lower case
	// Prefixes and Suffixes begin and end such words; the longest that fits decides.
	Prefixes, Suffixes []DenialWords
	// Phrases have no negation in other languages: "nicht nur". They are words separated by spaces. The
	// negative one of them ends with an asterisk, or is only an asterisk where any will do: "not* only", "why *". A
	// comma or a question mark stands for itself.
	Phrases []string
	// Hints are phrases that deny without a negative word, in the same form: "far* from".
	Hints []string
	// Deny are phrases that must be carried over though none of their words must, unless another word of the text must.
	// They have the same form, where a word may be given by its beginning or its ending: "impossible* de", "impossible*
	// d'…".
	Deny []string
	// WithoutWord and WithWord are the prepositions: "ohne" and "mit".
	WithoutWord, WithWord string
	// Contractions reports whether a verb may end with n't.
	Contractions bool
	// Tags reports whether a negative word at the end of a question asks for agreement: "…, isn't it?"
	Tags bool
	// Concord reports whether a second negative word repeats the first: "no vino nadie".
	Concord bool
}

// DenialWords are words, or parts of words, separated by white space, with the same negative sense.
type DenialWords struct {
	Denial   Denial
	Families Family
	Words    string
}

// A Denial is how strongly a word denies.
type Denial uint8

// How strongly words deny.
const (
	Affirms Denial = iota
	Relates        // means the same as a hint of the other side, and answers nothing else: "just" for "nur"
	Hints          // can carry a negation of the other side: "without", "kaum", "unlike"
	Denies         // must be carried over
)

// A Family is a set of meanings in which words with a negative sense stand for one another, and for no other denial:
// "ohne" is "without".
type Family uint32

// The families of negative words.
const (
	Without Family = 1 << iota
	Only
	Instead
	Hardly
	Neither
	Unlike // un-, in-, -los and their like
	Refuse
	Prevent
	Forbid
	Fail
	Lack
	Forgo
	Few
	Except
	Refusal  // nein, kein, no
	Poor     // schlecht, poor
	Contrary // enttäuscht, disappointed: negative by their beginning only
)

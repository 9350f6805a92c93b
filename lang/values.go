package lang

// Values describe how a language writes numbers, dates and times of day.
type Values struct {
	Decimal, Thousands byte // between digits
	DayFirst           bool // dates are written day.month.
	Compounds          bool // number words are written together as in German; HalfBefore goes with it
	// HourFirst reports whether minutes are said after the hour, and halves after the unit: "las tres y media", "tres
	// años y medio".
	HourFirst bool
	// TensAnd reports whether a conjunction stands between tens and units: "treinta y cinco".
	TensAnd bool
	// Twenties reports whether the tens go on counting from sixty and from four twenties, as in French: "soixante-dix",
	// "quatre-vingt-onze".
	Twenties bool
	// OneAfter are the words for one that follow tens, hundreds and thousands by themselves: "dwadzieścia jeden", "cent
	// un", but not "cent premiers".
	OneAfter string
	// HalfBefore reports whether halves are counted towards the next hour, so that "half drie" is 2:30.
	HalfBefore bool
	// HundredsAnd reports whether that is so between hundreds and tens too: "cento e vinte e três".
	HundredsAnd bool
	// SmallMonths reports whether months are written in lower case, their abbreviations too.
	SmallMonths bool
	Words       []ValueWords
	// Parts are what number words are written together of besides Words: the "vent" of "ventuno", and the "en" of
	// "eenentwintig". Empty: they are not written together, or as in German.
	Parts []ValueWords
	// OrdinalEnds are what makes ordinal numbers of those from thirteen on that are written together:
	// "eenentwintigste", "ventiduesimo". The last vowel may fall before them.
	OrdinalEnds string
	// Centuries reports whether hundreds with a capital name centuries too: "l'Ottocento" is the 19th.
	Centuries bool
	Units     []UnitWords
}

// ValueWords are words in lower case, separated by white space, with the same meaning and value.
type ValueWords struct {
	Sense Sense
	Value float64
	Words string
}

// A Sense is what a word means for values.
type Sense uint8

// The senses of words. Zero is none.
const (
	Cardinal    Sense = 1 + iota // two, zwölf
	Ordinal                      // third, dritte
	Scaler                       // million, Mrd.: multiplies what stands before
	SoftNumber                   // one, half, no: may mean its value
	LooseNumber                  // both, second, pair: most often means its value
	BigNumber                    // millions
	MonthName
	MonthShort  // Dec., Dez.: counts beside a number only
	MonthWord   // may, march: counts with a capital, beside a number or "in"
	MonthLoose  // Dezemberwoche
	HourWord    // Uhr, o'clock
	Meridiem    // am, pm; value 0 or 12
	HalfWord    // halb, half
	QuarterWord // Viertel, quarter
	Past        // nach, past
	Before      // vor, to
	And         // und, and
	Through     // bis, or: between the ends of a range
	Of          // between words that belong together: tens of thousands, un millón de euros
	Per         // por: a hundred after it is a percentage
	DecadeName  // neunziger, nineties
	DecadeEnd   // 50er, 50s
	OrdinalEnd  // 1st
	Midpoint    // noon, midnight; value in minutes
	Lowering    // means what a minus sign does: minus, below, loss; value 1 if it also takes minutes from an hour
	Step        // by, um: before an amount by which something changes
	DayPart     // abends, nachts; value is Morning, Midday, Evening or Night
)

// The parts of a day, as values of DayPart.
const (
	Morning = 1 + iota
	Midday
	Evening
	Night
)

// UnitWords are words in lower case, separated by white space, for a unit.
type UnitWords struct {
	Unit  Unit
	Words string
}

// A Unit is what a quantity counts. Zero is unknown.
type Unit uint8

// The units that are distinguished.
const (
	Percent Unit = 1 + iota
	Euro
	Dollar
	Pound
	Franc
	Yen
	Celsius
	Fahrenheit
	Kilometre
	Metre
	Centimetre
	Mile
	Foot
	Kilogram
	Gram
	Tonne
	Litre
	Hour
	Minute
	Second
	Day
	Week
	Month
	Year
	PercentagePoint
	Degree
)

var unitNames = [...]string{
	"", "percent", "euros", "dollars", "pounds", "francs", "yen", "degrees Celsius", "degrees Fahrenheit",
	"kilometres", "metres", "centimetres", "miles", "feet", "kilograms", "grams", "tonnes", "litres", "hours",
	"minutes", "seconds", "days", "weeks", "months", "years", "percentage points", "degrees",
}

// String returns the name of the unit in English, in the plural.
func (u Unit) String() string { return unitNames[u] }

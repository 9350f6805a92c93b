package number

// A sense is what a word means for values.
type sense struct {
	kind  kind
	value float64
}

type kind uint8

const (
	none        kind = iota
	cardinal         // two, zwölf
	ordinal          // third, dritte
	scaler           // million, Mrd.: multiplies what stands before
	softNumber       // one, half, no: may mean its value
	looseNumber      // both, second, pair: most often means its value
	bigNumber        // millions
	monthName
	monthShort // Dec., Dez.: counts beside a number only
	monthWord  // may, march: counts with a capital, beside a number or "in"
	monthLoose // Dezemberwoche
	hourWord   // Uhr, o'clock
	meridiem   // am, pm; value 0 or 12
	halfWord   // halb, half
	quarter    // Viertel, quarter
	past       // nach, past
	before     // vor, to
	and        // und, and
	through    // bis, or: between the ends of a range
	decadeName // neunziger, nineties
	decadeEnd  // 50er, 50s
	ordinalEnd // 1st
	midpoint   // noon, midnight; value in minutes
	lowering   // says what a minus sign does: minus, below, loss
	dayPart    // abends, nachts; value is morning, midday, evening or night
)

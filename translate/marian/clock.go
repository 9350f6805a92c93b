package marian

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/translate"
)

// German counts the hours of a day to 24 (13 Uhr), and models are not good at sums. For each time of day that a German text gives with "Uhr", the English
// translation holds the same time, of 24 or of 12 hours: a wrong one is corrected where it can be told which one is meant, else the text is translated
// again around the time.

// A clock is a time of day in a German text.
type clock struct {
	translate.Range
	hour, minute int
	loose        bool // twelve hours later may be meant: somewhere in the text there is talk of noon or night
	opens        bool // a span of time, the end of which is the next clock
}

// english is how a clock is written where the model did not.
func (c clock) english() string {
	switch {
	case c.minute == 0 && c.hour%24 == 0:
		return "midnight"
	case c.minute == 0 && c.hour == 12:
		return "noon"
	}
	half, hour := "a.m.", c.hour%24
	if hour >= 12 {
		half = "p.m."
	}
	if hour %= 12; hour == 0 {
		hour = 12
	}
	if c.minute == 0 {
		return fmt.Sprintf("%d %s", hour, half)
	}
	return fmt.Sprintf("%d:%02d %s", hour, c.minute, half)
}

// clockNumber reads the time that ends a text: "8", "18.30", "7:05".
func clockNumber(text string) (c clock, ok bool) {
	start := len(text)
	for start > 0 && (text[start-1] >= '0' && text[start-1] <= '9' || text[start-1] == '.' || text[start-1] == ':') {
		start--
	}
	if before, _ := utf8.DecodeLastRuneInString(text[:start]); start > 0 && (unicode.IsLetter(before) || before == ',') {
		return c, false
	}
	c.Range = translate.Range{Start: start, End: len(text)}
	hour, minute, found := strings.Cut(strings.ReplaceAll(text[start:], ".", ":"), ":")
	if found {
		if len(minute) != 2 {
			return c, false
		}
		if c.minute, ok = upTo(minute, 59); !ok {
			return c, false
		}
	}
	c.hour, ok = upTo(hour, 24)
	return c, ok
}

// upTo reads a number of one or two digits that is at most so large.
func upTo(s string, most int) (n int, ok bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && len(s) <= 2 && s[0] != '+' && s[0] != '-' && n <= most
}

// clocks finds the times of day in a German text: "13 Uhr", "18.30 Uhr", "20 Uhr 15", and both ends of "8 bis 18 Uhr". A part of the day behind it counts
// for the hour: "8 Uhr abends".
func clocks(text string) []clock {
	var list []clock
	part, loose := dayOf(text)
	for at := 0; ; {
		i := strings.Index(text[at:], "Uhr")
		if loud := strings.Index(text[at:], "UHR"); i < 0 || loud >= 0 && loud < i {
			i = loud
		}
		if i < 0 {
			return list
		}
		word := at + i
		at = word + len("Uhr")
		if r, _ := utf8.DecodeRuneInString(text[at:]); r == '-' || at < len(text) && inWord(r) {
			continue
		}
		number := strings.TrimRightFunc(text[:word], unicode.IsSpace)
		c, ok := clockNumber(number)
		if !ok {
			continue
		}
		end := at
		if minute, size := minuteAfter(text[at:]); size > 0 && c.minute == 0 && c.End-c.Start <= 2 {
			c.minute, end = minute, at+size
		}
		c.End = end
		if c.hour, ok = partOfDay(c.hour, leadingWord(strings.TrimLeftFunc(text[end:], unicode.IsSpace))); !ok {
			c.loose = loose
			c.hour, _ = partOfDay(c.hour, part)
		}
		spans := spanBefore(text, c)
		list = append(append(list, spans...), c)
		at = end
	}
}

// minuteAfter reads the minutes of "20 Uhr 15". A number before a noun counts something else.
func minuteAfter(text string) (minute, size int) {
	rest := strings.TrimLeft(text, " \n\t\u00a0")
	if len(rest) == len(text) {
		return 0, 0
	}
	digits := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]
	if digits == "" {
		return 0, 0
	}
	after := rest[len(digits):]
	r, n := utf8.DecodeRuneInString(after)
	next, _ := utf8.DecodeRuneInString(after[n:])
	switch {
	case after == "":
	case inWord(r) || strings.ContainsRune("%€$:/-–°", r):
		return 0, 0
	case (r == '.' || r == ',') && n < len(after) && !unicode.IsSpace(next) && next < utf8.RuneSelf:
		return 0, 0
	case unicode.IsSpace(r) && !unicode.IsLower(next):
		return 0, 0
	}
	m, ok := upTo(digits, 59)
	if !ok || m == 0 {
		return 0, 0
	}
	return m, len(text) - len(rest) + len(digits)
}

// dayOf returns the part of the day that a whole text is about, as far as it says so: "abends" or "nachmittags", else "". loose: times may be of either half
// of the day.
func dayOf(text string) (part string, loose bool) {
	morning := false
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch strings.ToLower(w) {
		case "abend", "abends", "samstagabend", "sonntagabend", "freitagabend", "montagabend", "dienstagabend", "mittwochabend", "donnerstagabend":
			part = "abends"
		case "nachmittag", "nachmittags":
			part = "nachmittags"
		case "morgen", "morgens", "früh", "vormittag", "vormittags":
			morning = true
		case "nacht", "nachts", "mittag", "mittags":
			loose = true
		}
	}
	if morning || loose {
		return "", loose || part != ""
	}
	return part, false
}

// partOfDay returns the hour of 24 that an hour is in a part of the day; ok if the word is one.
func partOfDay(hour int, word string) (of24 int, ok bool) {
	switch word {
	case "morgens", "früh", "vormittags":
		return hour, true
	case "mittags":
		if hour < 10 {
			return hour + 12, true
		}
		return hour, true
	case "nachmittags":
		if hour > 0 && hour < 8 {
			return hour + 12, true
		}
		return hour, true
	case "abends":
		if hour > 3 && hour < 12 {
			return hour + 12, true
		}
		return hour, true
	case "nachts":
		switch {
		case hour == 12:
			return 0, true
		case hour >= 6 && hour < 12:
			return hour + 12, true
		}
		return hour, true
	}
	return hour, false
}

// spanBefore returns the clock that opens the span of time that c ends, as in "von 10 bis 18 Uhr", "9–17 Uhr" and "zwischen 8.30 und 9 Uhr".
func spanBefore(text string, c clock) []clock {
	before := strings.TrimRightFunc(text[:c.Start], unicode.IsSpace)
	short := ""
	for _, join := range []string{"bis", "und", "oder", "–", "-"} {
		if strings.HasSuffix(before, join) {
			short = before[:len(before)-len(join)]
			break
		}
	}
	if short == "" {
		return nil
	}
	open, ok := clockNumber(strings.TrimRightFunc(short, unicode.IsSpace))
	if !ok || open.hour == 24 {
		return nil
	}
	open.loose = c.loose
	open.opens = true
	return []clock{open}
}

// minutesInFront writes "20 Uhr 15" as "20:15 Uhr", which is what models have read.
func minutesInFront(text string) []change {
	var changes []change
	for _, c := range clocks(text) {
		hour, minutes, ok := strings.Cut(text[c.Start:c.End], "Uhr")
		if minutes = strings.TrimSpace(minutes); !ok || minutes == "" {
			continue
		}
		hour = strings.TrimSpace(hour)
		changes = append(changes, change{c.Start + len(hour), c.End, fmt.Sprintf(":%02s Uhr", minutes)})
	}
	return changes
}

// A reading is a time of day, or what may be one, in an English text.
type reading struct {
	start, end   int
	hour, minute int
	half         string // "am", "pm", "noon", "midnight" or nothing
	shared       string // the half of the one that follows it in a span
	timely       bool   // it can hardly be anything else
	odd          bool   // it is no English, whatever the number
	used         bool
}

// times matches times of day, and any number of up to two digits.
var times = regexp.MustCompile(`(?i)\b(?:(\d{1,2})(?:[:.](\d\d))?(?:[ \x{a0}]?(a\.m\.|p\.m\.|[ap]m\b|o['’]clock\b|hours\b|h\b|noon\b|clock\b|uhr\b))?|(?:12 )?(noon|midday|midnight)\b)`)

// spans matches what stands between the ends of a span of time.
var spans = regexp.MustCompile(`^ ?(to|until|till|and|or|[-–—]) ?$`)

// readings finds the times in an English text.
func readings(text string) []reading {
	var list []reading
	for _, m := range times.FindAllStringSubmatchIndex(text, -1) {
		r := reading{start: m[0], end: m[1]}
		if m[8] >= 0 {
			r.timely, r.half = true, "noon"
			if strings.EqualFold(text[m[8]:m[9]], "midnight") {
				r.half = "midnight"
			}
		} else {
			if m[0] > 0 && strings.ContainsRune("0123456789.,:", rune(text[m[0]-1])) || m[1] < len(text) && text[m[1]] >= '0' && text[m[1]] <= '9' {
				continue
			}
			if m[1]+1 < len(text) && (text[m[1]] == ',' || text[m[1]] == '.' || text[m[1]] == ':') && text[m[1]+1] >= '0' && text[m[1]+1] <= '9' {
				continue
			}
			if rest := text[m[1]:]; strings.HasPrefix(rest, "-") && leadingWord(rest[1:]) != "" {
				continue // a 24-hour service
			}
			r.hour, _ = strconv.Atoi(text[m[2]:m[3]])
			if m[4] >= 0 {
				r.minute, _ = strconv.Atoi(text[m[4]:m[5]])
				r.timely = text[m[4]-1] == ':'
			}
			if m[6] >= 0 {
				r.timely = true
				switch word := strings.ToLower(text[m[6]:m[7]]); word[0] {
				case 'a':
					r.half = "am"
				case 'p':
					r.half = "pm"
				case 'n':
					r.half = "noon"
				case 'c', 'u':
					r.odd = true
				}
			}
		}
		if n := len(list); n > 0 && list[n-1].half == "" && spans.MatchString(text[list[n-1].end:r.start]) {
			list[n-1].shared = r.half
		}
		list = append(list, r)
	}
	return list
}

// is reports whether a reading says what a clock says. later: the English text tells in words that it is after noon.
func (r reading) is(c clock, later bool) bool {
	if r.half == "noon" || r.half == "midnight" {
		hour := 12
		if r.half == "midnight" {
			hour = 0
		}
		return c.minute == 0 && c.hour%24 == hour
	}
	if r.minute != c.minute || r.odd {
		return false
	}
	in12 := func(half string) bool {
		if r.hour < 1 || r.hour > 12 {
			return false
		}
		hour := r.hour % 12
		if half == "pm" {
			hour += 12
		}
		return hour == c.hour%24 || c.loose && c.hour < 12 && hour == c.hour+12
	}
	if r.half != "" {
		return in12(r.half)
	}
	if r.hour == c.hour || r.hour == 24 && c.hour == 0 || r.hour == 0 && c.hour == 24 {
		return true
	}
	return (later || r.shared == "pm") && in12("pm")
}

// near reports whether a reading says what a clock says but for the half of the day.
func (r reading) near(c clock) bool {
	return r.half != "noon" && r.half != "midnight" && r.minute == c.minute && r.hour%12 == c.hour%12
}

// mendClocks corrects the times in a draft and returns those that it does not show.
func mendClocks(source string, d *draft, list []clock) []demand {
	d.change(doubleStops(d.text.String()))
	text := d.text.String()
	found := readings(text)
	lower := strings.ToLower(text)
	later := strings.Contains(lower, "evening") || strings.Contains(lower, "afternoon") || strings.Contains(lower, "night") && !strings.Contains(lower, "midnight")
	m := mending{text: text, clocks: list, readings: found, answer: make([]*reading, len(list)), stop: strings.HasSuffix(strings.TrimRight(source, `"'“”’‘«»)`), ".")}
	m.match(func(r *reading, c clock) bool { return r.timely && r.is(c, later) })
	m.match(func(r *reading, c clock) bool { return r.timely && r.near(c) && m.put(r, c) })
	m.match(func(r *reading, c clock) bool { return r.is(c, later) })
	m.match(func(r *reading, c clock) bool { return (r.near(c) || r.hour == c.hour && r.timely) && m.put(r, c) })
	timely, open := 0, 0
	for k := range found {
		if found[k].timely && !found[k].used {
			timely++
		}
	}
	for _, r := range m.answer {
		if r == nil {
			open++
		}
	}
	if timely == open {
		m.match(func(r *reading, c clock) bool { return r.timely && m.put(r, c) })
	}
	if slices.Contains(m.answer, nil) {
		// What is right now might not be when the text is translated again.
		var missing []demand
		for _, c := range list {
			missing = append(missing, demand{c.Range, c.english()})
		}
		return missing
	}
	// A bare number over twelve is better told.
	for i, r := range m.answer {
		if !r.timely && r.hour > 12 && !m.changed(r) && standsOnce(source, text[r.start:r.end]) && standsOnce(text, text[r.start:r.end]) {
			m.put(r, list[i])
		}
	}
	// "9–5 p.m." would say nine in the evening.
	for i := 0; i+1 < len(list); i++ {
		r, next := m.answer[i], m.answer[i+1]
		if list[i].opens && r.half == "" && list[i].hour < 12 && list[i+1].hour >= 12 && !m.changed(r) && (next.half == "pm" || next.half == "noon" || m.changed(next)) {
			m.put(r, list[i])
		}
	}
	sortChanges(m.changes)
	d.change(m.changes)
	return nil
}

// A mending finds out which times of an English text stand for which clocks of its source, and corrects them.
type mending struct {
	text     string
	clocks   []clock
	readings []reading
	answer   []*reading // to each clock; nil as long as there is none
	changes  []change
	stop     bool // the source ends in a full stop
}

// match gives each clock without an answer the first reading without a clock that fits.
func (m *mending) match(fits func(*reading, clock) bool) {
	for i, c := range m.clocks {
		for k := range m.readings {
			if r := &m.readings[k]; m.answer[i] == nil && !r.used && fits(r, c) {
				r.used, m.answer[i] = true, r
			}
		}
	}
}

// put writes a clock in the place of a reading. It reports true.
func (m *mending) put(r *reading, c clock) bool {
	end, to := r.end, c.english()
	if rest := m.text[end:]; strings.HasSuffix(to, ".") && strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, "..") {
		end++ // one full stop for both
	} else if m.stop && strings.HasSuffix(m.text[:end], ".") && !strings.HasSuffix(to, ".") && strings.Trim(rest, `"'”’)`) == "" {
		end-- // it ended the sentence, too
	}
	m.changes = append(m.changes, change{r.start, end, to})
	return true
}

// changed reports whether a reading is replaced.
func (m *mending) changed(r *reading) bool {
	return slices.ContainsFunc(m.changes, func(c change) bool { return c.start == r.start })
}

// doubleStops takes the full stop of the sentence away after that of "p.m.".
func doubleStops(text string) []change {
	var changes []change
	for at := 0; ; {
		i := strings.Index(text[at:], ".m..")
		if i < 0 {
			return changes
		}
		if at += i + len(".m."); !strings.HasPrefix(text[at:], "..") {
			changes = append(changes, change{at, at + 1, ""})
		}
	}
}

// standsOnce reports whether a number stands in a text once.
func standsOnce(text, number string) bool { return strings.Count(text, number) == 1 }

package marian

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/offset"
)

// German counts the hours of a day to 24 (13 Uhr), and models are not good at sums. For each time of day that a
// German text gives with "Uhr", the English translation holds the same time, of 24 or of 12 hours: a wrong one is
// corrected where it can be told which one is meant, else the text is translated again around the time.

// A clock is a time of day in a German text.
type clock struct {
	offset.Span
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
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	if start > 0 && (unicode.IsLetter(before) || before == ',') {
		return c, false
	}
	c.Span = offset.Span{Start: start, End: len(text)}
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

// clocks finds the times of day in a German text: "13 Uhr", "18.30 Uhr", "20 Uhr 15", and both ends of "8 bis 18
// Uhr". A part of the day behind it counts for the hour: "8 Uhr abends".
func clocks(text string) []clock {
	var list []clock
	part, loose := dayOf(text)
	for at := 0; ; {
		i := strings.IndexByte(text[at:], 'U')
		if i < 0 {
			return list
		}
		word := at + i
		at = word + 1
		if !strings.HasPrefix(text[word:], "Uhr") && !strings.HasPrefix(text[word:], "UHR") {
			continue
		}
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
		ahead := tail(text[:c.Start])
		if relative.MatchString(ahead) {
			continue // it is not the time that is told
		}
		if minute, size := minuteAfter(text[at:]); size > 0 && c.minute == 0 && c.End-c.Start <= 2 {
			c.minute, end = minute, at+size
		}
		c.End = end
		if c.hour, ok = partOfDay(c.hour, leadingWord(strings.TrimLeftFunc(text[end:], unicode.IsSpace))); !ok {
			if c.hour, ok = partOfDay(c.hour, partAhead(ahead)); !ok {
				c.loose = loose
				c.hour, _ = partOfDay(c.hour, part)
			}
		}
		spans := spanBefore(text, c)
		list = append(append(list, spans...), c)
		at = end
	}
}

// tail returns as much of the end of a text as may belong to the time behind it.
func tail(text string) string {
	const most = 96
	start := max(0, len(text)-most)
	for start < len(text) && !utf8.RuneStart(text[start]) {
		start++
	}
	return text[start:]
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

// dayOf returns the part of the day that a whole text is about, as far as it says so: "abends" or "nachmittags", else
// "". loose: times may be of either half of the day.
func dayOf(text string) (part string, loose bool) {
	morning := false
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		switch strings.ToLower(w) {
		case "abend", "abends", "montagabend", "dienstagabend", "mittwochabend", "donnerstagabend", "freitagabend",
			"samstagabend", "sonntagabend":
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

// relative matches what stands before a full hour where another time is meant: "fünf vor", "Viertel nach", "halb".
var relative = regexp.MustCompile(`(?i)(?:(?:\d|viertel|fünf|zehn|zwanzig|minuten?) (?:vor|nach)|halb|viertel)\s$`)

// ahead matches the part of the day that stands before a time, and words between them.
var ahead = regexp.MustCompile(`([\p{L}]+)(?:,? (?:um|gegen|ab|bis|nach|vor|ca\.|etwa|kurz|erst|schon|so))+\s$`)

// partAhead returns the part of the day that stands before a time: "am Abend um", "Montagabend gegen". It may be no
// part of the day.
func partAhead(text string) string {
	m := ahead.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	word := m[1]
	switch lower := strings.ToLower(word); {
	case word == "Morgen" || lower == "morgens": // morgen is tomorrow
		return "morgens"
	case lower == "vormittag":
		return "vormittags"
	case strings.HasSuffix(lower, "nachmittag"):
		return "nachmittags"
	case strings.HasSuffix(lower, "abend") && lower != "sonnabend":
		return "abends"
	case strings.HasSuffix(lower, "nacht"):
		return "nachts"
	default:
		return lower
	}
}

// joined matches the end of a text before the second of two times; the groups are a dash or what stands for one, and
// other words.
var joined = regexp.MustCompile(`\s?(?:(bis|–|-)|(und|oder|u\.)|(,|/))\s?(?:(?:ca\.|etwa|rund)\s)?$`)

// spanBefore returns the clocks that "Uhr" stands for as well: the other end of a span of time (von 10 bis 18 Uhr,
// 9–17 Uhr) and other spans and times before it (8–12 und 14–18 Uhr, um 8 und 9 Uhr). After a comma only a span
// counts.
func spanBefore(text string, c clock) []clock {
	var list []clock
	for last := c; ; {
		before := tail(text[:last.Start])
		m := joined.FindStringSubmatchIndex(before)
		if m == nil {
			break
		}
		open, ok := clockNumber(text[:last.Start-len(before)+m[0]])
		if !ok || open.hour == 24 {
			break
		}
		if comma := m[6] >= 0; comma {
			if n := joined.FindStringSubmatchIndex(tail(text[:open.Start])); n == nil || n[2] < 0 {
				break
			}
		}
		open.loose, open.opens = c.loose, m[2] >= 0
		list = append(list, open)
		last = open
	}
	slices.Reverse(list)
	return list
}

// compounds matches a time that is the first part of a word.
var compounds = regexp.MustCompile(`\b(\d{1,2}(?:[.:]\d\d)?)-Uhr-(\p{Lu}\p{L}+)`)

// minutesInFront writes "20 Uhr 15" as "20:15 Uhr", which is what models have read, and "die 20-Uhr-Nachrichten" as
// "die Nachrichten um 20 Uhr".
func minutesInFront(text string) []change {
	var changes []change
	for _, m := range compounds.FindAllStringSubmatchIndex(text, -1) {
		changes = append(changes, change{m[0], m[1], text[m[4]:m[5]] + " um " + text[m[2]:m[3]] + " Uhr"})
	}
	for _, c := range clocks(text) {
		hour, minutes, ok := strings.Cut(text[c.Start:c.End], "Uhr")
		if minutes = strings.TrimSpace(minutes); !ok || minutes == "" {
			continue
		}
		hour = strings.TrimSpace(hour)
		changes = append(changes, change{c.Start + len(hour), c.End, fmt.Sprintf(":%02s Uhr", minutes)})
	}
	sortChanges(changes)
	return changes
}

package marian

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Abbreviated weekdays and months (Mo, Di, Jan.) look like parts of words to a model. A German text that consists of
// nothing but calendar words, numbers and signs is translated by a table. In other texts they are written out for the
// model where what stands beside them shows that they are meant: another weekday, a date, a time.

// A day is a calendar word: a weekday or a month, German and English.
type day struct {
	weekday, month string // German, in full; one of them is empty
	english        string // as long as the German one: Mo = Mon, Montag = Monday
}

// calendar holds the calendar words by their German forms, without a full stop.
var calendar = func() map[string]day {
	m := map[string]day{}
	for _, w := range [][3]string{
		{"Montag", "Mo", "Monday"}, {"Dienstag", "Di", "Tuesday"}, {"Mittwoch", "Mi", "Wednesday"},
		{"Donnerstag", "Do", "Thursday"}, {"Freitag", "Fr", "Friday"}, {"Samstag", "Sa", "Saturday"},
		{"Sonntag", "So", "Sunday"}, {"Sonnabend", "Sbd", "Saturday"},
	} {
		m[w[0]] = day{weekday: w[0], english: w[2]}
		m[w[1]] = day{weekday: w[0], english: w[2][:3]}
	}
	for _, w := range [][3]string{
		{"Januar", "Jan Jän", "January"}, {"Februar", "Feb Febr", "February"}, {"März", "Mrz Mär", "March"},
		{"April", "Apr", "April"}, {"Mai", "", "May"}, {"Juni", "Jun", "June"}, {"Juli", "Jul", "July"},
		{"August", "Aug", "August"}, {"September", "Sep Sept", "September"}, {"Oktober", "Okt", "October"},
		{"November", "Nov", "November"}, {"Dezember", "Dez", "December"},
	} {
		m[w[0]] = day{month: w[0], english: w[2]}
		for short := range strings.FieldsSeq(w[1]) {
			m[short] = day{month: w[0], english: w[2][:3]}
		}
	}
	return m
}()

// short reports whether a German calendar word is an abbreviation.
func (d day) short(word string) bool { return word != d.weekday && word != d.month }

// abbreviation returns the length of the calendar word that a text starts with, abbreviated or not; 0 if there is none.
func abbreviation(text string) int {
	if len(text) < 2 || !strings.Contains("DFMSJANO", text[:1]) {
		return 0
	}
	const longest = len("September")
	n := 0
	for i, r := range text {
		if !unicode.IsLetter(r) {
			break
		}
		if n = i + utf8.RuneLen(r); n > longest {
			return 0
		}
	}
	if _, ok := calendar[text[:n]]; !ok {
		return 0
	}
	return n
}

// calendarOnly translates a text of calendar words, numbers and signs. It returns nil for any other text: a lone "So"
// is a weekday, "So." a word.
func calendarOnly(text string) []change {
	var changes []change
	abbreviated := map[string]bool{}
	days := 0
	number := false // a number and a full stop stand before
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r):
			word := leadingWord(text[i:])
			n = len(word)
			d, ok := calendar[word]
			switch {
			case word == "bis" && days > 0:
				changes = append(changes, change{i, i + n, "to"})
			case (word == "und" || word == "u") && days > 0:
				changes = append(changes, change{i, i + n, "and"})
			case ok:
				days++
				abbreviated[word] = true
				if number && d.month != "" { // 12. Mai, 12 May
					at := strings.LastIndexByte(text[:i], '.')
					changes = append(changes, change{at, at + 1, ""})
				}
				changes = append(changes, change{i, i + n, d.english})
			default:
				return nil
			}
			number = false
		case r == '.':
			number = i > 0 && text[i-1] >= '0' && text[i-1] <= '9'
		case unicode.IsSpace(r):
		case unicode.IsDigit(r) || strings.ContainsRune(",/-–—|·&+;:()'’", r):
			number = false
		default:
			return nil
		}
		i += n
	}
	if days == 0 || len(abbreviated) == 1 && abbreviated["So"] && text != "So" {
		return nil
	}
	return changes
}

// dayPrepositions are words before a weekday.
var dayPrepositions = set("am Am ab Ab vom Vom zum Zum jeden Jeden bis Bis")

// dayJoints are words between two weekdays.
var dayJoints = set("bis und oder")

// spellCalendar writes abbreviated weekdays and months out, and a dash between two weekdays as a word.
func spellCalendar(text string) []change {
	list := words(nil, text)
	at := func(i int) string {
		if i < 0 || i >= len(list) {
			return ""
		}
		return text[list[i].start:list[i].end]
	}
	// beside returns the word before or after one, over signs and the words that join two days.
	beside := func(i, step int) int {
		for i += step; i >= 0 && i < len(list); i += step {
			w := at(i)
			if list[i].letters && !dayJoints[w] || !list[i].letters && strings.Trim(w, ".,–-/&+") != "" {
				break
			}
		}
		return i
	}
	// meant reports whether the calendar word is meant by what stands beside it.
	meant := func(i int, d day, stop bool) bool {
		before, after := beside(i, -1), beside(i, 1)
		if d.month != "" {
			return before >= i-2 && (isNumber(at(before)) || calendar[at(before)].month != "") ||
				after <= i+2 && (isYear(at(after)) || calendar[at(after)].month != "")
		}
		return calendar[at(before)].weekday != "" || calendar[at(after)].weekday != "" ||
			dayPrepositions[at(i-1)] && (stop || at(i) != "So") ||
			isNumber(at(after)) && (stop || at(i+1) == "," || strings.Contains(text[list[i].end:], " Uhr"))
	}
	var found []int // short calendar words
	sure := false   // one of them is a weekday
	for i, w := range list {
		word := at(i)
		first, last, span := strings.Cut(word, "-")
		if span { // Mo-Fr is one word
			if calendar[first].weekday != "" && calendar[last].weekday != "" {
				found, sure = append(found, i), true
			}
			continue
		}
		if d, ok := calendar[word]; ok && d.short(word) {
			found = append(found, i)
			sure = sure || d.weekday != "" && meant(i, d, strings.HasPrefix(text[w.end:], "."))
		}
	}
	var changes []change
	for _, i := range found {
		w, word := list[i], at(i)
		if first, last, span := strings.Cut(word, "-"); span {
			to := calendar[first].weekday + " bis " + calendar[last].weekday
			changes = append(changes, change{w.start, w.end, to})
			continue
		}
		d := calendar[word]
		stop := strings.HasPrefix(text[w.end:], ".") && w.end+1 < len(text)
		if !meant(i, d, stop) {
			madam := word == "Fr" && stop && title(at(i+2)) == at(i+2) // "Fr." is a title, too
			if !sure || d.weekday == "" || word == "So" && i == 0 || madam {
				continue
			}
		}
		if stop {
			w.end++
		}
		to := d.weekday + d.month
		if n := dashLength(text[w.end:]); d.weekday != "" && n > 0 &&
			calendar[leadingWord(text[w.end+n:])].weekday != "" {
			w.end += n
			to += " bis "
		}
		changes = append(changes, change{w.start, w.end, to})
	}
	return changes
}

// dashLength returns the length of a dash with or without blanks around it that a text starts with.
func dashLength(text string) int {
	rest := strings.TrimLeft(text, " ")
	for _, dash := range []string{"–", "-", "—"} {
		if after, ok := strings.CutPrefix(rest, dash); ok {
			return len(text) - len(strings.TrimLeft(after, " "))
		}
	}
	return 0
}

// leadingWord returns the letters that a text starts with.
func leadingWord(text string) string {
	if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		return text[:i]
	}
	return text
}

// isNumber reports whether a word is a number of one or two digits, alone or with others after it: 9, 12, 8.30.
func isNumber(word string) bool {
	digits := len(word) - len(strings.TrimLeft(word, "0123456789"))
	return digits == 1 || digits == 2
}

// isYear reports whether a word is a number of four digits.
func isYear(word string) bool { return len(word) == 4 && strings.Trim(word, "0123456789") == "" }

// calendarSegments are the segments of a text that is translated by the table, with a link for each word.
func calendarSegments(text mapped, changes []change) []segment {
	var list []segment
	add := func(start, end int, to string) {
		if to != "" {
			list = append(list, segment{verbatim: to, start: text.from[start], end: text.from[end]})
		}
	}
	at := 0
	for _, c := range changes {
		if part := strings.TrimSpace(text.text[at:c.start]); part != "" {
			p := text.slice(at, c.start)
			list = append(list, segment{verbatim: part, start: p.from[0], end: p.from[len(p.text)]})
		}
		add(c.start, c.end, c.text)
		at = c.end
	}
	if p := text.slice(at, len(text.text)); p.text != "" {
		list = append(list, segment{verbatim: p.text, start: p.from[0], end: p.from[len(p.text)]})
	}
	return list
}

// englishDates writes the dates of a translation that kept the full stop of German ones: "on the 5. October" becomes
// "on 5 October".
func englishDates(text string) []change {
	var changes []change
	for i := range occurrences(text, ". ") {
		month := leadingWord(text[i+len(". "):])
		number := text[:i]
		number = number[len(strings.TrimRight(number, "0123456789")):]
		if _, ok := upTo(number, 31); ok && englishMonths[month] && !within(text, i-len(number), i) {
			if start := i - len(number); strings.HasSuffix(text[:start], " the ") {
				changes = append(changes, change{start - len("the "), start, ""})
			}
			changes = append(changes, change{i, i + 1, ""})
		}
	}
	return changes
}

// englishMonths are the names of months.
var englishMonths = set("January February March April May June July August September October November December")

package marian

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What an English text says of the times of day in its source: see clock.go.

// A reading is a time of day, or what may be one, in an English text.
type reading struct {
	start, end   int
	hour, minute int
	half         string // "am", "pm", "noon", "midnight" or nothing
	shared       string // the half of the one that follows it in a span
	timely       bool   // it can hardly be anything else
	odd          bool   // it is not English, whatever the number
	used         bool
}

// times matches times of day, and any number of up to two digits.
var times = regexp.MustCompile(
	`(?i)\b(?:(\d{1,2})(?:[:.](\d\d))?` +
		`(?:[ \x{a0}]?(a\.m\.|p\.m\.|[ap]m\b|o['’]clock\b|hours\b|h\b|noon\b|clock\b|uhr\b))?` +
		`|(?:12 )?(noon|midday|midnight)\b)`,
)

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
			rest := text[m[1]:]
			if m[0] > 0 && strings.ContainsRune("0123456789.,:", rune(text[m[0]-1])) || startsNumber(rest) {
				continue
			}
			if rest != "" && strings.Contains(",.:", rest[:1]) && startsNumber(rest[1:]) {
				continue
			}
			if strings.HasPrefix(rest, "-") && leadingWord(rest[1:]) != "" {
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

// startsNumber reports whether a text starts with a digit.
func startsNumber(text string) bool { return text != "" && text[0] >= '0' && text[0] <= '9' }

// is reports whether a reading and a clock are the same time. later: the English text tells in words that it is after
// noon.
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

// near reports whether a reading and a clock are the same time but for the half of the day.
func (r reading) near(c clock) bool {
	return r.half != "noon" && r.half != "midnight" && r.minute == c.minute && r.hour%12 == c.hour%12
}

// mendClocks corrects the times in a draft and returns those that it does not show.
func mendClocks(source string, d *draft, list []clock) []demand {
	d.change(doubleStops(d.text.String()))
	text := d.text.String()
	found := readings(text)
	lower := strings.ToLower(text)
	later := strings.Contains(lower, "evening") || strings.Contains(lower, "afternoon") ||
		strings.Contains(lower, "night") && !strings.Contains(lower, "midnight")
	m := mending{
		text:     text,
		clocks:   list,
		readings: found,
		answer:   make([]*reading, len(list)),
		stop:     strings.HasSuffix(strings.TrimRight(source, `"'“”’‘«»)`), "."),
	}
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
			missing = append(missing, demand{c.Span, c.english()})
		}
		return missing
	}
	// A bare number over twelve is better told.
	for i, r := range m.answer {
		if !r.timely && r.hour > 12 && !m.changed(r) && standsOnce(source, text[r.start:r.end]) &&
			standsOnce(text, text[r.start:r.end]) {
			m.put(r, list[i])
		}
	}
	// "9–5 p.m." would say nine in the evening.
	for i := 0; i+1 < len(list); i++ {
		r, next := m.answer[i], m.answer[i+1]
		if list[i].opens && r.half == "" && list[i].hour < 12 && list[i+1].hour >= 12 && !m.changed(r) &&
			(next.half == "pm" || next.half == "noon" || m.changed(next)) {
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
	rest, stopped := m.text[end:], strings.HasSuffix(to, ".")
	if stopped && strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, "..") {
		end++ // one full stop for both
	} else if m.stop && strings.HasSuffix(m.text[:end], ".") && !stopped && strings.Trim(rest, `"'”’)`) == "" {
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

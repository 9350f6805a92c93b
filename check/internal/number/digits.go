package number

import (
	"hash/fnv"
	"strconv"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/check/internal/word"
	"github.com/satzpaar/satzpaar/offset"
)

// A chain is digits and what joins them: "2.200,5", "14:30", "21.12.2014".
type chain struct {
	start, end int
	seps       [8]byte // seps[i] stands before group i+1
	groups     [9][2]int
	n          int // groups
}

// scanChain reads the chain that starts at the digit s[i].
func scanChain(s string, i int) chain {
	c := chain{start: i}
	for {
		j := i
		for j < len(s) && word.IsDigit(s[j]) {
			j++
		}
		c.groups[c.n] = [2]int{i, j}
		c.n++
		c.end = j
		if c.n == len(c.groups) || j >= len(s) {
			return c
		}
		sep, width := joint(s, j)
		if width == 0 || j+width >= len(s) || !word.IsDigit(s[j+width]) || !c.takes(s, sep, j+width) {
			return c
		}
		c.seps[c.n-1] = sep
		i = j + width
	}
}

// joint returns what may join digits at s[j], any kind of space as a plain one and any apostrophe as the straight one,
// and its width in bytes.
func joint(s string, j int) (byte, int) {
	switch b := s[j]; {
	case b == '.' || b == ',' || b == ':' || b == '/' || b == '-' || b == ' ' || b == '\'':
		return b, 1
	case b >= utf8.RuneSelf:
		switch r, w := utf8.DecodeRuneInString(s[j:]); r {
		case '\u00a0', '\u202f', '\u2009':
			return ' ', w
		case '’':
			return '\'', w
		case '–':
			return '-', w
		}
	}
	return 0, 0
}

// takes reports whether the chain goes on with sep and the digits at s[i].
func (c *chain) takes(s string, sep byte, i int) bool {
	last := c.groups[c.n-1][1] - c.groups[c.n-1][0]
	j := i
	for j < len(s) && word.IsDigit(s[j]) {
		j++
	}
	next := j - i
	switch sep {
	case ' ', '\'':
		first := c.groups[0][1] - c.groups[0][0]
		return next == 3 && first <= 3 && (c.n == 1 || last == 3 && c.seps[c.n-2] == sep) && s[c.groups[0][0]] != '0'
	case '/':
		return c.n == 1 && (last <= 2 && next <= 2 || last == 4 && next == 2) ||
			c.n == 2 && c.seps[0] == '/' && (next == 2 || next == 4)
	case '-':
		if c.n == 1 {
			return last == 4 && next == 2
		}
		return c.n == 2 && c.seps[0] == '-' && next == 2 && c.groups[0][1]-c.groups[0][0] == 4
	}
	return c.n == 1 || c.seps[0] != '/' && c.seps[0] != '-' && (c.seps[0] != ' ' || sep == '.' || sep == ',')
}

func (c *chain) group(s string, i int) string { return s[c.groups[i][0]:c.groups[i][1]] }

func (c *chain) int(s string, i int) float64 {
	v, _ := strconv.ParseFloat(c.group(s, i), 64)
	return v
}

// decimal joins whole groups [from, mid) as thousands and group mid, if it is below the number of groups, as decimals.
func (c *chain) decimal(s string, from, mid, end int) float64 {
	var buf [40]byte
	b := buf[:0]
	for i := from; i < mid; i++ {
		b = append(b, c.group(s, i)...)
	}
	if mid < end {
		b = append(append(b, '.'), c.group(s, mid)...)
	}
	v, _ := strconv.ParseFloat(string(b), 64)
	return v
}

// grouped reports whether groups [from, to) look like thousands joined by sep.
func (c *chain) grouped(s string, from, to int, sep byte) bool {
	if n := len(c.group(s, from)); to-from < 2 || n > 3 || s[c.groups[from][0]] == '0' {
		return false
	}
	for i := from + 1; i < to; i++ {
		if c.seps[i-1] != sep || len(c.group(s, i)) != 3 {
			return false
		}
	}
	return true
}

// plain reads groups [from, to) as one number with these separators, if they are one.
func (c *chain) plain(s string, from, to int, decimal, thousands byte) (float64, bool) {
	switch {
	case to-from == 1:
		return c.int(s, from), true
	case c.grouped(s, from, to, thousands), c.grouped(s, from, to, ' '), c.grouped(s, from, to, '\''):
		return c.decimal(s, from, to, to), true
	case c.seps[to-2] == decimal:
		if to-from == 2 || c.grouped(s, from, to-1, thousands) || c.grouped(s, from, to-1, ' ') ||
			c.grouped(s, from, to-1, '\'') {
			return c.decimal(s, from, to-1, to), true
		}
	}
	return 0, false
}

// read fills q with what c may mean.
func (c *chain) read(s string, l *language, q *Quantity) {
	q.Span = offset.Span{Start: c.start, End: c.end}
	q.Strength = Strong
	if c.n == 1 {
		if len(c.group(s, 0)) > 15 {
			c.readCode(s, q)
			return
		}
		q.addNumber(c.int(s, 0))
		return
	}
	switch c.seps[0] {
	case '/':
		c.readSlash(s, q)
		return
	case '-':
		c.readHyphen(s, q)
		return
	}
	for i := range c.n - 1 {
		if c.seps[i] == ':' {
			c.readColon(s, l, q)
			return
		}
	}
	a, b := c.int(s, 0), c.int(s, 1)
	v, ok := c.plain(s, 0, c.n, l.Decimal, l.Thousands)
	if ok {
		q.addNumber(v)
	}
	if c.seps[0] == ' ' && c.n <= 3 { // two or three numbers side by side
		var atoms [3]atom
		for i := range c.n {
			atoms[i] = atom{number, c.int(s, i)}
		}
		q.add(atoms[:c.n]...)
	}
	if c.seps[0] == '.' {
		if c.n == 2 && a < 24 && len(c.group(s, 1)) == 2 && b < 60 {
			q.add(timeOf(a, b))
		}
		if l.DayFirst {
			c.readDate(s, q)
		}
	}
	if other, isOther := c.plain(s, 0, c.n, l.Thousands, l.Decimal); isOther {
		switch {
		case !ok:
			q.addNumber(other)
			q.ForeignGrouping = !l.DayFirst
		case l.lenient && c.grouped(s, 0, c.n, l.Decimal): // 10,000 in a German text
			q.addNumber(other)
		}
	}
	if !ok {
		c.readList(s, q)
	}
}

// readDate reads 21.12. and 21.12.2014.
func (c *chain) readDate(s string, q *Quantity) {
	d, m := c.int(s, 0), c.int(s, 1)
	if c.n > 3 || d < 1 || d > 31 || m < 1 || m > 12 || len(c.group(s, 0)) > 2 || len(c.group(s, 1)) > 2 {
		return
	}
	if c.n == 2 {
		q.add(atom{number, d}, atom{month, m})
		return
	}
	c.withYear(s, q, d, m)
}

// withYear adds the date of d and m with group 2 as year, which may have two digits.
func (c *chain) withYear(s string, q *Quantity, d, m float64) {
	y := c.int(s, 2)
	q.add(atom{number, d}, atom{month, m}, atom{number, y})
	if len(c.group(s, 2)) == 2 {
		q.add(atom{number, d}, atom{month, m}, atom{number, 2000 + y})
		q.add(atom{number, d}, atom{month, m}, atom{number, 1900 + y})
	}
}

// readSlash reads 12/21, 1/4 and 1994/95.
func (c *chain) readSlash(s string, q *Quantity) {
	a, b := c.int(s, 0), c.int(s, 1)
	if c.n > 2 {
		if a <= 31 && b >= 1 && b <= 12 {
			c.withYear(s, q, a, b)
		}
		if b <= 31 && a >= 1 && a <= 12 {
			c.withYear(s, q, b, a)
		}
		q.add(atom{number, a}, atom{number, b}, atom{number, c.int(s, 2)})
		return
	}
	if len(c.group(s, 0)) == 4 {
		c.years(s, q, a, b)
		return
	}
	q.add(atom{number, a}, atom{number, b})
	if b != 0 {
		q.addNumber(a / b)
	}
	if a <= 31 && b >= 1 && b <= 12 {
		q.add(atom{number, a}, atom{month, b})
	}
	if b <= 31 && a >= 1 && a <= 12 {
		q.add(atom{number, b}, atom{month, a})
	}
}

// years adds 1994/95 as two years.
func (c *chain) years(s string, q *Quantity, a, b float64) {
	q.add(atom{number, a}, atom{number, a - float64(int(a)%100) + b})
	q.add(atom{number, a}, atom{number, b})
}

// readHyphen reads 2014-12-21 and 1994-95.
func (c *chain) readHyphen(s string, q *Quantity) {
	a, b := c.int(s, 0), c.int(s, 1)
	if c.n == 2 {
		c.years(s, q, a, b)
		return
	}
	q.add(atom{number, a}, atom{month, b}, atom{number, c.int(s, 2)})
	q.add(atom{number, a}, atom{number, b}, atom{number, c.int(s, 2)})
}

// readColon reads 14:30, 1:0 and 3:32,5.
func (c *chain) readColon(s string, l *language, q *Quantity) {
	if c.n == 2 && c.int(s, 0) <= 24 && len(c.group(s, 1)) == 2 && c.int(s, 1) < 60 {
		q.add(timeOf(c.int(s, 0), c.int(s, 1)))
	}
	var atoms [3]atom
	n, from := 0, 0
	for i := 1; i <= c.n; i++ {
		if i < c.n && c.seps[i-1] != ':' {
			continue
		}
		v, ok := c.plain(s, from, i, l.Decimal, l.Thousands)
		if !ok {
			v, ok = c.plain(s, from, i, l.Thousands, l.Decimal)
		}
		if !ok || n == len(atoms) {
			c.readCode(s, q)
			return
		}
		atoms[n] = atom{number, v}
		n++
		from = i
	}
	q.add(atoms[:n]...)
}

// readList reads 3.2.1 as a name, or as numbers that are close together.
func (c *chain) readList(s string, q *Quantity) {
	if c.n <= 3 {
		var atoms [3]atom
		for i := range c.n {
			atoms[i] = atom{number, c.int(s, i)}
		}
		q.add(atoms[:c.n]...)
	}
	c.readCode(s, q)
}

func (c *chain) readCode(s string, q *Quantity) {
	h := fnv.New32a()
	for i := range c.n {
		h.Write([]byte(c.group(s, i)))
		h.Write([]byte{'.'})
	}
	q.add(atom{code, float64(h.Sum32())})
}

// timeOf returns the atom of a time of day. Below 13 hours it is open which half of the day is meant.
func timeOf(hour, minute float64) atom {
	if hour >= 13 {
		return atom{clock24, hour*60 + minute}
	}
	return atom{clock, hour*60 + minute}
}

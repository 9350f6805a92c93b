package document

import "strings"

// number returns the value of a short number in digits, or 0.
func number(word string) int {
	n := 0
	if digits(word) == 0 || len(word) > 3 {
		return 0
	}
	for i := range len(word) {
		n = 10*n + int(word[i]-'0')
	}
	return n
}

// itemAt returns the number of the list item "3." or "3)" that starts at i before a space, and 0 if there is none.
func itemAt(text string, i int) int {
	j := i
	for j < len(text) && j < i+3 && text[j] >= '0' && text[j] <= '9' {
		j++
	}
	if j == i || j+2 >= len(text) || text[j] != '.' && text[j] != ')' || text[j+1] != ' ' {
		return 0
	}
	return number(text[i:j])
}

// listItem returns where the sentence ends before the space at i if an item of a list begins behind it: the one after
// the last item. Else 0.
func (p *pass) listItem(i int) int {
	n := itemAt(p.text, i+1)
	if n < 2 || n != p.item+1 {
		return 0
	}
	f := following(p.text, skipSpace(p.text, i+3))
	if f.class != capital && f.class != digit || p.months(f.word) || p.introduces(p.wordBefore(i)) {
		return 0
	}
	p.item = n
	return p.before(i)
}

// colon returns where the sentence ends at the colon or semicolon at i: where a numbered list begins after it.
func (p *pass) colon(i int) (end, next int) {
	next = i + 1
	if p.text[i] == ';' && p.nouns && next < len(p.text) && p.text[next] == ' ' && p.openers.at(p.text, next+1) != "" {
		return next, next
	}
	if p.text[i] == ':' && next+1 < len(p.text) && p.text[next] == ' ' && itemAt(p.text, next+1) == 1 {
		k := skipSpace(p.text, next+3)
		if f := following(p.text, k); f.class == capital {
			if p.text[next+2] == ')' || !p.months(f.word) && p.listGoesOn(k) {
				p.item = 1
				return next, next
			}
		}
	}
	return 0, next
}

func (p *pass) months(word string) bool { return p.ordinals != nil && p.ordinals.months[word] }

// listGoesOn reports whether the second item of a list, whose first begins before i, is near.
func (p *pass) listGoesOn(i int) bool {
	ahead := p.text[i:min(len(p.text), i+16*far)]
	return strings.Contains(ahead, " 2. ") || strings.Contains(ahead, "\n2. ")
}

// leader returns where the sentence ends if the marks are dots that lead to a page number, "Foreword ..... 7": after
// the number. Else 0.
func (p *pass) leader(c *context, next int) int {
	if c.dots < 4 || c.strong || c.follow.class != digit {
		return 0
	}
	j := next
	for j < len(p.text) && p.text[j] >= '0' && p.text[j] <= '9' {
		j++
	}
	if j-next > 4 || j < len(p.text) && p.text[j] > ' ' {
		return 0
	}
	return j
}

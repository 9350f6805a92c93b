// Package spelling guesses which name somebody meant who wrote a wrong one.
package spelling

import (
	"slices"
	"strings"
)

// Choose lists what there is to choose from, and names which of it a wrong name was probably meant to be.
func Choose(wrong string, from []string) string {
	return Meant(wrong, from, "choose from "+strings.Join(from, ", "))
}

// Meant puts the name that a wrong one was probably meant to be in front of another piece of advice.
func Meant(wrong string, names []string, advice string) string {
	if near := nearest(wrong, names); near != "" {
		return "did you mean " + near + "? Otherwise, " + advice
	}
	return advice
}

// longestName is the length above which a name is not taken for a mistyped one.
const longestName = 64

// nearest returns the name that is written most like a wrong one: at most a third of its letters are changed, and at
// most two, or it begins with the wrong one. It returns "" if there is none.
func nearest(wrong string, names []string) string {
	if len(wrong) > longestName || wrong == "" {
		return ""
	}
	best, least := "", 3
	for _, name := range names {
		d := distance(strings.ToLower(wrong), strings.ToLower(name))
		if d < least && 3*d <= max(len(wrong), len(name)) {
			best, least = name, d
		}
	}
	if best == "" && len(wrong) > 2 {
		i := slices.IndexFunc(names, func(n string) bool { return strings.HasPrefix(n, strings.ToLower(wrong)) })
		if i >= 0 {
			return names[i]
		}
	}
	return best
}

// distance counts the letters that have to be inserted, deleted, replaced, or exchanged with their neighbour to make b
// of a.
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}

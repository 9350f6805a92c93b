package marian

import "strings"

// A long enumeration, such as the names of seventy people, is cut at commas into groups that the model does not lose
// itself in. A group whose translation has another number of commas is divided further, down to its members, so that
// none is lost.

const (
	listMembers = 12 // so many short members in a row are a long enumeration
	fewMembers  = 5  // so many commas are counted again in the translation
	listGroup   = 8  // members of a group
	memberWords = 4  // a member has at most so many words
)

// enumeration returns where a text is to be cut so that the groups of its long enumerations are apart: before the
// blanks behind commas. A group does not take in the begin of a long sentence.
func enumeration(text string) []int {
	var cuts []int
	var run []int // ends of members in a row
	flush := func() {
		if len(run) > listMembers {
			for i := 0; i < len(run)-1; i += listGroup {
				if i > 0 || !short(text[:run[0]]) {
					cuts = append(cuts, run[i])
				}
			}
		}
		run = run[:0]
	}
	at := 0
	for {
		i := strings.Index(text[at:], ", ")
		if i < 0 {
			flush()
			return cuts
		}
		if !short(text[at : at+i]) {
			flush() // this is the begin of the sentence, or of what goes on after a list, and its first member
		}
		at += i + 1
		run = append(run, at)
	}
}

// short reports whether a part of a text has no more words than a member of an enumeration.
func short(part string) bool { return strings.Count(strings.TrimSpace(part), " ") < memberWords }

// uneven reports whether a text is an enumeration of short members whose translation has lost some or made new ones.
func uneven(source, target string) bool {
	for part := range strings.SplitSeq(source, ", ") {
		if !short(part) {
			return false
		}
	}
	want, has := strings.Count(source, ", "), strings.Count(target, ", ")
	if strings.Contains(target, ", and ") || strings.Contains(target, ", or ") {
		has--
		if strings.Contains(source, ", und ") || strings.Contains(source, ", oder ") {
			has++
		}
	}
	return has != want
}

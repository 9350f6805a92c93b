package bitext

import (
	"strings"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/offset"
)

// FromTranslations returns the translations of a file that are of sentences of now, as a document that [Returned]
// takes. What cannot be told apart sentence by sentence, or is not finished, is declined.
func FromTranslations(now *Bitext, list []document.Translation) (back *Bitext, declined []Declined) {
	blocks := map[string][]Pair{} // of now, by their sentences
	for first := 0; first < len(now.Pairs); {
		end := first + 1
		for end < len(now.Pairs) && now.Pairs[end].Block == now.Pairs[first].Block {
			end++
		}
		block := now.Pairs[first:end]
		var sentences []string
		for i := range block {
			sentences = append(sentences, block[i].sentences()...)
		}
		if key := strings.Join(sentences, "\x00"); blocks[key] == nil {
			blocks[key] = block
		}
		first = end
	}
	back = &Bitext{Header: Header{Satzpaar: Version, Document: now.Document, From: now.From, To: now.To}}
	for i := range list {
		t := &list[i]
		var sentences []string
		for k := range t.Source.Sentences {
			sentences = append(sentences, t.Source.Sentence(k))
		}
		block := blocks[strings.Join(sentences, "\x00")]
		if block == nil {
			continue
		}
		targets, problem := apart(block, t)
		for k := range block {
			p := Pair{ID: block[k].ID, Kind: block[k].Kind, Source: block[k].Source, Action: Translate}
			if problem == "" {
				p.Target, p.State = targets[k], stateOf(t.State, t.Approved, true)
			}
			back.Pairs = append(back.Pairs, p)
		}
		if problem != "" {
			declined = append(declined, Declined{block[0].ID, t.Target, problem})
		}
	}
	return back, declined
}

// apart returns the parts of a translation that belong to the pairs of a block, or why it cannot: sentences at both
// ends that are as they were stay where they are, and of those between them there are as many as pairs, or there is
// one pair.
func apart(block []Pair, t *document.Translation) (targets []string, problem string) {
	text, sentences := t.Target, t.Sentences
	first, last := 0, len(block)
	targets = make([]string, last)
	for first < last-1 {
		n := leading(block[first].Target, text, sentences)
		if n == 0 {
			break
		}
		targets[first], sentences = block[first].Target, sentences[n:]
		first++
	}
	for first < last-1 {
		n := trailing(block[last-1].Target, text, sentences)
		if n == 0 {
			break
		}
		last--
		targets[last], sentences = block[last].Target, sentences[:len(sentences)-n]
	}
	switch {
	case t.Problem != "":
		problem = t.Problem
	case len(sentences) == 0:
		problem = "a sentence of it is missing"
	case last-first == 1:
		targets[first] = text[sentences[0].Start:sentences[len(sentences)-1].End]
	case last-first == len(sentences):
		for i, s := range sentences {
			targets[first+i] = s.In(text)
		}
	default:
		problem = "it has more or fewer sentences than the source"
	}
	same := problem == ""
	for i := range block {
		same = same && targets[i] == block[i].Target
	}
	if t.Fuzzy && !same && problem == "" {
		problem = "it is marked fuzzy"
	}
	return targets, problem
}

// leading returns how many of the sentences make up what text begins with, if that is part; else 0.
func leading(part, text string, sentences []offset.Span) int {
	for n, s := range sentences {
		if whole := text[sentences[0].Start:s.End]; len(whole) >= len(part) {
			if whole == part {
				return n + 1
			}
			break
		}
	}
	return 0
}

// trailing is leading for the end of the text.
func trailing(part, text string, sentences []offset.Span) int {
	for n := 1; n <= len(sentences); n++ {
		whole := text[sentences[len(sentences)-n].Start:sentences[len(sentences)-1].End]
		if len(whole) >= len(part) {
			if whole == part {
				return n
			}
			break
		}
	}
	return 0
}

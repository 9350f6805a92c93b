package review

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/offset"
)

// Annotating specifies what people are asked to judge.
type Annotating struct {
	Protocol bitext.Protocol
	// Against is the output folder of another system for the same documents; empty for none. People are shown the
	// translations of both, mixed, and are not told whose they are.
	Against string
	// System and Other are the names of both systems in the annotations.
	System, Other string
	// Sample is how many segments of each system are judged, rounded up to whole passages; 0 stands for all. Both
	// systems and all people get the same.
	Sample int
	// Checks plants a damaged translation for every so many segments, to see whether people look; 0 plants none.
	Checks int
}

// passageLength is how many segments of a document are judged without interruption.
const passageLength = 10

// An annotatedText is what a system made of a document.
type annotatedText struct {
	system, file, document string // file: the document's name in the folder; document: that of the record in it
	from, to               string
	segments               []segment
}

// A segment is a pair that people judge, or may see as context.
type segment struct {
	key            bitext.Key
	source, target string
	shown          string // in place of target, in its own passage and as context: the damaged one that was planted
	judged         bool   // not a hole, and not something that was left untranslated
}

// An item is what people judge at a time.
type item struct {
	id      string
	text    *annotatedText
	at      int // in text.segments
	target  string
	planted *offset.Span // in target
}

// A passage is a stretch of a document: items that follow each other, and the other version, planted or true, of one of
// them.
type passage struct {
	name  string
	items []*item
	apart *item // to be shown somewhere else; nil without a planted item
}

// An assignment is all that people are asked to judge.
type assignment struct {
	passages []*passage
	byID     map[string]*item
}

// hashed returns a number that depends on its parts and on nothing else.
func hashed(parts ...string) uint64 {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return binary.BigEndian.Uint64(sum[:8])
}

// itemID is the same for all people, and means nothing to them.
func itemID(system, document string, number int, source, target string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{system, document, strconv.Itoa(number), source, target}, "\x00")))
	return hex.EncodeToString(sum[:8])
}

func newItem(t *annotatedText, at int, target string, planted *offset.Span) *item {
	s := &t.segments[at]
	return &item{itemID(t.system, t.document, at+1, s.source, target), t, at, target, planted}
}

// newAssignment reads the documents of dir, and what the other system made of them. Documents that the other system
// does not have are left out.
func newAssignment(dir *folder, o *Annotating) (*assignment, error) {
	names, err := dir.scan()
	if err != nil {
		return nil, err
	}
	var other *folder
	if o.Against != "" {
		other = newFolder(o.Against)
		if _, err := other.scan(); err != nil {
			return nil, err
		}
	}
	a := &assignment{byID: map[string]*item{}}
	for _, name := range names {
		d, err := dir.read(name)
		if err != nil {
			return nil, err
		}
		texts := textsOf(d, o.System)
		if other != nil {
			d, err := other.read(name)
			if errors.Is(err, fs.ErrNotExist) {
				continue // nothing to compare with
			}
			if err != nil {
				return nil, err
			}
			texts = append(texts, textsOf(d, o.Other)...)
		}
		for _, t := range texts {
			a.add(t)
		}
	}
	if a.sample(o.Sample); len(a.passages) == 0 {
		return nil, fmt.Errorf("%s holds no translations to judge", dir.dir)
	}
	a.plant(o.Checks)
	for _, p := range a.passages {
		for _, i := range append(p.items[:len(p.items):len(p.items)], p.apart) {
			if i != nil {
				a.byID[i.id] = i
			}
		}
	}
	return a, nil
}

// textsOf returns the records of a document as the machine wrote them.
func textsOf(d *documentFile, system string) []*annotatedText {
	var out []*annotatedText
	for _, b := range d.machine {
		t := &annotatedText{system: system, file: d.name, document: b.Document, from: b.From, to: b.To}
		for i, k := range bitext.Keys(b) {
			p := &b.Pairs[i]
			judged := p.State != bitext.Initial && p.Action == bitext.Translate && strings.TrimSpace(p.Target) != ""
			t.segments = append(t.segments, segment{key: k, source: p.Source, target: p.Target, judged: judged})
		}
		out = append(out, t)
	}
	return out
}

// add adds the passages of a text.
func (a *assignment) add(t *annotatedText) {
	for start := 0; start < len(t.segments); start += passageLength {
		p := &passage{name: t.document + "\x00" + strconv.Itoa(start)}
		for at := start; at < min(start+passageLength, len(t.segments)); at++ {
			if t.segments[at].judged {
				p.items = append(p.items, newItem(t, at, t.segments[at].target, nil))
			}
		}
		if len(p.items) > 0 {
			a.passages = append(a.passages, p)
		}
	}
}

// sample keeps passages with at least n items of a system, if there are as many, the same of both systems.
func (a *assignment) sample(n int) {
	if n <= 0 {
		return
	}
	items := map[string]int{} // by passage, the most of a system
	for _, p := range a.passages {
		items[p.name] = max(items[p.name], len(p.items))
	}
	var order []string
	for name := range items {
		order = append(order, name)
	}
	slices.SortFunc(order, func(x, y string) int {
		return cmp.Or(cmp.Compare(hashed("sample", x), hashed("sample", y)), strings.Compare(x, y))
	})
	kept := map[string]bool{}
	for _, name := range order {
		if n <= 0 {
			break
		}
		kept[name] = true
		n -= items[name]
	}
	a.passages = slices.DeleteFunc(a.passages, func(p *passage) bool { return !kept[p.name] })
}

// plant damages about one translation in every. The damaged one is shown in its passage and the true one apart, or the
// other way round, so that neither place gives it away.
func (a *assignment) plant(every int) {
	if every <= 0 {
		return
	}
	planted := false
	for _, p := range a.passages {
		if int(hashed("plant", p.items[0].id)%uint64(every)) < len(p.items) {
			planted = p.plant() || planted
		}
	}
	for i := 0; i < len(a.passages) && !planted; i++ { // short texts get one too
		planted = a.passages[i].plant()
	}
}

func (p *passage) plant() bool {
	first := int(hashed("which", p.items[0].id) % uint64(len(p.items)))
	for k := range p.items {
		n := (first + k) % len(p.items)
		i := p.items[n]
		damaged, span, ok := i.damaged()
		if !ok {
			continue
		}
		p.apart = newItem(i.text, i.at, damaged, &span)
		if hashed("where", i.id)%2 == 0 {
			p.items[n], p.apart = p.apart, i
			i.text.segments[i.at].shown = damaged
		}
		return true
	}
	return false
}

// damaged returns the item's target with the words in its middle replaced by as many from another segment of the
// document, and where they are.
func (i *item) damaged() (string, offset.Span, bool) {
	const looked = 20 // segments
	for k := 1; k < min(looked, len(i.text.segments)); k++ {
		from := i.text.segments[(i.at+k)%len(i.text.segments)].target
		if out, span, ok := damage(i.target, from); ok {
			return out, span, true
		}
	}
	return "", offset.Span{}, false
}

// damage replaces a third of the words of text, those in the middle, by as many from the middle of another text. It
// reports false where one of them is too short, or nothing would change.
func damage(text, from string) (string, offset.Span, bool) {
	own, other := wordSpans(text), wordSpans(from)
	const leastWords = 4
	n := max(2, len(own)/3)
	if len(own) < leastWords || len(other) < n {
		return "", offset.Span{}, false
	}
	at, there := (len(own)-n)/2, (len(other)-n)/2
	old := offset.Span{Start: own[at].Start, End: own[at+n-1].End}
	put := from[other[there].Start:other[there+n-1].End]
	if put == old.In(text) {
		return "", offset.Span{}, false
	}
	span := offset.Span{Start: old.Start, End: old.Start + len(put)}
	return text[:old.Start] + put + text[old.End:], span, true
}

// wordSpans returns where the words of a text are: what white space separates, and single characters where there is
// next to none.
func wordSpans(text string) []offset.Span {
	var out []offset.Span
	at := 0
	for field := range strings.FieldsSeq(text) {
		at += strings.Index(text[at:], field)
		out = append(out, offset.Span{Start: at, End: at + len(field)})
		at += len(field)
	}
	const longWord = 40
	if len(out) == 0 || len(text)/len(out) < longWord {
		return out
	}
	out = out[:0]
	for i, r := range text {
		out = append(out, offset.Span{Start: i, End: i + utf8.RuneLen(r)})
	}
	return out
}

// of returns the items in the order in which a person gets them. Passages of both systems are mixed, differently for
// each person.
func (a *assignment) of(who string) []*item {
	order := slices.Clone(a.passages)
	key := func(p *passage) uint64 { return hashed("order", who, p.items[0].id) }
	slices.SortFunc(order, func(x, y *passage) int {
		return cmp.Or(cmp.Compare(key(x), key(y)), strings.Compare(x.name, y.name))
	})
	var out []*item
	for k, p := range order {
		out = append(out, p.items...)
		// What is shown apart comes half the way round from its passage.
		if there := order[(k+len(order)/2)%len(order)]; there.apart != nil {
			out = append(out, there.apart)
		}
	}
	return out
}

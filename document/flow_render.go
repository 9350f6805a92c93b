package document

import (
	"bytes"
	"container/list"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/document/internal/archive"
	"github.com/satzpaar/satzpaar/document/internal/xmltoken"
	"github.com/satzpaar/satzpaar/internal/placeholder"
	"github.com/satzpaar/satzpaar/offset"
)

// A flowEdit is a sentence that is written anew, a space that goes with one of which nothing is left, or the name of a
// language.
type flowEdit struct {
	hull     offset.Span
	block    *Block // nil where it is not a sentence; then text is source
	sentence int
	text     string
}

// A flowWriter writes the source of a document with its edits.
type flowWriter struct {
	source string
	edits  []flowEdit // ordered by where they begin; those inside an element of another one come after it
	out    bytes.Buffer
	at     spot // where the writer stands while it writes a sentence
	read   map[*Block]*reading
}

// A reading is how far a block has been read. There may be several at a time: the sentences of a text box stand
// between those of the paragraph that holds it.
type reading struct {
	piece int      // the next one
	open  []passed // pairs that are open in front of it, outermost first
}

// A passed placeholder is one that has been read.
type passed struct {
	name string
	in   *inline
}

// openBefore returns the pairs of a block that are open in front of one of its pieces, outermost first. The sentences
// of a block must be asked for in order.
func (w *flowWriter) openBefore(b *Block, piece int) []passed {
	r := w.read[b]
	if r == nil {
		r = &reading{}
		w.read[b] = r
	}
	for ; r.piece < piece; r.piece++ {
		p := &b.Pieces[r.piece]
		if !p.Placeholder {
			continue
		}
		switch name := placeholderName(p.Text.In(b.Text)); p.inline.kind {
		case itemOpen:
			r.open = append(r.open, passed{name, p.inline})
		case itemClose:
			r.open = slices.DeleteFunc(r.open, func(o passed) bool { return "/"+o.name == name })
		}
	}
	return r.open
}

func newFlowWriter(d *Document, target func(block, sentence int) string) *flowWriter {
	w := &flowWriter{source: string(d.Source), read: map[*Block]*reading{}}
	for bi := range d.Blocks {
		w.edit(&d.Blocks[bi], bi, target)
	}
	for i := range d.packed.twins {
		w.edit(&d.packed.twins[i].block, d.packed.twins[i].of, target)
	}
	if len(w.edits) > 0 {
		w.edits = append(w.edits, languageEdits(d, w.source)...)
	}
	sort.SliceStable(w.edits, func(i, j int) bool {
		a, b := w.edits[i].hull, w.edits[j].hull
		return a.Start < b.Start || a.Start == b.Start && a.End > b.End
	})
	return w
}

// edit adds what the targets of block number bi make of b.
func (w *flowWriter) edit(b *Block, bi int, target func(block, sentence int) string) {
	if most := b.how().flow.most; most > 0 {
		text, _ := replacedSentences(b, func(si int) string { return target(bi, si) })
		if len(utf16.Encode([]rune(text))) > most {
			return // the program that reads the file would take it for damaged
		}
	}
	for si := range b.Sentences {
		t := target(bi, si)
		if t == b.Sentence(si) {
			continue
		}
		w.edits = append(w.edits, flowEdit{b.hull(b.Sentences[si]), b, si, t})
		if t == "" && si+1 < len(b.Sentences) {
			if space := b.plainSpace(si); space.Len() > 0 {
				w.edits = append(w.edits, flowEdit{hull: space})
			}
		}
	}
}

// plainSpace returns where the source has white space, and nothing else, between a sentence and the next one.
func (b *Block) plainSpace(sentence int) offset.Span {
	space := offset.Span{Start: b.Sentences[sentence].End, End: b.Sentences[sentence+1].Start}
	if spans := b.SourceSpans(space); len(spans) == 1 && spans[0].Len() == space.Len() {
		return spans[0]
	}
	return offset.Span{}
}

// part returns a stretch of the source with its edits.
func (w *flowWriter) part(span offset.Span) []byte {
	w.out.Reset()
	w.copy(span)
	return slices.Clone(w.out.Bytes())
}

// copy writes a stretch of the source with the edits in it.
func (w *flowWriter) copy(span offset.Span) {
	at := span.Start
	i := sort.Search(len(w.edits), func(k int) bool { return w.edits[k].hull.Start >= span.Start })
	for ; i < len(w.edits) && w.edits[i].hull.Start < span.End; i++ {
		e := &w.edits[i]
		if e.hull.Start < at || e.hull.End > span.End {
			continue // inside the one before, or around this stretch
		}
		w.out.WriteString(w.source[at:e.hull.Start])
		if e.block != nil {
			w.sentence(e.block, e.sentence, e.text)
		} else {
			w.out.WriteString(e.text)
		}
		at = e.hull.End
	}
	w.out.WriteString(w.source[at:span.End])
}

// sentence writes a sentence with its target in place of its text.
func (w *flowWriter) sentence(b *Block, si int, target string) {
	if b.how().flow.attr {
		w.out.WriteString(xmltoken.EscapeAttr(target))
		return
	}
	outside := w.at // of the sentence in which this one stands
	span := b.Sentences[si]
	pieces := b.PiecesIn(span)
	names := map[string]*inline{}
	var order []string
	for i := range pieces {
		if p := &pieces[i]; p.Placeholder {
			n := placeholderName(p.Text.In(b.Text))
			names[n] = p.inline
			order = append(order, n)
		}
	}
	first, last := pieces[0].inline, pieces[len(pieces)-1].inline
	w.at = first.from
	s := setting{base: common(first.from.wrap, last.to.wrap), face: b.how().flow.base}
	for _, p := range w.openBefore(b, b.pieceAt(span.Start)) {
		s.pass(p.name, p.in)
	}
	parts := arrange(target, order, names, b.how().literals)
	used := map[string]bool{}
	for _, p := range parts {
		used[p.name] = true
	}
	stowed := func(end bool) {
		for i := range pieces {
			in, lost := pieces[i].inline, !pieces[i].Placeholder
			if !lost {
				lost = !used[placeholderName(pieces[i].Text.In(b.Text))]
			}
			if lost && in.kind != itemText && (in.kind == itemEnd) == end {
				w.contents(s.wrap(), in.content)
			}
		}
	}
	stowed(false)
	for _, p := range parts {
		if p.name == "" {
			w.text(&s, p.text)
			continue
		}
		in := names[p.name]
		w.contents(s.wrap(), in.content)
		s.pass(p.name, in)
	}
	stowed(true)
	w.move(last.to)
	w.at = outside
}

// A setting describes what the next words of a sentence look like and which wraps are around them.
type setting struct {
	base *wrap // around the whole sentence
	face *face // of what has no other
	open []openPair
}

type openPair struct {
	name string
	wrap *wrap // where the pair is one around a wrap: that wrap, in its new place
	face *face
}

// pass takes a placeholder.
func (s *setting) pass(name string, in *inline) {
	switch in.kind {
	case itemOpen:
		p := openPair{name: name, face: in.face}
		if around := s.wrap(); in.wrap != nil && common(in.wrap, around) != in.wrap {
			if p.wrap = in.wrap; in.wrap.outer != around {
				p.wrap = &wrap{outer: around, start: in.wrap.start, end: in.wrap.end, seen: true}
			}
		}
		s.open = append(s.open, p)
	case itemClose:
		s.open = slices.DeleteFunc(s.open, func(o openPair) bool { return "/"+o.name == name })
	}
}

// wrap returns the innermost wrap that is to be around what comes next.
func (s *setting) wrap() *wrap {
	for i := len(s.open) - 1; i >= 0; i-- {
		if w := s.open[i].wrap; w != nil {
			return w
		}
	}
	return s.base
}

// look returns the face of what comes next.
func (s *setting) look() *face {
	for i := len(s.open) - 1; i >= 0; i-- {
		if f := s.open[i].face; f != nil {
			return f
		}
	}
	return s.face
}

func (w *flowWriter) text(s *setting, text string) {
	f := s.look()
	w.move(spot{wrap: s.wrap(), face: f, text: f != nil})
	w.out.WriteString(xmltoken.Escape(text))
}

// contents writes what a mark is made of.
func (w *flowWriter) contents(around *wrap, list []content) {
	for _, c := range list {
		w.move(spot{wrap: around, face: c.face})
		w.copy(c.span)
	}
}

// move closes and opens what lies between two places. It writes nothing to a part that has grown too large: properties
// of a run, and links, are written again wherever a translation leaves them and comes back.
func (w *flowWriter) move(to spot) {
	if w.out.Len() > archive.MaxPart {
		return
	}
	from := w.at
	sameWrap := from.wrap == to.wrap
	sameRun := sameWrap && (from.face == nil) == (to.face == nil) && (to.face == nil || from.face.key == to.face.key)
	if from.text && !(sameRun && to.text) {
		w.endText(from)
		from.text = false
	}
	if from.face != nil && !sameRun {
		w.out.WriteString(from.face.end)
		from.face = nil
	}
	if !sameWrap {
		shared := common(from.wrap, to.wrap)
		for x := from.wrap; x != shared; x = x.outer {
			w.out.WriteString(x.end)
		}
		w.reopen(to.wrap, shared)
	}
	if to.face != nil && from.face == nil {
		w.copy(to.face.open)
	}
	if to.text && !from.text {
		w.out.WriteString(to.face.text[0])
		to.trims = false
	} else if to.text {
		to.trims = from.trims
	}
	w.at = to
}

// reopen writes what opens the wraps from x up to a wrap around it, outermost first.
func (w *flowWriter) reopen(x, around *wrap) {
	if x != around {
		w.reopen(x.outer, around)
		w.copy(x.start)
	}
}

// endText closes the element of text of a run. A space at its end goes into an element of its own where that one would
// lose it.
func (w *flowWriter) endText(from spot) {
	f := from.face
	if out := w.out.Bytes(); from.trims && len(out) > 0 && out[len(out)-1] == ' ' {
		w.out.Truncate(len(out) - 1)
		w.out.WriteString(f.text[1] + f.end)
		w.copy(f.open)
		w.out.WriteString(f.text[0] + " ")
	}
	w.out.WriteString(f.text[1])
}

// A targetPart is a placeholder of a translation, or the text between two.
type targetPart struct{ name, text string }

// arrange returns the parts of a translation with its placeholders, by their names in the order in which the source has
// them, put right: invented and doubled ones are left out, and so are pairs that are not there in full and in order or
// that cross another one; one that stands for itself is never lost, and the ends of a pair that begins or ends in
// another sentence keep their order.
func arrange(target string, order []string, names map[string]*inline, literals map[string]bool) []targetPart {
	parts := targetParts(target, names, literals)
	at := map[string]int{}
	for i, p := range parts {
		if p.name != "" {
			at[p.name] = i
		}
	}
	drop := map[string]bool{}
	var before, after []targetPart
	var outer []string // ends of pairs whose other end is in another sentence
	var places []int
	for _, n := range order {
		open := strings.TrimPrefix(n, "/")
		i, found := at[n]
		_, paired := names[partner(n)]
		switch {
		case paired:
			a, okA := at[open]
			b, okB := at["/"+open]
			drop[n] = !okA || !okB || b < a
		case names[n].kind == itemMark && !found:
			before = append(before, targetPart{name: n})
		case names[n].kind == itemMark:
		case !found && n[0] == '/':
			before = append(before, targetPart{name: n})
		case !found:
			after = append(after, targetPart{name: n})
		default:
			outer = append(outer, n)
			places = append(places, i)
		}
	}
	slices.Sort(places)
	for k, n := range outer {
		parts[places[k]].name = n
	}
	parts = slices.Concat(before, parts, after)
	dropped := func(p targetPart) bool { return p.name != "" && drop[p.name] }
	parts = slices.DeleteFunc(parts, dropped)
	dropCrossing(parts, names, drop)
	return slices.DeleteFunc(parts, dropped)
}

// partner returns the name of the other end of a pair.
func partner(name string) string {
	if open, ok := strings.CutPrefix(name, "/"); ok {
		return open
	}
	return "/" + name
}

// targetParts cuts a translation at the placeholders that its source has, each of which counts once.
func targetParts(target string, names map[string]*inline, literals map[string]bool) []targetPart {
	var parts []targetPart
	seen := map[string]bool{}
	plain := 0
	flush := func(end int) {
		if end > plain {
			parts = append(parts, targetPart{text: target[plain:end]})
		}
	}
	for i := 0; i < len(target); {
		n := placeholder.Prefix(target[i:])
		if n == 0 || literals[placeholderName(target[i:i+n])] {
			_, n = utf8.DecodeRuneInString(target[i:])
			i += n
			continue
		}
		flush(i)
		if name := placeholderName(target[i : i+n]); names[name] != nil && !seen[name] {
			seen[name] = true
			parts = append(parts, targetPart{name: name})
		}
		i += n
		plain = i
	}
	flush(len(target))
	return parts
}

// dropCrossing notes in drop which pairs to leave out so that none has one end inside another pair and the other one
// outside of it. Where two cross, the one that opens first stays, unless the other one goes on after the sentence.
func dropCrossing(parts []targetPart, names map[string]*inline, drop map[string]bool) {
	open := list.New() // names, outermost first
	at := map[string]*list.Element{}
	leave := func(e *list.Element) {
		n := open.Remove(e).(string)
		drop[n], drop["/"+n] = true, true
	}
	for _, p := range parts {
		if p.name == "" || drop[p.name] {
			continue
		}
		switch names[p.name].kind {
		case itemOpen:
			at[p.name] = open.PushBack(p.name)
		case itemClose:
			own := at[p.name[1:]]
			inner := open.Front() // where it ends what began in a sentence before: no pair of this one can be open
			if own != nil {
				inner = own.Next()
			}
			for inner != nil {
				e := inner
				inner = e.Next()
				if _, paired := names["/"+e.Value.(string)]; paired {
					leave(e)
				} else if own != nil { // what begins inside goes on after the sentence
					leave(own)
					own = nil
					break
				}
			}
			if own != nil {
				open.Remove(own)
			}
		}
	}
}

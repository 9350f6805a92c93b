package document

import "slices"

// An htmlClass holds, as bits, what the rules for missing end tags ask of an element.
type htmlClass uint

const (
	isSpecial     htmlClass = 1 << iota // a block, a cell, a control …: most end tags of inline elements stop at it
	isScope                             // end tags do not reach past it, except those of the parts of a table
	isTableScope                        // no end tag reaches past it
	isList                              // the end tag of an item does not reach past it
	isButton                            // the end of a paragraph does not reach past it
	endsParagraph                       // by its start tag
	isHeadingElement
	isCell
	isRow
	isRowGroup
	isColumn // a caption, a column or a group of columns
	isOption
	isRuby
	isFormatting // its end tag reaches past special elements, which it does not end
	isMetadata   // belongs in the head of a page

	isBlock = isSpecial | endsParagraph
)

// htmlClasses holds the classes of elements; the others are inline elements without rules of their own.
var htmlClasses = map[string]htmlClass{
	"html": isSpecial | isScope | isTableScope, "head": isSpecial, "body": isSpecial, "frameset": isSpecial,
	"base": isMetadata, "link": isMetadata, "meta": isMetadata, "title": isSpecial | isMetadata,
	"style": isSpecial | isMetadata, "script": isSpecial | isMetadata, "noscript": isSpecial | isMetadata,
	"noframes": isSpecial | isMetadata, "template": isSpecial | isScope | isTableScope | isMetadata,

	"address": isBlock, "article": isBlock, "aside": isBlock, "blockquote": isBlock, "center": isBlock,
	"details": isBlock, "dialog": isBlock, "dir": isBlock, "div": isBlock, "dl": isBlock, "fieldset": isBlock,
	"figcaption": isBlock, "figure": isBlock, "footer": isBlock, "form": isBlock, "header": isBlock,
	"hgroup": isBlock, "hr": isBlock, "listing": isBlock, "main": isBlock, "nav": isBlock, "p": isBlock,
	"plaintext": isBlock, "pre": isBlock, "search": isBlock, "section": isBlock, "summary": isBlock, "xmp": isBlock,
	"li": isBlock, "dt": isBlock, "dd": isBlock, "menu": isBlock | isList, "ol": isBlock | isList,
	"ul": isBlock | isList, "h1": isBlock | isHeadingElement, "h2": isBlock | isHeadingElement,
	"h3": isBlock | isHeadingElement, "h4": isBlock | isHeadingElement, "h5": isBlock | isHeadingElement,
	"h6": isBlock | isHeadingElement,

	"table": isBlock | isScope | isTableScope, "caption": isSpecial | isScope | isColumn,
	"colgroup": isSpecial | isColumn, "col": isColumn, "thead": isSpecial | isRowGroup,
	"tbody": isSpecial | isRowGroup, "tfoot": isSpecial | isRowGroup, "tr": isSpecial | isRow,
	"td": isSpecial | isScope | isCell, "th": isSpecial | isScope | isCell,

	"applet": isSpecial | isScope, "marquee": isSpecial | isScope, "object": isSpecial | isScope,
	"button": isSpecial | isButton, "iframe": isSpecial, "noembed": isSpecial, "textarea": isSpecial,
	"select": isSpecial, "option": isOption, "optgroup": isOption, "rb": isRuby, "rp": isRuby, "rt": isRuby,
	"rtc": isRuby, "a": isFormatting, "b": isFormatting, "big": isFormatting, "code": isFormatting,
	"em": isFormatting, "font": isFormatting, "i": isFormatting, "nobr": isFormatting, "s": isFormatting,
	"small": isFormatting, "strike": isFormatting, "strong": isFormatting, "tt": isFormatting, "u": isFormatting,
}

// htmlVoid are the elements that have no content and no end tag.
var htmlVoid = map[string]bool{
	"area": true, "base": true, "basefont": true, "bgsound": true, "br": true, "col": true, "embed": true,
	"frame": true, "hr": true, "img": true, "input": true, "keygen": true, "link": true, "meta": true,
	"param": true, "source": true, "track": true, "wbr": true,
}

// An element is an open element of a page.
type element struct {
	name   string
	class  htmlClass
	opaque bool // its content is passed over
	shown  bool // texts in it are read all the same
}

// elements are the open elements of a page, innermost last. Where end tags are missing they end as the HTML standard
// has it (https://html.spec.whatwg.org/multipage/parsing.html), with one exception: formatting that nothing closes
// ends with the block around it, as its author meant, while a browser carries it on through the rest of the page.
type elements struct {
	open        []element
	blockquotes int // that are open
}

// maxElements bounds how many open elements are remembered, so that deep nesting takes no more than linear time.
const maxElements = 256

// push opens an element. Where too many are open, the outer half is forgotten, except an opaque element.
func (e *elements) push(name string, opaque, shown bool) {
	if len(e.open) == maxElements {
		kept := e.open[:0]
		for i, el := range e.open {
			if i >= maxElements/2 || el.opaque {
				kept = append(kept, el)
			} else if el.name == "blockquote" {
				e.blockquotes--
			}
		}
		e.open = kept
	}
	if name == "blockquote" {
		e.blockquotes++
	}
	e.open = append(e.open, element{name, htmlClasses[name], opaque, shown})
}

// last returns the innermost element; the zero element if none is open.
func (e *elements) last() element {
	if len(e.open) == 0 {
		return element{}
	}
	return e.open[len(e.open)-1]
}

// start ends what the start tag of an element ends. It reports whether an opaque element was among that.
func (e *elements) start(name string) (opaque bool) {
	if len(e.open) == 0 {
		return false
	}
	c := htmlClasses[name]
	end := func(i int) {
		if i >= 0 && e.cut(i) {
			opaque = true
		}
	}
	switch {
	case name == "li":
		end(e.item("li", "li"))
	case name == "dt" || name == "dd":
		end(e.item("dt", "dd"))
	case c&isCell != 0:
		end(e.outermost(isCell|isColumn, isTableScope))
	case c&isRow != 0:
		end(e.outermost(isCell|isColumn|isRow, isTableScope))
	case name == "col":
		end(e.outermost(isCell|isRow|isRowGroup, isTableScope))
	case c&(isRowGroup|isColumn) != 0:
		end(e.outermost(isCell|isColumn|isRow|isRowGroup, isTableScope))
	case name == "option":
		end(e.innermost("option", isSpecial))
	case name == "optgroup":
		end(e.outermost(isOption, isSpecial))
	case c&isRuby != 0:
		end(e.outermost(isRuby, isSpecial))
	case name == "a" || name == "nobr" || name == "button":
		end(e.innermost(name, isScope))
	}
	if c&endsParagraph != 0 {
		end(e.innermost("p", isScope|isButton))
	}
	if last := len(e.open) - 1; c&isHeadingElement != 0 && last >= 0 && e.open[last].class&isHeadingElement != 0 {
		end(last)
	}
	if c&isMetadata == 0 {
		end(e.innermost("head", isSpecial))
	}
	return opaque
}

// end ends what the end tag of an element ends. It reports whether an opaque element was among that, and whether the
// tag is that element's own.
func (e *elements) end(name string) (opaque, own bool) {
	i := -1
	switch c := htmlClasses[name]; {
	case name == "p":
		i = e.innermost(name, isScope|isButton)
	case name == "li":
		i = e.innermost(name, isScope|isList)
	case c&isHeadingElement != 0:
		for i = len(e.open) - 1; i >= 0 && e.open[i].class&isHeadingElement == 0; i-- {
			if e.open[i].class&isScope != 0 {
				return false, false
			}
		}
	case c&(isCell|isRow|isRowGroup|isColumn|isTableScope) != 0:
		i = e.innermost(name, isTableScope)
	case c&(isSpecial|isFormatting) != 0:
		i = e.innermost(name, isScope)
	default:
		i = e.innermost(name, isSpecial)
	}
	if i < 0 {
		return false, false
	}
	own = e.open[i].opaque
	holdsBlock := slices.ContainsFunc(e.open[i+1:], func(el element) bool { return el.class&isSpecial != 0 })
	if e.open[i].class&isFormatting == 0 || !holdsBlock {
		return e.cut(i), own
	}
	e.open = append(e.open[:i], e.open[i+1:]...) // the blocks in it go on
	return own, own
}

// cut ends the elements from number i on. It reports whether an opaque one was among them.
func (e *elements) cut(i int) (opaque bool) {
	for _, el := range e.open[i:] {
		opaque = opaque || el.opaque
		if el.name == "blockquote" {
			e.blockquotes--
		}
	}
	e.open = e.open[:i]
	return opaque
}

// innermost returns the number of the innermost element of that name that is reached without passing one of the
// barrier classes; -1 if there is none.
func (e *elements) innermost(name string, barrier htmlClass) int {
	for i := len(e.open) - 1; i >= 0; i-- {
		if e.open[i].name == name {
			return i
		}
		if e.open[i].class&barrier != 0 {
			break
		}
	}
	return -1
}

// outermost returns the number of the outermost element of one of the classes that is reached without passing another
// of the barrier classes; -1 if there is none.
func (e *elements) outermost(classes, barrier htmlClass) int {
	at := -1
	for i := len(e.open) - 1; i >= 0; i-- {
		if e.open[i].class&classes != 0 {
			at = i
		}
		if e.open[i].class&barrier != 0 && e.open[i].class&classes == 0 {
			break
		}
	}
	return at
}

// item returns the number of the item of a list, of one of two names, that a new item ends; -1 if there is none.
func (e *elements) item(name, other string) int {
	for i := len(e.open) - 1; i >= 0; i-- {
		switch el := &e.open[i]; {
		case el.name == name || el.name == other:
			return i
		case el.name == "address" || el.name == "div" || el.name == "p":
		case el.class&isSpecial != 0:
			return -1
		}
	}
	return -1
}

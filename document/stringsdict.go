package document

import (
	"slices"
	"strings"
)

// StringsDict is the format of the plural forms of Apple's systems: a property list. Of its strings, the plural forms
// and the formats around them are translated.
var StringsDict = &Format{
	Name: "stringsdict", Exts: []string{".stringsdict"}, Parse: parseStringsDict, Render: renderXMLValues,
	charset: xmlCharset,
}

var stringsDictForms = []string{"zero", "one", "two", "few", "many", "other", "NSStringLocalizedFormatKey"}

func parseStringsDict(name string, src []byte, split Splitter) (*Document, error) {
	d := &Document{Name: name, Format: "stringsdict", Source: src}
	b := builder{source: string(src), split: split, kind: Message}
	root, err := parseXML(b.source)
	if err != nil {
		return nil, err
	}
	if root.name != "plist" {
		line := lineAt(src, root.open.Start)
		return nil, &Error{Line: line, What: "not a property list: the root element is " + root.name}
	}
	x := xmlValue{b: &b}
	var read func(n *xmlNode)
	read = func(n *xmlNode) {
		key := ""
		for _, c := range n.children {
			switch c.name {
			case "key":
				key = strings.TrimSpace(c.inner().In(b.source))
			case "string":
				if slices.Contains(stringsDictForms, key) {
					d.Notes = append(d.Notes, x.message(c)...)
				}
			case "dict", "array":
				read(c)
			}
		}
	}
	read(root)
	d.Blocks = b.blocks
	return d, nil
}

package document

import (
	"slices"
	"strings"
)

// StringsDict is the format of the texts of Apple's systems that depend on a number, a width or a device: a property
// list. Of its strings, all are translated but those that name the kind of value that decides.
var StringsDict = &Format{
	Name: "stringsdict", Exts: []string{".stringsdict"}, Parse: parseStringsDict, Render: renderXMLValues,
	charset: xmlCharset,
}

// stringsDictKinds are the keys of strings that are not text.
var stringsDictKinds = []string{"NSStringFormatSpecTypeKey", "NSStringFormatValueTypeKey"}

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
				if !slices.Contains(stringsDictKinds, key) {
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

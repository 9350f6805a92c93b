package document

import "strings"

// RESX is the format of resources of .NET. The values of strings are translated; files, icons, sizes and the like, and
// comments, stay.
var RESX = &Format{
	Name: "resx", Exts: []string{".resx", ".resw"}, Parse: parseRESX, Render: renderXMLValues, charset: xmlCharset,
}

func parseRESX(name string, src []byte, split Splitter) (*Document, error) {
	d := &Document{Name: name, Format: "resx", Source: src}
	b := builder{source: string(src), split: split, kind: Message}
	root, err := parseXML(b.source)
	if err != nil {
		return nil, err
	}
	x := xmlValue{b: &b, rules: messageRules{accelerators: "&"}}
	for _, n := range root.children {
		value := n.child("value")
		name := n.attr(b.source, "name")
		if n.name != "data" || value == nil || n.attr(b.source, "type") != "" || n.attr(b.source, "mimetype") != "" ||
			strings.HasPrefix(name, "&gt;&gt;") || strings.HasPrefix(name, ">>") {
			continue
		}
		d.Notes = append(d.Notes, x.message(value)...)
	}
	d.Blocks = b.blocks
	return d, nil
}

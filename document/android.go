package document

import "strings"

// Android is the format of the string resources of Android: strings, arrays and plurals. What is marked
// translatable="false" stays, and so do references such as @string/name and the content of xliff:g. In folders, those
// of the app's own language are found.
var Android = &Format{
	Name: "android", Named: []string{".xml"},
	Places: []string{"values/strings.xml", "values/strings_*.xml", "values/arrays.xml", "values/plurals.xml"},
	Parse:  parseAndroid, Render: renderAndroid, charset: xmlCharset,
}

func parseAndroid(name string, src []byte, split Splitter) (*Document, error) {
	b := builder{source: string(src), split: split, kind: Message}
	root, err := parseXML(b.source)
	if err != nil {
		return nil, err
	}
	if root.name != "resources" {
		return nil, &Error{
			Line: lineAt(src, root.open.Start),
			What: "XML with the root element " + root.name + ": of XML, the string resources of Android are read",
			Hint: "give XLIFF the extension .xlf, RESX .resx, web pages .html; of others, " +
				"take the texts out as .csv or .jsonl",
		}
	}
	d := &Document{Name: name, Format: "android", Source: src}
	x := androidText(&b)
	for _, n := range root.children {
		if n.attr(b.source, "translatable") == "false" {
			continue
		}
		switch n.name {
		case "string":
			d.Notes = append(d.Notes, androidString(x, n)...)
		case "string-array", "plurals":
			for _, item := range n.children {
				if item.name == "item" {
					d.Notes = append(d.Notes, androidString(x, item)...)
				}
			}
		}
	}
	d.Blocks = b.blocks
	return d, nil
}

// androidText reads the texts of b as Android does.
func androidText(b *builder) *xmlValue {
	return &xmlValue{b: b, rules: messageRules{fold: true}, escape: androidEscape, inline: func(n *xmlNode) xmlInline {
		return xmlInline{alone: n.local() == "g" && n.name != "g" || n.attr(b.source, "translatable") == "false"}
	}}
}

// androidString makes blocks of a string, unless it is a reference.
func androidString(x *xmlValue, n *xmlNode) []Note {
	text := strings.TrimSpace(xmlText(x.b.source, n.children))
	if strings.HasPrefix(text, "@") || strings.HasPrefix(text, "?") {
		return nil
	}
	return x.message(n)
}

func androidEscape(s string) (text string, n int) {
	switch {
	case s[0] == '"':
		return "", 1 // keeps the white space between two of them
	case s[0] != '\\' || len(s) == 1:
		return "", 0
	case s[1] == 'n':
		return "\n", 2
	case s[1] == 't':
		return "\t", 2
	case s[1] == 'u':
		return unicodeEscape(s)
	}
	return escapedSelf(s)
}

var androidEscaper = strings.NewReplacer("\\", "\\\\", "'", "\\'", "\"", "\\\"", "\n", "\\n", "\t", "\\t")

func renderAndroid(d *Document, target func(block, sentence int) string) ([]byte, error) {
	out, err := splice(d, target, messageEncoder(d, func(b *Block, text string, first bool) string {
		text = androidEscaper.Replace(text)
		if first && (strings.HasPrefix(text, "@") || strings.HasPrefix(text, "?")) {
			text = "\\" + text
		}
		return xmlEscaped(b, text)
	}))
	return inUTF8(d, out, xmlDeclared), err
}

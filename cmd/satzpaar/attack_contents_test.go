//go:build linux

package main

import (
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/configfile"
)

// A content is what a file holds that somebody sent.
type content struct {
	name, text string
	unpacked   int // bytes, where that is far more than text
}

// hostileContents are for readers of all kinds.
func hostileContents() []content {
	const n = 40_000
	return []content{
		{name: "empty", text: ""},
		{name: "zero bytes", text: "Das ist\x00 ein Satz.\n"},
		{name: "nothing but zero bytes", text: strings.Repeat("\x00", n)},
		{name: "escapes", text: "Das ist \x1b]0;x\a ein \u009b2J Satz.\n\r\nsatzpaar: error: forged\n"},
		{name: "bidirectional controls", text: "Das ist \u202eein\u2066 Satz.\tThis is \u202ea sentence.\n"},
		{name: "invalid UTF-8", text: "Das \xff\xfe\x9b ist ein Satz.\n\xc3"},
		{name: "half of UTF-16", text: "\xff\xfeD\x00a\x00s\x00 "},
		{name: "one long line", text: strings.Repeat("Das ist ein langer Satz ohne Ende, ", n/20)},
		{name: "one long word", text: strings.Repeat("x", 8*n)},
		{name: "line ends", text: strings.Repeat("\r\n\r\r\n", n)},
		{name: "brackets", text: strings.Repeat("[", n)},
		{name: "links", text: strings.Repeat("[a](", n)},
		{name: "quotes", text: strings.Repeat("> ", n) + "a"},
		{name: "open elements", text: strings.Repeat("<b>", n)},
		{name: "JSON in JSON", text: strings.Repeat(`{"text":`, n)},
		{name: "JSON lists", text: strings.Repeat("[", n) + strings.Repeat("]", n)},
		{name: "XML in XML", text: "<?xml version=\"1.0\"?><tmx><body>" + strings.Repeat("<tu>", n)},
		{name: "entities", text: `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><a>&b;</a>`},
		{name: "file of the system", text: `<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><tmx>&a;</tmx>`},
		{name: "tabs", text: strings.Repeat("\t", n) + "\n" + strings.Repeat("a\t", n)},
		{name: "commas and quotes", text: strings.Repeat(`"a,`, n)},
		{name: "numbers", text: strings.Repeat("1/2 ", 2000)},
		{name: "huge numbers", text: `{"satzpaar":1e999,"document":"a","block":99999999999999999999}` + "\n1e99999 -->\n"},
		{name: "formulas", text: "=1+1 ist ein Satz.\n\n+49 auch.\n\n-3 auch.\n\n@SUM(1) auch.\n"},
		{name: "a binary file", text: "\x7fELF\x02\x01\x01\x00\x00\x00"},
	}
}

// hostileTranslation is a bitext with control characters in a translation.
func hostileTranslation(t *testing.T, f *bitext.Format) content {
	t.Helper()
	b := &bitext.Bitext{
		Header: bitext.Header{Satzpaar: bitext.Version, Document: "a.txt", From: "de", To: "en"},
		Pairs: []bitext.Pair{{
			ID: "1.1", Block: 1, Source: "Das ist ein Satz.", Target: "This \u009b2J is.",
			Action: bitext.Translate, State: bitext.Translated,
		}},
	}
	var text strings.Builder
	if err := f.Write(&text, bitext.Documents(b)); err != nil {
		t.Fatal(err)
	}
	return content{name: "controls in a translation", text: text.String()}
}

// hostileArchives are compressed files that are not what they claim to be, or hold far more than their size.
func hostileArchives(t *testing.T, ext, text string) []content {
	packed := pack(t, ext, text)
	bomb := pack(t, ext, strings.Repeat("\x00", bombSize))
	return []content{
		{name: "empty", text: ""},
		{name: "not compressed", text: text},
		{name: "cut", text: packed[:len(packed)/2]},
		{name: "changed", text: packed[:len(packed)/2] + "x" + packed[len(packed)/2+1:]},
		{name: "something behind", text: packed + "rest"},
		{name: "packed twice", text: pack(t, ext, packed)},
		{name: "a bomb", text: bomb, unpacked: bombSize},
	}
}

// A bombSize is what a bomb holds unpacked. Its memory is bounded by the longest line that is read.
const bombSize = 64 << 20

// attackByContents gives hostile contents to every reader there is.
func attackByContents(t *testing.T, a *attacker) {
	read := []int{0, exitFailed, exitUnreadable}
	translate := func(name string, c content) {
		t.Helper()
		dir := a.fresh(t)
		a.write(t, dir+"/in/"+name, c.text)
		out := dir + "/out"
		a.run(t, attempt{
			args:  echoed("same,jsonl,review,tmx,tsv", out, dir+"/in/"+name),
			codes: read,
			out:   []string{out},
			bytes: max(len(c.text), c.unpacked/100),
		})
	}
	for _, ext := range exts() {
		if packed := path.Ext(ext); packed == ".gz" || packed == ".zst" {
			for _, c := range hostileArchives(t, packed, sample(t, a.repository, strings.TrimSuffix(ext, packed))) {
				translate("a"+ext, c)
			}
			continue
		}
		for _, c := range append(hostileContents(), hostileZips(t, ext, sample(t, a.repository, ext))...) {
			translate("a"+ext, c)
			a.run(t, attempt{args: []string{"detect", a.dir + "/" + a.last() + "/in/a" + ext}, codes: read,
				bytes: max(len(c.text), c.unpacked/100)})
		}
	}
	for _, f := range bitext.Formats {
		if f.Read == nil {
			continue
		}
		for _, c := range append(hostileContents(), hostileTranslation(t, f)) {
			a.readBitext(t, f, c)
		}
	}
	a.attackFlags(t)
}

// last is the folder of the last case.
func (a *attacker) last() string { return fmt.Sprintf("case%d", a.folders) }

// readBitext reads a hostile file in a format of bitexts. What is taken from it keeps the rules of the native format.
func (a *attacker) readBitext(t *testing.T, f *bitext.Format, c content) {
	t.Helper()
	a.cases++
	before := allocatedBytes()
	docs, err := f.Read(strings.NewReader(c.text), "a"+f.Ext)
	if asked := allocatedBytes() - before; asked > anyInput+uint64(perByte*len(c.text)) {
		t.Errorf("%s, %s: it asked for %d MB of memory", f.Name, c.name, asked>>20)
	}
	// The native format is taken as it is: what went into it has been looked at.
	if taken := controls(docs); len(taken) > 0 && f.Name != bitext.JSONL.Name {
		t.Errorf("%s, %s: the translations %q were taken", f.Name, c.name, taken)
	}
	pairs := 0
	for _, b := range docs {
		pairs += len(b.Pairs)
		if wrong := b.Validate(); wrong != nil {
			t.Errorf("%s, %s: what was read breaks the rules: %v", f.Name, c.name, wrong)
		}
	}
	if err == nil && pairs == 0 && strings.TrimSpace(c.text) != "" && f.Name != bitext.TSV.Name {
		t.Errorf("%s, %s: nothing was read, and nothing is said", f.Name, c.name)
	}
}

// attackFlags gives hostile contents to every flag of every command that names a file, and to every argument.
func (a *attacker) attackFlags(t *testing.T) {
	t.Helper()
	good := a.write(t, "good.txt", "Das ist ein Satz.\n")
	some := hostileContents()
	ends := []int{0, exitFailed, exitUsage, exitBackend, exitUnreadable} // whatever it is, it ends
	leaves(newRoot(&app{terminal: &terminal{}, hard: t.Context()}), nil, func(c *cobra.Command, words []string) {
		var flags []string
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if strings.HasPrefix(f.Value.Type(), "string") && strings.Contains(f.Usage, "file") {
				flags = append(flags, f.Name)
			}
		})
		for i, content := range some {
			dir := a.fresh(t)
			file := a.write(t, dir+"/hostile.txt", content.text)
			with := func(args ...string) {
				t.Helper()
				a.run(t, attempt{
					args:  append(slices.Clone(words), args...),
					codes: ends,
					out:   []string{".", "../data"},
					bytes: len(content.text),
					serve: c.Flags().Lookup("addr") != nil,
				})
			}
			if c.Args != nil && i%4 == 0 {
				with(file)
				with(file, file)
			}
			for _, name := range flags {
				if name == "cache" && i%8 > 0 {
					continue // each of them is put aside, and a new one begun
				}
				if i%4 == 0 {
					with("--"+name, file)
				}
				with("--"+name, file, good)
			}
		}
	})
}

// attackBySettings writes configurations in which one setting is hostile.
func attackBySettings(t *testing.T, a *attacker) {
	good := a.write(t, "good.txt", "Das ist ein Satz.\n")
	values := []string{
		`"cache/\u001B]0;x\u0007\u009B2J\r\nsatzpaar: error: forged\u202E"`, `"../home/missing/a"`,
		`"ROOT/etc/missing"`, `""`, "-1", "1e400", "nan",
		"99999999999999999999", "true", "[]", `["a", "\u001B"]`, "{}",
	}
	address := `"http://anna:` + keys["SECRET"] + `@127.0.0.1:1/\u001B?` + keys["SECRET"] + `"`
	try := func(text string) {
		t.Helper()
		dir := a.fresh(t)
		config := a.write(t, dir+"/config.toml", text)
		out := dir + "/out"
		a.run(t, attempt{
			args:  []string{"translate", "--dry-run", "-o", out, good},
			env:   map[string]string{"SATZPAAR_CONFIG": config},
			codes: []int{0, exitFailed, exitUsage, exitBackend},
			out:   []string{out, "../home/missing", "../etc/missing", "cache"},
		})
	}
	for _, key := range settings[configfile.File](t) {
		for _, value := range values {
			try(key + " = " + a.rooted(value) + "\n")
		}
	}
	for _, key := range settings[configfile.Backend](t) {
		of := values
		if strings.HasSuffix(key, "_url") {
			of = append(slices.Clone(values), address, address, address, address)
		}
		for i, value := range of {
			kind := satzpaar.Types()[i%len(satzpaar.Types())]
			try(fmt.Sprintf("default_backend = \"x\"\n[backend.x]\ntype = %q\n%s = %s\n", kind, key, a.rooted(value)))
		}
	}
	for _, c := range hostileContents() {
		try(c.text)
	}
}

// settings are the names of the fields of T in a configuration, but its sections and the type of a backend.
func settings[T any](t *testing.T) []string {
	t.Helper()
	var names []string
	var add func(typ reflect.Type)
	add = func(typ reflect.Type) {
		for i := range typ.NumField() {
			f := typ.Field(i)
			name := f.Tag.Get("toml")
			switch {
			case f.Anonymous:
				add(f.Type)
			case name != "" && name != "-" && name != "type" && f.Type.Kind() != reflect.Map:
				names = append(names, name)
			}
		}
	}
	add(reflect.TypeFor[T]())
	if len(names) < 5 {
		t.Errorf("the walk found only %q", names)
	}
	return names
}

package document

import (
	"errors"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"empty", "", nil},
		{"markup only", "<p><img src=x></p><!-- nichts -->", nil},
		{"blocks", "<title>Bad</title><h1>Das Bad</h1>\n<p>Es ist auf. Es ist warm.</p><ul><li>Seife<li>Tuch</ul>" +
			"<blockquote>Schön.</blockquote>",
			[]string{"heading|Bad", "heading|Das Bad", "paragraph|Es ist auf.|Es ist warm.", "list-item|Seife",
				"list-item|Tuch", "quote|Schön."}},
		{"inline", "<p>Das <b>alte</b> Bad <img src=a.png> ist <i>auf.</i> Es ist <a href=\"x\">warm</a>.</p>",
			[]string{"paragraph|Das ⟦1⟧alte⟦/1⟧ Bad ⟦2⟧ ist ⟦3⟧auf.⟦/3⟧|Es ist ⟦4⟧warm⟦/4⟧."}},
		{"around everything", "<p><b><i>Das Bad.</i></b></p>", []string{"paragraph|Das Bad."}},
		{"around the first sentence", "<p><b>Das Bad.</b> Es ist auf.</p>",
			[]string{"paragraph|⟦1⟧Das Bad.⟦/1⟧|Es ist auf."}},
		{"around both", "<p><b>Das Bad. Es ist auf.</b> </p>", []string{"paragraph|Das Bad.|Es ist auf."}},
		{"references", "<p>B&auml;der &amp; B&#xE4;ume&nbsp;&hellip; Und &copy mehr.</p>",
			[]string{"paragraph|Bäder & Bäume\u00a0…|Und © mehr."}},
		{"left alone", "<script>var a = 'Hallo.';</script><style>p{}</style><pre>Code hier.</pre><p>Text.</p>" +
			"<object>Feld</object>",
			[]string{"paragraph|Text."}},
		{"form fields", "<textarea translate=no>Nein</textarea><textarea>\nIhr Text.\nNoch &amp; mehr</textarea><textarea>" +
			"&lt;a href=x>Zum Kopieren&lt;/a></textarea><select><optgroup label='Bund'><option value=Land>Hessen</select>",
			[]string{"label|Ihr Text.", "label|Noch & mehr", "label|Bund", "paragraph|Hessen"}},
		{"buttons", "<div><button value=Ja>Speichern</button> <button><i></i> Nicht speichern</button></div>" +
			"<p>Mit <button>OK</button> geht es weiter.</p>",
			[]string{"label|Speichern", "label|Nicht speichern", "paragraph|Mit ⟦1⟧OK⟦/1⟧ geht es weiter."}},
		{"annotated words", "<p>Die <ruby>Gamelan<rp>(</rp><rt>ein Orchester</rt><rp>)</rp></ruby> und <ruby>Kanji" +
			"<rt><b>Nein</b><rt translate=no>Nein</ruby>.</p>",
			[]string{"paragraph|Die ⟦1⟧Gamelan⟦2⟧⟦/1⟧ und ⟦3⟧Kanji⟦4⟧⟦/3⟧.", "label|ein Orchester"}},
		{"drawings", "<p>Ein <svg><title>Die Karte</title><style>a{}</style><text x=1>Der <tspan>Fluss</tspan></text>" +
			"<g translate=no><text>Nein</text></g><desc>Blau.\n Grün.</desc><foreignObject>Nein</foreignObject></svg> Bild.</p>",
			[]string{"paragraph|Ein ⟦1⟧ Bild.", "label|Die Karte", "label|Der", "label|Fluss", "label|Blau.|Grün."}},
		{"drawings that stay", "<svg translate=no><text>Nein</text></svg><pre><text>Nein</text></pre>" +
			"<div class=notranslate><svg><text>Nein</text></svg></div>", nil},
		{"template, details, formula", "<template><p>Hallo, {{name}}!</p></template><details><summary>Mehr dazu</summary>" +
			"Der Wert <math><mtext>nein</mtext></math> steigt.</details>",
			[]string{"paragraph|Hallo, {{name}}!", "heading|Mehr dazu", "paragraph|Der Wert ⟦1⟧ steigt."}},
		{"embedded tweet", "<blockquote class=twitter-tweet><p>Die Schiffe sind da.</p>&mdash; Stadt Neuhafen (@neuhafen) " +
			"<a href=x>12. März 2023</a></blockquote><blockquote>— <b>Anna</b> (@anna) gestern</blockquote>",
			[]string{"quote|Die Schiffe sind da.", "quote|12. März 2023", "quote|— ⟦1⟧Anna⟦/1⟧ (@anna) gestern"}},
		{"calls of notes", "<p>Am Ufer.<sup id=r1><a href=\"#n1\"><span>&#91;</span>1<span>&#93;</span></a></sup> " +
			"Der Bach <a role=doc-noteref href='n.html#n'><sup>*</sup></a> ist <a href='#b'>tief</a>, 3 m<sup>2</sup>. " +
			"<a href='b.html'>7</a> Boote.</p><li><a href='#r1'>↑</a> Siehe Wiki. <a href='#r1'>↩︎</a></li>" +
			"<p><a href='#'>1<br></a> Tag</p>",
			[]string{"paragraph|Am Ufer.⟦1⟧|Der Bach ⟦2⟧ ist ⟦3⟧tief⟦/3⟧, 3 m⟦4⟧2⟦/4⟧.|⟦5⟧7⟦/5⟧ Boote.",
				"list-item|Siehe Wiki.", "paragraph|1", "paragraph|Tag"}},
		{"links that are not calls of notes",
			"<p><a href=\"#d\">D</a>er Bach, Teil <a style=\"color:#fff\" href=x.html>4</a> hier.</p>",
			[]string{"paragraph|⟦1⟧Der⟦/1⟧ Bach, Teil ⟦2⟧4⟦/2⟧ hier."}},
		{"code inside", "<p>Die Datei <code>a<b>.txt</b></code> fehlt.</p>",
			[]string{"paragraph|Die Datei ⟦1⟧ fehlt."}},
		{"not to be translated", "<p>Die Firma <span translate=\"no\">Haus <b>und</b> Hof</span> baut.</p>" +
			"<div class=\"notranslate\">Nicht <div>das</div> hier.</div>",
			[]string{"paragraph|Die Firma ⟦1⟧ baut."}},
		{"line break", "<p>Erste Zeile<br>Zweite Zeile</p>",
			[]string{"paragraph|Erste Zeile", "paragraph|Zweite Zeile"}},
		{"wrapped source", "<p>Der Rat\n   hat getagt.\n\n   Heute.</p>",
			[]string{"paragraph|Der Rat\n   hat getagt.|Heute."}},
		{"comment inside", "<p>Der <!-- alte -->Rat.</p>", []string{"paragraph|Der Rat."}},
		{"table", "<table><tr><th>Ort<td>Zahl der Gäste</table>", []string{"cell|Ort", "cell|Zahl der Gäste"}},
		{"never closed", "<p>Der <b>Rat <i>tagt", []string{"paragraph|Der ⟦1⟧Rat ⟦2⟧tagt"}},
		{"cut tag", "<p>Der Rat <a hre", []string{"paragraph|Der Rat"}},
		{"paragraph in a quote", "<blockquote><p>Schön.</p></blockquote><p>Ende.</p>",
			[]string{"quote|Schön.", "paragraph|Ende."}},
		{"attributes", "<html lang=de><head><meta name='Description' content=\"Alle Regale.\"></head><p>Der " +
			"<img src=x.png alt='Roter Apfel'> Baum <a title=\"Mehr &amp; mehr. Jetzt!\" href=y>hier</a>.</p>" +
			"<input placeholder=Suche value=\"Los geht's\" type=SUBMIT>" +
			"<div aria-label=\"Liste\" class=x>Text</div><img alt=\"a.png\"><textarea placeholder='Ihr Text'></textarea>",
			[]string{"label|Alle Regale.", "paragraph|Der ⟦1⟧ Baum ⟦2⟧hier⟦/2⟧.", "label|Roter Apfel",
				"label|Mehr & mehr.|Jetzt!", "label|Suche", "label|Los geht's", "label|Liste", "paragraph|Text",
				"label|Ihr Text"}},
		{"attributes left alone", "<div translate=no title='Nein'><img alt='Nein'></div><input value=Wert>" +
			"<meta name=generator content=Werkzeug><img alt=''>", nil},
		{"no script", "<noscript>Bitte <b>JavaScript</b> einschalten.</noscript>",
			[]string{"paragraph|Bitte ⟦1⟧JavaScript⟦/1⟧ einschalten."}},
		{"tags inside words", "<p>Das <u>unter</u>strichene <b>Kran<i>ken</i>haus</b> und das <span>D</span>ach. " +
			"Ein Ab<wbr>bau ist <a>Bund</a>es\u00adtag.</p>",
			[]string{"paragraph|Das ⟦1⟧unterstrichene⟦/1⟧ ⟦2⟧⟦3⟧Krankenhaus⟦/3⟧⟦/2⟧ und das ⟦4⟧Dach⟦/4⟧." +
				"|Ein Abbau ist ⟦5⟧Bundes\u00adtag⟦/5⟧."}},
		{"no word around the tag",
			"<p>H<sub>2</sub>O und <b>eins</b><i>zwei</i> und <span>Haus</span><span>Garten</span>, <i>Wort</i>.</p>",
			[]string{"paragraph|H⟦1⟧2⟦/1⟧O und ⟦2⟧eins⟦/2⟧⟦3⟧zwei⟦/3⟧ und ⟦4⟧Haus⟦/4⟧⟦5⟧Garten⟦/5⟧, ⟦6⟧Wort⟦/6⟧."}},
		{"tags without text make no sentence", "<a><em>\n<span>Sehen Sie.\n</span> </em>\n<em><span>Jetzt!\n</span>\n</em></a>",
			[]string{"paragraph|⟦2⟧\n⟦3⟧Sehen Sie.\n⟦/3⟧ ⟦/2⟧|⟦4⟧⟦5⟧Jetzt!\n⟦/5⟧\n⟦/4⟧"}},
		{"self-closing", "<p>Der <x/>Rat</p>", []string{"paragraph|Der ⟦1⟧Rat"}},
	} {
		verifyOutline(t, c.name, "a.html", c.in, c.want)
	}
}

// Where an element whose content is passed over ends although its end tag is missing, as the HTML standard has it.
func TestHTMLOptionalEndTags(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"item", "<ul><li class=notranslate>Kasse<li>Das Bad.</ul><p>Ende.</p>",
			[]string{"list-item|Das Bad.", "paragraph|Ende."}},
		{"last item", "<ul><li>Das Bad.<li translate=no>Kasse</ul><p>Ende.</p>",
			[]string{"list-item|Das Bad.", "paragraph|Ende."}},
		{"item with a list inside", "<ul><li translate=no>Kasse<ul><li>Innen</ul><p>Auch innen.</p><li>Das Bad.</ul>",
			[]string{"list-item|Das Bad."}},
		{"paragraph before a paragraph", "<p class=notranslate>Kasse<p>Das Bad.", []string{"paragraph|Das Bad."}},
		{"paragraph before a block", "<p class=notranslate>Kasse<div>Das Bad.</div>", []string{"paragraph|Das Bad."}},
		{"paragraph before a table", "<p class=notranslate>Kasse<table><tr><td>Das Bad.</table>",
			[]string{"cell|Das Bad."}},
		{"paragraph goes on after inline elements", "<p class=notranslate>Kasse<br><b>Kasse</b> Kasse<hr>Das Bad.",
			[]string{"paragraph|Das Bad."}},
		{"paragraph ends with its parent", "<div><p class=notranslate>Kasse</div>Das Bad.",
			[]string{"paragraph|Das Bad."}},
		{"paragraph ends with the body", "<body><p class=notranslate>Kasse</body>Das Bad.",
			[]string{"paragraph|Das Bad."}},
		{"term", "<dl><dt class=notranslate>Kasse<dd>Das Bad.<dt>Der Rat.</dl>",
			[]string{"list-item|Das Bad.", "list-item|Der Rat."}},
		{"definition", "<dl><dd class=notranslate>Kasse<dt>Das Bad.</dl>", []string{"list-item|Das Bad."}},
		{"cell", "<table><tr><td class=notranslate>Kasse<td>Das Bad.<th translate=no>Kasse<th>Der Rat.</table>",
			[]string{"cell|Das Bad.", "cell|Der Rat."}},
		{"cell before a row", "<table><tr><td class=notranslate>Kasse<tr><td>Das Bad.</table>",
			[]string{"cell|Das Bad."}},
		{"row", "<table><tr class=notranslate><td>Kasse<td>Kasse<tr><td>Das Bad.</table>", []string{"cell|Das Bad."}},
		{"row groups", "<table><thead class=notranslate><tr><th>Kasse<tbody><tr><td>Das Bad." +
			"<tfoot translate=no><tr><td>Kasse</table>Der Rat.",
			[]string{"cell|Das Bad.", "paragraph|Der Rat."}},
		{"row with a table inside",
			"<table><tr class=notranslate><td>Kasse<table><tr><td>Innen<tr><td>Innen</table><tr><td>Das Bad.</table>",
			[]string{"cell|Das Bad."}},
		{"caption and columns",
			"<table><caption class=notranslate>Kasse<colgroup translate=no><col><tr><td>Das Bad.</table>",
			[]string{"cell|Das Bad."}},
		{"option", "<select><option class=notranslate>Kasse<option>Das Bad." +
			"<optgroup translate=no><option>Kasse<optgroup><option>Der Rat.</select>",
			[]string{"paragraph|Das Bad.", "paragraph|Der Rat."}},
		{"head", "<head class=notranslate><title>Kasse</title><p>Das Bad.", []string{"paragraph|Das Bad."}},
		{"void block", "<hr class=notranslate>Das Bad.<link translate=no>Der Rat.",
			[]string{"paragraph|Das Bad.", "paragraph|Der Rat."}},
		{"inline in its parent", "<p>Das <span class=notranslate>Haus am See</p><p>Der Rat.</p>",
			[]string{"paragraph|Das", "paragraph|Der Rat."}},
		{"link before a link", "<p>Heute <a class=notranslate>Kasse <a>auf</a>.</p>",
			[]string{"paragraph|Heute ⟦1⟧⟦2⟧auf⟦/2⟧."}},
		{"formatting closed behind a block", "<div><b class=notranslate>Kasse<p>Kasse</b> Das Bad.</p></div>",
			[]string{"paragraph|Das Bad."}},
		{"formatting closed in an opaque block",
			"<div><b>Das Bad.<p class=notranslate>Kasse</b> Kasse</p>Der Rat.</div>",
			[]string{"paragraph|Das Bad.", "paragraph|Der Rat."}},
		{"formatting closed in a quote", "<div><b>Das Bad.<blockquote>Schön.</b><p>Sehr.</p></blockquote></div>",
			[]string{"paragraph|Das Bad.", "quote|Schön.", "quote|Sehr."}},
		{"code", "<ul><li>Das Bad <code>x<li>Der Rat.</ul>", []string{"list-item|Das Bad", "list-item|Der Rat."}},
		{"preformatted", "<div><pre>Kasse</div>Das Bad.", []string{"paragraph|Das Bad."}},
		{"end tags of nothing", "<div class=notranslate>Kasse</p></li></span></td>Kasse</div>Das Bad.",
			[]string{"paragraph|Das Bad."}},
		{"a paragraph inside a button", "<p class=notranslate>Kasse <button><p>Kasse</button> Kasse</p>Das Bad.",
			[]string{"paragraph|Das Bad."}},
		{"quote ends with its parent", "<div><blockquote>Schön.</div><p>Das Bad.</p>",
			[]string{"quote|Schön.", "paragraph|Das Bad."}},
		{"class is a word of its own", "<p class=notranslate-not>Das Bad.</p><p class='a notranslate b'>Kasse</p>",
			[]string{"paragraph|Das Bad."}},
		{"translate in capitals", "<p TRANSLATE=NO>Kasse</p><p translate=yes>Das Bad.</p>",
			[]string{"paragraph|Das Bad."}},
		{"deep inside", "<div class=notranslate>" + strings.Repeat("<div>", 10_000) + "Kasse" +
			strings.Repeat("</div>", 10_000) + "</div>Das Bad.",
			[]string{"paragraph|Das Bad."}},
	} {
		verifyOutline(t, c.name, "a.html", c.in, c.want)
	}
}

// What becomes of markup in a translation.
func TestRenderHTML(t *testing.T) {
	for _, c := range []struct {
		name, in string
		targets  []string
		want     string
	}{
		{"kept", "<p>Das <b>alte</b> Bad.</p>", []string{"The ⟦1⟧old⟦/1⟧ bath."}, "<p>The <b>old</b> bath.</p>"},
		{"moved", "<p>Das <b>alte</b> <i>Bad</i>.</p>", []string{"⟦2⟧Bath⟦/2⟧, ⟦1⟧old⟦/1⟧."},
			"<p><i>Bath</i>, <b>old</b>.</p>"},
		{"one of a pair lost", "<p>Das <b>alte</b> Bad.</p>", []string{"The ⟦1⟧old bath."}, "<p>The old bath.</p>"},
		{"pair turned round", "<p>Das <b>alte</b> Bad.</p>", []string{"The ⟦/1⟧old⟦1⟧ bath."}, "<p>The old bath.</p>"},
		{"picture lost", "<p>Das Bad <img src=a> ist auf.</p>", []string{"The bath is open."},
			"<p><img src=a>The bath is open.</p>"},
		{"invented and doubled", "<p>Das <b>alte</b> Bad.</p>", []string{"⟦7⟧The ⟦1⟧old⟦/1⟧ ⟦1⟧bath⟦/1⟧."},
			"<p>The <b>old</b> bath.</p>"},
		{"pair over two sentences, lost", "<p>Das <b>Bad. Es</b> ist auf.</p>", []string{"The bath.", "It is open."},
			"<p><b>The bath. It is open.</b></p>"},
		{"escaped", "<p>Das Bad.</p>", []string{"Baths & <b>more</b>."}, "<p>Baths &amp; &lt;b&gt;more&lt;/b&gt;.</p>"},
		{"text that looks like a placeholder", "<p>Siehe ⟦1⟧ und ⟦/2⟧ im <b>alten</b> <i>Bad</i>.</p>",
			[]string{"See ⟦/2⟧ and ⟦1⟧ in the ⟦4⟧bath⟦/4⟧ that is ⟦3⟧old⟦/3⟧."},
			"<p>See ⟦/2⟧ and ⟦1⟧ in the <i>bath</i> that is <b>old</b>.</p>"},
		{"lost besides text that looks like it", "<p>Siehe ⟦1⟧ im <b>Bad</b>.</p>",
			[]string{"See ⟦1⟧ ⟦1⟧ in the bath."}, "<p>See ⟦1⟧ ⟦1⟧ in the bath.</p>"},
		{"text that looks like a placeholder in pieces", "<p>Siehe &#10214;1<!-- -->&#x27E7; im <b>Bad</b>.</p>",
			[]string{"See ⟦1⟧ in the ⟦2⟧bath⟦/2⟧."}, "<p>See ⟦1⟧ in the <b>bath</b>.</p>"},
		{"text in brackets of placeholders", "<p>⟦<b>1</b>⟧ im Bad.</p>", []string{"⟦⟦1⟧1⟦/1⟧⟧ in the bath."},
			"<p>⟦<b>1</b>⟧ in the bath.</p>"},
		{"half a word", "<p>Das <u>unter</u>strichene Dach.</p>", []string{"The ⟦1⟧underlined⟦/1⟧ roof."},
			"<p>The <u>underlined</u> roof.</p>"},
		{"half a word, lost", "<p>Das <u>unter</u>strichene Dach.</p>", []string{"The underlined roof."},
			"<p>The underlined roof.</p>"},
		{"half of all", "<p>Kranken<b>haus</b></p>", []string{"⟦1⟧Hospital⟦/1⟧"}, "<p><b>Hospital</b></p>"},
		{"half of all, lost", "<p>Kranken<b>haus</b></p>", []string{"Hospital"}, "<p>Hospital</p>"},
		{"attributes", "<p title=Gut>Der <img alt='Apfel'> Baum.</p><img alt=\"A\">",
			[]string{"very \"good\"", "Grandma's apple", "A", "The ⟦1⟧ tree."},
			"<p title=\"very &quot;good&quot;\">The <img alt='Grandma&#39;s apple'> tree.</p><img alt=\"A\">"},
		{"references outside stay", "<p>&Uuml;ber. &Auml;u&szlig;erst.</p>", []string{"", "Äu⟦⟧."}, "<p>Äu⟦⟧.</p>"},
	} {
		d, err := Parse("a.html", []byte(c.in), Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		got, err := Render(d, func(_, _ int) string { n++; return c.targets[min(n, len(c.targets))-1] })
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if string(got) != c.want || n != len(c.targets) {
			t.Errorf("%s: %d sentences,\n got %s\nwant %s", c.name, n, got, c.want)
		}
	}
}

// A page in another encoding is read by what it declares, and what is written declares UTF-8.
func TestHTMLCharset(t *testing.T) {
	const page = "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=ISO-8859-2\"></head>" +
		"<p>\xa3\xf3d\xbc.</p>"
	d, err := Parse("a.html", []byte(page), Options{})
	if err != nil {
		t.Fatal(err)
	}
	verify(t, d)
	if d.Encoding != "iso-8859-2" || len(d.Blocks) != 1 || d.Blocks[0].Text != "Łódź." {
		t.Fatalf("%s: %q", d.Encoding, outline(d))
	}
	got, err := Render(d, func(_, _ int) string { return "Łodz." })
	want := "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=utf-8\"></head><p>Łodz.</p>"
	if err != nil || string(got) != want {
		t.Errorf("%v, %s\nwant %s", err, got, want)
	}
}

// What to do about a page that is not in the encoding that it declares is not to leave out a flag.
func TestHTMLCharsetWrong(t *testing.T) {
	_, err := Parse("a.html", []byte("<meta charset=utf-8>\n<p>M\xfcller.</p>"), Options{})
	var e *Error
	if !errors.As(err, &e) || e.Line != 2 || !strings.Contains(e.Hint, "declares that it is in utf-8") {
		t.Errorf("%v, %+v", err, e)
	}
}

// The languages that a page states are those of the translation, if it is one.
func TestHTMLLanguage(t *testing.T) {
	const page = "<html lang=\"x\" xml:lang><meta http-equiv=content-language content='de-AT'>" +
		"<p lang=de>Gut.</p><q lang=fr>Bon.</q>"
	d, err := Parse("a.html", []byte(page), Options{})
	if err != nil {
		t.Fatal(err)
	}
	d.From, d.To = "de", "en"
	for target, want := range map[string]string{
		"": page,
		"Good.": "<html lang=\"en\" xml:lang><meta http-equiv=content-language content='en'>" +
			"<p lang=en>Good.</p><q lang=fr>Bon.</q>",
	} {
		got, err := Render(d, func(b, s int) string {
			if b > 0 || target == "" {
				return d.Blocks[b].Sentence(s)
			}
			return target
		})
		if err != nil || string(got) != want {
			t.Errorf("%q: %v\n got %s\nwant %s", target, err, got, want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{
		"<p>Das <b>alte</b> Bad &amp; mehr.</p>", "<code>x</code> y <i>z", "<p>a\n\n b<!-- c --> d</p>",
		"<p title=\"a b\">Ab<b>c</b>d<img alt=x title='y &amp;'>e<wbr>f", "</b>a<svg><svg>", "<x translate=no>a",
		"&#0;&am;&notit;", "<p>⟦1⟧ <b>a</b> &#10214;2⟧ ⟦<i>/3</i>⟧",
	} {
		f.Add([]byte(s), "T ⟦1⟧ ⟦/1⟧")
	}
	f.Fuzz(func(t *testing.T, raw []byte, target string) {
		d, err := Parse("a.html", raw, Options{})
		if err != nil {
			return
		}
		verify(t, d)
		if _, err := Render(d, func(_, _ int) string { return target }); err != nil {
			t.Fatal(err)
		}
	})
}

func TestHTMLHostile(t *testing.T) {
	for name, in := range map[string]string{
		"open tags":  strings.Repeat("<b>a", 20_000),
		"close tags": strings.Repeat("a</b>", 50_000),
		"ampersands": strings.Repeat("&", 500_000),
		"less than":  strings.Repeat("<", 500_000),
		"comments":   strings.Repeat("a<!---->", 50_000),
		"line feeds": "a" + strings.Repeat("\n", 500_000) + "b",
		"opaque":     strings.Repeat("<code>", 100_000),
		"nested":     "<p>" + strings.Repeat("<object>", 100_000) + strings.Repeat("<i><div></b></li>", 100_000),
		"words":      strings.Repeat("Ab<b>c</b>d ", 20_000),
		"one word":   strings.Repeat("a<b>b</b>", 20_000),
		"attributes": strings.Repeat("<img alt='Ein Hund' lang=de>", 20_000),
		"sentences":  "<p>" + strings.Repeat("Der <b>Rat</b> tagt. ", 20_000),
	} {
		d, err := Parse("a.html", []byte(in), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		verify(t, d)
	}
}

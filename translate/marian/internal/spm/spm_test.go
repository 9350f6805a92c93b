package spm

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
)

const models = "../../../../testdata/models"

func open(t testing.TB, file string) *Processor {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(models, file))
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(file, data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestReference compares with the SentencePiece library: see segment.py in testdata/models.
func TestReference(t *testing.T) {
	for _, c := range []struct{ vocabulary, golden string }{
		{"vocab.mini.spm", "segment.mini.jsonl"},
		{"srcvocab.pair.spm", "segment.pair.jsonl"},
	} {
		t.Run(c.golden, func(t *testing.T) {
			p := open(t, c.vocabulary)
			golden, err := os.Open(filepath.Join(models, c.golden))
			if err != nil {
				t.Fatal(err)
			}
			defer golden.Close()
			e := p.NewEncoder()
			lines := bufio.NewScanner(golden)
			lines.Buffer(nil, 1<<20)
			count := 0
			for lines.Scan() {
				count++
				var w struct {
					Text   *string
					IDs    []int32
					Ends   [][2]int
					Joined string
				}
				if err := json.Unmarshal(lines.Bytes(), &w); err != nil {
					t.Fatal(err)
				}
				if joined, ranges := p.Decode(w.IDs, nil); joined != w.Joined {
					t.Errorf("line %d: Decode(%d) = %q, want %q", count, w.IDs, joined, w.Joined)
				} else if len(ranges) != len(w.IDs) {
					t.Errorf("line %d: %d ranges of %d tokens", count, len(ranges), len(w.IDs))
				}
				if w.Text == nil {
					continue
				}
				text, err := hex.DecodeString(*w.Text)
				if err != nil {
					t.Fatal(err)
				}
				var ids []int32
				var ends [][2]int
				for _, tok := range e.Encode(nil, string(text)) {
					ids = append(ids, tok.ID)
					ends = append(ends, [2]int{tok.Start, tok.End})
				}
				if !slices.Equal(ids, w.IDs) {
					t.Errorf("line %d: %q: ids\n%d, want\n%d", count, text, ids, w.IDs)
				} else if !slices.Equal(ends, w.Ends) {
					t.Errorf("line %d: %q: offsets\n%d, want\n%d", count, text, ends, w.Ends)
				}
			}
			if lines.Err() != nil || count < 200 {
				t.Fatalf("%d lines, error %v", count, lines.Err())
			}
		})
	}
}

// checkTokens reports what is wrong with the tokens of text.
func checkTokens(p *Processor, text string, tokens []Token) string {
	at := 0
	for _, tok := range tokens {
		switch {
		case tok.ID < 0 || int(tok.ID) >= p.Size():
			return "an id is out of range"
		case tok.Start < at || tok.End < tok.Start || tok.End > len(text):
			return "the tokens are out of order"
		case utf8.ValidString(text) && (!utf8.ValidString(text[:tok.Start]) || !utf8.ValidString(text[:tok.End])):
			return "a token divides a character"
		}
		at = tok.End
	}
	return ""
}

func TestDecodeRanges(t *testing.T) {
	p := open(t, "vocab.mini.spm")
	e := p.NewEncoder()
	for _, text := range []string{"Die Ärztin aus Köln öffnet das Fenster.", "x漢y 😀!", "⟦0⟧ und ⟦1⟧"} {
		var ids []int32
		for _, tok := range e.Encode(nil, text) {
			ids = append(ids, tok.ID)
		}
		joined, ranges := p.Decode(ids, nil)
		if joined != text {
			t.Errorf("Decode(Encode(%q)) = %q", text, joined)
		}
		at := 0
		for i, r := range ranges {
			if r.Start != at || r.End < r.Start {
				t.Errorf("%q: range %d is %v, the one before ends at %d", text, i, r, at)
			}
			at = r.End
		}
		if at != len(joined) {
			t.Errorf("%q: ranges end at %d of %d", text, at, len(joined))
		}
	}
}

// piece makes the bytes of one vocabulary entry.
func piece(text string, score float32, typ pieceType) []byte {
	var b []byte
	b = protowire.AppendTag(b, 1, protowire.BytesType)
	b = protowire.AppendString(b, text)
	b = protowire.AppendTag(b, 2, protowire.Fixed32Type)
	b = protowire.AppendFixed32(b, math.Float32bits(score))
	b = protowire.AppendTag(b, 3, protowire.VarintType)
	b = protowire.AppendVarint(b, uint64(typ))
	return field(1, b)
}

func field(num protowire.Number, b []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, num, protowire.BytesType), b)
}

func TestNewRefuses(t *testing.T) {
	good := slices.Concat(piece("</s>", 0, control), piece("<unk>", 0, unknown), piece("a", -1, normal))
	if _, err := New("good", good); err != nil {
		t.Fatal(err)
	}
	charsmap := func(b []byte) []byte { return field(3, field(2, b)) }
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "no unknown piece"},
		{"text", []byte("this is no model at all"), "not a SentencePiece model"},
		{"truncated", good[:len(good)-3], "not a SentencePiece model"},
		{"twice", slices.Concat(good, piece("a", -2, normal)), `"a" occurs twice`},
		{"two unknowns", slices.Concat(good, piece("?", 0, unknown)), "two unknown pieces"},
		{
			"long piece",
			slices.Concat(good, piece(strings.Repeat("b", maxPiece+1), 0, normal)),
			"piece 3 has 4097 bytes",
		},
		{
			"many long pieces",
			slices.Concat(good, bytes.Repeat(piece(strings.Repeat("b", maxPiece), 0, unused), maxTotal/maxPiece)),
			"the pieces have more than",
		},
		{"empty piece", slices.Concat(good, piece("", 0, normal)), "piece 3 is empty"},
		{"NaN", slices.Concat(good, piece("b", float32(math.NaN()), normal)), "score NaN"},
		{"type", slices.Concat(good, piece("b", 0, 9)), "type 9"},
		{"byte", slices.Concat(good, piece("<0x4>", 0, byteValue)), "not of the form"},
		{"BPE", slices.Concat(good, field(2, []byte{3 << 3, 2})), "model type 2"},
		{"no byte pieces", slices.Concat(good, field(2, []byte{35<<3&0x7f | 0x80, 35 >> 4, 1})), "byte fallback"},
		{"charsmap size", slices.Concat(good, charsmap([]byte{255, 255, 0, 0, 0, 0, 0, 0})), "does not fit"},
		{"charsmap end", slices.Concat(good, charsmap([]byte{4, 0, 0, 0, 0, 0, 0, 0, 'x'})), "terminated"},
	} {
		_, err := New("x.spm", c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "x.spm") {
			t.Errorf("%s: error %v, want one about %q in x.spm", c.name, err, c.want)
		}
	}
}

// TestUnused checks that unused pieces are not taken and that a piece wins over its parts only if its score is greater.
func TestSearch(t *testing.T) {
	base := slices.Concat(piece("</s>", 0, control), piece("<unk>", 0, unknown), piece("a", -1, normal), piece("b", -1, normal), piece(space, -1, normal))
	for _, c := range []struct {
		name string
		more []byte
		want []int32
	}{
		{"parts", nil, []int32{4, 2, 3}},
		{"better piece", piece("ab", -1.5, normal), []int32{4, 5}},
		{"worse piece", piece("ab", -2.5, normal), []int32{4, 2, 3}},
		{"tie goes to the way found first", piece("ab", -2, normal), []int32{4, 5}},
		{"unused", piece("ab", -1, unused), []int32{4, 2, 3}},
		{"user-defined", piece("ab", -9, userDefined), []int32{4, 5}},
	} {
		p, err := New(c.name, slices.Concat(base, c.more))
		if err != nil {
			t.Fatal(err)
		}
		var ids []int32
		for _, tok := range p.NewEncoder().Encode(nil, "ab") {
			ids = append(ids, tok.ID)
		}
		if !slices.Equal(ids, c.want) {
			t.Errorf("%s: ids %d, want %d", c.name, ids, c.want)
		}
	}
}

// TestControlPieces: what a text says literally is never a control piece, and control pieces make no text.
func TestControlPieces(t *testing.T) {
	var model []byte
	for i, p := range []string{"</s>", "<term>", "<hint>", "<end>"} {
		model = append(model, piece(p, 0, control)...)
		if i == 0 {
			model = append(model, piece("<unk>", 0, unknown)...)
		}
	}
	for _, p := range []string{"\u2581", "\u2581<", "<", ">", "term", "t", "e", "r", "m", "h", "i", "n", "d"} {
		model = append(model, piece(p, -1, normal)...)
	}
	p, err := New("control", model)
	if err != nil {
		t.Fatal(err)
	}
	text := "<term> <hint><end> </s>"
	var ids []int32
	for _, tok := range p.NewEncoder().Encode(nil, text) {
		if p.types[tok.ID] == control {
			t.Errorf("%q holds the control piece %q", text, p.pieces[tok.ID])
		}
		ids = append(ids, tok.ID)
	}
	if got, _ := p.Decode(append([]int32{2}, ids[:3]...), nil); got != "<term>" {
		t.Errorf("a control piece and %q give %q", "<term>", got)
	}
}

func TestScore(t *testing.T) {
	e := open(t, "vocab.mini.spm").NewEncoder()
	if usual, other := e.Score("Fenster"), e.Score("fENSTER"); !(usual > other) {
		t.Errorf("%v is not more than %v", usual, other)
	}
	if got := e.Score(""); got != 0 {
		t.Errorf("the empty text has %v", got)
	}
}

func FuzzEncode(f *testing.F) {
	p := open(f, "vocab.mini.spm")
	q := open(f, "srcvocab.pair.spm")
	for _, s := range []string{"", " a  b ", "Größe ⟦1⟧", "\xff\xfe", "\xf0\x9f\x98", "漢字\u2581", "ﬁ½\u0308"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range []*Processor{p, q} {
			tokens := p.NewEncoder().Encode(nil, text)
			if fault := checkTokens(p, text, tokens); fault != "" {
				t.Fatalf("%q: %s: %v", text, fault, tokens)
			}
			var ids []int32
			for _, tok := range tokens {
				ids = append(ids, tok.ID)
			}
			joined, ranges := p.Decode(ids, nil)
			if !utf8.ValidString(joined) || len(ranges) != len(ids) {
				t.Fatalf("%q: joined to %q with %d ranges of %d tokens", text, joined, len(ranges), len(ids))
			}
		}
	})
}

func FuzzNew(f *testing.F) {
	f.Add(slices.Concat(piece("</s>", 0, control), piece("<unk>", 0, unknown), piece("a", -1, normal)), "a b")
	data, err := os.ReadFile(filepath.Join(models, "srcvocab.pair.spm"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, "Größe")
	f.Add(slices.Concat(piece("<unk>", 0, unknown), field(3, field(2, slices.Concat([]byte{8, 0, 0, 0, 0, 4, 0, 0, 0x61, 1, 0, 0}, []byte("b\x00"))))), "a")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		p, err := New("fuzz", bytes.Clone(data))
		if err != nil {
			return
		}
		if fault := checkTokens(p, text, p.NewEncoder().Encode(nil, text)); fault != "" && utf8.Valid(data) {
			t.Fatalf("%q: %s", text, fault)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	p := open(b, "vocab.mini.spm")
	e := p.NewEncoder()
	text := "Unsere Nachbarin verkauft den „letzten“ Kuchen kurz vor Mitternacht, obwohl es regnet."
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var tokens []Token
	for b.Loop() {
		tokens = e.Encode(tokens[:0], text)
	}
}

func BenchmarkNew(b *testing.B) {
	data, err := os.ReadFile(filepath.Join(models, "vocab.mini.spm"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := New("", data); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRenumbered: text is cut as before, and the tokens are the entries of another vocabulary.
func TestRenumbered(t *testing.T) {
	p := open(t, "srcvocab.pair.spm")
	var entries []string
	for i := range p.Size() {
		entries = append(entries, p.pieces[i])
	}
	lost := entries[len(entries)-1] // text can be cut into it, but it is no entry
	slices.Reverse(entries[2 : len(entries)-1])
	entries = append(entries[:len(entries)-1], ">>deu<<", "漢字", "▁other", ">>por_BR<<")
	n, err := p.Renumbered(entries)
	if err != nil {
		t.Fatal(err)
	}
	if n.Size() != len(entries) || len(n.AllWrites()) != len(entries) {
		t.Errorf("%d tokens, want %d", n.Size(), len(entries))
	}
	text := "Die Lehrerin öffnet 漢字 das Fenster 字 und 漢" + strings.ReplaceAll(lost, space, " ") + "漢字"
	old, now := p.NewEncoder().Encode(nil, text), n.NewEncoder().Encode(nil, text)
	if len(old) != len(now) {
		t.Fatalf("%d tokens became %d", len(old), len(now))
	}
	known, unknownCount := 0, 0
	for i, o := range old {
		if o.Start != now[i].Start || o.End != now[i].End {
			t.Errorf("token %d: %v became %v", i, o, now[i])
		}
		want := p.pieces[o.ID]
		switch surface := text[o.Start:o.End]; {
		case o.ID == p.unknownID && surface == "漢字":
			want = surface
			known++
		case o.ID == p.unknownID || want == lost:
			want = "<unk>"
			unknownCount++
		}
		if got := entries[now[i].ID]; got != want {
			t.Errorf("token %d, %q: %q, want %q", i, text[o.Start:o.End], got, want)
		}
	}
	if known < 1 || unknownCount < 3 {
		t.Errorf("%d and %d unknown pieces: the text tests nothing", known, unknownCount)
	}
	id := func(entry string) int32 { return int32(slices.Index(entries, entry)) }
	if got, _ := n.Decode([]int32{id(">>deu<<"), id("▁other"), id("漢字"), 0}, nil); got != "other漢字" {
		t.Errorf("written: %q", got)
	}
	if got := n.Languages(); !slices.Equal(got, []string{"deu", "por_BR"}) {
		t.Errorf("languages %q", got)
	}
	long := strings.Repeat("a", maxPiece)
	var many []string
	for i := range maxTotal / maxPiece {
		many = append(many, fmt.Sprintf("%08d", i)+long[8:])
	}
	for _, bad := range []struct {
		more []string
		want string
	}{
		{[]string{""}, "piece 2 is empty"},
		{[]string{"a", "a"}, `entry 3, "a", is there twice`},
		{[]string{long + "a"}, "piece 2 has 4097 bytes"},
		{many, "the pieces have more than"},
	} {
		_, err := p.Renumbered(append([]string{"</s>", "<unk>"}, bad.more...))
		if err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("error %v, want %q", err, bad.want)
		}
	}
	for _, bad := range [][]string{nil, {"<unk>", "</s>"}} {
		if _, err := p.Renumbered(bad); err == nil || !strings.Contains(err.Error(), "begins with </s> and <unk>") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

// TestRenumberedBytes: bytes that spell characters are the unknown token where the vocabulary lacks them, and no token
// is beyond it.
func TestRenumberedBytes(t *testing.T) {
	pieces := [][]byte{piece("</s>", 0, control), piece("<unk>", 0, unknown), piece("a", -1, normal), piece(space, -1, normal)}
	for i := range 256 {
		pieces = append(pieces, piece(fmt.Sprintf("<0x%02X>", i), 0, byteValue))
	}
	spelling := field(2, protowire.AppendVarint(protowire.AppendTag(nil, 35, protowire.VarintType), 1))
	p, err := New("bytes", slices.Concat(slices.Concat(pieces...), spelling))
	if err != nil {
		t.Fatal(err)
	}
	n, err := p.Renumbered([]string{"</s>", "<unk>", space, "a", "<0xC3>"})
	if err != nil {
		t.Fatal(err)
	}
	var ids []int32
	for _, token := range n.NewEncoder().Encode(nil, "aä") {
		ids = append(ids, token.ID)
	}
	if want := []int32{2, 3, 4, 1}; !slices.Equal(ids, want) {
		t.Errorf("tokens %d, want %d", ids, want)
	}
}

package corpus

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/satzpaar/satzpaar/document"
)

// The parts of a plan are their files, cut behind line feeds and in the order of the shards, whatever the files hold
// and however many shards there are; and every shard recognises its own.
func TestPlanTiles(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		inputs := &Inputs{}
		content := map[string][]byte{}
		for i := range rapid.IntRange(0, 4).Draw(t, "files") {
			line := rapid.SampledFrom([]string{"\n", "a\n", "{}\r\n", "ü\n", strings.Repeat("x", 300) + "\n", "\xfc\n"})
			lines := rapid.SliceOfN(line, 0, 40).Draw(t, "lines")
			text := strings.Join(lines, "") + rapid.SampledFrom([]string{"", "end"}).Draw(t, "end")
			name := fmt.Sprintf("%d.%s", i, rapid.SampledFrom([]string{"jsonl", "txt", "csv", "jsonl.gz"}).Draw(t, "ext"))
			path := filepath.Join(dir, fmt.Sprintf("%d-%s", n, name))
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			content[name] = []byte(text)
			inputs.Files = append(inputs.Files, Input{Path: path, Name: name, Size: int64(len(text))})
		}
		shards := rapid.IntRange(1, 60).Draw(t, "shards")
		run := &ShardedRun{Program: "v", Inputs: inputs, Shards: shards}
		p, err := newPlan(run)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.fits(run); err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, in := range p.Inputs {
			raw, at, line := content[in.Name], int64(0), 1
			if len(in.Parts) > 1 && document.ContainerFor(in.Name) != document.JSONLines {
				t.Fatalf("%s is cut", in.Name)
			}
			for i, part := range in.Parts {
				if part.Start != at || part.Line != line || part.Shard < last || part.Shard >= shards ||
					i > 0 && part.Shard == last {
					t.Fatalf("%s, part %d: %+v at byte %d, line %d, after shard %d", in.Name, i, part, at, line, last)
				}
				own := raw[part.Start:part.End]
				if i+1 < len(in.Parts) && own[len(own)-1] != '\n' || part.SHA256 != document.Hash(own) {
					t.Fatalf("%s, part %d: %+v", in.Name, i, part)
				}
				at, line, last = part.End, line+bytes.Count(own, []byte{'\n'}), part.Shard
			}
			if at != in.Size {
				t.Fatalf("%s ends at %d of %d", in.Name, at, in.Size)
			}
		}
		var got []byte
		for shard := range shards {
			own, err := p.shard(shard, inputs)
			if err != nil {
				t.Fatal(err)
			}
			for _, in := range own.Files {
				file, err := os.Open(in.Path)
				if err != nil {
					t.Fatal(err)
				}
				part := plannedPart{End: in.Size}
				if in.part != nil {
					part = *in.part
				}
				raw, err := io.ReadAll(part.of(file))
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, raw...)
				file.Close()
			}
		}
		var want []byte
		for _, in := range inputs.Files {
			want = append(want, content[in.Name]...)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("the shards together have %d of %d bytes", len(got), len(want))
		}
	})
}

// Shards are about equally long, also where products of sizes do not fit into 64 bits.
func TestBounds(t *testing.T) {
	c := cutter{shards: 1_000_000, total: 1 << 62}
	if got := c.bound(500_000); got != 1<<61 {
		t.Errorf("half of the shards end at %d", got)
	}
	for _, at := range []int64{0, 1, 1 << 40, 1<<62 - 1} {
		s := c.shardAt(at)
		if c.bound(s) > at || c.bound(s+1) <= at {
			t.Errorf("%d is in shard %d, from %d to %d", at, s, c.bound(s), c.bound(s+1))
		}
	}
}

// Encodings in which a line feed is more than a byte are not cut, and others are read as they are at the beginning.
func TestPlanEncodings(t *testing.T) {
	lines := strings.Repeat("{\"text\":\"a\"}\n", 10)
	utf16 := "\xff\xfe"
	for _, c := range lines {
		utf16 += string([]byte{byte(c), 0})
	}
	for _, tt := range []struct{ content, given, want string }{
		{lines, "", "utf-8"},
		{"{\"text\":\"\xfc\"}\n" + lines, "", "windows-1252"},
		{lines, "windows-1252", "windows-1252"},
		{utf16, "", ""},
		{lines, "utf-16le", ""},
		{lines, "iso-8859-15", ""},
		{"\x1f\x8b\x08" + lines, "", ""},
	} {
		path := filepath.Join(t.TempDir(), "a.jsonl")
		if err := os.WriteFile(path, []byte(tt.content), 0o644); err != nil {
			t.Fatal(err)
		}
		in := &Inputs{Files: []Input{{Path: path, Name: "a.jsonl", Size: int64(len(tt.content))}}}
		p, err := newPlan(&ShardedRun{Program: "v", Inputs: in, Encoding: tt.given, Shards: 3})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Inputs[0].Encoding; got != tt.want || (len(p.Inputs[0].Parts) > 1) != (tt.want != "") {
			t.Errorf("%q as %q: %d parts in %q, want %q", tt.content[:12], tt.given, len(p.Inputs[0].Parts), got, tt.want)
		}
	}
}

func TestRanges(t *testing.T) {
	for want, numbers := range map[string][]int{"": nil, "3": {3}, "0-2": {0, 1, 2}, "0,2,5-6,9": {0, 2, 5, 6, 9}} {
		if got := ranges(numbers); got != want {
			t.Errorf("%v: %q", numbers, got)
		}
	}
}

package corpus

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/document"
)

// parquetInput returns a Parquet file with several row groups, written to a folder of its own.
func parquetInput(t *testing.T, content []byte) Input {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.parquet")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return Input{Path: path, Name: "a.parquet", Size: int64(len(content))}
}

func parquetSample(t *testing.T) []byte {
	t.Helper()
	raw, err := os.ReadFile("../internal/parquet/testdata/zstd-2.0.parquet")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// A Parquet file is cut between row groups, each of which is in one shard, and each shard reads the rows of its own.
func TestPlanRowGroups(t *testing.T) {
	raw := parquetSample(t)
	groups, _ := document.RowGroups(bytes.NewReader(raw), int64(len(raw)))
	if len(groups) < 3 {
		t.Fatalf("the sample has the row groups %v", groups)
	}
	whole := rowNames(t, raw, document.RecordOptions{})
	most := 0
	for shards := 1; shards < 40; shards++ {
		inputs := &Inputs{Files: []Input{parquetInput(t, raw)}}
		p, err := newPlan(&ShardedRun{Program: "v", Inputs: inputs, Shards: shards})
		if err != nil {
			t.Fatal(err)
		}
		most = max(most, len(p.Inputs[0].Parts))
		next := 0
		var got []string
		for shard := range shards {
			own, err := p.shard(shard, inputs)
			if err != nil {
				t.Fatal(err)
			}
			for _, in := range own.Files {
				part := in.part
				if part == nil {
					part = &p.Inputs[0].Parts[0]
				}
				if part.Groups[0] != next || part.Groups[1] <= next || part.Line != groups[next].Row {
					t.Fatalf("%d shards: row groups %v from row %d after %d", shards, *part.Groups, part.Line, next)
				}
				next = part.Groups[1]
				got = append(got, rowNames(t, raw, document.RecordOptions{RowGroups: *part.Groups})...)
			}
		}
		if next != len(groups) || !slices.Equal(got, whole) {
			t.Fatalf("%d shards: %d row groups, rows %q, want %q", shards, next, got, whole)
		}
	}
	if most != len(groups) {
		t.Errorf("at most %d parts of %d row groups", most, len(groups))
	}
}

func rowNames(t *testing.T, raw []byte, o document.RecordOptions) (names []string) {
	t.Helper()
	o.Field = "text"
	for rec, err := range document.Parquet.Open("a.parquet", bytes.NewReader(raw), o) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Document != nil {
			names = append(names, rec.Document.Name+" "+string(rec.Document.Source))
		}
	}
	return names
}

// What every part is read by, the end of the file, belongs to the hash of each.
func TestPlanFooter(t *testing.T) {
	raw := parquetSample(t)
	in := parquetInput(t, raw)
	inputs := &Inputs{Files: []Input{in}}
	p, err := newPlan(&ShardedRun{Program: "v", Inputs: inputs, Shards: 30})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Inputs[0].Parts) < 2 {
		t.Fatalf("%+v", p.Inputs[0])
	}
	first := p.Inputs[0].Parts[0].Shard
	if _, err := p.shard(first, inputs); err != nil {
		t.Fatal(err)
	}
	changed := bytes.Clone(raw)
	changed[len(raw)-20] ^= 1
	if err := os.WriteFile(in.Path, changed, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := p.shard(first, inputs); !errors.Is(err, ErrPlan) {
		t.Errorf("another footer: %v", err)
	}
}

//go:build linux

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// attackByShards merges the shards of a run that somebody sent, in whose plan, or in what one of them records of itself,
// one value is not what it should be.
func attackByShards(t *testing.T, a *attacker) {
	made := map[string]string{} // the folder as it was made
	dir := a.write(t, "shards/in/a.txt", "Das ist ein Satz.\n\nUnd noch einer, mit der Zahl 17.\n")
	a.write(t, "shards/in/b.jsonl", strings.Repeat(`{"text":"Das ist ein Satz."}`+"\n", 20))
	root := filepath.Join(a.dir, "shards/out")
	for _, shard := range []string{"0/2", "1/2"} {
		args := append(echoed("same,jsonl,review,parquet", "shards/out", filepath.Dir(dir)), "--shard", shard)
		if _, said, code := a.run(t, attempt{args: args, codes: []int{0}, out: []string{"shards"}}); code != 0 {
			t.Fatal(said)
		}
	}
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path) // path begins with root
		made[name] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	const plan, edits = ".satzpaar/plan.json", "a.txt" + bitext.EditsSuffix
	made[edits] = `{"source":"Das ist ein Satz.","target":"That is a sentence."}` + "\n"
	for shard := range 2 { // as if they were an output of the shard
		made[fmt.Sprintf(".satzpaar/%05d/%s", shard, edits)] = `{"source":"Das ist ein Satz.","target":"Forged."}` + "\n"
	}
	values := []any{
		"../../../home/.bashrc", a.rooted("ROOT/etc/passwd"), edits, "satzpaar.json", "edits",
		"a\x1b]0;x\a\u009b2J\nsatzpaar: error: x",
		-1, 1e15, 1e300, nil, []any{}, map[string]any{"same": edits},
	}
	read := []int{0, exitFailed, exitUsage, exitUnreadable}
	for _, file := range slices.Sorted(maps.Keys(made)) {
		if filepath.Dir(file) != ".satzpaar" {
			continue
		}
		for turn := range 2 {
			for i, changed := range mutants(t, made[file], values[turn*len(values)/2:]) {
				out := a.fresh(t) + "/out"
				for name, text := range made {
					if name == file {
						text = changed
					}
					if file == plan && filepath.Dir(name) == ".satzpaar" && name != plan { // each names its plan
						was, is := sha256.Sum256([]byte(made[plan])), sha256.Sum256([]byte(changed))
						text = strings.ReplaceAll(text, hex.EncodeToString(was[:]), hex.EncodeToString(is[:]))
					}
					a.write(t, out+"/"+name, text)
				}
				a.run(t, attempt{args: []string{"status", out}, codes: read, out: []string{out}})
				a.run(t, attempt{args: []string{"merge", out}, codes: read, out: []string{out}})
				kept, err := os.ReadFile(filepath.Join(a.dir, out, edits))
				if err != nil || string(kept) != made[edits] {
					t.Errorf("%s, change %d of turn %d: the edits are %q, %v", file, i, turn, brief(string(kept)), err)
				}
			}
		}
	}
}

// mutants returns a JSON text in forms in which one value is another, of those given in turn: each of its values once,
// but of lists only the first.
func mutants(t *testing.T, text string, values []any) []string {
	t.Helper()
	var root any
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	var out []string
	var change func(at any)
	try := func(set func(any), was any) {
		set(values[len(out)%len(values)])
		raw, err := json.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(raw))
		set(was)
	}
	change = func(at any) {
		switch at := at.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(at)) {
				try(func(v any) { at[key] = v }, at[key])
				change(at[key])
			}
		case []any:
			if len(at) > 0 {
				try(func(v any) { at[0] = v }, at[0])
				change(at[0])
			}
		}
	}
	change(root)
	if len(out) < 5 {
		t.Fatal(fmt.Errorf("%d mutants of %s", len(out), brief(text)))
	}
	return out
}

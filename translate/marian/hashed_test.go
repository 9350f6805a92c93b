package marian

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/translate/marian/builtin"
	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
)

var update = flag.Bool("update", false, "rewrite the state of the hash that is kept beside the built-in model")

// TestHashed: the state that is kept is that of the built-in model; -update writes it anew.
func TestHashed(t *testing.T) {
	f := builtin.Files()
	files := Files{Model: f.Model, Shortlist: f.Shortlist, Vocab: f.Vocab}
	state, err := files.hashedState()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(filepath.Join("builtin", "hashed.bin"), state, 0o644); err != nil {
			t.Fatal(err)
		}
	} else if !bytes.Equal(state, f.Hashed) {
		t.Error("builtin/hashed.bin is of other files, so that every start of the program takes longer: " +
			"go test ./translate/marian -run TestHashed -update")
	}
}

// TestHashedSignature: a state changes no signature, and one of other files, or a damaged one, is not used.
func TestHashedSignature(t *testing.T) {
	files := Files{Model: []byte("model"), Shortlist: []byte("shortlist"), Vocab: []byte("vocab"), Hints: []byte("hints")}
	sign := func(f Files) string { return f.signature(nn.Search{}, options{}, nil) }
	want := sign(files)
	state, err := files.hashedState()
	if err != nil {
		t.Fatal(err)
	}
	with := func(f Files, state []byte) Files {
		f.hashed = state
		return f
	}
	if got := sign(with(files, state)); got != want {
		t.Errorf("%s, without a state %s", got, want)
	}
	short := state[:len(state)-1]
	damaged := slices.Clone(state)
	damaged[20] ^= 1 // a state that could be: of other words before
	if got := sign(with(files, short)); got != want {
		t.Errorf("with half a state %s, want %s", got, want)
	}
	if got := sign(with(files, damaged)); got == want {
		t.Error("the state is not used")
	}
	for _, change := range []func(f *Files){
		func(f *Files) { f.Model = []byte("nodel") },
		func(f *Files) { f.Shortlist = nil },
		func(f *Files) { f.Vocab = []byte("vocab2") },
		func(f *Files) { f.TargetVocab = []byte("vocab") },
	} {
		other := files
		change(&other)
		if got, want := sign(with(other, state)), sign(other); got != want {
			t.Errorf("%s, without the state of other files %s", got, want)
		}
	}
}

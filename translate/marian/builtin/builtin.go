// Package builtin carries the files of the German–English model that is part of the binary. README.md beside it is
// the model card, NOTICE holds the terms of the weights.
package builtin

import _ "embed"

//go:embed model.deen.intgemm.alphas.bin
var model []byte

//go:embed lex.1000.150.deen.s2t.bin
var shortlist []byte

//go:embed vocab.deen.spm
var vocab []byte

//go:embed config.deen.yml
var decoder []byte

//go:embed words.deen.bin
var words []byte

//go:embed hints.deen.bin
var hints []byte

//go:embed hashed.bin
var hashed []byte

// A Model is the contents of a model's files. They must not be changed.
type Model struct {
	Model, Shortlist []byte
	Vocab            []byte // of both languages
	Decoder          []byte // decoder configuration
	Words            []byte // words of the target language
	Hints            []byte // likely translations of seldom words
	Hashed           []byte // the state of a hash that has read the largest of them; made and used by package marian
}

// Files returns the contents of the model's files, not copied.
func Files() Model {
	return Model{Model: model, Shortlist: shortlist, Vocab: vocab, Decoder: decoder, Words: words, Hints: hints,
		Hashed: hashed}
}

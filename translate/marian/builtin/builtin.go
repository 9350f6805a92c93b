// Package builtin carries the files of the German–English model that is part of the binary. README.md beside it is the model card, NOTICE says under
// which terms the weights stand.
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

// Files returns the contents of the model's files, not copied: they must not be changed. The vocabulary is that of both languages; the
// last one is the decoder configuration.
func Files() (modelFile, shortlistFile, vocabFile, decoderFile []byte) {
	return model, shortlist, vocab, decoder
}

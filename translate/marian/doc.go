// Package marian translates with the student models of the Bergamot project and Firefox Translations, and with other
// transformers of the Marian toolkit, in pure Go and without a network.
//
// A [Backend] is one model in memory: weights, vocabulary and shortlist. [Builtin] is the German–English model that
// the binary carries, [Open] reads one from a folder. Sentences go through in batches of similar length, but each is
// computed as if it were alone: its translation does not depend on its neighbours, on the number of workers or on the
// CPU.
//
// What a request goes through, file by file: item.go plans an item and puts its parts together again, text.go folds
// white space and keeps the offsets, keep.go carries over what must not be translated, cut.go divides what is too
// long for the model, inline.go puts glossary terms and likely translations beside the words of the source, engine.go
// runs the batches, reverse.go lets a model of the opposite direction take part in the choice among what the search
// finds, insist.go looks for terms that are missing, loop.go finds outputs in which the model repeats itself, links.go
// makes word links of the attention. The layers are in internal/nn, their arithmetic in internal/kernel, the readers
// of the model's files in internal/model and internal/spm, and of the lists of words that may lie beside them in
// internal/lexicon, which also recognizes invented words.
//
// What users write is not what models read best. care.go lists what is done about that: capitals, times of day,
// fractions, calendar words, quotations, enumerations, bullets, names.
package marian

// Package satzpaar turns German documents into aligned German–English sentence pairs. Satzpaar is German for "sentence pair".
//
// This package is the front door: [Open] makes a [Session] of a [Config], which joins the parts below. A document takes this path:
//
//	document   file → blocks → sentences; every byte of the source is kept and can be rendered again
//	detect     runs: stretches in one language; the policy says what happens to foreign ones
//	translate  the Backend contract; decorators: cached, retrying, limited, batching
//	  marian     the neural engine in pure Go, with the built-in model
//	  openai, deepl, libretranslate, command, echo
//	align      sentence beads and word links, where they are not known by construction
//	bitext     the pairs: native JSON Lines, edits, TMX, XLIFF, TSV
//	check      findings on each pair, and a risk that orders them for review
//	review     one-file offline pages, and the local web page
//
// Beside it stand cache (results on disk, knows nothing of language), metric (BLEU, chrF, TER, scores of runs, splits and beads), and cmd/satzpaar, which
// alone reads flags, environment, configuration, clock and terminal. Imports go one way only; a test holds the list.
package satzpaar

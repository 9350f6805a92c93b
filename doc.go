// Package satzpaar translates German documents into English and gives every sentence with its translation. Satzpaar
// is German for "sentence pair".
//
// [Open] makes a [Session] from a [Config]; the zero Config uses the built-in model, offline. A session translates
// texts, documents and many documents at a time, finds foreign stretches in them, aligns and checks. Most programs
// need [Session.Text], or [Session.Parse] and [Session.Document].
//
// # Map of the code
//
// This package puts a run together, and nothing else does. The packages below it each do one thing and can be used by
// themselves. A document takes this path:
//
//	document   file → blocks → sentences; every byte of the source is kept and can be rendered again
//	detect     runs: stretches in one language; the policy decides what happens to foreign ones
//	pipeline   the way of a document from its sentences to its pairs
//	translate  the contract of backends: requests, results, kinds of errors
//	  stack      decorators: cached, retrying, limited, batching, fallback and more
//	  glossary   terms; verify: which answers are believed; price: costs and plans; entry: what is cached under
//	             which key
//	  marian     the neural engine in pure Go, with the built-in model: terms, hints, a guard against
//	             invented words, care for what people write
//	    models     the models that Firefox has released: fetched, checked, updated
//	  openai, anthropic, deepl, google, azure, amazon, libretranslate, command, echo
//	align      sentence beads and word alignments, where they are not known by construction
//	check      findings on each pair, and a risk that orders them for review
//	bitext     the pairs: native JSON Lines, edits, TMX, XLIFF, TSV
//
// Beside it stand
//
//	lang, offset  languages and pairs, with what is known of each; byte ranges and word links that everybody uses
//	cache         results under keys; knows nothing of language; cache/sqlite keeps them in a file, cache/postgres
//	              in a database that many workers share
//	corpus        inputs, output folders, many documents at a time; shards and workers; takes a session;
//	              corpus/outputs knows every output by its name; corpus/batches has a service translate at half
//	              the price, within a day
//	review        one-file offline pages, and the local web page
//	serve         the translation server: LibreTranslate's, DeepL's and OpenAI's interfaces, and a page;
//	              serve/mcp has tools for assistants
//	metric        BLEU, chrF, TER; scores of sentence splitting, runs, beads and word alignments
//	cmd/satzpaar  flags, messages, exit codes; it alone reads environment, configuration, clock and terminal
//
// Imports go one way only; a test holds the list. doc/design.md explains why things are as they are, doc/library.md
// shows how to use them.
package satzpaar

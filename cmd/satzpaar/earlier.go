package main

import (
	"slices"
	"strings"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/internal/units"
)

// prune names the documents of earlier runs that are not among the inputs, or removes what was written for them. Where
// an input could not be looked at, such as a folder that cannot be read now, it is not known what is missing.
func (j *job) prune(inputs *corpus.Inputs, to string, out *corpus.Folder) error {
	if len(inputs.Failed) > 0 {
		if j.flags.prune {
			j.say("note: nothing was pruned, since %s could not be read", units.Count(len(inputs.Failed), "input"))
		}
		return nil
	}
	stale, err := out.Stale(inputs.Files)
	if err != nil || len(stale) == 0 {
		return err
	}
	const most = 5
	names := strings.Join(stale[:min(len(stale), most)], ", ")
	if len(stale) > most {
		names += ", …"
	}
	if !j.flags.prune {
		if !j.flags.quiet {
			j.say("note: %s of earlier runs not among the inputs: %s; --prune removes what was written for them",
				units.Count(len(stale), "document"), names)
		}
		return nil
	}
	if err := out.Prune(stale, inputs.Files, outputs.All(to)); err != nil {
		return err
	}
	j.say("removed what was written for %s: %s", units.Count(len(stale), "document"), names)
	return nil
}

// learn takes what people wrote in the output folder, and in those of --examples, as examples for prompted backends.
func (j *job) learn(out string) error {
	if j.flags.noExamples || j.flags.auto { // documents in any language have no pair to compare with
		return nil
	}
	pair, err := j.config.Pair()
	if err != nil {
		return j.misuse(err)
	}
	folders := slices.Clone(j.flags.examples)
	if j.config.UsesExamples() { // for others a large folder need not be looked through
		folders = append(folders, out)
	}
	j.config.Examples, err = corpus.TaughtBy(folders, out, pair, j.note)
	return usage(err, "--no-examples leaves them out")
}

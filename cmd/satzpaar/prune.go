package main

import (
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
			j.say("note: nothing was pruned, since %s could not be looked at", units.Count(len(inputs.Failed), "input"))
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

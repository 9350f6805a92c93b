package outputs

import (
	"errors"
	"fmt"

	"github.com/satzpaar/satzpaar/corpus"
	"github.com/satzpaar/satzpaar/lang"
)

// ErrMerged is the error for an output folder whose shards were put together before.
var ErrMerged = errors.New("there are no shards in it any more")

// Merge puts together what the shards of a run have made in the output folder dir: its outputs, index and summary are
// there then as one run over all inputs would have written them. What the shards have made is removed unless keep is
// set. It can be repeated, whatever ended it. The error wraps [ErrMerged] where nothing is left to do, and
// [corpus.ErrNoShards] where there is nothing to merge.
func Merge(dir string, keep bool) (s *corpus.Summary, err error) {
	shards, err := corpus.FindShards(dir)
	if errors.Is(err, corpus.ErrNoShards) {
		switch merged, failed := corpus.Merged(dir); {
		case failed != nil:
			err = errors.Join(err, failed)
		case merged:
			err = fmt.Errorf("output folder %s: %w", dir, ErrMerged)
		}
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, shards.Close()) }()
	settings := shards.Settings()
	pair, err := lang.ParsePair(settings["from"], settings["to"]) // they stand in the names and contents of outputs
	if err != nil {
		return nil, fmt.Errorf("the plan of %s: %w", dir, err)
	}
	writers, err := Named(settings["write"], pair.From.String(), pair.To.String())
	if err != nil {
		return nil, fmt.Errorf("the plan of %s: %w", dir, err)
	}
	if s, err = shards.Merge(corpus.MergeOptions{Writers: writers, Index: Index}); err != nil {
		return nil, err
	}
	if err := shards.Folder().WriteSummary(s); err != nil || keep {
		return s, err
	}
	return s, shards.Remove()
}

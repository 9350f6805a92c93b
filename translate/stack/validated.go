package stack

import (
	"context"
	"strings"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// Validated returns b behind the rules: an answer that breaks one becomes a failure of its item, of kind
// [translate.Internal] or [translate.Refused]. Of a deterministic backend only the structure is judged: asked again
// it would answer the same, and a doubtful text with a finding is more use to a reviewer than a hole.
//
// Answers are checked here and nowhere else: backends need not check them, and none is used unchecked. The exception
// is a [SelfValidating] backend.
func Validated(b translate.Backend, rules verify.Rules) translate.Backend {
	rules.Structure = rules.Structure || b.Info().Deterministic
	name, _, _ := strings.Cut(b.Info().ID, ":")
	return &validated{inner{b}, rules, name}
}

// SelfValidating is implemented by backends that apply the rules to their answers themselves, because some of them do
// not come through a stack, such as those of a batch that is collected later. [New] does not judge their answers
// again.
type SelfValidating interface{ ValidatesItself() }

type validated struct {
	inner
	rules verify.Rules
	name  string // of the backend, for errors
}

func (d *validated) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, usage, err := d.ask(ctx, req)
	if err != nil {
		return nil, usage, err
	}
	refuse := func(i int, err error) {
		results[i] = translate.Result{Err: &translate.Error{Kind: verify.KindOf(err), Backend: d.name, Err: err}}
	}
	for i := range results {
		if results[i].Err != nil {
			continue
		}
		repair := verify.Repair
		if d.rules.Structure {
			repair = verify.LineEnds
		}
		if text := repair(&req.Items[i], results[i].Text); text != results[i].Text {
			results[i].Text, results[i].Links = text, nil // links would point beside their words
		}
		if err := d.rules.Check(req.From, req.To, &req.Items[i], results[i].Text); err != nil {
			refuse(i, err)
		}
	}
	if d.rules.Structure || d.rules.Fit == nil {
		return results, usage, nil
	}
	texts := make([]string, len(results))
	for i := range results {
		texts[i] = results[i].Text
	}
	for i, err := range d.rules.Misplaced(req.From, req.To, req.Items, texts) {
		if err != nil {
			refuse(i, err)
		}
	}
	return results, usage, nil
}

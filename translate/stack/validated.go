package stack

import (
	"context"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// Validated returns b behind validation: an answer that breaks a rule becomes an [translate.Internal] failure of its item. Of a deterministic backend only the structure is
// judged: asked again it would say the same, and a doubtful text with a finding is more use to a reviewer than a hole.
func Validated(b translate.Backend, v verify.Rules) translate.Backend {
	v.Structure = v.Structure || b.Info().Deterministic
	return &validated{inner{b}, v}
}

type validated struct {
	inner
	v verify.Rules
}

func (d *validated) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, usage, err := d.ask(ctx, req)
	if err != nil {
		return nil, usage, err
	}
	for i := range results {
		if results[i].Err != nil {
			continue
		}
		if err := d.v.Check(req.From, req.To, &req.Items[i], results[i].Text); err != nil {
			results[i] = translate.Result{Err: &translate.Error{Kind: translate.Internal, Err: err}}
		}
	}
	if d.v.Structure || d.v.Fit == nil {
		return results, usage, nil
	}
	texts := make([]string, len(results))
	for i := range results {
		texts[i] = results[i].Text
	}
	for i, err := range d.v.Misplaced(req.From, req.To, req.Items, texts) {
		if err != nil {
			results[i] = translate.Result{Err: &translate.Error{Kind: translate.Internal, Err: err}}
		}
	}
	return results, usage, nil
}

package stack_test

import (
	"context"
	"errors"
	"testing"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/stack"
)

// gate is a backend that answers when it is let, or when its context ends.
type gate struct{ begun, open chan struct{} }

func (g gate) Info() translate.Info { return translate.Info{ID: "gate"} }

func (g gate) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	g.begun <- struct{}{}
	select {
	case <-g.open:
		return make([]translate.Result, len(req.Items)), translate.Usage{Requests: 1}, nil
	case <-ctx.Done():
		return nil, translate.Usage{}, ctx.Err()
	}
}

func TestDraining(t *testing.T) {
	hard, kill := context.WithCancel(context.Background())
	defer kill()
	g := gate{make(chan struct{}), make(chan struct{})}
	b := stack.Draining(g, hard)
	begin := func(ctx context.Context) chan error {
		done := make(chan error, 1)
		go func() {
			_, _, err := b.Translate(ctx, translate.Request{})
			done <- err
		}()
		<-g.begun
		return done
	}
	soft, drain := context.WithCancel(context.Background())
	done := begin(soft)
	drain()
	select {
	case err := <-done:
		t.Fatalf("the request ended with its context: %v", err)
	default:
	}
	g.open <- struct{}{}
	if err := <-done; err != nil {
		t.Errorf("a request that was under way failed: %v", err)
	}
	if _, _, err := b.Translate(soft, translate.Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a new request after the end of the context gave %v", err)
	}
	done = begin(context.Background())
	kill()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("the hard end gave %v", err)
	}
}

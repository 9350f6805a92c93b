package interrupt_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/interrupt"
)

// TestRun: the first signal asks work to finish, the second to stop, and what does not stop is left behind.
func TestRun(t *testing.T) {
	forever := make(chan struct{})
	defer close(forever)
	for _, c := range []struct {
		name    string
		signals int
		work    func(soft, hard context.Context) int
		code    int
		ended   bool
	}{
		{"undisturbed", 0, func(soft, _ context.Context) int {
			if soft.Err() != nil {
				t.Error("ended without a signal")
			}
			return 3
		}, 3, true},
		{"finishes", 1, func(soft, hard context.Context) int {
			<-soft.Done()
			if context.Cause(soft) != interrupt.Err || hard.Err() != nil {
				t.Errorf("after the first signal: %v, %v", context.Cause(soft), hard.Err())
			}
			return 4
		}, 4, true},
		{"stops", 2, func(_, hard context.Context) int {
			<-hard.Done()
			return 5
		}, 5, true},
		{"hangs", 2, func(_, _ context.Context) int {
			<-forever
			return 6
		}, 0, false},
	} {
		signals := make(chan os.Signal, 2)
		for range c.signals {
			signals <- os.Interrupt
		}
		code, ended := interrupt.Run(signals, c.work, func() { <-forever }) // nobody reads what is said
		if code != c.code || ended != c.ended {
			t.Errorf("%s: %d, %v", c.name, code, ended)
		}
	}
}

// TestReader: a read ends with the context although nothing comes.
func TestReader(t *testing.T) {
	ctx, end := context.WithCancelCause(t.Context())
	waiting, _ := io.Pipe()
	r := interrupt.NewReader(ctx, io.MultiReader(strings.NewReader("text"), waiting))
	buffer := make([]byte, 8)
	if n, err := r.Read(buffer); string(buffer[:n]) != "text" || err != nil {
		t.Fatalf("%q, %v", buffer[:n], err)
	}
	read := make(chan error)
	go func() {
		_, err := r.Read(buffer)
		read <- err
	}()
	end(interrupt.Err)
	for range 2 {
		if err := <-read; !errors.Is(err, interrupt.Err) {
			t.Errorf("%v", err)
		}
		go func() {
			_, err := r.Read(buffer)
			read <- err
		}()
	}
	<-read
}

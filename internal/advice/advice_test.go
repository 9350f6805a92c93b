package advice_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/satzpaar/satzpaar/internal/advice"
)

func TestAdvice(t *testing.T) {
	err := fmt.Errorf("reading: %w", advice.With(io.ErrUnexpectedEOF, "fetch it again"))
	if got, want := err.Error(), "reading: unexpected EOF"; got != want {
		t.Errorf("the error is %q, want %q", got, want)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if got := advice.Of(err); got != "fetch it again" {
		t.Errorf("the advice is %q", got)
	}
	if got := advice.Of(io.EOF); got != "" {
		t.Errorf("an error without advice has %q", got)
	}
	if advice.With(nil, "nothing") != nil {
		t.Error("success became an error")
	}
}

package translate_test

import (
	"testing"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/echo"
	"github.com/satzpaar/satzpaar/translate/stack"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

// TestAs finds a backend behind every decorator, and tells apart those behind a fallback.
func TestAs(t *testing.T) {
	first, second := &translatetest.Double{}, echo.New(echo.Config{})
	b := stack.Near(stack.Fallback(stack.New(first, stack.Config{Remote: true}),
		stack.New(second, stack.Config{})), nil)
	if got, ok := translate.As[*translatetest.Double](b); !ok || got != first {
		t.Errorf("the first backend: %v, %v", got, ok)
	}
	if got, ok := translate.As[*echo.Backend](b); !ok || got != second {
		t.Errorf("the second backend: %v, %v", got, ok)
	}
	if _, ok := translate.As[interface{ Submit() }](b); ok {
		t.Error("found a backend that is not there")
	}
	if got, ok := translate.As[translate.Backend](b); !ok || got != b {
		t.Error("the outermost backend is not the first that is found")
	}
}

package marian

import (
	"testing"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

func TestConformance(t *testing.T) {
	for _, name := range []string{"mini.float32", "mini.int8"} {
		t.Run(name, func(t *testing.T) {
			translatetest.Run(t, func() translate.Backend { return backend(t, name, 2) })
		})
	}
}

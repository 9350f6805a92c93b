package marian

import (
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
)

// UseKernel chooses the kernels of all models that are opened afterwards: "generic", "avx2", "avxvnni", "avx512",
// "amx" or "neon"; empty leaves the choice to what the CPU can do. All kernels give the same translations, bit for bit;
// the choice is for measuring and for doubting a machine. It is the program's, made once before it opens a model. A
// name that this CPU cannot run is an error.
func UseKernel(name string) error {
	if name == "" {
		return nil
	}
	if err := kernel.Use(name); err != nil {
		return translate.Errorf(translate.Invalid, "marian", "%w", err)
	}
	return nil
}

// Check reads a configuration of GoReleaser as GoReleaser does, so that a field which it does not know, or one of
// another type, shows before a release:
//
//	go run . ../goreleaser.yaml
//
// It is a module of its own: nothing else here needs GoReleaser, of which it links the configuration alone.
package main

import (
	"fmt"
	"os"

	"github.com/goreleaser/goreleaser/v2/pkg/config"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: check FILE")
		os.Exit(2)
	}
	if _, err := config.Load(os.Args[1]); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}

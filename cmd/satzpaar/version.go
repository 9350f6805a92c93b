package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/commandline"
	"github.com/satzpaar/satzpaar/internal/revision"
)

// version is set by release builds with -ldflags "-X main.version=…".
var version = ""

func versionCommand(a *app) *cobra.Command {
	return commandline.Leaf("version", "Print the version", cobra.NoArgs, func(context.Context, []string) error {
		a.print("satzpaar %s\n", versionString())
		return nil
	})
}

// versionString returns the release, or the revision that was built, and the edition.
func versionString() string { return revision.Of(version) + edition }

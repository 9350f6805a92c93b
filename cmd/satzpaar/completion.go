package main

import (
	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/internal/commandline"
)

// completeValues lets the shell complete the flags of a command whose values are names, which users may have made, or
// lists. Flags that take one of several words complete themselves.
func (a *app) completeValues(c *cobra.Command) {
	for flag, values := range map[string]func() []string{
		"backend": a.backendNames, "fallback": a.backendNames, "translation": a.backendNames,
		"model":   modelNames,
		"foreign": commandline.Words("keep", "translate", "drop"),
		"write":   outputs.Names,
	} {
		commandline.Complete(c, flag, flag == "write", values)
	}
}

// backendNames returns the names that a backend may be called by.
func (a *app) backendNames() []string {
	config, err := a.configFile()
	if err != nil {
		return satzpaar.Types()
	}
	return config.BackendNames()
}

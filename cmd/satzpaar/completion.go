package main

import (
	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/commandline"
)

// completeValues lets the shell complete the values of the flags of a command.
func (a *app) completeValues(c *cobra.Command) {
	fixed := func(values ...string) func() []string { return func() []string { return values } }
	for flag, values := range map[string]func() []string{
		"backend": a.backendNames, "fallback": a.backendNames, "translation": a.backendNames,
		"model":     modelNames,
		"format":    document.FormatNames,
		"unit":      fixed("sentence", "block"),
		"uncertain": fixed("sentences", "bead"),
		"retry":     fixed("failed", "flagged"),
		"protocol":  fixed("lines", "jsonl"),
		"mode":      protocolNames,
		"foreign":   fixed("keep", "translate", "drop"),
		"fail-on":   fixed(thresholds...),
		"split":     fixed("sentences", "lines"),
		"write":     outputs.Names,
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

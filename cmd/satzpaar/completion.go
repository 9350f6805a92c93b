package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/corpus/outputs"
	"github.com/satzpaar/satzpaar/document"
)

// completeValues lets the shell complete the values of the flags of a command. Flags that the command lacks are passed
// over.
func (a *app) completeValues(c *cobra.Command) {
	fixed := func(values ...string) func() []string { return func() []string { return values } }
	backends := func() []string {
		config, err := a.configFile()
		if err != nil {
			return satzpaar.Types()
		}
		return config.BackendNames()
	}
	for flag, values := range map[string]func() []string{
		"backend": backends, "fallback": backends, "translation": backends,
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
	} {
		if c.Flags().Lookup(flag) == nil {
			continue
		}
		complete := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return values(), cobra.ShellCompDirectiveNoFileComp
		}
		_ = c.RegisterFlagCompletionFunc(flag, complete) // fails only for a flag that is not there, or twice
	}
	if c.Flags().Lookup("also") != nil {
		complete := func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
			return completeList(backends())(c, args, typed)
		}
		_ = c.RegisterFlagCompletionFunc("also", complete)
	}
	if c.Flags().Lookup("write") != nil {
		_ = c.RegisterFlagCompletionFunc("write", completeList(outputs.Names()))
	}
}

// completeList completes the last value of a list with commas.
func completeList(names []string) func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		var out []string
		for _, n := range names {
			if !slices.Contains(strings.Split(before, ","), n) {
				out = append(out, before+n)
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

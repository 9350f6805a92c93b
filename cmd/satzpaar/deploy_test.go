package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDeployFlags holds that the files for machines call the program with flags that it has.
func TestDeployFlags(t *testing.T) {
	command := regexp.MustCompile(`(?m)^(?:ExecStart=|CMD ).*$`)
	flag := regexp.MustCompile(`--([a-z][a-z-]*)`)
	c := serveCommand(&app{terminal: &terminal{}})
	n := 0
	for _, name := range []string{"satzpaar.service", "Containerfile"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range command.FindAllString(string(raw), -1) {
			for _, m := range flag.FindAllStringSubmatch(line, -1) {
				n++
				if c.Flags().Lookup(m[1]) == nil {
					t.Errorf("%s: satzpaar serve has no flag --%s", name, m[1])
				}
			}
		}
	}
	if n < 3 {
		t.Errorf("only %d flags were found", n)
	}
}

// TestReleaseCommands holds that releases are made with commands that there are, and set the variable that there is.
func TestReleaseCommands(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "deploy", "goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), "-X main.version={{ .Version }}") {
		t.Error("the version is not set")
	}
	called := regexp.MustCompile(`\./cmd/satzpaar ([a-z]+)(?: ([a-z]+) >)?`).FindAllStringSubmatch(string(raw), -1)
	if len(called) < 5 {
		t.Errorf("only %d commands are called", len(called))
	}
	root := newRoot(newApp(&terminal{}, nil))
	root.InitDefaultCompletionCmd()
	for _, m := range called {
		args := []string{m[1]}
		if m[2] != "" {
			args = append(args, m[2])
		}
		if c, _, err := root.Find(args); err != nil || c.Name() != args[len(args)-1] {
			t.Errorf("there is no command %q", args)
		}
	}
}

package main

import (
	"os"
	"path/filepath"
	"regexp"
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

package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the sessions expect")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"satzpaar": func() {
		os.Exit(run(&terminal{args: os.Args[1:], env: os.Getenv, environ: os.Environ(), stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, now: time.Now}))
	}})
}

// TestScript runs the sessions of testdata/script as a user would type them.
func TestScript(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			// binary writes a file that is no text: a script cannot hold it.
			"binary": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x03\x00\x3e\x00\x01\x00\x00\x00"), 0o644))
			},
		},
		Setup: func(env *testscript.Env) error {
			// Nothing of the machine that runs the tests may show: no keys, no configuration, no cache.
			keep := env.Vars[:0]
			for _, v := range env.Vars {
				name, _, _ := strings.Cut(v, "=")
				if !strings.HasPrefix(name, "SATZPAAR_") && !strings.HasPrefix(name, "OPENAI_") && !strings.HasPrefix(name, "XDG_") {
					keep = append(keep, v)
				}
			}
			env.Vars = append(keep, "HOME="+filepath.Join(env.WorkDir, "home"), "DOCUMENTS="+filepath.Join(root, "testdata", "documents"))
			return nil
		},
	})
}

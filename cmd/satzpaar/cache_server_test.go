//go:build unix && !slim

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache/postgres"
	"github.com/satzpaar/satzpaar/internal/caches"
	"github.com/satzpaar/satzpaar/internal/postgrestest"
)

// TestSharedCache: processes that translate the same texts at the same time pay for each of them once, and go on
// without the database.
func TestSharedCache(t *testing.T) {
	s := postgrestest.Start(t)
	command := installed(t)
	dir := t.TempDir()
	var text strings.Builder
	const sentences = 200
	for i := range sentences {
		fmt.Fprintf(&text, "Das ist Satz Nummer %d.\n\n", i)
	}
	in, paid := filepath.Join(dir, "in.txt"), filepath.Join(dir, "paid")
	if err := os.WriteFile(in, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	// A program that writes down what it is given.
	program := filepath.Join(dir, "program")
	script := "#!/bin/sh\ntee -a " + paid + " | sed -u 's/^Das ist Satz Nummer/This is sentence number/'\n"
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	translate := func(out string) (said string, err error) {
		cmd := exec.Command(command, "translate", "--backend", "command", "--command", program, "--quiet",
			"--cache", s.URL, "-o", filepath.Join(dir, out), in)
		cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+dir)
		raw, err := cmd.CombinedOutput()
		if strings.Contains(string(raw), postgrestest.Password) {
			t.Errorf("the password is said: %s", raw)
		}
		return string(raw), err
	}
	var processes sync.WaitGroup
	for i := range 4 {
		processes.Go(func() {
			if said, err := translate(fmt.Sprint("out", i)); err != nil || said != "" {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
	processes.Wait()
	raw, err := os.ReadFile(paid)
	if err != nil {
		t.Fatal(err)
	}
	times := map[string]int{}
	for line := range strings.Lines(string(raw)) {
		times[line]++
	}
	for line, n := range times {
		if n != 1 {
			t.Errorf("%d times: %s", n, line)
		}
	}
	if len(times) != sentences {
		t.Errorf("%d of %d sentences were translated", len(times), sentences)
	}
	// A search of satzpaar review looks through them, and finds nothing where the tables are not the cache's, or there is
	// no server.
	shared, err := postgres.OpenAddress(t.Context(), s.URL, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer shared.Close()
	searched := func() (found int) {
		for b, err := range caches.Pairs(shared)(t.Context()) {
			if err != nil || b.From != "de" || b.To != "en" {
				t.Errorf("%v, %v", b, err)
				return found
			}
			for i := range b.Pairs {
				n := strings.TrimPrefix(b.Pairs[i].Source, "Das ist Satz Nummer ")
				if b.Pairs[i].Target == "This is sentence number "+n {
					found++
				}
			}
		}
		return found
	}
	if n := searched(); n != sentences {
		t.Errorf("%d of %d translations were found", n, sentences)
	}
	postgrestest.Exec(t, s.URL, "ALTER TABLE satzpaar_entries_1 RENAME key TO other")
	if n := searched(); n != 0 {
		t.Errorf("%d translations were found in other tables", n)
	}
	postgrestest.Exec(t, s.URL, "ALTER TABLE satzpaar_entries_1 RENAME other TO key")
	s.Stop()
	if n := searched(); n != 0 {
		t.Errorf("%d translations were found without a server", n)
	}
	said, err := translate("alone")
	if err != nil || strings.Count(said, "going on without it") != 1 ||
		!strings.Contains(said, "200 translations could not be kept") {
		t.Errorf("without the server: %v\n%s", err, said)
	}
	want, err := os.ReadFile(filepath.Join(dir, "out0", "in.txt.en.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{"out1", "out2", "out3", "alone"} {
		if got, err := os.ReadFile(filepath.Join(dir, out, "in.txt.en.txt")); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v, %d bytes, want %d", out, err, len(got), len(want))
		}
	}
}

//go:build unix && !slim

package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/internal/postgrestest"
)

// TestSharedBudget: shards of a run spend together what --max-cost allows, also when they are killed, and each by itself
// without the database.
func TestSharedBudget(t *testing.T) {
	database := postgrestest.Start(t)
	command := installed(t)
	dir := t.TempDir()
	const shards, most, in, out = 4, 0.02, 1.0, 4.0 // US dollars, for a million tokens
	config := filepath.Join(dir, "satzpaar", "config.toml")
	if err := os.MkdirAll(filepath.Join(dir, "satzpaar"), 0o755); err != nil {
		t.Fatal(err)
	}
	prices := fmt.Sprintf("[backend.openai]\nprice_in = %v\nprice_out = %v\nbatch = 4\n", in, out)
	if err := os.WriteFile(config, []byte(prices), 0o644); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for i := range 400 {
		fmt.Fprintf(&text, "{\"text\":\"Das ist der Satz mit der Nummer %d.\"}\n", i)
	}
	records := filepath.Join(dir, "in.jsonl")
	if err := os.WriteFile(records, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	// run runs the shards into a folder and returns what the server has billed, and what they have printed.
	run := func(name string, kill time.Duration, flags ...string) (cost float64, said string) {
		server := faultserver.New(faultserver.Config{Latency: 50 * time.Millisecond})
		web := httptest.NewServer(server)
		defer web.Close()
		start := func(shard string) *exec.Cmd {
			args := append([]string{"translate", "--quiet", "--backend", "openai", "--base-url", web.URL + "/v1", "--model", "m",
				"--cache", database.URL, "-o", filepath.Join(dir, name), "--shard", fmt.Sprint(shard, "/", shards)}, flags...)
			cmd := exec.Command(command, append(args, records)...)
			cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+dir)
			return cmd
		}
		if raw, err := start("plan").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, raw)
		}
		var all sync.WaitGroup
		answers := make([]strings.Builder, shards)
		for i := range shards {
			all.Go(func() {
				for again := kill > 0; ; again = false {
					cmd := start(fmt.Sprint(i))
					cmd.Stderr = &answers[i]
					if err := cmd.Start(); err != nil {
						t.Error(err)
						return
					}
					if again {
						time.AfterFunc(kill, func() { _ = cmd.Process.Kill() })
					}
					_ = cmd.Wait() // there was not enough for all of them
					if !again {
						return
					}
				}
			})
		}
		all.Wait()
		for i := range answers {
			said += answers[i].String()
		}
		read, written := server.Tokens()
		return (float64(read)*in + float64(written)*out) / 1e6, said
	}
	limit := []string{"--max-cost", fmt.Sprint(most)}
	free, _ := run("free", 0)
	if free < 2*most {
		t.Fatalf("without a limit the run costs $%.4f", free)
	}
	for _, test := range []struct {
		name string
		kill time.Duration
	}{{"together", 0}, {"killed", time.Second}} {
		cost, said := run(test.name, test.kill, append([]string{"--prompt-file", prompt(t, dir, test.name)}, limit...)...)
		t.Logf("%s: $%.4f of $%v", test.name, cost, most)
		if cost > most || test.kill == 0 && cost < most/2 || !strings.Contains(said, "for all processes reached") {
			t.Errorf("%s: $%.4f of $%v were spent\n%s", test.name, cost, most, said)
		}
	}
	database.Stop()
	cost, said := run("alone", 0, append([]string{"--prompt-file", prompt(t, dir, "alone")}, limit...)...)
	if cost < 1.5*most || cost > shards*most || strings.Count(said, "for this process alone") != shards {
		t.Errorf("without the database $%.4f were spent\n%s", cost, said)
	}
}

// prompt writes a style for the prompt that no other run has, so that none finds the answers of another in the cache.
func prompt(t *testing.T, dir, style string) string {
	t.Helper()
	name := filepath.Join(dir, style+".prompt")
	if err := os.WriteFile(name, []byte("Style: "+style+".\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

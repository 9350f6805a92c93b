//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// An attack is what a name or a text may hold: the title of the window, the terminal cleared by C1 as a byte and as a
// character, a message of its own, and an override of the direction.
const attack = "a\x1b]0;x\a\x9b2J\u009b2J\r\nsatzpaar: error: forged\n\u202etxt\u2066.b"

// attacked lists what is wrong with something that was printed for people.
func attacked(printed string) (wrong []string) {
	for i, r := range printed {
		bad := r < 0x20 && r != '\n' && r != '\t' || 0x7f <= r && r <= 0x9f ||
			0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069 ||
			r == utf8.RuneError && !strings.HasPrefix(printed[i:], "\ufffd")
		if bad {
			wrong = append(wrong, fmt.Sprintf("%q in %q", r, printed[max(0, i-30):min(len(printed), i+30)]))
		}
	}
	for line := range strings.Lines(printed) {
		if strings.HasPrefix(line, "satzpaar: error: forged") {
			wrong = append(wrong, "a forged line")
		}
	}
	return wrong
}

// An attackBench runs commands in a folder of files that are attacks, by name and by content.
type attackBench struct {
	dir               string
	text, bitext, out string
	environment       map[string]string
	ran, shown        int // command lines, and those that printed something of an attack
}

func newAttackBench(t *testing.T) *attackBench {
	dir := t.TempDir()
	t.Chdir(dir) // attacks are names of outputs, too
	b := &attackBench{dir: dir, text: filepath.Join(dir, "in", attack+".txt"), out: filepath.Join(dir, "out"+attack)}
	write := func(name, content string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(b.text, "Das ist "+strings.ToValidUTF8(attack, "")+" ein Satz. "+
		"This is an English sentence about the weather \x1b]0;x\a and the \u202erain.\n")
	b.environment = map[string]string{
		"HOME":            dir,
		"XDG_CONFIG_HOME": dir,
		"XDG_CACHE_HOME":  filepath.Join(dir, "cache"),
		"PATH":            os.Getenv("PATH"),
		"GOGC":            "100",
	}
	quoted := `"a\u001b]0;x\u0007\u009b2J\r\nsatzpaar: error: forged\n\u202Etxt"`
	write(filepath.Join(dir, "satzpaar", "config.toml"),
		"[backend."+quoted+"]\ntype = \"command\"\ncommand = \"sh "+dir+"/complain.sh\"\n")
	write(filepath.Join(dir, "complain.sh"), "cat >&2 <<'END'\n"+attack+"\nEND\nexit 3\n")
	b.bitext = filepath.Join(dir, attack+".bitext.jsonl")
	return b
}

// run runs a command line and returns what it printed. What waits for a person is ended.
func (b *attackBench) run(stdin string, args ...string) (stdout, stderr string, code int) {
	var out, err bytes.Buffer
	b.ran++
	env := func(name string) string { return b.environment[name] }
	t := &terminal{
		args:    args,
		env:     env,
		environ: []string{"PATH=" + env("PATH"), "HOME=" + b.dir},
		stdin:   strings.NewReader(stdin),
		stdout:  &out,
		stderr:  &err,
		now:     time.Now,
	}
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
	defer stop()
	code = t.execute(ctx, ctx)
	if strings.Contains(out.String()+err.String(), "]0;x") {
		b.shown++
	}
	return out.String(), err.String(), code
}

// leaves calls f with every command that can be run, and its words.
func leaves(c *cobra.Command, words []string, f func(c *cobra.Command, words []string)) {
	if c.Runnable() {
		f(c, words)
	}
	for _, sub := range c.Commands() {
		leaves(sub, append(slices.Clone(words), sub.Name()), f)
	}
}

// TestNothingPrintedIsObeyed attacks every command that there is, by its arguments, by each of its flags, and by what
// its files hold.
func TestNothingPrintedIsObeyed(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: hundreds of command lines")
	}
	b := newAttackBench(t)
	check := func(t *testing.T, args ...string) {
		t.Helper()
		stdout, stderr, code := b.run("Das ist "+strings.ToValidUTF8(attack, "")+" ein Satz.\n", args...)
		data := slices.Contains(args, "-") || args[0] == "export" || args[0] == "cache" && slices.Contains(args, "tmx")
		if wrong := attacked(stdout); !data && len(wrong) > 0 {
			t.Errorf("satzpaar %q (exit %d) printed %s", args, code, strings.Join(wrong, ", "))
		}
		if wrong := attacked(stderr); len(wrong) > 0 {
			t.Errorf("satzpaar %q (exit %d) said %s", args, code, strings.Join(wrong, ", "))
		}
	}
	// Something to work on: an output folder, and a cache with the texts.
	stdout, stderr, code := b.run("", "translate", "--backend", "echo", "--write", "review,jsonl,same",
		"-o", b.out, filepath.Dir(b.text))
	if code != 0 {
		t.Fatalf("exit %d: %s%s", code, stdout, stderr)
	}
	pair := fmt.Sprintf("{\"id\":\"1\",\"source\":%q,\"target\":%q,\"state\":\"translated\"}\n",
		"Das sind 12 Sätze.", "These are 13 sentences.")
	name, _ := json.Marshal("x" + attack + ".txt")
	header := fmt.Sprintf("{\"satzpaar\":\"bitext/1\",\"document\":%s,\"from\":\"de\",\"to\":\"en\"}\n",
		strings.ReplaceAll(string(name), "/", ""))
	pair = strings.ReplaceAll(pair, "Sätze", `Sätze\u001b]0;x\u0007\u202e\u009b2J\nsatzpaar: error: forged\n`)
	if err := os.WriteFile(b.bitext, []byte(header+pair), 0o644); err != nil {
		t.Fatal(err)
	}
	level, _ := json.Marshal(attack)
	gold, made := filepath.Join(b.dir, "gold.jsonl"), filepath.Join(b.dir, "made.jsonl")
	for name, content := range map[string]string{
		gold: fmt.Sprintf(`{"id":"1","src":["a"],"tgt":["b"],"gold":[[[0],[0]]],"level":%s}`+"\n", level),
		made: `{"id":"1","align":[[[0],[0]]]}` + "\n",
	} {
		if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files := []string{b.text, b.bitext, b.out, filepath.Join(b.dir, "missing"+attack)}
	leaves(newRoot(newApp(&terminal{}, t.Context())), nil, func(c *cobra.Command, words []string) {
		t.Run(strings.Join(append([]string{"satzpaar"}, words...), " "), func(t *testing.T) {
			with := func(args ...string) { t.Helper(); check(t, append(slices.Clone(words), args...)...) }
			with(attack)
			with("--" + attack)
			with(attack, attack)
			for _, file := range files {
				with(file)
				with(file, file)
				if c.Flags().Lookup("json") != nil {
					with("--json", file)
				}
			}
			c.Flags().VisitAll(func(f *pflag.Flag) {
				with("--"+f.Name+"="+attack, b.text)
				if strings.HasPrefix(f.Value.Type(), "string") {
					with("--"+f.Name, b.text, b.bitext)
				}
			})
		})
	})
	program := "sh " + filepath.Join(b.dir, "complain.sh")
	for _, args := range [][]string{
		{"translate", "--backend", "command", "--command", program, "-o", filepath.Join(b.dir, "o2"), b.text},
		{"translate", "--backend", "command", "--command", program, "-"},
		{"translate", "--dry-run", b.text},
		{"translate", "--json", "--no-cache", "--backend", "echo", "-o", b.out, b.text},
		{"backends", "--probe"}, {"backends", "--probe", "--json"}, {"backends"},
		{"detect", "--explain", b.text}, {"detect", "--explain", "--json", b.text},
		{"align", b.text, b.text}, {"align", "--json", b.text, b.text},
		{"check", "--report", b.bitext}, {"check", "--fail-on", "never", "--json", b.bitext},
		{"cache", "why", "Das ist " + attack + " ein Satz."}, {"cache", "export"}, {"cache", "verify", "--backend", "echo"},
		{"eval", "--gold", gold, made},
		{"review", b.out}, {"review", "--import", b.bitext, b.out},
	} {
		check(t, args...)
	}
	t.Logf("%d command lines, %d of them showed an attack", b.ran, b.shown)
	if b.ran < 200 || b.shown < b.ran/2 {
		t.Errorf("%d command lines, %d of them showed an attack: the walk misses commands", b.ran, b.shown)
	}
}

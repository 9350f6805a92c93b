package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/configfile"
)

// guides returns the README and the guides by their paths from the root of the repository.
func guides(t *testing.T) map[string]string {
	t.Helper()
	root, err := os.OpenRoot("../..")
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	names, err := fs.Glob(root.FS(), "doc/*.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range append(names, "README.md", "CONTRIBUTING.md", "SECURITY.md") {
		raw, err := root.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(raw)
	}
	return out
}

// A fence is a fenced block of a guide. Its info string specifies what it is:
//
//	```console       a session: lines that begin with "$ " are typed, the others are what they print
//	```LANG NAME     the file NAME of that session, whatever the language that it is highlighted as
//	```toml          a part of config.toml
//
// What else there is, "sh" above all, is shown and not run: it needs a server, a key or a network.
type fence struct {
	line       int // of the opening fence
	lang, file string
	text       string
}

func fences(text string) []fence {
	var out []fence
	var open *fence
	for i, line := range strings.Split(text, "\n") {
		info, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && open == nil:
			open = &fence{line: i + 1}
			open.lang, open.file, _ = strings.Cut(strings.TrimSpace(info), " ")
		case isFence:
			out = append(out, *open)
			open = nil
		case open != nil:
			open.text += line + "\n"
		}
	}
	return out
}

// A step is a command of a session with what it must print.
type step struct {
	line    int
	command string
	want    []string
}

func steps(f fence) []step {
	var out []step
	for i, line := range strings.Split(strings.TrimSuffix(f.text, "\n"), "\n") {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			out = append(out, step{line: f.line + 1 + i, command: command})
		} else if n := len(out); n > 0 {
			out[n-1].want = append(out[n-1].want, line)
		}
	}
	return out
}

// TestGuides runs the sessions of the README and the guides, each guide in a folder and a home of its own. A command
// must do what the guide says: print what stands below it, where "…" is any text and a line "…" any lines, and succeed,
// unless "echo $?" comes next.
func TestGuides(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the sessions are those of a POSIX shell")
	}
	texts := guides(t)
	sessions := 0
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		blocks := fences(texts[name])
		if !slices.ContainsFunc(blocks, func(f fence) bool { return f.lang == "console" }) {
			continue
		}
		sessions++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runGuide(t, blocks)
		})
	}
	if sessions < 6 {
		t.Errorf("only %d documents have sessions", sessions)
	}
}

func runGuide(t *testing.T, blocks []fence) {
	dir := guideFolder(t)
	var script strings.Builder
	var all []step
	files := 0
	for _, f := range blocks {
		switch {
		case f.file != "":
			files++
			text := filepath.Join(dir, ".files", fmt.Sprint(files))
			if err := errors.Join(os.MkdirAll(filepath.Dir(text), 0o755), os.WriteFile(text, []byte(f.text), 0o644)); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&script, "mkdir -p '%s' && cp '%s' '%s'\n", filepath.Dir(f.file), text, f.file)
		case f.lang == "console":
			for _, s := range steps(f) {
				// What one command prints is a record of the output. Its status is that of the next one's "$?".
				fmt.Fprintf(&script, "(exit $status)\n%s\nstatus=$?\nprintf '\\036%%s\\036' $status\n", s.command)
				all = append(all, s)
			}
		}
	}
	sh := exec.Command("sh", "-c", "status=0\n"+script.String())
	sh.Dir, sh.Env = dir, guideEnv(t, dir)
	var out bytes.Buffer
	sh.Stdout, sh.Stderr = &out, &out
	err := sh.Run()
	records := strings.Split(out.String(), "\036")
	if len(records) != 2*len(all)+1 {
		t.Fatalf("%d of %d commands ended: %v\n%s", len(records)/2, len(all), err, &out)
	}
	for i, s := range all {
		got, status := meanwhile.ReplaceAllString(records[2*i], ""), records[2*i+1]
		if !printed(s.want, got) {
			t.Errorf("line %d: $ %s\nprints\n%s\nthe guide says\n%s", s.line, s.command, got, strings.Join(s.want, "\n"))
		}
		if asked := i+1 < len(all) && all[i+1].command == "echo $?"; status != "0" && !asked {
			t.Errorf("line %d: $ %s\nends with status %s", s.line, s.command, status)
		}
	}
}

// eachFence calls check with the blocks of all guides that are in a language, and where each stands. There must be
// some that it wants.
func eachFence(t *testing.T, lang string, check func(where string, f fence) (wanted bool)) {
	t.Helper()
	n := 0
	for name, text := range guides(t) {
		for _, f := range fences(text) {
			if f.lang == lang && check(fmt.Sprintf("%s:%d", name, f.line), f) {
				n++
			}
		}
	}
	if n == 0 {
		t.Error("there are none")
	}
}

// TestGuidePrograms compiles the programs that the guides show.
func TestGuidePrograms(t *testing.T) {
	eachFence(t, "go", func(where string, f fence) bool {
		if f.file == "" {
			return false
		}
		dir := guideFolder(t)
		if err := os.WriteFile(filepath.Join(dir, f.file), []byte(f.text), 0o644); err != nil {
			t.Fatal(err)
		}
		vet := exec.Command("go", "vet", f.file)
		vet.Dir, vet.Env = dir, guideEnv(t, dir)
		if out, err := vet.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", where, err, out)
		}
		return true
	})
}

// guideFolder returns an empty folder for a guide's session. The sample documents of the repository are in it, as in a
// checkout.
func guideFolder(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(root, "testdata"), filepath.Join(dir, "testdata")); err != nil {
		t.Fatal(err)
	}
	// Programs that a guide shows are built as a part of a workspace that holds this module.
	module, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	work := fmt.Sprintf("%s\nuse %q\n", regexp.MustCompile(`(?m)^go .*$`).Find(module), root)
	if err := os.WriteFile(filepath.Join(dir, ".go.work"), []byte(work), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// guideEnv returns an environment in which nothing of this machine shows but its programs.
func guideEnv(t *testing.T, dir string) []string {
	t.Helper()
	env := []string{
		"HOME=" + filepath.Join(dir, ".home"), "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "LANG=C.UTF-8",
		"GOWORK=" + filepath.Join(dir, ".go.work"),
	}
	values, err := goEnv()
	if err != nil {
		t.Fatalf("go env: %v", err)
	}
	return append(env, values...)
}

// goEnv returns the settings of the Go tool that programs of guides are built with.
var goEnv = sync.OnceValues(func() (env []string, err error) {
	names := []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS", "GOTOOLCHAIN"}
	values, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		return nil, err
	}
	for i, value := range strings.Split(strings.TrimSuffix(string(values), "\n"), "\n") {
		env = append(env, names[i]+"="+value)
	}
	return env, err
})

// meanwhile matches the lines that a run prints every few seconds.
var meanwhile = regexp.MustCompile(`(?m)^satzpaar: \d+ of \d+ documents?, .*\n`)

// printed reports whether a command has printed what a guide shows.
func printed(want []string, got string) bool {
	var pattern strings.Builder
	pattern.WriteString(`\A`)
	for _, line := range want {
		if strings.TrimSpace(line) == "…" {
			pattern.WriteString(`(?:.*\n)*`)
			continue
		}
		parts := strings.Split(strings.TrimRight(line, " "), "…")
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		pattern.WriteString(strings.Join(parts, `.*`) + ` *\n`)
	}
	pattern.WriteString(`\n*\z`)
	return regexp.MustCompile(pattern.String()).MatchString(got + "\n")
}

// TestPrinted shows that a guide which promises something else is found out.
func TestPrinted(t *testing.T) {
	for _, c := range []struct {
		want, got string
		ok        bool
	}{
		{"a\nb", "a\nb\n", true},
		{"a", "a", true},
		{"", "", true},
		{"a…c", "abc\n", true},
		{"…\nb", "a\nb\n", true},
		{"a\n…", "a\nb\nc\n", true},
		{"a\n…", "a\n", true},
		{"a", "a\nb\n", false},
		{"a\nb", "a\n", false},
		{"a…d", "abc\n", false},
		{"a.c", "abc\n", false},
		{"…b", "a\nb\n", false},
		{"", "a\n", false},
	} {
		var want []string
		if c.want != "" {
			want = strings.Split(c.want, "\n")
		}
		if got := printed(want, c.got); got != c.ok {
			t.Errorf("printed(%q, %q) = %v", c.want, c.got, got)
		}
	}
}

// TestGuideConfigurations reads every piece of configuration as the program would.
func TestGuideConfigurations(t *testing.T) {
	eachFence(t, "toml", func(where string, f fence) bool {
		if err := toml.NewDecoder(strings.NewReader(f.text)).DisallowUnknownFields().Decode(&configfile.File{}); err != nil {
			t.Errorf("%s: %v", where, err)
		}
		return true
	})
}

var (
	flagInText = regexp.MustCompile("`--([a-z][a-z0-9-]*)")
	flagTyped  = regexp.MustCompile(` --([a-z][a-z0-9-]*)`)
	commands   = regexp.MustCompile(`satzpaar ([a-z]+)`)
)

// TestGuideFlags holds that commands and flags which the guides name are there.
func TestGuideFlags(t *testing.T) {
	names := map[string]bool{"help": true, "completion": true}
	var all []*cobra.Command
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		names[c.Name()] = true
		all = append(all, c)
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRoot(newApp(&terminal{}, nil)))
	isFlag := func(name string) bool {
		return name == "help" || slices.ContainsFunc(all, func(c *cobra.Command) bool { return c.Flags().Lookup(name) != nil })
	}
	for name, text := range guides(t) {
		if name == "doc/bench.md" {
			continue // it quotes other programs
		}
		for _, m := range flagInText.FindAllStringSubmatch(text, -1) {
			if !isFlag(m[1]) {
				t.Errorf("%s: no command has the flag --%s", name, m[1])
			}
		}
		for _, f := range fences(text) {
			for i, line := range strings.Split(f.text, "\n") {
				line, typed := strings.CutPrefix(line, "$ ")
				if f.lang != "sh" && !typed || !strings.Contains(line, "satzpaar ") {
					continue
				}
				line, _, _ = strings.Cut(line, " #")
				_, line, _ = strings.Cut(line, "satzpaar ")
				for _, m := range commands.FindAllStringSubmatch("satzpaar "+line, -1) {
					if !names[m[1]] {
						t.Errorf("%s:%d: there is no command %s", name, f.line+1+i, m[1])
					}
				}
				for _, m := range flagTyped.FindAllStringSubmatch(line, -1) {
					if !isFlag(m[1]) {
						t.Errorf("%s:%d: no command has the flag --%s", name, f.line+1+i, m[1])
					}
				}
			}
		}
	}
}

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestGuideLinks holds that links within the repository lead somewhere.
func TestGuideLinks(t *testing.T) {
	n := 0
	for name, text := range guides(t) {
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			target, heading, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			n++
			path := filepath.Join("../..", filepath.Dir(name), target)
			if target == "" {
				path = filepath.Join("../..", name)
			}
			raw, err := os.ReadFile(path)
			if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
				err = nil
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if heading != "" && !slices.Contains(anchors(string(raw)), heading) {
				t.Errorf("%s: %s has no heading #%s", name, target, heading)
			}
		}
	}
	if n == 0 {
		t.Error("there are none")
	}
}

// anchors returns the names by which the headings of a document are linked to.
func anchors(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			title := strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#")))
			out = append(out, strings.ReplaceAll(regexp.MustCompile(`[^\p{L}\p{N} -]`).ReplaceAllString(title, ""), " ", "-"))
		}
	}
	return out
}

// setUp are the commands that the README promises to work in a fresh checkout: one does the main job, one runs all
// tests.
var setUp = []string{"go run ./cmd/satzpaar translate testdata/documents", "go test ./..."}

// TestReadmeSetUp holds the two commands in their places, each on a line of its own in a block of commands.
func TestReadmeSetUp(t *testing.T) {
	var got []string
	for _, f := range fences(guides(t)["README.md"]) {
		if f.lang == "sh" {
			got = strings.Split(strings.TrimSpace(f.text), "\n")
			break
		}
	}
	if !slices.Equal(got, setUp) {
		t.Errorf("the first commands of the README are %q, not %q", got, setUp)
	}
	for _, path := range []string{"../../testdata/documents", "main.go"} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

// TestReadmeExample holds that the README shows the example of the package, which is run as a test.
func TestReadmeExample(t *testing.T) {
	raw, err := os.ReadFile("../../example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(raw), "func Example() {\n")
	body, _, found := strings.Cut(body, "\t// Output:")
	if !found {
		t.Fatal("the package has no example")
	}
	want := strings.ReplaceAll("\n"+strings.TrimSuffix(body, "\n"), "\n\t", "\n")[1:] + "\n"
	for _, f := range fences(guides(t)["README.md"]) {
		if f.lang == "go" {
			if f.text != want {
				t.Errorf("line %d: the README shows\n%s\nand the example is\n%s", f.line, f.text, want)
			}
			return
		}
	}
	t.Error("the README shows no Go")
}

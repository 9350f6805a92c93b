//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode"

	"github.com/satzpaar/satzpaar/bitext"
)

// The attacks of this suite come from everywhere: names, headers of received folders, contents of files, servers,
// programs, devices. They walk the lists of commands, formats, backends and settings, so that a new one is attacked
// without a line being added here. Whatever an attack does, after every command line
//
//   - the exit code is one that the contract has for such a case,
//   - nothing has changed outside the folders that the command was told to write to,
//   - nothing that a terminal obeys was printed,
//   - no key and no password is in anything that was printed or written,
//   - no table of pairs that was written holds a formula, and no bitext a translation with control characters,
//   - the command has ended, and has not asked for memory out of proportion.
//
// [TestNothingPrintedIsObeyed] beside it types hostile arguments and flags.

// leastAttacks is how many cases there are at least; a walk that finds nothing would be no test.
const leastAttacks = 6500

func TestAttacks(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: thousands of command lines")
	}
	total, ran := 0, 0
	groups := []struct {
		name   string
		attack func(t *testing.T, a *attacker)
	}{
		{"names", attackByNames},
		{"headers", attackByHeaders},
		{"annotations", attackByAnnotations},
		{"shards", attackByShards},
		{"links", attackByLinks},
		{"links out", attackByLinksOut},
		{"contents", attackByContents},
		{"settings", attackBySettings},
		{"servers", attackByServers},
		{"models", attackByModels},
		{"programs", attackByPrograms},
		{"uploads", attackByUploads},
		{"also", attackByAlso},
		{"messages", attackByMessages},
		{"devices", attackByDevices},
	}
	for _, group := range groups {
		t.Run(group.name, func(t *testing.T) {
			a := newAttacker(t)
			group.attack(t, a)
			t.Logf("%d attacks", a.cases)
			total, ran = total+a.cases, ran+1
			if a.cases == 0 {
				t.Error("nothing was attacked")
			}
		})
	}
	t.Logf("%d attacks in all", total)
	if total < leastAttacks && ran == len(groups) {
		t.Errorf("%d attacks, want at least %d: the walks miss something", total, leastAttacks)
	}
}

// keys are secrets of the user, by the variables that hold them. Each value is one that no text has by chance.
var keys = map[string]string{
	"OPENAI_API_KEY":         "sk-3f1d9b0c7a55e2",
	"ANTHROPIC_API_KEY":      "sk-ant-77c0d1e2",
	"GEMINI_API_KEY":         "AIza-5b8c9d7e",
	"MISTRAL_API_KEY":        "mis-20f4a6b8",
	"GROQ_API_KEY":           "gsk_91d3e5f7",
	"TOGETHER_API_KEY":       "tgp-44a1b2c3",
	"DEEPSEEK_API_KEY":       "sk-ds-6e5f4a3b",
	"GOOGLE_API_KEY":         "AIza-0c1d2e3f",
	"GOOGLE_ACCESS_TOKEN":    "ya29.c-73b5",
	"AZURE_TRANSLATOR_KEY":   "az-8d7c6b5a4",
	"AWS_SESSION_TOKEN":      "FwoGZXIvYXdzE",
	"DEEPL_API_KEY":          "9c41d2aa-77b0-4e1f:fx",
	"LIBRETRANSLATE_API_KEY": "lt-60b7c1e95d02",
	"AWS_SECRET_ACCESS_KEY":  "wJalrXUtnFEMI7MDENG",
	"GITHUB_TOKEN":           "ghp_0a1b2c3d4e5f",
	"GH_PAT":                 "pat_7e6d5c4b3a29",
	"SLACK_WEBHOOK":          "T00000000/B0000000/XyZ123",
	"MYSQL_PWD":              "correct-horse-battery",
	"PGPASSWORD":             "staple-4711-pw",
	"TOKEN":                  "tok-58c2e6",
	"SECRET":                 "geheimnis-9931",
	"AWS_ACCESS_KEY_ID":      "AKIAIOSFODNN7EXAMPLE",
	"SSH_AUTH_SOCK":          "/run/agent-7741",
	"KUBECONFIG":             "/secret/kube-2290",
	"HTTP_PASSWORD_FILE":     "/secret/http-1174",
}

// An attacker types command lines in a folder of its own, and looks at what they leave.
type attacker struct {
	repository string // the root of the project
	dir        string // the working folder
	cases      int
	folders    int // that cases have used
}

func newAttacker(t *testing.T) *attacker {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	a := &attacker{repository: root}
	// What lies beside the working folder stands for the rest of the disk.
	a.dir = filepath.Join(t.TempDir(), "work")
	a.write(t, "../home/.bashrc", "# mine\n")
	a.write(t, "../home/notes.txt", "Meine Notizen.\n")
	a.write(t, "../etc/passwd", "root\n")
	if err := os.MkdirAll(a.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(a.dir)
	return a
}

// write writes a file below the working folder and returns its path. Folders are made.
func (a *attacker) write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(a.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// fresh returns the name of a folder that no case has used, and removes the one before, so that there is little to
// compare.
func (a *attacker) fresh(t *testing.T) string {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(a.dir, fmt.Sprintf("case%d", a.folders))); err != nil {
		t.Fatal(err)
	}
	a.folders++
	return fmt.Sprintf("case%d", a.folders)
}

// fifo makes a pipe in the working folder and returns its name.
func (a *attacker) fifo(t *testing.T, name string) string {
	t.Helper()
	if err := syscall.Mkfifo(filepath.Join(a.dir, name), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// start runs a server until end is called, which returns all that was printed, the line with the address among it.
func (a *attacker) start(t *testing.T, args ...string) (address string, end func() string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	printed, w := io.Pipe()
	lines := bufio.NewReader(printed)
	typed := a.terminal(args, nil, "")
	typed.stdout, typed.stderr = w, w
	go func() {
		typed.execute(ctx, ctx)
		w.Close()
	}()
	said := ""
	for !strings.HasPrefix(address, "http://") {
		said += address
		var err error
		if address, err = lines.ReadString('\n'); err != nil {
			t.Fatalf("satzpaar %q: %s, %v", args, said+address, err)
		}
	}
	rest := make(chan string, 1)
	go func() {
		raw, _ := io.ReadAll(lines) // a pipe in this process does not fail
		rest <- string(raw)
	}()
	return strings.TrimSpace(address), func() string {
		stop()
		return said + address + <-rest
	}
}

// terminal returns the world as a command sees it: keys in its environment, and folders beside the working folder.
func (a *attacker) terminal(args []string, more map[string]string, stdin string) *terminal {
	env := map[string]string{
		"HOME":            filepath.Join(a.dir, "../home"),
		"XDG_CONFIG_HOME": filepath.Join(a.dir, "../config"),
		"XDG_CACHE_HOME":  filepath.Join(a.dir, "../cache"),
		"XDG_DATA_HOME":   filepath.Join(a.dir, "../data"),
		"PATH":            os.Getenv("PATH"),
		"GOGC":            "100",
		// What is read and written is attacked here, not the model.
		"SATZPAAR_BACKEND": "echo",
	}
	maps.Copy(env, keys)
	maps.Copy(env, more)
	var environ []string
	for name, value := range env {
		environ = append(environ, name+"="+value)
	}
	return &terminal{
		args:    args,
		env:     func(name string) string { return env[name] },
		environ: environ,
		stdin:   strings.NewReader(stdin),
		now:     time.Now,
	}
}

// An attempt is one command line.
type attempt struct {
	args  []string
	stdin string
	env   map[string]string // beside the keys
	codes []int             // that the contract allows here
	out   []string          // files and folders that may be written, beside the cache
	data  bool              // standard output is a document
	bytes int               // size of the input, to which memory is in proportion
	serve bool              // it may become a server, which is ended as soon as it prints where
}

// A memory of 320 MiB and 400 times the input is what may be asked for in all, garbage included: many times what is
// in use at a time, and still a bound on what hostile input can cost. The models that judge languages take half of it
// when they are first needed.
const (
	anyInput = 320 << 20
	perByte  = 400
)

// patience is how long a command may take before it counts as hanging.
const patience = 30 * time.Second

// A listener is the standard output of what may become a server: the first line of one is its address. It calls
// serves then.
type listener struct {
	bytes.Buffer
	serves func()
}

func (l *listener) Write(p []byte) (int, error) {
	if l.serves != nil && bytes.HasPrefix(p, []byte("http://")) {
		l.serves()
	}
	return l.Buffer.Write(p)
}

var errHangs = errors.New("patience is over")

// echoed is the command line that writes outputs of a folder without a model.
func echoed(outputs, out string, in ...string) []string {
	return append([]string{"translate", "--backend", "echo", "--no-cache", "--write", outputs, "-o", out}, in...)
}

// run types a command line, counts it as a case and checks everything that holds for all of them. It returns what was
// printed.
func (a *attacker) run(t *testing.T, c attempt) (stdout, stderr string, code int) {
	t.Helper()
	a.cases++
	before := a.snapshot(t, c.out)
	ctx, stop := context.WithTimeoutCause(t.Context(), patience, errHangs)
	defer stop()
	var outBuffer listener
	var errBuffer bytes.Buffer
	if c.serve {
		outBuffer.serves = stop
	}
	typed := a.terminal(c.args, c.env, c.stdin)
	typed.stdout, typed.stderr = &outBuffer, &errBuffer
	allocated := allocatedBytes()
	done := make(chan int, 1)
	go func() { done <- typed.execute(ctx, ctx) }()
	select {
	case code = <-done:
	case <-time.After(patience + 10*time.Second):
		t.Fatalf("satzpaar %q has not ended", brief(c.args))
	}
	stdout, stderr = outBuffer.String(), errBuffer.String()
	fail := func(format string, args ...any) {
		t.Helper()
		t.Errorf("satzpaar %q: %s\nexit %d: %s", brief(c.args), fmt.Sprintf(format, args...), code, brief(stderr))
	}
	ended := ctx.Err() == nil // by itself
	if errors.Is(context.Cause(ctx), errHangs) {
		fail("it has not ended by itself")
	}
	if asked := allocatedBytes() - allocated; asked > anyInput+uint64(perByte)*uint64(c.bytes) {
		fail("it asked for %d MB of memory for %d bytes of input", asked>>20, c.bytes)
	}
	if ended && !slices.Contains(c.codes, code) {
		fail("want exit %v", c.codes)
	}
	if wrong := attacked(stdout); !c.data && len(wrong) > 0 {
		fail("standard output obeys %s", strings.Join(wrong, ", "))
	}
	if wrong := attacked(stderr); len(wrong) > 0 {
		fail("standard error obeys %s", strings.Join(wrong, ", "))
	}
	if code != 0 && stderr == "" {
		fail("it says nothing")
	}
	after := a.snapshot(t, c.out)
	for name, was := range before {
		if is, there := after[name]; !there || is != was {
			fail("%s was changed: %s before, %s after", name, was, is)
		}
	}
	for name := range after {
		if _, there := before[name]; !there {
			fail("%s was written", name)
		}
	}
	for variable, secret := range keys {
		if strings.Contains(stdout+stderr, secret) {
			fail("%s was printed", variable)
		}
	}
	for _, name := range append(slices.Clone(c.out), "../cache") {
		a.lookInto(t, name, fail)
	}
	return stdout, stderr, code
}

// lookInto fails where a key lies in a file at or below a name, where a table of pairs holds a formula, or where a
// bitext holds control characters in a translation.
func (a *attacker) lookInto(t *testing.T, name string, fail func(format string, args ...any)) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(a.dir, name), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return nil // what a command has not written is not there
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for variable, secret := range keys {
			if bytes.Contains(raw, []byte(secret)) {
				fail("%s was written to %s", variable, path)
			}
		}
		if bytes.HasPrefix(raw, []byte("document\tid\t")) || bytes.HasPrefix(raw, []byte("system\tdoc\t")) {
			if f := formulas(string(raw)); len(f) > 0 {
				fail("%s holds the formulas %q", path, f)
			}
		}
		if strings.HasSuffix(path, bitext.Suffix) {
			docs, _ := bitext.ReadFile(path) // what is wrong in a received file has been said
			if c := controls(docs); len(c) > 0 {
				fail("%s holds the translations %q", path, c)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// formulas are the fields of a table of pairs that a spreadsheet would compute, but numbers.
func formulas(table string) (found []string) {
	for field := range strings.FieldsFuncSeq(table, func(r rune) bool { return r == '\t' || r == '\n' }) {
		if _, err := strconv.ParseFloat(field, 64); err != nil && strings.ContainsRune("=+-@", rune(field[0])) {
			found = append(found, field)
		}
	}
	return found
}

// controls are the translations that hold control characters which their sources lack, but white space.
func controls(docs []*bitext.Bitext) (found []string) {
	for _, b := range docs {
		for _, p := range b.Pairs {
			if strings.ContainsFunc(p.Target, func(r rune) bool {
				return unicode.IsControl(r) && !unicode.IsSpace(r) && !strings.ContainsRune(p.Source, r)
			}) {
				found = append(found, p.Target)
			}
		}
	}
	return found
}

// snapshot describes all files in and beside the working folder, but those below the given names and the cache.
func (a *attacker) snapshot(t *testing.T, without []string) map[string]string {
	t.Helper()
	skip := map[string]bool{filepath.Join(a.dir, "../cache"): true}
	for _, name := range without {
		skip[filepath.Join(a.dir, name)] = true
	}
	all := map[string]string{}
	err := filepath.WalkDir(filepath.Dir(a.dir), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if skip[path] {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		what := info.Mode().String()
		if info.Mode().IsRegular() {
			what += fmt.Sprint(" ", info.Size(), " ", info.ModTime().UnixNano())
			if info.Size() < 1<<16 {
				raw, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				what += fmt.Sprintf(" %x", sha256.Sum256(raw))
			}
		}
		all[path] = what
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// allocatedBytes is how much memory this process has asked for in all.
func allocatedBytes() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// brief shortens what a failure shows.
func brief[T []string | string](v T) string {
	s := fmt.Sprintf("%q", v)
	if len(s) > 900 {
		s = s[:300] + " … " + s[len(s)-600:]
	}
	return s
}

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/required"
)

// TestDeployFlags holds that the files for machines call the program with flags that it has.
func TestDeployFlags(t *testing.T) {
	command := regexp.MustCompile(`(?m)^(?:ExecStart=|CMD |.*satzpaar translate |.*args: \[translate).*$`)
	flag := regexp.MustCompile(`--([a-z][a-z-]*)`)
	world := &app{terminal: &terminal{}}
	n := 0
	for name, c := range map[string]*cobra.Command{
		"satzpaar.service": serveCommand(world), "Containerfile": serveCommand(world),
		"slurm.sh": translateCommand(world), "kubernetes.yaml": translateCommand(world),
	} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range command.FindAllString(string(raw), -1) {
			for _, m := range flag.FindAllStringSubmatch(line, -1) {
				n++
				if c.Flags().Lookup(m[1]) == nil {
					t.Errorf("%s: satzpaar %s has no flag --%s", name, c.Name(), m[1])
				}
			}
		}
	}
	if n < 12 {
		t.Errorf("only %d flags were found", n)
	}
}

// TestKubernetesSchema holds the job to the schemas of the oldest version of Kubernetes that it is for. SATZPAAR_PYTHON
// names a Python that has kubernetes-validate; where SATZPAAR_REQUIRE names "kubernetes", it must.
func TestKubernetesSchema(t *testing.T) {
	python := os.Getenv("SATZPAAR_PYTHON")
	if python == "" || exec.Command(python, "-c", "import kubernetes_validate").Run() != nil {
		required.Missing(t, "kubernetes", "SATZPAAR_PYTHON does not name a Python that has kubernetes-validate")
	}
	job := filepath.Join("..", "..", "deploy", "kubernetes.yaml")
	said, err := exec.Command(python, "-m", "kubernetes_validate", "--strict", "-k", "1.33.0", job).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, said)
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

// batchScheduler stands for sbatch: it runs what is submitted at once, the tasks of an array from the last to the
// first.
const batchScheduler = `#!/bin/sh
array= wrap=
while :; do
	case $1 in
	--array=*) array=${1#*=} ;;
	--wrap=*) wrap=${1#*=} ;;
	--export=ALL,*) export "${1#--export=ALL,}" ;;
	--*) ;;
	*) break ;;
	esac
	shift
done
if [ -n "$wrap" ]; then
	exec sh -c "$wrap" >&2
fi
first=${array%-*} last=${array#*-}
for i in $(seq "$last" -1 "$first"); do
	SLURM_JOB_ID=71$i SLURM_ARRAY_TASK_ID=$i SLURM_ARRAY_TASK_MIN=$first SLURM_ARRAY_TASK_COUNT=$((last - first + 1)) sh "$@" >&2
done
echo 71
`

// TestSLURM runs the script for SLURM with a stand-in for its scheduler.
func TestSLURM(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell")
	}
	dir := t.TempDir()
	in := shardInputs(t, dir, 60)
	bin := filepath.Join(dir, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "sbatch"), []byte(batchScheduler), 0o755); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out it's")
	cmd := exec.Command(shell, filepath.Join("..", "..", "deploy", "slurm.sh"), in, out, "--backend", "echo")
	cmd.Env = append(os.Environ(), "PATH="+bin+":"+filepath.Dir(programPath(t))+":"+os.Getenv("PATH"), "SHARDS=5", "TMPDIR="+dir,
		"XDG_CONFIG_HOME="+dir)
	said, _ := cmd.CombinedOutput() // merge names the broken record and ends with 4
	if !strings.Contains(string(said), "1 input could not be read; the rest is done") {
		t.Fatalf("%s", said)
	}
	r := startRun(t, "", "translate", in, "-o", filepath.Join(dir, "whole"), "--backend", "echo", "--no-cache", "--quiet")
	if code := r.wait(); code != exitUnreadable {
		t.Fatalf("exit %d\n%s", code, r.stderr.String())
	}
	got := files(t, out)
	for name, content := range files(t, filepath.Join(dir, "whole")) {
		if got[name] != content {
			t.Errorf("%s is not what a run without shards writes", name)
		}
	}
}

// TestContainer holds what the container file promises: the slim program alone in an image without a shell, started as
// a user without rights, from where it was copied to.
func TestContainer(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "deploy", "Containerfile"))
	if err != nil {
		t.Fatal(err)
	}
	known := []string{
		"FROM", "ARG", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT", "CMD",
	}
	var last []string // instructions of the image that is kept
	built := ""
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		word, _, _ := strings.Cut(line, " ")
		switch {
		case line == "" || word[0] == '#':
			continue
		case !slices.Contains(known, word):
			t.Errorf("%s is not an instruction", word)
		case word == "FROM":
			last = nil
		case word == "RUN" && strings.Contains(line, "go build"):
			built = line
		}
		last = append(last, line)
	}
	for _, want := range []string{
		"CGO_ENABLED=0", "-tags slim", `-ldflags="-s -w -X main.version=$VERSION"`, "-o /satzpaar ./cmd/satzpaar",
	} {
		if !strings.Contains(built, want) {
			t.Errorf("the program is not built with %s: %s", want, built)
		}
	}
	for _, want := range []string{
		"FROM gcr.io/distroless/static-debian12:nonroot", "COPY --from=build /satzpaar /usr/bin/satzpaar", "USER 65532:65532",
		`ENTRYPOINT ["/usr/bin/satzpaar"]`,
	} {
		if !slices.Contains(last, want) {
			t.Errorf("the image lacks %q: %q", want, last)
		}
	}
	for _, line := range last {
		if strings.HasPrefix(line, "RUN ") {
			t.Errorf("there is no shell to run %q", line)
		}
	}
}

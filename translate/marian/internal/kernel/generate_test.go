package kernel

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestGeneratedFilesAreUpToDate runs the generator beside a copy of its folder and compares what it writes.
func TestGeneratedFilesAreUpToDate(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the assembly generator, which takes a while the first time")
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "_asm"), os.DirFS("_asm")); err != nil {
		t.Fatal(err)
	}
	modules := exec.Command("go", "mod", "download")
	modules.Dir = filepath.Join(dir, "_asm")
	if out, err := modules.CombinedOutput(); err != nil {
		t.Skipf("the generator's modules cannot be had: %v\n%s", err, out)
	}
	// The same arguments as in generate.go: the header quotes them.
	generator := exec.Command("go", "run", ".", "-out", "../kernel_amd64.s", "-stubs", "../stubs_amd64.go", "-pkg", "kernel")
	generator.Dir = filepath.Join(dir, "_asm")
	if out, err := generator.CombinedOutput(); err != nil {
		t.Fatalf("running the generator: %v\n%s", err, out)
	}
	for _, name := range []string{"kernel_amd64.s", "stubs_amd64.go"} {
		want, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator writes: run go generate ./translate/marian/internal/kernel", name)
		}
	}
}

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/satzpaar/satzpaar/internal/required"
)

// TestParquetReaders reads translated Parquet files with what people read them with. SATZPAAR_PYTHON names a Python
// that has pyarrow, duckdb, pandas and datasets; where SATZPAAR_REQUIRE names "parquet", they must be there.
func TestParquetReaders(t *testing.T) {
	python := os.Getenv("SATZPAAR_PYTHON")
	if python == "" {
		required.Missing(t, "parquet", "SATZPAAR_PYTHON does not name a Python that has pyarrow, duckdb, pandas and datasets")
	}
	command := installed(t)
	samples, err := filepath.Abs("../../internal/parquet/testdata")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	if err := os.CopyFS(in, os.DirFS(samples)); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(in, "lz4.parquet")); err != nil { // which is not read
		t.Fatal(err)
	}
	cmd := exec.Command(command, "translate", "--backend", "echo", "--no-cache", "--quiet", "--field", "text",
		"--into", "text_en", "--write", "same,parquet,nested", "-o", out, in)
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+dir)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	files, err := filepath.Glob(filepath.Join(in, "*.parquet"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d samples, %v", len(files), err)
	}
	for _, reader := range []string{"pyarrow", "duckdb", "pandas", "datasets"} {
		t.Run(reader, func(t *testing.T) {
			if err := exec.Command(python, "-c", "import "+reader).Run(); err != nil {
				required.Missing(t, "parquet", "%s has no package %s", python, reader)
			}
			args := []string{"testdata/parquet.py", reader}
			if reader == "datasets" {
				args = append(args, out)
			}
			for _, file := range files {
				result := filepath.Join(out, filepath.Base(file))
				args = append(args, file, result+".en.parquet", result+".bitext.parquet", result+".nested.parquet")
			}
			cmd := exec.Command(python, args...)
			cmd.Env = append(os.Environ(), "HF_HOME="+t.TempDir(), "HF_HUB_OFFLINE=1")
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
}

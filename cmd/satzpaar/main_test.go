package main

import (
	"archive/zip"
	"database/sql"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the sessions expect")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"satzpaar":    main,
		"faultserver": serveFaults,
		"hold":        holdCache,
		"vectors":     serveVectors,
		"ask":         ask,
		"slowly":      translateSlowly,
	})
}

// installed returns the program, which [TestMain] puts in the PATH.
func installed(t testing.TB) string {
	t.Helper()
	path, err := exec.LookPath("satzpaar")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// serveVectors is the program vectors of the sessions: an embeddings server whose vectors count letters, and which
// answers in another order than it was asked.
func serveVectors() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err == nil {
		err = os.WriteFile(os.Args[1], []byte("http://"+l.Addr().String()+"/v1"), 0o644)
	}
	if err == nil {
		err = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var q struct{ Input []string }
			if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			type vector struct {
				Index     int       `json:"index"`
				Embedding []float32 `json:"embedding"`
			}
			var data []vector
			for i, text := range q.Input {
				v := vector{i, make([]float32, 26)}
				for _, c := range strings.ToLower(text) {
					if c >= 'a' && c <= 'z' {
						v.Embedding[c-'a']++
					}
				}
				data = append([]vector{v}, data...)
			}
			json.NewEncoder(w).Encode(map[string]any{"data": data})
		}))
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// ask is the program ask of the sessions: it prints what a server answers at the URL that its first argument names,
// to the request whose body is in the file that its second names.
func ask() {
	var r *http.Response
	var err error
	if len(os.Args) > 2 {
		body, readErr := os.ReadFile(os.Args[2])
		if readErr != nil {
			fmt.Fprintln(os.Stderr, readErr)
			os.Exit(1)
		}
		r, err = http.Post(os.Args[1], "application/json", strings.NewReader(string(body)))
	} else {
		r, err = http.Get(os.Args[1])
	}
	if err == nil {
		defer r.Body.Close()
		_, err = io.Copy(os.Stdout, r.Body)
	}
	if err == nil && r.StatusCode != http.StatusOK {
		err = errors.New(r.Status)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
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
			// url waits for a file and puts what it holds into an environment variable.
			"url": func(ts *testscript.TestScript, _ bool, args []string) {
				for range 300 {
					if raw, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && len(raw) > 0 {
						ts.Setenv(args[1], strings.TrimSpace(string(raw)))
						return
					}
					time.Sleep(50 * time.Millisecond)
				}
				ts.Fatalf("%s was not written", args[0])
			},
			// binary writes a file that is not text: a script cannot hold it.
			"binary": func(ts *testscript.TestScript, _ bool, args []string) {
				elf := "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x03\x00\x3e\x00\x01\x00\x00\x00"
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(elf), 0o644))
			},
			// pack makes a zip file of a folder, such as an Office file.
			"pack": func(ts *testscript.TestScript, _ bool, args []string) {
				f, err := os.Create(ts.MkAbs(args[0]))
				ts.Check(err)
				z := zip.NewWriter(f)
				ts.Check(z.AddFS(os.DirFS(ts.MkAbs(args[1]))))
				ts.Check(z.Close())
				ts.Check(f.Close())
			},
			// unpack makes a folder of a zip file.
			"unpack": func(ts *testscript.TestScript, _ bool, args []string) {
				z, err := zip.OpenReader(ts.MkAbs(args[0]))
				ts.Check(err)
				ts.Check(os.CopyFS(ts.MkAbs(args[1]), z))
				ts.Check(z.Close())
			},
		},
		Setup: func(env *testscript.Env) error {
			// Of the machine that runs the tests nothing shows but PATH: no keys, no configuration, no cache.
			env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
			env.Setenv("DOCUMENTS", filepath.Join(root, "testdata", "documents"))
			env.Setenv("MODELS", filepath.Join(root, "testdata", "models"))
			env.Setenv("PARQUET", filepath.Join(root, "internal", "parquet", "testdata"))
			return nil
		},
	})
}

// holdCache is the program hold of the sessions. It keeps the cache file of its first argument to itself as long as
// the file of the second, which it makes, is there; with "newer" as the second argument it makes the cache one of a
// later version.
func holdCache() {
	changes := map[string]string{
		"newer":   "PRAGMA user_version = 99",
		"missing": "DROP TABLE settled",
		"view":    "ALTER TABLE entries RENAME TO theirs; CREATE VIEW entries AS SELECT * FROM theirs",
	}
	db, err := sql.Open("sqlite", os.Args[1])
	if change := changes[os.Args[2]]; err == nil && change != "" {
		if _, err = db.Exec(change); err == nil {
			err = db.Close()
		}
	} else if err == nil {
		db.SetMaxOpenConns(1)
		_, err = db.Exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; " +
			"CREATE TABLE IF NOT EXISTS theirs (n); INSERT INTO theirs VALUES (1); COMMIT")
		if err == nil {
			err = os.WriteFile(os.Args[2], []byte("locked"), 0o644)
		}
		for err == nil {
			time.Sleep(10 * time.Millisecond)
			_, err = os.Stat(os.Args[2])
		}
		if os.IsNotExist(err) {
			err = nil
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0) // with the lock
}

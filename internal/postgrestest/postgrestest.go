//go:build unix

// Package postgrestest runs a PostgreSQL server for tests.
package postgrestest

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/satzpaar/satzpaar/internal/required"
	"github.com/satzpaar/satzpaar/internal/usertest"
)

// A Server is a server with an empty database, which is reached by a socket.
type Server struct {
	// URL is its address, with a password, as users write it.
	URL string

	t        testing.TB
	bin, dir string
	as       *syscall.Credential // nil: the user of the test
}

// Password is in the URL of a server, for tests that look for it where it must not be.
const Password = "geheim-4711"

// Start starts a server that runs until the test ends. Where there is none, the test is skipped, or fails where
// SATZPAAR_REQUIRE names "postgres".
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, bin: programs()}
	if s.bin == "" {
		required.Missing(t, "postgres", "no PostgreSQL server here: install Debian's postgresql")
	}
	var err error
	if s.dir, err = os.MkdirTemp("", "pg"); err != nil { // short: it is part of the name of a socket
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.Stop()
		if err := os.RemoveAll(s.dir); err != nil {
			t.Error(err)
		}
	})
	if os.Getuid() == 0 { // as whom the server does not run
		s.as = usertest.Nobody(t)
		if err := os.Chown(s.dir, int(s.as.Uid), int(s.as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	secret := filepath.Join(s.dir, "secret")
	if err := os.WriteFile(secret, []byte(Password+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	s.run("initdb", "-D", s.data(), "-U", "satz", "--auth=scram-sha-256", "--pwfile="+secret, "-E", "UTF8", "--no-sync")
	s.URL = "postgres://satz:" + Password + "@/postgres?host=" + s.dir
	s.Start()
	return s
}

// programs returns the folder of the server's programs; empty if they are not here.
func programs() string {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path)
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb") // Debian, which keeps them out of PATH
	if len(found) == 0 {
		return ""
	}
	return filepath.Dir(slices.Max(found))
}

// Database makes another database and returns its address.
func (s *Server) Database(name string) string {
	s.t.Helper()
	Exec(s.t, s.URL, "CREATE DATABASE "+name)
	return strings.Replace(s.URL, "/postgres?", "/"+name+"?", 1)
}

// Exec runs a statement, or several without arguments, in the database at an address, as an administrator would.
func Exec(t testing.TB, address, statement string, args ...any) {
	t.Helper()
	if _, err := Connect(t, address).Exec(context.Background(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Connect opens a connection that is closed when the test ends.
func Connect(t testing.TB, address string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// Start starts the server again that Stop has stopped.
func (s *Server) Start() {
	s.t.Helper()
	s.run("pg_ctl", "-D", s.data(), "-w", "-l", filepath.Join(s.dir, "log"), "-o",
		"-c listen_addresses='' -c unix_socket_directories="+s.dir+" -c fsync=off", "start")
}

// Stop stops the server, and cuts its connections.
func (s *Server) Stop() {
	s.t.Helper()
	if _, err := os.Stat(filepath.Join(s.data(), "postmaster.pid")); err == nil {
		s.run("pg_ctl", "-D", s.data(), "-w", "-m", "immediate", "stop")
	}
}

func (s *Server) run(program string, args ...string) {
	s.t.Helper()
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = s.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	cmd.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH")}
	log, err := os.Create(filepath.Join(s.dir, "said")) // not a pipe, which a server would keep open
	if err != nil {
		s.t.Fatal(err)
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(log.Name())
		more, _ := os.ReadFile(filepath.Join(s.dir, "log"))
		s.t.Fatalf("%s: %v\n%s%s", program, err, said, bytes.TrimSpace(more))
	}
}

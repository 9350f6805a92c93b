//go:build linux

package sqlite_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/sqlite"
)

// A process that has too many open files is told so, not that it lacks a permission.
func TestTooManyOpenFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache.db")
	c := open(t, path)
	defer c.Close()
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	few := syscall.Rlimit{Cur: 64, Max: limit.Max}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &few); err != nil {
		t.Fatal(err)
	}
	var held []*os.File
	defer func() {
		for _, f := range held {
			f.Close()
		}
		if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
			t.Error(err)
		}
	}()
	for {
		f, err := os.Open(os.DevNull)
		if err != nil {
			break
		}
		held = append(held, f)
	}
	// More lookups at a time than there are connections to the file: it is opened again, in vain.
	var lookups sync.WaitGroup
	for i := range 50 {
		lookups.Go(func() {
			_, err := c.Get(t.Context(), []cache.Key{entry(fmt.Sprint(i)).Key})
			if err != nil && (!errors.Is(err, syscall.EMFILE) || errors.Is(err, fs.ErrPermission)) {
				t.Errorf("looking something up: got %v", err)
			}
		})
	}
	lookups.Wait()
	_, err := sqlite.Open(t.Context(), path, time.Now)
	if !errors.Is(err, syscall.EMFILE) || errors.Is(err, fs.ErrPermission) || strings.Contains(err.Error(), "permission") {
		t.Errorf("got %v", err)
	}
}

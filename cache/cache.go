// Package cache keeps results under keys that describe how they were made. It knows nothing about languages
// or translation.
//
// A damaged, older or unreadable entry is a miss, never an error and never data. Several processes may share one cache.
package cache

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"time"
)

// A Key is the SHA-256 of a complete description of a repeatable computation.
type Key [32]byte

// An Entry is a value and what describes it.
type Entry struct {
	Key   Key
	Value []byte
	// Group names the maker of the value, such as a backend's ID. Statistics are kept by group.
	Group string
	// Parts is the description that Key is the hash of, kept so that a later miss can be explained. It may be empty.
	Parts []byte
}

// A Cache holds entries. Implementations are safe for concurrent use by goroutines and, where they are files, by
// processes.
type Cache interface {
	// Get returns the values of keys, value i for key i, nil where there is none. The error is for a cache that
	// cannot be read at all; damaged entries are nil.
	Get(ctx context.Context, keys []Key) ([][]byte, error)
	// Put stores entries; an entry that is already there is replaced. When Put returns without error, the entries
	// survive the end of the process.
	Put(ctx context.Context, entries []Entry) error
	Close() error
}

// A Leaser is a cache that many workers share. It lets one of them at a time ask for what none of them knows.
type Leaser interface {
	Cache
	// Lease claims keys, and returns for each whether it is the caller's to answer: until it is put or released, no
	// other caller gets it. What a worker that dies has leased is free again after a while.
	Lease(ctx context.Context, keys []Key) (mine []bool, err error)
	// Release gives up keys that were claimed and are not put.
	Release(ctx context.Context, keys []Key) error
}

// Present returns b, or bytes that are empty but there: databases tell them from nil.
func Present(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Sum is the checksum that is stored beside a value: the first eight bytes of the SHA-256 of key and value.
func (k Key) Sum(value []byte) int64 {
	h := sha256.New()
	h.Write(k[:])
	h.Write(value)
	return int64(binary.LittleEndian.Uint64(h.Sum(nil)))
}

// A Stored is an entry as it lies in the cache.
type Stored struct {
	Entry
	Made, Used time.Time
	// Damaged is set if the value does not match its checksum: for [Cache.Get] the entry does not exist.
	Damaged bool
}

// ErrNewer means that a cache file was written by a newer version of satzpaar in a format that this one does not
// know.
var ErrNewer = errors.New("written by a newer version of satzpaar")

// ErrDamaged means that a file is not a SQLite database, has other tables than a cache, or is corrupt.
var ErrDamaged = errors.New("not a cache file, or damaged")

// ErrReadOnly means that a file can be read but not written.
var ErrReadOnly = errors.New("it is read-only, so what is new is not kept")

// ErrLocked means that another program has kept a file locked.
var ErrLocked = errors.New("locked by another program for too long")

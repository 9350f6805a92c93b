// Package cache keeps results on disk under keys that describe how they were made. It knows nothing about languages
// or translation.
//
// A damaged, older or unreadable entry is a miss, never an error and never data. Several processes may share one cache.
package cache

import "context"

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

// Package sqlite keeps a cache in one SQLite file, without cgo. Several processes may share it, and anyone can look
// into it with the sqlite3 program.
package sqlite

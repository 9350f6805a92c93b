//go:build slim

package caches

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/translate/price"
)

// openDatabase refuses: only the other edition has PostgreSQL.
func openDatabase(context.Context, string, func() time.Time, func(error)) (*Run, error) {
	return nil, advice.With(errors.New("cache: this is the slim edition, which has no PostgreSQL"),
		"use the other edition, or name a file with --cache")
}

// databasePairs returns nil: no cache is in a database.
func databasePairs(cache.Cache) func(context.Context) iter.Seq2[*bitext.Bitext, error] { return nil }

// Ledger returns nil: only a database adds up costs.
func Ledger(cache.Cache, string) price.Ledger { return nil }

//go:build slim

package main

import (
	"context"
	"errors"
	"iter"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate/price"
)

// openServer refuses: only other builds have PostgreSQL.
func (a *app) openServer(context.Context, string) (*cacheOfRun, error) {
	return nil, usage(errors.New("cache: this is the slim edition, which has no PostgreSQL"),
		"use the other edition, or name a file with --cache")
}

// listedServer returns nil: no cache is in a database.
func listedServer(cache.Cache) func(context.Context) iter.Seq2[*bitext.Bitext, error] { return nil }

// ledgerOf returns nothing: only a database adds up costs.
func ledgerOf(cache.Cache, string) price.Ledger { return nil }

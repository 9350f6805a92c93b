package main

import (
	"errors"
	"sync"
)

// namedBudget shares the budget that a flag names.
func (j *job) namedBudget() error {
	if j.flags.budget == "" || j.shareBudget(j.flags.budget) {
		return nil
	}
	return usage(errors.New("--budget: costs are counted for several processes only in a database"),
		"name it with --cache postgres://USER@HOST/DATABASE, or leave out --budget")
}

// shareBudget makes --max-cost the limit of all processes that share a budget under that name. It reports false where
// the cache is no database, which could count it.
func (j *job) shareBudget(name string) bool {
	ledger := ledgerOf(j.config.Host.Cache, name)
	if ledger == nil {
		return false
	}
	j.config.Host.Budget.Share(ledger, once(func(err error) {
		j.say("%v; --max-cost holds for this process alone until it is back", err)
	}))
	return true
}

// once returns a function that calls f when it is first called.
func once(f func(error)) func(error) {
	var first sync.Once
	return func(err error) { first.Do(func() { f(err) }) }
}

package main

import "errors"

// namedBudget shares the budget that --budget names.
func (j *job) namedBudget() error {
	if j.flags.budget == "" || j.shareBudget(j.flags.budget) {
		return nil
	}
	return usage(errors.New("--budget: costs are counted for several processes only in a database"),
		"name the database with --cache postgres://USER@HOST/DATABASE, or leave out --budget")
}

// shareBudget makes --max-cost the limit of all processes that share a budget under that name. It reports whether the
// cache is in a database, which alone can add up what they spend.
func (j *job) shareBudget(name string) bool {
	ledger := ledgerOf(j.config.Host.Cache, name)
	if ledger == nil {
		return false
	}
	j.config.Host.Budget.Share(ledger, once(func(err error) {
		j.say("--max-cost holds for this process alone until the database is back: %v", err)
	}))
	return true
}

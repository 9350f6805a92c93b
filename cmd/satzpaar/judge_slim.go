//go:build slim

package main

import "github.com/satzpaar/satzpaar/detect"

// edition stands in the version behind the number.
const edition = " (slim)"

// newJudge returns no judge: that of other builds brings 124 MB of models. What stays in doubt is decided by the
// detector alone; doc/bench.md has the figures of both.
func newJudge() detect.Judge { return nil }

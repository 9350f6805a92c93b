//go:build !slim

package main

import (
	"github.com/satzpaar/satzpaar/detect"
	"github.com/satzpaar/satzpaar/detect/lingua"
)

// edition stands in the version behind the number.
const edition = ""

// newJudge returns the judge of stretches whose language stays in doubt.
func newJudge() detect.Judge { return lingua.New() }

package check_test

import (
	"testing"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/check"
)

// A report counts what the machine wrote, and as wrong what a person has changed or rejected.
func TestRiskReport(t *testing.T) {
	runner := check.NewRunner(check.All, &check.Env{From: language.German, To: language.English})
	good := bitext.Pair{Source: "Das Haus ist alt.", Target: "The house is old.", Action: bitext.Translate,
		State: bitext.Translated, Origin: "m"}
	approved, changed, written, failed, kept := good, good, good, good, good
	approved.State = bitext.Reviewed
	changed.Machine, changed.MachineOrigin = "The house is oil.", "m"
	changed.Origin, changed.State = bitext.Human, bitext.Reviewed
	written.Origin, written.State = bitext.Human, bitext.Reviewed
	failed.State, failed.Target = bitext.Initial, ""
	kept.Action = bitext.Keep
	var r check.RiskReport
	for _, p := range []*bitext.Pair{&good, &approved, &changed, &written, &failed, &kept} {
		r.Add(p, runner)
	}
	all := r.All()
	if all.Pairs != 3 || all.Reviewed != 2 || all.Wrong != 1 || all.Foretold <= 0 || all.Foretold >= all.Expected {
		t.Errorf("got %+v", all)
	}
	if changed.Target != good.Target || changed.Origin != bitext.Human {
		t.Errorf("the pair was changed: %+v", changed)
	}
}

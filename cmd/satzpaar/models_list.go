package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/internal/units"
	"github.com/satzpaar/satzpaar/translate/marian"
	"github.com/satzpaar/satzpaar/translate/marian/models"
)

func (a *app) modelsList(available, asJSON bool) error {
	store, err := a.models()
	if err != nil {
		return err
	}
	all := []models.Listing{{Name: marian.BuiltinName, From: "de", To: "en", BLEU: marian.BuiltinBLEU, Installed: true}}
	left := 0
	for _, m := range slices.Concat(models.All(), store.Given()) {
		if l := store.List(m); l.Installed || available {
			all = append(all, l)
		} else {
			left++
		}
	}
	if asJSON {
		for _, l := range all {
			if err := a.printJSON(l, ""); err != nil {
				return err
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	printer.Printf(w, "NAME\tLANGUAGES\tARCHITECTURE\tSIZE\tLICENCE\tBLEU\tHERE\n")
	for _, l := range all {
		printModel(w, l)
	}
	if left > 0 {
		printer.Printf(w, "\n%d more can be fetched: satzpaar models list --available\n", left)
	}
	printer.Printf(w,
		"\nBLEU is on the development set of FLORES: for builtin as measured, for the others as their makers "+
			"report. A model that is here is taken for its languages by itself.\n")
	return w.Flush()
}

// printModel writes the line of a model into the table.
func printModel(table io.Writer, l models.Listing) {
	arch, weight, licence, bleu, here := l.Architecture, "in the program", "see the model card", "–", "no"
	if l.Version != "" {
		arch += " " + l.Version
	}
	if l.Size > 0 {
		weight, licence = units.Size(l.Size), l.Licence
	}
	if l.BLEU > 0 {
		bleu = fmt.Sprintf("%.1f", l.BLEU)
	}
	if l.Installed {
		here = "yes"
	}
	printer.Printf(table, "%s\t%s → %s\t%s\t%s\t%s\t%s\t%s\n", l.Name, l.From, l.To, arch, weight, licence, bleu, here)
}

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/satzpaar/satzpaar/internal/printer"
	"github.com/satzpaar/satzpaar/translate/marian"
	"github.com/satzpaar/satzpaar/translate/marian/models"
)

// A listedModel is a line of the list of models.
type listedModel struct {
	Name         string   `json:"name"`
	From         string   `json:"from"`
	To           string   `json:"to"`
	Architecture string   `json:"architecture,omitempty"`
	Version      string   `json:"version,omitempty"`
	Size         int64    `json:"size,omitempty"` // of the model file, which is most of a model
	SHA256       string   `json:"sha256,omitempty"`
	Licence      string   `json:"licence,omitempty"`
	BLEU         float64  `json:"bleu,omitempty"`
	Installed    bool     `json:"installed"`
	Source       string   `json:"source,omitempty"` // where an installed one came from
	Pinned       []string `json:"pinned,omitempty"` // files of it for which no hash was published
}

// listed describes a model and what is here of it.
func listed(store *models.Puller, m models.Info) listedModel {
	l := listedModel{
		Name:         m.Name,
		From:         m.From.String(),
		To:           m.To.String(),
		Architecture: m.Arch,
		Version:      m.Version,
		Size:         m.Model().Size,
		SHA256:       m.Model().SHA256,
		Licence:      m.Licence,
		BLEU:         m.BLEU,
		Installed:    store.Installed(m),
	}
	if receipt, ok := store.Receipt(m); ok && l.Installed {
		if receipt.Files[0].SHA256 != l.SHA256 {
			l.BLEU = 0 // that of another release
		}
		l.Version, l.Source, l.Pinned = receipt.Version, receipt.Source, receipt.Pinned()
		l.Size, l.SHA256 = receipt.Files[0].Size, receipt.Files[0].SHA256
	}
	return l
}

func (a *app) modelsList(available, asJSON bool) error {
	store, err := a.models()
	if err != nil {
		return err
	}
	all := []listedModel{{Name: "builtin", From: "de", To: "en", BLEU: marian.BuiltinBLEU, Installed: true}}
	left := 0
	for _, m := range models.All() {
		if l := listed(store, m); l.Installed || available {
			all = append(all, l)
		} else {
			left++
		}
	}
	if asJSON {
		e := json.NewEncoder(printer.JSON(a.stdout))
		e.SetEscapeHTML(false)
		for _, l := range all {
			if err := e.Encode(l); err != nil {
				return usage(fmt.Errorf("standard output: %w", err))
			}
		}
		return nil
	}
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	printer.Printf(w, "NAME\tLANGUAGES\tARCHITECTURE\tSIZE\tLICENCE\tBLEU\tHERE\n")
	for _, l := range all {
		l.print(w)
	}
	if left > 0 {
		printer.Printf(w, "\n%d more can be fetched: satzpaar models list --available\n", left)
	}
	printer.Printf(w,
		"\nBLEU is on the development set of FLORES: for builtin as measured, for the others as their makers "+
			"report. A model that is here is taken for its languages by itself.\n")
	return w.Flush()
}

// print writes the line of a model into the table.
func (l listedModel) print(table io.Writer) {
	arch, weight, licence, bleu, here := l.Architecture, "in the program", "see the model card", "–", "no"
	if l.Version != "" {
		arch += " " + l.Version
	}
	if l.Size > 0 {
		weight, licence = size(l.Size), l.Licence
	}
	if l.BLEU > 0 {
		bleu = fmt.Sprintf("%.1f", l.BLEU)
	}
	if l.Installed {
		here = "yes"
	}
	printer.Printf(table, "%s\t%s → %s\t%s\t%s\t%s\t%s\t%s\n", l.Name, l.From, l.To, arch, weight, licence, bleu, here)
}

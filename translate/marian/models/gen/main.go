// Command gen makes the table of released models from the registry of the Firefox Translations project, which is at
// https://storage.googleapis.com/moz-fx-translations-data--303e-prod-translations-data/db/models.json:
//
//	go run ./translate/marian/models/gen models.json > translate/marian/models/table.tsv
package main

import (
	"fmt"
	"os"

	"github.com/satzpaar/satzpaar/translate/marian/models"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: gen REGISTRY.json > table.tsv")
	}
	registry, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	table, err := models.Table(registry)
	if err != nil {
		return fmt.Errorf("%s: %w", os.Args[1], err)
	}
	_, err = os.Stdout.Write(table)
	return err
}

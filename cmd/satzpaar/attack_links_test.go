//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/bitext"
)

// attackByLinksOut gives every command a received folder in which links lead to a text, a bitext, edits and annotations
// of the user. None of them may be read: they hold a secret.
func attackByLinksOut(t *testing.T, a *attacker) {
	secret := "Das Kennwort ist " + keys["SECRET"] + "."
	header := `{"satzpaar":1,"document":"letter.txt","from":"de","to":"en"}` + "\n"
	pair := `{"id":"%s","source":"%s","target":"%[2]s","action":"translate","state":"translated"}` + "\n"
	edit := `{"source":"%s","target":"%[1]s","time":"2026-01-02T03:04:05Z"}` + "\n"
	good := "Das ist ein Satz."
	for ending, content := range map[string]string{
		"":                       secret + "\n",
		bitext.Suffix:            header + fmt.Sprintf(pair, "1.1", secret) + fmt.Sprintf(pair, "1.2", secret),
		bitext.EditsSuffix:       fmt.Sprintf(edit, secret),
		bitext.AnnotationsSuffix: fmt.Sprintf(`{"satzpaar":1,"document":"%s"}`+"\n", secret),
	} {
		a.write(t, "../home/letter.txt"+ending, content)
		for _, folder := range []string{"all", "with" + ending} {
			a.write(t, folder+"/other.txt", good+"\n")
			a.write(t, folder+"/other.txt"+bitext.Suffix, header+fmt.Sprintf(pair, "1.1", good))
			link := filepath.Join(a.dir, folder, "letter.txt"+ending)
			if err := os.Symlink("../../home/letter.txt"+ending, link); err != nil {
				t.Fatal(err)
			}
		}
	}
	folders := []string{"all", "with", "with" + bitext.Suffix, "with" + bitext.EditsSuffix, "with" + bitext.AnnotationsSuffix}
	ends := []int{0, exitFailed, exitUsage, exitBackend, exitUnreadable}
	leaves(newRoot(&app{terminal: &terminal{}, hard: t.Context()}), nil, func(c *cobra.Command, words []string) {
		for _, folder := range folders {
			for _, args := range [][]string{{folder}, {folder, folder}} {
				args = append(slices.Clone(words), args...)
				if c.Flags().Lookup("out") != nil {
					args = append(args, "--out", a.fresh(t))
				}
				a.run(t, attempt{args: args, codes: ends, out: []string{".", "../data"}, serve: c.Flags().Lookup("addr") != nil})
			}
		}
	})
	for _, folder := range folders[:2] {
		_, stderr, code := a.run(t, attempt{args: echoed("same", a.fresh(t), folder), codes: ends, out: []string{"."}})
		if code != exitUnreadable || !strings.Contains(stderr, "a link that leads out") {
			t.Errorf("translate %s: exit %d: %s", folder, code, stderr)
		}
	}
}

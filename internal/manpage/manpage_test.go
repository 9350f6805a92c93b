package manpage_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/satzpaar/satzpaar/internal/manpage"
)

func TestWrite(t *testing.T) {
	run := func(*cobra.Command, []string) {}
	root := &cobra.Command{Use: "tool", Short: "Does things", Run: run}
	sub := &cobra.Command{
		Use: "do-it [flags] FILE", Short: "Do it", Run: run,
		Long:    "First line.\n.not a request\n\n  literal \\n line\nfilled again",
		Example: "  tool do-it a-b",
	}
	sub.Flags().StringP("out", "o", "here", "where `FOLDER` is")
	root.AddCommand(sub, &cobra.Command{Use: "secret", Hidden: true, Run: run})
	dir := filepath.Join(t.TempDir(), "new", "man1")
	if err := manpage.Write(dir, root); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		pages[e.Name()] = string(raw)
	}
	if got := slices.Sorted(maps.Keys(pages)); !slices.Equal(got, []string{"tool-do-it.1", "tool.1"}) {
		t.Fatalf("pages %q", got)
	}
	for _, want := range []string{
		".TH \"TOOL\\-DO\\-IT\" 1 \"\" \"tool\" \"tool\"\n",
		"tool\\-do\\-it \\- Do it\n",
		"First line.\n\\&.not a request\n.PP\n.nf\n  literal \\en line\n.fi\nfilled again\n",
		".TP\n\\fB\\-o\\fR, \\fB\\-\\-out\\fR \\fIFOLDER\\fR\nwhere FOLDER is (default here)\n",
		".nf\n  tool do\\-it a\\-b\n.fi\n",
		".SH SEE ALSO\n.BR tool (1)\n",
	} {
		if !strings.Contains(pages["tool-do-it.1"], want) {
			t.Errorf("no %q in\n%s", want, pages["tool-do-it.1"])
		}
	}
	if page := pages["tool.1"]; strings.Contains(page, "secret") || !strings.Contains(page, ".BR tool\\-do\\-it (1)\n") {
		t.Errorf("the page of the program is\n%s", page)
	}
}

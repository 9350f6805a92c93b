package satzpaar_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/satzpaar/satzpaar"

// allowed lists, for every package of the module, which other packages of the module it may import. A package may
// also import the internal packages beside and below itself: translate/internal/… is for translate and all below it.
// Where a build breaks this test, the build is wrong, not the list: doc/design.md explains why the directions are what
// they are.
var allowed = map[string][]string{
	// The root reaches every backend, but neither detect/lingua, which is 124 MB, nor anything above it.
	"": {"pipeline", "lang", "document", "detect", "translate", "align", "bitext", "check", "cache", "metric",
		"translate/entry", "translate/stack", "translate/glossary", "translate/price", "translate/verify",
		"translate/marian", "translate/marian/models", "translate/openai", "translate/deepl", "translate/libretranslate",
		"translate/command", "translate/echo", "translate/google", "translate/azure", "translate/amazon",
		"translate/anthropic"},
	"pipeline":                 {"lang", "document", "detect", "translate", "translate/entry", "align", "bitext", "check"},
	"lang":                     {},
	"offset":                   {},
	"internal/space":           {},
	"internal/fillin":          {},
	"internal/placeholder":     {},
	"internal/control":         {},
	"internal/lazyregexp":      {},
	"internal/parquet":         {},
	"internal/packed":          {},
	"document":                 {},
	"cache":                    {},
	"cache/sqlite":             {"cache"}, // the root does not link it
	"cache/postgres":           {"cache"}, // nor this
	"cache/cachetest":          {"cache"},
	"align":                    {"internal/parallel"},
	"align/learn":              {"align", "align/internal/hmm"},
	"metric":                   {},
	"detect":                   {"document"},
	"detect/lingua":            {"detect", "document"},
	"bitext":                   {"document"},
	"check":                    {"bitext", "detect", "document", "internal/term", "internal/parallel"},
	"corpus":                   {"pipeline", "bitext", "document", "translate", "internal/figures"},
	"corpus/batches":           {"", "corpus", "document", "translate/openai", "translate/price"},
	"corpus/outputs":           {"corpus", "bitext", "document", "review", "internal/spelling"},
	"review":                   {"bitext", "check", "document"},
	"review/sessions":          {"", "bitext", "corpus", "review", "translate", "translate/glossary"},
	"serve":                    {"", "pipeline", "bitext", "detect", "document", "translate", "translate/size", "internal/figures"},
	"serve/mcp":                {"", "pipeline", "bitext", "document"},
	"translate":                {"internal/term"},
	"translate/entry":          {"cache", "translate"},
	"translate/glossary":       {"translate", "internal/term"},
	"translate/size":           {"translate"},
	"translate/verify":         {"translate"},
	"translate/price":          {"cache", "translate", "translate/entry", "translate/size", "internal/figures"},
	"translate/stack":          {"cache", "translate", "translate/entry", "translate/price", "translate/size", "translate/verify"},
	"translate/translatetest":  {"translate", "translate/stack", "translate/verify", "internal/faultserver"},
	"translate/echo":           {"translate"},
	"translate/marian":         {"translate", "internal/term", "translate/marian/builtin"},
	"translate/marian/builtin": {},
	"translate/marian/models":  {"translate", "internal/spelling"},
	"translate/openai":         {"translate", "translate/size", "translate/verify"},
	"translate/libretranslate": {"translate"},
	"translate/deepl":          {"translate"},
	"translate/google":         {"translate"},
	"translate/azure":          {"translate", "internal/term"},
	"translate/amazon":         {"translate"},
	"translate/anthropic":      {"translate", "translate/openai"},
	"translate/command":        {"translate"},
	"internal/faultserver":     {},
	"internal/plainfile":       {},
	"internal/figures":         {},
	"internal/growthtest":      {},
	"internal/required":        {},
	"internal/browsertest":     {"internal/required"},
	"internal/localserver":     {},
	"internal/interrupt":       {},
	"internal/configfile":      {"", "corpus/outputs", "internal/spelling"},
	"internal/caches":          {"", "bitext", "cache", "cache/sqlite", "cache/postgres", "translate/price"},
	"internal/progress":        {"corpus", "translate", "translate/price", "internal/figures"},
	"internal/collector":       {},
	"internal/commandline":     {"internal/spelling"},
	"internal/revision":        {},
	"internal/manpage":         {},
	"internal/printer":         {},
	"internal/spelling":        {},
	"internal/postgrestest":    {"internal/required", "internal/usertest"},
	"internal/sampletest":      {},
	"internal/usertest":        {},
	"internal/term":            {},
	"internal/address":         {},
	"internal/excerpt":         {},
	"internal/advice":          {},
	"internal/tomlfile":        {},
	"internal/units":           {},
	"internal/parallel":        {"bitext"},
}

// leaves import nothing of the module, and everything may import them: what the whole is made of.
var leaves = []string{
	"offset", "lang", "internal/space", "internal/address", "internal/fillin", "internal/placeholder",
	"internal/plainfile", "internal/excerpt", "internal/advice", "internal/tomlfile", "internal/units", "internal/lazyregexp", "internal/control",
	"internal/printer", "internal/parquet", "internal/packed",
}

// TestImports holds the import directions: packages below, such as document, know nothing of what uses them.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.Name}} {{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) < 10 {
		t.Fatalf("go list found only %d packages", len(lines))
	}
	for _, line := range lines {
		fields := strings.Fields(line)
		if fields[0] == "main" {
			continue // commands and generators wire what they like
		}
		fields = fields[1:]
		from := strings.TrimPrefix(strings.TrimPrefix(fields[0], module), "/")
		owner, _, nested := strings.Cut(from, "/internal/")
		if strings.HasPrefix(from, "internal/") {
			owner, nested = strings.Join(strings.SplitN(from, "/", 3)[:2], "/"), false
		}
		list, known := allowed[owner]
		if !known {
			t.Errorf("%s is not listed: a new package states its place in allowed", from)
			continue
		}
		for _, imp := range fields[1:] {
			to, ours := strings.CutPrefix(imp+"/", module+"/")
			to = strings.TrimSuffix(to, "/")
			if !ours {
				continue
			}
			parent, _, internal := strings.Cut(to, "/internal/")
			if slices.Contains(leaves, to) {
				continue
			}
			own := internal && (from == parent || strings.HasPrefix(from, parent+"/")) || owner != "" && nested && to == owner
			if !own && !slices.Contains(list, to) {
				t.Errorf("%s imports %s", from, to)
			}
		}
	}
}

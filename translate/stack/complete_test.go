package stack_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDecoratorsAreListed finds every function of the package that returns a backend in the list of TestOutcomes, so
// that a new decorator meets all outcomes.
func TestDecoratorsAreListed(t *testing.T) {
	tried, err := os.ReadFile("outcomes_test.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !f.Name.IsExported() || f.Type.Results == nil || len(f.Type.Results.List) != 1 {
				continue
			}
			result, ok := f.Type.Results.List[0].Type.(*ast.SelectorExpr)
			if !ok || result.Sel.Name != "Backend" {
				continue
			}
			found++
			if !strings.Contains(string(tried), "stack."+f.Name.Name) {
				t.Errorf("%s: %s is not in the list of decorators that TestOutcomes tries", name, f.Name.Name)
			}
		}
	}
	if found < 10 {
		t.Errorf("only %d decorators were found", found)
	}
}

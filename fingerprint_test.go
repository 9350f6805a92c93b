package satzpaar_test

import (
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/translate"
)

// What changes the outputs is in the settings; what does not, and keys, are not.
func TestSettings(t *testing.T) {
	settings := func(change func(c *satzpaar.Config)) map[string]string {
		t.Helper()
		c := satzpaar.Config{Backend: "echo", Backends: map[string]satzpaar.BackendConfig{"echo": {Type: "echo", Key: "geheim"}}}
		change(&c)
		s, err := satzpaar.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		got, err := s.Settings()
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range got {
			if strings.Contains(value, "geheim") || len(value) > 200 {
				t.Errorf("%s is %q", name, value)
			}
		}
		return got
	}
	equal := func(a, b map[string]string) bool {
		for name := range a {
			if a[name] != b[name] {
				return false
			}
		}
		return len(a) == len(b)
	}
	usual := settings(func(*satzpaar.Config) {})
	if usual["backends"] != "echo" || usual["from"] != "de" || usual["to"] != "en" {
		t.Errorf("settings %v", usual)
	}
	for name, change := range map[string]func(c *satzpaar.Config){
		"the same in other words": func(c *satzpaar.Config) { c.From, c.To = "deu", "en" },
		"bounds":                  func(c *satzpaar.Config) { c.Jobs, c.MaxCost, c.Explain = 3, 5, true },
	} {
		if got := settings(change); !equal(got, usual) {
			t.Errorf("%s: %v, want %v", name, got, usual)
		}
	}
	for name, change := range map[string]func(c *satzpaar.Config){
		"languages": func(c *satzpaar.Config) { c.To = "fr" },
		"foreign":   func(c *satzpaar.Config) { c.Foreign = "drop" },
		"fallback":  func(c *satzpaar.Config) { c.Fallback = "marian" },
		"near":      func(c *satzpaar.Config) { c.Near = true },
		"field":     func(c *satzpaar.Config) { c.Field = "body" },
		"fast":      func(c *satzpaar.Config) { c.Fast = true },
		"glossary": func(c *satzpaar.Config) {
			for range 50 {
				c.Glossary = append(c.Glossary, translate.Term{Source: "Haus", Target: "house"})
			}
		},
	} {
		if got := settings(change); equal(got, usual) {
			t.Errorf("%s: not in the settings", name)
		}
	}
}

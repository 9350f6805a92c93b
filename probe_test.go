package satzpaar_test

import (
	"slices"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar"
)

// TestStatuses: every type and every backend of the configuration is described, and asked where that is wanted.
func TestStatuses(t *testing.T) {
	c := satzpaar.Config{Backends: map[string]satzpaar.BackendConfig{
		"mine":   {Type: "deepl", KeyEnv: "MY_KEY", Key: "secret"},
		"broken": {Type: "command", Command: "no-such-program-here"},
	}}
	all := satzpaar.Statuses(&c)
	if want := len(satzpaar.Types()) + 2; len(all) != want {
		t.Fatalf("%d backends, want %d", len(all), want)
	}
	for _, b := range all {
		if b.Setup == "" {
			t.Errorf("nothing says how %s is set up", b.Name)
		}
	}
	find := func(name string) *satzpaar.BackendStatus {
		return &all[slices.IndexFunc(all, func(b satzpaar.BackendStatus) bool { return b.Name == name })]
	}
	if b := find("mine"); b.Type != "deepl" || b.Key != "MY_KEY" || !b.KeySet || b.Setup != "key" {
		t.Errorf("%+v", b)
	}
	if b := find("openai"); b.Type != "openai" || b.Key != "OPENAI_API_KEY" || b.KeySet {
		t.Errorf("%+v", b)
	}
	echo := find("echo")
	if echo.Probe(t.Context(), c, time.Now); echo.Answer != "Das ist ein kurzer Satz." || echo.Error != "" {
		t.Errorf("%+v", echo)
	}
	broken := find("broken")
	if broken.Probe(t.Context(), c, time.Now); broken.Answer != "" || broken.Error == "" {
		t.Errorf("%+v", broken)
	}
}

package satzpaar_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar"
	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/translate"
)

// TestConfigTravels: a configuration arrives as it was, without its keys.
func TestConfigTravels(t *testing.T) {
	c := satzpaar.Config{
		From: "es", Backend: "mine", Foreign: "fr=drop", SRX: "<srx/>", Jobs: 3,
		Glossary: []translate.Term{{Source: "Land", Target: "<country>"}},
		Backends: map[string]satzpaar.BackendConfig{"mine": {
			Type: "openai", BaseURL: "http://localhost:8080/v1", Key: "secret", KeyEnv: "MY_KEY", Model: "m",
			Extra: map[string]any{"seed": 7.0},
		}},
	}
	var out bytes.Buffer
	if err := satzpaar.WriteConfig(&out, &c); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "secret") {
		t.Errorf("the key travels: %s", &out)
	}
	got, err := satzpaar.ReadConfig(&out)
	if err != nil {
		t.Fatal(err)
	}
	b := c.Backends["mine"]
	b.Key = ""
	c.Backends["mine"] = b
	if !reflect.DeepEqual(got, c) {
		t.Errorf("%+v, want %+v", got, c)
	}
}

// TestConfigStays: what must not travel or is not known is refused.
func TestConfigStays(t *testing.T) {
	for _, address := range []string{"http://me:pass@host/v1", "http://host/v1?key=secret", "http://[::1"} {
		c := satzpaar.Config{Backends: map[string]satzpaar.BackendConfig{"mine": {BaseURL: address}}}
		var out bytes.Buffer
		err := satzpaar.WriteConfig(&out, &c)
		if err == nil || !strings.Contains(err.Error(), "backend mine") || advice.Of(err) == "" || out.Len() > 0 {
			t.Errorf("%s: %v, %s", address, err, &out)
		}
	}
	_, err := satzpaar.ReadConfig(strings.NewReader(`{"from": "de", "later": 1}`))
	if err == nil || !strings.Contains(err.Error(), "later") {
		t.Errorf("an unknown field: %v", err)
	}
}

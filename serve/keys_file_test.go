package serve_test

import (
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/serve"
)

func TestParseKeys(t *testing.T) {
	const good = "[b]\nkey = \"secret of b\"\n[a]\nkey = \"secret of a\"\nrequests_per_minute = 600\ntext_bytes = 9\n"
	keys, err := serve.ParseKeys("keys.toml", []byte(good))
	want := []serve.Key{
		{Name: "a", Secret: "secret of a", Limits: serve.Limits{Requests: 600, Text: 9}},
		{Name: "b", Secret: "secret of b"},
	}
	if err != nil || !slices.Equal(keys, want) {
		t.Errorf("%+v, %v; want %+v", keys, err, want)
	}
	for raw, want := range map[string]string{
		"":                          "keys.toml holds no keys",
		"[a]\nconcurrent = -1":      "keys.toml: [a] concurrent = -1: must not be negative",
		"[a]\nkey=\"x\"\nlimit = 1": `keys.toml:3: unknown setting "a.limit"`,
	} {
		if _, err := serve.ParseKeys("keys.toml", []byte(raw)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", raw, err, want)
		}
	}
}

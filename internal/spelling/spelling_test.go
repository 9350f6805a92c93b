package spelling

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"marian", "openai", "anthropic", "deepl", "deepseek", "google", "azure", "echo", "xlsx", "xliff"}
	for wrong, want := range map[string]string{
		"opneai":        "openai",
		"OpenAI":        "openai",
		"antropic":      "anthropic",
		"deepL":         "deepl",
		"deeple":        "deepl",
		"deepsek":       "deepseek",
		"goggle":        "google",
		"anthr":         "anthropic",
		"xls":           "xlsx",
		"ehco":          "echo",
		"magic":         "",
		"x":             "",
		"":              "",
		"claude":        "",
		"öäü":           "",
		string(rune(0)): "",
	} {
		if got := nearest(wrong, names); got != want {
			t.Errorf("%q is taken for %q, want %q", wrong, got, want)
		}
	}
}

func TestChoose(t *testing.T) {
	names := []string{"jsonl", "tsv"}
	if got, want := Choose("json", names), "did you mean jsonl? Otherwise, choose from jsonl, tsv"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := Choose("review", names), "choose from jsonl, tsv"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

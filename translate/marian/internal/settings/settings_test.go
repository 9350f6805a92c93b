package settings

import (
	"strings"
	"testing"
)

func TestUnmarshal(t *testing.T) {
	const text = "--- {beam-size: 6}\n"
	for n, fails := range map[int]bool{0: false, mostTags: false, mostTags + 1: true} {
		var got map[string]int
		var tags strings.Builder
		for i := range n {
			tags.WriteString("%TAG !" + strings.Repeat("x", i+1) + "! x:\n")
		}
		err := Unmarshal([]byte(tags.String()+text), &got)
		if (err != nil) != fails || !fails && got["beam-size"] != 6 {
			t.Errorf("with %d directives: %v, %v", n, got, err)
		}
	}
}

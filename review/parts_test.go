package review

import (
	"encoding/json"
	"testing"
)

// TestColumns: a field is a column with a value for each struct, null where it is left out of one, and no column where
// it is left out of all. What the zero value of a field without omitempty means must not be lost.
func TestColumns(t *testing.T) {
	type one struct {
		Name  string   `json:"n"`
		Count int      `json:"c"`
		Risk  *float64 `json:"r,omitempty"`
		Lang  string   `json:"l,omitempty"`
	}
	risk := 0.0
	raw, err := json.Marshal(columns([]one{{Name: "a"}, {Risk: &risk}}))
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"c":[0,0],"n":["a",""],"r":[null,0]}`; string(raw) != want {
		t.Errorf("got %s, want %s", raw, want)
	}
}

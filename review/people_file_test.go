package review_test

import (
	"slices"
	"testing"

	"github.com/satzpaar/satzpaar/review"
)

func TestParsePeople(t *testing.T) {
	const good = "[Ole]\nrole = \"reader\"\npassword = \"p\"\n[Mia]\nrole = \"reviewer\"\npassword = \"q\"\n"
	people, err := review.ParsePeople("people.toml", []byte(good))
	want := []review.Person{
		{Name: "Mia", Role: review.Reviewer, Password: "q"},
		{Name: "Ole", Role: review.Reader, Password: "p"},
	}
	if err != nil || !slices.Equal(people, want) {
		t.Errorf("%+v, %v; want %+v", people, err, want)
	}
	for raw, want := range map[string]string{
		"":                    "people.toml names nobody",
		"[Mia]\nroll = \"x\"": `people.toml:2: unknown setting "Mia.roll"`,
	} {
		if _, err := review.ParsePeople("people.toml", []byte(raw)); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", raw, err, want)
		}
	}
}

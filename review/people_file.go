package review

import (
	"fmt"
	"maps"
	"slices"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/tomlfile"
)

// A personSection is a section of a file of people.
type personSection struct {
	Role     Role   `toml:"role"`
	Password string `toml:"password"`
}

// ParsePeople reads a file of people who may use a server, which path names in errors. It is TOML with a section for
// each person:
//
//	[Mia]
//	role = "reviewer"
//	password = "…"    # as [HashPassword] returns it
func ParsePeople(path string, raw []byte) ([]Person, error) {
	var sections map[string]personSection
	if err := tomlfile.Decode(path, raw, &sections); err != nil {
		return nil, err
	}
	var people []Person
	for _, name := range slices.Sorted(maps.Keys(sections)) {
		people = append(people, Person{Name: name, Role: sections[name].Role, Password: sections[name].Password})
	}
	if len(people) == 0 {
		return nil, advice.With(fmt.Errorf("%s names nobody", path),
			"give each person a section: [NAME] with role and password")
	}
	return people, nil
}

// Package tomlfile reads files of settings in TOML that people write by hand.
package tomlfile

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/excerpt"
)

// Decode reads a file of settings into a struct or a map of structs. A setting that it does not have is an error, with
// those that it has as advice. Errors begin with the path, and the line where there is one.
func Decode(path string, raw []byte, into any) error {
	err := toml.NewDecoder(bytes.NewReader(raw)).DisallowUnknownFields().Decode(into)
	var strict *toml.StrictMissingError
	var at *toml.DecodeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &strict):
		row, _ := strict.Errors[0].Position()
		key := strict.Errors[0].Key()
		err := fmt.Errorf("%s:%d: unknown setting %q", path, row, excerpt.Name(strings.Join(key, ".")))
		if names := settings(reflect.TypeOf(into), key[:len(key)-1]); len(names) > 0 {
			err = advice.With(err, "the settings there are "+strings.Join(names, ", "))
		}
		return err
	case errors.As(err, &at):
		row, column := at.Position()
		return fmt.Errorf("%s:%d:%d: %s", path, row, column, excerpt.Of(at.Error(), 300))
	}
	return fmt.Errorf("%s: %w", path, err)
}

// settings returns the names of the settings that a section may have, in the order of the struct; nil if there is no
// such section.
func settings(t reflect.Type, section []string) []string {
	switch {
	case t.Kind() == reflect.Pointer:
		return settings(t.Elem(), section)
	case t.Kind() == reflect.Map && len(section) > 0:
		return settings(t.Elem(), section[1:])
	case t.Kind() != reflect.Struct:
		return nil
	}
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		name := f.Tag.Get("toml")
		if name == "" || name == "-" {
			continue
		}
		if len(section) > 0 && section[0] == name {
			return settings(f.Type, section[1:])
		}
		names = append(names, name)
	}
	if len(section) > 0 {
		return nil
	}
	return names
}

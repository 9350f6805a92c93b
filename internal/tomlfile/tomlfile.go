// Package tomlfile reads files of settings in TOML that people write by hand.
package tomlfile

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Decode reads a file of settings into a struct or a map of structs. A setting that it does not have is an error.
// Errors begin with the path, and the line where there is one.
func Decode(path string, raw []byte, into any) error {
	err := toml.NewDecoder(bytes.NewReader(raw)).DisallowUnknownFields().Decode(into)
	var strict *toml.StrictMissingError
	var at *toml.DecodeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &strict):
		row, _ := strict.Errors[0].Position()
		return fmt.Errorf("%s:%d: unknown setting %q", path, row, strings.Join(strict.Errors[0].Key(), "."))
	case errors.As(err, &at):
		row, column := at.Position()
		return fmt.Errorf("%s:%d:%d: %s", path, row, column, at.Error())
	}
	return fmt.Errorf("%s: %w", path, err)
}

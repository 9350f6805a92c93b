package satzpaar

import (
	"context"
	"fmt"
	"strings"
)

// KeyAdvice returns what to do about a server that refuses the key of a backend of the given type: where the key is
// looked for, and whether there is one. env returns the value of a variable, as [os.Getenv] does.
func (c *Config) KeyAdvice(backendType string, env func(variable string) string) string {
	b, ok := c.Used(backendType)
	if !ok {
		b.Type = backendType
	}
	name := b.keyVariable()
	switch {
	case name == "":
		return "check the key"
	case env(name) == "":
		return "set the environment variable " + name + " to the key of this server"
	}
	return "check the key in " + name + ": is it one for this server, still valid, and allowed to use this model?"
}

// ModelsAdvice names the models that the server of a backend of the given type has; "" if it does not list them.
func (c *Config) ModelsAdvice(ctx context.Context, backendType string) string {
	b, ok := c.Used(backendType)
	if !ok {
		return ""
	}
	names, err := b.serverModels(ctx)
	if err != nil || len(names) == 0 {
		return ""
	}
	const most = 12
	if len(names) > most {
		return fmt.Sprintf("the server has %s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return "the server has " + strings.Join(names, ", ")
}

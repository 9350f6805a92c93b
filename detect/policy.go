package detect

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
)

// An Action is what happens to a foreign stretch.
type Action int

// The actions. The zero value is [Keep].
const (
	Keep      Action = iota // stays as it is, byte for byte
	Translate               // into the target language, by the backend named or by the usual one
	Drop                    // leaves nothing in the translated document
)

var actionNames = [...]string{"keep", "translate", "drop"}

// String returns the action's name on the command line.
func (a Action) String() string {
	if a < 0 || int(a) >= len(actionNames) {
		return fmt.Sprintf("action %d", int(a))
	}
	return actionNames[a]
}

// A Rule is an action and, for [Translate], the backend or model that carries it out; an empty name means the usual
// one.
type Rule struct {
	Action  Action
	Backend string
}

// String returns the rule as it is written on the command line.
func (r Rule) String() string {
	if r.Backend != "" {
		return r.Action.String() + ":" + r.Backend
	}
	return r.Action.String()
}

// A Policy decides what happens to the foreign stretches of a text, by language. The zero value keeps all of them.
type Policy struct {
	Default Rule
	// ByLang holds the rules of single languages by ISO 639 code ("es"). A rule for a language holds for all its
	// regions and scripts.
	ByLang map[string]Rule
}

// For returns the rule for a language.
func (p Policy) For(tag language.Tag) Rule {
	if r, ok := p.ByLang[lang.Base(tag)]; ok {
		return r
	}
	return p.Default
}

// Backends returns the names of the backends that the policy needs, each once, in alphabetical order.
func (p Policy) Backends() []string {
	var names []string
	if p.Default.Backend != "" {
		names = append(names, p.Default.Backend)
	}
	for _, r := range p.ByLang {
		if r.Backend != "" {
			names = append(names, r.Backend)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// String returns the policy in the form that [ParsePolicy] reads: the default first, then the languages in alphabetical
// order.
func (p Policy) String() string {
	parts := []string{p.Default.String()}
	for code, r := range p.ByLang {
		parts = append(parts, code+"="+r.String())
	}
	slices.Sort(parts[1:])
	return strings.Join(parts, ",")
}

// ParsePolicy reads the value of --foreign: rules separated by commas, each "ACTION" (for all languages) or
// "LANG=ACTION", where ACTION is keep, drop, translate or translate:NAME. An empty string gives the zero policy. A
// second rule for a language is an error, as is an unknown language.
func ParsePolicy(s string) (Policy, error) {
	var p Policy
	if strings.TrimSpace(s) == "" {
		return p, nil
	}
	haveDefault := false
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		name, rule, perLang := strings.Cut(part, "=")
		if !perLang {
			rule = part
		}
		r, err := parseRule(strings.TrimSpace(rule))
		if err != nil {
			return Policy{}, err
		}
		if !perLang {
			if haveDefault {
				return Policy{}, fmt.Errorf("foreign policy %q: two rules for all languages; write LANG=%s for one "+
					"of them", s, r)
			}
			p.Default, haveDefault = r, true
			continue
		}
		tag, err := lang.Parse(name)
		code := lang.Base(tag)
		if err != nil || code == "und" {
			return Policy{}, fmt.Errorf("foreign policy %q: %q is not a language code such as es or pt-BR", s, name)
		}
		if _, twice := p.ByLang[code]; twice {
			return Policy{}, fmt.Errorf("foreign policy %q: two rules for %s", s, code)
		}
		if p.ByLang == nil {
			p.ByLang = map[string]Rule{}
		}
		p.ByLang[code] = r
	}
	return p, nil
}

func parseRule(s string) (Rule, error) {
	action, backend, named := strings.Cut(s, ":")
	i := slices.Index(actionNames[:], action)
	switch {
	case i < 0:
		return Rule{}, fmt.Errorf("foreign policy: %q is not keep, translate, translate:NAME or drop", s)
	case named && Action(i) != Translate:
		return Rule{}, fmt.Errorf("foreign policy: %q: only translate takes a backend's name", s)
	case named && backend == "":
		return Rule{}, fmt.Errorf("foreign policy: %q: the backend's name is missing after the colon", s)
	}
	return Rule{Action: Action(i), Backend: backend}, nil
}

// Package figures writes figures in the text format of Prometheus.
package figures

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// A Figure is a number with its name. Figures of the same name stand together.
type Figure struct {
	Name   string
	Labels []string // names and values, in turn
	Value  float64

	kind, help string
	family     string // the name that kind and help belong to
}

// Counter returns a figure that only grows.
func Counter[N int | int64 | float64](name, help string, value N, labels ...string) Figure {
	return Figure{Name: name, Labels: labels, Value: float64(value), kind: "counter", help: help, family: name}
}

// Gauge returns a figure that may also fall.
func Gauge[N int | int64 | float64](name, help string, value N, labels ...string) Figure {
	return Figure{Name: name, Labels: labels, Value: float64(value), kind: "gauge", help: help, family: name}
}

// Histogram returns the figures of a histogram: counts of values up to each end, the last one being that of all, and
// their total.
func Histogram(name, help string, ends []float64, upTo []int, total float64, labels ...string) []Figure {
	var out []Figure
	add := func(suffix string, value float64, more ...string) {
		out = append(out, Figure{
			Name:   name + suffix,
			Labels: slices.Concat(labels, more),
			Value:  value,
			kind:   "histogram",
			help:   help,
			family: name,
		})
	}
	for i, end := range ends {
		add("_bucket", float64(upTo[i]), "le", number(end))
	}
	all := float64(upTo[len(ends)])
	add("_bucket", all, "le", "+Inf")
	add("_sum", total)
	add("_count", all)
	return out
}

var escaper = strings.NewReplacer(`\`, `\\`, "\n", `\n`, `"`, `\"`)

// write writes figures, the help of each name once.
func write(w io.Writer, all []Figure) error {
	last := ""
	var b strings.Builder
	for i := range all {
		f := &all[i]
		if f.family != last {
			fmt.Fprintf(&b, "# HELP %s %s\n# TYPE %s %s\n", f.family, f.help, f.family, f.kind)
			last = f.family
		}
		b.WriteString(f.Name)
		for k := 0; k+1 < len(f.Labels); k += 2 {
			sign := ","
			if k == 0 {
				sign = "{"
			}
			fmt.Fprintf(&b, `%s%s="%s"`, sign, f.Labels[k], escaper.Replace(f.Labels[k+1]))
		}
		if len(f.Labels) > 0 {
			b.WriteByte('}')
		}
		fmt.Fprintf(&b, " %s\n", number(f.Value))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Handler answers requests with what figures returns.
func Handler(figures func() []Figure) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		_ = write(w, figures()) // the reader is gone if this fails
	})
}

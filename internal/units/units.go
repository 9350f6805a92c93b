// Package units writes numbers of things, sizes and durations for people, and reads what they write.
package units

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Count returns a number with an English noun, whose plural must be regular: "1 file", "2 files".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Size writes a number of bytes: "512 B", "1.5 MiB".
func Size(n int64) string {
	const unit = 1024
	if n < unit {
		return fmt.Sprintf("%d B", n)
	}
	value, prefix := float64(n), -1
	for prefix < 0 || value >= unit-0.05 && prefix < 3 { // which would be written as 1024.0
		value /= unit
		prefix++
	}
	return fmt.Sprintf("%.1f %ciB", value, "KMGT"[prefix])
}

// ParseSize reads a number of bytes, at least 1 and within an int64, with K, M, G for powers of 1024: "500M", "1.5gb".
func ParseSize(s string) (int64, error) {
	number, factor := strings.TrimSuffix(strings.ToUpper(s), "B"), int64(1)
	for i, unit := range []string{"K", "M", "G"} {
		if n, ok := strings.CutSuffix(number, unit); ok {
			number, factor = n, int64(1)<<(10*(i+1))
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if n *= float64(factor); err != nil || !(n >= 1 && n < math.MaxInt64) { // NaN is neither
		return 0, errors.New("must be like 500M or 2G")
	}
	return int64(n), nil
}

// ParseAge reads a duration of at least 0 and at most some 290 years, with d for days: "90d", "12h30m".
func ParseAge(s string) (time.Duration, error) {
	wrong := errors.New("must be like 90d or 12h")
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.ParseFloat(days, 64)
		if n *= 24 * float64(time.Hour); err != nil || !(n >= 0 && n < math.MaxInt64) { // NaN is neither
			return 0, wrong
		}
		return time.Duration(n), nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 0 {
		return 0, wrong
	}
	return d, nil
}

// Roughly writes a time in seconds that is not known exactly: "40 s", "12 min", "3.5 h".
func Roughly(seconds float64) string {
	switch {
	case seconds < 100:
		return fmt.Sprintf("%.0f s", seconds)
	case seconds < 100*60:
		return fmt.Sprintf("%.0f min", seconds/60)
	}
	return fmt.Sprintf("%.1f h", seconds/3600)
}

package units_test

import (
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/internal/units"
)

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 files", 1: "1 file", 2: "2 files"} {
		if got := units.Count(n, "file"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 1023: "1023 B", 1024: "1.0 KiB", 1 << 20: "1.0 MiB", 3 << 29: "1.5 GiB", 1 << 40: "1.0 TiB",
		1 << 51: "2048.0 TiB", 1<<20 - 1: "1.0 MiB", 1<<20 - 1<<10: "1023.0 KiB",
	} {
		if got := units.Size(n); got != want {
			t.Errorf("%d bytes are %q, want %q", n, got, want)
		}
	}
}

func TestParseSize(t *testing.T) {
	for s, want := range map[string]int64{"7": 7, "7b": 7, "2K": 2048, "1.5M": 3 << 19, "2gb": 2 << 30} {
		if got, err := units.ParseSize(s); got != want || err != nil {
			t.Errorf("%s: %d, %v; want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "M", "0", "-1K", "1T", "NaN", "2 G", "Inf", "9999999999G", "0.5", "1e-9K"} {
		if got, err := units.ParseSize(s); err == nil {
			t.Errorf("%q is %d bytes", s, got)
		}
	}
}

func TestParseAge(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"90d": 90 * 24 * time.Hour, "0.5d": 12 * time.Hour, "12h30m": 12*time.Hour + 30*time.Minute, "0d": 0, "0s": 0,
	} {
		if got, err := units.ParseAge(s); got != want || err != nil {
			t.Errorf("%s: %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "d", "-1d", "-1h", "NaNd", "90", "ever", "Infd", "200000d", "3000000h"} {
		if got, err := units.ParseAge(s); err == nil {
			t.Errorf("%q is %v", s, got)
		}
	}
}

func TestRoughly(t *testing.T) {
	for seconds, want := range map[float64]string{4.4: "4 s", 99: "99 s", 100: "2 min", 1380: "23 min", 9000: "2.5 h"} {
		if got := units.Roughly(seconds); got != want {
			t.Errorf("%v seconds are %q, want %q", seconds, got, want)
		}
	}
}

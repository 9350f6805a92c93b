package document

import (
	"regexp"
	"strconv"
	"strings"
)

// between returns the seconds from one time of subtitles to another; 0 where one of them cannot be read or the second
// is not later.
func between(start, end string) float64 {
	from, ok := clock(start)
	to, known := clock(end)
	if !ok || !known || to <= from {
		return 0
	}
	return to - from
}

var (
	clockTime  = regexp.MustCompile(`^(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?$`)
	offsetTime = regexp.MustCompile(`^(\d{1,9}(?:\.\d{1,9})?)(h|m|s|ms)$`)
)

// clock reads a time in seconds, as subtitles write it: 01:02:03,450, 02:03.45, or 3.5s as TTML does. Times in frames
// or ticks are not read, since their rate stands elsewhere.
func clock(text string) (seconds float64, ok bool) {
	text = strings.TrimSpace(text)
	if m := offsetTime.FindStringSubmatch(text); m != nil {
		n, err := strconv.ParseFloat(m[1], 64)
		unit := map[string]float64{"h": 3600, "m": 60, "s": 1, "ms": 0.001}[m[2]]
		return n * unit, err == nil
	}
	m := clockTime.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	for i, unit := range []float64{3600, 60, 1} {
		n, _ := strconv.ParseFloat("0"+m[i+1], 64)
		seconds += n * unit
	}
	fraction, _ := strconv.ParseFloat("0."+m[4]+"0", 64)
	return seconds + fraction, true
}

package httpapi

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// RetryAfter reads from the headers of an answer how long a server asks to wait: Retry-After in seconds or as a date,
// retry-after-ms, or the reset time of the limit that is used up. It returns 0 if there is none of these.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	if ms, err := strconv.ParseFloat(h.Get("Retry-After-Ms"), 64); err == nil && ms > 0 {
		return seconds(ms / 1000)
	}
	if v := strings.TrimSpace(h.Get("Retry-After")); v != "" {
		if s, err := strconv.ParseFloat(v, 64); err == nil && s >= 0 {
			return seconds(s)
		}
		if t, err := http.ParseTime(v); err == nil && t.After(now) {
			return t.Sub(now)
		}
	}
	for _, what := range limits {
		if h.Get("X-Ratelimit-Remaining"+what) == "0" {
			if d := resetIn(h.Get("X-Ratelimit-Reset"+what), now); d > 0 {
				return d
			}
		}
	}
	return 0
}

// limits are the endings of the headers in which servers count down: of requests, of tokens, of whatever they count.
var limits = [...]string{"-Requests", "-Tokens", ""}

// longestPause is the longest time for which an answer's headers may hold back the next request. A longer limit, such
// as one for the day, is better hit than waited for: the refusal says how long it takes, and ends the run.
const longestPause = 5 * time.Minute

// LimitPause reads from the headers of a successful answer how long to send nothing, so that the server need not
// refuse: until its limit resets, if no requests are left or fewer tokens than the last request took. It returns 0 if
// there is room.
func LimitPause(h http.Header, tokens int, now time.Time) time.Duration {
	var pause time.Duration
	for _, what := range limits {
		left, err := strconv.ParseFloat(h.Get("X-Ratelimit-Remaining"+what), 64)
		if err != nil || left >= 1 && (what != "-Tokens" || left >= float64(tokens)) {
			continue
		}
		if d := resetIn(h.Get("X-Ratelimit-Reset"+what), now); d <= longestPause {
			pause = max(pause, d)
		}
	}
	return pause
}

// resetIn reads when a limit resets: a duration such as 6m0s, a number of seconds, or a time in seconds or
// milliseconds since 1970 or in RFC 3339 format.
func resetIn(v string, now time.Time) time.Duration {
	v = strings.TrimSpace(v)
	if d, err := time.ParseDuration(v); err == nil {
		return max(0, d)
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return max(0, t.Sub(now))
	}
	n, err := strconv.ParseFloat(v, 64)
	switch {
	case err != nil || n != n || n < 0:
		return 0
	case n > 1e11:
		return max(0, time.UnixMilli(int64(min(n, 1e15))).Sub(now))
	case n > 1e9:
		return max(0, time.Unix(int64(n), 0).Sub(now))
	}
	return seconds(n)
}

// seconds turns a number that a server sent into a duration; what is too large for one is a year.
func seconds(s float64) time.Duration {
	const year = 365 * 24 * time.Hour
	if s >= year.Seconds() {
		return year
	}
	return time.Duration(s * float64(time.Second))
}

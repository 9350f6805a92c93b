package translate

import (
	"errors"
	"fmt"
	"time"
)

// An Error is a failure of a backend, for one item or for a whole request.
type Error struct {
	Kind    Kind
	Backend string // name of the backend, such as "openai"
	// RetryAfter is how long the server asked to wait; 0 if it said nothing.
	RetryAfter time.Duration
	Cause      Cause // zero where none is known
	Err        error
}

// Error returns "backend: kind: cause".
func (e *Error) Error() string {
	if e.Backend == "" {
		return fmt.Sprintf("%s: %v", e.Kind, e.Err)
	}
	return fmt.Sprintf("%s: %s: %v", e.Backend, e.Kind, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an [Error] whose cause is formatted as by [fmt.Errorf].
func Errorf(kind Kind, backend, format string, args ...any) *Error {
	return &Error{Kind: kind, Backend: backend, Err: fmt.Errorf(format, args...)}
}

// Because returns e with a cause.
func (e *Error) Because(c Cause) *Error {
	e.Cause = c
	return e
}

// KindOf returns the kind of the [Error] in err's chain, and Internal if there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// AsError returns the [Error] in err's chain; an error without one becomes an [Internal] error with err as its cause.
func AsError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Err: err}
}

// Package advice adds to errors what a person can do about them. It is not part of an error's text: programs show it
// on a line of its own, or not at all.
package advice

import "errors"

// An adviser is an error that knows what to do about it.
type adviser struct {
	error
	advice string
}

// Unwrap returns the error without its advice.
func (a *adviser) Unwrap() error { return a.error }

// With returns err with advice; nil if err is nil.
func With(err error, advice string) error {
	if err == nil {
		return nil
	}
	return &adviser{err, advice}
}

// Of returns the advice that an error, or the first one inside it that has some, was given; "" if there is none.
func Of(err error) string {
	var a *adviser
	if errors.As(err, &a) {
		return a.advice
	}
	return ""
}

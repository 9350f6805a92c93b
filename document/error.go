package document

import "strconv"

// An Error describes what is wrong with a file, where, and what the user can do about it.
type Error struct {
	Name string // of the document or file, as [Parse] and [Container.Open] were given it; may be empty
	Line int    // 1-based; 0 if the fault concerns the whole file
	What string // lower case, no full stop
	Hint string // what to do; may be empty
	Err  error  // cause; may be nil
}

// Error returns "name:line: what: cause". The hint is not part of it.
func (e *Error) Error() string {
	s := e.Name
	if e.Line > 0 {
		if s == "" {
			s = "line "
		} else {
			s += ":"
		}
		s += strconv.Itoa(e.Line)
	}
	if s != "" {
		s += ": "
	}
	s += e.What
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

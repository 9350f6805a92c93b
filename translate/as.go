package translate

// As returns the first backend of type B in a chain of decorators, b itself included, and whether there is one. It is
// how a caller reaches what only one kind of backend can do, such as submitting a batch, without knowing what stands
// around it.
//
// A decorator takes part by an Unwrap method that returns the [Backend] inside, or a slice of them. Of several, those
// inside the first come first.
func As[B any](b Backend) (B, bool) {
	if found, ok := b.(B); ok {
		return found, true
	}
	switch d := b.(type) {
	case interface{ Unwrap() Backend }:
		return As[B](d.Unwrap())
	case interface{ Unwrap() []Backend }:
		for _, in := range d.Unwrap() {
			if found, ok := As[B](in); ok {
				return found, true
			}
		}
	}
	var none B
	return none, false
}

package check

// A Corpus remembers which sources got which targets, over all documents of a run. It is built before checking and only read then.
type Corpus struct {
	targets map[string][]string
	sources map[string][]string
}

package bitext

import "slices"

// Written returns the edits that stand and say something else than the machine, in the order in which their pairs
// were first edited.
func Written(edits []Edit) []*Edit {
	all := make([]*Edit, len(edits))
	for i := range edits {
		all[i] = &edits[i]
	}
	var out []*Edit
	for _, o := range outcomes(all) {
		for _, e := range slices.Backward(o.edits) {
			if e.Target == nil {
				continue
			}
			if *e.Target != "" && *e.Target != e.Machine {
				out = append(out, e)
			}
			break
		}
	}
	return out
}

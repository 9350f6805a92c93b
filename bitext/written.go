package bitext

import "slices"

// Written returns the edits that stand and say something else than the machine, in the order in which their pairs
// were first edited.
func Written(edits []Edit) []*Edit {
	standing := map[Key][]*Edit{}
	var order []Key
	for i := range edits {
		e := &edits[i]
		list, seen := standing[e.Key]
		if !seen {
			order = append(order, e.Key)
		}
		switch {
		case !e.Undo:
			list = append(list, e)
		case len(list) > 0:
			list = list[:len(list)-1]
		}
		standing[e.Key] = list
	}
	var out []*Edit
	for _, k := range order {
		for _, e := range slices.Backward(standing[k]) {
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

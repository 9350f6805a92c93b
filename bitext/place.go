package bitext

// minMoved is the length in bytes from which a sentence is taken for the one that was edited although nothing around
// it is the same: "Ja." could be any.
const minMoved = 12

// Place finds the pairs that keys are about, as [Apply] does, in several documents, as the records of a file are: for
// each key the number of its pair, counted through all of them, or -1. A key is looked for as a whole, and then by
// its source with as many neighbours as still stand, all keys at once: no pair is given to two different keys. It
// takes time linear in pairs and keys.
func Place(bs []*Bitext, keys []Key) []int {
	wanted := map[string][]Key{} // by record, each key once
	index := make(map[Key]int, len(keys))
	for _, k := range keys {
		if _, ok := index[k]; !ok {
			index[k] = -1
			wanted[k.Record] = append(wanted[k.Record], k)
		}
	}
	first := 0
	for _, b := range bs {
		if list := wanted[RecordOf(b.Document)]; len(list) > 0 {
			for i, at := range place(Keys(b), list).at {
				if at >= 0 {
					index[list[i]] = first + at
				}
			}
		}
		first += len(b.Pairs)
	}
	out := make([]int, len(keys))
	for i, k := range keys {
		out[i] = index[k]
	}
	return out
}

// placed holds where different keys are.
type placed struct {
	keys      []Key // of all pairs
	at        []int // index of a pair, or -1
	ambiguous []bool
	taken     []bool // pairs

	between map[[2]string][]int // pairs by their neighbours, made when first needed
}

// A group is the pairs that have the source and both neighbours in common.
type group struct {
	before, after string
	members       []int // those that are taken are removed when they are met
}

// groups are pairs by what they have in common: source, source and one neighbour, all three.
type groups struct {
	bySource          map[string][]*group
	byBefore, byAfter map[[2]string][]*group
	all               map[[3]string]*group
	taken             []bool
}

func newGroups(keys []Key, taken []bool) *groups {
	g := &groups{
		bySource: map[string][]*group{},
		byBefore: map[[2]string][]*group{},
		byAfter:  map[[2]string][]*group{},
		all:      map[[3]string]*group{},
		taken:    taken,
	}
	for i, k := range keys {
		three := [3]string{k.Source, k.Before, k.After}
		same := g.all[three]
		if same == nil {
			same = &group{before: k.Before, after: k.After}
			g.all[three] = same
			g.bySource[k.Source] = append(g.bySource[k.Source], same)
			g.byBefore[[2]string{k.Source, k.Before}] = append(g.byBefore[[2]string{k.Source, k.Before}], same)
			g.byAfter[[2]string{k.Source, k.After}] = append(g.byAfter[[2]string{k.Source, k.After}], same)
		}
		same.members = append(same.members, i)
	}
	return g
}

// find adds up to two pairs to found that have the source of k and so many of its neighbours, and are not taken.
// There must be none that has more of them.
func (g *groups) find(k Key, neighbours int, found []int) []int {
	switch neighbours {
	case 2:
		if same := g.all[[3]string{k.Source, k.Before, k.After}]; same != nil {
			found = same.free(g.taken, found)
		}
	case 1:
		before, after := [2]string{k.Source, k.Before}, [2]string{k.Source, k.After}
		g.byBefore[before], found = g.among(g.byBefore[before], found)
		g.byAfter[after], found = g.among(g.byAfter[after], found)
	default:
		g.bySource[k.Source], found = g.among(g.bySource[k.Source], found)
	}
	return found
}

// among adds free pairs of the groups to found, until that holds two. Groups without a free pair are removed from the
// list, which is returned.
func (g *groups) among(list []*group, found []int) ([]*group, []int) {
	for i := 0; i < len(list) && len(found) < 2; {
		more := list[i].free(g.taken, found)
		if len(more) > len(found) {
			found = more
			i++
			continue
		}
		list[i] = list[len(list)-1]
		list = list[:len(list)-1]
	}
	return list, found
}

// free adds pairs of the group that are not taken to found, until that holds two.
func (s *group) free(taken []bool, found []int) []int {
	for i := 0; i < len(s.members) && len(found) < 2; {
		if at := s.members[i]; taken[at] {
			s.members[i] = s.members[len(s.members)-1]
			s.members = s.members[:len(s.members)-1]
			continue
		}
		found = append(found, s.members[i])
		i++
	}
	return found
}

// place finds wanted among the keys of all pairs, in linear time, however often a sentence stands there.
func place(keys, wanted []Key) *placed {
	p := &placed{
		keys:      keys,
		at:        make([]int, len(wanted)),
		ambiguous: make([]bool, len(wanted)),
		taken:     make([]bool, len(keys)),
	}
	exact := make(map[Key]int, len(keys))
	for i, k := range keys {
		exact[k] = i
	}
	missing := 0
	for i, k := range wanted {
		p.at[i] = -1
		if at, ok := exact[k]; ok {
			p.at[i] = at
			p.taken[at] = true
		} else {
			missing++
		}
	}
	if missing == 0 {
		return p
	}
	g := newGroups(keys, p.taken)
	var buffer [2]int
	// Then by the number of neighbours that still stand, most first, so that a sure place is never taken by a
	// doubtful claim. Where several pairs have most neighbours, none with fewer is taken.
	for neighbours := 2; neighbours >= 0; neighbours-- {
		for i, k := range wanted {
			if p.at[i] >= 0 || p.ambiguous[i] {
				continue
			}
			switch found := g.find(k, neighbours, buffer[:0]); {
			case len(found) > 1:
				p.ambiguous[i] = true
			case len(found) == 1 && (neighbours > 0 || len(k.Source) >= minMoved):
				p.at[i] = found[0]
				p.taken[found[0]] = true
			}
		}
	}
	return p
}

// explain returns why the edits of key i found no pair.
func (p *placed) explain(b *Bitext, o *outcome, i int) Stale {
	target, last := o.result()
	s := Stale{Key: o.key, Why: Gone, State: Commented}
	if last != nil {
		s.State = last.State
	}
	if target != nil {
		s.Target = *target
	}
	if p.ambiguous[i] {
		s.Why = Ambiguous
		return s
	}
	if p.between == nil {
		p.between = map[[2]string][]int{}
		for i, k := range p.keys {
			if !p.taken[i] {
				p.between[[2]string{k.Before, k.After}] = append(p.between[[2]string{k.Before, k.After}], i)
			}
		}
	}
	if list := p.between[[2]string{o.key.Before, o.key.After}]; len(list) > 0 {
		s.Why, s.ID, s.Source = Changed, b.Pairs[list[0]].ID, p.keys[list[0]].Source
	}
	return s
}

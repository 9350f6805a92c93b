package align

// How often people draw a bead that the scorers are all but sure of. The share of a bead among all ways to align
// knows nothing of people who keep as one bead what could be parted, or who draw the border inside a sentence; both
// happen next to beads of several sentences. The numbers are means over documents made of training text
// (TestConfidence): of lines whose sentences differ in number, which are one bead as a whole, and of sentences joined,
// cut, moved and left out.
const (
	sureSingle = 0.994 // 1-1 with no bead of several sentences beside it
	sureBeside = 0.945 // 1-1 with one
	sureMerged = 0.92  // one sentence against several
	sureBoth   = 0.8   // several on both sides
	sureEmpty  = 0.975
)

// calibrate turns the shares of beads among all ways to align into the chance that a person would draw them.
func calibrate(beads []Bead) {
	merged := func(k int) bool {
		return k >= 0 && k < len(beads) && min(beads[k].Source.Len(), beads[k].Target.Len()) > 0 &&
			beads[k].Source.Len()+beads[k].Target.Len() > 2
	}
	for k := range beads {
		switch b := &beads[k]; {
		case b.Source.Len() == 0 || b.Target.Len() == 0:
			b.Confidence *= sureEmpty
		case min(b.Source.Len(), b.Target.Len()) > 1:
			b.Confidence *= sureBoth
		case merged(k):
			b.Confidence *= sureMerged
		case merged(k-1) || merged(k+1):
			b.Confidence *= sureBeside
		default:
			b.Confidence *= sureSingle
		}
	}
}

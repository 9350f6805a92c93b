package bitext

import "encoding/json"

// profileParts is the largest number of figures in a profile: what a small chart can show.
const profileParts = 60

// A Profile is the course of a document's risk in a few figures, whatever its length. The zero value is that of no
// pair.
type Profile struct {
	parts []float64 // greatest risk of each
	size  int       // pairs in a part
	last  int       // pairs in the last part
}

// Add adds the next pair of the document. A pair in state initial counts 1, one without a risk 0.
func (p *Profile) Add(pair *Pair) {
	risk := 0.0
	switch {
	case pair.State == Initial:
		risk = 1
	case pair.Risk != nil:
		risk = *pair.Risk
	}
	if len(p.parts) > 0 && p.last < p.size {
		p.parts[len(p.parts)-1] = max(p.parts[len(p.parts)-1], risk)
		p.last++
		return
	}
	if len(p.parts) == profileParts { // two parts become one
		for i := range profileParts / 2 {
			p.parts[i] = max(p.parts[2*i], p.parts[2*i+1])
		}
		p.parts = p.parts[:profileParts/2]
		p.size *= 2
	}
	p.size = max(1, p.size)
	p.parts = append(p.parts, risk)
	p.last = 1
}

// Parts returns the greatest risk in each of up to 60 equally long parts of the document, in order.
func (p *Profile) Parts() []float64 { return p.parts }

// profileJSON is the form of a [Profile] in files.
type profileJSON struct {
	Parts []float64 `json:"parts"`
	Size  int       `json:"size"`
	Last  int       `json:"last"`
}

// MarshalJSON writes the profile so that [Profile.UnmarshalJSON] gives one that goes on the same way.
func (p Profile) MarshalJSON() ([]byte, error) {
	return json.Marshal(profileJSON{p.parts, p.size, p.last})
}

// UnmarshalJSON reads what [Profile.MarshalJSON] wrote.
func (p *Profile) UnmarshalJSON(data []byte) error {
	var v profileJSON
	if err := json.Unmarshal(data, &v); err != nil {
		return err
	}
	if len(v.Parts) > profileParts {
		v.Parts = v.Parts[:profileParts]
	}
	*p = Profile{v.Parts, v.Size, v.Last}
	return nil
}

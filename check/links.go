package check

import (
	"fmt"
	"strings"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/address"
)

// Links compares what must be kept letter for letter: web and mail addresses, handles, hashtags.
var Links = &Check{
	Name: "links",
	Doc: `Addresses, handles and hashtags
Web addresses, mail addresses, @handles and #hashtags of the source must be in the translation letter for letter, and
none may be invented.`,
	Run: links,
}

func links(p *bitext.Pair, _ *Env) []bitext.Finding {
	if p.Action != bitext.Translate || p.Target == "" || tooLong(p) {
		return nil
	}
	source, target := address.Find(p.Source), address.Find(p.Target)
	var out []bitext.Finding
	for _, s := range source {
		if !strings.Contains(p.Target, s.In(p.Source)) {
			out = append(out, bitext.Finding{Check: "links", Severity: bitext.Error, Source: &s,
				Message: fmt.Sprintf("%s is missing from the translation", s.In(p.Source))})
		}
	}
	for _, t := range target {
		if !strings.Contains(p.Source, t.In(p.Target)) {
			out = append(out, bitext.Finding{Check: "links", Severity: bitext.Error, Target: &t,
				Message: fmt.Sprintf("%s is not in the source", t.In(p.Target))})
		}
	}
	return out
}

package bitext

import (
	"bufio"
	"io"
	"iter"

	"github.com/satzpaar/satzpaar/internal/space"
)

// Text is for reading: a line of source, a line of target, an empty line. A document starts with its name after "# ".
var Text = &Format{Name: "txt", Ext: ".txt", Doc: "plain text to read: source, target, empty line", Write: writeText}

func writeText(w io.Writer, docs iter.Seq2[*Bitext, error]) error {
	buf := bufio.NewWriter(w)
	line := func(s string) { buf.WriteString(space.Fold(s) + "\n") }
	for b, err := range docs {
		if err != nil {
			return err
		}
		buf.WriteString("# ")
		line(b.Document)
		buf.WriteString("\n")
		for i := range b.Pairs {
			line(b.Pairs[i].Source)
			line(b.Pairs[i].Target)
			if err := buf.WriteByte('\n'); err != nil {
				return err
			}
		}
	}
	return buf.Flush()
}

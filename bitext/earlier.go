package bitext

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"

	"github.com/satzpaar/satzpaar/internal/space"
)

// An Earlier is the bitext file of an earlier run, of which documents are read when they are asked for. In memory it
// holds no more than where each starts, less than 200 bytes a document. It may be used by several goroutines at once.
type Earlier struct {
	r         io.ReaderAt
	name      string
	documents []stretch
	byName    map[digest]int
	bySource  map[digest]int // by the hash of the source
}

// A digest stands for a name or a hash.
type digest [16]byte

func digestOf(s string) digest {
	sum := sha256.Sum256([]byte(s))
	return digest(sum[:16])
}

// A stretch is where a document stands in a bitext file.
type stretch struct {
	start, end int64
	line       int    // lines before it
	source     digest // of the hash of its source
}

// OpenEarlier looks through a bitext file in the native format. Name is what messages call it. R must stay open as
// long as the result is used.
func OpenEarlier(r io.ReaderAt, name string) (*Earlier, error) {
	e := &Earlier{r: r, name: name, byName: map[digest]int{}, bySource: map[digest]int{}}
	in := bufio.NewReaderSize(io.NewSectionReader(r, 0, 1<<62), 64<<10)
	var line []byte // its first bytes
	at, lines := int64(0), 0
	last := func() *stretch { return &e.documents[len(e.documents)-1] }
	for {
		line = line[:0]
		length := int64(0)
		var err error
		for {
			var part []byte
			part, err = in.ReadSlice('\n')
			length += int64(len(part))
			if len(line) < maxHeader {
				line = append(line, part...)
			}
			if err != bufio.ErrBufferFull {
				break
			}
		}
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("reading bitext %s: %w", name, err)
		}
		if text := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); isHeader(text) {
			if len(e.documents) > 0 {
				last().end = at
			}
			var h Header
			_ = json.Unmarshal(text, &h) // a damaged header stands for no document
			_ = h.mend()
			e.documents = append(e.documents, stretch{start: at, line: lines, source: digestOf(h.SHA256)})
			e.byName[digestOf(h.Document)] = len(e.documents) - 1
			e.bySource[digestOf(h.SHA256)] = len(e.documents) - 1
		}
		at += length
		lines++
		if err == io.EOF {
			if len(e.documents) > 0 {
				last().end = at
			}
			return e, nil
		}
	}
}

// maxHeader is how many bytes of a line are looked at for a header.
const maxHeader = 64 << 10

// Document returns what the earlier run made of a document: of the one with the same name and source; else of one
// with the same source, which sha256 is the hash of; else of the one with the same name. It is nil where there is
// neither. Pairs that people have cut anew are the machine's. As with [Read], the bitext is usable also where there is
// an error.
func (e *Earlier) Document(name, sha256 string) (*Bitext, error) {
	i, ok := e.byName[digestOf(name)]
	if source := digestOf(sha256); sha256 != "" && (!ok || e.documents[i].source != source) {
		if same, found := e.bySource[source]; found {
			i, ok = same, true
		}
	}
	if !ok {
		return nil, nil
	}
	d := &e.documents[i]
	r := NewReader(io.NewSectionReader(e.r, d.start, d.end-d.start), e.name)
	r.lines.number = d.line
	b, err := r.Next()
	if b != nil {
		b.Pairs, _ = uncut(b.Pairs)
	}
	if err != nil {
		return b, fmt.Errorf("reading bitext %s: %w", e.name, err)
	}
	return b, joined(r.Problems)
}

// Match finds the pairs of a document in what an earlier run made of it: for each pair of now the index of its pair
// in earlier, or -1. Where the source is the same and every pair has its id and its sentence there, whatever white
// space a tool has made of its line breaks, that is it; else all are found as [Place] does, by their sentence and what
// stands around it. No pair of earlier stands for two.
func Match(now, earlier *Bitext) []int {
	out := make([]int, len(now.Pairs))
	byID := map[string]int{}
	if now.SHA256 != "" && now.SHA256 == earlier.SHA256 {
		for i := range earlier.Pairs {
			byID[earlier.Pairs[i].ID] = i
		}
	}
	same := len(byID) > 0
	for i := range now.Pairs {
		at, ok := byID[now.Pairs[i].ID]
		if !ok || space.Fold(earlier.Pairs[at].Source) != space.Fold(now.Pairs[i].Source) {
			at, same = -1, false
		}
		out[i] = at
	}
	if same || len(now.Pairs) == 0 {
		return out
	}
	// A record may have moved to another line: which one it is does not count.
	return place(keysOf("", earlier.Pairs), keysOf("", now.Pairs)).at
}

package entry

import (
	"bufio"
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
)

// A Store is a cache whose entries can be listed.
type Store interface {
	cache.Cache
	// All yields the entries in the order of their keys.
	All(ctx context.Context) iter.Seq2[cache.Stored, error]
}

// A Translation is an entry of a cache, read.
type Translation struct {
	Parts  Parts
	Result translate.Result
	Group  string    // the backend that made it
	Made   time.Time // when
	value  []byte
	parts  []byte // as they are stored
}

// All yields the translations that a cache holds. Entries that are damaged or of another version are left out; an
// error ends it.
func All(ctx context.Context, s Store) iter.Seq2[*Translation, error] {
	return func(yield func(*Translation, error) bool) {
		for stored, err := range s.All(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			t := &Translation{Group: stored.Group, Made: stored.Made, value: stored.Value, parts: stored.Parts}
			var ok bool
			t.Result, ok = Decode(stored.Value)
			t.Parts, err = Parse(stored.Parts)
			if err != nil || !ok || stored.Damaged {
				continue
			}
			if !yield(t, nil) {
				return
			}
		}
	}
}

// An Explanation tells whether a text is in a cache and, if not, why.
type Explanation struct {
	Found *translate.Result // nil: it is not there
	Near  []Near            // otherwise: the entries with the same text
}

// Lines describes it for people; id is the signature of the backend whose translation was looked for.
func (e *Explanation) Lines(id string) []string {
	if e.Found != nil {
		return []string{"in the cache for " + id + ":", "  " + e.Found.Text}
	}
	lines := []string{"not in the cache for " + id}
	for _, n := range e.Near {
		why := "differs in " + strings.Join(n.Differs, ", ")
		if n.Damaged {
			why = "is damaged"
		}
		lines = append(lines, fmt.Sprintf("  an entry of %s, made %s, %s", n.Group, n.Made.UTC().Format(time.DateOnly), why),
			"    "+n.Result.Text)
	}
	if len(e.Near) == 0 {
		lines = append(lines, "  no entry has this text")
	}
	return lines
}

// A Near is an entry that has the text that was looked for, but another key, or is damaged.
type Near struct {
	Translation
	Damaged bool
	Differs []string // the parts that are different, see [Parts.Diff]
}

// Explain looks for a translation and, where it is not in the cache, for entries that are nearly it. Then it reads the
// whole cache.
func Explain(ctx context.Context, s Store, want *Parts) (*Explanation, error) {
	results, missing, err := Lookup(ctx, s, []cache.Key{want.Key()})
	if err != nil {
		return nil, err
	}
	if len(missing) == 0 {
		return &Explanation{Found: &results[0]}, nil
	}
	e := &Explanation{}
	for stored, err := range s.All(ctx) {
		if err != nil {
			return nil, err
		}
		p, err := Parse(stored.Parts)
		if err != nil || p.Text != want.Text {
			continue
		}
		r, _ := Decode(stored.Value)
		t := Translation{Parts: p, Result: r, Group: stored.Group, Made: stored.Made}
		e.Near = append(e.Near, Near{Translation: t, Damaged: stored.Damaged, Differs: want.Diff(&p)})
	}
	return e, nil
}

// Verified counts what [Verify] has seen.
type Verified struct {
	Entries   int
	Damaged   int // these count as missing
	Checked   int // translated again
	Different int // of these: not what the backend answers now
}

// ErrVaries is the error for a backend whose answers to equal questions may differ, so that asking again proves
// nothing.
var ErrVaries = errors.New("answers are not the same every time")

// Verify counts the damaged entries of a cache, and translates up to sample entries of a backend again, the first by
// their keys. Different is called for each whose translation is not what the backend answers now. A backend that is not
// deterministic is refused with [ErrVaries].
func Verify(ctx context.Context, s Store, b translate.Backend, sample int,
	different func(text, cached, now string)) (Verified, error) {
	var v Verified
	info := b.Info()
	if !info.Deterministic {
		return v, ErrVaries
	}
	for stored, err := range s.All(ctx) { // in the order of their hashes, so the first ones are a sample
		if err != nil {
			return v, err
		}
		v.Entries++
		r, ok := Decode(stored.Value)
		if stored.Damaged || !ok {
			v.Damaged++
			continue
		}
		p, err := Parse(stored.Parts)
		if err != nil || p.Backend != info.ID || len(p.Keep) > 0 || v.Checked == sample {
			continue
		}
		v.Checked++
		results, _, err := b.Translate(ctx, translate.Request{
			From:  language.Make(p.From),
			To:    language.Make(p.To),
			Terms: p.Terms,
			Title: p.Title,
			Rank:  p.Rank,
			Items: []translate.Item{
				{Text: p.Text, Before: p.Before, After: p.After, Kind: p.Kind, Examples: p.Examples},
			},
		})
		if err == nil && len(results) != 1 {
			err = fmt.Errorf("translate: %d answers to one text", len(results))
		}
		if err != nil {
			return v, err
		}
		if results[0].Err != nil {
			return v, results[0].Err
		}
		if results[0].Text != r.Text {
			v.Different++
			different(p.Text, r.Text, results[0].Text)
		}
	}
	return v, nil
}

// An exportLine is an entry in an export.
type exportLine struct {
	Group  string          `json:"group"`
	Parts  json.RawMessage `json:"parts"`
	Value  string          `json:"value"` // hexadecimal
	Source string          `json:"source,omitempty"`
	Target string          `json:"target,omitempty"` // for people and other programs; an import reads Value
}

// Export writes the translations that a cache holds as JSON Lines, for [Import].
func Export(ctx context.Context, s Store, w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for t, err := range All(ctx, s) {
		if err != nil {
			return err
		}
		line := exportLine{t.Group, t.parts, hex.EncodeToString(t.value), t.Parts.Text, t.Result.Text}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// importedAtOnce is how many entries are stored together.
const importedAtOnce = 1000

// Import stores what [Export] has written, and returns how many entries there were. Name is what messages call r. The
// keys are computed again: an import cannot put a value under a key that it does not belong to. If a line cannot be
// read, the entries before it are stored.
func Import(ctx context.Context, c cache.Cache, r io.Reader, name string) (stored int, err error) {
	into := &Importer{Cache: c}
	readErr := into.read(ctx, r, name)
	stored, err = into.Close(ctx)
	return stored, cmp.Or(readErr, err)
}

// read adds the entries of r until one cannot be read.
func (i *Importer) read(ctx context.Context, r io.Reader, name string) error {
	s := bufio.NewScanner(r)
	s.Buffer(nil, 64<<20)
	for n := 1; s.Scan(); n++ {
		var l exportLine
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			return fmt.Errorf("%s:%d: not an entry of a cache: %w", name, n, err)
		}
		p, err := Parse(l.Parts)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
		value, err := hex.DecodeString(l.Value)
		if _, ok := Decode(value); err != nil || !ok {
			return fmt.Errorf("%s:%d: the value is damaged", name, n)
		}
		if err := i.add(ctx, &p, value); err != nil {
			return err
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// An Importer stores translations that come from elsewhere, many at a time.
type Importer struct {
	Cache   cache.Cache
	waiting []cache.Entry
	stored  int
}

// Add stores a translation under its parts, at the latest with Close.
func (i *Importer) Add(ctx context.Context, p *Parts, r *translate.Result) error {
	return i.add(ctx, p, Encode(r))
}

func (i *Importer) add(ctx context.Context, p *Parts, value []byte) error {
	i.waiting = append(i.waiting, cache.Entry{Key: p.Key(), Value: value, Group: p.Backend, Parts: p.Append(nil)})
	if len(i.waiting) < importedAtOnce {
		return nil
	}
	_, err := i.Close(ctx)
	return err
}

// Close stores what is waiting, and returns how many translations were stored in all. It does not close the cache.
func (i *Importer) Close(ctx context.Context) (stored int, err error) {
	if err := i.Cache.Put(ctx, i.waiting); err != nil {
		return i.stored, err
	}
	i.stored += len(i.waiting)
	i.waiting = i.waiting[:0]
	return i.stored, nil
}

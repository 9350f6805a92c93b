package review

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"reflect"
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
)

// columns returns the fields of a list of structs by their names in JSON, each with its values in the order of the
// list. So a name stands once, and what is alike stands together and is easier to compress. What omitempty leaves out
// is null; a field that is left out of every struct has no column.
func columns[T any](list []T) map[string][]any {
	out := map[string][]any{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		column, some := make([]any, len(list)), false
		for i := range list {
			v := reflect.ValueOf(&list[i]).Elem().FieldByIndex(f.Index)
			if options != "omitempty" || !v.IsZero() {
				column[i], some = v.Interface(), true
			}
		}
		if some {
			out[name] = column
		}
	}
	return out
}

// pairsPerPart is how many pairs stand in one element of a page: a browser reads a long page in pieces, and frees each.
const pairsPerPart = 2000

// newPart writes a list, by [columns], as an element of a page. The element of a page that needs only one is plain JSON,
// which other programs can read and search too; those of larger pages are JSON strings of compressed JSON in base64, a
// quarter to a third of the size, since a browser takes several times the size of what it reads.
func newPart[T any](list []T, large bool) (template.JS, error) {
	// Marshal escapes <, > and &, so that no text can end the script element it stands in.
	raw, err := json.Marshal(columns(list))
	if err == nil && large {
		raw, err = packed(raw)
	}
	return template.JS(raw), err
}

// packed returns raw compressed (RFC 1951), as a JSON string in base64.
func packed(raw []byte) ([]byte, error) {
	var small bytes.Buffer
	w, err := flate.NewWriter(&small, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	out := make([]byte, 0, base64.StdEncoding.EncodedLen(small.Len())+2)
	out = append(out, '"')
	out = base64.StdEncoding.AppendEncode(out, small.Bytes())
	return append(out, '"'), nil
}

// units turns byte offsets into a text into UTF-16 code units. Offsets outside the text become its ends: what was
// written into a bitext by hand must not break a page.
type units struct {
	size  int     // of the text in bytes
	ascii bool    // then both counts are the same
	table []int32 // for each byte offset, the count
}

func (u *units) set(text string) {
	u.size, u.ascii = len(text), true
	for i := 0; i < len(text); i++ {
		if text[i] >= utf8.RuneSelf {
			u.ascii = false
			break
		}
	}
	if u.ascii {
		return
	}
	u.table = u.table[:0]
	n := int32(0)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:]) // a broken byte is one replacement character, in JSON too
		for range size {
			u.table = append(u.table, n)
		}
		n += int32(max(1, utf16.RuneLen(r)))
		i += size
	}
	u.table = append(u.table, n)
}

func (u *units) at(i int) int {
	i = min(max(i, 0), u.size)
	if u.ascii {
		return i
	}
	return int(u.table[i])
}

// byteAt returns the offset of a character by its count; one behind the text where no character has it.
func (u *units) byteAt(n int) int {
	i := sort.Search(u.size+1, func(i int) bool { return u.at(i) >= n })
	if i > u.size || u.at(i) != n {
		return u.size + 1
	}
	return i
}

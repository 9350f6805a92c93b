package bitext

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
	"pgregory.net/rapid"
)

// like is what encoding/json makes of v.
func like(t *rapid.T, v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'})
}

// anyPair draws a pair that stands for those that was draws.
func anyPair(was *rapid.Generator[any]) *rapid.Generator[Pair] {
	return rapid.Map(rapid.MakeCustom[Pair](rapid.MakeConfig{
		Types: map[reflect.Type]*rapid.Generator[any]{reflect.TypeFor[[]Pair](): was},
	}), func(p Pair) Pair {
		if p.Spans == nil {
			p.Spans = []offset.Span{} // never null
		}
		return p
	})
}

// TestAppendPair draws every field there is: one that is added to the format and forgotten by the encoder shows here.
func TestAppendPair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPair(rapid.SliceOfN(anyPair(rapid.Just([]Pair(nil)).AsAny()), 0, 2).AsAny()).Draw(t, "pair")
		p.Source += string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		p.Error += "<b>&\u2028\u2029\x7f\b\f\n\r\t\x01\"\\ \xff\xc3"
		x := rapid.OneOf(rapid.Float64(), rapid.SampledFrom([]float64{0, math.Copysign(0, -1), 1e-6, 1e-7, 9.99e-7, 1.5e-9, 1e20, 1e21, 1e22, -3e-10, math.MaxFloat64, math.SmallestNonzeroFloat64})).Draw(t, "x")
		p.Score = &x
		got, ok := appendPair(nil, &p)
		if want := like(t, &p); !ok || !bytes.Equal(got, want) {
			t.Fatalf("%t\n got %s\nwant %s", ok, got, want)
		}
		h := rapid.Make[Header]().Draw(t, "header")
		if got, want := appendHeader(nil, &h), like(t, &h); !bytes.Equal(got, want) {
			t.Fatalf("\n got %s\nwant %s", got, want)
		}
	})
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for name, p := range map[string]*Pair{
			"score": {Score: &x}, "risk": {Risk: &x}, "cost": {Cost: &x}, "confidence": {Confidence: &x},
			"run": {Runs: []offset.Run{{Score: x}}},
		} {
			if _, ok := appendPair(nil, p); ok {
				t.Errorf("%s %g was written", name, x)
			}
		}
	}
}

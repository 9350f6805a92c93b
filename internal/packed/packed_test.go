package packed

import (
	"bytes"
	"testing"
)

func TestPack(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": nil, "short": []byte("Haus"), "long": bytes.Repeat([]byte("Haus und Hof, "), 10_000),
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Pack(b)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Unpack(p, len(b))
			if err != nil || !bytes.Equal(got, b) {
				t.Fatalf("%d bytes came back as %d, %v", len(b), len(got), err)
			}
			if len(b) == 0 {
				return
			}
			if _, err := Unpack(p, len(b)-1); err == nil {
				t.Error("more than was allowed came without an error")
			}
			p[len(p)-1] ^= 1 // of the checksum
			if _, err := Unpack(p, len(b)); err == nil {
				t.Error("damaged bytes came without an error")
			}
		})
	}
	if _, err := Unpack([]byte("no such thing"), 100); err == nil {
		t.Error("what was never packed came without an error")
	}
}

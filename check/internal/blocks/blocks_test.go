package blocks

import (
	"math"
	"slices"
	"testing"
)

const magic = "words 1\n"

func TestPack(t *testing.T) {
	list := make([][4]uint64, 3)
	for i := range list {
		for k := range list[i] {
			list[i][k] = uint64(i+1) << (16 * k)
		}
	}
	got, err := Read[[4]uint64](string(Pack(list, magic)), magic)
	if err != nil || !slices.Equal(got, list) {
		t.Errorf("%x came back as %x, %v", list, got, err)
	}
}

func TestReadDamaged(t *testing.T) {
	good := string(Pack(make([][8]uint64, 2), magic))
	for name, data := range map[string]string{"empty": "", "short": good[:len(good)-1], "half a block": good[:len(good)-32],
		"other": "x" + good, "without blocks": magic} {
		if _, err := Read[[8]uint64](data, magic); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The least hash belongs to the first block and the greatest to the last.
func TestPlace(t *testing.T) {
	list := make([][8]uint64, 5)
	for hash, want := range map[uint64]int{0: 0, math.MaxUint64: 4, math.MaxUint64 / 2: 2} {
		if got, _ := Place(list, hash); got != &list[want] {
			t.Errorf("%x is not in block %d", hash, want)
		}
	}
}

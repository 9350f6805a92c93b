package metric

import (
	"errors"
	"testing"
)

func TestCompareTexts(t *testing.T) {
	references := [][]string{{"the house is old .", "the roof is new .", "it rains a lot ."}}
	other := []string{"house old", "roof new", "rain"}
	c, err := CompareTexts(ChrF{}, references[0], other, references, 100)
	if err != nil || c.Segments != 3 || c.Samples != 100 || c.A.Value <= c.B.Value {
		t.Errorf("%+v, %v", c, err)
	}
	for _, lists := range [][2][]string{{other[:1], other}, {other, other[:1]}} {
		if _, err := CompareTexts(ChrF{}, lists[0], lists[1], references, 100); !errors.Is(err, ErrLines) {
			t.Errorf("%d and %d lines: %v", len(lists[0]), len(lists[1]), err)
		}
	}
}

func TestScoreLinks(t *testing.T) {
	got, err := ScoreLinks([]string{"0-0 1-1 2?2", "0-0"}, []string{"0-0 2-2", "0?0 1-1"})
	want := LinkCount{}
	want.Add([]WordLink{{0, 0}, {1, 1}}, []WordLink{{2, 2}}, []WordLink{{0, 0}, {2, 2}})
	want.Add([]WordLink{{0, 0}}, nil, []WordLink{{0, 0}, {1, 1}})
	if err != nil || got != want.Score() {
		t.Errorf("%+v, %v; want %+v", got, err, want.Score())
	}
	if _, err := ScoreLinks([]string{"0-0"}, nil); !errors.Is(err, ErrLines) {
		t.Errorf("unequal numbers of lines: %v", err)
	}
}

package metric

import (
	"errors"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	reference := strings.Split(strings.Repeat("the old house stands on a hill near the river\na cat sat on the mat and it purred all day long\n", 30), "\n")
	good, bad := make([]string, len(reference)), make([]string, len(reference))
	for i, r := range reference {
		words := strings.Fields(r)
		if len(words) == 0 {
			continue
		}
		good[i] = strings.Join(words[:len(words)-i%2], " ")
		bad[i] = strings.Join(append(append([]string{}, words[i%5+1:]...), words[:i%5+1]...), " ")
	}
	for _, m := range []Corpus{BLEU{}, ChrF{}, TER{}} {
		var counts [2][][]float64
		for k, h := range [][]string{good, bad} {
			c, err := Segments(m, h, reference)
			if err != nil {
				t.Fatal(err)
			}
			counts[k] = c
		}
		c, err := Compare(m, counts[0], counts[1], 1, 200)
		if err != nil {
			t.Fatal(err)
		}
		if c.P > 0.01 || c.Low > c.High || c.Low*c.High < 0 {
			t.Errorf("good against bad: %s", c)
		}
		if again, _ := Compare(m, counts[0], counts[1], 1, 200); again != c {
			t.Errorf("two calls differ: %s and %s", c, again)
		}
		if c, err = Compare(m, counts[0], counts[0], 1, 200); err != nil || c.P < 0.99 || c.Low != 0 || c.High != 0 {
			t.Errorf("a system against itself: %s, %v", c, err)
		}
		if _, err = Compare(m, counts[0], counts[1][1:], 1, 10); !errors.Is(err, ErrLines) {
			t.Errorf("got %v, want ErrLines", err)
		}
	}
	if _, err := Compare(BLEU{}, nil, nil, 1, 10); err == nil {
		t.Error("nothing to compare: no error")
	}
}

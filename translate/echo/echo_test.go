package echo_test

import (
	"context"
	"testing"

	"github.com/satzpaar/satzpaar/offset"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/echo"
	"github.com/satzpaar/satzpaar/translate/translatetest"
)

func TestConformance(t *testing.T) {
	for name, cfg := range map[string]echo.Config{"plain": {}, "prefix": {Prefix: "EN "}, "upper": {Upper: true}} {
		t.Run(name, func(t *testing.T) {
			translatetest.Run(t, func() translate.Backend { return echo.New(cfg) })
		})
	}
}

func TestEcho(t *testing.T) {
	for _, c := range []struct {
		name string
		cfg  echo.Config
		item translate.Item
		want string
		fail bool
	}{
		{name: "as it is", item: translate.Item{Text: " Größe\n\tund  mehr "}, want: " Größe\n\tund  mehr "},
		{name: "empty", cfg: echo.Config{Prefix: "EN "}, want: ""},
		{name: "prefix", cfg: echo.Config{Prefix: "EN "}, item: translate.Item{Text: "Ja."}, want: "EN Ja."},
		{name: "upper", cfg: echo.Config{Upper: true}, item: translate.Item{Text: "ja {x} so",
			Keep: []offset.Span{{Start: 3, End: 6}}}, want: "JA {x} SO"},
		{name: "invalid", item: translate.Item{Text: "a\xff b"}, want: "a\xff b"},
		{name: "refused", cfg: echo.Config{Fail: "böse"}, item: translate.Item{Text: "ein böses Wort"}, fail: true},
		{name: "not refused", cfg: echo.Config{Fail: "böse"}, item: translate.Item{Text: "ein gutes Wort"},
			want: "ein gutes Wort"},
		{name: "ranges", item: translate.Item{Text: "abc", Keep: []offset.Span{{Start: 2, End: 9}}}, fail: true},
	} {
		results, _, err := echo.New(c.cfg).Translate(context.Background(),
			translate.Request{Items: []translate.Item{c.item}})
		if err != nil || len(results) != 1 {
			t.Fatalf("%s: %d results, error %v", c.name, len(results), err)
		}
		if r := results[0]; r.Text != c.want || (r.Err != nil) != c.fail {
			t.Errorf("%s: text %q, error %v; want %q, failure %t", c.name, r.Text, r.Err, c.want, c.fail)
		}
	}
}

func TestInfo(t *testing.T) {
	ids := map[string]bool{}
	for _, cfg := range []echo.Config{{}, {Prefix: "a"}, {Prefix: "b"}, {Upper: true}, {Fail: "a"}} {
		ids[echo.New(cfg).Info().ID] = true
	}
	if len(ids) != 5 {
		t.Errorf("five configurations have %d IDs", len(ids))
	}
}

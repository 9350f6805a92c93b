package entry_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/cache/sqlite"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/echo"
	"github.com/satzpaar/satzpaar/translate/entry"
)

// stored opens a cache that holds what echo would answer to texts.
func stored(t *testing.T, texts ...string) *sqlite.Cache {
	t.Helper()
	ctx := context.Background()
	c, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "c.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	into := &entry.Importer{Cache: c}
	for _, text := range texts {
		p := parts(text)
		if err := into.Add(ctx, &p, &translate.Result{Text: text, Origin: "test"}); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := into.Close(ctx); err != nil || n != len(texts) {
		t.Fatalf("%d stored, %v", n, err)
	}
	return c
}

func parts(text string) entry.Parts {
	req := &translate.Request{From: language.German, To: language.English, Items: []translate.Item{{Text: text}}}
	return entry.PartsOf(echo.New(echo.Config{}).Info(), req, 0)
}

func TestExportImport(t *testing.T) {
	ctx := context.Background()
	var texts []string
	for i := range 2500 { // more than are stored at once
		texts = append(texts, fmt.Sprintf("Satz <%d>.", i))
	}
	from, to := stored(t, texts...), stored(t)
	var out strings.Builder
	if err := entry.Export(ctx, from, &out); err != nil {
		t.Fatal(err)
	}
	if n, err := entry.Import(ctx, to, strings.NewReader(out.String()), "all.jsonl"); err != nil || n != len(texts) {
		t.Errorf("%d imported, %v", n, err)
	}
	var again strings.Builder
	if err := entry.Export(ctx, to, &again); err != nil || again.String() != out.String() {
		t.Errorf("the second export is another one: %v", err)
	}
	whole, _, _ := strings.Cut(out.String(), "\n")
	if n, err := entry.Import(ctx, stored(t), strings.NewReader(whole+"\nnothing\n"+whole), "f"); n != 1 || err == nil {
		t.Errorf("%d stored before a line that cannot be read, %v", n, err)
	}
	for _, c := range []struct{ line, want string }{
		{"nothing", "f:1: not an entry of a cache"},
		{`{"parts":{"key":99},"value":"00"}`, "f:1: "},
		{strings.Replace(out.String(), `"value":"01`, `"value":"ff`, 1), "f:1: the value is damaged"},
	} {
		_, err := entry.Import(ctx, to, strings.NewReader(c.line), "f")
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}

func TestExplain(t *testing.T) {
	ctx := context.Background()
	c := stored(t, "Guten Tag.")
	want := parts("Guten Tag.")
	if e, err := entry.Explain(ctx, c, &want); err != nil || e.Found == nil || e.Found.Text != "Guten Tag." {
		t.Errorf("%+v, %v", e, err)
	}
	want.To, want.Backend = "fr", "other@1"
	e, err := entry.Explain(ctx, c, &want)
	if err != nil || e.Found != nil || len(e.Near) != 1 || strings.Join(e.Near[0].Differs, " ") != "backend to" {
		t.Errorf("%+v, %v", e, err)
	}
	want = parts("Noch nie gehört.")
	if e, err := entry.Explain(ctx, c, &want); err != nil || e.Found != nil || len(e.Near) != 0 {
		t.Errorf("%+v, %v", e, err)
	}
}

// shouting is echo in capitals.
type shouting struct {
	translate.Backend
	varies bool
}

func (s shouting) Info() translate.Info {
	info := s.Backend.Info()
	info.Deterministic = !s.varies
	return info
}

func (s shouting) Translate(ctx context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	results, usage, err := s.Backend.Translate(ctx, req)
	for i := range results {
		results[i].Text = strings.ToUpper(results[i].Text)
	}
	return results, usage, err
}

func TestVerify(t *testing.T) {
	ctx := context.Background()
	c := stored(t, "Eins.", "ZWEI.", "Drei.")
	b := echo.New(echo.Config{})
	none := func(text, cached, now string) { t.Errorf("%s: %s, %s", text, cached, now) }
	if v, err := entry.Verify(ctx, c, b, 2, none); err != nil || v != (entry.Verified{Entries: 3, Checked: 2}) {
		t.Errorf("%+v, %v", v, err)
	}
	told := 0
	v, err := entry.Verify(ctx, c, shouting{Backend: b}, 100, func(_, cached, now string) {
		told++
		if now != strings.ToUpper(cached) {
			t.Errorf("%s, %s", cached, now)
		}
	})
	if err != nil || v != (entry.Verified{Entries: 3, Checked: 3, Different: 2}) || told != 2 {
		t.Errorf("%+v, told %d, %v", v, told, err)
	}
	if _, err := entry.Verify(ctx, c, shouting{b, true}, 1, none); !errors.Is(err, entry.ErrVaries) {
		t.Errorf("got %v", err)
	}
}

// TestVerifyAsksTheSame: a translation made with terms and context is asked for again with them.
func TestVerifyAsksTheSame(t *testing.T) {
	ctx := context.Background()
	c := stored(t)
	want := parts("Das Haus steht.")
	want.Terms = []translate.Term{{Source: "Haus", Target: "home"}}
	want.Rank = 1
	want.Kind, want.Title, want.Before, want.After = "heading", "T", "B", "A"
	into := &entry.Importer{Cache: c}
	if err := into.Add(ctx, &want, &translate.Result{Text: "The home stands."}); err != nil {
		t.Fatal(err)
	}
	if _, err := into.Close(ctx); err != nil {
		t.Fatal(err)
	}
	b := &asked{Backend: echo.New(echo.Config{}), answer: translate.Result{Text: "The home stands."}}
	v, err := entry.Verify(ctx, c, b, 1, func(text, cached, now string) { t.Errorf("%s: %s, %s", text, cached, now) })
	if err != nil || v != (entry.Verified{Entries: 1, Checked: 1}) {
		t.Errorf("%+v, %v", v, err)
	}
	info := b.Info()
	info.UsesContext = true
	if got := entry.PartsOf(info, &b.req, 0); got.String() != want.String() {
		t.Errorf("asked for %s, want %s", got, want)
	}
	b.answer = translate.Result{Err: translate.Errorf(translate.Unavailable, "asked", "it is down")}
	v, err = entry.Verify(ctx, c, b, 1, func(text, cached, now string) { t.Errorf("%s: %s, %s", text, cached, now) })
	if translate.KindOf(err) != translate.Unavailable || v.Different != 0 {
		t.Errorf("a failure of the item: %+v, %v", v, err)
	}
}

// asked gives one answer and remembers the last request.
type asked struct {
	translate.Backend
	answer translate.Result
	req    translate.Request
}

func (a *asked) Translate(_ context.Context, req translate.Request) ([]translate.Result, translate.Usage, error) {
	a.req = req
	return []translate.Result{a.answer}, translate.Usage{}, nil
}

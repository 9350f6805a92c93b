//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/bitext"
)

// attackByAnnotations uses annotations that somebody sent, whose fields hold what they should not, and a received
// folder whose annotations lead elsewhere.
func attackByAnnotations(t *testing.T, a *attacker) {
	for _, field := range textFields[bitext.Annotation]("json") {
		dir := a.fresh(t)
		var lines strings.Builder
		for i, value := range hostileValues {
			for _, protocol := range bitext.Protocols {
				one := map[string]any{
					"satzpaar": 1, "protocol": protocol, "source": "Das ist ein Satz.", "document": fmt.Sprintf("src%d.txt", i),
					"number": 1, "from": "de", "to": "en", "system": "one", "target": "This is a sentence.", "done": true,
					"who": "Mia", "time": "2026-01-02T03:04:05Z",
					"marks": []any{map[string]any{"target": []int{0, 4}, "severity": "minor"}},
				}
				if protocol == bitext.ESA {
					one["score"] = 50
				} else {
					one["marks"] = []any{map[string]any{"category": bitext.NonTranslation, "severity": "major"}}
				}
				one[field] = a.rooted(value)
				raw, err := json.Marshal(one)
				if err != nil {
					t.Fatal(err)
				}
				lines.Write(append(raw, '\n'))
			}
		}
		file := a.write(t, dir+"/in/src.txt"+bitext.AnnotationsSuffix, lines.String())
		said := []int{0, exitUnreadable, exitUsage} // the last where no line of the file can be used
		a.run(t, attempt{args: []string{"eval", "--annotations", dir + "/in"}, codes: said})
		a.run(t, attempt{args: []string{"eval", "--z", "--annotations", file}, codes: said})
		for format := range annotationFormats {
			to := dir + "/out." + format
			a.run(t, attempt{args: []string{"export", "--format", format, "-o", to, file}, codes: said, out: []string{to}})
			a.run(t, attempt{args: []string{"export", "--format", format, file}, codes: said, data: true})
		}
	}
	for _, field := range textFields[bitext.Header]("json") {
		out, _ := a.received(t, field)
		a.annotate(t, out)
	}
}

// annotate judges everything in a received folder in the browser's place.
func (a *attacker) annotate(t *testing.T, out string) {
	t.Helper()
	a.cases++
	before := a.snapshot(t, []string{out})
	address, end := a.start(t, "annotate", "--mode", "esa", "--name", "Mia", out)
	ask := func(r *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		raw, err := io.ReadAll(r.Body)
		if err != nil || r.StatusCode >= http.StatusInternalServerError {
			t.Errorf("annotate %s: %s, %v", path.Base(out), r.Status, err)
		}
		return string(raw)
	}
	ids := regexp.MustCompile(`"id":"([0-9a-f]+)"`).FindAllStringSubmatch(ask(http.Get(address)), -1)
	if len(ids) < len(hostileValues)/2 {
		t.Errorf("%d items of %d documents", len(ids), len(hostileValues))
	}
	for _, id := range ids {
		ask(http.Get(address + "item?id=" + id[1]))
		said := `{"id":"` + id[1] + `","was":"","marks":[{"target":[0,2],"severity":"minor"}],"score":7,"done":true}`
		ask(http.Post(address+"annotation", "application/json", strings.NewReader(said)))
	}
	for _, value := range hostileValues {
		raw, err := json.Marshal(a.rooted(value))
		if err != nil {
			t.Fatal(err)
		}
		said := `{"id":` + string(raw) + `,"was":"","marks":[],"score":1,"done":true}`
		ask(http.Post(address+"annotation", "application/json", strings.NewReader(said)))
	}
	printed := end()
	if wrong := attacked(printed); len(wrong) > 0 {
		t.Errorf("annotate obeys %s", strings.Join(wrong, ", "))
	}
	after := a.snapshot(t, []string{out})
	if len(before) != len(after) {
		t.Errorf("%d files outside of the folder were made", len(after)-len(before))
	}
	for name := range after {
		if before[name] != after[name] {
			t.Errorf("%s was written by annotate", name)
		}
	}
}

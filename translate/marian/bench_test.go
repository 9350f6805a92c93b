package marian

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
)

// benchFiles are the model and the sentences of the benchmarks: those that SATZPAAR_BENCH_MODEL (a folder) and
// SATZPAAR_BENCH_TEXT (a file, one sentence a line) name, else the built-in model and the sentences of
// testdata/models. SATZPAAR_BENCH_REVERSE is the folder of a reverse model, SATZPAAR_BENCH_KERNEL chooses the kernels.
func benchFiles(b *testing.B, workers int) (*Backend, []string) {
	b.Helper()
	text := string(read(b, "sentences.de"))
	if name := os.Getenv("SATZPAAR_BENCH_TEXT"); name != "" {
		data, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		text = string(data)
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if err := UseKernel(os.Getenv("SATZPAAR_BENCH_KERNEL")); err != nil {
		b.Fatal(err)
	}
	cfg := Config{From: language.German, To: language.English, Workers: workers, Beam: benchBeam(b)}
	if dir := os.Getenv("SATZPAAR_BENCH_REVERSE"); dir != "" {
		var err error
		if cfg.Reverse, err = Open(dir, Config{From: language.English, To: language.German}); err != nil {
			b.Fatal(err)
		}
	}
	if dir := os.Getenv("SATZPAAR_BENCH_MODEL"); dir != "" {
		m, err := Open(dir, cfg)
		if err != nil {
			b.Fatal(err)
		}
		return m, lines
	}
	m, err := Builtin(cfg)
	if err != nil {
		b.Fatal(err)
	}
	return m, lines
}

// benchBeam is the beam that SATZPAAR_BENCH_BEAM asks for; 0 leaves it to the model.
func benchBeam(b *testing.B) int {
	b.Helper()
	text := os.Getenv("SATZPAAR_BENCH_BEAM")
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

func request(lines []string) (req translate.Request, words int) {
	req = translate.Request{From: language.German, To: language.English}
	for _, l := range lines {
		req.Items = append(req.Items, translate.Item{Text: l})
		words += len(strings.Fields(l))
	}
	return req, words
}

// reportCPU reports words per second of CPU time, where that is known.
func reportCPU(b *testing.B, words int, start time.Duration) {
	if spent := cpuTime() - start; spent > 0 {
		b.ReportMetric(float64(words)*float64(b.N)/spent.Seconds(), "words/cpu-s")
	}
}

// BenchmarkWords translates all sentences in one request and reports source words per second.
func BenchmarkWords(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(map[int]string{1: "workers=1", 2: "workers=2"}[workers], func(b *testing.B) {
			m, lines := benchFiles(b, workers)
			req, words := request(lines)
			b.ReportAllocs()
			start := cpuTime()
			for b.Loop() {
				if _, _, err := m.Translate(context.Background(), req); err != nil {
					b.Fatal(err)
				}
			}
			reportCPU(b, words, start)
			b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
			b.ReportMetric(float64(len(lines))*float64(b.N)/b.Elapsed().Seconds(), "sentences/s")
		})
	}
}

// BenchmarkSentence translates one sentence a request: what a user waits for.
func BenchmarkSentence(b *testing.B) {
	m, lines := benchFiles(b, 1)
	req, _ := request(lines[:1])
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := m.Translate(context.Background(), req); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNew loads the model: reading, checking and packing.
func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		benchFiles(b, 1)
	}
}

// BenchmarkEngine is BenchmarkWords without what surrounds the model: planning, tidying, links.
func BenchmarkEngine(b *testing.B) {
	m, lines := benchFiles(b, 1)
	e := m.source.NewEncoder()
	var units []*unit
	words := 0
	for _, l := range lines {
		units = append(units, newUnit(e, identity(l, 0)))
		words += len(strings.Fields(l))
	}
	start := cpuTime()
	for b.Loop() {
		if err := m.run(context.Background(), units); err != nil {
			b.Fatal(err)
		}
	}
	reportCPU(b, words, start)
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

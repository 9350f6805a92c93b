package detect

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// germanNews returns about n bytes of the German documents among the seeds, without the one that holds a tweet.
func germanNews(b *testing.B, n int) string {
	files, _ := filepath.Glob(filepath.Join(shared(b, "seeds"), "*.txt"))
	var one strings.Builder
	for _, f := range files {
		if strings.HasPrefix(filepath.Base(f), "001_") {
			continue
		}
		text, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		one.Write(text)
		one.WriteString("\n\n")
	}
	return strings.Repeat(one.String(), n/one.Len()+1)
}

func BenchmarkGermanNews(b *testing.B) {
	s, text := newScreen(b, Config{}), germanNews(b, 1<<20)
	s.Runs(text)
	measure(b, s, text)
}

// BenchmarkTenPercentForeign has a Spanish tweet after every tenth of German text.
func BenchmarkTenPercentForeign(b *testing.B) {
	s, german := newScreen(b, Config{}), germanNews(b, 1<<18)
	tweet := "\nEl presidente anunció nuevas medidas para frenar la subida de los precios de la energía, y pidió calma a los mercados. #Energía https://t.co/abc\n"
	var text strings.Builder
	for line := range strings.SplitSeq(german, "\n") {
		text.WriteString(line)
		if text.WriteByte('\n'); len(line) > 300 {
			for range len(line)/1500 + 1 {
				text.WriteString(tweet)
			}
		}
	}
	measure(b, s, text.String())
}

// measure reports the speed by the clock, and by the time that the processor spent on it, which other work on the
// machine disturbs less.
func measure(b *testing.B, s *Screen, text string) {
	s.Runs(text)
	b.SetBytes(int64(len(text)))
	n, start := 0, cpuSeconds()
	for b.Loop() {
		s.Runs(text)
		n++
	}
	if spent := cpuSeconds() - start; spent > 0 {
		b.ReportMetric(float64(n)*float64(len(text))/1e6/spent, "MB/cpu-s")
	}
}

// BenchmarkTrainingNews reads the German side of real news, every sentence once: words repeat as they do in a corpus.
func BenchmarkTrainingNews(b *testing.B) {
	f, err := os.Open(filepath.Join(shared(b, "data/train"), "wmt_newstest_2008_2019_bergamot.tsv.zst"))
	if err != nil {
		b.Skip(err)
	}
	defer f.Close()
	z, err := zstd.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	defer z.Close()
	var text strings.Builder
	sc := bufio.NewScanner(z)
	for n := 0; sc.Scan() && text.Len() < 4<<20; n++ {
		german, _, _ := strings.Cut(sc.Text(), "\t")
		text.WriteString(german)
		if n%4 == 3 {
			text.WriteString("\n\n")
		} else {
			text.WriteByte(' ')
		}
	}
	measure(b, newScreen(b, Config{}), text.String())
}

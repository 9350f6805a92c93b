package detect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		s.Runs(text)
	}
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
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		s.Runs(text.String())
	}
}

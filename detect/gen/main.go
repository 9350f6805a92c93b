// Gen makes the n-gram tables of package detect from the texts of Debian packages, lingua-go's language models and the
// German–English training data. See ../PROVENANCE.md for what goes in and how to run it.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/satzpaar/satzpaar/detect/internal/table"
)

func main() {
	log.SetFlags(0)
	packages := flag.String("packages", "", "folder with the unpacked Debian packages, one sub-folder each")
	models := flag.String("models", "", "folder language-models of lingua-go's module")
	train := flag.String("train", "", "folder of the German–English training data")
	out := flag.String("out", ".", "folder that the tables are written to")
	bits := flag.Int("bits", 16, "rows of the Latin table, as a power of two")
	steps := flag.Int("steps", 8_000_000, "training steps of the Latin table")
	flag.Parse()
	for _, t := range []struct {
		name    string
		sources []source
		bits    int
		steps   int
	}{
		{"latin.bin", latin, *bits, *steps},
		{"cyrillic.bin", cyrillic, *bits - 4, *steps / 5},
	} {
		if err := makeTable(*packages, *models, *train, filepath.Join(*out, t.name), t.sources, t.bits, t.steps); err != nil {
			log.Fatalf("gen: %s: %v", t.name, err)
		}
	}
}

func makeTable(packages, models, train, out string, sources []source, bits, steps int) error {
	var sets []*set
	var langs []string
	var en *corpus
	for _, s := range sources {
		c, err := load(packages, s)
		if err != nil {
			return err
		}
		if s.train > 0 {
			if err := addTraining(c, train, s); err != nil {
				return err
			}
		}
		if s.lang == "en" {
			en = c
		}
		frag, err := fragments(models, s.lang)
		if err != nil {
			return err
		}
		sets = append(sets, newSet(c, en, frag, s.lang))
		langs = append(langs, s.lang)
		log.Printf("%s: %d words of text (%d kinds), %d listed, %d fragments",
			s.lang, total(c.text), len(c.text), len(c.list), len(frag))
	}
	weights := fit(sets, bits, steps)
	b, err := table.Encode(langs, bits, weights)
	if err != nil {
		return err
	}
	log.Printf("%s: %d bytes, checksum %016x", out, len(b), table.Checksum(b))
	return os.WriteFile(out, b, 0o644)
}

func total(m map[string]int) (n int) {
	for _, c := range m {
		n += c
	}
	return n
}

// addTraining counts the words of one side of the training data that is running text.
func addTraining(c *corpus, dir string, s source) error {
	for _, name := range []string{"wmt_newstest_2008_2019_bergamot", "wmt_newstest_2008_2019_refs", "europarl_comtrans", "tatoeba_manythings", "debian_webwml", "bcontrast_chat", "wmt15_sample_harvardnlp"} {
		f, err := os.Open(filepath.Join(dir, name+".tsv.zst"))
		if err != nil {
			return err
		}
		z, err := zstd.NewReader(f)
		if err != nil {
			f.Close()
			return err
		}
		sc := bufio.NewScanner(z)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			if col := strings.Split(sc.Text(), "\t"); len(col) >= 2 {
				c.addText(s.lang, col[s.train-1])
			}
		}
		z.Close()
		f.Close()
		if err := sc.Err(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// Command nbest searches for the best translations of token sequences with a model, and chooses the one that is
// nearest to a reference where there is one. It is a step of the model's training: see distill.py beside its folder.
//
// It reads records from standard input and writes one for each to standard output, in the same order for as many as
// it holds at a time and sorted by length among those. All numbers are little-endian. A record that is read has an
// index (4 bytes), the number of source tokens (2 bytes) and the tokens (2 bytes each, the end mark among them), the
// number of tokens of the reference and the tokens. A record that is written has the index, the similarity to the
// reference (a float32; 0 without one), the score of the search (a float32), the number of target tokens, the tokens,
// and for each of them the position of the source token that it was aligned with (2 bytes each).
//
// With -reverse, the folder of a model of the opposite direction with the same vocabulary, one record is written for
// each hypothesis, the best first, and has in the place of the similarity the log-probability of the source after the
// hypothesis: see rerank.py.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/satzpaar/satzpaar/translate/marian/builtin"
	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon"
	"github.com/satzpaar/satzpaar/translate/marian/internal/model"
	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

func main() {
	dir := flag.String("model", "", "`folder` of the model, as export.py and tables.py write it")
	beam := flag.Int("beam", 6, "hypotheses that are followed at a `time`")
	reverse := flag.String("reverse", "", "`folder` of the model of the opposite direction")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *dir, *reverse, *beam, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "nbest:", err)
		os.Exit(1)
	}
}

// Sentences of similar length are searched together: they are sorted among so many, and so many go through the
// network at a time, but no more than have so many tokens in all.
const (
	held     = 4096
	together = 8
	mostRows = 256
)

// A record is a source, with a reference or without.
type record struct {
	index             uint32
	source, reference []int32
}

func run(ctx context.Context, dir, reverse string, beam int, in io.Reader, out io.Writer) error {
	// The search is that of the built-in model, but for the beam.
	how, err := nn.ParseSearch("config", builtin.Files().Decoder)
	if err != nil {
		return err
	}
	how.Beam, how.All = beam, true
	network, err := load(dir, how)
	if err != nil {
		return err
	}
	s := &searcher{state: network.NewState(), out: bufio.NewWriter(out)}
	if reverse != "" {
		back, err := load(reverse, nn.Search{})
		if err != nil {
			return err
		}
		s.reverse = back.NewState()
	}
	r := bufio.NewReader(in)
	for {
		records, last, err := readRecords(r)
		if err != nil {
			return err
		}
		slices.SortStableFunc(records, func(a, b record) int { return cmp.Compare(len(a.source), len(b.source)) })
		for len(records) > 0 {
			n := 1
			for n < min(together, len(records)) && (n+1)*len(records[n].source) <= mostRows {
				n++ // the last one is the longest
			}
			if err := s.search(ctx, records[:n]); err != nil {
				return err
			}
			records = records[n:]
		}
		if err := s.out.Flush(); err != nil || last {
			return err
		}
	}
}

// A searcher translates records.
type searcher struct {
	state, reverse *nn.State // reverse is nil if the reference decides
	out            *bufio.Writer
}

// search translates a batch of records and writes what it finds.
func (s *searcher) search(ctx context.Context, records []record) error {
	batch := make([]*nn.Sentence, len(records))
	for i, rec := range records {
		batch[i] = &nn.Sentence{Source: rec.source}
	}
	if err := s.state.Translate(ctx, batch); err != nil {
		return err
	}
	for i, rec := range records {
		if s.reverse == nil {
			h, quality := choose(batch[i].Hypotheses, rec.reference)
			if err := write(s.out, rec.index, quality, h); err != nil {
				return err
			}
			continue
		}
		back := nn.Comparison{Target: rec.source}
		for _, h := range batch[i].Hypotheses {
			back.Sources = append(back.Sources, h.Target)
		}
		if err := s.reverse.Compare(ctx, []*nn.Comparison{&back}); err != nil {
			return err
		}
		for k, h := range batch[i].Hypotheses {
			if err := write(s.out, rec.index, back.LogProbs[k], h); err != nil {
				return err
			}
		}
	}
	return nil
}

// load makes the network of a model that export.py and tables.py have written. The list of words is optional.
func load(dir string, search nn.Search) (*nn.Network, error) {
	read := func(pattern string, needed bool) (data []byte, err error) {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		switch {
		case err != nil, len(names) == 0 && !needed:
			return nil, err
		case len(names) != 1:
			return nil, fmt.Errorf("%d files %s in %s", len(names), pattern, dir)
		}
		return os.ReadFile(names[0])
	}
	modelFile, err := read("model.*.bin", true)
	if err != nil {
		return nil, err
	}
	shortlistFile, err := read("lex.*.bin", true)
	if err != nil {
		return nil, err
	}
	weights, err := model.Load("model", modelFile)
	if err != nil {
		return nil, err
	}
	shortlist, err := model.LoadShortlist("shortlist", shortlistFile, weights.SourceVocab, weights.TargetVocab)
	if err != nil {
		return nil, err
	}
	network, err := nn.New(weights, shortlist, search)
	if err != nil {
		return nil, err
	}
	wordsFile, err := read("words.*.bin", false)
	if wordsFile == nil || err != nil {
		return network, err
	}
	vocabFile, err := read("vocab.*.spm", true)
	if err != nil {
		return nil, err
	}
	vocab, err := spm.New("vocab", vocabFile)
	if err != nil {
		return nil, err
	}
	list, err := lexicon.LoadList("words", wordsFile)
	if err != nil {
		return nil, err
	}
	pieces := vocab.AllWrites()
	network.SetGuard(lexicon.NewGuard(list, pieces, pieces))
	return network, nil
}

// readRecords reads as many records as are held at a time, and reports whether they are the last.
func readRecords(r *bufio.Reader) (records []record, last bool, err error) {
	for len(records) < held {
		var rec record
		switch err := binary.Read(r, binary.LittleEndian, &rec.index); {
		case errors.Is(err, io.EOF):
			return records, true, nil
		case err != nil:
			return nil, false, err
		}
		if rec.source, err = readTokens(r); err != nil {
			return nil, false, fmt.Errorf("source of %d: %w", rec.index, err)
		}
		if len(rec.source) == 0 || len(rec.source) > nn.MaxSource {
			return nil, false, fmt.Errorf("source of %d: %d tokens", rec.index, len(rec.source))
		}
		if rec.reference, err = readTokens(r); err != nil {
			return nil, false, fmt.Errorf("reference of %d: %w", rec.index, err)
		}
		records = append(records, rec)
	}
	return records, false, nil
}

func readTokens(r io.Reader) ([]int32, error) {
	var n uint16
	if err := binary.Read(r, binary.LittleEndian, &n); err != nil {
		return nil, err
	}
	narrow := make([]uint16, n)
	if err := binary.Read(r, binary.LittleEndian, narrow); err != nil {
		return nil, err
	}
	wide := make([]int32, n)
	for i, t := range narrow {
		wide[i] = int32(t)
	}
	return wide, nil
}

func write(w io.Writer, index uint32, quality float64, h nn.Hypothesis) error {
	data := binary.LittleEndian.AppendUint32(nil, index)
	data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(quality)))
	data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(h.Score)))
	data = binary.LittleEndian.AppendUint16(data, uint16(len(h.Target)))
	for _, t := range h.Target {
		data = binary.LittleEndian.AppendUint16(data, uint16(t))
	}
	for _, s := range h.Sources {
		data = binary.LittleEndian.AppendUint16(data, uint16(s))
	}
	_, err := w.Write(data)
	return err
}

// choose returns the hypothesis that is nearest to the reference, of equal ones the one that the search likes best;
// without a reference that one.
func choose(hypotheses []nn.Hypothesis, reference []int32) (best nn.Hypothesis, quality float64) {
	for i, h := range hypotheses {
		q := 0.
		if len(reference) > 0 {
			q = similarity(h.Target, reference)
		}
		if i == 0 || q > quality {
			best, quality = h, q
		}
	}
	return best, quality
}

// similarity is BLEU of one sentence over its tokens, the end mark not among them, with one added to the matches and
// the number of all n-grams longer than a token (Lin and Och 2004).
func similarity(hypothesis, reference []int32) float64 {
	h, r := hypothesis[:len(hypothesis)-1], reference[:len(reference)-1]
	if len(h) == 0 || len(r) == 0 {
		return 0
	}
	const longest = 4
	sum := 0.
	for n := 1; n <= longest; n++ {
		counts := map[[longest]int32]int{}
		for i := range max(0, len(r)-n+1) {
			counts[gram(r[i:i+n])]++
		}
		matches, all, added := 0., float64(max(0, len(h)-n+1)), 1.
		for i := range max(0, len(h)-n+1) {
			if g := gram(h[i : i+n]); counts[g] > 0 {
				counts[g]--
				matches++
			}
		}
		if n == 1 {
			added = 0.1
		}
		sum += math.Log((matches + added) / (all + added))
	}
	return math.Exp(sum/longest + min(0, 1-float64(len(r))/float64(len(h))))
}

// gram is an n-gram of at most four tokens as a key.
func gram(tokens []int32) (key [4]int32) {
	for i := range key {
		key[i] = -1
	}
	copy(key[:], tokens)
	return key
}

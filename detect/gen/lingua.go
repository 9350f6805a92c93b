package main

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"unicode/utf8"
)

// fragments returns the five-grams of one of lingua-go's language models with their probability among all five-grams.
// The models hold the probability of an n-gram's last character after the characters before; the product over the
// orders gives the n-gram's own.
func fragments(models, lang string) (map[string]float64, error) {
	prob := map[string]float64{"": 1}
	for n, name := range []string{"unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams"} {
		next := map[string]float64{}
		err := readModel(filepath.Join(models, lang, name+".pb.bin.zip"), func(p float64, gram string) {
			_, size := utf8.DecodeLastRuneInString(gram)
			if utf8.RuneCountInString(gram) == n+1 {
				next[gram] = p * prob[gram[:len(gram)-size]]
			}
		})
		if err != nil {
			return nil, err
		}
		prob = next
	}
	return prob, nil
}

// readModel calls f for every n-gram of a model file: a zip archive with one protocol buffer. Of the message only field
// 4 matters (sets of n-grams), and of a set fields 1 (a double, the probability) and 2 (the n-grams).
func readModel(path string, f func(p float64, gram string)) error {
	z, err := zip.OpenReader(path)
	if err != nil {
		return err
	}
	defer z.Close()
	r, err := z.File[0].Open()
	if err != nil {
		return err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return fields(b, func(num int, set []byte) error {
		if num != 4 {
			return nil
		}
		var p float64
		return fields(set, func(num int, v []byte) error {
			switch {
			case num == 1 && len(v) == 8:
				p = math.Float64frombits(binary.LittleEndian.Uint64(v))
			case num == 2:
				f(p, string(v))
			}
			return nil
		})
	})
}

// fields calls f for the fields of a protocol buffer message that are strings, messages or doubles.
func fields(b []byte, f func(num int, v []byte) error) error {
	for len(b) > 0 {
		key, n := binary.Uvarint(b)
		if n <= 0 {
			return fmt.Errorf("model: bad field key")
		}
		b = b[n:]
		var v []byte
		switch key & 7 {
		case 0:
			_, n := binary.Uvarint(b)
			if n <= 0 {
				return fmt.Errorf("model: bad number")
			}
			b = b[n:]
			continue
		case 1:
			if len(b) < 8 {
				return fmt.Errorf("model: double is cut off")
			}
			v = b[:8]
		case 2:
			size, n := binary.Uvarint(b)
			if n <= 0 || int(size) > len(b)-n {
				return fmt.Errorf("model: bad length")
			}
			b = b[n:]
			v = b[:size]
		default:
			return fmt.Errorf("model: field of wire type %d", key&7)
		}
		b = b[len(v):]
		if err := f(int(key>>3), v); err != nil {
			return err
		}
	}
	return nil
}

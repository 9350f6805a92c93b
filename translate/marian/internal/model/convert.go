package model

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"github.com/satzpaar/satzpaar/translate/marian/internal/kernel"
)

// Convert reads the float32 weights of a numpy archive, which is how the Marian toolkit stores what it trains, and
// returns a Marian binary file of the same model. Its weights are int8 if so wanted, as the toolkit's converter makes
// them: those of affine layers are multiplied by 127 / the largest magnitude and rounded, half to even, and so are
// embeddings. There are no multipliers for activations, since nothing is known of these. name is used in errors.
func Convert(name string, archive io.ReaderAt, size int64, quantized bool) ([]byte, error) {
	fail := func(err error) ([]byte, error) { return nil, fmt.Errorf("model file %s: %w", name, err) }
	items, err := readArchive(archive, size)
	if err != nil {
		return fail(err)
	}
	if _, err := assemble(items, true); err != nil {
		return fail(err)
	}
	if quantized {
		for i := range items {
			if err := items[i].quantize(); err != nil {
				return fail(err)
			}
		}
	}
	return writeItems(items), nil
}

// quantize makes a weight int8; other items stay as they are.
func (it *item) quantize() error {
	if it.role == other {
		return nil
	}
	rows, cols := it.shape[0], it.shape[1]
	values := make([]float32, rows*cols)
	largest := float32(0)
	for i := range values {
		values[i] = math.Float32frombits(binary.LittleEndian.Uint32(it.data[4*i:]))
		largest = max(largest, values[i], -values[i])
	}
	mult := 127 / largest
	if largest == 0 {
		mult = 1
	}
	if math.IsInf(float64(mult), 0) || math.IsInf(float64(1/mult), 0) {
		return fmt.Errorf("%s: its largest value %v is too small for int8", it.name, largest)
	}
	if it.role == matrix {
		values = transposed(values, rows, cols)
	}
	q := make([]int8, len(values))
	kernel.Quantize(q, values, mult)
	data := make([]byte, len(q), len(q)+4)
	for i, v := range q {
		data[i] = byte(v)
	}
	it.typ, it.data = typeIntgemm8, binary.LittleEndian.AppendUint32(data, math.Float32bits(mult))
	return nil
}

// transposed returns the rows × cols values with rows and columns exchanged.
func transposed(values []float32, rows, cols int) []float32 {
	out := make([]float32, len(values))
	for i := range rows {
		for j, v := range values[i*cols:][:cols] {
			out[j*rows+i] = v
		}
	}
	return out
}

// alignment is that of every item's data in a file.
const alignment = 256

// writeItems is the opposite of readItems.
func writeItems(items []item) []byte {
	u64 := binary.LittleEndian.AppendUint64
	out := u64(u64(nil, 1), uint64(len(items)))
	total := 0
	for _, it := range items {
		length := padded(len(it.data))
		total += length
		out = u64(u64(out, uint64(len(it.name)+1)), uint64(it.typ))
		out = u64(u64(out, uint64(len(it.shape))), uint64(length))
	}
	for _, it := range items {
		out = append(append(out, it.name...), 0)
	}
	for _, it := range items {
		for _, d := range it.shape {
			out = binary.LittleEndian.AppendUint32(out, uint32(d))
		}
	}
	padding := padded(len(out)+8) - len(out) - 8
	out = append(u64(out, uint64(padding)), make([]byte, padding)...)
	file := make([]byte, len(out), len(out)+total)
	copy(file, out)
	for _, it := range items {
		file = append(append(file, it.data...), make([]byte, padded(len(it.data))-len(it.data))...)
	}
	return file
}

// padded is the next multiple of the alignment.
func padded(n int) int { return (n + alignment - 1) / alignment * alignment }

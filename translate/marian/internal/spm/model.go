// Package spm segments text with SentencePiece unigram models and puts pieces together again.
//
// The result equals that of the SentencePiece library: the same normalisation, the same float32 scores, the same
// ties. Beyond the ids, every piece knows which bytes of the original text it was made from.
package spm

import (
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// A pieceType is the type of a vocabulary entry, as the file spells it.
type pieceType uint8

const (
	normal      pieceType = 1
	unknown     pieceType = 2
	control     pieceType = 3
	userDefined pieceType = 4
	unused      pieceType = 5
	byteValue   pieceType = 6
)

// space stands for a blank inside pieces.
const space = "\u2581"

// The pieces that a model may have: trainers stop at 16 characters unless told otherwise, and every byte costs a node
// of the trie.
const (
	maxPieces = 1 << 20
	maxPiece  = 4 << 10
	maxTotal  = 16 << 20
)

// A Processor segments and joins text. It is immutable and safe for concurrent use.
type Processor struct {
	pieces []string
	size   int // of these so many are tokens; text may be cut into the others, too, which are unknown
	total  int // bytes of all pieces
	scores []float32
	types  []pieceType
	bytes  [256]int32 // ids of the byte pieces; -1 where there is none
	// byteFallback: characters without a piece are spelt in bytes.
	byteFallback bool
	unknownID    int32
	trie         trie // of the pieces that text can be cut into
	users        trie // of the user-defined symbols, which normalisation leaves alone
	hasUsers     bool
	userBonus    float32 // score of a user-defined symbol for each of its bytes
	unknownScore float32
	norm         normalizer
	entries      map[string]int32 // the tokens, if they are not those of the file; see Renumbered
}

// New reads a serialized SentencePiece model. name is used in errors. Parts of data are kept: it must stay as it is.
func New(name string, data []byte) (*Processor, error) {
	p := &Processor{unknownID: -1}
	p.norm.dummyPrefix, p.norm.removeExtra, p.norm.escape = true, true, true
	if err := p.parse(data); err != nil {
		return nil, fmt.Errorf("vocabulary file %s: %w", name, err)
	}
	return p, nil
}

// Size is the number of vocabulary entries.
func (p *Processor) Size() int { return p.size }

// parse reads the fields of ModelProto that matter: 1 pieces, 2 trainer_spec, 3 normalizer_spec.
func (p *Processor) parse(data []byte) error {
	modelType := uint64(1)
	err := fields(data, func(num protowire.Number, v uint64, b []byte) error {
		switch num {
		case 1:
			return p.parsePiece(b)
		case 2:
			return fields(b, func(num protowire.Number, v uint64, _ []byte) error {
				switch num {
				case 3:
					modelType = v
				case 24:
					p.norm.asSuffix = v != 0
				case 35:
					p.byteFallback = v != 0
				}
				return nil
			})
		case 3:
			return fields(b, func(num protowire.Number, v uint64, b []byte) error {
				switch num {
				case 2:
					return p.norm.setCharsmap(b)
				case 3:
					p.norm.dummyPrefix = v != 0
				case 4:
					p.norm.removeExtra = v != 0
				case 5:
					p.norm.escape = v != 0
				}
				return nil
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if modelType != 1 {
		return fmt.Errorf("model type %d is not supported, only 1 (unigram)", modelType)
	}
	p.size = len(p.pieces)
	return p.index()
}

func (p *Processor) parsePiece(b []byte) error {
	var text string
	var score float32
	typ := normal
	err := fields(b, func(num protowire.Number, v uint64, b []byte) error {
		switch num {
		case 1:
			text = string(b)
		case 2:
			score = math.Float32frombits(uint32(v))
		case 3:
			if v < uint64(normal) || v > uint64(byteValue) {
				return fmt.Errorf("piece %d has type %d", len(p.pieces), v)
			}
			typ = pieceType(v)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return p.add(text, score, typ)
}

// add appends a piece, which must be within the bounds.
func (p *Processor) add(text string, score float32, typ pieceType) error {
	switch {
	case len(p.pieces) >= maxPieces:
		return fmt.Errorf("more than %d pieces", maxPieces)
	case text == "":
		return fmt.Errorf("piece %d is empty", len(p.pieces))
	case len(text) > maxPiece:
		return fmt.Errorf("piece %d has %d bytes; the most is %d", len(p.pieces), len(text), maxPiece)
	case p.total+len(text) > maxTotal:
		return fmt.Errorf("the pieces have more than %d bytes together", maxTotal)
	case score-score != 0:
		return fmt.Errorf("piece %d (%q) has score %v", len(p.pieces), text, score)
	}
	p.total += len(text)
	p.pieces = append(p.pieces, text)
	p.scores = append(p.scores, score)
	p.types = append(p.types, typ)
	return nil
}

// index builds the tries and finds the special entries.
func (p *Processor) index() error {
	for i := range p.bytes {
		p.bytes[i] = -1
	}
	p.trie = newTrie(p.total)
	p.users = newTrie(0)
	least, most := float32(math.MaxFloat32), float32(0x1p-126)
	reserved := map[string]bool{}
	for i, s := range p.pieces {
		id := int32(i)
		fresh := true
		switch p.types[i] {
		case normal, userDefined, unused:
			fresh = p.trie.insert(s, id)
		default:
			fresh = !reserved[s]
			reserved[s] = true
		}
		if !fresh {
			return fmt.Errorf("piece %q occurs twice", s)
		}
		switch p.types[i] {
		case normal:
			least, most = min(least, p.scores[i]), max(most, p.scores[i])
		case userDefined:
			p.users.insert(s, id)
			p.hasUsers = true
		case unknown:
			if p.unknownID >= 0 {
				return fmt.Errorf("two unknown pieces, %q and %q", p.pieces[p.unknownID], s)
			}
			p.unknownID = id
		case byteValue:
			v, ok := parseByte(s)
			if !ok {
				return fmt.Errorf("byte piece %q is not of the form <0x41>", s)
			}
			p.bytes[v] = id
		}
	}
	if p.unknownID < 0 {
		return fmt.Errorf("no unknown piece among %d", len(p.pieces))
	}
	if p.byteFallback {
		for v, id := range p.bytes {
			if id < 0 {
				return fmt.Errorf("byte fallback is on, but there is no piece <0x%02X>", v)
			}
		}
	}
	p.userBonus = most
	p.unknownScore = least - 10
	return nil
}

// parseByte reads "<0x41>".
func parseByte(s string) (byte, bool) {
	if len(s) != 6 || s[:3] != "<0x" || s[5] != '>' {
		return 0, false
	}
	hi, ok1 := hexDigit(s[3])
	lo, ok2 := hexDigit(s[4])
	return hi<<4 | lo, ok1 && ok2
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// fields calls f for every field of a protobuf message: v holds a varint or the bits of a fixed-size number, b the
// bytes of a length-delimited one.
func fields(msg []byte, f func(num protowire.Number, v uint64, b []byte) error) error {
	for len(msg) > 0 {
		num, typ, n := protowire.ConsumeTag(msg)
		if n < 0 {
			return fmt.Errorf("not a SentencePiece model: %w", protowire.ParseError(n))
		}
		msg = msg[n:]
		var v uint64
		var b []byte
		switch typ {
		case protowire.VarintType:
			v, n = protowire.ConsumeVarint(msg)
		case protowire.Fixed32Type:
			var x uint32
			x, n = protowire.ConsumeFixed32(msg)
			v = uint64(x)
		case protowire.Fixed64Type:
			v, n = protowire.ConsumeFixed64(msg)
		case protowire.BytesType:
			b, n = protowire.ConsumeBytes(msg)
		default:
			n = protowire.ConsumeFieldValue(num, typ, msg)
		}
		if n < 0 {
			return fmt.Errorf("not a SentencePiece model: field %d: %w", num, protowire.ParseError(n))
		}
		msg = msg[n:]
		if err := f(num, v, b); err != nil {
			return err
		}
	}
	return nil
}

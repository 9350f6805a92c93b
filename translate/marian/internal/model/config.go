package model

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/satzpaar/satzpaar/translate/marian/internal/settings"
)

// A Config is the architecture of a model, as its special:model.yml item announces it.
type Config struct {
	Dim           int // width of the model
	FFN           int // width of the feed-forward layers
	Heads         int
	EncoderLayers int
	DecoderLayers int
	SourceVocab   int // entries of the source vocabulary
	TargetVocab   int // entries of the target vocabulary; with Shared it is the same one
	Shared        bool
	OmitBias      bool // the output layer has no bias
	SelfAttention bool // decoder layers attend to what was written before; otherwise they have SSRU cells
	Swish         bool // the activation of the feed-forward layers; otherwise it is ReLU
}

// HeadDim is the width of one attention head.
func (c Config) HeadDim() int { return c.Dim / c.Heads }

// A setting is a key whose value the engine relies on, with all the values that mean what it implements. A key that
// must be there has a default in the upstream engine that means something else; the others may be missing.
type setting struct {
	key    string
	must   bool
	values []string
}

// required are the settings of all models.
var required = []setting{
	{"type", true, []string{"transformer"}},
	{autoreg, true, []string{"rnn", selfAttention}},
	{"transformer-preprocess", false, []string{""}},
	{"transformer-postprocess", true, []string{"dan"}},
	{"transformer-postprocess-emb", false, []string{"d", ""}},
	{"transformer-postprocess-top", false, []string{""}},
	{"transformer-ffn-depth", false, []string{"2"}},
	{activation, true, []string{"relu", "swish"}},
	{"transformer-guided-alignment-layer", false, []string{"last"}},
	{"transformer-train-position-embeddings", false, []string{"false"}},
	{"transformer-tied-layers", false, []string{"[]"}},
	{"transformer-no-projection", false, []string{"false"}},
	{"transformer-pool", false, []string{"false"}},
	{"transformer-rnn-projection", false, []string{"false"}},
	{"dec-cell-base-depth", false, []string{"2", "1"}},
	{"dec-cell-high-depth", false, []string{"1"}},
	{"layer-normalization", false, []string{"false"}},
	{"right-left", false, []string{"false"}},
	{"skip", false, []string{"false"}},
	{"ulr", false, []string{"false"}},
	{"lemma-dim-emb", false, []string{"0"}},
	{"input-types", false, []string{"[]"}},
	{"tied-embeddings-src", false, []string{"false"}},
}

// requiredCell are those of models whose decoder has cells: the others have the toolkit's default there.
var requiredCell = []setting{{"dec-cell", true, []string{"ssru"}}}

// Keys and values that decide what kind of layers there are.
const (
	autoreg       = "transformer-decoder-autoreg"
	selfAttention = "self-attention"
	activation    = "transformer-ffn-activation"
)

// Bounds of what is accepted; the largest student model in use is a tenth of each.
const (
	maxModelDim = 1 << 13
	maxLayers   = 64
	maxVocab    = 1 << 20
)

// parseConfig reads special:model.yml. Keys that change nothing in a student model are ignored; what they might add
// would show as an unknown tensor.
func parseConfig(text []byte) (Config, error) {
	var doc yaml.Node
	if err := settings.Unmarshal(text, &doc); err != nil {
		return Config{}, fmt.Errorf("special:model.yml: %w", err)
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return Config{}, fmt.Errorf("special:model.yml: not a list of keys and values")
	}
	values := map[string]*yaml.Node{}
	pairs := doc.Content[0].Content
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i].Value] = pairs[i+1]
	}
	settings := required
	kind, _ := scalar(values[autoreg])
	act, _ := scalar(values[activation])
	c := Config{SelfAttention: kind == selfAttention, Swish: act == "swish"}
	if !c.SelfAttention {
		settings = slices.Concat(required, requiredCell)
	}
	for _, r := range settings {
		v, there := scalar(values[r.key])
		if there && slices.Contains(r.values, v) || !there && !r.must {
			continue
		}
		only := `"` + strings.Join(r.values, `" or "`) + `"`
		if !there {
			return Config{}, fmt.Errorf("special:model.yml: %s is missing; only %s is supported", r.key, only)
		}
		return Config{}, fmt.Errorf("special:model.yml: %s: %q is not supported, only %s", r.key, v, only)
	}
	for _, f := range []struct {
		key  string
		to   *int
		most int
	}{
		{"dim-emb", &c.Dim, maxModelDim},
		{"transformer-dim-ffn", &c.FFN, maxModelDim},
		{"transformer-heads", &c.Heads, maxModelDim},
		{"enc-depth", &c.EncoderLayers, maxLayers},
		{"dec-depth", &c.DecoderLayers, maxLayers},
	} {
		n, err := integer(values[f.key], f.key, f.most)
		if err != nil {
			return Config{}, err
		}
		*f.to = n
	}
	if c.Dim%2 != 0 || c.Dim < 4 || c.Dim%c.Heads != 0 {
		return Config{}, fmt.Errorf("special:model.yml: dim-emb: %d cannot be divided into transformer-heads: %d", c.Dim, c.Heads)
	}
	vocabs := values["dim-vocabs"]
	if vocabs == nil || vocabs.Kind != yaml.SequenceNode || len(vocabs.Content) != 2 {
		return Config{}, fmt.Errorf("special:model.yml: dim-vocabs must list two sizes")
	}
	var err error
	if c.SourceVocab, err = integer(vocabs.Content[0], "dim-vocabs", maxVocab); err != nil {
		return Config{}, err
	}
	if c.TargetVocab, err = integer(vocabs.Content[1], "dim-vocabs", maxVocab); err != nil {
		return Config{}, err
	}
	all, _ := scalar(values["tied-embeddings-all"])
	tied, _ := scalar(values["tied-embeddings"])
	switch {
	case all == "true":
		c.Shared = true
		if c.SourceVocab != c.TargetVocab {
			return Config{}, fmt.Errorf(
				"special:model.yml: tied-embeddings-all with vocabularies of %d and %d entries",
				c.SourceVocab,
				c.TargetVocab,
			)
		}
	case tied == "true":
	default:
		return Config{}, fmt.Errorf("special:model.yml: tied-embeddings-all and tied-embeddings are both off; one must be on")
	}
	if omit, _ := scalar(values["output-omit-bias"]); omit == "true" {
		c.OmitBias = true
	}
	return c, nil
}

// scalar returns the text of a plain value, and "[]" for an empty list.
func scalar(n *yaml.Node) (string, bool) {
	switch {
	case n == nil:
		return "", false
	case n.Kind == yaml.ScalarNode:
		return n.Value, true
	case n.Kind == yaml.SequenceNode && len(n.Content) == 0:
		return "[]", true
	}
	return "a list", true
}

func integer(n *yaml.Node, key string, most int) (int, error) {
	var v int
	if n == nil {
		return 0, fmt.Errorf("special:model.yml: %s is missing", key)
	}
	if err := n.Decode(&v); err != nil || v < 1 || v > most {
		return 0, fmt.Errorf("special:model.yml: %s: %q is not a number from 1 to %d", key, n.Value, min(most, math.MaxInt32))
	}
	return v, nil
}

package marian

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/marian/builtin"
	"github.com/satzpaar/satzpaar/translate/marian/internal/lexicon"
	"github.com/satzpaar/satzpaar/translate/marian/internal/model"
	"github.com/satzpaar/satzpaar/translate/marian/internal/nn"
	"github.com/satzpaar/satzpaar/translate/marian/internal/spm"
)

// engineVersion is part of the backend's ID. It changes whenever the same model would give another translation.
const engineVersion = "9"

// A Config specifies which model to run and how.
type Config struct {
	// Name is the model's name in the backend's ID, such as "builtin" or "de-en".
	Name string
	// From and To are the direction of the model.
	From, To language.Tag
	Files    Files
	// Beam is the number of hypotheses that are followed at a time: 1 is fast, 4 translates better. 0 leaves it to
	// the model.
	Beam int
	// Reverse, if not nil, is a model of the opposite direction. It takes part in the choice among the translations
	// that a search with a beam finds, as much as its own decoder configuration specifies: see [Files.Decoder].
	Reverse *Backend
	// Workers is the number of batches of sentences that are computed at a time; 0 means as many as GOMAXPROCS. It
	// does not change the output.
	Workers int

	// raw leaves repetitions as the model makes them: for comparisons with the upstream engine.
	raw bool
}

// Files are the contents of a model's files. The backend refers to them: they must not change as long as it is used.
type Files struct {
	Model []byte // Marian binary, float32 or int8 with alphas
	// Shortlist is a binary lexical shortlist. Without one, every word of the vocabulary is considered at every step,
	// which is slow.
	Shortlist []byte
	Vocab     []byte // SentencePiece model of both sides, or of the source
	// TargetVocab is the SentencePiece model of the target side where the model has two vocabularies, else nil.
	TargetVocab []byte
	// Entries is the model's vocabulary where it is not that of the SentencePiece models, one entry a line; nil where
	// it is. TargetEntries is that of the target side where the model has two, else nil.
	Entries, TargetEntries []byte
	// Decoder is the model's decoder configuration in the form of the Marian toolkit, or nil. Of its options,
	// beam-size and normalize are obeyed, and some of this engine: guard, what a word that Words does not hold costs
	// in the search; terms: false, that the model has not learned to read translations inside its source although its
	// vocabulary has the control tokens; and where it is a [Config.Reverse], reverse-weight, how much its
	// log-probabilities count, and reverse-length, what a token of the translation adds to them.
	Decoder []byte
	// Words is a list of words of the target language, or nil: see the package documentation of internal/lexicon for
	// its form, and that of Hints.
	Words []byte
	// Hints are likely translations of seldom words, or nil. They are looked at if the model has one vocabulary with
	// the control tokens <term>, <hint> and <end>.
	Hints []byte
	// Dir is where the files lie, for messages; empty if they are built in.
	Dir string

	// hashed is the state of the hash behind the signature once it has read the largest files; see [Files.hash]. It may
	// be nil.
	hashed []byte
	// own reports whether nobody else has the contents of the model file: the weights are packed where they lie.
	own bool
}

// A Backend translates with one model. It is safe for concurrent use and needs no closing.
type Backend struct {
	cfg     Config
	id      string
	source  *spm.Processor
	target  *spm.Processor
	network *nn.Network
	lead    []int32  // tokens before those of every sentence
	inliner *inliner // nil if the model does not read translations inside its source
	refusal float64  // maxRefusal, but for tests
	workers chan *worker
	known   *lexica  // nil if there is no list of words
	reverse *reverse // nil if the search chooses alone
	options options
}

var _ translate.Backend = (*Backend)(nil)

// New makes a backend. Errors name the file that is damaged or what in it is not supported; they are of kind
// [translate.Invalid].
func New(cfg Config) (*Backend, error) {
	if cfg.Name == "" || strings.ContainsFunc(cfg.Name, func(r rune) bool { return r <= ' ' || r == '@' || r > '~' }) {
		return nil, translate.Errorf(translate.Invalid, "marian", "%q cannot be the name of a model", cfg.Name)
	}
	if cfg.Workers <= 0 {
		cfg.Workers = runtime.GOMAXPROCS(0)
	}
	how, err := cfg.search()
	if err != nil {
		return nil, translate.Errorf(translate.Invalid, "marian", "loading model %s: %w", cfg.Name, err)
	}
	own, err := cfg.Files.options()
	if err != nil {
		return nil, translate.Errorf(translate.Invalid, "marian", "loading model %s: %w", cfg.Name, err)
	}
	back, err := cfg.newReverse(how)
	if err != nil {
		return nil, translate.Errorf(translate.Invalid, "marian",
			"loading model %s with a reverse one: %w", cfg.Name, err)
	}
	how.All = back != nil
	b := &Backend{
		cfg:     cfg,
		refusal: maxRefusal,
		reverse: back,
		options: own,
		workers: make(chan *worker, cfg.Workers),
	}
	var group errgroup.Group
	hashed := make(chan struct{})
	group.Go(func() error {
		defer close(hashed)
		b.id = fmt.Sprintf("marian:%s@%s", cfg.Name, cfg.Files.signature(how, own, back))
		if back != nil {
			b.id += " with " + back.id
		}
		return nil
	})
	group.Go(func() error { return b.load(how, hashed) })
	if err := group.Wait(); err != nil {
		return nil, &translate.Error{
			Kind:    translate.Invalid,
			Backend: "marian",
			Err:     fmt.Errorf("loading model %s: %w", cfg.Name, err),
		}
	}
	b.cfg.Files.Model = nil
	for range cfg.Workers {
		b.workers <- nil // made when first needed
	}
	return b, nil
}

// load reads the files and packs the weights, after hashed is closed where that destroys the contents of the file.
func (b *Backend) load(how nn.Search, hashed <-chan struct{}) error {
	f := b.cfg.Files
	name := f.named
	var err error
	if r := b.reverse; r != nil && r.source == r.target && r.cfg.Files.Entries == nil &&
		bytes.Equal(r.cfg.Files.Vocab, f.Vocab) {
		b.source = r.source // once in memory
	} else if b.source, err = spm.New(name("vocab"), f.Vocab); err != nil {
		return err
	}
	b.target = b.source
	if f.TargetVocab != nil {
		if b.target, err = spm.New(name("target vocab"), f.TargetVocab); err != nil {
			return err
		}
	}
	if f.Entries != nil {
		if err := b.renumber(); err != nil {
			return err
		}
	}
	// Everything at once: programs that translate one sentence wait for this.
	pieces := sync.OnceValue(b.source.AllWrites)
	var group errgroup.Group
	var guard *lexicon.Guard
	group.Go(func() (err error) {
		guard, err = b.guard(how.Penalty, pieces)
		return err
	})
	group.Go(func() (err error) {
		if b.target == b.source && b.options.Terms {
			b.inliner = newInliner(b.source, pieces)
		}
		if b.inliner != nil && f.Hints != nil {
			b.inliner.hints, err = lexicon.LoadHints(name("hints"), f.Hints)
		}
		return err
	})
	group.Go(func() error {
		weights, shortlist, err := b.weights()
		if err != nil {
			return err
		}
		if f.own {
			<-hashed
			weights.Own = true
		}
		b.network, err = nn.New(weights, shortlist, how)
		return err
	})
	if err := group.Wait(); err != nil {
		return err
	}
	b.network.SetGuard(guard)
	return nil
}

// weights reads the model and the shortlist, which is nil if there is none. They must fit the vocabularies.
func (b *Backend) weights() (*model.Weights, *model.Shortlist, error) {
	f := b.cfg.Files
	weights, err := model.Load(f.named("model"), f.Model)
	if err != nil {
		return nil, nil, err
	}
	two := f.TargetVocab != nil
	if f.Entries != nil {
		two = f.TargetEntries != nil
	}
	if weights.Shared == two {
		return nil, nil, fmt.Errorf("the model has %s, the files hold %s",
			vocabularies(!weights.Shared), vocabularies(two))
	}
	if b.source.Size() != weights.SourceVocab || b.target.Size() != weights.TargetVocab {
		return nil, nil, fmt.Errorf("vocabularies of %d and %d pieces do not fit a model made for %d and %d",
			b.source.Size(), b.target.Size(), weights.SourceVocab, weights.TargetVocab)
	}
	if f.Shortlist == nil {
		return weights, nil, nil
	}
	shortlist, err := model.LoadShortlist(f.named("shortlist"), f.Shortlist, weights.SourceVocab, weights.TargetVocab)
	return weights, shortlist, err
}

// guard reads the list of words and returns what recognizes words that are not in it; nil if there is no list, or
// nothing to be had for it. pieces returns what each token of the source writes.
func (b *Backend) guard(penalty float32, pieces func() []string) (*lexicon.Guard, error) {
	f := b.cfg.Files
	if f.Words == nil || penalty == 0 {
		return nil, nil
	}
	list, err := lexicon.LoadList(f.named("words"), f.Words)
	if err != nil {
		return nil, err
	}
	source := pieces()
	target := source
	if b.target != b.source {
		target = b.target.AllWrites()
	}
	b.known = b.lexica(list)
	return lexicon.NewGuard(list, source, target), nil
}

func vocabularies(two bool) string {
	if two {
		return "two vocabularies"
	}
	return "one vocabulary"
}

// named is how messages call a file.
func (f Files) named(kind string) string {
	if f.Dir == "" {
		return kind
	}
	return filepath.Join(f.Dir, kind)
}

// signature is a hash of all that the output depends on.
func (f Files) signature(how nn.Search, own options, back *reverse) string {
	h := f.hash()
	var parts [][]byte
	if how.Beam > 1 {
		parts = append(parts, fmt.Appendf(nil, "beam %d, normalize %v", how.Beam, how.Normalize))
	}
	if f.Words != nil {
		parts = append(parts, fmt.Appendf(nil, "guard %v", how.Penalty), f.Words)
	}
	if f.Hints != nil {
		parts = append(parts, []byte("hints"), f.Hints)
	}
	if f.Entries != nil {
		parts = append(parts, []byte("entries"), f.Entries, f.TargetEntries)
	}
	if !own.Terms {
		parts = append(parts, []byte("no terms"))
	}
	if back != nil {
		parts = append(parts, back.signature())
	}
	writeParts(h, parts)
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// maxBatch is the largest request that makes sense: enough for full batches of similar length on many workers, few
// enough that little is lost when a run is interrupted.
const maxBatch = 512

// Info describes the backend. Its ID is "marian:NAME@" and a hash of the model's files and of the engine's version.
// Where a reverse model takes part, " with " and its ID follow.
func (b *Backend) Info() translate.Info {
	return translate.Info{
		ID:            b.id,
		MaxBatch:      maxBatch,
		Concurrency:   b.cfg.Workers,
		ObeysTerms:    b.inliner != nil,
		Deterministic: true,
		Ranks:         nn.Ranks,
		Pairs:         []translate.Pair{{From: b.cfg.From, To: b.cfg.To}},
	}
}

// Open makes a backend of the model in a folder: model.*.bin (of several, the one with ".intgemm." in its name),
// vocab.*.spm or srcvocab.*.spm and trgvocab.*.spm, and lex.*.bin, config.*.yml, words.*.bin and hints.*.bin if they
// are there, and [Files.Entries] in vocab.*.txt or srcvocab.*.txt and trgvocab.*.txt. Config.Files is filled in. If
// From and To are not set, they are taken from a model name such as "deen".
func Open(dir string, cfg Config) (*Backend, error) {
	fail := func(format string, args ...any) error {
		return translate.Errorf(translate.Invalid, "marian", "opening the model in "+dir+": "+format, args...)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fail("%w", err)
	}
	names := map[string]string{}
	for _, e := range entries {
		n := e.Name()
		prefix, _, _ := strings.Cut(n, ".")
		suffix := filepath.Ext(n)
		switch {
		case suffix == ".bin" && slices.Contains([]string{"model", "lex", "words", "hints"}, prefix),
			prefix == "config" && suffix == ".yml",
			strings.HasSuffix(prefix, "vocab") && (suffix == ".spm" || suffix == ".txt"):
			if suffix == ".txt" {
				prefix += suffix
			}
			if old := names[prefix]; old != "" {
				if prefix != "model" || strings.Contains(old, ".intgemm.") == strings.Contains(n, ".intgemm.") {
					return nil, fail("both %s and %s could be meant", old, n)
				}
				if strings.Contains(old, ".intgemm.") {
					continue
				}
			}
			names[prefix] = n
		}
	}
	read := func(to *[]byte, name string) {
		if name == "" || err != nil {
			return
		}
		*to, err = plainfile.ReadFile(filepath.Join(dir, name))
	}
	f := Files{Dir: dir, own: true}
	vocab := cmp.Or(names["srcvocab"], names["vocab"])
	if names["model"] == "" || vocab == "" {
		return nil, fail("a model.*.bin and a vocab.*.spm must be there")
	}
	read(&f.Vocab, vocab)
	read(&f.TargetVocab, names["trgvocab"])
	read(&f.Entries, cmp.Or(names["srcvocab.txt"], names["vocab.txt"]))
	read(&f.TargetEntries, names["trgvocab.txt"])
	read(&f.Shortlist, names["lex"])
	read(&f.Decoder, names["config"])
	read(&f.Words, names["words"])
	read(&f.Hints, names["hints"])
	if err != nil {
		return nil, fail("%w", err)
	}
	var free func()
	if f.Model, free, err = readOutside(filepath.Join(dir, names["model"])); err != nil {
		return nil, fail("%w", err)
	}
	cfg.Files = f
	if cfg.From == (language.Tag{}) || cfg.To == (language.Tag{}) {
		parts := strings.Split(names["model"], ".")
		from, to, ok := direction(parts[1])
		if !ok {
			free()
			return nil, fail("the name of %s does not tell its languages; say them", names["model"])
		}
		cfg.From, cfg.To = from, to
	}
	if cfg.Name == "" {
		cfg.Name = cfg.From.String() + "-" + cfg.To.String()
	}
	b, err := New(cfg)
	if err != nil {
		free()
		return nil, err
	}
	if !b.network.Quantized() {
		free() // weights of float32 have been copied
		return b, nil
	}
	runtime.AddCleanup(b, func(free func()) { free() }, free)
	return b, nil
}

// direction reads "deen".
func direction(name string) (from, to language.Tag, ok bool) {
	if len(name) != 4 {
		return from, to, false
	}
	from, err1 := language.Parse(name[:2])
	to, err2 := language.Parse(name[2:])
	return from, to, err1 == nil && err2 == nil
}

// serves reports whether the model translates from and to these languages.
func (b *Backend) serves(from, to language.Tag) bool {
	return b.Info().Translates(translate.Pair{From: from, To: to})
}

// BuiltinName is the name of the model that is part of the binary.
const BuiltinName = "builtin"

// IsBuiltin reports whether a backend with this signature has the built-in model.
func IsBuiltin(id string) bool { return strings.HasPrefix(id, "marian:"+BuiltinName+"@") }

// BuiltinBLEU is what the built-in model reaches on the development set of FLORES, by scripts/figures mt.
const BuiltinBLEU = 34.2

// Builtin makes a backend of the German–English model that is part of the binary. Beam and Workers of cfg are as in
// [Config]; the rest of it is filled in.
func Builtin(cfg Config) (*Backend, error) {
	f := builtin.Files()
	cfg.Name, cfg.From, cfg.To = BuiltinName, language.German, language.English
	cfg.Files = Files{
		Model:     f.Model,
		Shortlist: f.Shortlist,
		Vocab:     f.Vocab,
		Decoder:   f.Decoder,
		Words:     f.Words,
		Hints:     f.Hints,
		hashed:    f.Hashed,
	}
	return New(cfg)
}

"""Makes a model as the OPUS-MT project packs its models, and translates with it by Marian itself (pymarian 1.12). Needs numpy, sentencepiece and pymarian.

usage: python3 opus.py make FOLDER [full] [many] [two]     writes decoder.yml, a .npz with the weights, vocab.yml, source.spm and target.spm
       python3 opus.py translate FOLDER [LANGUAGE] < sentences > translations

full: of the sizes of OPUS-MT's models, 6+6 layers of 512; otherwise a small one. many: of many target languages, whose names the vocabulary holds; LANGUAGE is then
the one wanted. two: with two vocabularies. Each line of the translations is a JSON string. --beam-size is 6, which decoder.yml says, unless BEAM is set. PYMARIAN names the compiled module of pymarian where the package is not installed.

As in make.py, the models copy more or less: weights are random numbers on top of a structure.
"""
import glob, importlib.util, json, os, re, site, sys
import numpy as np
import sentencepiece
import make

NAME = 'opus.spm32k-spm32k'


def quoted(piece):
    """A key as yaml-cpp writes it: bare if nothing in it could be mistaken."""
    return piece if re.fullmatch(r'[\u2581\w][\u2581\w.]*', piece) and not re.fullmatch(r'[\d.]+|y|n|yes|no|true|false|on|off|null|nan', piece, re.I) else json.dumps(piece, ensure_ascii=False)


def train(folder, side, lines, size, **more):
    prefix = os.path.join(folder, side)
    text = prefix + '.txt'
    open(text, 'w').write('\n'.join(lines) + '\n')
    sentencepiece.SentencePieceTrainer.Train(input=text, model_prefix=prefix, vocab_size=size, model_type='unigram', num_threads=1, minloglevel=2,
                                             character_coverage=0.998, **more)
    os.remove(text)
    os.remove(prefix + '.vocab')
    os.replace(prefix + '.model', prefix + '.spm')
    p = sentencepiece.SentencePieceProcessor(model_file=prefix + '.spm')
    return [p.id_to_piece(i) for i in range(p.get_piece_size()) if not p.is_control(i) and not p.is_unknown(i)]


def build(folder, options):
    os.makedirs(folder, exist_ok=True)
    full, many, two = ('full' in options, 'many' in options, 'two' in options)
    lines = make.make_text(600, 11)
    other = [' '.join(w[::-1] for w in l.split()) for l in lines] + ['漢字 かな']
    pieces = train(folder, 'source', lines, 260), train(folder, 'target', other, 240, normalization_rule_name='identity')
    names = ['>>deu<<', '>>fra<<', '>>por_BR<<'] if many else []
    filler = ['▁x%d' % i for i in range(57000)] if full else []
    # A few pieces occur in no training text: the vocabulary lacks them.
    own = [names + pieces[0][:-3], pieces[1][:-3] + filler]
    lists = [['</s>', '<unk>'] + p for p in own] if two else [['</s>', '<unk>'] + list(dict.fromkeys(own[0] + own[1]))] * 2
    files = [NAME + '.src.vocab.yml', NAME + '.trg.vocab.yml'] if two else [NAME + '.vocab.yml'] * 2
    for name, entries in zip(files, lists):
        with open(os.path.join(folder, name), 'w') as f:
            f.write(''.join('%s: %d\n' % (quoted(p), i) for i, p in enumerate(entries)))
    shape = dict(dim=512, ffn=2048, heads=8, enc=6, dec=6, noise=0.005, gain=4.5) if full else dict(dim=64, ffn=64, heads=4, enc=1, dec=2, noise=0.03, gain=5.0)
    c = dict(shape, copy=12.0, source=len(lists[0]), target=len(lists[1]), shared=not two, autoreg='self-attention', activation='swish')
    # More layers than those that make.py was written for would drown what stands at a position.
    p = make.weights(c, 9)
    text = make.config(c).replace('dec-cell: ssru', 'dec-cell: gru')
    model = NAME + '.transformer-align.model1.npz.best-perplexity.npz'
    np.savez(os.path.join(folder, model), **p, **{'special:model.yml': np.frombuffer(text.encode() + b'\0', np.int8)})
    with open(os.path.join(folder, 'decoder.yml'), 'w') as f:
        f.write('models:\n  - %s\nvocabs:\n  - %s\n  - %s\nbeam-size: 6\nnormalize: 1\nword-penalty: 0\nmini-batch: 1\nmaxi-batch: 1\nmaxi-batch-sort: src\n'
                'relative-paths: true\n' % (model, *files))


def marian(folder):
    where = [os.environ.get('PYMARIAN')] + [p for d in site.getsitepackages() for p in glob.glob(os.path.join(d, '_pymarian*.so'))]
    spec = importlib.util.spec_from_file_location('_pymarian', [w for w in where if w][0])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Translator('-c %s --beam-size %s --max-length-factor 2 --cpu-threads 1 --quiet --quiet-translation' %
                             (os.path.join(folder, 'decoder.yml'), os.environ.get('BEAM', '6')))


def translate(folder, language=None):
    p = sentencepiece.SentencePieceProcessor(model_file=os.path.join(folder, 'source.spm'))
    lead = ['>>%s<<' % language] if language else []
    lines = [' '.join(lead + p.encode(l.rstrip('\n'), out_type=str)) for l in sys.stdin]
    t = marian(folder)
    for line in lines:
        out = t.translate(line)
        out = out if isinstance(out, str) else '\n'.join(out)
        out = re.sub('>>[^ ]+<<', '', out)  # a model that copies copies these too
        print(json.dumps(out.replace(' ', '').replace('\u2581', ' ').lstrip(' '), ensure_ascii=False))


def main():
    if sys.argv[1] == 'make':
        return build(sys.argv[2], sys.argv[3:])
    translate(*sys.argv[2:])
    sys.stdout.flush()
    os._exit(0)  # threads of the engine may not end by themselves


main()

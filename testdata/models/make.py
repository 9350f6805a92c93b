"""Makes the small models of this folder: text, vocabularies, weights (float32 and int8) and shortlists. Needs numpy and sentencepiece.

usage: python3 make.py [FOLDER]                     the small models (default: the folder of this file)
       python3 make.py FOLDER VOCABULARY [SHAPE]    a model "deen", int8 and float32, of the shape of the Firefox models that are called so: tiny (the default),
                                                    base-memory or base; for comparisons of text and speed. SOURCE,TARGET in place of VOCABULARY: with two
                                                    vocabularies, as the models into Chinese, Japanese and Korean have them

The weights are random numbers on top of a structure that makes the model copy its input: the cross attention of the decoder looks for the source token at
its own position, so outputs have natural lengths and end. They translate nothing; two engines that compute the same give the same text. Layer weights are
quantised to at most 60, so that engines with 16-bit saturation agree with exact ones; the embedding keeps 127.
"""
import os, random, shutil, struct, sys
import numpy as np
import sentencepiece

ITEM = {'int8': 0x0101, 'float32': 0x0404, 'intgemm8': 0x4101}
LAYER_MAX, TABLE_MAX = 60, 127


# ---- text -----------------------------------------------------------------------------------------------------------------------------------------------
def make_text(count, seed):
    r = random.Random(seed)
    who = ['Die Lehrerin', 'Der Bäcker', 'Unsere Nachbarin', 'Ein alter Fischer', 'Die Bürgermeisterin', 'Der Zug', 'Das Kind', 'Meine Großmutter', 'Der Chor',
           'Niemand', 'Die Ärztin aus Köln', 'Herr Özdemir', 'Frau Weiß', 'Die „Seeschwalbe“', 'Jeder dritte Gast', 'Das kleine Museum am Fluss']
    does = ['öffnet', 'vergisst', 'bezahlt', 'sucht', 'verkauft', 'streicht', 'übersetzt', 'zählt', 'repariert', 'verschenkt', 'begrüßt', 'misst', 'kennt', 'fürchtet']
    what = ['das Fenster', 'den Schlüssel', 'drei Äpfel', 'die Rechnung', 'ein Boot', 'den grünen Zaun', 'kein Wort', '2,5 Kilo Mehl', 'die Straßenbahn', 'den Saal',
            'viele Briefe', 'das Gerüst', '48 Stühle', 'den „letzten“ Kuchen', 'ein Gespräch', 'die Müllabfuhr', 'einen Fußball', 'die Temperatur (−3 °C)']
    when = ['am Montag', 'um 7:45 Uhr', 'seit 1998', 'im Oktober', 'nach dem Regen', 'kurz vor Mitternacht', 'jeden Tag', 'zum ersten Mal', 'trotz des Sturms', 'heute', '']
    tail = ['', '', '', ', obwohl es regnet', ', weil der Bus nicht fährt', ' und lacht', ' – ohne Eile', ', aber nur für 15 €', '; danach ist Ruhe', ', sagt die Polizei', ' im Café „Übermut“']
    end = ['.', '.', '.', '!', '?', '']
    lines = []
    while len(lines) < count:
        parts = [r.choice(who), r.choice(does), r.choice(what), r.choice(when)]
        line = ' '.join(p for p in parts if p) + r.choice(tail) + r.choice(end)
        if r.random() < 0.08: line = line.upper()
        if r.random() < 0.05: line = 'Außerdem: ' + line
        if r.random() < 0.04: line = line.replace(' ', '  ', 1)
        if r.random() < 0.04: line = '😀 ' + line
        if r.random() < 0.03: line = 'ﬁnal ½ ＡＢＣ Ⅳ ' + line
        if line not in lines: lines.append(line)
    return lines


# ---- the file format ------------------------------------------------------------------------------------------------------------------------------------
def padded(b): return b + bytes(-len(b) % 256)


def floats(name, a):
    a = np.atleast_2d(np.asarray(a, np.float32))
    return name, 'float32', a.shape, padded(a.tobytes())


def quantised(name, a, most, turn):
    a = np.atleast_2d(np.asarray(a, np.float32))
    mult = np.float32(most) / np.abs(a).max()
    q = np.clip(np.rint((a.T if turn else a) * mult), -127, 127).astype(np.int8)
    return name, 'intgemm8', a.shape, padded(q.tobytes() + struct.pack('<f', mult))


def write(path, items, config):
    text = config.encode() + b'\0'
    items = sorted(items, key=lambda i: i[0]) + [('special:model.yml', 'int8', (len(text),), text)]
    head = struct.pack('<QQ', 1, len(items))
    head += b''.join(struct.pack('<QQQQ', len(n) + 1, ITEM[t], len(s), len(b)) for n, t, s, b in items)
    head += b''.join(n.encode() + b'\0' for n, _, _, _ in items)
    head += b''.join(struct.pack('<%di' % len(s), *s) for _, _, s, _ in items)
    pad = (len(head) + 8) // 256 * 256 + 256 - len(head) - 8
    with open(path, 'wb') as f:
        f.write(head + struct.pack('<Q', pad) + bytes(pad) + b''.join(b for _, _, _, b in items))


def write_shortlist(path, lists, first, best):
    offsets, flat = [0], []
    for l in lists:
        flat += sorted(set(l))
        offsets.append(len(flat))
    if len(flat) % 2:  # the checksum counts whole 64-bit words
        flat.append(flat[-1])
        offsets[-1] += 1
    body = struct.pack('<4Q', first, best, len(offsets), len(flat)) + np.array(offsets, '<u8').tobytes() + np.array(flat, '<u4').tobytes()
    seed, mask = 0, (1 << 64) - 1
    for w in np.frombuffer(body, '<u8').tolist():
        seed ^= (w + 0x9e3779b9 + (seed << 6) + (seed >> 2)) & mask
    open(path, 'wb').write(struct.pack('<QQ', 0xF11A48D5013417F5, seed) + body)


def config(c):
    keys = {'dec-cell': 'ssru', 'dec-cell-base-depth': 2, 'dec-cell-high-depth': 1, 'dec-depth': c['dec'], 'dim-emb': c['dim'],
            'dim-vocabs': '\n  - %d\n  - %d' % (c['source'], c['target']), 'enc-depth': c['enc'], 'enc-type': 'bidirectional', 'input-types': '[]',
            'layer-normalization': 'false', 'lemma-dim-emb': 0, 'output-omit-bias': 'false', 'right-left': 'false', 'skip': 'false',
            'tied-embeddings': 'false' if c['shared'] else 'true', 'tied-embeddings-all': 'true' if c['shared'] else 'false', 'tied-embeddings-src': 'false',
            'transformer-decoder-autoreg': c.get('autoreg', 'rnn'), 'transformer-dim-ffn': c['ffn'], 'transformer-ffn-activation': c.get('activation', 'relu'),
            'transformer-ffn-depth': 2,
            'transformer-guided-alignment-layer': 'last', 'transformer-heads': c['heads'], 'transformer-no-projection': 'false', 'transformer-postprocess': 'dan',
            'transformer-postprocess-emb': 'd', 'transformer-postprocess-top': '""', 'transformer-preprocess': '""', 'transformer-tied-layers': '[]',
            'transformer-train-position-embeddings': 'false', 'type': 'transformer', 'ulr': 'false', 'version': 'made by make.py'}
    return '\n'.join('%s:%s%s' % (k, '' if str(v).startswith('\n') else ' ', v) for k, v in sorted(keys.items()))


# ---- weights --------------------------------------------------------------------------------------------------------------------------------------------
def weights(c, seed):
    r = np.random.default_rng(seed)
    d, f, dh = c['dim'], c['ffn'], c['dim'] // c['heads']
    n = max(3, d // 10)                                  # fast position frequencies that tokens leave free
    place = np.r_[0:n, d // 2:d // 2 + n]
    words = np.setdiff1d(np.arange(d), place)
    table = r.normal(size=(max(c['source'], c['target']), d))
    table[:, place] = 0
    table /= np.linalg.norm(table, axis=1, keepdims=True)
    p = {}

    def rand(name, rows, cols, s): p[name] = r.normal(size=(rows, cols)) * s

    def norm(name):
        p[name + '_ln_scale'] = 1 + 0.05 * r.normal(size=(1, d))
        p[name + '_ln_bias'] = 0.02 * r.normal(size=(1, d))

    def attention(name, look):
        for m in 'qkvo':
            rand('%s_W%s' % (name, m), d, d, c['noise'])
            rand('%s_b%s' % (name, m), 1, d, 0.02)
        if look:                                         # every head compares positions and hands on what stands there
            half = dh // 2
            for h in range(c['heads']):
                for i in range(half):
                    w = (i + h) % n
                    for m in 'qk':
                        a = p['%s_W%s' % (name, m)]
                        for k, col in ((w, h * dh + i), (d // 2 + w, h * dh + half + i)):
                            a[k, col] += c['gain']
                            a[words, col] -= c['gain'] / len(words)
            p[name + '_Wv'] += 0.5 * np.eye(d)
            p[name + '_Wo'] += c['copy'] * np.eye(d)
        norm(name + '_Wo')

    def feed(name):
        rand(name + '_W1', d, f, c['noise']); rand(name + '_b1', 1, f, 0.02)
        rand(name + '_W2', f, d, c['noise'] / 2); rand(name + '_b2', 1, d, 0.02)
        norm(name + '_ffn')

    for i in range(1, c['enc'] + 1):
        attention('encoder_l%d_self' % i, False)
        feed('encoder_l%d_ffn' % i)
    for i in range(1, c['dec'] + 1):
        name = 'decoder_l%d' % i
        if 'autoreg' in c:
            attention(name + '_self', False)
            p[name + '_self_Wo'] *= 0.5                  # more of it would drown the position
        else:
            rand(name + '_rnn_W', d, d, c['noise'] / 2); rand(name + '_rnn_Wf', d, d, c['noise'] * 2); rand(name + '_rnn_bf', 1, d, 0.02)
            norm(name + '_rnn_ffn')
        attention(name + '_context', i > c['dec'] - 2)  # two in a row: after more of them nothing is left of the position
        feed(name + '_ffn')
    rand('decoder_ff_logit_out_b', 1, c['target'], 0.1)
    tables = {'Wemb': table[:c['target']]} if c['shared'] else {'encoder_Wemb': table[:c['source']], 'decoder_Wemb': table[:c['target']]}
    return {k: v.astype(np.float32) for k, v in {**p, **tables}.items()}


def is_matrix(name): return name.rsplit('_', 1)[1] in ('W', 'Wf', 'Wq', 'Wk', 'Wv', 'Wo', 'W1', 'W2')


def activations(c):
    """Multipliers for the inputs of the affine layers: what comes out of a layer norm stays within about four standard deviations, hidden layers and contexts are smaller."""
    def of(name):
        if name.endswith('_W2'): return 127 / 2.5
        if name.endswith('_Wo'): return 127 / 2.5
        return 127 / 4.5
    return of


def make(folder, name, c, seed, int8_only=False):
    p = weights(c, seed)
    out = lambda kind: os.path.join(folder, 'model.%s.%s' % (name, kind))
    if not int8_only:
        write(out('bin'), [floats(k, v) for k, v in p.items()], config(c))
    alpha, items = activations(c), []
    for k, v in p.items():
        if 'Wemb' in k:
            items.append(quantised(k, v, TABLE_MAX, False))
        elif is_matrix(k):
            items += [quantised(k, v, LAYER_MAX, True), floats(k + '_QuantMultA', alpha(k))]
        else:
            items.append(floats(k, v))
    table = 'Wemb' if c['shared'] else 'decoder_Wemb'
    items.append(quantised(table + '_QuantMultA', alpha(table), 127, False))
    if c['shared']:
        items.append(floats('none_QuantMultA', alpha(table)))
    write(out('intgemm.alphas.bin'), items, config(c))
    r = random.Random(seed)
    lists = []
    for s in range(c['source']):
        own = [s] if not c['shared'] and s < c['target'] else []
        lists.append([0] * (s == 0) + own + [r.randrange(c['target']) for _ in range(r.randrange(c.get('listed', 12)))])
    write_shortlist(os.path.join(folder, 'lex.50.50.%s.s2t.bin' % name), lists, 50, 50)


def vocabulary(lines, prefix, size, **more):
    text = prefix + '.txt'
    open(text, 'w').write('\n'.join(lines) + '\n')
    sentencepiece.SentencePieceTrainer.Train(input=text, model_prefix=prefix, vocab_size=size, model_type='unigram', bos_id=-1, eos_id=0, unk_id=1, pad_id=-1,
                                             num_threads=1, minloglevel=2, **more)
    os.remove(text); os.remove(prefix + '.vocab'); os.replace(prefix + '.model', prefix + '.spm')
    return sentencepiece.SentencePieceProcessor(model_file=prefix + '.spm').get_piece_size()


SHAPES = {'tiny': dict(dim=256, ffn=1536, dec=2), 'base-memory': dict(dim=384, ffn=1536, dec=4), 'base': dict(dim=512, ffn=2048, dec=2)}


def make_full(folder, spm, shape):
    files = spm.split(',')
    sizes = [sentencepiece.SentencePieceProcessor(model_file=f).get_piece_size() for f in files]
    for side, f in zip(['vocab'] if len(files) == 1 else ['srcvocab', 'trgvocab'], files):
        shutil.copy(f, os.path.join(folder, side + '.deen.spm'))
    make(folder, 'deen', dict(SHAPES[shape], heads=8, enc=6, source=sizes[0], target=sizes[-1], shared=len(files) == 1, noise=0.005, gain=4.5, copy=12.0,
                              listed=60), 7)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    if len(sys.argv) > 2:
        return make_full(folder, sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else 'tiny')
    lines = make_text(600, 11)
    open(os.path.join(folder, 'sentences.de'), 'w').write('\n'.join(lines[:200]) + '\n')
    v = vocabulary(lines, os.path.join(folder, 'vocab.mini'), 528, byte_fallback=True, split_digits=True, user_defined_symbols=['⟦', '⟧'])
    make(folder, 'mini', dict(dim=64, ffn=64, heads=4, enc=2, dec=1, source=v, target=v, shared=True, noise=0.03, gain=5.0, copy=12.0), 5)
    make(folder, 'self', dict(dim=64, ffn=64, heads=4, enc=1, dec=2, source=v, target=v, shared=True, noise=0.03, gain=5.0, copy=12.0, autoreg='self-attention',
                              activation='swish'), 6)
    a = vocabulary(lines, os.path.join(folder, 'srcvocab.pair'), 240, normalization_rule_name='identity')
    b = vocabulary([l[::-1] for l in lines], os.path.join(folder, 'trgvocab.pair'), 224, normalization_rule_name='identity')
    make(folder, 'pair', dict(dim=64, ffn=128, heads=2, enc=1, dec=2, source=a, target=b, shared=False, noise=0.03, gain=5.0, copy=12.0), 6, int8_only=True)


if __name__ == '__main__':
    main()

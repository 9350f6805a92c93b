"""A checkpoint becomes the files of a model folder.

  export.py WORK_DIR CHECKPOINT MODEL_DIR [--pair deen] [--name builtin] [--plain] [--licence SPDX] [--first 1000] [--best 150]

Averaged weights -> Marian float32 file -> eight-bit file by a calibration on training pairs (quantise.py), the lexical shortlist
cut from the alignment counts, the vocabulary, the decoder configuration, and a manifest with checksums. With a --name of satzpaar- and a
language pair the folder is what `satzpaar models pull --from` installs.
"""
import argparse
import os
import shutil

import numpy as np
import torch

import marian

DECODER = 'beam-size: 6\nnormalize: 0.8\n'


def files(pair):
    """Names of the model, the shortlist, the vocabulary and the decoder configuration."""
    return f'model.{pair}.intgemm.alphas.bin', f'lex.1000.150.{pair}.s2t.bin', f'vocab.{pair}.spm', f'config.{pair}.yml'


def names(shape):
    """(group, trainer name, row block, Marian name, transposed) of every tensor; a block (i, n) is the i-th of n equal parts of the rows."""
    def norm(ours, theirs):
        yield 'vec', ours + '_s', (0, 1), theirs + '_ln_scale', False
        yield 'vec', ours + '_b', (0, 1), theirs + '_ln_bias', False

    def linear(ours, block, w, b):
        yield 'mat', ours, block, w, True
        if b:
            yield 'vec', ours, block, b, False

    def feed(ours, theirs):
        yield from linear(ours + '.1', (0, 1), theirs + '_ffn_W1', theirs + '_ffn_b1')
        yield from linear(ours + '.2', (0, 1), theirs + '_ffn_W2', theirs + '_ffn_b2')
        yield from norm(ours + '.n2', theirs + '_ffn_ffn')

    yield 'emb', 'E', (0, 1), 'Wemb', False
    yield 'vec', 'out', (0, 1), 'decoder_ff_logit_out_b', False
    for i in range(shape['enc']):
        o, t = f'e{i}', f'encoder_l{i + 1}'
        for j, c in enumerate('qkv'):
            yield from linear(o + '.qkv', (j, 3), f'{t}_self_W{c}', f'{t}_self_b{c}')
        yield from linear(o + '.o', (0, 1), t + '_self_Wo', t + '_self_bo')
        yield from norm(o + '.n1', t + '_self_Wo')
        yield from feed(o, t)
    for i in range(shape['dec']):
        o, t = f'd{i}', f'decoder_l{i + 1}'
        yield from linear(o + '.uf', (0, 2), t + '_rnn_W', None)
        yield from linear(o + '.uf', (1, 2), t + '_rnn_Wf', None)
        yield 'vec', o + '.f', (0, 1), t + '_rnn_bf', False
        yield from norm(o + '.n0', t + '_rnn_ffn')
        yield from linear(o + '.q', (0, 1), t + '_context_Wq', t + '_context_bq')
        for j, c in enumerate('kv'):
            yield from linear(o + '.kv', (j, 2), f'{t}_context_W{c}', f'{t}_context_b{c}')
        yield from linear(o + '.o', (0, 1), t + '_context_Wo', t + '_context_bo')
        yield from norm(o + '.n1', t + '_context_Wo')
        yield from feed(o, t)


def part(t, block):
    n = t.shape[0] // block[1]
    return t[block[0] * n:(block[0] + 1) * n]


def to_marian(net):
    out = {}
    for group, ours, block, theirs, turned in names(net.shape):
        t = part(net.groups()[group].P[ours], block).detach()
        out[theirs] = t.t().contiguous().numpy() if turned else t.reshape(-1, t.shape[-1]).numpy()
    return out


def respell(new, old, rows):
    """Rows of a vocabulary's pieces from those of another vocabulary: a piece that both know keeps its row, any other gets the mean of the likeliest
    sequence of old pieces that spells it. `rows` has the pieces of `old` in its first dimension."""
    score = {old.id_to_piece(i): (old.get_score(i), i) for i in range(old.get_piece_size()) if not (old.is_control(i) or old.is_unknown(i))}
    out = rows.new_zeros((new.get_piece_size(), *rows.shape[1:]))
    for i in range(new.get_piece_size()):
        piece = new.id_to_piece(i)
        best = [(0., ())] + [(-1e9, ())] * len(piece)                       # of every prefix: score, old pieces
        for b in range(1, len(piece) + 1):
            for a in range(max(0, b - 16), b):
                if piece[a:b] in score:
                    s, n = score[piece[a:b]]
                    best[b] = max(best[b], (best[a][0] + s, best[a][1] + (n,)))
        spelt = [old.piece_to_id(piece)] if piece in score or old.piece_to_id(piece) != old.unk_id() else best[-1][1]
        out[i] = rows[list(spelt)].mean(0) if spelt else rows[old.unk_id()]
    return out


def even(net):
    """Gives the input and output weights of each hidden unit the same length, as training keeps them; quantise.py scales them."""
    for l in net.layers:
        first, bias, second = net.mat.P[l + '.1'], net.vec.P[l + '.1'], net.mat.P[l + '.2']
        f = (second.norm(dim=0) / first.norm(dim=1).clamp(min=1e-6)).sqrt().clamp(1 / 64, 64)
        first.mul_(f[:, None])
        bias.mul_(f)
        second.div_(f)
    net.refresh()


def initial(net, path, optimisers, work=''):
    """Starts `net` from a checkpoint of the trainer or from a Marian file, float32 or eight bits. Layers beyond those of the start are copies of its
    last ones. Optimiser state is taken over only from a checkpoint of the same shape. A Marian file may have another vocabulary (beside it) than
    the work folder: see respell."""
    if path.endswith('.bin'):
        items = marian.read(path)
        text = items['special:model.yml'][2].decode()
        have = {k: int(text.split(k + '-depth: ')[1].split('\n')[0]) for k in ('enc', 'dec')}
        def get(name):
            kind = 'encoder' if name.startswith('encoder') else 'decoder'
            if '_l' in name and name.split('_l')[1][0].isdigit():
                i, rest = name.split('_l', 1)[1].split('_', 1)
                name = f"{kind}_l{min(int(i), have[kind[:3]])}_{rest}"
            a, s = marian.tensor(name, items[name])
            return torch.from_numpy(np.array(a) / (s if s is not None else 1))
        import sentencepiece
        read = lambda *p: sentencepiece.SentencePieceProcessor(model_file=os.path.join(*p))
        new, old = read(work, 'vocab.model'), read(os.path.dirname(path), files(os.path.basename(path).split('.')[1])[2])
        for group, ours, block, theirs, turned in names(net.shape):
            t = part(net.groups()[group].P[ours], block)
            a = get(theirs)
            if theirs == 'Wemb':
                a = respell(new, old, a)
            elif theirs == 'decoder_ff_logit_out_b':
                a = respell(new, old, a.reshape(-1))
            t.copy_((a.t() if turned else a).reshape(t.shape))
        even(net)
        return dict(step=0, seen=0)
    c = torch.load(path)
    if c['shape'] == net.shape:
        net.set_params(c['net'])
        for o, s in zip(optimisers, c['opt']):
            for k, v in s.items():
                getattr(o, k).copy_(v) if torch.is_tensor(v) else setattr(o, k, v)
        return dict(step=c['step'], seen=c['seen'])
    from model import Student
    old = Student(**c['shape'])
    old.set_params(c['average'])
    for k, group in net.groups().items():
        for n, t in group.P.items():
            layer = n[:2] if n[0] in 'ed' and n[1:2].isdigit() else None
            if layer:
                last = c['shape']['enc' if n[0] == 'e' else 'dec'] - 1
                n = n[0] + str(min(int(n[1]), last)) + n[2:]
            t.copy_(old.groups()[k].P[n])
    net.refresh()
    return dict(step=0, seen=c['seen'])


def eight_bits(engine, shape, path):
    """Writes an engine whose products are quantised."""
    items = []
    for n, a in engine.P.items():
        if n not in engine.eight:
            items.append(marian.float_item(n, a.numpy()))
            continue
        whole, scale, multiplier = engine.eight[n]
        whole, m = whole.T if n == 'Wemb' else whole, np.array([[multiplier]], np.float32)
        items.append(marian.int8_item(n, whole.numpy(), scale))
        items.append(marian.int8_item(n + '_QuantMultA', m) if n == 'Wemb' else marian.float_item(n + '_QuantMultA', m))
        if n == 'Wemb':
            items.append(marian.float_item('none_QuantMultA', m))
    marian.write(path, sorted(items) + [marian.config(**shape)])


def table(work, vocab, best, floor=0.00005):
    """Best targets of every source piece by p(target | source) and p(source | target) from the alignment counts."""
    z = np.load(os.path.join(work, 'lex.npz'))
    src, trg, n = z['src'], z['trg'], z['n'].astype(np.float64)
    score = n / np.bincount(src, n, vocab)[src] + 0.3 * n / np.bincount(trg, n, vocab)[trg]
    keep = (n >= 2) & (score > floor)
    order = np.lexsort((-score[keep], src[keep]))
    lists = [[] for _ in range(vocab)]
    for s, t in zip(src[keep][order].tolist(), trg[keep][order].tolist()):
        if len(lists[s]) < best:
            lists[s].append(t)
    return lists


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('checkpoint')
    arg.add_argument('model')
    arg.add_argument('--pair', default='deen', help='source and target language')
    arg.add_argument('--name', default='builtin', help='of the model in its manifest')
    arg.add_argument('--plain', action='store_true', help='the model has not learned to read translations inside its source')
    arg.add_argument('--licence', default='', help='of the weights, by its SPDX identifier')
    arg.add_argument('--first', type=int, default=1000)
    arg.add_argument('--best', type=int, default=150)
    arg.add_argument('--calibrate', type=int, default=400)
    arg.add_argument('--raw', action='store_true', help='the last weights instead of the average')
    arg.add_argument('--date', default='')
    o = arg.parse_args()
    torch.set_num_threads(1)
    from engine import Engine
    from model import Student
    from prepare import kept_out
    from quantise import quantise
    c = torch.load(o.checkpoint)
    net = Student(**c['shape'])
    net.set_params(c['net' if o.raw else 'average'])
    os.makedirs(o.model, exist_ok=True)
    path = lambda n: os.path.join(o.model, n)
    parts = model, lexicon, vocab, decoder = files(o.pair)
    params = to_marian(net)
    plain = os.path.join(o.work, f'model.{o.pair}.bin')
    marian.write(plain, [marian.float_item(n, params[n]) for n in sorted(params)] + [marian.config(**c['shape'])])
    shutil.copy(os.path.join(o.work, 'vocab.model'), path(vocab))
    with open(path(decoder), 'w') as f:
        f.write(DECODER + ('terms: false\n' if o.plain else ''))
    marian.shortlist(path(lexicon), table(o.work, c['shape']['vocab'], o.best), o.first, o.best)
    z = np.load(os.path.join(o.work, 'tok.npz'))
    S, T, so, to = z['S'], z['T'], z['so'], z['to']
    held, weight = kept_out(z), z['w'].astype(np.float64)
    weight[held] = 0

    def pairs(numbers):
        found = [(S[so[i]:so[i + 1]].astype(np.int64), T[to[i]:to[i + 1]].astype(np.int64)) for i in numbers]
        return sorted(found, key=lambda p: len(p[0]))
    e = Engine(plain, path(vocab), path(lexicon))
    before = e.loss(pairs(held))
    quantise(e, pairs(np.random.default_rng(5).choice(len(weight), o.calibrate, replace=False, p=weight / weight.sum())))
    eight_bits(e, c['shape'], path(model))
    print(f'held-out loss {before:.4f} in float32, {Engine(path(model), path(vocab)).loss(pairs(held)):.4f} in eight bits')
    s = c['shape']
    if os.path.exists(path('model.json')):
        os.remove(path('model.json'))                                         # of another model
    facts = dict(name=o.name, arch=f"dim {s['dim']}, ffn {s['ffn']}, heads {s['heads']}, encoder {s['enc']}, SSRU decoder {s['dec']}", vocab=s['vocab'])
    marian.note(o.model, parts, **facts, **{k: v for k, v in (('trained', o.date), ('licence', o.licence)) if v})
    print('steps', c['step'], 'target tokens', c['seen'], {n: os.path.getsize(path(n)) for n in parts})


if __name__ == '__main__':
    main()

"""Text that the model itself makes, to be trained on beside the originals.

  distill.py WORK_DIR MODEL_DIR NEW_DIR [--mono FILE.zst ...] [--beam 6] [--share 1]

For the pairs of the sources in CHOSEN, the program nbest searches for as many translations as the beam is wide and
takes the one that is nearest to the reference: near to what people wrote, and something that the model can reach
(sequence-level interpolation, Kim and Rush 2016). German lines without a partner (--mono) get the best translation of
the search (self-training, He et al. 2020), and some of them are damaged as in prepare.py. What the search itself
believes least of those is left out.

NEW_DIR receives what train.py reads: tok.npz with everything that WORK_DIR has and the new pairs, under the names
`<group>_chosen` and `mono_taught`, and links.npz, where the new pairs are aligned by the model's attention. Pairs that
are kept out of the training are not translated, and stay the same. Everything else goes on reading WORK_DIR: no list
of words is made of what a model wrote.
"""
import argparse
import os
import random
import shutil
import struct
import subprocess

import numpy as np
import sentencepiece as spm

from prepare import CONTROL, WEIGHT, damage, kept_out

CHOSEN = {
    'news': ['wmt_newstest_2008_2019_bergamot', 'wmt_newstest_2008_2019_refs', 'wmt14_newstest_aligned', 'wmt15_sample_harvardnlp',
             'ntrex128_newstest2019', 'mlqe_pe_wikipedia', 'xquad', 'europarl_comtrans', 'europarl_v7_head', 'mucow_opus', 'websites_general',
             'cocoa_mt_spoken', 'sdg_goals', 'bcontrast_chat', 'stsb_deepl'],
    'nonfic': ['nonfic_gutenberg_de', 'nonfic_gutenberg_en', 'nonfic_gutenberg_third'],
}
SHORTEST, LONGEST = 5, 100  # pieces of a side
ALIKE = 0.2                 # a chosen translation is at least so similar to its reference
BELIEVED = 0.75             # share of the lines without a partner that is kept
DAMAGED = 0.15              # share of those lines that are damaged


def write(f, index, source, reference):
    f.write(struct.pack('<IH', index, len(source)) + np.asarray(source, '<u2').tobytes())
    f.write(struct.pack('<H', len(reference)) + np.asarray(reference, '<u2').tobytes())


def read(path):
    """Yields index, similarity, score, tokens and positions of what nbest wrote; a record that is not complete ends it."""
    data, at = open(path, 'rb').read(), 0
    while at + 14 <= len(data):
        index, alike, score, n = struct.unpack_from('<IffH', data, at)
        at += 14
        if at + 4 * n > len(data):
            return
        yield index, alike, score, np.frombuffer(data, '<u2', n, at), np.frombuffer(data, '<i2', n, at + 2 * n)
        at += 4 * n


def search(model, beam, path):
    """Translates the records of path.in to path.out."""
    here = os.path.dirname(os.path.abspath(__file__))
    with open(path + '.in', 'rb') as i, open(path + '.out', 'wb') as o:
        subprocess.run(['go', 'run', './nbest', '-model', os.path.abspath(model), '-beam', str(beam)], cwd=here, stdin=i, stdout=o, check=True)


def pairs(z, group, held, sp, rng):
    """Numbers of the pairs of a group, in random order, without those that are kept out or carry translations."""
    carry = np.zeros(len(z['w']), bool)
    carry[np.searchsorted(z['so'], np.flatnonzero(np.isin(z['S'], [sp.piece_to_id(c) for c in CONTROL])), 'right') - 1] = True
    source, target = np.diff(z['so']), np.diff(z['to'])
    named = np.isin(z['src'], np.flatnonzero(np.isin(z['sources'], CHOSEN[group])))
    carry[held] = True
    return rng.permutation(np.flatnonzero(named & ~carry & (target >= SHORTEST) & (source >= SHORTEST) & (target <= LONGEST) & (source <= LONGEST)))


def lines(files, rng):
    """German sentences, in random order."""
    out = []
    for path in files:
        text = subprocess.run(['zstdcat', path], capture_output=True, check=True).stdout.decode()
        out += [x for x in map(str.strip, text.split('\n')) if 20 < len(x) < 350 and sum(c.isalpha() for c in x) > .6 * len(x)]
    rng.shuffle(out)
    return out


def add(z, link, name, found):
    """Appends pairs, given as source, target and positions, under a new name."""
    found = list(found)
    z['S'] = np.concatenate([z['S'], *(s.astype(np.uint16) for s, _, _ in found)])
    z['T'] = np.concatenate([z['T'], *(t.astype(np.uint16) for _, t, _ in found)])
    z['so'] = np.append(z['so'], z['so'][-1] + np.cumsum([len(s) for s, _, _ in found]))
    z['to'] = np.append(z['to'], z['to'][-1] + np.cumsum([len(t) for _, t, _ in found]))
    z['w'] = np.append(z['w'], np.full(len(found), WEIGHT[name], np.float32))
    z['src'] = np.append(z['src'], np.full(len(found), len(z['sources']), np.uint8))
    z['sources'] = np.append(z['sources'], name)
    print(name, len(found), 'pairs', sum(len(t) for _, t, _ in found), 'target tokens', flush=True)
    return np.concatenate([link, *(l.astype(np.int16) for _, _, l in found)])


def chosen(z, path):
    for index, alike, _, target, positions in read(path):
        if alike >= ALIKE and target[-1] == 0:
            yield z['S'][z['so'][index]:z['so'][index + 1]], target, positions


def taught(sources, path, sp, rng):
    """What was translated best, by the score of the search among lines of about the same length."""
    found = [(sources[i], score, t, l) for i, _, score, t, l in read(path) if t[-1] == 0 and len(t) <= 1.6 * len(sources[i]) + 5]
    length = np.log2([len(s) for s, *_ in found]).round(1)
    score = np.array([f[1] for f in found])
    least = {x: np.quantile(score[length == x], 1 - BELIEVED) for x in np.unique(length)}
    for (source, score, target, positions), n in zip(found, length):
        if score < least[n]:
            continue
        if rng.random() < DAMAGED:
            source = np.array(sp.encode(damage(sp.decode(source[:-1].tolist()), rng)) + [0])
            positions = np.full(len(target), -1)
        yield source, target, positions


def begin(work, new):
    """What a work folder holds, for a new one that receives its vocabulary: arrays, links and the pieces."""
    os.makedirs(new, exist_ok=True)
    for name in ('vocab.model', 'vocab.vocab'):
        shutil.copy(os.path.join(work, name), os.path.join(new, name))
    z = {k: v for k, v in np.load(os.path.join(work, 'tok.npz')).items()}
    link = np.load(os.path.join(work, 'links.npz'))['link']
    return z, link, spm.SentencePieceProcessor(model_file=os.path.join(work, 'vocab.model'))


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('model')
    arg.add_argument('new')
    arg.add_argument('--mono', nargs='*', default=[], help='files of German sentences, one a line, compressed by zstd')
    arg.add_argument('--beam', type=int, default=6)
    arg.add_argument('--share', type=float, default=1, help='of the pairs and lines that is translated')
    arg.add_argument('--found', action='store_true', help='use what NEW_DIR holds of an earlier search')
    o = arg.parse_args()
    path = lambda name: os.path.join(o.new, name)
    z, link, sp = begin(o.work, o.new)
    z['held'] = held = kept_out(z)
    old = dict(z)
    for group in CHOSEN:
        if not o.found:
            pick = pairs(old, group, held, sp, np.random.default_rng(7))
            with open(path(group + '.in'), 'wb') as f:
                for i in pick[:int(o.share * len(pick))].tolist():
                    write(f, i, old['S'][old['so'][i]:old['so'][i + 1]], old['T'][old['to'][i]:old['to'][i + 1]])
            search(o.model, o.beam, path(group))
        link = add(z, link, group + '_chosen', chosen(old, path(group + '.out')))
    if o.mono:
        text = lines(o.mono, random.Random(3))
        text = text[:int(o.share * len(text))]
        sources = [np.array(x + [0]) for x in sp.encode(text) if SHORTEST < len(x) < LONGEST]
        if not o.found:
            with open(path('mono.in'), 'wb') as f:
                for i, s in enumerate(sources):
                    write(f, i, s, [])
            search(o.model, o.beam, path('mono'))
        link = add(z, link, 'mono_taught', taught(sources, path('mono.out'), sp, random.Random(5)))
    np.savez(path('tok.npz'), **z)
    np.savez(path('links.npz'), link=link)


if __name__ == '__main__':
    main()

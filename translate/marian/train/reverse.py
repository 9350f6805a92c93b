"""The pairs of a work folder the other way round: English to German.

  reverse.py DATA ALIGNED WORK NEW

WORK is what prepare.py and distill.py made of DATA, ALIGNED the folder that align.py wrote its counts to; NEW receives
what train.py and export.py read. Pairs whose German was damaged or that carry translations are left out: what is a
damaged source there would be a damaged target here. Pairs that a model made from German lines stay, since their German
was written by people (back-translation, Sennrich et al. 2016). Pairs that are kept out of the training stay the same.
"""
import os
import random
import shutil
import sys

import numpy as np
import sentencepiece as spm

from prepare import CONTROL, COPY, OLD, WEIGHT, Modern, read, sound


def identity(a, b):
    return hash((a.tobytes(), b.tobytes()))


def originals(data, sp):
    """Identities of the pairs of the data as they are before anything is damaged."""
    clean = [p for p in read(data) if WEIGHT.get(p[0], 1) and sound(*p)]
    modern = Modern(de for name, de, _ in clean if not name.startswith(OLD))
    clean = [(modern(de) if name.startswith(OLD) else de, en) for name, de, en in clean]
    ids = lambda text: np.array(text + [0], np.uint16)
    known = set()
    for i in range(0, len(clean), 50000):
        german, english = (sp.encode(list(side), num_threads=1) for side in zip(*clean[i:i + 50000]))
        known.update(identity(ids(a), ids(b)) for a, b in zip(german, english))
    return known


def kept(z, sp, known, held):
    """Numbers of the pairs that can be turned round, each once."""
    names = [str(n) for n in z['sources']]
    made = {i for i, n in enumerate(names) if n.endswith(('_chosen', '_taught'))}
    control = np.array([sp.piece_to_id(c) for c in CONTROL])
    seen = set()
    for i in range(len(z['w'])):
        s, t = z['S'][z['so'][i]:z['so'][i + 1]], z['T'][z['to'][i]:z['to'][i + 1]]
        key = identity(s, t)
        if key in seen and i not in held:
            continue
        sane = z['src'][i] in made and not np.isin(s, control).any()
        if sane and names[z['src'][i]] == 'mono_taught':                     # some of those lines lost their capitals
            sane = not sp.decode(s[:-1].tolist()).islower()
        if i in held or key in known or sane:
            seen.add(key)
            yield i


def turned(link, source, target):
    """Links from the source tokens to the target ones; of several the first."""
    back = np.full(source, -1, np.int16)
    ok = np.flatnonzero((link >= 0) & (link < source))[::-1]
    back[link[ok]] = ok
    back[-1] = target - 1
    return back


def main():
    data, aligned, work, new = sys.argv[1:]
    os.makedirs(new, exist_ok=True)
    for n in ('vocab.model', 'vocab.vocab'):
        shutil.copy(os.path.join(work, n), os.path.join(new, n))
    lex = np.load(os.path.join(aligned, 'lex.npz'))
    np.savez(os.path.join(new, 'lex.npz'), src=lex['trg'], trg=lex['src'], n=lex['n'])
    z = {k: v for k, v in np.load(os.path.join(work, 'tok.npz')).items()}
    link = np.load(os.path.join(work, 'links.npz'))['link']
    sp = spm.SentencePieceProcessor(model_file=os.path.join(work, 'vocab.model'))
    held = set(z['held'].tolist())
    rng = random.Random(3)
    A, B, L, w, src, out = [], [], [], [], [], []
    for i in kept(z, sp, originals(data, sp), held):
        s, t = z['S'][z['so'][i]:z['so'][i + 1]], z['T'][z['to'][i]:z['to'][i + 1]]
        if i in held:
            out.append(len(w))
        pairs = [(t, s, turned(link[z['to'][i]:z['to'][i + 1]], len(s), len(t)))]
        if i not in held and rng.random() < COPY and 10 < len(s) < 60:
            pairs.append((s, s, np.arange(len(s), dtype=np.int16)))          # what is German already stays
        for a, b, k in pairs:
            A.append(a), B.append(b), L.append(k), w.append(z['w'][i]), src.append(z['src'][i])
    offsets = lambda side: np.append(0, np.cumsum([len(x) for x in side]))
    np.savez(os.path.join(new, 'tok.npz'), S=np.concatenate(A), T=np.concatenate(B), so=offsets(A), to=offsets(B), w=np.array(w, np.float32),
             src=np.array(src, np.uint8), sources=z['sources'], held=np.array(out))
    np.savez(os.path.join(new, 'links.npz'), link=np.concatenate(L))
    print('pairs', len(w), 'held', len(out), 'target tokens', sum(map(len, B)))


if __name__ == '__main__':
    main()

"""Pairs whose source carries translations beside some of its words, so that the model learns to use them (Dinu et al.
2019; Zhong and Chiang 2020).

  hints.py WORK_DIR [--count 300000] [--seed 1]

Reads what prepare.py and align.py wrote and appends copies of random pairs to tok.npz and links.npz. In a copy the
source reads

  … word <term> translation <end> …     the translation is what the reference has there, often in its base form:
                                        a glossary to be obeyed
  … word <hint> translation <end> …     a seldom word and the translation that the lexicon of all pairs thinks
                                        likeliest: it may be wrong

A source word is a run of pieces up to the next word boundary, without punctuation at its end.
"""
import argparse
import collections
import os

import numpy as np
import sentencepiece as spm

from prepare import CONTROL, LONGEST

FREQUENT = 400          # the most frequent words of a side are never terms
SELDOM = 40             # words that occur at most so often get hints
TERM = 0.65             # share of the copies that carry terms; the others carry hints
BASE = 0.5              # how often a term is given in its base form where one is known


class Side:
    """Words of one side: which piece belongs to which word, and a number that equal words share."""

    def __init__(self, ids, offsets, sp):
        self.ids, self.offsets = ids, offsets
        pieces = [sp.id_to_piece(i) for i in range(sp.get_piece_size())]
        starts = np.array([p.startswith('\u2581') for p in pieces])
        inner = np.array([any(c.isalpha() for c in p) for p in pieces])
        start = starts[ids]
        start[offsets[:-1]] = True
        start |= ids == 0
        # Pieces without letters end a word: a comma after it is not part of it.
        start[1:] |= inner[ids[1:]] != inner[ids[:-1]]
        self.first = np.flatnonzero(start)                                  # word -> its first piece
        self.end = np.append(self.first[1:], len(ids))
        self.of = np.cumsum(start) - 1                                      # piece -> word
        rng = np.random.default_rng(11)
        value = rng.integers(1 << 62, size=len(pieces), dtype=np.uint64)
        place = np.minimum(np.arange(len(ids)) - self.first[self.of], 30)
        mixed = value[ids] * (2 * place.astype(np.uint64) + 1) ** 3
        self.hash = np.add.reduceat(mixed, self.first)
        self.letters = inner[ids[self.first]]
        _, self.kind, count = np.unique(self.hash, return_inverse=True, return_counts=True)
        self.count = count                                                  # kind -> occurrences
        order = np.argsort(-count)
        self.common = np.zeros(len(count), bool)
        self.common[order[:FREQUENT]] = True
        self.example = np.zeros(len(count), np.int64)                       # kind -> a word of that kind
        self.example[self.kind] = np.arange(len(self.first))

    def pieces(self, word):
        return self.ids[self.first[word]:self.end[word]]


def lexicon(source, target, link):
    """Source kind -> (likeliest target kind, how many source words of that kind are linked to it)."""
    position = np.repeat(source.offsets[:-1], np.diff(target.offsets)) + link
    ok = link >= 0
    word = source.of[position[ok]]
    key = source.kind[word].astype(np.int64) * len(target.count) + target.kind[target.of[np.flatnonzero(ok)]]
    # A word counts once, however many of its pieces are linked.
    one = np.append(True, (key[1:] != key[:-1]) | (word[1:] != word[:-1]))
    key, n = np.unique(key[one], return_counts=True)
    s, t = key // len(target.count), key % len(target.count)
    usable = target.letters[target.example[t]]
    s, t, n = s[usable], t[usable], n[usable]
    order = np.lexsort((-n, s))
    first = np.append(True, s[order][1:] != s[order][:-1])
    best = order[first]
    return {int(a): (int(b), int(c)) for a, b, c in zip(s[best], t[best], n[best])}


def base(word, known):
    """A form from which the reader of a glossary would start: singular, infinitive, lower case where that is a word."""
    w = word
    if w[:1].isupper() and known[w.lower()] > known[w]:
        w = w.lower()
    for end, put in (('ies', 'y'), ('es', ''), ('s', ''), ('ied', 'y'), ('ed', ''), ('ed', 'e'), ('ing', ''),
                     ('ing', 'e')):
        if w.endswith(end) and len(w) > len(end) + 2 and known[w[:-len(end)] + put] > 3:
            return w[:-len(end)] + put
    return w


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('--count', type=int, default=300000)
    arg.add_argument('--seed', type=int, default=1)
    o = arg.parse_args()
    path = lambda name: os.path.join(o.work, name)
    z = {k: v for k, v in np.load(path('tok.npz')).items()}
    link = np.load(path('links.npz'))['link']
    sp = spm.SentencePieceProcessor(model_file=path('vocab.model'))
    term, hint, end = (sp.piece_to_id(c) for c in CONTROL)
    S, T, so, to = z['S'], z['T'], z['so'], z['to']
    source, target = Side(S, so, sp), Side(T, to, sp)
    best = lexicon(source, target, link)
    known = collections.Counter()
    for kind, n in enumerate(target.count):
        known[sp.decode(target.pieces(target.example[kind]).tolist()).strip()] += int(n)
    rng = np.random.default_rng(o.seed)
    length = np.diff(to)
    p = z['w'] * (length > 5)
    pick = rng.choice(len(z['w']), o.count, p=p / p.sum())
    newS, newT, newL, ns, nt, src, terms, hints = [], [], [], [], [], [], 0, 0
    for i in pick.tolist():
        a, b, c, d = so[i], so[i + 1], to[i], to[i + 1]
        l = link[c:d]
        words = np.arange(source.of[a], source.of[b - 1])
        words = words[source.letters[words]]
        put = {}                                            # source piece after which it stands -> (control, pieces)
        if rng.random() < TERM:
            words = words[~source.common[source.kind[words]]]
            if not len(words):
                continue
            for w in rng.permutation(words)[:rng.integers(1, 4)].tolist():
                inside = (l >= source.first[w] - a) & (l < source.end[w] - a)
                aims = np.unique(target.of[c + np.flatnonzero(inside)])
                if not 0 < len(aims) <= 3 or aims[-1] - aims[0] != len(aims) - 1 or not target.letters[aims].all():
                    continue
                other = l[target.first[aims[0]] - c:target.end[aims[-1]] - c]
                other = other[other >= 0]
                outside = (other < source.first[w] - a) | (other >= source.end[w] - a)
                if outside.any() or target.common[target.kind[aims]].all():
                    continue
                text = [sp.decode(target.pieces(x).tolist()).strip() for x in aims]
                if rng.random() < BASE:
                    text[-1] = base(text[-1], known)
                put[source.end[w] - a - 1] = term, sp.encode(' '.join(text))
                terms += 1
        else:
            for w in words[source.count[source.kind[words]] <= SELDOM].tolist()[:4]:
                k = best.get(int(source.kind[w]))
                if k and (k[1] > 1 or source.count[source.kind[w]] == 1 and rng.random() < .3):
                    put[source.end[w] - a - 1] = hint, target.pieces(target.example[k[0]]).tolist()
                    hints += 1
        if not put:
            continue
        out, shift, at = [], np.zeros(b - a, np.int16), 0
        for n, x in enumerate(S[a:b].tolist()):
            shift[n] = len(out)
            out.append(x)
            if n in put:
                out += [put[n][0], *put[n][1], end]
        if len(out) > LONGEST:
            continue
        newS.append(np.array(out, np.uint16))
        newT.append(T[c:d])
        newL.append(np.where(l >= 0, shift[np.maximum(l, 0)], -1).astype(np.int16))
        ns.append(len(out))
        nt.append(d - c)
        src.append(z['src'][i])
    z.update(S=np.concatenate([S, *newS]), T=np.concatenate([T, *newT]),
             so=np.append(so, so[-1] + np.cumsum(ns)), to=np.append(to, to[-1] + np.cumsum(nt)),
             w=np.append(z['w'], np.ones(len(ns), np.float32)), src=np.append(z['src'], np.array(src, np.uint8)))
    np.savez(path('tok.npz'), **z)
    np.savez(path('links.npz'), link=np.concatenate([link, *newL]))
    print('copies', len(ns), 'terms', terms, 'hints', hints)
    show = rng.choice(len(newS), 12)
    for k in show:
        print(' ', ' '.join(sp.id_to_piece(int(x)) for x in newS[k]), '|||', sp.decode(newT[k].tolist()))


if __name__ == '__main__':
    main()

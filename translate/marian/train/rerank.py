"""How much a reverse model counts in the choice among the translations that a search finds, and what that brings.

  rerank.py WORK_DIR MODEL_DIR REVERSE_DIR [--found FILE] [--write]

The pairs that are kept out of the training are translated with a beam of six by the program nbest, and the reverse
model, which must have the same vocabulary, reads their sources from each of the translations. Then the choice is the
highest

  score of the search + weight * (log-probability of the source + length * tokens of the translation) / source tokens ^ NORMALIZE

(noisy channel, Yee et al. 2019; Ng et al. 2019). Weight and length are fitted on one half of the pairs, for the mean of
BLEU and chrF2, and judged on the other. --write puts them into the decoder configuration of the reverse model, where
the engine looks for them. --found keeps what was found, and uses it if it is there.
"""
import argparse
import collections
import os
import subprocess

import numpy as np
import sacrebleu
import sentencepiece as spm

import marian
from distill import read, write
from tables import kept_out

NORMALIZE = 0.8                                                              # as in export.DECODER
MARGIN, MOST = 0.1, 4                                                        # as in reverse.go
WEIGHTS = (0, .05, .1, .15, .2, .3, .4, .6, .8, 1, 1.5, 2)
LENGTHS = (-1, 0, .5, 1, 1.5, 2, 3, 4, 6)


class Pairs:
    """What was found for the pairs: of each hypothesis the score of the search, that of the reverse model, its length and its text."""

    def __init__(self, path, z, sp):
        self.found = collections.defaultdict(list)
        for i, back, score, tokens, _ in read(path):
            self.found[i].append((score, back, len(tokens), sp.decode(tokens[tokens != 0].tolist())))
        side = lambda name, at, i: z[name][z[at][i]:z[at][i + 1] - 1].tolist()
        self.reference = {i: sp.decode(side('T', 'to', i)) for i in self.found}
        self.tokens = {i: len(side('S', 'so', i)) + 1 for i in self.found}

    def near(self, i):
        """The hypotheses that the reverse model is asked about: those of the texts that the search likes almost as much as the best."""
        best, texts = self.found[i][0][0], []
        for h in self.found[i]:
            if h[3] not in texts and h[0] >= best - MARGIN and len(texts) < MOST:
                texts.append(h[3])
        return [h for h in self.found[i] if h[3] in texts]

    def choice(self, i, weight, length):
        scale = weight / self.tokens[i] ** NORMALIZE
        return max(self.near(i), key=lambda h: h[0] + scale * (h[1] + length * h[2]))[3]

    def quality(self, part, weight, length):
        chosen, refs = [self.choice(i, weight, length) for i in part], [[self.reference[i] for i in part]]
        return sacrebleu.corpus_bleu(chosen, refs).score, sacrebleu.corpus_chrf(chosen, refs).score


def search(model, reverse, source, target):
    here = os.path.dirname(os.path.abspath(__file__))
    with open(source, 'rb') as i, open(target, 'wb') as o:
        subprocess.run(['go', 'run', './nbest', '-model', os.path.abspath(model), '-reverse', os.path.abspath(reverse)], cwd=here, stdin=i, stdout=o, check=True)


def configure(reverse, weight, length):
    """Replaces the weights in the decoder configuration."""
    name = next(n for n in os.listdir(reverse) if n.startswith('config.'))
    path = os.path.join(reverse, name)
    with open(path) as f:
        kept = [x for x in f.read().splitlines() if not x.startswith('reverse-')]
    with open(path, 'w') as f:
        f.write('\n'.join(kept + [f'reverse-weight: {weight}', f'reverse-length: {length}']) + '\n')
    marian.note(reverse, [name])


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('model')
    arg.add_argument('reverse')
    arg.add_argument('--found', default='')
    arg.add_argument('--write', action='store_true')
    o = arg.parse_args()
    z = {k: v for k, v in np.load(os.path.join(o.work, 'tok.npz')).items()}
    sp = spm.SentencePieceProcessor(model_file=os.path.join(o.work, 'vocab.model'))
    path = o.found or os.path.join(o.work, 'reranked.out')
    if not (o.found and os.path.exists(path)):
        with open(path + '.in', 'wb') as f:
            for i in kept_out(z, sp)[1].tolist():
                write(f, i, z['S'][z['so'][i]:z['so'][i + 1]], [])
        search(o.model, o.reverse, path + '.in', path)
        os.remove(path + '.in')
    pairs = Pairs(path, z, sp)
    mixed = np.random.default_rng(1).permutation(sorted(pairs.found)).tolist()
    fit, judge = mixed[::2], mixed[1::2]
    weight, length = max(((w, l) for w in WEIGHTS for l in LENGTHS if w or not l), key=lambda x: sum(pairs.quality(fit, *x)))
    show = lambda name, w, l: print(name, *('%s %.2f / %.2f' % (half, *pairs.quality(part, w, l)) for half, part in (('fitted', fit), ('judged', judge), ('all', mixed))))
    print(len(fit), 'pairs to fit,', len(judge), 'to judge: BLEU / chrF2')
    show('search alone:', 0, 0)
    show(f'weight {weight}, length {length}:', weight, length)
    if o.write:
        configure(o.reverse, weight, length)


if __name__ == '__main__':
    main()

"""Statistical word alignment of the token arrays: links for guided alignment, lexical tables for the shortlist, a start for the embeddings.

  align.py WORK_DIR [--dim 256]

Reads WORK_DIR/tok.npz (prepare.py), aligns the pieces of all pairs with eflomal (Östling and Tiedemann 2016) and writes

  links.npz     link: for every target token the position of its source token inside the sentence, or -1; </s> is linked to </s>
  lex.npz       src, trg, n: how often two pieces were linked by either direction (the shortlist is cut from it)
  embed.npy     one row a piece: positive pointwise mutual information of pieces in the same sentence PAIR, both languages in one bag, reduced by
                a singular value decomposition (Levy and Goldberg 2014). Translations of each other meet in the same pairs, so they start as neighbours.
"""
import argparse
import os
import subprocess
import sys

import numpy as np
import scipy.sparse as sparse
import torch


def write(path, ids, offsets):
    with open(path, 'w') as f:
        for a, b in zip(offsets[:-1], offsets[1:]):
            f.write(' '.join(map(str, ids[a:b - 1])) + '\n')


def read(path, offsets, at):
    """Target position -> source position of one direction's links; `at` chooses the first link a token gets."""
    link = np.full(offsets[-1], -1, np.int16)
    with open(path) as f:
        for n, line in enumerate(f):
            for pair in line.split():
                i, j = pair.split('-')
                link[offsets[n] + int(j)] = int(i)
    return link


def embedding(z, vocab, dim, window=1.0):
    n = len(z['w'])
    rows = np.concatenate([np.repeat(np.arange(n), np.diff(z['so'])), np.repeat(np.arange(n), np.diff(z['to']))])
    cols = np.concatenate([z['S'], z['T']]).astype(np.int64)
    keep = (np.diff(z['so']) + np.diff(z['to']))[rows] < 70            # a long pair says little about which piece belongs to which
    bag = sparse.csr_matrix((np.ones(keep.sum(), np.float32), (rows[keep], cols[keep])), shape=(n, vocab))
    bag.data[:] = 1
    weight = z['w'] / np.maximum(1, np.asarray(bag.sum(1)).ravel())
    C = np.asarray((bag.T @ sparse.diags(weight.astype(np.float32)) @ bag).todense(), np.float32)
    np.fill_diagonal(C, 0)
    total, row = C.sum(), C.sum(0) + 1e-3
    context = row ** .75 / (row ** .75).sum()
    P = np.log(np.maximum(C, 1e-9) / (row[:, None] * context[None]))
    P = torch.from_numpy(np.maximum(P, 0, out=P))
    torch.manual_seed(1)
    U, s, _ = torch.svd_lowrank(P, dim, niter=4)
    return (U * s.sqrt()).numpy()


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('--dim', type=int, default=256)
    arg.add_argument('--embed-only', action='store_true')
    o = arg.parse_args()
    z = {k: v for k, v in np.load(os.path.join(o.work, 'tok.npz')).items()}
    path = lambda name: os.path.join(o.work, name)
    vocab = sum(1 for _ in open(path('vocab.vocab'), encoding='utf-8'))
    np.save(path('embed.npy'), embedding(z, vocab, o.dim))
    if o.embed_only:
        return
    write(path('align.s'), z['S'], z['so'])
    write(path('align.t'), z['T'], z['to'])
    tool = os.path.join(os.path.dirname(sys.executable), 'eflomal-align')
    subprocess.run([tool, '-s', path('align.s'), '-t', path('align.t'), '-f', path('align.f'), '-r', path('align.r'), '-m', '3', '--n-samplers', '1', '--overwrite'], check=True)
    forward, reverse = read(path('align.f'), z['to'], 0), read(path('align.r'), z['to'], 0)
    link = np.where(forward >= 0, forward, reverse)
    link[z['to'][1:] - 1] = np.diff(z['so']) - 1
    np.savez(path('links.npz'), link=link)
    print('linked', float((link >= 0).mean()), 'agree', float((forward == reverse)[(forward >= 0) & (reverse >= 0)].mean()))
    start = np.repeat(z['so'][:-1], np.diff(z['to']))
    keys = []
    for one in (forward, reverse):
        ok = one >= 0
        keys.append(z['S'][start[ok] + one[ok]].astype(np.int64) * vocab + z['T'][ok])
    key, n = np.unique(np.concatenate(keys), return_counts=True)
    np.savez(path('lex.npz'), src=key // vocab, trg=key % vocab, n=n)
    for name in ('align.s', 'align.t', 'align.f', 'align.r'):
        os.remove(path(name))


if __name__ == '__main__':
    main()

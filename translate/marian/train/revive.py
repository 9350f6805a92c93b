"""Wakes hidden units that no input wakes any more.

  revive.py WORK_DIR CHECKPOINT MODEL_DIR OUT

A hidden unit of a feed-forward block whose input to the ReLU is negative for every token gets no gradient and never returns. At a high rate this can take
whole blocks, most of all those nearest to the decoder. The units that stay silent over 400 training sentences get new random input weights, no bias and
no output weights, so that the model goes on from the same function. MODEL_DIR is an export of any checkpoint of the same work folder (for the
vocabulary and the shortlist). Prints how many units of each block were silent; `--dry` only prints.
"""
import argparse
import os
import tempfile

import numpy as np
import torch

import marian
from engine import Engine
from export import FILES, to_marian
from model import Student


class Watch(Engine):
    """The float32 decoder, noting the share of tokens for which each hidden unit is awake."""

    def __init__(self, *files):
        super().__init__(*files)
        self.awake = {}

    def ffn(self, p, x, mask=None):
        h = self.aff(x, p + '_W1', p + '_b1') > 0
        self.awake[p] = self.awake.get(p, torch.zeros(h.shape[-1])).maximum(h.float().mean((0, 1)))
        return super().ffn(p, x, mask)


def silent(work, net, folder, count=400):
    """Block name -> which of its hidden units no token of `count` training sentences wakes."""
    params = to_marian(net)
    with tempfile.TemporaryDirectory() as tmp:
        plain = os.path.join(tmp, 'model.bin')
        marian.write(plain, [marian.float_item(n, params[n]) for n in sorted(params)] + [marian.config(**net.shape)])
        engine = Watch(plain, os.path.join(folder, FILES[2]), os.path.join(folder, FILES[1]))
    z = np.load(os.path.join(work, 'tok.npz'))
    pick = np.random.default_rng(5).choice(len(z['w']), count, replace=False, p=z['w'] / z['w'].sum())
    S, so = z['S'], z['so']
    ids = sorted((S[so[i]:so[i + 1]].tolist() for i in pick), key=len)
    for a in range(0, len(ids), 50):
        engine.batch(ids[a:a + 50])
    return {n: a == 0 for n, a in engine.awake.items()}


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('checkpoint')
    arg.add_argument('model')
    arg.add_argument('out')
    arg.add_argument('--dry', action='store_true')
    o = arg.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(5)
    c = torch.load(o.checkpoint)
    kinds = ('mat', 'vec', 'emb')
    net, momentum = Student(**c['shape']), Student(**c['shape'])
    net.set_params(c['net'])
    momentum.set_params({k: s['m'] for k, s in zip(kinds, c['opt'])})
    with torch.no_grad():
        for name, gone in silent(o.work, net, o.model).items():
            print(name, 'silent', int(gone.sum()), 'of', len(gone))
            kind, layer = name.split('_l')
            ours = kind[0] + str(int(layer.split('_')[0]) - 1)
            for x, fresh in ((net, 0.1), (momentum, 0)):
                P = x.groups()['mat'].P
                P[ours + '.1'][gone] = torch.randn(int(gone.sum()), P[ours + '.1'].shape[1]) * fresh
                P[ours + '.2'][:, gone] = 0
                x.groups()['vec'].P[ours + '.1'].view(-1)[gone] = 0
    if o.dry:
        return
    c['net'] = {k: v.clone() for k, v in net.params().items()}
    c['average'] = {k: v.clone() for k, v in c['net'].items()}
    for k, s in zip(kinds, c['opt']):
        s['m'] = momentum.params()[k].clone()
    torch.save(c, o.out)


if __name__ == '__main__':
    main()

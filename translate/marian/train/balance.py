"""Feed-forward parts that have grown too large beside the residual, made smaller: balance.py CHECKPOINT NEW e0=6 e1=6 d0=3 …

Without enough decay the two matrices of a feed-forward part grow, and since a layer norm follows, nothing holds them: the part then counts fifty times as
much as what it is added to, and the residual is lost. Each named layer's part is divided by its number, half of it (by its root) in either matrix.
What follows is not the same network, but to halve all of them lowered the loss even without training. A part divided by 0 starts afresh, with random
input weights and no output: one that has fallen almost silent may then learn something else.
"""
import math
import sys

import torch

from model import Student


def main():
    checkpoint, new, *layers = sys.argv[1:]
    c = torch.load(checkpoint)
    net = Student(**c['shape'])
    for weights in ('net', 'average'):
        net.set_params(c[weights])
        for layer, by in (l.split('=') for l in layers):
            if not float(by):
                torch.manual_seed(1)                                # the same weights for both
                net.revive(torch.tensor([[l == layer] * net.shape['ffn'] for l in net.layers]), [])
                net.vec.P[layer + '.2'].zero_()
                continue
            root = math.sqrt(float(by))
            net.mat.P[layer + '.1'].div_(root)
            net.vec.P[layer + '.1'].div_(root)
            net.mat.P[layer + '.2'].div_(root)
            net.vec.P[layer + '.2'].div_(float(by))
        c[weights] = net.params()
    torch.save(c, new)


if __name__ == '__main__':
    main()

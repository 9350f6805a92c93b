"""Eight bits for the products of a network, so that it loses as little as can be.

Every product x W has one multiplier for its input and one for its weights; what is beyond 127 is clipped. In the format all weights of a matrix share
theirs, so that a few large ones coarsen the rest. Three things help, in the order of the network, each product with the inputs that the rounded ones
before it leave:

  * hidden units of a feed-forward part are scaled, which changes nothing, since relu(c x) = c relu(x), and evens out what is large
    (Nagel et al. 2019; Xiao et al. 2023 for the trade between activations and weights);
  * both multipliers are those whose product is nearest to the exact one. A bound from the mean and the deviation of the peaks of the input, as
    Bergamot's extract_stats takes it, cuts the hidden units of the last layer where they decide;
  * weights are rounded one input after another, and the rest makes good what each rounding did to the product (Frantar et al. 2023).
"""
import itertools

import numpy as np
import torch

MOST = 127
ROWS = 3000                             # of the inputs of a product, by which its multipliers are chosen
INPUT = np.geomspace(0.25, 1, 13)       # what may be left of the range of an input
WEIGHT = np.geomspace(0.3, 1, 15)       # and of weights
DAMP = 0.01                             # part of the mean diagonal that is added to the products of inputs


def whole(x, m):
    return torch.clamp(torch.round(x * m), -MOST, MOST)


def few(x):
    return x[::-(-len(x) // ROWS)]


def multiplier(x, w):
    """Of the input, by the mean of the squared errors of x w, w as it is."""
    top, exact = x.abs().max().clamp(min=1e-6).item(), x @ w
    error = lambda m: (whole(x, m) / m @ w - exact).pow(2).mean().item()
    return min((MOST / (top * part) for part in INPUT), key=error)


def scale(w, square):
    """Multiplier of the weights, by their errors d as trace(d' X'X d); `square` is X'X of the inputs."""
    top = w.abs().max().clamp(min=1e-6).item()

    def error(s):
        d = whole(w, s) / s - w
        return (d * (square @ d)).sum().item()
    return min((MOST / (top * part) for part in WEIGHT), key=error)


def rounded(w, square, s):
    """Integers for the weights [in, out]: the most active inputs first, and what one loses is spread over those behind it."""
    square = square + torch.eye(len(w)) * DAMP * square.diagonal().mean()
    order = square.diagonal().argsort(descending=True)
    w, square = w[order].clone(), square[order][:, order]
    up = torch.linalg.cholesky(torch.cholesky_inverse(torch.linalg.cholesky(square)), upper=True)
    out = torch.empty_like(w)
    for i in range(len(w)):
        out[order[i]] = whole(w[i], s)
        lost = (w[i] - out[order[i]] / s) / up[i, i]
        w[i + 1:] -= up[i, i + 1:, None] * lost
    return out


def inputs(engine, pairs, products):
    engine.inputs = {n: [] for n in products}
    engine.loss(pairs)
    found, engine.inputs = engine.inputs, None
    return {n: torch.cat(x) for n, x in found.items()}


def even(engine, pairs):
    """Scales the hidden units of every feed-forward part by powers of how large they become and of their weights."""
    P = engine.P
    layers = [f'encoder_l{i + 1}_ffn' for i in range(engine.enc)] + [f'decoder_l{i + 1}_ffn' for i in range(engine.dec)]
    found = inputs(engine, pairs, [l + w for l in layers for w in ('_W1', '_W2')])
    for l in layers:
        w1, b1, w2 = P[l + '_W1'], P[l + '_b1'], P[l + '_W2']
        x, hidden = found[l + '_W1'], found[l + '_W2']
        exact = few(hidden) @ w2
        sizes = [hidden.amax(0).clamp(min=1e-3), w2.abs().amax(1).clamp(min=1e-4), w1.abs().amax(0).clamp(min=1e-4)]

        def factors(powers):
            f = torch.stack([p * t.log() for p, t in zip(powers, sizes)]).sum(0)
            return (f - f.mean()).exp().clamp(1 / 64, 64)

        def error(powers):
            f = factors(powers)
            first, second = ((w, MOST / w.abs().max()) for w in (w1 * f, w2 / f[:, None]))
            h = torch.relu(few(x) @ (whole(*first) / first[1]) + b1 * f)
            w = whole(*second) / second[1]
            m = multiplier(h, w)
            return (whole(h, m) / m @ w - exact).pow(2).mean().item()
        f = factors(min(itertools.product((0, -0.25, -0.5, -0.75), (0, 0.25, 0.5, 0.75), (0, -0.25, -0.5)), key=error))
        P[l + '_W1'], P[l + '_b1'], P[l + '_W2'] = w1 * f, b1 * f, w2 / f[:, None]


def order(engine):
    """Names of the products as the network meets them; those of a list have the same input, or inputs of the same kind."""
    for i in range(1, engine.enc + 1):
        p = f'encoder_l{i}_'
        yield from ([p + 'self_W' + c for c in 'qkv'], [p + 'self_Wo'], [p + 'ffn_W1'], [p + 'ffn_W2'])
    yield [f'decoder_l{i}_context_W{c}' for i in range(1, engine.dec + 1) for c in 'kv']
    for i in range(1, engine.dec + 1):
        p = f'decoder_l{i}_'
        yield from ([p + 'rnn_Wf', p + 'rnn_W'], [p + 'context_Wq'], [p + 'context_Wo'], [p + 'ffn_W1'], [p + 'ffn_W2'])
    yield ['Wemb']


@torch.no_grad()
def quantise(engine, pairs):
    """Turns the products of an engine with a float32 file into eight bits, by what it does with the pairs."""
    even(engine, pairs)
    for products in order(engine):
        for n, x in inputs(engine, pairs, products).items():
            if n == 'Wemb':             # the rows are the embedding, too: they are rounded one by one
                s = MOST / engine.E.abs().max().item()
                w = whole(engine.E, s)
                engine.eight[n] = w.T, s, multiplier(few(x)[::3], w.T / s)
                engine.E = w / s
                continue
            w = engine.P[n]
            m = multiplier(few(x), w)
            x = whole(x, m) / m
            s = scale(w, x.T @ x)
            engine.eight[n] = rounded(w, x.T @ x, s), s, m

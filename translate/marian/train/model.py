"""The student model of the Marian format: transformer encoder, SSRU decoder, post-norm, tied embeddings. Equations as the inference engine has them.

Parameters live in three groups, each one flat float32 tensor with named views into it:

  mat   all 2-D weights, stored [out, in]; products use a bfloat16 working copy that the optimiser refreshes once a step
  vec   biases and layer norms
  emb   the embedding E [vocabulary, D], input and output of both languages, also with a working copy

A backward pass writes gradients straight into flat tensors beside them. The autograd graph only sees the fused operations below.
"""
import math
import os

import torch
from torch.utils.cpp_extension import load

from positions import positions

HERE = os.path.dirname(os.path.abspath(__file__))
# No -fopenmp for the linker: the OpenMP symbols then resolve to the runtime that torch already runs, and the threads are shared.
K = load('marian_kernels', [os.path.join(HERE, 'kernels.cpp')], extra_cflags=['-O3', '-march=native', '-ffast-math', '-fopenmp', '-mprefer-vector-width=512'], extra_ldflags=['-lmvec', '-lm'])
NONE = torch.empty(0, dtype=torch.int32)


class Group:
    """A flat parameter tensor and its named views."""

    def __init__(self, shapes, work):
        self.shapes = shapes
        n = sum(math.prod(s) for s in shapes.values())
        self.p = torch.zeros(n)
        self.w = torch.zeros(n, dtype=torch.bfloat16)
        self.g = torch.zeros(n, dtype=torch.bfloat16 if work == 'mat' else torch.float32)
        self.P, self.W, self.G = (self.views(t) for t in (self.p, self.w, self.g))

    def views(self, flat):
        out, at = {}, 0
        for name, shape in self.shapes.items():
            n = math.prod(shape)
            out[name] = flat[at:at + n].view(shape)
            at += n
        return out


def take(ctx):
    """What forward kept, and lets go of it: a node that holds its own output would otherwise never be freed."""
    hold, ctx.hold = ctx.hold, None
    return hold


class Linear(torch.autograd.Function):
    """x W^T + b, optionally with relu; gradients of W and b go into their tensors. `awake`, if given, notes which units of the relu are not silent."""

    @staticmethod
    def forward(ctx, x, W, b, gW, gb, relu, awake):
        y = torch.nn.functional.linear(x, W, b)
        if relu:
            y.relu_()
        if awake is not None:
            awake.logical_or_(y.amax(0) > 0)
        ctx.hold = x, W, gW, gb, y if relu else None
        return y

    @staticmethod
    def backward(ctx, dy):
        x, W, gW, gb, y = take(ctx)
        dy = dy.contiguous()
        if gb is not None:
            K.colsum(dy, gb, y)
        torch.mm(dy.t(), x, out=gW)
        return torch.mm(dy, W), None, None, None, None, None, None


class AddNorm(torch.autograd.Function):
    """LN(x + dropout(s))."""

    @staticmethod
    def forward(ctx, x, s, scale, bias, gs, gb, p, seed):
        y, hat, r = K.add_ln(x, s, scale, bias, p, seed)
        ctx.hold = hat, r, scale, gs, gb, p, seed
        return y

    @staticmethod
    def backward(ctx, dy):
        dx, ds = K.add_ln_back(dy.contiguous(), *take(ctx))
        return dx, ds, None, None, None, None, None, None


class Attend(torch.autograd.Function):
    """Self attention when kv is None (qkv side by side), else cross attention with k and v side by side. `stat` collects the guided loss."""

    @staticmethod
    def forward(ctx, q, kv, cq, ck, heads, link, guide, stat):
        D = q.shape[1] // 3 if kv is None else q.shape[1]
        parts = (q[:, :D], q[:, D:2 * D], q[:, 2 * D:]) if kv is None else (q, kv[:, :D], kv[:, D:])
        o, lse = K.attend(*parts, cq, ck, heads)
        ctx.hold = q, kv, parts, lse, cq, ck, heads, link, guide, stat, D
        return o

    @staticmethod
    def backward(ctx, go):
        q, kv, parts, lse, cq, ck, heads, link, guide, stat, D = take(ctx)
        dq = torch.empty_like(q)
        dkv = None if kv is None else torch.empty_like(kv)
        out = (dq[:, :D], dq[:, D:2 * D], dq[:, 2 * D:]) if kv is None else (dq, dkv[:, :D], dkv[:, D:])
        s = K.attend_back(go.contiguous(), *parts, lse, cq, ck, heads, *out, link, guide)
        if stat is not None:
            stat['link'] = s
        return dq, dkv, None, None, None, None, None, None


class SSRU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, uf, bias, cu, gb):
        ctx.hold = uf, bias, cu, gb
        return K.ssru(uf, bias, cu)

    @staticmethod
    def backward(ctx, go):
        return K.ssru_back(go.contiguous(), *take(ctx)), None, None, None


class Embed(torch.autograd.Function):
    """`grad` is a dummy that makes autograd come back here."""

    @staticmethod
    def forward(ctx, grad, E, gE, ids, at, pos):
        ctx.hold = gE, ids
        return K.embed(E, ids, at, pos)

    @staticmethod
    def backward(ctx, d):
        gE, ids = take(ctx)
        K.scatter(d.contiguous(), ids, gE, math.sqrt(gE.shape[1]))
        return None, None, None, None, None, None


class Loss(torch.autograd.Function):
    """Label-smoothed cross-entropy over a candidate list (sampled softmax) of as many rows as there are targets. Rows go through in slices that stay in the cache. Gradients are made in the forward pass."""

    @staticmethod
    def forward(ctx, h, E, cand, off, target, eps, gE, gb, stat):
        N, C = target.shape[0], cand.shape[0]
        Ec = E[cand]
        dh = torch.empty_like(h)
        dE = torch.zeros(Ec.shape)
        db = torch.zeros(C)
        nll = smooth = 0.
        size = 1024
        buf = torch.empty(size, C, dtype=torch.bfloat16)
        for a in range(0, h.shape[0], size):
            hs = h[a:a + size]
            lg = buf[:hs.shape[0]]
            torch.mm(hs, Ec.t(), out=lg)
            real = target[a:a + size]
            s = K.xent(lg[:len(real)], off, real, eps, 1 / N, db)
            lg[len(real):] = 0
            nll += s[0]
            smooth += s[1]
            torch.mm(lg, Ec, out=dh[a:a + size])
            dE += torch.mm(lg.t(), hs)
        gE.index_add_(0, cand, dE)
        gb.index_add_(0, cand, db)
        stat['nll'], stat['n'] = nll, N
        ctx.hold = dh
        return h.new_full((), smooth / N, dtype=torch.float32)

    @staticmethod
    def backward(ctx, g):
        return take(ctx), None, None, None, None, None, None, None, None


class Student:
    def __init__(self, vocab, dim, ffn, heads, enc, dec, seed=1):
        self.shape = dict(vocab=vocab, dim=dim, ffn=ffn, heads=heads, enc=enc, dec=dec)
        D, mats, vecs = dim, {}, {}

        def norm(name):
            vecs[name + '_s'] = (D,)
            vecs[name + '_b'] = (D,)

        # Matrices of one shape lie behind one another, so that the optimiser can treat them as one batch.
        for i in range(enc):
            mats[f'e{i}.qkv'] = (3 * D, D)
            mats[f'e{i}.o'] = (D, D)
        for i in range(dec):
            mats[f'd{i}.uf'] = (2 * D, D)
            mats[f'd{i}.q'] = (D, D)
            mats[f'd{i}.kv'] = (2 * D, D)
            mats[f'd{i}.o'] = (D, D)
        layers = [f'e{i}' for i in range(enc)] + [f'd{i}' for i in range(dec)]
        for l in layers:
            mats[l + '.1'] = (ffn, D)
        for l in layers:
            mats[l + '.2'] = (D, ffn)
        for i in range(enc):
            vecs[f'e{i}.qkv'] = (3 * D,)
            norm(f'e{i}.n1')
        for i in range(dec):
            vecs.update({f'd{i}.f': (D,), f'd{i}.q': (D,), f'd{i}.kv': (2 * D,)})
            norm(f'd{i}.n0')
            norm(f'd{i}.n1')
        for l in layers:
            vecs.update({l + '.o': (D,), l + '.1': (ffn,), l + '.2': (D,)})
            norm(l + '.n2')
        vecs['out'] = (vocab,)
        self.mat, self.vec, self.emb = Group(mats, 'mat'), Group(vecs, 'vec'), Group({'E': (vocab, D)}, 'emb')
        g = torch.Generator().manual_seed(seed)
        for name, W in self.mat.P.items():                      # Glorot uniform for each D x D block, as Marian starts them
            block = (min(W.shape[0], D) if not name.endswith('.1') else W.shape[0]) + W.shape[1]
            W.uniform_(-1, 1, generator=g).mul_(math.sqrt(6 / block))
        for name, b in self.vec.P.items():
            if name.endswith('_s'):
                b.fill_(1)
        self.emb.P['E'].normal_(0, 0.04, generator=g)
        self.pos = positions(D)
        self.layers, self.awake = layers, None                  # awake: [layer, unit] of the relus, or None: not watched
        self.refresh()

    def groups(self):
        return {'mat': self.mat, 'vec': self.vec, 'emb': self.emb}

    def share(self):
        """Moves parameters and working copies to shared memory, for workers forked afterwards."""
        for g in self.groups().values():
            g.p.share_memory_()
            g.w.share_memory_()

    def use_gradients(self, flats):
        for k, g in self.groups().items():
            g.g = flats[k]
            g.G = g.views(g.g)

    def refresh(self):
        for g in self.groups().values():
            g.w.copy_(g.p)

    def lin(self, x, name, relu=False, bias=True, awake=None):
        v = self.vec
        return Linear.apply(x, self.mat.W[name], v.W[name] if bias else None, self.mat.G[name], v.G[name] if bias else None, relu, awake)

    def norm(self, x, s, name, drop, seed):
        P, G = self.vec.P, self.vec.G
        return AddNorm.apply(x, s, P[name + '_s'], P[name + '_b'], G[name + '_s'], G[name + '_b'], drop, seed)

    def ffn(self, x, l, drop, seed):
        awake = None if self.awake is None else self.awake[self.layers.index(l)]
        return self.norm(x, self.lin(self.lin(x, l + '.1', relu=True, awake=awake), l + '.2'), l + '.n2', drop, seed)

    def forward(self, b, drop=0., guide=0., eps=0.1, seed=0):
        """b: a batch of train.Stream. Returns the loss (the guided term enters the gradient only) and its parts."""
        H, stat = self.shape['heads'], {}
        dummy = torch.zeros(1, requires_grad=torch.is_grad_enabled())
        self.emb.g.zero_()
        self.vec.G['out'].zero_()
        E, gE = self.emb.W['E'], self.emb.G['E']
        s = seed * 1000003 % (1 << 31)
        x = Embed.apply(dummy, E, gE, b['x'], b['xat'], self.pos)
        for i in range(self.shape['enc']):
            l = f'e{i}'
            a = Attend.apply(self.lin(x, l + '.qkv'), None, b['xcu'], b['xcu'], H, NONE, 0., None)
            x = self.norm(x, self.lin(a, l + '.o'), l + '.n1', drop, s + 2 * i)
            x = self.ffn(x, l, drop, s + 2 * i + 1)
        h = Embed.apply(dummy, E, gE, b['prev'], b['yat'], self.pos)
        last = self.shape['dec'] - 1
        for i in range(last + 1):
            l, t = f'd{i}', s + 100 + 3 * i
            uf = self.lin(h, l + '.uf', bias=False)
            h = self.norm(h, SSRU.apply(uf, self.vec.P[l + '.f'], b['ycu'], self.vec.G[l + '.f']), l + '.n0', drop, t)
            guided = (b['link'], guide, stat) if i == last and guide else (NONE, 0., None)
            a = Attend.apply(self.lin(h, l + '.q'), self.lin(x, l + '.kv'), b['ycu'], b['xcu'], H, *guided)
            h = self.norm(h, self.lin(a, l + '.o'), l + '.n1', drop, t + 1)
            h = self.ffn(h, l, drop, t + 2)
        off = self.vec.P['out'][b['cand']] + b['off']
        return Loss.apply(h, E, b['cand'], off, b['target'], eps, gE, self.vec.G['out'], stat), stat

    def revive(self, silent, twins):
        """Gives the hidden units silent[layer] new random input weights, no bias and no output weights: the function stays, and they get gradients again.
        Without a gradient they would stay silent for ever. `twins` are flat tensors beside the parameters: (group name, tensor, scale of the new weights)."""
        for k, l in enumerate(self.layers):
            gone = silent[k]
            if not gone.any():
                continue
            fresh = torch.randn(int(gone.sum()), self.shape['dim']) * 0.1
            for group, flat, scale in [('mat', self.mat.p, 1), ('vec', self.vec.p, 1), *twins]:
                views = self.groups()[group].views(flat)
                if group == 'mat':
                    views[l + '.1'][gone] = fresh * scale
                    views[l + '.2'][:, gone] = 0
                elif group == 'vec':
                    views[l + '.1'][gone] = 0
        self.refresh()

    def params(self):
        return {k: g.p.clone() for k, g in self.groups().items()}

    def set_params(self, d):
        for k, g in self.groups().items():
            g.p.copy_(d[k])
        self.refresh()

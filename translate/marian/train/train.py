"""Training loop.

  train.py WORK_DIR [--minutes 90] [--out ck.pt] [--init ck.pt|model.bin] ...

Packed batches of whole sentences in random order (weighted by source), sampled softmax, guided alignment, Muon for the matrices and Adam for the
rest, exponential averaging of the weights. One single-threaded process a core: each makes the gradient of its own part of the batch, then each
updates its own part of the parameters, which lie in shared memory. Two meetings a step instead of one a kernel, so that a core that is taken away
for a moment does not stop the others in every kernel. The learning rate rises over the first steps, stays, and falls linearly to almost nothing
over the last part of the planned time, so a run is planned by the clock.
"""
import argparse
import json
import math
import multiprocessing
import os
import time

import numpy as np
import torch

from model import K, Student
from prepare import kept_out


# How often a pair of a source is drawn in the last part of training, where the rate falls: what is written best and what is nearest to the users.
FOCUS = {
    'wmt_newstest_2008_2019_bergamot': 3, 'wmt_newstest_2008_2019_refs': 2, 'wmt14_newstest_aligned': 2, 'ntrex128_newstest2019': 3, 'mlqe_pe_wikipedia': 3,
    'xquad': 3, 'wmt15_sample_harvardnlp': 1.5, 'europarl_comtrans': 1, 'debian_webwml': 0.5, 'tatoeba_manythings': 0.5, 'debian_handbook': 0.4,
    'bcontrast_chat': 0.3, 'ding_sentences': 0.3, 'game_texts': 0.2, 'gnome_kde_help': 0.1, 'mdn_docs': 0.1, 'mdn_docs_moved': 0.1,
    'europarl_v7_head': 1, 'mucow_opus': 1, 'websites_general': 1, 'cocoa_mt_spoken': 1, 'stsb_deepl': 0.5, 'sdg_goals': 1, 'cc_licences_nextstrain': 0.5,
    'news_chosen': 2, 'nonfic_chosen': 0.5, 'mono_taught': 0.5,
    'back_news': 0.5, 'back_wiki': 1, 'back_books': 0.4, 'back_speech': 0.3, 'back_facts': 0.4, 'back_parliament': 0.3,
    'nonfic_gutenberg_de': 0.15, 'nonfic_gutenberg_en': 0.1, 'nonfic_gutenberg_third': 0.15, 'lit_gutenberg_de': 0.1, 'lit_gutenberg_en': 0.1,
}
REST = 0.04
WATCH = 8               # in every so many-th step the silent hidden units are looked for
# Rows and candidates of a batch are filled up to multiples of these: oneDNN compiles a kernel for each new shape, which took a third of the time with AMX.
ROWS_SOURCE, ROWS_TARGET, CANDIDATES = 64, 32, 128


class Stream:
    """Endless packed batches. A pass draws every pair as often as its weight says, in a new order each time."""

    def __init__(self, work, tokens, seed, negatives, join, focus=0., held=1000):
        z = {k: v for k, v in np.load(os.path.join(work, 'tok.npz')).items()}
        self.S, self.T, self.so, self.to, self.w = z['S'], z['T'], z['so'], z['to'], z['w']
        path = os.path.join(work, 'links.npz')
        self.link = np.load(path)['link'] if os.path.exists(path) else np.full(len(self.T), -1, np.int16)
        self.tokens, self.negatives, self.join = tokens, negatives, join
        self.vocab = sum(1 for _ in open(os.path.join(work, 'vocab.vocab'), encoding='utf-8'))
        self.rng = np.random.default_rng(seed)
        self.held = kept_out(z, held)
        self.w[self.held] = 0
        mix = np.array([FOCUS.get(str(n), REST) for n in z['sources']], np.float32)[z['src']]
        self.w = np.where(self.w > 0, (1 - focus) * self.w + focus * mix, 0)
        self.passes = 0
        self.queue, self.at = np.zeros(0, np.int64), 0

    def draw(self):
        w = self.w
        n = np.floor(w).astype(np.int64) + (self.rng.random(len(w)) < w - np.floor(w))
        self.queue = self.rng.permutation(np.repeat(np.arange(len(w)), n))
        self.at = 0
        self.passes += 1

    def items(self):
        """Pair numbers up to the token budget; a negative one is glued to the pair before it."""
        out, n = [], 0
        while n < self.tokens:
            if self.at == len(self.queue):
                self.draw()
            i = self.queue[self.at]
            self.at += 1
            n += self.to[i + 1] - self.to[i]
            out.append(i)
        return out

    def pack(self, idx, glue, fill):
        """glue[k]: sentence k continues the one before it (short sentences are sometimes joined, so that longer input is seen). `fill` adds a sentence of
        end marks that brings both sides to full multiples; `y` leaves it out, so that it does not count in the loss."""
        so, to = self.so, self.to
        xs, ys, ls, xl, yl = [], [], [], [], []
        for i, g in zip(idx, glue):
            x, y, l = self.S[so[i]:so[i + 1]], self.T[to[i]:to[i + 1]], self.link[to[i]:to[i + 1]]
            if g:
                xs[-1], ys[-1], ls[-1] = xs[-1][:-1], ys[-1][:-1], ls[-1][:-1]
                base = xl[-1] - 1
                l = np.where(l >= 0, l + base, -1)
                xl[-1] = base + len(x)
                yl[-1] += len(y) - 1
            else:
                xl.append(len(x))
                yl.append(len(y))
            xs.append(x)
            ys.append(y)
            ls.append(l)
        rows = sum(yl)
        if fill:
            xl.append(ROWS_SOURCE - sum(xl) % ROWS_SOURCE)
            yl.append(ROWS_TARGET - rows % ROWS_TARGET)
            xs.append(np.zeros(xl[-1], np.int32))
            ys.append(np.zeros(yl[-1], np.int32))
            ls.append(np.full(yl[-1], -1))
        x, y = np.concatenate(xs).astype(np.int32), np.concatenate(ys).astype(np.int32)
        cu = lambda l: np.concatenate([[0], np.cumsum(l)]).astype(np.int32)
        at = lambda c: (np.arange(c[-1]) - np.repeat(c[:-1], np.diff(c))).astype(np.int32)
        xcu, ycu = cu(xl), cu(yl)
        prev = np.empty_like(y)
        prev[1:] = y[:-1]
        prev[ycu[:-1]] = -1
        return dict(x=x, xcu=xcu, xat=at(xcu), ycu=ycu, yat=at(ycu), prev=prev, y=y[:rows], link=np.concatenate(ls).astype(np.int32))

    def candidates(self, y, x, negatives):
        """Words of the batch (both sides: what inference would offer) and random others; each random one stands for as many as were left out."""
        inside = np.zeros(self.vocab, bool)
        inside[y] = True
        inside[x] = True
        inside[:64] = True
        other = np.nonzero(~inside)[0]
        off = np.zeros(self.vocab, np.float32)
        if negatives:
            negatives += -(self.vocab - len(other) + negatives) % CANDIDATES
        if 0 < negatives < len(other):
            pick = self.rng.choice(other, negatives, replace=False)
            off[pick] = math.log(len(other) / negatives)
        else:
            pick = other
        inside[pick] = True
        cand = np.nonzero(inside)[0]
        where = np.zeros(self.vocab, np.int32)
        where[cand] = np.arange(len(cand), dtype=np.int32)
        return cand, off[cand], where[y]

    def batch(self, idx=None, negatives=None):
        fixed = idx is not None
        idx = idx if fixed else self.items()
        glue = np.zeros(len(idx), bool)
        if not fixed and self.join:
            ly, lx = self.to[np.array(idx) + 1] - self.to[idx], self.so[np.array(idx) + 1] - self.so[idx]
            glue[1:] = (self.rng.random(len(idx) - 1) < self.join) & (ly[1:] + ly[:-1] < 80) & (lx[1:] + lx[:-1] < 90)
            glue[1:] &= ~glue[:-1]
        b = self.pack(idx, glue, not fixed)
        cand, off, target = self.candidates(b.pop('y'), b['x'], self.negatives if negatives is None else negatives)
        b.update(cand=cand, off=off, target=target)
        return {k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in b.items()}


# Coefficients of the odd polynomials that drive singular values to 1 fastest ("Polar Express", Amsel et al. 2025), first four steps.
POLAR = ((8.28721, -23.59589, 17.30039), (4.10706, -2.94785, 0.54484), (3.94869, -2.90890, 0.55182), (3.31842, -2.48849, 0.51005))


class Muon:
    """Momentum whose step is orthogonalised by polynomial iterations (Jordan et al. 2024), scaled to the size of an Adam step
    (Liu et al. 2025: 0.2 sqrt(max(rows, columns))). Acts on the D x D and D x F blocks of the flat matrix group; a worker takes every `of`-th
    part of each kind."""

    def __init__(self, group, grads, rank, D, momentum=0.95):
        self.group, self.grads, self.momentum = group, grads, momentum
        self.m = torch.zeros_like(group.p).share_memory_()
        F = next(s for n, s in group.shapes.items() if n.endswith('.1'))[0]
        cut = sum(math.prod(s) for n, s in group.shapes.items() if n.split('.')[1] not in '12')
        half = (group.p.numel() - cut) // 2
        of = len(grads)
        self.blocks = []
        for a, n, (r, c), tall in ((0, cut, (D, D), False), (cut, half, (F, D), True), (cut + half, half, (D, F), False)):
            count, size = n // (r * c), r * c
            i, j = count * rank // of, count * (rank + 1) // of
            self.blocks.append((a + i * size, a + j * size, (r, c), tall))

    @staticmethod
    def orthogonal(X):
        X = X / (X.float().norm(dim=(1, 2), keepdim=True) * 1.01 + 1e-7).to(X.dtype)
        for a, b, c in POLAR:
            A = torch.bmm(X, X.transpose(1, 2))
            A = torch.baddbmm(A, A, A, beta=b, alpha=c)
            X = torch.baddbmm(X, A, X, beta=a)
        return X

    def step(self, lr, decay):
        for a, z, (r, c), tall in self.blocks:
            g = sum(x[a:z].float() for x in self.grads)
            p = self.group.p[a:z]
            m = self.m[a:z].mul_(self.momentum).add_(g)
            X = g.add_(m, alpha=self.momentum).view(-1, r, c).bfloat16()          # Nesterov
            X = self.orthogonal(X.transpose(1, 2).contiguous()).transpose(1, 2) if tall else self.orthogonal(X)
            p.mul_(1 - lr * decay).view(-1, r, c).add_(X, alpha=-lr * 0.2 * math.sqrt(max(r, c)))
            self.group.w[a:z].copy_(p)


class Adam:
    """On a worker's own range of the flat group."""

    def __init__(self, group, grads, rank, b1=0.9, b2=0.98):
        self.group, self.grads, self.b1, self.b2, self.n = group, grads, b1, b2, 0
        self.m, self.v = torch.zeros_like(group.p).share_memory_(), torch.zeros_like(group.p).share_memory_()
        n = group.p.numel()
        self.range = slice(n * rank // len(grads), n * (rank + 1) // len(grads))

    def step(self, lr, decay=0.):
        self.n += 1
        g, r = self.group, self.range
        grad = sum(x[r].float() for x in self.grads).div_(len(self.grads))
        K.adam(g.p[r], grad, self.m[r], self.v[r], g.w[r], lr, self.b1, self.b2, 1e-9, decay, self.n)


def start_embedding(net, work, std):
    """Co-occurrence embedding of align.py, centred, every row brought to the same length; pieces never seen keep their random start."""
    E = torch.from_numpy(np.load(os.path.join(work, 'embed.npy')))
    z = np.load(os.path.join(work, 'tok.npz'))
    seen = torch.from_numpy(np.bincount(z['S'], minlength=len(E)) + np.bincount(z['T'], minlength=len(E)) > 20)
    E = E - E[seen].mean(0)
    rot = torch.linalg.qr(torch.randn(E.shape[1], E.shape[1], generator=torch.Generator().manual_seed(3)))[0]
    E = E @ rot                                                   # spread the strong directions over all heads
    E = E / E.norm(dim=1, keepdim=True) * std * math.sqrt(E.shape[1])
    net.emb.P['E'][seen] = E[seen]
    net.refresh()


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('--minutes', type=float, default=90)
    arg.add_argument('--out', default='ck.pt')
    arg.add_argument('--init', default='')
    arg.add_argument('--dim', type=int, default=256)
    arg.add_argument('--ffn', type=int, default=1024)
    arg.add_argument('--heads', type=int, default=8)
    arg.add_argument('--enc', type=int, default=4)
    arg.add_argument('--dec', type=int, default=2)
    arg.add_argument('--tokens', type=int, default=4096, help='target tokens of a batch')
    arg.add_argument('--negatives', type=int, default=1000)
    arg.add_argument('--lr', type=float, default=3e-3)
    arg.add_argument('--adam-lr', type=float, default=1e-3)
    arg.add_argument('--warmup', type=int, default=200)
    arg.add_argument('--fall', type=float, default=0.25, help='last share of the time in which the rate falls')
    arg.add_argument('--focus', type=float, default=0., help='0: weights of prepare.py, 1: FOCUS, between: a mixture')
    arg.add_argument('--revive', type=int, default=400, help='every so many steps hidden units that stayed silent are woken; 0: never')
    arg.add_argument('--decay', type=float, default=0.1)
    arg.add_argument('--drop', type=float, default=0.)
    arg.add_argument('--guide', type=float, default=0.2)
    arg.add_argument('--join', type=float, default=0.1)
    arg.add_argument('--optimiser', default='muon', choices=['muon', 'adam'])
    arg.add_argument('--embed', type=int, default=1)
    arg.add_argument('--save', type=float, default=5, help='minutes between checkpoints')
    arg.add_argument('--seed', type=int, default=1)
    arg.add_argument('--workers', type=int, default=2)
    o = arg.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(o.seed)
    data = Stream(o.work, o.tokens // o.workers, o.seed, o.negatives, o.join, o.focus)
    net = Student(data.vocab, o.dim, o.ffn, o.heads, o.enc, o.dec, o.seed)
    if o.embed and not o.init:
        start_embedding(net, o.work, 0.04)
    grads = {k: [torch.zeros_like(g.g).share_memory_() for _ in range(o.workers)] for k, g in net.groups().items()}
    net.share()
    make = Muon if o.optimiser == 'muon' else lambda group, grads, rank, D: Adam(group, grads, rank)
    kinds = [make(net.mat, grads['mat'], 0, o.dim), Adam(net.vec, grads['vec'], 0), Adam(net.emb, grads['emb'], 0)]
    base = dict(step=0, seen=0)
    if o.init:
        from export import initial
        base = initial(net, o.init, kinds, o.work)
    together = multiprocessing.get_context('fork').Barrier(o.workers)
    shared = torch.zeros(o.workers, 6, dtype=torch.float64).share_memory_()
    awake = torch.zeros(o.workers, len(net.layers), o.ffn, dtype=torch.bool).share_memory_()
    control = torch.zeros(2, dtype=torch.float64).share_memory_()               # learning rate factor, go on
    others = []
    for rank in range(1, o.workers):
        pid = os.fork()
        if pid == 0:
            try:
                work(o, rank, data, net, grads, kinds, together, shared, awake, control, base)
            finally:
                os._exit(0)
        others.append(pid)
    work(o, 0, data, net, grads, kinds, together, shared, awake, control, base)
    for pid in others:
        os.waitpid(pid, 0)


def work(o, rank, data, net, grads, kinds, together, shared, awake, control, base):
    """The loop of one worker; worker 0 also keeps the clock, the average, the log and the checkpoints."""
    torch.set_num_threads(1)
    data.rng = np.random.default_rng([o.seed, rank, base['step']])
    net.use_gradients({k: g[rank] for k, g in grads.items()})
    opt = []
    for old, group, g in zip(kinds, net.groups().values(), grads.values()):
        new = Muon(group, g, rank, o.dim) if isinstance(old, Muon) else Adam(group, g, rank)
        for k in 'mvn':
            if hasattr(old, k):
                setattr(new, k, getattr(old, k))
        opt.append(new)
    step, seen = base['step'], base['seen']
    first = step
    average = net.params() if rank == 0 else None
    out = os.path.join(o.work, o.out)
    held = [data.batch(c, 0) for c in np.array_split(data.held, 12)] if rank == 0 else []
    last = saved = tick = time.time()
    now, total = 0., o.minutes * 60

    def save():
        state = dict(net=net.params(), average=average, shape=net.shape, step=step, seen=seen, args=vars(o), opt=[{k: v for k, v in vars(x).items() if k in 'mvn'} for x in opt])
        torch.save(state, out + '.tmp')
        os.replace(out + '.tmp', out)

    def watch():
        """Loss of the averaged weights on the pairs kept out."""
        net.awake = None
        keep = net.params()
        net.set_params(average)
        with torch.no_grad():
            r = [net.forward(b)[1] for b in held]
        net.set_params(keep)
        print(f"held-out loss {sum(s['nll'] for s in r) / sum(s['n'] for s in r):.4f} at {seen / 1e6:.2f}M", flush=True)

    while True:
        if rank == 0:
            now, tick = now + min(time.time() - tick, 20), time.time()       # time in which the process was stopped does not count
            control[0] = min(1, (step - first + 1) / o.warmup, max((total - now) / (total * o.fall + 1e-6), 0.01))
            control[1] = now < total
            if time.time() - saved > o.save * 60:
                save()
                watch()
                saved = time.time()
        together.wait()
        if not control[1]:
            break
        rate = float(control[0])
        step += 1
        b = data.batch()
        net.awake = awake[rank] if o.revive and step % WATCH == 0 else None
        loss, stat = net.forward(b, o.drop, o.guide / b['target'].numel(), 0.1, step * o.workers + rank)
        loss.backward()
        shared[rank] += torch.tensor([stat['nll'], stat['n'], b['x'].numel(), *stat.get('link', (0, 0)), 0], dtype=torch.float64)
        together.wait()
        opt[0].step((o.lr if o.optimiser == 'muon' else o.adam_lr) * rate, o.decay)
        for a in opt[1:]:
            a.step(o.adam_lr * rate)
        together.wait()
        if o.revive and (step - first) % o.revive == 0:
            if rank == 0:
                silent = ~awake.any(0)
                awake.zero_()
                if silent.any():
                    print('woken', silent.sum(1).tolist(), flush=True)
                    net.revive(silent, [('mat', opt[0].m, 0), ('vec', opt[1].m, 0), ('vec', opt[1].v, 0), ('mat', average['mat'], 1), ('vec', average['vec'], 1)])
            together.wait()
        if rank == 0:
            if step % 10 == 0:
                a = 1 - min(0.9975 ** 10, (1 + step - first) / (100 + step - first))
                for k, g in net.groups().items():
                    average[k].lerp_(g.p, a)
            if time.time() - last > 30:
                t, s = time.time(), shared.sum(0).tolist()
                shared.zero_()
                seen += int(s[1])
                print(f'{now / 60:6.1f} min step {step} target tokens {seen / 1e6:.2f}M loss {s[0] / s[1]:.3f} link {s[3] / max(1, s[4]):.3f} tok/s {s[1] / (t - last):.0f}+{s[2] / (t - last):.0f} rate {rate:.3f}', flush=True)
                last = t
    if rank == 0:
        seen += int(shared.sum(0)[1])
        save()
        watch()
        print(f'steps {step} passes {data.passes * o.workers}', json.dumps(vars(o)), flush=True)


if __name__ == '__main__':
    main()

"""Exported files, float32 or eight bits, without the engine they are made for: greedy translations, and the likelihood of given ones.

Eight-bit products are emulated exactly: both factors are integers of at most 127, so sums of up to 1024 products fit the 24 bits of a float32.
"""
import math

import numpy as np
import sentencepiece
import torch

import marian
from positions import positions


class Engine:
    def __init__(self, model, vocab, shortlist=None):
        items = marian.read(model)
        text = items.pop('special:model.yml')[2].rstrip(b'\0').decode()
        self.cfg = dict(l.split(': ', 1) for l in text.split('\n') if ': ' in l)
        self.D, self.H, self.enc, self.dec = (int(self.cfg[k]) for k in ('dim-emb', 'transformer-heads', 'enc-depth', 'dec-depth'))
        self.P, scale = {}, {}
        for n, item in items.items():
            a, s = marian.tensor(n, item)
            self.P[n] = torch.from_numpy(np.array(a, np.float32))
            if s is not None:
                scale[n] = float(s)
        self.eight = {}                         # name of a product -> integers [in, out], their multiplier, the multiplier of the input
        for n in scale:
            m = self.P.get(n + '_QuantMultA')
            if m is not None:
                whole = self.P[n].T if n == 'Wemb' else self.P[n]
                self.eight[n] = whole, scale[n], float(m.reshape(-1)[0]) / scale.get(n + '_QuantMultA', 1)
        self.sp = sentencepiece.SentencePieceProcessor(model_file=vocab)
        self.pos = positions(self.D)
        self.E = self.P['Wemb'] / scale.get('Wemb', 1)
        self.lists = marian.read_shortlist(shortlist) if shortlist else None
        self.inputs = None                      # while it is calibrated, a dict: name of a product -> its inputs, [tokens, in] by batch or step

    def product(self, x, n):
        """x W over [tokens, in] or [..., in]."""
        if n not in self.eight:
            return x @ (self.E.T if n == 'Wemb' else self.P[n])
        whole, scale, multiplier = self.eight[n]
        return torch.clamp(torch.round(x * multiplier), -127, 127) @ whole / (multiplier * scale)

    def aff(self, x, n, b=None, mask=None):
        """x W + b over [..., in]; mask marks real tokens (for calibration only)."""
        if self.inputs is not None and n in self.inputs:
            self.inputs[n].append(x[mask.bool()] if mask is not None else x.reshape(-1, x.shape[-1]))
        y = self.product(x, n)
        return y + self.P[b] if b else y

    def norm(self, x, n):
        return torch.nn.functional.layer_norm(x, (self.D,), self.P[n + '_ln_scale'].reshape(-1), self.P[n + '_ln_bias'].reshape(-1), 1e-6)

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.H, -1).transpose(1, 2)

    def attention(self, p, x, k, v, bias, mask=None):
        q = self.split(self.aff(x, p + '_Wq', p + '_bq', mask))
        w = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(q.shape[-1]) + bias, -1)
        o = (w @ v).transpose(1, 2).reshape(x.shape)
        return self.norm(x + self.aff(o, p + '_Wo', p + '_bo', mask), p + '_Wo'), w[:, 0]

    def kv(self, p, c, mask):
        return [self.split(self.aff(c, f'{p}_W{m}', f'{p}_b{m}', mask)) for m in 'kv']

    def ffn(self, p, x, mask=None):
        h = torch.relu(self.aff(x, p + '_W1', p + '_b1', mask))
        return self.norm(x + self.aff(h, p + '_W2', p + '_b2', mask), p + '_ffn')

    def allowed(self, ids):
        """Which target pieces a sentence may use."""
        ok = torch.zeros(len(self.E), dtype=torch.bool)
        first, _, lists = self.lists
        ok[:first] = True
        for i in set(ids):
            ok[i] = True
            ok[torch.from_numpy(lists[i].astype(np.int64))] = True
        return ok

    def padded(self, ids):
        """Tokens and what is real among them, [sentences, longest]."""
        n, L = len(ids), max(map(len, ids))
        x, mask = torch.zeros(n, L, dtype=torch.long), torch.zeros(n, L)
        for r, i in enumerate(ids):
            x[r, :len(i)] = torch.as_tensor(i)
            mask[r, :len(i)] = 1
        return x, mask

    def encode(self, ids):
        """Keys and values for every layer of the decoder, and what hides padding from attention."""
        x, mask = self.padded(ids)
        bias = (1 - mask)[:, None, None] * -1e9
        h = self.E[x] * math.sqrt(self.D) + self.pos[:x.shape[1]]
        for i in range(1, self.enc + 1):
            p = f'encoder_l{i}_self'
            h, _ = self.attention(p, h, *self.kv(p, h, mask), bias, mask)
            h = self.ffn(f'encoder_l{i}_ffn', h, mask)
        return [self.kv(f'decoder_l{i}_context', h, mask) for i in range(1, self.dec + 1)], bias

    @torch.no_grad()
    def loss(self, pairs, size=40):
        """Mean negative log-likelihood of a target token, over all pieces of the vocabulary. Pairs of similar length should follow one another."""
        total = tokens = 0
        for a in range(0, len(pairs), size):
            sources, targets = zip(*pairs[a:a + size])
            kv, bias = self.encode(sources)
            t, mask = self.padded(targets)
            y = torch.zeros(*t.shape, self.D)
            y[:, 1:] = self.E[t[:, :-1]] * math.sqrt(self.D)
            y += self.pos[:t.shape[1]]
            for i in range(1, self.dec + 1):
                p = f'decoder_l{i}'
                g = torch.sigmoid(self.aff(y, p + '_rnn_Wf', p + '_rnn_bf', mask))
                new = (1 - g) * self.aff(y, p + '_rnn_W', None, mask)
                state, cells = torch.zeros(len(t), self.D), torch.empty_like(new)
                for k in range(t.shape[1]):
                    state = g[:, k] * state + new[:, k]
                    cells[:, k] = state
                y = self.norm(y + torch.relu(cells), p + '_rnn_ffn')
                y, _ = self.attention(p + '_context', y, *kv[i - 1], bias, mask)
                y = self.ffn(p + '_ffn', y, mask)
            real = mask.bool()
            logits = self.aff(y[real], 'Wemb', 'decoder_ff_logit_out_b')
            total += torch.nn.functional.cross_entropy(logits, t[real], reduction='sum').item()
            tokens += int(real.sum())
        return total / tokens

    @torch.no_grad()
    def batch(self, ids):
        n, L = len(ids), max(map(len, ids))
        kv, bias = self.encode(ids)
        state = [torch.zeros(n, 1, self.D) for _ in range(self.dec)]
        e = torch.zeros(n, 1, self.D)
        closed = torch.zeros(n, len(self.E))
        if self.lists:
            closed = torch.where(torch.stack([self.allowed(i) for i in ids]), 0., -math.inf)
        closed[:, 1] = -math.inf
        out, live = [[] for _ in ids], list(range(n))
        for t in range(2 * L):
            y = e + self.pos[t]
            for i in range(1, self.dec + 1):
                p = f'decoder_l{i}'
                g = torch.sigmoid(self.aff(y, p + '_rnn_Wf', p + '_rnn_bf'))
                state[i - 1] = g * state[i - 1] + (1 - g) * self.aff(y, p + '_rnn_W')
                y = self.norm(y + torch.relu(state[i - 1]), p + '_rnn_ffn')
                y, _ = self.attention(p + '_context', y, *kv[i - 1], bias)
                y = self.ffn(p + '_ffn', y)
            y = y[:, 0]
            logits = self.aff(y, 'Wemb', 'decoder_ff_logit_out_b')
            word = (logits + closed).argmax(-1)
            e = (self.E[word] * math.sqrt(self.D))[:, None]
            keep = []
            for r, (s, w) in enumerate(zip(live, word.tolist())):
                if w:
                    out[s].append(w)
                    if len(out[s]) < 2 * len(ids[s]):
                        keep.append(r)
            if not keep:
                break
            if len(keep) < len(live):            # finished sentences leave the batch
                k = torch.tensor(keep)
                live = [live[r] for r in keep]
                e, closed, bias, state, kv = e[k], closed[k], bias[k], [s[k] for s in state], [[a[k] for a in l] for l in kv]
        return out

    def translate(self, lines, size=64):
        ids = [self.sp.encode(l)[:126] + [0] for l in lines]
        out = [''] * len(lines)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        for a in range(0, len(order), size):
            part = order[a:a + size]
            for i, o in zip(part, self.batch([ids[i] for i in part])):
                out[i] = self.sp.decode(o)
        return out

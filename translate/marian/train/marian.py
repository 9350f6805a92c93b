"""Reading and writing Marian's binary model files (version 1), its eight-bit tensors and its lexical shortlists; and the manifest of a model folder."""
import hashlib
import json
import os
import struct

import numpy as np

FLOAT32, INT8, INTGEMM8 = 0x0404, 0x0101, 0x4101


def pad(b):
    return b + bytes(-len(b) % 256)


def write(path, items):
    """items: (name, type, shape, padded bytes) in file order."""
    names = [n.encode() + b'\0' for n, _, _, _ in items]
    head = struct.pack('<2Q', 1, len(items))
    head += b''.join(struct.pack('<4Q', len(n), t, len(s), len(b)) for n, (_, t, s, b) in zip(names, items))
    head += b''.join(names) + b''.join(struct.pack(f'<{len(s)}i', *s) for _, _, s, _ in items)
    gap = ((len(head) + 8) // 256 + 1) * 256 - len(head) - 8
    with open(path, 'wb') as f:
        f.write(head + struct.pack('<Q', gap) + bytes(gap) + b''.join(b for _, _, _, b in items))


def read(path):
    """name -> (type, shape, bytes)"""
    d = open(path, 'rb').read()
    version, n = struct.unpack_from('<2Q', d)
    if version != 1:
        raise ValueError('not a Marian model file')
    head = [struct.unpack_from('<4Q', d, 16 + 32 * i) for i in range(n)]
    at, names, shapes, items = 16 + 32 * n, [], [], {}
    for h in head:
        names.append(d[at:at + h[0] - 1].decode())
        at += h[0]
    for h in head:
        shapes.append(struct.unpack_from(f'<{h[2]}i', d, at))
        at += 4 * h[2]
    at += 8 + struct.unpack_from('<Q', d, at)[0]
    for h, name, shape in zip(head, names, shapes):
        items[name] = (h[1], shape, d[at:at + h[3]])
        at += h[3]
    return items


def is_weight(name):
    """Names of the tensors that are stored transposed in eight bits: ..._W, ..._Wq, ..._W1"""
    last = name.rsplit('_', 1)[-1]
    return last[0] == 'W' and len(last) <= 2


def float_item(name, a):
    a = np.ascontiguousarray(a, np.float32)
    return name, FLOAT32, a.shape, pad(a.tobytes())


def int8_item(name, a, scale=None):
    """Weights [in, out] are stored as [out, in]; the embedding and its multiplier (whose name also begins with Wemb) as they are. The scale follows
    the bytes; with one, `a` holds integers."""
    a = np.ascontiguousarray(a, np.float32)
    if scale is None:
        scale = np.float32(127) / np.abs(a).max()
        a = np.clip(np.rint(a * scale), -127, 127)
    q = (a.T if is_weight(name) else a).astype(np.int8)
    return name, INTGEMM8, a.shape, pad(np.ascontiguousarray(q).tobytes() + struct.pack('<f', scale))


def tensor(name, item):
    """(values as float32 in the format's shape, scale or None); for eight-bit items the values are integers."""
    kind, shape, data = item
    n = int(np.prod(shape))
    if kind == FLOAT32:
        return np.frombuffer(data, np.float32, n).reshape(shape), None
    q = np.frombuffer(data, np.int8, n).astype(np.float32)
    q = q.reshape(shape[::-1]).T if is_weight(name) else q.reshape(shape)
    return q, np.float32(struct.unpack_from('<f', data, n)[0])


def config(vocab, dim, ffn, heads, enc, dec):
    """Text of special:model.yml: the keys that describe a student, sorted as Marian writes them."""
    keys = {
        'bert-train-type-embeddings': 'true', 'bert-type-vocab-size': 2, 'dec-cell': 'ssru', 'dec-cell-base-depth': 2, 'dec-cell-high-depth': 1, 'dec-depth': dec,
        'dim-emb': dim, 'dim-rnn': 1024, 'dim-vocabs': f'\n  - {vocab}\n  - {vocab}', 'enc-cell': 'gru', 'enc-cell-depth': 1, 'enc-depth': enc, 'enc-type': 'bidirectional',
        'input-types': '[]', 'layer-normalization': 'false', 'lemma-dim-emb': 0, 'output-omit-bias': 'false', 'right-left': 'false', 'skip': 'false',
        'tied-embeddings': 'false', 'tied-embeddings-all': 'true', 'tied-embeddings-src': 'false', 'transformer-aan-activation': 'swish', 'transformer-aan-depth': 2,
        'transformer-aan-nogate': 'false', 'transformer-decoder-autoreg': 'rnn', 'transformer-dim-aan': 2048, 'transformer-dim-ffn': ffn, 'transformer-ffn-activation': 'relu',
        'transformer-ffn-depth': 2, 'transformer-guided-alignment-layer': 'last', 'transformer-heads': heads, 'transformer-no-projection': 'false', 'transformer-pool': 'false',
        'transformer-postprocess': 'dan', 'transformer-postprocess-emb': 'd', 'transformer-postprocess-top': '""', 'transformer-preprocess': '""', 'transformer-tied-layers': '[]',
        'transformer-train-position-embeddings': 'false', 'type': 'transformer', 'ulr': 'false', 'ulr-dim-emb': 0, 'ulr-trainable-transformation': 'false',
        'version': 'v1.10.20; 9fa166b 2021-05-24 22:51:37 -0700'}
    text = '\n'.join(f'{k}:{v}' if str(v).startswith('\n') else f'{k}: {v}' for k, v in keys.items()).encode() + b'\0'
    return 'special:model.yml', INT8, (len(text),), text


def shortlist(path, lists, first, best):
    """lists[source id]: target ids a source piece lets through; first: the ids that are always let through."""
    offsets, flat = [0], []
    for l in lists:
        flat += sorted(l)
        offsets.append(len(flat))
    if len(flat) % 2:                    # the checksum runs over whole 64-bit words
        flat.append(flat[-1])
        offsets[-1] += 1
    body = struct.pack('<4Q', first, best, len(offsets), len(flat)) + struct.pack(f'<{len(offsets)}Q', *offsets) + struct.pack(f'<{len(flat)}I', *flat)
    seed, mask = 0, (1 << 64) - 1
    for w in struct.unpack(f'<{len(body) // 8}Q', body):
        seed ^= (w + 0x9e3779b9 + ((seed << 6) & mask) + (seed >> 2)) & mask
    with open(path, 'wb') as f:
        f.write(struct.pack('<2Q', 0xF11A48D5013417F5, seed) + body)


def read_shortlist(path):
    d = open(path, 'rb').read()
    _, _, first, best, n, m = struct.unpack_from('<6Q', d)
    offsets = np.frombuffer(d, np.uint64, n, 48).astype(np.int64)
    flat = np.frombuffer(d, np.uint32, m, 48 + 8 * n)
    return first, best, [flat[a:b] for a, b in zip(offsets[:-1], offsets[1:])]


def note(folder, names=(), **facts):
    """Puts the checksums of files and what else is known of a model into its manifest."""
    path = os.path.join(folder, 'model.json')
    card = {}
    if os.path.exists(path):
        with open(path, encoding='utf-8') as f:
            card = json.load(f)
    card.update(facts)
    for n in names:
        with open(os.path.join(folder, n), 'rb') as f:
            card.setdefault('sha256', {})[n] = hashlib.sha256(f.read()).hexdigest()
    with open(path, 'w', encoding='utf-8') as f:
        json.dump(card, f)
        f.write('\n')

"""What the engine knows about words beside the weights: the English words of the training text, and likely
translations of seldom German ones.

  tables.py WORK_DIR MODEL_DIR [--least 3] [--seldom 40] [--share 0.5] [--held 1000]

Reads what prepare.py, align.py and hints.py wrote and puts two files into the model folder; both are described in
internal/lexicon of the engine:

  words.deen.bin   English words that occur at least `least` times, in lower case or, if they do not do so in lower
                   case, with a capital: what the search takes for invented otherwise
  hints.deen.bin   German words that occur 2 to `seldom` times, as they are written, each with the translation that the
                   word links think likeliest: it must stand beside the word twice or more, and in at least `share` of
                   the cases. Words that stay as they are need no hint: the model copies them anyway

The pairs that train.py keeps out of the training are kept out here, too, and so are the copies that hints.py made.
"""
import argparse
import os
import struct
import subprocess
import zlib

import numpy as np
import sentencepiece as spm

import marian
from hints import Side, lexicon
import prepare

FILES = ('words.deen.bin', 'hints.deen.bin')
LONGEST = 60            # bytes of a word or of a translation


def packed(magic, count, raw):
    """Header and Zstandard frame of a file: magic, number of entries, bytes and CRC-32 of what is compressed."""
    z = subprocess.run(['zstd', '-19', '-q', '-c'], input=raw, capture_output=True, check=True).stdout
    return magic + struct.pack('<III', count, len(raw), zlib.crc32(raw)) + z


def front_coded(words):
    """Sorted words: of each, how many bytes it shares with the one before, how many follow, and those."""
    out, before = bytearray(), b''
    for w in words:
        n = 0
        while n < min(len(w), len(before)) and w[n] == before[n]:
            n += 1
        out += bytes((n, len(w) - n)) + w[n:]
        before = w
    return bytes(out)


def texts(side, sp):
    """Text of every kind of word, without blanks; empty for what is no word of letters."""
    out = []
    for k in range(len(side.count)):
        t = sp.decode(side.pieces(side.example[k]).tolist()).strip() if side.letters[side.example[k]] else ''
        out.append(t if t.isalpha() and len(t.encode()) <= LONGEST else '')
    return out


def kept_out(z, sp, held=1000):
    """Which pairs train.py never sees, and the copies of hints.py, as a mask; and the first of the two as numbers,
    copies left out."""
    copy = np.zeros(len(z['w']), bool)
    control = np.isin(z['S'], [sp.piece_to_id(c) for c in prepare.CONTROL])
    copy[np.searchsorted(z['so'], np.flatnonzero(control), 'right') - 1] = True
    pick = prepare.kept_out(z, held)
    drop = copy.copy()
    drop[pick] = True
    return drop, pick[~copy[pick]]


def without(z, link, drop):
    """The pairs that are not dropped."""
    keep = np.flatnonzero(~drop)
    ns, nt = np.diff(z['so']), np.diff(z['to'])
    s, t = np.repeat(~drop, ns), np.repeat(~drop, nt)
    so, to = (np.append(0, np.cumsum(n[keep])) for n in (ns, nt))
    return z['S'][s], z['T'][t], so, to, link[t]


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('model')
    arg.add_argument('--least', type=int, default=3)
    arg.add_argument('--seldom', type=int, default=40)
    arg.add_argument('--share', type=float, default=0.5)
    arg.add_argument('--held', type=int, default=1000, help='as in train.py')
    o = arg.parse_args()
    path = lambda name: os.path.join(o.work, name)
    z = {k: v for k, v in np.load(path('tok.npz')).items()}
    sp = spm.SentencePieceProcessor(model_file=path('vocab.model'))
    drop, _ = kept_out(z, sp, o.held)
    S, T, so, to, link = without(z, np.load(path('links.npz'))['link'], drop)
    source, target = Side(S, so, sp), Side(T, to, sp)

    german, english = texts(source, sp), texts(target, sp)
    count = {}
    for k, t in enumerate(english):
        if t:
            t = t[0] + t[1:].lower()
            count[t] = count.get(t, 0) + int(target.count[k])
    often = {t for t, n in count.items() if n >= o.least}
    words = sorted(t.encode() for t in often if t == t.lower() or t.lower() not in often)
    seen = {}
    for k, t in enumerate(german):
        seen[t] = seen.get(t, 0) + int(source.count[k])
    hints = {}
    for k, (best, n) in lexicon(source, target, link).items():
        t, e = german[k], english[best]
        if (t and e and t != e and 2 <= seen[t] <= o.seldom and n >= max(2, o.share * source.count[k])
                and n > hints.get(t, ('', 0))[1]):
            hints[t] = e, n
    keys = sorted(t.encode() for t in hints)
    raw = front_coded(keys)
    for k in keys:
        e = hints[k.decode()][0].encode()
        raw += bytes((len(e),)) + e
    os.makedirs(o.model, exist_ok=True)
    files = packed(b'spwords1', len(words), front_coded(words)), packed(b'sphints1', len(keys), raw)
    for name, data in zip(FILES, files):
        with open(os.path.join(o.model, name), 'wb') as f:
            f.write(data)
        print(name, len(data), 'bytes')
    marian.note(o.model, FILES)
    print('words', len(words), 'hints', len(keys))
    pick = np.random.default_rng(1).choice(len(keys), min(12, len(keys)), replace=False)
    show = [keys[i].decode() for i in pick]
    print('  ' + ', '.join(f'{t} {hints[t][0]} {hints[t][1]}/{seen[t]}' for t in show))


if __name__ == '__main__':
    main()

"""English text without a partner, with the German that the reverse model makes of it (back-translation, Sennrich et
al. 2016).

  back.py WORK_DIR BACK_DIR NEW_DIR GROUP=FILE.zst ... [--beam 2] [--found]

BACK_DIR holds the reverse model, of the same vocabulary. The English of these pairs was written by people; the German
need not be good. What the search believes least among lines of about the same length is left out, and so is what is
far longer or shorter than its partner. The pairs have no word alignment. NEW_DIR receives what train.py reads: what
WORK_DIR holds and the new pairs, under the names `back_<group>`. --found searches no more but uses what NEW_DIR holds
of an earlier run.
"""
import argparse
import os
import subprocess

import numpy as np

from distill import add, begin, read, search, write

LONGEST = 100     # pieces of an English line
RATIO = 1.6       # a side is at most so many times as long as the other, and EXCESS pieces more
EXCESS = 5
BELIEVED = 0.75   # share of the lines that is kept
# as Reuters wrote in 1987
WIRE = {' dlrs': ' dollars', ' dlr': ' dollar', ' mln': ' million', ' bln': ' billion', ' pct': ' percent'}


def lines(path, wire):
    """Yields the English lines of three words or more, each once."""
    seen = set()
    for line in subprocess.run(['zstdcat', path], capture_output=True, check=True).stdout.decode().split('\n'):
        line = line.strip()
        if line in seen or len(line.split()) < 3:
            continue
        seen.add(line)
        for short, long in WIRE.items() if wire else ():
            line = line.replace(short, long)
        yield line


def believed(sources, path):
    """Yields German, English and links, of which there are none, for what was translated best."""
    near = lambda a, b: len(a) <= RATIO * len(b) + EXCESS
    found = [(score, german, sources[i]) for i, _, score, german, _ in read(path)
             if german[-1] == 0 and near(german, sources[i]) and near(sources[i], german) and len(german) < 128]
    length = np.log2([len(english) for *_, english in found]).round(1)
    score = np.array([f[0] for f in found])
    least = {x: np.quantile(score[length == x], 1 - BELIEVED) for x in np.unique(length)}
    for (score, german, english), n in zip(found, length):
        if score >= least[n]:
            yield german, english, np.full(len(english), -1)


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('model')
    arg.add_argument('new')
    arg.add_argument('files', nargs='+', metavar='GROUP=FILE.zst',
                     help='English text, one sentence a line, compressed by zstd')
    arg.add_argument('--beam', type=int, default=2)
    arg.add_argument('--found', action='store_true', help='use what NEW_DIR holds of an earlier search')
    o = arg.parse_args()
    path = lambda name: os.path.join(o.new, name)
    z, link, sp = begin(o.work, o.new)
    for group, file in (f.split('=', 1) for f in o.files):
        pieces = [np.array(x + [0]) for x in sp.encode(list(lines(file, group == 'news')))]
        sources = [s for s in pieces if len(s) <= LONGEST]
        if not o.found:
            with open(path(group + '.in'), 'wb') as f:
                for i, s in enumerate(sources):
                    write(f, i, s, [])
            search(o.model, o.beam, path(group))
        link = add(z, link, 'back_' + group, believed(sources, path(group + '.out')))
    np.savez(path('tok.npz'), **z)
    np.savez(path('links.npz'), link=link)


if __name__ == '__main__':
    main()

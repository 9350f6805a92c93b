"""Writes what the numpy reference engine computes for the first sentences: tokens, logits, alignments and, for the very first one, samples of all activations.

usage: python3 reference.py FOLDER_OF_REF_PY {float|int8} < sentences.de > reference.mini.json

FOLDER_OF_REF_PY holds ref.py and marianbin.py of the shared data (oracle/py). Needs numpy and sentencepiece.
"""
import json, os, sys
import numpy as np
sys.path.insert(0, sys.argv[1])
import ref

here = os.path.dirname(os.path.abspath(__file__))
kind = sys.argv[2]
m = ref.Model(os.path.join(here, 'model.mini.bin' if kind == 'float' else 'model.mini.intgemm.alphas.bin'), os.path.join(here, 'vocab.mini.spm'),
              os.path.join(here, 'lex.50.50.mini.s2t.bin'), kind)
seen = []
norm = m.ln
short = lambda a: [float('%.6g' % v) for v in np.asarray(a).reshape(-1)]


def ln(x, name):
    y = norm(x, name)
    seen.append((name, y))
    return y


m.ln = ln
out = {'sentences': [], 'activations': []}
for i, line in enumerate(sys.stdin):
    if i == 12: break
    ids = m.sp.encode(line.rstrip('\n')) + [0]
    seen.clear()
    target, logits, align, _ = m.translate(ids)
    out['sentences'].append({'source': ids, 'target': target, 'logits': short(logits), 'align': [short(a) for a in align]})
    if i == 0:
        for name, y in seen[:12]:  # the encoder and the first steps: first and last row, first eight columns
            out['activations'].append({'name': name, 'rows': len(y), 'first': short(y[0][:8]), 'last': short(y[-1][:8])})
json.dump(out, sys.stdout, separators=(',', ':'))
print()

"""reverse.py DATA WORK NEW: the token arrays of WORK (made by prepare.py and distill.py) the other way round, English to German, without the pairs
whose German was damaged or that carry translations: what is a cleaned source there would be a damaged target here. Pairs that a model made from German
lines stay: their German was written by people (back-translation, Sennrich et al. 2016)."""
import os, random, shutil, sys
import numpy as np
import sentencepiece as spm
from prepare import COPY, OLD, WEIGHT, Modern, read, sound, LONGEST

data, work, new = sys.argv[1:4]
os.makedirs(new, exist_ok=True)
for n in ('vocab.model', 'vocab.vocab'):
    shutil.copy(os.path.join(work, n), os.path.join(new, n))
z = {k: v for k, v in np.load(os.path.join(work, 'tok.npz')).items()}
link = np.load(os.path.join(work, 'links.npz'))['link']
S, T, so, to = z['S'], z['T'], z['so'], z['to']
names = [str(n) for n in z['sources']]
sp = spm.SentencePieceProcessor(model_file=os.path.join(work, 'vocab.model'))
clean = [p for p in read(data) if WEIGHT.get(p[0], 1) and sound(*p)]
modern = Modern(de for name, de, _ in clean if not name.startswith(OLD))
clean = [(name, modern(de) if name.startswith(OLD) else de, en) for name, de, en in clean]
print('clean', len(clean), flush=True)
known = set()
for i in range(0, len(clean), 50000):
    part = clean[i:i + 50000]
    for (name, _, _), a, b in zip(part, sp.encode([p[1] for p in part], num_threads=1), sp.encode([p[2] for p in part], num_threads=1)):
        known.add(hash((np.array(a + [0], np.uint16).tobytes(), np.array(b + [0], np.uint16).tobytes())))
del clean
made = {names.index(n) for n in names if n.endswith(('_chosen', '_taught'))}
control = np.array([sp.piece_to_id(c) for c in ('<term>', '<hint>', '<end>')])
held = set(z['held'].tolist())
rng = random.Random(3)
keep, seen = [], set()
for i in range(len(z['w'])):
    s, t = S[so[i]:so[i + 1]], T[to[i]:to[i + 1]]
    h = hash((s.tobytes(), t.tobytes()))
    if h in seen and i not in held:
        continue
    if i in held or h in known or (z['src'][i] in made and not np.isin(s, control).any() and not (names[z['src'][i]] == 'mono_taught' and sp.decode(s[:-1].tolist()).islower())):
        keep.append(i)
        seen.add(h)
print('kept', len(keep), 'of', len(z['w']), flush=True)
A, B, L, ao, bo, w, src, h = [], [], [], [0], [0], [], [], []
for i in keep:
    s, t, l = S[so[i]:so[i + 1]], T[to[i]:to[i + 1]], link[to[i]:to[i + 1]]
    back = np.full(len(s), -1, np.int16)
    ok = np.flatnonzero((l >= 0) & (l < len(s)))[::-1]
    back[l[ok]] = ok
    back[-1] = len(t) - 1
    if i in held:
        h.append(len(w))
    for a, b, k in [(t, s, back)] + ([(s, s, np.arange(len(s), dtype=np.int16))] if i not in held and rng.random() < COPY and 10 < len(s) < 60 else []):
        A.append(a); B.append(b); L.append(k)
        ao.append(ao[-1] + len(a)); bo.append(bo[-1] + len(b))
        w.append(z['w'][i]); src.append(z['src'][i])
np.savez(os.path.join(new, 'tok.npz'), S=np.concatenate(A), T=np.concatenate(B), so=np.array(ao), to=np.array(bo), w=np.array(w, np.float32), src=np.array(src, np.uint8), sources=z['sources'], held=np.array(h))
np.savez(os.path.join(new, 'links.npz'), link=np.concatenate(L))
print('held', len(h), 'target tokens', bo[-1], 'weighted', int((np.diff(bo) * np.array(w)).sum()))

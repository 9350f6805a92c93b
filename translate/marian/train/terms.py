"""Are glossaries obeyed? Draws sentences that were kept out of the training, each with a term from the lexicon whose
translation its reference holds, and translates them without and with the terms.

  terms.py WORK_DIR SATZPAAR MODEL [--count 500] [--show 20]

SATZPAAR is the program, MODEL what its --model takes. A term is given in its base form. It is kept if it stands in the
translation, with an ending of up to three letters; y may have become i, and a final e may be lost. A sentence gets its
own term only: those whose terms would touch each other go into different runs.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import tempfile

import numpy as np
import sacrebleu
import sentencepiece as spm

from hints import Side, base, lexicon
from tables import kept_out, texts, without


def occurs(text, term, endings=r'\w{0,3}'):
    return re.search(r'(?<!\w)' + re.escape(term) + endings + r'(?!\w)', text, re.I)


def kept(text, term):
    stem = term[:-1] + ('i' if term[-1] == 'y' else '') if term[-1] in 'ey' else term
    return occurs(text, term) or len(stem) > 2 and occurs(text, stem)


def draw(work, count):
    """Sentences as (German, English, source term, target term)."""
    z = {k: v for k, v in np.load(os.path.join(work, 'tok.npz')).items()}
    sp = spm.SentencePieceProcessor(model_file=os.path.join(work, 'vocab.model'))
    drop, held = kept_out(z, sp)
    S, T, so, to, link = without(z, np.load(os.path.join(work, 'links.npz'))['link'], drop)
    source, target = Side(S, so, sp), Side(T, to, sp)
    german, english = texts(source, sp), texts(target, sp)
    known = collections.Counter()
    for k, t in enumerate(english):
        known[t] += int(target.count[k])
    table = {}
    for k, (best, n) in lexicon(source, target, link).items():
        usual = source.common[k] or target.common[best]
        if n >= max(3, 0.3 * source.count[k]) and not usual and min(len(german[k]), len(english[best])) > 3:
            table[german[k]] = base(english[best], known)
    rng, out = np.random.default_rng(3), []
    side = lambda ids, at, i: sp.decode(ids[at[i]:at[i + 1] - 1].tolist())
    for i in held.tolist():
        de, en = side(z['S'], z['so'], i), side(z['T'], z['to'], i)
        words = [w for w in re.findall(r'[^\W\d_]+', de) if w in table and kept(en, table[w])]
        if words and len(de) > 30 and '\n' not in de + en:
            w = words[rng.integers(len(words))]
            out.append((de, en, w, table[w]))
    return out[:count]


def translate(program, model, sentences, terms=()):
    with tempfile.TemporaryDirectory() as tmp:
        path = lambda name: os.path.join(tmp, name)
        with open(path('in.jsonl'), 'w', encoding='utf-8') as f:
            f.writelines(json.dumps({'text': s}, ensure_ascii=False) + '\n' for s in sentences)
        args = [program, 'translate', '--quiet', '--no-cache', '--write', 'same', '--model', model, '-o', path('out'),
                path('in.jsonl')]
        if terms:
            with open(path('terms.tsv'), 'w', encoding='utf-8') as f:
                f.writelines(f'{a}\t{b}\n' for a, b in terms)
            args += ['--glossary', path('terms.tsv')]
        subprocess.run(args, check=True)
        with open(path('out/in.jsonl.en.jsonl'), encoding='utf-8') as f:
            return [' '.join(json.loads(line)['text'].split()) for line in f]


def groups(rows):
    """Row numbers, so that in no group a term occurs in another row's sentence."""
    out = []
    for i, (de, _, w, _) in enumerate(rows):
        for g in out:
            if not any(occurs(de, rows[j][2]) or occurs(rows[j][0], w) for j in g):
                g.append(i)
                break
        else:
            out.append([i])
    return out


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('work')
    arg.add_argument('program')
    arg.add_argument('model')
    arg.add_argument('--count', type=int, default=500)
    arg.add_argument('--show', type=int, default=0)
    o = arg.parse_args()
    rows = draw(o.work, o.count)
    refs = [[en for _, en, _, _ in rows]]
    plain = translate(o.program, o.model, [r[0] for r in rows])
    told = [''] * len(rows)
    for g in groups(rows):
        for i, t in zip(g, translate(o.program, o.model, [rows[i][0] for i in g], sorted({rows[i][2:] for i in g}))):
            told[i] = t
    for name, hyp in (('without', plain), ('with', told)):
        n = sum(bool(kept(h, r[3])) for h, r in zip(hyp, rows))
        bleu, chrf = sacrebleu.corpus_bleu(hyp, refs).score, sacrebleu.corpus_chrf(hyp, refs).score
        print(f'{name} terms: {n} of {len(rows)} kept ({100 * n / len(rows):.1f} %), BLEU {bleu:.2f}, chrF2 {chrf:.2f}')
    for (de, _, w, t), h in [(r, h) for r, h in zip(rows, told) if not kept(h, r[3])][:o.show]:
        print(f'  {w} -> {t}\n    {de}\n    {h}')


if __name__ == '__main__':
    main()

"""BLEU and chrF of an exported model by the decoder of engine.py.

  evaluate.py MODEL_DIR SOURCE REFERENCE [--pair deen] [--model FILE] [--no-shortlist] [--out HYP] [--note]
"""
import argparse
import os
import time

import sacrebleu
import torch

import marian
from engine import Engine
from export import files


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('folder')
    arg.add_argument('source')
    arg.add_argument('reference')
    arg.add_argument('--pair', default='deen', help='source and target language')
    arg.add_argument('--model', default='', help='another model file, for example the float32 one')
    arg.add_argument('--no-shortlist', action='store_true')
    arg.add_argument('--out', default='')
    arg.add_argument('--note', action='store_true', help='put the BLEU into the manifest')
    arg.add_argument('--limit', type=int, default=0)
    o = arg.parse_args()
    torch.set_num_threads(1)
    model, lexicon, vocab, _ = (os.path.join(o.folder, n) for n in files(o.pair))
    src = open(o.source, encoding='utf-8').read().split('\n')[:-1]
    ref = open(o.reference, encoding='utf-8').read().split('\n')[:-1]
    if o.limit:
        src, ref = src[:o.limit], ref[:o.limit]
    e = Engine(o.model or model, vocab, None if o.no_shortlist else lexicon)
    begin = time.time()
    hyp = e.translate(src)
    bleu, chrf = sacrebleu.metrics.BLEU(), sacrebleu.metrics.CHRF()
    b, c = bleu.corpus_score(hyp, [ref]), chrf.corpus_score(hyp, [ref])
    print(f'BLEU {b.score:.2f} ({bleu.get_signature()}) {b}\nchrF2 {c.score:.2f} ({chrf.get_signature()}) seconds {time.time() - begin:.0f}')
    if o.out:
        with open(o.out, 'w', encoding='utf-8') as f:
            f.write('\n'.join(hyp) + '\n')
    if o.note:
        marian.note(o.folder, floresDevBLEU=round(b.score, 2))


if __name__ == '__main__':
    main()

"""Pairs -> vocabulary, token arrays and sampling weights.

  prepare.py DATA_DIR WORK_DIR [--vocab 16000 | --pieces FILE] [--spm-lines 500000] [--seed 1]

DATA_DIR holds <source>.tsv.zst files, `German<TAB>English` a line. WORK_DIR receives

  vocab.model   SentencePiece unigram model over both languages (Kudo 2018), special ids as Marian wants them: </s> = 0, <unk> = 1
  vocab.vocab   its pieces and their scores, one a line
  tok.npz       S, T: piece ids of all source and target sides, each side closed by 0; so, to: offsets; w: sampling weight;
                src: index of the source of a pair (names in `sources`)

The weights draw the domains of the users (news, encyclopaedia, everyday prose) far more often than the many short interface strings and
dictionary entries. A share of the German sides is damaged the way real input is, while the English side stays clean, so that the model
learns to read past the damage.
"""
import argparse
import collections
import glob
import os
import random
import re
import shutil
import subprocess

import numpy as np
import sentencepiece as spm

# How often a pair of the source is drawn in one pass. 1 for what is not named.
WEIGHT = {
    'wmt_newstest_2008_2019_bergamot': 3, 'wmt_newstest_2008_2019_refs': 2, 'wmt14_newstest_aligned': 2, 'ntrex128_newstest2019': 2,
    'europarl_comtrans': 1.5, 'wmt15_sample_harvardnlp': 1.5, 'mlqe_pe_wikipedia': 2, 'xquad': 2, 'debian_webwml': 1,
    'tatoeba_manythings': 1, 'bcontrast_chat': 0.7, 'game_texts': 0.6, 'debian_docs': 0.7, 'debian_handbook': 1,
    'debian_package_descriptions': 0.5, 'debian_package_descriptions_2': 0.5, 'debian_mo_ui_sentences': 0.3, 'debian_mo_ui_short': 0.03,
    'ding_sentences': 1, 'ding_terms': 0.2, 'gnome_kde_help': 0.5, 'libreoffice_help': 0.4, 'libreoffice_ui': 0.2, 'mdn_docs': 0.35,
    'mdn_docs_moved': 0.35, 'suttacentral_suttas': 0.25, 'bible_menge_web': 0.35, 'php_docs': 0.3, 'misc_manuals': 0.6, 'gimp_help': 0.6,
    'stsb_deepl': 1, 'mucow_opus': 1.5, 'europarl_v7_head': 1, 'websites_general': 1.5, 'cocoa_mt_spoken': 1.5, 'woz_dialogues': 0.2,
    'websites_tech': 0.5, 'ms_beginners': 0.5, 'dynamics365_business': 0.3, 'nostr_compass_news': 0.3, 'openehr_clinical': 0.5,
    'pixel_dungeon_game': 0.5, 'lit_gutenberg_de': 0.5, 'lit_gutenberg_en': 0.5, 'lit_gutenberg_third': 0.35, 'lit_gutenberg_us_pd_only': 0.4,
    'lit_gutenberg_archaic_en': 0, 'nonfic_gutenberg_de': 0.5, 'nonfic_gutenberg_en': 0.4, 'nonfic_gutenberg_third': 0.5,
    'news_chosen': 1.5, 'nonfic_chosen': 0.5, 'mono_taught': 0.5,            # made by distill.py
    'back_news': 0.5, 'back_wiki': 1, 'back_books': 0.4, 'back_speech': 0.4, 'back_facts': 0.4,              # made by back.py
    'back_parliament': 0.3,
}
OLD = ('lit_gutenberg', 'nonfic_gutenberg')      # sources whose German is partly in the spelling of before 1901
LONGEST = 126           # pieces of one side without </s>: the engine cuts its input at 127
NOISE = 0.08            # share of pairs whose German side is damaged
COPY = 0.01             # share of pairs that get a twin English -> English, so that foreign quotations pass through
CONTROL = ('<term>', '<hint>', '<end>')       # pieces that no text holds: they frame a translation given beside a word (hints.py)
TOKEN = 0.015           # share of pairs that carry an address, a handle or a hash tag on both sides


def read(folder):
    """All pairs as (source name, German, English), in file order."""
    for path in sorted(glob.glob(os.path.join(folder, '*.tsv.zst'))):
        name = os.path.basename(path)[:-len('.tsv.zst')]
        text = subprocess.run(['zstdcat', path], capture_output=True, check=True).stdout.decode()
        for line in text.split('\n'):
            if line.count('\t') == 1:
                yield (name, *line.split('\t'))


def sound(name, de, en):
    """Cheap filter for pairs that teach nothing or the wrong thing."""
    a, b = len(de), len(en)
    if not a or not b or a > 900 or b > 900:
        return False
    if max(a, b) > 3 * min(a, b) + 15:
        return False
    if de == en and len(en.split()) > 4:            # untranslated
        return False
    letters = sum(c.isalpha() for c in en)
    return letters * 2 >= len(en.replace(' ', ''))


# Old spelling -> today's, one letter group at a time. A change counts only where it makes a word that the modern sources know.
SPELLING = [('th', 't'), ('Th', 'T'), ('ß', 'ss'), ('iren', 'ieren'), ('irt', 'iert'), ('giebt', 'gibt'), ('giebst', 'gibst'), ('ieng', 'ing'), ('ey', 'ei'), ('y', 'i'), ('C', 'K'), ('C', 'Z'),
            ('c', 'k'), ('c', 'z'), ('aa', 'a'), ('ee', 'e'), ('oo', 'o'), ('Ae', 'Ä'), ('Oe', 'Ö'), ('Ue', 'Ü'), ('dt', 't'), ('ph', 'f'), ("'", ''), ('niß', 'nis')]


class Modern:
    """Spells old words as they are written today. A word changes only if the modern sources do not know it (fewer than two times) and know what it
    becomes by one or two of the rules above; `daß` becomes `dass`, `Thürschloß` stays if nobody writes `Türschloss`."""

    def __init__(self, texts):
        self.known = collections.Counter(w for t in texts for w in re.findall(r'\w+', t))
        self.memo = {}

    def word(self, m):
        w = m[0]
        if w not in self.memo:
            self.memo[w] = self.find(w)
        return self.memo[w]

    def find(self, w):
        forms = [w] + [w.replace(a, b) for a, b in SPELLING if a in w]
        forms += [f.replace(a, b) for f in forms[1:] for a, b in SPELLING if a in f]
        best = max(forms, key=lambda f: self.known[f])
        return best if self.known[best] >= 2 and self.known[best] > 20 * self.known[w] else w

    def __call__(self, text):
        return re.sub(r"[\w']+", self.word, text)


def damage(de, rng):
    """One kind of damage seen in pasted text; the meaning survives."""
    kind = rng.randrange(7)
    if kind == 0:
        return re.sub('[„“”"»«]', '', de)
    if kind == 1:
        return re.sub('[„“”»«]', '"', de)
    if kind == 2:
        return de.rstrip('.')
    if kind == 3:
        return de.lower()
    if kind == 4 and len(de) < 90:
        return de.upper().replace('ß', 'SS')
    if kind == 5:
        words = de.split(' ')
        if len(words) > 3:                           # two words run together
            i = rng.randrange(len(words) - 1)
            words[i:i + 2] = [words[i] + words[i + 1]]
        return ' '.join(words)
    return de.replace('ä', 'ae').replace('ö', 'oe').replace('ü', 'ue').replace('ß', 'ss')


def token(rng):
    """An address, handle, hash tag or number that has to come through unchanged."""
    word = ''.join(rng.choice('abcdefghijklmnoprstuvwz') for _ in range(rng.randint(3, 9)))
    return rng.choice(['https://www.%s.de/%d' % (word, rng.randrange(9999)), 'https://%s.com' % word, 'www.%s.org' % word, '@' + word.capitalize(),
                       '#' + word.capitalize(), '%s@%s.de' % (word, word[::-1]), '(%s)' % word.upper(), str(rng.randrange(10 ** rng.randint(2, 7)))])


def kept_out(z, held=1000):
    """Numbers of sentence pairs never trained on, to watch the loss: a fixed sample."""
    if 'held' in z:
        return z['held']
    return np.random.default_rng(7).choice(len(z['w']), held, replace=False, p=z['w'] / z['w'].sum())


def augment(pairs, rng):
    for name, de, en in pairs:
        x = rng.random()
        if x < NOISE:
            yield name, damage(de, rng) or de, en
        elif x < NOISE + TOKEN and len(en) > 30:
            t = token(rng)
            yield (name, de + ' ' + t, en + ' ' + t) if rng.random() < .6 else (name, t + ' ' + de, t + ' ' + en)
        else:
            yield name, de, en
        if rng.random() < COPY and 30 < len(en) < 200:
            yield name, en, en


def pieces(clean, o, rng):
    """Trains the vocabulary on pairs drawn by their weights."""
    text = os.path.join(o.work, 'spm.txt')
    picked = rng.choices(clean, [WEIGHT.get(p[0], 1) for p in clean], k=o.spm_lines // 2)
    with open(text, 'w') as f:
        for _, de, en in picked:
            f.write(de + '\n' + en + '\n')
    spm.SentencePieceTrainer.Train(
        input=text, model_prefix=os.path.join(o.work, 'vocab'), vocab_size=o.vocab, model_type='unigram', bos_id=-1, eos_id=0, unk_id=1, pad_id=-1,
        byte_fallback=True, split_digits=True, control_symbols=list(CONTROL), character_coverage=0.9998, num_threads=o.threads, train_extremely_large_corpus=False,
        shuffle_input_sentence=False, minloglevel=1)
    os.remove(text)


def main():
    arg = argparse.ArgumentParser()
    arg.add_argument('data')
    arg.add_argument('work')
    arg.add_argument('--vocab', type=int, default=16000)
    arg.add_argument('--pieces', help='a SentencePiece model to use instead of training one')
    arg.add_argument('--spm-lines', type=int, default=500000)
    arg.add_argument('--threads', type=int, default=2)
    arg.add_argument('--seed', type=int, default=1)
    o = arg.parse_args()
    os.makedirs(o.work, exist_ok=True)
    rng = random.Random(o.seed)
    raw = list(read(o.data))
    clean = [p for p in raw if WEIGHT.get(p[0], 1) and sound(*p)]
    modern = Modern(de for name, de, _ in clean if not name.startswith(OLD))
    clean = [(name, modern(de) if name.startswith(OLD) else de, en) for name, de, en in clean]
    print('pairs read', len(raw), 'kept', len(clean), flush=True)

    if o.pieces:
        shutil.copy(o.pieces, os.path.join(o.work, 'vocab.model'))
    else:
        pieces(clean, o, rng)
    sp = spm.SentencePieceProcessor(model_file=os.path.join(o.work, 'vocab.model'))
    with open(os.path.join(o.work, 'vocab.vocab'), 'w', encoding='utf-8') as f:
        for i in range(sp.get_piece_size()):
            f.write(f'{sp.id_to_piece(i)}\t{sp.get_score(i):g}\n')

    pairs = list(augment(clean, rng))
    names = sorted({p[0] for p in pairs})
    index = {n: i for i, n in enumerate(names)}
    de = sp.encode([p[1] for p in pairs], num_threads=o.threads)
    en = sp.encode([p[2] for p in pairs], num_threads=o.threads)
    S, T, so, to, w, src = [], [], [0], [0], [], []
    for (name, _, _), a, b in zip(pairs, de, en):
        if not a or not b or len(a) > LONGEST or len(b) > LONGEST or max(len(a), len(b)) > 3 * min(len(a), len(b)) + 6:
            continue
        S.append(np.array(a + [0], np.uint16))
        T.append(np.array(b + [0], np.uint16))
        so.append(so[-1] + len(a) + 1)
        to.append(to[-1] + len(b) + 1)
        w.append(WEIGHT.get(name, 1))
        src.append(index[name])
    np.savez(os.path.join(o.work, 'tok.npz'), S=np.concatenate(S), T=np.concatenate(T), so=np.array(so), to=np.array(to),
             w=np.array(w, np.float32), src=np.array(src, np.uint8), sources=np.array(names))
    tokens = np.diff(to)
    print('pairs', len(w), 'source tokens', so[-1], 'target tokens', to[-1], 'target tokens in a weighted pass', int((tokens * np.array(w)).sum()))


if __name__ == '__main__':
    main()

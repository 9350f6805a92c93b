#!/usr/bin/env python3
"""Writes sacrebleu.jsonl: texts of this project's own making with the lines that sacreBLEU prints for them.

    python3 -m venv venv && venv/bin/pip install sacrebleu==2.6.0 && venv/bin/python make_sacrebleu.py > sacrebleu.jsonl
"""
import json
import random
import sys

from sacrebleu.metrics import BLEU, CHRF, TER

REFERENCES = [
    "On Tuesday, the council of Altenkirchen decided to build a new school.",
    "It is to have room for 240 children and cost 18.5 million euros (about $20.1 million).",
    "\"That's an important step,\" said mayor Karin Wolters – and smiled.",
    "The opposition criticised the costs; it demanded a second examination.",
    "Work will begin in spring, weather permitting...",
    "The old building (from 1962) will then be torn down.",
    "In its place, a small park with trees & benches will be created.",
    "Who pays? The state, the district and the town: 50%, 30% and 20%.",
    "See https://example.org/school?id=7 or write to school@example.org.",
    "A 3-year-old asked: “Will there be swings?” Yes, there will.",
    "The bus line 12 stops there every 10-15 minutes from 6:30 a.m. to 8 p.m.",
    "İstanbul's sister city sent 1,000 tulips; Σίσυφος would be ΟΔΥΣΣΕΥΣ' friend.",
    "He said &quot;no&quot; &amp;lt; twice, <skipped> and left.",
    "学校は2026年に開校します。 Its name: 森の学校.",
    "The minister, who had been against it from the start, did not want to comment on the decision when asked on Wednesday.",
    "No.",
]
SECOND = [
    "The Altenkirchen town council decided on Tuesday that a new school would be built.",
    "It will offer 240 children a place and will cost 18.5 million euros.",
    "Mayor Karin Wolters called that an important step.",
    "The opposition found fault with the high costs and asked for another examination.",
    "Weather permitting, work begins in spring.",
    "After that the old building of 1962 is to be demolished.",
    "A little park with benches and trees takes its place.",
    "Who is paying? 50% the state, 30% the district, 20% the town.",
    "Look at https://example.org/school?id=7.",
    "\"Are there going to be swings?\" a 3-year-old asked.",
    "Bus 12 stops there every ten to fifteen minutes.",
    "Istanbul sent a thousand tulips.",
    "He said \"no\" twice and left.",
    "The school opens in 2026.",
    "Asked on Wednesday, the minister, against it from the start, declined to comment.",
    "No!",
]


def change(line, rate, rng):
    words, out = line.split(), []
    for w in words:
        x = rng.random()
        if x < rate * 0.25:
            continue
        if x < rate * 0.45:
            out.append(rng.choice(["the", "school", "and", "1,5", "costs.", "in", w.upper(), w[::-1]]))
        elif x < rate * 0.6:
            out += [w, rng.choice(["very", "of", w, "-", "(so)"])]
        else:
            out.append(w)
    if len(out) > 4 and rng.random() < rate:
        a, b = sorted(rng.sample(range(len(out) + 1), 2))
        c = rng.randrange(a, b + 1)
        out = out[:a] + out[c:b] + out[a:c] + out[b:]
    return " ".join(out)


def main():
    for case in range(30):
        rng = random.Random(case)
        n = [1, 3, 8, 16][case % 4]
        rows = rng.sample(range(len(REFERENCES)), n)
        refs = [[REFERENCES[i] for i in rows]]
        if case % 5 == 4:
            refs.append([SECOND[i] for i in rows])
        hyps = [change(r, [0.1, 0.4, 0.8][case % 3], rng) for r in refs[0]]
        if case == 7:
            hyps[2], refs[0][5] = "", ""
        if case == 10:
            hyps = [""] * n
        if case == 13:
            hyps = [" ".join(refs[0])] * n
        if case == 16:
            hyps, refs = [" ".join(hyps) * 2], [[" ".join(reversed(refs[0]))]]
        if case == 19:
            hyps = ["zzz qqq\u00a0xxx\u2028yy"] * n
        row = {"hypotheses": hyps, "references": refs}
        for name, metric in (("bleu", BLEU()), ("chrf", CHRF()), ("chrf++", CHRF(word_order=2)), ("ter", TER())):
            score = metric.corpus_score(hyps, refs)
            row[name] = [score.format(signature=str(metric.get_signature())), score.format(width=6, signature=str(metric.get_signature()))]
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())

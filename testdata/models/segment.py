"""Writes how the SentencePiece library segments and joins hard lines: one JSON object a line, the text in hexadecimal.

usage: python3 segment.py VOCABULARY [FILE] > segment.NAME.jsonl      (FILE: lines to take in place of the built-in ones)

Needs sentencepiece and protobuf.
"""
import json, os, random, sys
import sentencepiece

p = sentencepiece.SentencePieceProcessor(model_file=sys.argv[1])
r = random.Random(3)
if len(sys.argv) > 2:
    lines = [l.rstrip(b'\n') for l in open(sys.argv[2], 'rb')]
else:
    here = os.path.dirname(os.path.abspath(__file__))
    lines = [l.rstrip(b'\n') for l in open(os.path.join(here, 'sentences.de'), 'rb')][:40]
    lines += [s.encode() for s in [
        '', ' ', '   ', 'a', ' a', 'a ', '  a  b  ', '\ta\nb\r\nc', 'a\u00a0b\u2009c\u3000d', '\u2581a\u2581\u2581b', 'ü', 'u\u0308', 'ÄÖÜäöüß', 'ﬁﬂ½Ⅳ①ＡＢｃ',
        '漢字かなカナ', '한국어', 'Привет, мир', '😀😀 👩‍👩‍👧', '\u200b\u200bx\u200b', '\ufeffAnfang', 'a\u0000b', '⟦0⟧ ⟦⟦ ⟧⟧', 'x⟦12⟧y', '<unk>', '</s>', '<0x41>',
        '1234567890', '3,14 € – 99 %', '„Ja“, sagte sie: »Nein.«', 'https://beispiel.de/a?b=c#d', '@name #wort', 'Donaudampfschifffahrtsgesellschaft' * 3,
        'ǅ ſ ẞ K Å', 'e\u0301e\u0302\u0323', '\u1e9b\u0323', '\u0300', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'ß' * 40, '\u2028\u2029', '\x01\x7f\x85']]
    lines += [b'\xff', b'a\xc3', b'\xc3\x28', b'\xed\xa0\x80', b'\xf0\x9f\x98', b'\xe2\x96', b'ok \x80\x81 ok', b'\xc0\xaf', b'\xf4\x90\x80\x80']
    parts = ['a', 'e', 'ch', 'sch', 'ü', 'ß', ' ', '  ', '.', ',', '„', '“', '1', '9', 'D', 'Der', '😀', '⟦', '⟧', '\u0308', '\u00a0', 'ﬁ', '漢', '\u2581', '€']
    for _ in range(120):
        lines.append(''.join(r.choice(parts) for _ in range(r.randrange(1, 30))).encode())
for line in lines:
    t = p.encode(line, return_type='proto')
    ids = [x.id for x in t.pieces]
    out = {'text': line.hex(), 'ids': ids, 'ends': [[x.begin, x.end] for x in t.pieces], 'joined': p.decode(ids)}
    print(json.dumps(out, ensure_ascii=False, separators=(',', ':')))
# Ids in any order: what a decoder may produce.
for _ in range(60):
    ids = [r.randrange(p.get_piece_size()) for _ in range(r.randrange(1, 12))]
    print(json.dumps({'ids': ids, 'joined': p.decode(ids)}, ensure_ascii=False, separators=(',', ':')))

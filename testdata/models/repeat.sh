#!/bin/sh
# Makes everything in this folder again: the models, the translations of the upstream engine, the traces of the numpy reference, the segmentations of the
# SentencePiece library. `git diff` then shows whether anything changed.
#
# usage: repeat.sh NODE_FOLDER
# NODE_FOLDER: where `npm install --prefix NODE_FOLDER @browsermt/bergamot-translator@0.4.9` was run. PYTHON names a Python with numpy, sentencepiece,
# protobuf and pymarian. SATZPAAR_SHARED names the shared data (default: ../shared beside the repository).
set -eu
node_folder=$1
python=${PYTHON:-python3}
cd "$(dirname "$0")"
shared=${SATZPAAR_SHARED:-../../../shared}
"$python" make.py .
node upstream.cjs "$node_folder" model.mini.bin lex.50.50.mini.s2t.bin vocab.mini.spm float32 <sentences.de >upstream.mini.float32.jsonl
node upstream.cjs "$node_folder" model.mini.intgemm.alphas.bin lex.50.50.mini.s2t.bin vocab.mini.spm <sentences.de >upstream.mini.int8.jsonl
node upstream.cjs "$node_folder" model.pair.intgemm.alphas.bin lex.50.50.pair.s2t.bin srcvocab.pair.spm,trgvocab.pair.spm <sentences.de >upstream.pair.int8.jsonl
node upstream.cjs "$node_folder" model.self.bin lex.50.50.self.s2t.bin vocab.mini.spm float32 <sentences.de >upstream.self.float32.jsonl
node upstream.cjs "$node_folder" model.self.intgemm.alphas.bin lex.50.50.self.s2t.bin vocab.mini.spm <sentences.de >upstream.self.int8.jsonl
node upstream.cjs "$node_folder" model.self.bin lex.50.50.self.s2t.bin vocab.mini.spm float32 4 <sentences.de >upstream.self.float32.beam4.jsonl
node upstream.cjs "$node_folder" model.self.intgemm.alphas.bin lex.50.50.self.s2t.bin vocab.mini.spm int8 2 <sentences.de >upstream.self.int8.beam2.jsonl
node upstream.cjs "$node_folder" model.mini.bin lex.50.50.mini.s2t.bin vocab.mini.spm float32 2 <sentences.de >upstream.mini.float32.beam2.jsonl
node upstream.cjs "$node_folder" model.mini.intgemm.alphas.bin lex.50.50.mini.s2t.bin vocab.mini.spm int8 4 <sentences.de >upstream.mini.int8.beam4.jsonl
node upstream.cjs "$node_folder" model.pair.intgemm.alphas.bin lex.50.50.pair.s2t.bin srcvocab.pair.spm,trgvocab.pair.spm int8 3 <sentences.de >upstream.pair.int8.beam3.jsonl
"$python" reference.py "$shared/oracle/py" float <sentences.de >reference.mini.float32.json
"$python" reference.py "$shared/oracle/py" int8 <sentences.de >reference.mini.int8.json
"$python" opus.py make opus many
"$python" opus.py translate opus fra <sentences.de >upstream.opus.fra.jsonl
"$python" segment.py vocab.mini.spm >segment.mini.jsonl
"$python" segment.py srcvocab.pair.spm >segment.pair.jsonl

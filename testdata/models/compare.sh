#!/bin/sh
# Compares text and speed with the upstream WebAssembly engine in one run: both translate the same sentences on one core, one after the other.
#
# usage: compare.sh NODE_FOLDER MODEL_FOLDER SENTENCES
# NODE_FOLDER: see repeat.sh. MODEL_FOLDER holds model.NAME.intgemm.alphas.bin, lex.50.50.NAME.s2t.bin and vocab.NAME.spm, or srcvocab.NAME.spm and
# trgvocab.NAME.spm. SENTENCES: a file, one a line, each of them one sentence to the upstream splitter too.
set -eu
node_folder=$1
model=$(cd "$2" && pwd)
text=$(cd "$(dirname "$3")" && pwd)/$(basename "$3")
here=$(cd "$(dirname "$0")" && pwd)
out=$(mktemp)
trap 'rm -f "$out"' EXIT
vocabularies=$(ls "$model"/*vocab.*.spm | paste -s -d,)
echo "upstream:"
taskset -c 0 node "$here/upstream.cjs" "$node_folder" "$model"/model.*.intgemm.alphas.bin "$model"/lex.*.bin "$vocabularies" <"$text" 2>&1 >"$out" | tail -n 1
cd "$here/../.."
export SATZPAAR_BENCH_MODEL="$model" SATZPAAR_BENCH_TEXT="$text" SATZPAAR_BENCH_UPSTREAM="$out"
go test ./translate/marian -run '^TestCompare$' -count=1 -v | grep -E 'equal|ok|FAIL'
go test -c -o "$out.test" ./translate/marian
trap 'rm -f "$out" "$out.test"' EXIT
(cd translate/marian && taskset -c 0 "$out.test" -test.run '^$' -test.bench 'Words/workers=1' -test.benchtime 5x -test.cpu 1)

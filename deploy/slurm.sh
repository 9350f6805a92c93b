#!/bin/sh
# satzpaar as an array job of SLURM: translates the folder of the first argument into that of the second, both on a
# file system that all machines see. Further arguments go to satzpaar. Shards that fail are made again with --array=, as
# 'satzpaar status' names them: --array=3,5-7; see doc/scale.md.
#
#   sbatch deploy/slurm.sh data english --jobs 4
#
# It submits three jobs, one after the other: the plan, the shards, and the merge.
#SBATCH --job-name=satzpaar
#SBATCH --cpus-per-task=4
#SBATCH --mem=2G
set -eu
shards=${SHARDS:-36} hours=${HOURS:-8}
data=$1 out=$2
shift 2

if [ -n "${SLURM_ARRAY_TASK_ID:-}" ]; then
	# A machine's own disk is no place for the outputs, but the best one for a cache.
	exec satzpaar translate "$data" -o "$out" --shard "auto/$shards" --cache "${TMPDIR:-/tmp}/satzpaar-$SLURM_JOB_ID.db" --quiet "$@"
fi
satzpaar translate "$data" -o "$out" --shard "plan/$shards" --quiet "$@"
# If a shard fails nevertheless, merge says which.
array=$(sbatch --parsable --array="0-$((shards - 1))" --time="$hours:00:00" --requeue --export=ALL,SHARDS="$shards" "$0" "$data" "$out" "$@")
quoted=$(printf '%s' "$out" | sed "s/'/'\\\\''/g")
sbatch --dependency="afterany:$array" --time=1:00:00 --wrap="satzpaar merge '$quoted'"

package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// PlanOnly stands for no shard: only the plan is made.
const PlanOnly = -1

// ErrNoArray is wrapped by the error of [WhichShard] where the number of shards cannot be determined.
var ErrNoArray = errors.New("SLURM_ARRAY_TASK_COUNT is not set")

// WhichShard reads which shard of how many a process makes:
//
//	3/36     the fourth of 36
//	plan/36  none, see [PlanOnly]
//	auto     what the task is in its array job of SLURM
//	auto/36  the task of SLURM or the index of a Kubernetes job, of 36; some shards may be made again that way
//
// Env returns the value of an environment variable, as [os.Getenv] does.
func WhichShard(value string, env func(variable string) string) (shard, shards int, err error) {
	which, of, _ := strings.Cut(value, "/")
	whole := of == "" // the array job is all shards, and not some that are made again
	if whole && which == "auto" {
		if of = env("SLURM_ARRAY_TASK_COUNT"); of == "" {
			return 0, 0, ErrNoArray
		}
	}
	if shards = shardNumber(of); shards < 1 || shards > maxShards {
		return 0, 0, fmt.Errorf("the number of shards must be 1 to %d", maxShards)
	}
	if which == "plan" {
		return PlanOnly, shards, nil
	}
	if which == "auto" {
		if which = cmp.Or(env("SLURM_ARRAY_TASK_ID"), env("JOB_COMPLETION_INDEX")); which == "" {
			return 0, 0, errors.New("neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set")
		}
		if shard = shardNumber(which); shard >= 0 && whole {
			shard = placeInArray(shard, env)
		}
	} else {
		shard = shardNumber(which)
	}
	if shard < 0 || shard >= shards {
		return 0, 0, fmt.Errorf("%s is not the number of a shard; they are 0 to %d", which, shards-1)
	}
	return shard, shards, nil
}

// shardNumber reads a number from 0 on; anything else is -1.
func shardNumber(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// placeInArray returns where a task stands, from 0, among those of the array job of SLURM, which may begin anywhere and
// leave numbers out: --array=1-71:2.
func placeInArray(task int, env func(string) string) int {
	if least, err := strconv.Atoi(env("SLURM_ARRAY_TASK_MIN")); err == nil {
		task -= least
	}
	if step, err := strconv.Atoi(env("SLURM_ARRAY_TASK_STEP")); err == nil && step > 1 {
		task /= step
	}
	return task
}

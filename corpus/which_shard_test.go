package corpus_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/corpus"
)

func TestWhichShard(t *testing.T) {
	slurm := func(id, count, least, step string) map[string]string {
		return map[string]string{"SLURM_ARRAY_TASK_ID": id, "SLURM_ARRAY_TASK_COUNT": count, "SLURM_ARRAY_TASK_MIN": least,
			"SLURM_ARRAY_TASK_STEP": step}
	}
	for _, tt := range []struct {
		value string
		env   map[string]string
		want  string // or a part of the error
	}{
		{"0/1", nil, "0/1"},
		{"35/36", nil, "35/36"},
		{"35/36", slurm("1", "2", "0", "1"), "35/36"},
		{"plan/36", nil, "-1/36"},
		{"auto", slurm("0", "8", "0", "1"), "0/8"},
		{"auto", slurm("8", "8", "1", "1"), "7/8"},
		{"auto", slurm("71", "36", "1", "2"), "35/36"},
		{"auto/36", slurm("3", "1", "", ""), "3/36"},
		// Shards that are made again: --array=3,5-7.
		{"auto/36", slurm("3", "4", "3", "1"), "3/36"},
		{"auto/36", slurm("7", "4", "3", "1"), "7/36"},
		{"auto/36", slurm("8", "3", "4", "2"), "8/36"},
		{"auto/36", map[string]string{"JOB_COMPLETION_INDEX": "35"}, "35/36"},
		{"36/36", nil, "36 is not the number of a shard; they are 0 to 35"},
		{"-1/36", nil, "-1 is not the number of a shard"},
		{"0/0", nil, "must be 1 to"},
		{"3", nil, "must be 1 to"},
		{"3/x", nil, "must be 1 to"},
		{"3/99999999999999999999", nil, "must be 1 to"},
		{"auto", nil, "SLURM_ARRAY_TASK_COUNT is not set"},
		{"auto", map[string]string{"JOB_COMPLETION_INDEX": "3"}, "SLURM_ARRAY_TASK_COUNT is not set"},
		{"auto/36", nil, "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set"},
		{"auto", slurm("x", "36", "1", "2"), "x is not the number of a shard"},
		{"auto/36", map[string]string{"JOB_COMPLETION_INDEX": "x"}, "x is not the number of a shard"},
		{"auto/36", map[string]string{"JOB_COMPLETION_INDEX": "36"}, "36 is not the number of a shard"},
	} {
		shard, shards, err := corpus.WhichShard(tt.value, func(name string) string { return tt.env[name] })
		got := strconv.Itoa(shard) + "/" + strconv.Itoa(shards)
		if err != nil {
			if got = err.Error(); strings.Contains(got, tt.want) {
				if known := strings.Contains(got, "COUNT"); errors.Is(err, corpus.ErrNoArray) != known {
					t.Errorf("%s: %v; is it outside an array job? %v", tt.value, err, known)
				}
				continue
			}
		}
		if got != tt.want {
			t.Errorf("%s, %v: %s, want %s", tt.value, tt.env, got, tt.want)
		}
	}
}

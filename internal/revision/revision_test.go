package revision

import (
	"runtime/debug"
	"testing"
)

func TestOf(t *testing.T) {
	if got := Of("1.2.3"); got != "1.2.3" {
		t.Errorf("the release is %q", got)
	}
	revision := func(hash, modified string) []debug.BuildSetting {
		return []debug.BuildSetting{{Key: "vcs.revision", Value: hash}, {Key: "vcs.modified", Value: modified}}
	}
	for _, test := range []struct {
		version  string
		settings []debug.BuildSetting
		want     string
	}{
		{"v1.2.3", revision("0123456789abcdef", "true"), "v1.2.3"},
		{"(devel)", revision("0123456789abcdef", "false"), "devel-0123456789ab"},
		{"", revision("0123456789abcdef", "true"), "devel-0123456789ab-modified"},
		{"", revision("0123", "false"), "devel-0123"},
		{"", nil, "devel"},
	} {
		got := built(&debug.BuildInfo{Main: debug.Module{Version: test.version}, Settings: test.settings})
		if got != test.want {
			t.Errorf("%q, %v: %q, want %q", test.version, test.settings, got, test.want)
		}
	}
}

package command

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// handedOn are the variables that programs need to start, find their files, write in the right language and reach the
// network. Everything else stays here: a list of what looks like a secret would never be complete. Windows takes
// names in any case.
var handedOn = []string{
	"PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "TZ",
	"LANG", "LANGUAGE",
	"TMPDIR", "TMP", "TEMP",
	"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR",
	"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
	"SSL_CERT_FILE", "SSL_CERT_DIR",
	"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
	"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERNAME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH",
	"APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES",
}

// environment returns those of the variables in environ that a program is given: the ones that every program needs,
// all LC_ ones, and those named.
func environment(environ, names []string) []string {
	same := func(a, b string) bool { return a == b }
	if runtime.GOOS == "windows" {
		same = strings.EqualFold
	}
	out := []string{}
	for _, v := range environ {
		name, _, ok := strings.Cut(v, "=")
		is := func(other string) bool { return same(name, other) }
		if ok && (strings.HasPrefix(name, "LC_") || slices.ContainsFunc(handedOn, is) ||
			slices.ContainsFunc(names, is)) {
			out = append(out, v)
		}
	}
	return out
}

// checkNames refuses what cannot be the name of a variable.
func checkNames(names []string) error {
	for _, n := range names {
		if n == "" || strings.ContainsAny(n, "= \t\r\n\x00") {
			return fmt.Errorf("env: %q is not the name of a variable; name it without its value", n)
		}
	}
	return nil
}

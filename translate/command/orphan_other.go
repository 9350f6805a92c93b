//go:build unix && !linux

package command

import "syscall"

// dieWithParent does nothing: there, a program whose parent was killed sees the end of its input.
func dieWithParent(*syscall.SysProcAttr) {}

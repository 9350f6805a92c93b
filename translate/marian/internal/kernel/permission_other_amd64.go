//go:build !linux && !purego

package kernel

// tilesAllowed reports false: how to ask other systems for the tiles of AMX is not known here.
func tilesAllowed() bool { return false }

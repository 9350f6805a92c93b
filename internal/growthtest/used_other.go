//go:build !unix

package growthtest

import "time"

// used returns the time that has passed: processor time is not asked for here.
func used() time.Duration { return time.Duration(time.Now().UnixNano()) }

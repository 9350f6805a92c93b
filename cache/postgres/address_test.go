package postgres_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache/postgres"
)

// TestAddressUnread: the error for an address that cannot be read holds nothing of it, since a password may be in it.
func TestAddressUnread(t *testing.T) {
	for _, address := range []string{
		"postgres://me:secret@host:no-port/database",
		"postgres://me:secret@host/database?pool_max_conns=none",
		"host=h password=secret port=none",
		"postgres://me:se%zzcret@host/database",
	} {
		_, err := postgres.OpenAddress(t.Context(), address, time.Now)
		if !errors.Is(err, postgres.ErrAddress) || strings.Contains(err.Error(), "cret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

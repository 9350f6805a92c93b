//go:build unix

package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/cache/postgres"
	"github.com/satzpaar/satzpaar/internal/postgrestest"
)

// TestHostileNeighbour: whatever somebody makes of the tables, what is read is what was put or a miss, and every error is
// short, soon there and one of the kinds that a run survives.
func TestHostileNeighbour(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: waits for what hangs")
	}
	s := postgrestest.Start(t)
	const entries = "satzpaar_entries_1"
	on := func(table, event, does string) string {
		return `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ` + does + ` END $$;
			CREATE TRIGGER t BEFORE ` + event + ` ON ` + table + ` FOR EACH ROW EXECUTE FUNCTION f()`
	}
	asView := func(columns string) string {
		return `ALTER TABLE ` + entries + ` RENAME TO real; CREATE VIEW ` + entries + ` AS SELECT ` + columns
	}
	for n, test := range []struct{ name, sql string }{
		{"nothing", ""},
		{"a giant value", `UPDATE ` + entries + ` SET value = decode(repeat('00', 100000000), 'hex')`},
		{"values of other keys", `UPDATE ` + entries + ` SET value = (SELECT value FROM ` + entries + ` LIMIT 1)`},
		{"sums of other keys", `UPDATE ` + entries + ` SET (value, sum) = (SELECT value, sum FROM ` + entries + ` LIMIT 1)`},
		{"no rows", `DELETE FROM ` + entries},
		{"no values", `ALTER TABLE ` + entries + ` ALTER value DROP NOT NULL, ALTER sum DROP NOT NULL,
			ALTER used DROP NOT NULL; UPDATE ` + entries + ` SET value = NULL, sum = NULL, used = NULL`},
		{"no sums", `ALTER TABLE ` + entries + ` ALTER sum DROP NOT NULL; UPDATE ` + entries + ` SET sum = NULL`},
		{"times without end", `UPDATE ` + entries + ` SET used = 'infinity', made = '-infinity'`},
		{"values as text", `ALTER TABLE ` + entries + ` ALTER value TYPE text USING 'the title ' || chr(27) || ']0;x'`},
		{"values as numbers", `ALTER TABLE ` + entries + ` ALTER value TYPE integer USING 1`},
		{"sums as text", `ALTER TABLE ` + entries + ` ALTER sum TYPE text`},
		{"sums as numbers without end", `ALTER TABLE ` + entries + ` ALTER sum TYPE numeric USING 1e300`},
		{"no column", `ALTER TABLE ` + entries + ` DROP value`},
		{"another name", `ALTER TABLE ` + entries + ` RENAME key TO k`},
		{"no table", `DROP TABLE ` + entries},
		{"no tables", `DROP TABLE ` + entries + `, satzpaar_groups_1, satzpaar_leases_1, satzpaar_workers_1`},
		{"a sequence", `DROP TABLE ` + entries + `; CREATE SEQUENCE ` + entries},
		{"a view", asView(`* FROM real`)},
		{"a view of many rows", asView(`r.* FROM real r, generate_series(1, 1000000000)`)},
		{"a view that takes long", asView(`key, value, sum, grp, made, used, parts FROM real, pg_sleep(60)`)},
		{"a view that fails", asView(`key, value, sum / 0 AS sum, grp, made, used, parts FROM real`)},
		{"a view of giants", asView(`key, convert_to(repeat('x', 200000000), 'UTF8') AS value, sum, grp, made, used, parts
			FROM real`)},
		{"a trigger that drops", on(entries, "INSERT OR UPDATE", "RETURN NULL;")},
		{"a trigger that says much", on(entries, "INSERT OR UPDATE",
			`RAISE EXCEPTION '%', chr(27) || ']0;x' || chr(10) || 'satzpaar: error: forged' || repeat('x', 10000000);`)},
		{"a trigger that speaks for the server", on(entries, "INSERT OR UPDATE",
			`RAISE EXCEPTION '%', repeat(chr(10) || 'x', 1000000) USING ERRCODE = '57P01';`)},
		{"a trigger that waits", on(entries, "INSERT OR UPDATE", `PERFORM pg_sleep(60); RETURN NEW;`)},
		{"a trigger that rolls back", on(entries, "INSERT OR UPDATE", `RAISE EXCEPTION USING ERRCODE = '40001';`)},
		{"a trigger that warns", on(entries, "INSERT OR UPDATE",
			`FOR i IN 1..100 LOOP RAISE WARNING '%', repeat('x', 10000); END LOOP; RETURN NEW;`)},
		{"no groups", on("satzpaar_groups_1", "INSERT", "RETURN NULL;")},
		{"groups that are gone", `ALTER TABLE ` + entries + ` DROP CONSTRAINT satzpaar_entries_1_grp_fkey;
			DELETE FROM satzpaar_groups_1`},
		{"no leases", on("satzpaar_leases_1", "INSERT OR UPDATE", "RETURN NULL;")},
		{"leases as text", `ALTER TABLE satzpaar_leases_1 ALTER key TYPE text USING 'x'`},
		{"no rights", `CREATE ROLE stranger; ALTER TABLE ` + entries + ` OWNER TO stranger;
			ALTER TABLE satzpaar_leases_1 ENABLE ROW LEVEL SECURITY; REVOKE ALL ON ` + entries + ` FROM PUBLIC, satz`},
		{"locked", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			url := s.Database(fmt.Sprint("hostile", n))
			before := open(t, url, time.Now) // has prepared its statements
			if err := before.Put(t.Context(), []cache.Entry{entry("a"), entry("b")}); err != nil {
				t.Fatal(err)
			}
			keys := []cache.Key{key("a"), key("b"), key("c")}
			if values, err := before.Get(t.Context(), keys); err != nil || string(values[0]) != "value of a" {
				t.Fatalf("%q, %v", values, err)
			}
			admin := postgrestest.Connect(t, url)
			statement := test.sql
			if test.name == "locked" {
				statement = "BEGIN; LOCK TABLE " + entries
			}
			if _, err := admin.Exec(context.Background(), statement); err != nil {
				t.Fatal(err)
			}
			after, err := postgres.OpenAddress(t.Context(), url, time.Now)
			survivable(t, "opening", err)
			if after == nil {
				t.Fatal("it cannot be used")
			}
			defer after.Close()
			for _, c := range []*postgres.Cache{before, after} {
				hostile(t, c, keys)
			}
			if test.name == "nothing" && before.Lost()+after.Lost() > 0 {
				t.Error("something was lost of a cache that nobody has changed")
			}
		})
	}
}

// TestHostileListing: what cannot be an entry is left out of the list, or is damaged. It neither ends the list nor keeps
// it from ending.
func TestHostileListing(t *testing.T) {
	s := postgrestest.Start(t)
	c := open(t, s.URL, time.Now)
	if err := c.Put(t.Context(), []cache.Entry{entry("a"), entry("b")}); err != nil {
		t.Fatal(err)
	}
	one := fmt.Sprintf(` WHERE key = '\x%x'`, key("b"))
	const columns = `(key, value, sum, grp, parts) SELECT `
	for _, test := range []struct {
		sql       string
		good, all int
	}{
		{"", 2, 2},
		{`INSERT INTO satzpaar_entries_1 ` + columns + `key || decode(lpad(to_hex(n), 8, '0'), 'hex'), value, sum, grp, parts
			FROM satzpaar_entries_1, generate_series(1, 1000) AS n` + one, 2, 2},
		{`INSERT INTO satzpaar_entries_1 ` + columns + `sha256(n::text::bytea), decode(repeat('00', 1000000), 'hex'), 0, grp, ''
			FROM satzpaar_entries_1, generate_series(1, 100) AS n` + one, 2, 2},
		{`UPDATE satzpaar_entries_1 SET sum = 1` + one, 1, 2},
		{`UPDATE satzpaar_entries_1 SET value = decode(repeat('00', 20000000), 'hex')` + one, 1, 1},
		{`UPDATE satzpaar_entries_1 SET value = '', parts = decode(repeat('00', 20000000), 'hex')` + one, 1, 1},
		{`ALTER TABLE satzpaar_entries_1 ALTER value DROP NOT NULL, ALTER sum DROP NOT NULL, ALTER made DROP NOT NULL;
			UPDATE satzpaar_entries_1 SET value = NULL, parts = ''` + one, 1, 1},
		{`UPDATE satzpaar_entries_1 SET value = '', sum = NULL` + one, 1, 1},
		{`UPDATE satzpaar_entries_1 SET sum = 0, made = NULL` + one, 1, 1},
		{`UPDATE satzpaar_entries_1 SET made = '-infinity', used = 'infinity'` + one, 1, 1},
		{`UPDATE satzpaar_groups_1 SET name = repeat('x', 200000)`, 0, 0},
	} {
		sql(t, s.URL, test.sql)
		good, all := 0, 0
		for stored, err := range c.All(t.Context()) {
			if err != nil {
				t.Fatalf("%s: %v", test.sql, err)
			}
			if all++; all > 2000 {
				t.Fatalf("%s: the list goes on", test.sql)
			}
			if !stored.Damaged {
				good++
			}
		}
		if good != test.good || all != test.all {
			t.Errorf("%s: %d of %d entries are good, want %d of %d", test.sql, good, all, test.good, test.all)
		}
	}
}

// hostile asks a cache for all that it does.
func hostile(t *testing.T, c *postgres.Cache, keys []cache.Key) {
	t.Helper()
	for round := range 2 {
		var before, now runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		values, err := c.Get(t.Context(), keys)
		survivable(t, "reading", err)
		for i, name := range []string{"a", "b", "c"} {
			if values != nil && values[i] != nil && string(values[i]) != "value of "+name {
				t.Errorf("%.100q was read under the key of %s", values[i], name)
			}
		}
		_, err = c.Lease(t.Context(), keys[2:])
		survivable(t, "leasing", err)
		survivable(t, "writing", c.Put(t.Context(), []cache.Entry{entry("a"), entry(fmt.Sprint("new", round))}))
		survivable(t, "giving up leases", c.Release(t.Context(), keys[2:]))
		if took := time.Since(start); took > time.Minute {
			t.Errorf("round %d took %v", round, took)
		}
		runtime.ReadMemStats(&now)
		if asked := now.TotalAlloc - before.TotalAlloc; asked > 64<<20 {
			t.Errorf("round %d asked for %d MB of memory", round, asked>>20)
		}
	}
}

func survivable(t *testing.T, doing string, err error) {
	t.Helper()
	switch {
	case err == nil:
	case !errors.Is(err, postgres.ErrAway) && !errors.Is(err, postgres.ErrTables):
		t.Errorf("%s: %v", doing, err)
	case len(err.Error()) > 1500 || strings.Contains(err.Error(), "\n"):
		t.Errorf("%s: an error of %d bytes: %.300q", doing, len(err.Error()), err)
	case strings.Contains(err.Error(), postgrestest.Password):
		t.Errorf("%s: the error shows the password: %v", doing, err)
	}
}

// TestHostileLeases: a lease that was given in the future, or by a worker without end, is taken over in the end.
func TestHostileLeases(t *testing.T) {
	s := postgrestest.Start(t)
	one, two := open(t, s.URL, time.Now), open(t, s.URL, time.Now)
	keys := []cache.Key{key("a")}
	for _, since := range []string{"'infinity'", "'-infinity'", "now() + interval '1 year'"} {
		if mine, err := one.Lease(t.Context(), keys); err != nil || !mine[0] {
			t.Fatal(mine, err)
		}
		sql(t, s.URL, "UPDATE satzpaar_workers_1 SET until = 'infinity'")
		sql(t, s.URL, "UPDATE satzpaar_leases_1 SET since = "+since)
		if mine, err := two.Lease(t.Context(), keys); err != nil || !mine[0] {
			t.Errorf("a lease since %s is not taken over: %v, %v", since, mine, err)
		}
		if err := two.Release(t.Context(), keys); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHostileLedger: a sum that cannot be one is an error that names its table; one below 0, or whose row is gone, allows
// no more than one that has just begun.
func TestHostileLedger(t *testing.T) {
	s := postgrestest.Start(t)
	c := open(t, s.URL, time.Now)
	add := func(cost float64) (float64, bool, error) { return c.Ledger("run").Add(t.Context(), cost, 10) }
	if _, added, err := add(6); !added || err != nil {
		t.Fatal(added, err)
	}
	for _, sum := range []string{"NaN", "Infinity"} {
		sql(t, s.URL, "UPDATE satzpaar_ledgers_1 SET spent = '"+sum+"'")
		for _, most := range []float64{10, math.Inf(1)} {
			_, added, err := c.Ledger("run").Add(t.Context(), 1, most)
			if added || err == nil || !strings.Contains(err.Error(), "satzpaar_ledgers_1") {
				t.Errorf("a sum of %s, at most %v: %v, %v", sum, most, added, err)
			}
		}
	}
	for _, damage := range []string{"UPDATE satzpaar_ledgers_1 SET spent = -1000", "DELETE FROM satzpaar_ledgers_1",
		"UPDATE satzpaar_ledgers_1 SET spent = '-Infinity'"} {
		sql(t, s.URL, damage)
		if sum, added, err := add(-6); sum != 0 || !added || err != nil {
			t.Errorf("%s: %v, %v, %v", damage, sum, added, err)
		}
		sql(t, s.URL, damage)
		if sum, added, err := add(11); added || err != nil {
			t.Errorf("%s: %v, %v, %v", damage, sum, added, err)
		}
		if sum, added, err := add(10); sum != 10 || !added || err != nil {
			t.Errorf("%s: %v, %v, %v", damage, sum, added, err)
		}
	}
	for _, damage := range []string{
		"ALTER TABLE satzpaar_ledgers_1 ALTER spent DROP NOT NULL; UPDATE satzpaar_ledgers_1 SET spent = NULL",
		"ALTER TABLE satzpaar_ledgers_1 ALTER spent TYPE text USING 'x'", "DROP TABLE satzpaar_ledgers_1; CREATE VIEW " +
			"satzpaar_ledgers_1 AS SELECT 'run' AS name, -1 AS spent, now() AS used",
	} {
		sql(t, s.URL, damage)
		if sum, added, err := add(1); added && err == nil && sum < 1 || !added && err == nil {
			t.Errorf("%s: %v, %v, %v", damage, sum, added, err)
		}
	}
}

//go:build linux && !slim

package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/satzpaar/satzpaar/internal/faultserver"
	"github.com/satzpaar/satzpaar/internal/postgrestest"
)

// TestDatabaseAttacks: whatever somebody has made of the database that holds the cache, runs translate as they do without
// it, and print nothing that a terminal obeys.
func TestDatabaseAttacks(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: waits for what hangs")
	}
	s := postgrestest.Start(t)
	a := newAttacker(t)
	run := func(c attempt) {
		t.Helper()
		stdout, stderr, _ := a.run(t, c)
		if strings.Contains(stdout+stderr, postgrestest.Password) {
			t.Errorf("%q: the password is shown: %s%s", brief(c.args), stdout, stderr)
		}
	}
	const entries = "satzpaar_entries_1"
	forged := `chr(27) || ']0;x' || chr(7) || chr(155) || '2J' || chr(10) || 'satzpaar: error: forged' || chr(8238)`
	trigger := `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s END $$;
		CREATE TRIGGER t BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION f()`
	for n, statement := range []string{
		"DROP TABLE " + entries,
		"DELETE FROM " + entries + "; DELETE FROM satzpaar_leases_1",
		"UPDATE " + entries + " SET value = 'The title.'",
		"UPDATE " + entries + " SET value = decode(repeat('1b', 50000000), 'hex')",
		"ALTER TABLE " + entries + " ALTER value TYPE text USING " + forged,
		"ALTER TABLE " + entries + " ALTER sum TYPE text USING " + forged,
		"ALTER TABLE " + entries + " RENAME TO real; CREATE VIEW " + entries + " AS SELECT * FROM real",
		"ALTER TABLE " + entries + " RENAME TO real; CREATE VIEW " + entries +
			" AS SELECT key, value, sum / 0 AS sum, used FROM real",
		"UPDATE satzpaar_groups_1 SET name = " + forged,
		"INSERT INTO satzpaar_leases_1 SELECT key, 1, 'infinity' FROM " + entries + "; DELETE FROM " + entries +
			"; INSERT INTO satzpaar_workers_1 VALUES (1, 'infinity')",
		fmt.Sprintf(trigger, "RAISE EXCEPTION '%', "+forged+";", entries),
		fmt.Sprintf(trigger, "RAISE EXCEPTION '%', "+forged+";", "satzpaar_leases_1"),
		fmt.Sprintf(trigger, "RAISE WARNING '%', "+forged+"; RETURN NULL;", entries),
		"CREATE ROLE stranger; ALTER TABLE " + entries + " OWNER TO stranger; REVOKE ALL ON " + entries + " FROM PUBLIC, satz",
	} {
		url := s.Database(fmt.Sprint("attack", n))
		dir := a.fresh(t)
		in := a.write(t, dir+"/in/a.txt", "Das ist ein Satz.\n\nUnd noch einer, mit der Zahl 17.\n")
		translate := func(out string) {
			t.Helper()
			out = dir + "/" + out
			run(attempt{
				args:  []string{"translate", "--backend", "echo", "--cache", url, "--write", "same,jsonl", "-o", out, in},
				codes: []int{0}, out: []string{out},
			})
			made, err := os.ReadFile(filepath.Join(a.dir, out, "a.txt.en.txt"))
			if want, _ := os.ReadFile(in); err != nil || string(made) != string(want) {
				t.Errorf("%s: it became %q, %v", statement, made, err)
			}
		}
		translate("before")
		postgrestest.Exec(t, url, statement)
		translate("after")
		a.write(t, dir+"/in/a.txt", "Das ist ein Satz.\n\nDas ist neu.\n")
		translate("more")
	}
	attackBudgets(t, a, s.URL, run)
}

// attackBudgets shares budgets with hostile names, and one whose sum cannot be one.
func attackBudgets(t *testing.T, a *attacker, database string, run func(attempt)) {
	web := httptest.NewServer(faultserver.New(faultserver.Config{}))
	defer web.Close()
	config := a.write(t, "config.toml", "[backend.openai]\nprice_in = 1\nprice_out = 1\n")
	for i, value := range hostileValues {
		dir := a.fresh(t)
		in := a.write(t, dir+"/in/a.txt", fmt.Sprintf("Das ist der Satz mit der Nummer %d.\n", i))
		budget := a.rooted(value)
		if strings.Contains(budget, "\x00") {
			continue // no argument of a program holds it
		}
		run(attempt{
			args: []string{"translate", "--backend", "openai", "--base-url", web.URL + "/v1", "--model", "m", "--max-cost", "1",
				"--budget", budget, "--cache", database, "-o", dir + "/out", in},
			env:   map[string]string{"SATZPAAR_CONFIG": config},
			codes: []int{0}, out: []string{dir + "/out"},
		})
	}
}

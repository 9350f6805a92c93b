package command_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/command"
)

// TestEnvironment: a program is given what it needs and what is named, and no secret of any spelling.
func TestEnvironment(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	environ := []string{"COMMAND_TEST=environment", "PATH=/bin", "HOME=/home/anna", "LC_ALL=C.UTF-8", "TMPDIR=/tmp",
		"HTTPS_PROXY=http://proxy:3128", "SYSTEMROOT=C:\\Windows",
		"MINE=GIVEN", "BROKEN"}
	for _, name := range []string{"OPENAI_API_KEY", "TOKEN", "SECRET", "APIKEY", "GH_PAT", "MYSQL_PWD",
		"AWS_ACCESS_KEY_ID", "SLACK_WEBHOOK", "DB_URL", "PGPASSFILE", "MY_OTHER",
		"path_to_key", "PATH_SECRET", "LCKEY"} {
		environ = append(environ, name+"=HIDDEN")
	}
	for _, protocol := range []command.Protocol{command.Lines, command.JSONL} {
		how := map[command.Protocol]string{command.Lines: "environment", command.JSONL: "jsonl environment"}[protocol]
		b, err := command.New(command.Config{Argv: []string{exe}, Protocol: protocol,
			Environ: append([]string{"COMMAND_TEST=" + how}, environ[1:]...),
			Env:     []string{"COMMAND_TEST", "MINE", "NOT_THERE"}, Patience: 20 * time.Second})
		if err != nil {
			t.Fatal(err)
		}
		results, _, err := b.Translate(context.Background(), translate.Request{From: language.German,
			To: language.English, Items: []translate.Item{{Text: "Haus"}}})
		if err != nil || results[0].Err != nil {
			t.Fatal(err, results)
		}
		got := results[0].Text
		for _, want := range []string{"PATH=/bin", "HOME=/home/anna", "LC_ALL=", "TMPDIR=", "HTTPS_PROXY=",
			"SYSTEMROOT=", "MINE=GIVEN"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: the program lacks %s: %s", protocol, want, got)
			}
		}
		if strings.Contains(got, "HIDDEN") {
			t.Errorf("%s: the program was given too much: %s", protocol, got)
		}
		b.Close()
	}
	for _, name := range []string{"", "A=b", "A B", "A\n"} {
		if _, err := command.New(command.Config{Argv: []string{exe},
			Env: []string{name}}); translate.KindOf(err) != translate.Invalid {
			t.Errorf("the name %q: error %v", name, err)
		}
	}
}

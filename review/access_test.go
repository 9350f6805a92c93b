package review

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/internal/browsertest"
)

// horse is "correct horse" as a file of people holds it.
func horse(t *testing.T) string {
	t.Helper()
	h, err := HashPassword("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parseHash(h)
	if err != nil || !parsed.matches("correct horse") || parsed.matches("correct horsE") {
		t.Fatalf("%s: %v", h, err)
	}
	return h
}

// events collects the log of a server.
type events struct {
	mu   sync.Mutex
	list []Event
}

func (e *events) add(one Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, one)
}

func (e *events) did() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []string
	for _, one := range e.list {
		out = append(out, strings.TrimSpace(one.Who+" "+one.Did+" "+one.Document))
	}
	return strings.Join(out, ", ")
}

// admitted serves a folder to Mia, a reviewer, Tom, a translator, and Ria, a reader.
func admitted(t *testing.T, dir string, log *events) *Server {
	t.Helper()
	hash := horse(t)
	s, _ := served(t, dir, func(s *Server) {
		s.Log = log.add
		if err := s.Admit([]Person{{"Mia", Reviewer, hash}, {"Tom", Translator, hash}, {"Ria", Reader, hash}}); err != nil {
			t.Fatal(err)
		}
	})
	return s
}

// TestSignIn: without a password nobody sees or changes anything; with one, as much as the role allows; a person who
// guesses is stopped; and the log records who did what.
func TestSignIn(t *testing.T) {
	dir := folderOf(t, sample())
	log := &events{}
	s := admitted(t, dir, log)
	for _, tt := range []struct{ method, path, body string }{
		{"GET", "", ""}, {"GET", "document?d=a.txt", ""}, {"GET", "edits?d=a.txt&after=0", ""}, {"GET", "offers?d=a.txt", ""},
		{"POST", "edits?d=a.txt", approval}, {"POST", "drafts?d=a.txt", `{"drafts":[]}`},
		{"POST", "retranslate?d=a.txt", `{"source":"a"}`}, {"POST", "sign-out", ""},
	} {
		status, body := ask(t, tt.method, s.URL()+tt.path, tt.body, "Accept", "text/html",
			"Cookie", cookieName+"="+strings.Repeat("A", 52))
		if status != 401 || strings.Contains(body, "a.txt") || strings.Contains(body, "Haus") {
			t.Errorf("%s %s without a password: %d %.200s", tt.method, tt.path, status, body)
		}
	}
	client := func(name, password string) (*http.Client, int) {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		c := &http.Client{Jar: jar}
		r, err := c.PostForm(s.URL()+"sign-in", url.Values{"name": {name}, "password": {password}})
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		return c, r.StatusCode
	}
	post := func(c *http.Client, body string) int {
		r, err := c.Post(s.URL()+"edits?d=a.txt", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		return r.StatusCode
	}
	written := strings.Replace(approval, `"target":"x"`, `"target":"x","state":"translated","who":"Mia"`, 1)
	for _, tt := range []struct {
		name             string
		approve, written int
	}{{"Ria", 403, 403}, {"Tom", 403, 200}, {"Mia", 200, 200}} {
		c, status := client(tt.name, "correct horse")
		if status != 200 {
			t.Fatalf("%s signs in: %d", tt.name, status)
		}
		if got := post(c, approval); got != tt.approve {
			t.Errorf("%s approves: %d, want %d", tt.name, got, tt.approve)
		}
		if got := post(c, written); got != tt.written {
			t.Errorf("%s writes: %d, want %d", tt.name, got, tt.written)
		}
	}
	for _, e := range editsOf(t, dir, "a.txt") {
		if e.Who == "Mia" && e.State == bitext.Translated && e.Target == nil || e.Who == "" {
			t.Errorf("an edit by %q: %+v", e.Who, e)
		}
	}
	if e := editsOf(t, dir, "a.txt"); len(e) == 0 || e[0].Who != "Tom" {
		t.Errorf("Tom's edit, which says that it is Mia's: %+v", e)
	}
	want := "Ria signed in, Tom signed in, Tom edited a.txt, Mia signed in, Mia edited a.txt, Mia edited a.txt"
	if got := log.did(); got != want {
		t.Errorf("log: %s, want %s", got, want)
	}
	last := 0
	for range failuresPerName + 1 {
		_, last = client("Tom", "wrong")
	}
	if _, right := client("Tom", "correct horse"); last != 429 || right != 429 {
		t.Errorf("after many wrong passwords: %d, then with the right one %d", last, right)
	}
	if _, status := client("Mia", "correct horse"); status != 200 {
		t.Errorf("another person is kept out by the guessing: %d", status)
	}
	if _, status := client("nobody", "correct horse"); status != 401 {
		t.Errorf("an unknown name: %d", status)
	}
}

// What a server cannot admit is reported.
func TestAdmitRefuses(t *testing.T) {
	hash := horse(t)
	for want, people := range map[string][]Person{
		"twice":              {{"Mia", Reader, hash}, {"Mia", Reviewer, hash}},
		`"boss" is unknown`:  {{"Mia", "boss", hash}},
		"--hash-password":    {{"Mia", Reader, "correct horse"}},
		"Mia: the password ": {{"Mia", Reader, "pbkdf2-sha256$1$AAAAAAAAAAAAAAAA$AAAA"}},
		"has no name":        {{"", Reader, hash}},
	} {
		if _, err := newAccess(people, time.Now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
	if _, err := HashPassword("short"); err == nil {
		t.Error("a short password is hashed")
	}
}

// Who is signed in is forgotten after hours without a request, and cookies are not sent by other sites' pages.
func TestTickets(t *testing.T) {
	now := time.Unix(0, 0)
	a, err := newAccess([]Person{{"Mia", Reviewer, horse(t)}}, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	cookie, _ := a.signIn("Mia", "correct horse")
	r := httptest.NewRequest("GET", "/", nil)
	r.AddCookie(&http.Cookie{Name: cookieName, Value: cookie})
	for _, tt := range []struct {
		later time.Duration
		in    bool
	}{{ticketLives - time.Second, true}, {ticketLives - time.Second, true}, {ticketLives + time.Second, false}} {
		now = now.Add(tt.later)
		if p := a.who(r); (p != nil) != tt.in {
			t.Errorf("after %v: %v", tt.later, p)
		}
	}
	s := &Server{token: "review"}
	c := s.cookie(r, cookie, 0)
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Secure {
		t.Errorf("cookie %+v", c)
	}
	r.Header.Set("X-Forwarded-Proto", "https")
	if !s.cookie(r, cookie, 0).Secure {
		t.Error("behind a proxy with TLS the cookie may go over plain HTTP")
	}
}

// A translator signs in, writes, and finds nothing to approve with; a reader cannot write; both can sign out.
func TestRolesInTheBrowser(t *testing.T) {
	ctx, trouble := browsertest.Open(t)
	dir := folderOf(t, sample())
	log := &events{}
	s := admitted(t, dir, log)
	page := s.URL() + "document?d=a.txt"
	signIn := func(name, password string) []action {
		return []action{chromedp.Navigate(s.URL()), until(`document.querySelector("[name=password]")`),
			js(`document.querySelector("[name=name]").value = "` + name + `"`),
			click("[name=password]"), press(password + "\r")}
	}
	do(t, ctx, append(signIn("Tom", "wrong horse"), until(`document.querySelector(".trouble")`))...)
	do(t, ctx, append(signIn("Tom", "correct horse"), until(`document.querySelector("tbody a")`), chromedp.Navigate(page))...)
	do(t, ctx, begin("Tom's text")...)
	do(t, ctx, pressCtrl("\r"), until(saved), press("a"),
		until(`document.getElementById("status").textContent.startsWith("Only reviewers approve")`))
	if n := value[int](t, ctx, `[...document.querySelectorAll(".judges")].filter((b) => b.offsetParent).length`); n != 0 {
		t.Errorf("a translator sees %d buttons of reviewers", n)
	}
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 || e[0].Who != "Tom" || e[0].State != bitext.Translated {
		t.Errorf("edits: %+v", e)
	}
	do(t, ctx, click(".signout button"), until(`document.querySelector("[name=password]")`))
	do(t, ctx, append(signIn("Ria", "correct horse"), until(`document.querySelector("tbody a")`), chromedp.Navigate(page),
		until(`document.querySelector(".pair")`), press("je"),
		until(`document.getElementById("status").textContent.startsWith("You may read")`))...)
	if n := value[int](t, ctx, `document.querySelectorAll("textarea").length`); n != 0 {
		t.Error("a reader has an editor")
	}
	if e := editsOf(t, dir, "a.txt"); len(e) != 1 {
		t.Errorf("edits: %+v", e)
	}
	trouble.None(t)
}

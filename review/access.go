package review

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// A Person may use a server.
type Person struct {
	Name     string
	Role     Role
	Password string // as [HashPassword] returns it
}

// An Event is what a person did, for the log: "signed in", "failed to sign in", "signed out", "edited", "annotated",
// "downloaded" or "took a term into the glossary".
type Event struct {
	Time     time.Time `json:"time"`
	Who      string    `json:"who"`
	Did      string    `json:"did"`
	Document string    `json:"document,omitempty"`
	Edits    int       `json:"edits,omitempty"`
	From     string    `json:"from,omitempty"` // address of the network
}

// An access lets people in by their passwords. Who is signed in is forgotten when the program ends.
type access struct {
	people map[string]*member
	nobody passwordHash // compared where a name is unknown, so that it takes as long
	now    func() time.Time

	verifying sync.Mutex // one password after the other: guessing must not take the machine from others
	mu        sync.Mutex
	tickets   map[string]*ticket // by cookie
	failures  []time.Time        // of the last minute
}

type member struct {
	person Person
	hash   passwordHash
	failed []time.Time // of the last minute
}

type ticket struct {
	person  Person
	expires time.Time
}

const (
	cookieName  = "satzpaar-review"
	ticketLives = 12 * time.Hour // since it was last used
	mostTickets = 1000

	// So many wrong passwords in a minute for one name, and for all together, and further ones are not looked at.
	failuresPerName = 5
	failuresAtAll   = 50
)

func newAccess(people []Person, now func() time.Time) (*access, error) {
	a := &access{people: map[string]*member{}, now: now, tickets: map[string]*ticket{}}
	a.nobody = passwordHash{iterations: iterations, salt: make([]byte, 16), sum: make([]byte, 32)}
	for _, p := range people {
		hash, err := parseHash(p.Password)
		switch {
		case p.Name == "":
			return nil, fmt.Errorf("a person has no name")
		case a.people[p.Name] != nil:
			return nil, fmt.Errorf("%s is there twice", p.Name)
		case !p.Role.valid():
			return nil, fmt.Errorf("%s: the role %q is unknown: reader, translator or reviewer", p.Name, p.Role)
		case err != nil:
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		a.people[p.Name] = &member{person: Person{Name: p.Name, Role: p.Role}, hash: hash}
	}
	return a, nil
}

// who returns who a request comes from; nil if it is not signed in.
func (a *access) who(r *http.Request) *Person {
	c, err := r.Cookie(cookieName)
	if err != nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	t := a.tickets[c.Value]
	now := a.now()
	if t == nil || now.After(t.expires) {
		return nil
	}
	t.expires = now.Add(ticketLives)
	return &t.person
}

// signIn returns the cookie of a person, or nil, with whether a wrong password was given too often to be looked at.
func (a *access) signIn(name, password string) (cookie string, tooOften bool) {
	a.verifying.Lock()
	defer a.verifying.Unlock()
	m, now := a.people[name], a.now()
	recent := func(list []time.Time) []time.Time {
		for len(list) > 0 && now.Sub(list[0]) > time.Minute {
			list = list[1:]
		}
		return list
	}
	a.failures = recent(a.failures)
	hash := &a.nobody
	if m != nil {
		m.failed = recent(m.failed)
		hash = &m.hash
	}
	if len(a.failures) >= failuresAtAll || m != nil && len(m.failed) >= failuresPerName {
		return "", true
	}
	if !hash.matches(password) || m == nil {
		a.failures = append(a.failures, now)
		if m != nil {
			m.failed = append(m.failed, now)
		}
		return "", false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for c, t := range a.tickets {
		if now.After(t.expires) || len(a.tickets) >= mostTickets {
			delete(a.tickets, c)
		}
	}
	cookie = rand.Text() + rand.Text()
	a.tickets[cookie] = &ticket{m.person, now.Add(ticketLives)}
	return cookie, false
}

func (a *access) signOut(r *http.Request) {
	if c, err := r.Cookie(cookieName); err == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.tickets, c.Value)
	}
}

// Admit lets in only these people, by their passwords, from everywhere: the token of the address is no secret then,
// and the name of the host may be any. Call it before serving.
func (s *Server) Admit(people []Person) error {
	a, err := newAccess(people, s.now)
	if err != nil {
		return err
	}
	s.access = a
	return nil
}

// person returns who asks.
func (s *Server) person(r *http.Request) Person {
	if s.access == nil {
		return Person{Name: s.Name, Role: Reviewer}
	}
	if p := s.access.who(r); p != nil {
		return *p
	}
	return Person{Role: Reader}
}

// signedIn returns the name of who asks where people sign in; else nothing.
func (s *Server) signedIn(r *http.Request) string {
	if s.access == nil {
		return ""
	}
	return s.person(r).Name
}

func (s *Server) log(r *http.Request, who, did, document string, edits int) {
	if s.Log != nil {
		s.Log(Event{s.now().UTC(), who, did, document, edits, r.RemoteAddr})
	}
}

// signIn takes name and password from the form of the page that asks for them.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request) {
	if s.access == nil {
		http.NotFound(w, r)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, 10<<10)
	name, password := r.PostFormValue("name"), r.PostFormValue("password")
	cookie, tooOften := s.access.signIn(name, password)
	if cookie == "" {
		s.log(r, name, "failed to sign in", "", 0)
		problem, status := "Name or password is wrong.", http.StatusUnauthorized
		if tooOften {
			problem, status = "Too many wrong passwords: wait a minute.", http.StatusTooManyRequests
		}
		s.askPassword(w, status, name, problem)
		return
	}
	s.log(r, name, "signed in", "", 0)
	http.SetCookie(w, s.cookie(r, cookie, 0))
	http.Redirect(w, r, "/"+s.token+"/", http.StatusSeeOther)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) {
	if s.access == nil {
		http.NotFound(w, r)
		return
	}
	s.log(r, s.person(r).Name, "signed out", "", 0)
	s.access.signOut(r)
	http.SetCookie(w, s.cookie(r, "", -1))
	http.Redirect(w, r, "/"+s.token+"/", http.StatusSeeOther)
}

// cookie returns the cookie of a signed-in person. Scripts do not see it, and other sites' pages do not send it.
func (s *Server) cookie(r *http.Request, value string, age int) *http.Cookie {
	return &http.Cookie{
		Name:     cookieName,
		Value:    value,
		Path:     "/" + s.token + "/",
		MaxAge:   age,
		HttpOnly: true,
		SameSite: http.SameSiteStrictMode,
		// A reverse proxy that ends TLS says so; one that does not can only make the cookie less useful.
		Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https",
	}
}

// askPassword answers with the page that asks for name and password.
func (s *Server) askPassword(w http.ResponseWriter, status int, name, problem string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = writeSignIn(w, name, problem) // the reader is gone if this fails
}

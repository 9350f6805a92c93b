package serve

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"math"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// A Key lets its holder ask.
type Key struct {
	Name   string // in figures and messages; not secret
	Secret string
	Limits Limits // what is zero is as for those without limits of their own
}

// Limits bound what one key may ask. Zero values are defaults: no limit but for Concurrent and Text.
type Limits struct {
	Requests   int // a minute
	Characters int // a minute
	Concurrent int // requests under way
	Text       int // bytes of all texts of a request
}

var defaultLimits = Limits{Concurrent: 64, Text: 128 << 10}

// or fills what l leaves open from d.
func (l Limits) or(d Limits) Limits {
	return Limits{
		Requests:   cmp.Or(l.Requests, d.Requests),
		Characters: cmp.Or(l.Characters, d.Characters),
		Concurrent: cmp.Or(l.Concurrent, d.Concurrent),
		Text:       cmp.Or(l.Text, d.Text),
	}
}

// minSecret is the least length of a key: 16 characters of a random one cannot be guessed over a network.
const minSecret = 16

// clients are those who may ask.
type clients struct {
	now   func() time.Time
	known map[[sha256.Size]byte]*client // by the hash of their keys: comparing them tells nothing of a key
	guest *client                       // who needs no key; nil where keys are needed
}

// A client is the holder of a key, with what it has used.
type client struct {
	name   string
	limits Limits

	mu         sync.Mutex
	active     int
	characters int64 // so far
	requests   bucket
	allowance  bucket // of characters
}

// A bucket holds what may still be used. It fills within a minute.
type bucket struct {
	size, level float64
	filled      time.Time
}

// take takes n out of the bucket, or returns how long to wait until there is as much. More than it can hold is given
// once it is full, and paid back afterwards. A bucket without size has no bottom.
func (b *bucket) take(n float64, now time.Time) (wait time.Duration) {
	if b.size == 0 {
		return 0
	}
	if b.filled.IsZero() {
		b.level = b.size
	} else if past := now.Sub(b.filled).Minutes(); past > 0 {
		b.level = min(b.size, b.level+past*b.size)
	}
	b.filled = now
	if missing := min(n, b.size) - b.level; missing > 1e-9 {
		return time.Duration(math.Ceil(missing / b.size * float64(time.Minute)))
	}
	b.level -= n
	return 0
}

func newClients(keys []Key, limits Limits, now func() time.Time) (*clients, error) {
	c := &clients{now: now, known: map[[sha256.Size]byte]*client{}}
	names := map[string]bool{}
	if len(keys) == 0 {
		c.guest = newClient("", limits)
	}
	for _, k := range keys {
		hash := sha256.Sum256([]byte(k.Secret))
		switch {
		case k.Name == "" || strings.ContainsFunc(k.Name, func(r rune) bool { return r <= ' ' || r > '~' }):
			const message = "serve: %q cannot be the name of a key: it may have letters, digits and signs of ASCII"
			return nil, fmt.Errorf(message, k.Name)
		case names[k.Name]:
			return nil, fmt.Errorf("serve: two keys have the name %s", k.Name)
		case len(k.Secret) < minSecret:
			return nil, fmt.Errorf("serve: key %s has fewer than %d characters", k.Name, minSecret)
		case c.known[hash] != nil:
			return nil, fmt.Errorf("serve: %s and %s have the same key", c.known[hash].name, k.Name)
		}
		names[k.Name] = true
		c.known[hash] = newClient(k.Name, k.Limits.or(limits))
	}
	return c, nil
}

func newClient(name string, l Limits) *client {
	return &client{
		name:      name,
		limits:    l,
		requests:  bucket{size: float64(l.Requests)},
		allowance: bucket{size: float64(l.Characters)},
	}
}

// holder returns who has a key; nil if nobody does.
func (c *clients) holder(key string) *client {
	if c.guest != nil {
		return c.guest
	}
	return c.known[sha256.Sum256([]byte(key))]
}

// headerKey returns the key of the Authorization header, by either scheme; empty if there is none.
func headerKey(r *http.Request) string {
	scheme, key, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "DeepL-Auth-Key") {
		return strings.TrimSpace(key)
	}
	return ""
}

// maxTexts bounds the texts of a request.
const maxTexts = 2000

// admit lets a request for texts pass, or returns what stands against it. The caller calls leave when it is answered.
func (c *clients) admit(who *client, texts []string) (leave func(), p *problem) {
	if len(texts) > maxTexts {
		return nil, wrong(http.StatusRequestEntityTooLarge, "%d texts: a request may hold %d", len(texts), maxTexts)
	}
	bytes, characters := 0, 0
	for _, t := range texts {
		bytes += len(t)
		characters += utf8.RuneCountInString(t)
	}
	if bytes > who.limits.Text {
		const message = "texts of %d bytes: a request may hold %d"
		return nil, wrong(http.StatusRequestEntityTooLarge, message, bytes, who.limits.Text)
	}
	return c.admitSize(who, characters)
}

// admitSize is admit for a number of characters.
func (c *clients) admitSize(who *client, characters int) (leave func(), p *problem) {
	who.mu.Lock()
	defer who.mu.Unlock()
	if who.active >= who.limits.Concurrent {
		return nil, tooMany(time.Second, "%d requests are under way already", who.active)
	}
	now := c.now()
	if wait := who.requests.take(1, now); wait > 0 {
		return nil, tooMany(wait, "more than %d requests a minute", who.limits.Requests)
	}
	if wait := who.allowance.take(float64(characters), now); wait > 0 {
		who.requests.level++ // it was not used
		return nil, tooMany(wait, "more than %d characters a minute", who.limits.Characters)
	}
	who.active++
	who.characters += int64(characters)
	return func() {
		who.mu.Lock()
		defer who.mu.Unlock()
		who.active--
	}, nil
}

// used returns how many characters the client has had translated since the server began.
func (c *client) used() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.characters
}

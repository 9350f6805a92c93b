package stack

import (
	"time"

	"github.com/satzpaar/satzpaar/cache"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/price"
	"github.com/satzpaar/satzpaar/translate/verify"
)

// Config selects the decorators of a backend. The zero value suits a backend in the same process: batching and
// deduplication, nothing else.
type Config struct {
	Cache      cache.Cache     // nil: none
	CacheError func(err error) // called when the cache fails; work goes on
	Batch      BatchConfig
	// Fill is how long a request that is not full waits for items of other documents to join it; 0 switches joining
	// off. It pays off with prompted models.
	Fill       time.Duration
	Validation verify.Rules
	// Link finds the word links of answers, which are stored with them; nil leaves those of the backend.
	Link Linker
	// Remote marks a server or another program, whose answers may be late, missing or nonsense. It adds validation,
	// timeouts, retries, the circuit breaker and adaptive concurrency.
	Remote bool
	// Width is the most requests to this backend under way at a time; 0 takes the size of Jobs, or else the backend's
	// own Info.Concurrency.
	Width int
	// Jobs, if not nil, bounds requests together with everything else that the run does. Requests to a server are not
	// work for this machine: they need places only if a person has set a number, otherwise the gate finds out how
	// many are useful.
	Jobs    *Jobs
	Retry   RetryPolicy
	Timeout TimeoutConfig
	Breaker BreakerConfig
	Rate    Rate
	// Changed, if not nil, is called with the width of the adaptive gate.
	Changed func(limit int)
	Price   price.Price
	Budget  *price.Budget // nil: no limit
}

// New returns b behind its decorators, from outside to inside:
//
//	Deduped    equal items are sent once, in a request and across requests
//	Cached     what is known costs nothing; misses go out in parts as by Batching, each stored when it is answered
//	Filled     small requests of several documents are joined
//	Linked     word links of the answers
//	Retrying   what failed goes out again, in smaller requests where the answer was wrong
//	Limited    requests and tokens per minute
//	Adaptive   how many requests are under way
//	Breaking   nothing is sent to a server that is down or has refused for good
//	Priced     cost and the budget
//	Timed      how long an answer may take
//	Shielded   answers that have lost a placeholder are asked for again, with stand-ins
//	Validated  no answer is used before it is checked
//
// Around it belongs Marked where the backend does not carry formatting over by itself.
//
// A chain of backends is Fallback(New(first, …), New(second, …)): every backend has its own limits and cache keys.
func New(b translate.Backend, c Config) translate.Backend {
	if c.Width <= 0 {
		c.Width = c.Jobs.Size()
	}
	if c.Remote {
		if _, ok := translate.As[SelfValidating](b); !ok {
			b = Validated(b, c.Validation)
		}
		b = Shielded(b)
		b = Timed(b, c.Timeout)
	}
	if c.Price != (price.Price{}) || c.Budget != nil {
		b = Priced(b, c.Price, c.Budget)
	}
	if c.Remote {
		b = Breaking(b, c.Breaker)
		b = Adaptive(b, AdaptiveConfig{Max: c.Width, Jobs: c.Jobs, Patience: c.Retry.Patience, Changed: c.Changed})
	} else if c.Jobs != nil {
		b = &placed{inner{b}, c.Jobs}
	}
	b = Limited(b, c.Rate)
	if c.Remote {
		b = Retrying(b, c.Retry)
	}
	if c.Link != nil {
		b = Linked(b, c.Link)
	}
	b = Filled(b, FillConfig{Wait: c.Fill, MaxItems: c.Batch.MaxItems, Clock: c.Retry.Clock})
	if c.Width > 0 && c.Batch.Concurrency == 0 {
		c.Batch.Concurrency = c.Width
	}
	if c.Cache != nil {
		b = Cached(b, c.Cache, c.Batch, c.CacheError)
	} else {
		b = Batching(b, c.Batch)
	}
	return &lending{inner{Deduped(b)}}
}

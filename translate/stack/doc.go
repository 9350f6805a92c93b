// Package stack holds the decorators of backends. Each takes a [translate.Backend] and returns one: cached, retrying,
// limited, validated and more.
//
// [New] puts them together in this order, from outside to inside, for these reasons:
//
//	Fallback                  one whole stack per backend, so that each has its own limits and keys
//	  the caller's job        gives its place back while it waits, see Jobs
//	    Deduped               outside the cache: what was in flight a moment ago is found there
//	      Cached              each part of a request is stored when it is answered; a kill loses the parts in flight
//	        Filled            joins what is left of small documents, after the cache has taken its share
//	          Retrying        sees failures of single items, and halves; below the cache, which stores only successes
//	            Limited       waits outside the gate, so that waiting for the next minute does not count as latency
//	              Adaptive    the gate: a request that waits here has not been sent
//	                Breaking  inside the gate: requests that waited fail at once when the circuit opens
//	                  Priced  the last step before the wire counts the money
//	                    Timed counts time on the wire only
//	                      Validated
//	                        the backend: one request, one call
//
// Callers look at both sides of an answer: the error of the whole, and Result.Err of each item. An Auth or Quota
// failure in the middle of a request is the Err of the items that were not sent, because the others have their
// translations.
//
// A decorator holds the backend inside to its contract, so that what it passes on is never worse than what the contract
// allows. [translate.As] finds a backend behind its decorators.
package stack

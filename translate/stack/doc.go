// Package stack holds the decorators of backends. Each takes a [translate.Backend] and returns one: cached, retrying, limited, validated and more.
//
// They are put together by [New], in this order, from outside to inside, for these reasons:
//
//	Fallback                  one whole stack per backend, so that each has its own limits and keys
//	  Deduped                 outside the cache: what was under way a moment ago is found there
//	    Cached                each part of a request is stored when it is answered; a kill loses the parts under way
//	      Filled              joins what is left of small documents, after the cache has taken its share
//	        Retrying          sees single failures of items, and halves; below the cache, so that only successes are stored
//	          Limited         waits outside the gate, so that waiting for the minute is not taken for latency
//	            Adaptive      the gate: a request that waits here has not been sent
//	              Breaking    inside the gate: those that waited are refused at once when the circuit opens
//	                Priced    the last thing before the wire counts the money
//	                  Timed   counts time on the wire only
//	                    Validated
//	                      the backend: one request, one call
//
// A caller looks at both sides of an answer: the error of the whole, and Result.Err of each item. An Auth or Quota failure in the middle of a request shows as the
// Err of the items that were not sent, because the others have their translations.
package stack

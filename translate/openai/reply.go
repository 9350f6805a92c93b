package openai

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"

	"github.com/satzpaar/satzpaar/translate"
)

// A Reply is an answer that was paid for, with its request. It is plain data, to be written as JSON, so that a later
// version that reads or judges answers better can use it without asking again.
type Reply struct {
	Backend string          `json:"backend"` // Info.ID of the backend that asked
	Mode    Mode            `json:"mode"`
	Request BatchRequest    `json:"request"`
	Body    json.RawMessage `json:"body"` // as the server sent it
}

// doubted passes on an answer that was rejected in part or in whole.
func (b *Backend) doubted(req *translate.Request, a abilities, body []byte) {
	if b.config.Doubted != nil && json.Valid(body) {
		b.config.Doubted(&Reply{Backend: b.id, Mode: a.mode, Request: BatchRequest{req.From, req.To, req.Items,
			req.Terms, req.Title}, Body: body})
	}
}

// Reread reads and judges a reply as if it had just come. It returns one result for each item of its request, or none
// for the reply of another backend.
func (b *Backend) Reread(r *Reply) []translate.Result {
	if r.Backend != b.id || r.Mode <= Probe || r.Mode > Text {
		return nil
	}
	req := r.Request.Request()
	var usage translate.Usage
	return b.readBody(&req, r.Mode, r.Body, &usage)
}

// Replies reads replies, one JSON object a line. A line that is broken, as at the end of a run that was killed, gives
// nil. A failure to read gives an error and ends it.
func Replies(r io.Reader) iter.Seq2[*Reply, error] {
	return func(yield func(*Reply, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 64<<20)
		for lines.Scan() {
			reply := new(Reply)
			if json.Unmarshal(lines.Bytes(), reply) != nil {
				reply = nil
			}
			if !yield(reply, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, err)
		}
	}
}

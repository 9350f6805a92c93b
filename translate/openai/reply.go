package openai

import (
	"encoding/json"

	"github.com/satzpaar/satzpaar/translate"
)

// A Reply is an answer that was paid for, with what it answers: plain data, to be written as JSON, so that a later
// version that reads answers better, or judges them otherwise, can do so without asking again.
type Reply struct {
	Backend string          `json:"backend"` // Info.ID of the backend that asked
	Mode    Mode            `json:"mode"`
	Request BatchRequest    `json:"request"`
	Body    json.RawMessage `json:"body"` // as the server sent it
}

// doubted tells of an answer that was not believed in whole.
func (b *Backend) doubted(req *translate.Request, a abilities, body []byte) {
	if b.config.Doubted != nil && json.Valid(body) {
		b.config.Doubted(&Reply{Backend: b.id, Mode: a.mode, Request: BatchRequest{req.From, req.To, req.Items,
			req.Terms, req.Title}, Body: body})
	}
}

// Reread reads and judges a reply as if it had come just now. It returns one result for each item of its request, and
// none for the reply of another backend.
func (b *Backend) Reread(r *Reply) []translate.Result {
	if r.Backend != b.id || r.Mode <= Probe || r.Mode > Text {
		return nil
	}
	req := r.Request.Request()
	var usage translate.Usage
	return b.readBody(&req, r.Mode, r.Body, &usage)
}

package openai

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	openai "github.com/sashabaranov/go-openai"
	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/internal/space"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// Limits of OpenAI's Batch API for one file.
const (
	batchRequests = 50000
	batchBytes    = 190 << 20
)

// A Batch is a job that was submitted to the Batch API: half the price, done within a day. It is plain data, to be
// written as JSON and read again by a later run.
type Batch struct {
	Backend  string         `json:"backend"` // Info.ID of the backend that submitted it
	ID       string         `json:"id"`
	Mode     Mode           `json:"mode"`
	Requests []BatchRequest `json:"requests"`
}

// A BatchRequest is one call of a batch.
type BatchRequest struct {
	From  language.Tag     `json:"from"`
	To    language.Tag     `json:"to"`
	Items []translate.Item `json:"items"`
	Terms []translate.Term `json:"terms,omitempty"`
	Title string           `json:"title,omitempty"`
}

// Request returns what was asked for.
func (r *BatchRequest) Request() translate.Request {
	return translate.Request{From: r.From, To: r.To, Items: r.Items, Terms: r.Terms, Title: r.Title}
}

// A batchLine is one line of the file that is uploaded.
type batchLine struct{ raw []byte }

// MarshalBatchLineItem returns the line.
func (l batchLine) MarshalBatchLineItem() []byte { return l.raw }

// Batches reports whether the service has OpenAI's batch interface. Others that speak chat completions have one of
// their own, or none.
func (b *Backend) Batches() bool { return b.config.Name == Name }

// Submit sends requests, as stack.Pending returns them, as one job or more. It calls keep with each job as soon as it
// is submitted, since it is paid for then; an error of keep ends it.
func (b *Backend) Submit(ctx context.Context, requests []translate.Request, keep func(*Batch) error) error {
	a := b.abilities()
	var (
		job   *Batch
		lines []openai.BatchLineItem
		size  int
	)
	send := func() error {
		if job == nil {
			return nil
		}
		c := &call{}
		r, err := b.client.CreateBatchWithUploadFile(context.WithValue(ctx, callKey{}, c),
			openai.CreateBatchWithUploadFileRequest{
				Endpoint:               openai.BatchEndpointChatCompletions,
				CompletionWindow:       "24h",
				UploadBatchFileRequest: openai.UploadBatchFileRequest{FileName: "satzpaar.jsonl", Lines: lines},
			})
		if err != nil {
			if ctx.Err() != nil {
				return fmt.Errorf("%s: submitting a batch: %w", b.config.Name, ctx.Err())
			}
			return b.classify(&httpError{err: err, status: c.status, header: c.header})
		}
		job.ID = r.ID
		done := job
		job, lines, size = nil, nil, 0
		return keep(done)
	}
	for i := range requests {
		req := &requests[i]
		line, err := b.batchLine(req, a, requestsIn(job))
		if err != nil {
			return err
		}
		if job != nil && (len(lines) == batchRequests || size+len(line) > batchBytes) {
			if err := send(); err != nil {
				return err
			}
			if line, err = b.batchLine(req, a, 0); err != nil {
				return err
			}
		}
		if job == nil {
			job = &Batch{Backend: b.id, Mode: a.mode}
		}
		job.Requests = append(job.Requests, BatchRequest{req.From, req.To, req.Items, req.Terms, req.Title})
		lines, size = append(lines, batchLine{line}), size+len(line)+1
	}
	return send()
}

func requestsIn(job *Batch) int {
	if job == nil {
		return 0
	}
	return len(job.Requests)
}

// batchLine writes call n of a job; n is its custom_id.
func (b *Backend) batchLine(req *translate.Request, a abilities, n int) ([]byte, error) {
	p := b.prompt(req, a.mode)
	r, set := b.request(&p, a, len(req.Items))
	raw, err := json.Marshal(r)
	if err != nil {
		return nil, b.errorf(translate.Internal, "building a batch: %w", err)
	}
	if raw, err = withFields(raw, set); err != nil {
		return nil, b.errorf(translate.Internal, "building a batch: %w", err)
	}
	line, err := json.Marshal(struct {
		CustomID string          `json:"custom_id"`
		Method   string          `json:"method"`
		URL      string          `json:"url"`
		Body     json.RawMessage `json:"body"`
	}{strconv.Itoa(n), http.MethodPost, string(openai.BatchEndpointChatCompletions), raw})
	if err != nil {
		return nil, b.errorf(translate.Internal, "building a batch: %w", err)
	}
	return line, nil
}

// ErrNoBatch is in the chain of errors for jobs that the server does not know: it has forgotten them, or they belong
// to another account.
var ErrNoBatch = errors.New("the server has no such batch")

// A BatchState is the progress of a job.
type BatchState struct {
	Status                   string // as the server names it: "validating", "in_progress", "completed", "expired", …
	Ended                    bool   // nothing more will come
	Total, Completed, Failed int
}

// Collect asks for a job. While it has not ended, results are nil. Then results[i] belong to job.Requests[i]: what a
// job that expired or was cancelled did not get to, or what failed, carries an Err, and goes out with the next
// ordinary run. Usage has the whole tokens; their price is half.
func (b *Backend) Collect(ctx context.Context, job *Batch) (state BatchState, results [][]translate.Result,
	usage translate.Usage, err error) {
	if job.Backend != b.id {
		return state, nil, usage, b.errorf(translate.Invalid,
			"the batch %s was submitted by another backend or with another prompt: %s", job.ID, job.Backend)
	}
	c := &call{}
	fail := func(err error) error {
		if ctx.Err() != nil {
			return fmt.Errorf("%s: collecting batch %s: %w", b.config.Name, job.ID, ctx.Err())
		}
		return b.classify(&httpError{err: err, status: c.status, header: c.header})
	}
	r, err := b.client.RetrieveBatch(context.WithValue(ctx, callKey{}, c), job.ID)
	if err != nil && c.status == http.StatusNotFound {
		return state, nil, usage, fmt.Errorf("%s: collecting batch %s: %w", b.config.Name, job.ID, ErrNoBatch)
	}
	if err != nil {
		return state, nil, usage, fail(err)
	}
	state = BatchState{Status: r.Status, Total: r.RequestCounts.Total, Completed: r.RequestCounts.Completed,
		Failed: r.RequestCounts.Failed}
	switch r.Status {
	case "completed", "expired", "cancelled", "failed":
		state.Ended = true
	default:
		return state, nil, usage, nil
	}
	why := "the batch ended (" + r.Status + ") before this text"
	results = make([][]translate.Result, len(job.Requests))
	for _, id := range []*string{r.OutputFileID, r.ErrorFileID} {
		if id == nil || *id == "" {
			continue
		}
		content, err := b.client.GetFileContent(context.WithValue(ctx, callKey{}, c), *id)
		if err != nil {
			return state, nil, usage, fail(err)
		}
		err = b.readBatch(job, content, results, &usage)
		content.Close()
		switch {
		case errors.Is(err, httpapi.ErrTooLarge): // what stands before it is paid for
			why = fmt.Sprintf("no answer was found before %v (file %s of the batch)", err, *id)
		case err != nil:
			return state, nil, usage, fail(err)
		}
	}
	if r.Errors != nil && len(r.Errors.Data) > 0 {
		why += ": " + space.Fold(r.Errors.Data[0].Message)
	}
	for i := range results {
		if results[i] == nil {
			results[i] = failAll(len(job.Requests[i].Items), b.errorf(translate.Unavailable, "%s", why))
		}
	}
	return state, results, usage, nil
}

func failAll(n int, e *translate.Error) []translate.Result {
	out := make([]translate.Result, n)
	for i := range out {
		out[i].Err = e
	}
	return out
}

// readBatch reads lines of an output or error file. A line that is broken or belongs to nothing is left out: its
// request then counts as not done. A line that is longer than an answer may be ends the file, with an error that wraps
// [httpapi.ErrTooLarge].
func (b *Backend) readBatch(job *Batch, r io.Reader, results [][]translate.Result, usage *translate.Usage) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 64<<10), httpapi.MaxAnswer)
	lines := 0
	for ; sc.Scan(); lines++ {
		var line struct {
			CustomID string `json:"custom_id"`
			Response *struct {
				StatusCode int             `json:"status_code"`
				Body       json.RawMessage `json:"body"`
			} `json:"response"`
			Error *struct {
				Code, Message string
			} `json:"error"`
		}
		if json.Unmarshal([]byte(b.secrets.Redact(sc.Text())), &line) != nil {
			continue
		}
		n, err := strconv.Atoi(line.CustomID)
		if err != nil || n < 0 || n >= len(job.Requests) || results[n] != nil {
			continue
		}
		req := job.Requests[n].Request()
		switch {
		case line.Error != nil:
			results[n] = failAll(len(req.Items), b.errorf(translate.Unavailable, "%s: %s",
				line.Error.Code, space.Fold(line.Error.Message)))
		case line.Response == nil || line.Response.StatusCode != http.StatusOK:
			kind, status := translate.Unavailable, 0
			if line.Response != nil {
				status = line.Response.StatusCode
				kind = httpapi.KindOfStatus(status)
			}
			results[n] = failAll(len(req.Items), b.errorf(kind, "the batch answered %d for this text",
				status))
		default:
			usage.Requests++
			results[n] = b.readBody(&req, job.Mode, line.Response.Body, usage)
		}
	}
	if errors.Is(sc.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d, which ends the reading: %w", lines+1, httpapi.ErrTooLarge)
	}
	return sc.Err()
}

// readBody validates one answer of a batch exactly like one that was waited for.
func (b *Backend) readBody(req *translate.Request, mode Mode, body []byte, usage *translate.Usage) []translate.Result {
	var resp openai.ChatCompletionResponse
	if err := json.Unmarshal(body, &resp); err != nil || len(resp.Choices) == 0 {
		return failAll(len(req.Items), b.errorf(translate.Internal, "the answer holds no choice"))
	}
	usage.SourceTokens += resp.Usage.PromptTokens
	usage.TargetTokens += resp.Usage.CompletionTokens
	p := b.prompt(req, mode)
	results, fits, err := b.read(req, &p, abilities{mode: mode}, &resp.Choices[0])
	if err == nil {
		if cut := b.cut(&p, resp.Usage.PromptTokens, fits, results); cut != nil {
			err = cut
		}
	}
	if err != nil {
		return failAll(len(req.Items), b.classify(err))
	}
	return results
}

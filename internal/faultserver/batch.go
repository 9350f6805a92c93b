package faultserver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
)

// batches is the state of the Batch API. The server's lock guards it.
type batches struct {
	files map[string][]byte
	jobs  map[string]*job
}

type job struct {
	input  string
	polls  int
	output string
	errors string
	status string
	counts map[string]int
}

// serveBatch answers the Batch API: POST …/files, POST …/batches, GET …/batches/ID, GET …/files/ID/content.
func (s *Server) serveBatch(w http.ResponseWriter, r *http.Request) bool {
	path := r.URL.Path
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/files"):
		f, _, err := r.FormFile("file")
		if err != nil {
			fail(w, 400, "invalid_request_error", err.Error())
			return true
		}
		raw, err := io.ReadAll(f)
		if err != nil {
			return true
		}
		json.NewEncoder(w).Encode(map[string]any{"id": s.keep(raw), "object": "file", "purpose": "batch"})
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/batches"):
		var req struct {
			Input string `json:"input_file_id"`
		}
		json.NewDecoder(r.Body).Decode(&req)
		s.mu.Lock()
		if s.batches.jobs == nil {
			s.batches.jobs = map[string]*job{}
		}
		id := fmt.Sprintf("batch-%d", len(s.batches.jobs)+1)
		s.batches.jobs[id] = &job{input: req.Input, status: "validating"}
		s.mu.Unlock()
		s.showJob(w, id)
	case r.Method == http.MethodGet && strings.Contains(path, "/batches/"):
		s.showJob(w, path[strings.LastIndexByte(path, '/')+1:])
	case r.Method == http.MethodGet && strings.HasSuffix(path, "/content"):
		parts := strings.Split(path, "/")
		s.mu.Lock()
		raw, ok := s.batches.files[parts[len(parts)-2]]
		s.mu.Unlock()
		if !ok {
			fail(w, 404, "not_found", "no such file")
			return true
		}
		w.Write(raw)
	default:
		return false
	}
	return true
}

// keep stores a file and returns its id.
func (s *Server) keep(raw []byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.batches.files == nil {
		s.batches.files = map[string][]byte{}
	}
	id := fmt.Sprintf("file-%d", len(s.batches.files)+1)
	s.batches.files[id] = raw
	return id
}

// showJob answers with how far a job is. It is worked on when it has been asked for as often as configured.
func (s *Server) showJob(w http.ResponseWriter, id string) {
	s.mu.Lock()
	j := s.batches.jobs[id]
	due := j != nil && j.output == "" && j.polls >= s.config.BatchPolls && j.polls > 0
	if j != nil {
		j.polls++
	}
	s.mu.Unlock()
	if j == nil {
		fail(w, 404, "not_found", "no such batch")
		return
	}
	if due {
		s.work(j)
	}
	v := map[string]any{"id": id, "object": "batch", "status": j.status, "input_file_id": j.input,
		"request_counts": j.counts}
	if j.output != "" {
		v["output_file_id"], v["error_file_id"] = j.output, j.errors
	}
	json.NewEncoder(w).Encode(v)
}

// work answers the lines of a job, in another order than they came, up to the point where it expires.
func (s *Server) work(j *job) {
	s.mu.Lock()
	input := s.batches.files[j.input]
	s.mu.Unlock()
	var out, bad bytes.Buffer
	lines := bytes.Split(input, []byte("\n"))
	j.status, j.counts = "completed", map[string]int{"total": len(lines)}
	for n, i := range rand.New(rand.NewPCG(s.config.Seed, 1)).Perm(len(lines)) {
		if s.config.BatchExpires > 0 && n == s.config.BatchExpires {
			j.status = "expired"
			break
		}
		var l struct {
			ID   string          `json:"custom_id"`
			Body json.RawMessage `json:"body"`
		}
		if json.Unmarshal(lines[i], &l) != nil {
			continue
		}
		q, _, err := parseQuestion(l.Body)
		if err != nil {
			continue
		}
		s.mu.Lock()
		s.n++
		number := s.n
		s.mu.Unlock()
		fault := s.config.Plan(number, len(q.texts))
		e := Entry{N: number, Path: "batch", Texts: q.texts, Mode: q.mode, Status: 200}
		if fault == HTTP500 || fault == HTTP503 {
			e.Fault, e.Status = fault, 500
			fmt.Fprintf(
				&bad,
				`{"custom_id":%q,"response":{"status_code":500,"body":`+
					`{"error":{"message":"the server had an error"}}},"error":null}`+"\n",
				l.ID,
			)
			j.counts["failed"]++
			s.record(e)
			continue
		}
		raw, applied, prompt, completion := s.complete(q, fault, rand.New(rand.NewPCG(s.config.Seed, uint64(number))))
		e.Fault, e.PromptTokens, e.CompletionTokens = applied, prompt, completion
		s.record(e)
		fmt.Fprintf(&out, `{"custom_id":%q,"response":{"status_code":200,"body":%s},"error":null}`+"\n", l.ID, raw)
		j.counts["completed"]++
	}
	j.output, j.errors = s.keep(out.Bytes()), s.keep(bad.Bytes())
}

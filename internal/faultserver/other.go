package faultserver

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// libre answers LibreTranslate's POST /translate.
func (s *Server) libre(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	var req struct {
		Q      json.RawMessage
		Source string
		Target string
		APIKey string `json:"api_key"`
	}
	e := Entry{Path: r.URL.String(), Mode: "libretranslate"}
	err := json.Unmarshal(raw, &req)
	e.Auth = req.APIKey
	var texts []string
	single := json.Unmarshal(req.Q, &texts) != nil
	if single {
		var t string
		json.Unmarshal(req.Q, &t)
		texts = []string{t}
	}
	s.other(w, r, &e, texts, err, func(out []string) any {
		if single {
			return map[string]any{"translatedText": out[0]}
		}
		return map[string]any{"translatedText": out}
	}, func(f Fault, msg string) int {
		return answer(w, statusOf(f, 403, 456), map[string]string{"error": msg})
	})
}

// deepl answers DeepL's POST /v2/translate, as JSON or as a form.
func (s *Server) deepl(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	e := Entry{Path: r.URL.String(), Mode: "deepl", Auth: r.Header.Get("Authorization")}
	var req struct{ Text []string }
	var err error
	if strings.Contains(r.Header.Get("Content-Type"), "json") {
		err = json.Unmarshal(raw, &req)
	} else {
		var form url.Values
		form, err = url.ParseQuery(string(raw))
		req.Text = form["text"]
	}
	s.other(w, r, &e, req.Text, err, func(out []string) any {
		list := make([]map[string]string, len(out))
		for i, t := range out {
			list[i] = map[string]string{"detected_source_language": "DE", "text": t}
		}
		return map[string]any{"translations": list}
	}, func(f Fault, msg string) int {
		return answer(w, statusOf(f, 403, 456), map[string]string{"message": msg})
	})
}

// answer writes a JSON value with a status, which it returns.
func answer(w http.ResponseWriter, status int, v any) int {
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
	return status
}

// statusOf is the status of a fault, for a service that answers a wrong key and a used-up quota with the given ones.
func statusOf(f Fault, key, quota int) int {
	status := 0
	switch f {
	case HTTP401:
		return key
	case QuotaExhausted:
		return quota
	case HTTP429Wait:
		return http.StatusTooManyRequests
	}
	fmt.Sscan(string(f), &status)
	return status
}

// other answers a protocol whose answers are plain lists of texts. Refuse writes the answer to a fault in the form of
// the service, and returns its status.
func (s *Server) other(
	w http.ResponseWriter,
	r *http.Request,
	e *Entry,
	texts []string,
	err error,
	wrap func([]string) any,
	refuse func(Fault, string) int,
) {
	n, leave, _, ok := s.enter(r)
	e.N, e.Texts = n, texts
	if !ok {
		e.Status = refuse(HTTP429, "too many requests")
		s.record(*e)
		return
	}
	defer leave()
	broken := false
	defer func() {
		if broken { // after the request is in the log: the client goes on as soon as its connection is gone
			reset(w)
		}
	}()
	defer func() { s.record(*e) }()
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		e.Status = refuse(HTTP400, err.Error())
		return
	}
	if s.config.Key != "" && !strings.HasSuffix(e.Auth, s.config.Key) {
		e.Status = refuse(HTTP401, "invalid API key")
		return
	}
	fault := s.config.Plan(n, len(texts))
	switch fault {
	case HTTP400, HTTP401, HTTP429, HTTP500, HTTP503:
		e.Fault, e.Status = fault, refuse(fault, "the request failed with "+string(fault))
		return
	case HTTP429Wait:
		w.Header().Set("Retry-After", fmt.Sprintf("%.3f", max(s.config.RetryAfter, time.Millisecond).Seconds()))
		e.Fault, e.Status = fault, refuse(fault, "too many requests")
		return
	case QuotaExhausted:
		e.Fault, e.Status = fault, refuse(fault, "Quota Exceeded")
		return
	}
	if fault == Reset {
		e.Fault, broken = fault, true
		return
	}
	if status, ok := s.transport(w, r, fault); ok {
		e.Fault, e.Status = fault, status
		return
	}
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = s.config.Translate(t)
		e.PromptTokens += len([]rune(t))
	}
	if len(out) > 0 {
		switch fault {
		case Drop:
			out, e.Fault = out[1:], fault
		case Empty:
			out[0], e.Fault = "", fault
		case Untranslated:
			out[0], e.Fault = texts[0], fault
		case Loop:
			out[0], e.Fault = out[0]+strings.Repeat(" and so on", 30), fault
		}
	}
	e.Status = 200
	raw, _ := json.Marshal(wrap(out))
	if fault == BadJSON || fault == HalfBody {
		e.Fault = fault
		raw = raw[:len(raw)/2]
	}
	w.Write(raw)
}

package serve

import (
	"fmt"
	"math"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/lang"
)

// libreProblem is {"error": …}, as LibreTranslate has it.
func libreProblem(p *problem) (int, any) {
	status := p.status
	switch status {
	case http.StatusUnauthorized:
		status = http.StatusForbidden
	case statusQuota:
		status = http.StatusServiceUnavailable
	}
	return status, map[string]string{"error": p.message}
}

// libreLanguage is a language with how sure it is, in percent.
type libreLanguage struct {
	Confidence float64 `json:"confidence"`
	Language   string  `json:"language"`
}

func percent(confidence float64) float64 { return math.Round(confidence * 100) }

// maxAlternatives bounds how many other translations are made of a text.
const maxAlternatives = 5

// libreTranslate answers POST /translate: the text or texts q from source to target, and the translations of up to so
// many other engines as there should be alternatives.
func (s *Server) libreTranslate(w http.ResponseWriter, r *http.Request) *problem {
	q, who, p := s.request(w, r)
	if p != nil {
		return p
	}
	a := &ask{engine: s.engine("")}
	var list bool
	if a.texts, list, p = q.texts("q"); p != nil {
		return p
	}
	if a.from, a.to, p = libreDirection(q); p != nil {
		return p
	}
	format, p := q.within("format", "text", "html")
	if p != nil {
		return p
	}
	a.markup = format == "html"
	n, p := q.number("alternatives", 100)
	if p != nil {
		return p
	}
	replies, leave, p := s.answer(r.Context(), who, a)
	if p != nil {
		return p
	}
	defer leave()
	body := struct {
		Text         any `json:"translatedText"`
		Alternatives any `json:"alternatives,omitempty"`
		Detected     any `json:"detectedLanguage,omitempty"`
	}{}
	texts, detected := make([]string, len(replies)), make([]libreLanguage, len(replies))
	for i, t := range replies {
		texts[i], detected[i] = t.text, libreLanguage{percent(t.confidence), t.from.String()}
	}
	body.Text = asAsked(list, texts)
	if n > 0 {
		body.Alternatives = asAsked(list, s.alternatives(r, a, replies, min(n, maxAlternatives)))
	}
	if a.from == language.Und {
		body.Detected = asAsked(list, detected)
	}
	write(w, http.StatusOK, body)
	return nil
}

// asAsked returns all values where a list of texts was sent, else that of the one text.
func asAsked[T any](list bool, all []T) any {
	if list {
		return all
	}
	return all[0]
}

// alternatives returns, for each text, what other engines make of it, where that is something else. An engine that
// fails or lacks the direction has nothing to say.
func (s *Server) alternatives(r *http.Request, a *ask, replies []reply, most int) [][]string {
	out := make([][]string, len(replies))
	for i := range out {
		out[i] = []string{} // and not null
	}
	for _, e := range s.engines[1:] {
		other := *a
		other.engine = e
		for i, t := range replies {
			if t.bitext == nil || len(out[i]) >= most {
				continue
			}
			other.texts, other.from = a.texts[i:i+1], t.from
			made, p := s.translate(r.Context(), &other)
			if p == nil && made[0].text != t.text && !slices.Contains(out[i], made[0].text) {
				out[i] = append(out[i], made[0].text)
			}
		}
	}
	return out
}

// libreDirection reads source and target; a source "auto" is to be found out.
func libreDirection(q params) (from, to language.Tag, p *problem) {
	if _, p := q.needed("source"); p != nil {
		return from, to, p
	}
	return q.direction("source", "target", "auto")
}

// libreDetect answers POST /detect: the languages of the text q, that of most of it first.
func (s *Server) libreDetect(w http.ResponseWriter, r *http.Request) *problem {
	q, who, p := s.request(w, r)
	if p != nil {
		return p
	}
	texts, _, p := q.texts("q")
	if p != nil {
		return p
	}
	leave, p := s.clients.admit(who, texts)
	if p != nil {
		return p
	}
	defer leave()
	out := []libreLanguage{}
	for _, f := range s.engine("").languages(strings.Join(texts, "\n")) {
		out = append(out, libreLanguage{percent(f.confidence), f.tag.String()})
	}
	if len(out) == 0 { // of no language is no answer
		out = append(out, libreLanguage{0, s.engine("").directions[0].pair.From.String()})
	}
	write(w, http.StatusOK, out)
	return nil
}

// libreLanguages answers GET /languages.
func (s *Server) libreLanguages(w http.ResponseWriter, _ *http.Request) *problem {
	type row struct {
		Code    string   `json:"code"`
		Name    string   `json:"name"`
		Targets []string `json:"targets"`
	}
	out := []row{}
	for _, from := range s.engine("").sources() {
		l := row{from.String(), english(from), nil}
		for _, d := range s.engine("").directions {
			if lang.Same(d.pair.From, from) {
				l.Targets = append(l.Targets, d.pair.To.String())
			}
		}
		out = append(out, l)
	}
	// Clients look up the name of a target here as well.
	for _, to := range s.engine("").targets() {
		if !slices.ContainsFunc(out, func(l row) bool { return l.Code == to.String() }) {
			out = append(out, row{to.String(), english(to), []string{}})
		}
	}
	write(w, http.StatusOK, out)
	return nil
}

// libreFile answers POST /translate_file with the address of the translated file.
func (s *Server) libreFile(w http.ResponseWriter, r *http.Request) *problem {
	f, p := s.receive(w, r, func(q params, _ *upload) (from, to language.Tag, p *problem) {
		return libreDirection(q)
	})
	if p != nil {
		return p
	}
	select {
	case <-f.done:
	case <-r.Context().Done():
		s.files.forget(f)
		return s.problemOf(r.Context().Err())
	}
	if f.problem != nil {
		s.files.forget(f)
		return f.problem
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	address := fmt.Sprintf("%s://%s/download_file/%s%s", scheme, r.Host, f.id, path.Ext(f.name))
	write(w, http.StatusOK, map[string]string{"translatedFileUrl": address})
	return nil
}

// libreDownload answers GET /download_file/ID. The address is the secret.
func (s *Server) libreDownload(w http.ResponseWriter, r *http.Request) *problem {
	id := r.PathValue("id")
	f := s.files.get(strings.TrimSuffix(id, path.Ext(id)))
	if f == nil || !f.ready() || f.problem != nil {
		return wrong(http.StatusNotFound, "file not found: translated files are kept for half an hour")
	}
	f.send(w)
	return nil
}

// libreSuggest answers POST /suggest.
func (s *Server) libreSuggest(w http.ResponseWriter, r *http.Request) *problem {
	q, who, p := s.request(w, r)
	if p != nil {
		return p
	}
	if s.config.Suggest == nil {
		return wrong(http.StatusForbidden, "suggestions are not taken here")
	}
	var texts [2]string
	for i, name := range []string{"q", "s"} {
		if texts[i], p = q.text(name); p != nil {
			return p
		}
		if strings.TrimSpace(texts[i]) == "" {
			return missing(name)
		}
	}
	from, to, p := libreDirection(q)
	if p != nil {
		return p
	}
	leave, p := s.clients.admit(who, texts[:])
	if p != nil {
		return p
	}
	defer leave()
	err := s.config.Suggest(Suggestion{
		Source: texts[0],
		Target: texts[1],
		From:   from.String(),
		To:     to.String(),
		Client: who.name,
		Time:   s.config.Now().UTC().Format(time.RFC3339),
	})
	if err != nil {
		s.config.Log(err)
		return wrong(http.StatusInternalServerError, "the suggestion could not be kept")
	}
	write(w, http.StatusOK, map[string]bool{"success": true})
	return nil
}

// libreHealth answers GET /health.
func (s *Server) libreHealth(w http.ResponseWriter, _ *http.Request) *problem {
	if s.hard.Err() != nil {
		return wrong(http.StatusServiceUnavailable, "%v", errStopping)
	}
	write(w, http.StatusOK, map[string]string{"status": "ok"})
	return nil
}

// libreSettings answers GET /frontend/settings.
func (s *Server) libreSettings(w http.ResponseWriter, _ *http.Request) *problem {
	type named struct {
		Code string `json:"code"`
		Name string `json:"name"`
	}
	usual := s.engine("").directions[0].pair
	write(w, http.StatusOK, map[string]any{
		"apiKeys":              s.clients.guest == nil,
		"keyRequired":          s.clients.guest == nil,
		"charLimit":            s.config.Limits.Text,
		"filesTranslation":     true,
		"supportedFilesFormat": extensions(),
		"suggestions":          s.config.Suggest != nil,
		"frontendTimeout":      500,
		"language": map[string]named{
			"source": {usual.From.String(), english(usual.From)},
			"target": {usual.To.String(), english(usual.To)},
		},
	})
	return nil
}

// extensions returns the endings of file names that are read, with the dot.
func extensions() []string {
	out := []string{}
	for _, f := range document.Formats() {
		out = append(out, f.Exts...)
	}
	return out
}

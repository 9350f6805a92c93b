package serve

import (
	"context"
	"errors"
	"math"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
	"github.com/satzpaar/satzpaar/internal/plainfile"
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

// libreTranslate answers POST /translate: the text or texts q from source to target, with up to as many alternatives as
// are asked for.
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
		body.Alternatives = asAsked(list, s.alternatives(r.Context(), a, replies, min(n, maxAlternatives)))
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

// alternatives returns, for each text, what other engines make of it, and then what else its own engine has found,
// where that is something else. An engine that fails or lacks the direction contributes nothing.
func (s *Server) alternatives(ctx context.Context, a *ask, replies []reply, most int) [][]string {
	out := make([][]string, len(replies))
	bySource := map[language.Tag][]int{}
	var sources []language.Tag
	for i, t := range replies {
		out[i] = []string{} // and not null
		if t.bitext == nil {
			continue
		}
		if bySource[t.from] == nil {
			sources = append(sources, t.from)
		}
		bySource[t.from] = append(bySource[t.from], i)
	}
	for _, from := range sources {
		add := func(e *engine, rank int) {
			other := *a
			other.engine, other.rank, other.from, other.texts = e, rank, from, nil
			var lacking []int
			for _, i := range bySource[from] {
				if len(out[i]) < most {
					lacking, other.texts = append(lacking, i), append(other.texts, a.texts[i])
				}
			}
			made, p := s.translate(ctx, &other)
			if p != nil {
				return
			}
			for k, i := range lacking {
				if text := made[k].text; text != replies[i].text && !slices.Contains(out[i], text) {
					out[i] = append(out[i], text)
				}
			}
		}
		for _, e := range s.engines[1:] {
			add(e, 0)
		}
		for rank := 1; rank < a.engine.direction(from, a.to).ranks; rank++ {
			add(a.engine, rank)
		}
	}
	return out
}

// libreCodes are codes of LibreTranslate that are not language tags.
var libreCodes = map[string]string{"zt": "zh-Hant", "pb": "pt-BR"}

// libreDirection reads source and target; a source "auto" is to be found out.
func libreDirection(q params) (from, to language.Tag, p *problem) {
	if _, p := q.needed("source"); p != nil {
		return from, to, p
	}
	return q.direction("source", "target", "auto", libreCodes)
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
	if len(out) == 0 { // clients expect at least one language
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
		l := row{lang.Written(from), english(from), nil}
		for _, d := range s.engine("").directions {
			if lang.Written(d.pair.From) == l.Code {
				l.Targets = append(l.Targets, lang.Written(d.pair.To))
			}
		}
		out = append(out, l)
	}
	// Clients look up the name of a target here as well.
	for _, to := range s.engine("").targets() {
		if !slices.ContainsFunc(out, func(l row) bool { return l.Code == lang.Written(to) }) {
			out = append(out, row{lang.Written(to), english(to), []string{}})
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
	address := reachedBy(r) + "/download_file/" + f.id + path.Ext(f.name)
	write(w, http.StatusOK, map[string]string{"translatedFileUrl": address})
	return nil
}

// reachedBy returns scheme and host of the address that a caller knows the server by. A proxy in between reports them
// in headers; a caller that forges these misleads only itself, since the address is in the answer to it alone. What is
// no host would make another address of it, or none.
func reachedBy(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || outermost(r, "X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	host := r.Host
	if reported := outermost(r, "X-Forwarded-Host"); hostAndPort.MatchString(reported) {
		host = reported
	}
	return scheme + "://" + host
}

// hostAndPort matches a name or an address, with or without a port.
var hostAndPort = regexp.MustCompile(`^([0-9A-Za-z][0-9A-Za-z_.-]*|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?$`)

// outermost returns what the first of several proxies says in a header, to which each of them may add its own.
func outermost(r *http.Request, header string) string {
	first, _, _ := strings.Cut(r.Header.Get(header), ",")
	return strings.Trim(first, " ")
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
	edit := bitext.Edit{Key: bitext.Key{Source: texts[0]}, Target: &texts[1]} // what it becomes if it is taken
	if err := edit.Validate(); err != nil {
		return invalid("s", "s: %v", err)
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
	switch {
	case errors.Is(err, plainfile.ErrFull): // not logged: whoever has filled the file could fill the log next
		return wrong(http.StatusInsufficientStorage, "no more suggestions are taken")
	case err != nil:
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
			"source": {lang.Written(usual.From), english(usual.From)},
			"target": {lang.Written(usual.To), english(usual.To)},
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

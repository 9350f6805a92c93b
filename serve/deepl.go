package serve

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"github.com/satzpaar/satzpaar/lang"
)

// deeplProblem is {"message": …}, with the statuses that DeepL's clients know.
func deeplProblem(p *problem) (int, any) {
	status := p.status
	if status == http.StatusUnauthorized {
		status = http.StatusForbidden
	}
	return status, map[string]string{"message": p.message}
}

// unlimited is the limit of those who have none.
const unlimited = 1_000_000_000_000

// deeplTranslate answers POST /v2/translate.
func (s *Server) deeplTranslate(w http.ResponseWriter, r *http.Request) *problem {
	q, who, p := s.request(w, r)
	if p != nil {
		return p
	}
	a, p := s.deeplAsk(q)
	if p != nil {
		return p
	}
	billed, p := q.flag("show_billed_characters")
	if p != nil {
		return p
	}
	model, p := q.within("model_type", "", "latency_optimized", "quality_optimized", "prefer_quality_optimized")
	if p != nil {
		return p
	}
	replies, leave, p := s.answer(r.Context(), who, a)
	if p != nil {
		return p
	}
	defer leave()
	type row struct {
		From   string `json:"detected_source_language"`
		Text   string `json:"text"`
		Billed *int   `json:"billed_characters,omitempty"`
		Model  string `json:"model_type_used,omitempty"`
	}
	out := make([]row, len(replies))
	for i, t := range replies {
		out[i] = row{From: deeplCode(t.from), Text: t.text}
		if billed {
			out[i].Billed = new(utf8.RuneCountInString(a.texts[i]))
		}
		if model != "" {
			out[i].Model = "latency_optimized"
		}
	}
	write(w, http.StatusOK, map[string]any{"translations": out})
	return nil
}

// deeplAsk reads the parameters of a translation. What would change the result and is not there is refused.
func (s *Server) deeplAsk(q params) (*ask, *problem) {
	a := &ask{engine: s.engine("")}
	var p *problem
	if a.texts, _, p = q.texts("text"); p != nil {
		return nil, p
	}
	if a.from, a.to, p = deeplDirection(q); p != nil {
		return nil, p
	}
	handling, p := q.within("tag_handling", "", "xml", "html")
	if p != nil {
		return nil, p
	}
	a.markup = handling != ""
	split, p := q.text("split_sentences")
	if p != nil {
		return nil, p
	}
	if split == "" && handling == "html" {
		split = "nonewlines"
	}
	switch split {
	case "0", "false":
		a.split = notAtAll
	case "", "1", "true":
		a.split = byRules
	case "nonewlines":
		a.split = byMarks
	default:
		return nil, invalid("split_sentences", "split_sentences %q: must be one of 0, 1, nonewlines", shorten(split))
	}
	if a.ignore, p = q.list("ignore_tags"); p != nil {
		return nil, p
	}
	if p := deeplRefused(q); p != nil {
		return nil, p
	}
	return a, nil
}

// deeplRefused refuses what the server cannot do, so that nobody takes a translation for what it is not.
func deeplRefused(q params) *problem {
	formality, p := q.within("formality", "default", "more", "less", "prefer_more", "prefer_less")
	if p != nil {
		return p
	}
	if formality == "more" || formality == "less" {
		const message = "formality %s is not supported here; prefer_%s is taken and has no effect"
		return invalid("formality", message, formality, formality)
	}
	for _, name := range []string{
		"glossary_id", "glossary_ids", "style_id", "translation_memory_id", "splitting_tags", "non_splitting_tags",
		"custom_instructions",
	} {
		values, p := q.list(name)
		if p != nil {
			return p
		}
		if len(values) == 0 {
			continue
		}
		if name == "glossary_id" || name == "glossary_ids" {
			return invalid(name, noGlossaries)
		}
		return invalid(name, "%s is not supported here", name)
	}
	return nil
}

const noGlossaries = "glossaries of callers are not supported here: " +
	"the one that the server was started with holds for all texts"

// deeplDirection reads source_lang, which may be missing, and target_lang.
func deeplDirection(q params) (from, to language.Tag, p *problem) {
	return q.direction("source_lang", "target_lang", "", nil)
}

// deeplCode returns a language as DeepL writes it, such as "DE", "PT-BR" or "NB".
func deeplCode(t language.Tag) string {
	if _, confidence := t.Region(); confidence == language.Exact {
		return strings.ToUpper(t.String())
	}
	return strings.ToUpper(lang.Written(t))
}

// deeplUsage answers /v2/usage.
func (s *Server) deeplUsage(w http.ResponseWriter, r *http.Request) *problem {
	_, who, p := s.request(w, r)
	if p != nil {
		return p
	}
	write(w, http.StatusOK, map[string]int64{"character_count": who.used(), "character_limit": unlimited})
	return nil
}

// deeplLanguages answers /v2/languages.
func (s *Server) deeplLanguages(w http.ResponseWriter, r *http.Request) *problem {
	q, _, p := s.request(w, r)
	if p != nil {
		return p
	}
	kind, p := q.within("type", "source", "target")
	if p != nil {
		return p
	}
	list := s.engine("").sources()
	if kind == "target" {
		list = deeplTargets(s.engine("").targets())
	}
	out := []map[string]any{}
	for _, t := range list {
		row := map[string]any{"language": deeplCode(t), "name": english(t)}
		if kind == "target" {
			row["supports_formality"] = false
		}
		out = append(out, row)
	}
	write(w, http.StatusOK, out)
	return nil
}

// deeplTargets returns languages with the variants in place of those that DeepL writes in variants alone: its clients
// refuse to ask for the others.
func deeplTargets(list []language.Tag) []language.Tag {
	var out []language.Tag
	for _, t := range list {
		variants := []language.Tag{t}
		switch t {
		case language.English:
			variants = []language.Tag{language.BritishEnglish, language.AmericanEnglish}
		case language.Portuguese:
			variants = []language.Tag{language.BrazilianPortuguese, language.EuropeanPortuguese}
		}
		for _, v := range variants {
			if !slices.Contains(out, v) { // it may be served by itself, too
				out = append(out, v)
			}
		}
	}
	return out
}

// deeplGlossaryPairs answers GET /v2/glossary-language-pairs: there are none.
func (s *Server) deeplGlossaryPairs(w http.ResponseWriter, r *http.Request) *problem {
	return s.deeplNone(w, r, "supported_languages")
}

// deeplGlossaries answers GET /v2/glossaries and GET /v3/glossaries: there are none.
func (s *Server) deeplGlossaries(w http.ResponseWriter, r *http.Request) *problem {
	return s.deeplNone(w, r, "glossaries")
}

// deeplNewGlossary answers POST /v2/glossaries and POST /v3/glossaries.
func (s *Server) deeplNewGlossary(_ http.ResponseWriter, r *http.Request) *problem {
	if _, p := s.client(r, nil); p != nil {
		return p
	}
	return wrong(http.StatusBadRequest, noGlossaries)
}

func (s *Server) deeplNone(w http.ResponseWriter, r *http.Request, what string) *problem {
	if _, p := s.client(r, nil); p != nil {
		return p
	}
	write(w, http.StatusOK, map[string][]string{what: {}})
	return nil
}

// deeplUpload answers POST /v2/document.
func (s *Server) deeplUpload(w http.ResponseWriter, r *http.Request) *problem {
	f, p := s.receive(w, r, deeplDocument)
	if p != nil {
		return p
	}
	write(w, http.StatusOK, map[string]string{"document_id": f.id, "document_key": f.key})
	return nil
}

// deeplDocument reads the parameters of a file, which may give it another name.
func deeplDocument(q params, u *upload) (from, to language.Tag, p *problem) {
	if from, to, p = deeplDirection(q); p != nil {
		return from, to, p
	}
	if p := deeplRefused(q); p != nil {
		return from, to, p
	}
	name, p := q.text("filename")
	if p != nil {
		return from, to, p
	}
	if name != "" {
		u.name = baseName(name)
	}
	format, p := q.text("output_format")
	if p == nil && format != "" && !strings.HasSuffix(strings.ToLower(u.name), "."+strings.ToLower(format)) {
		const message = "a document keeps its format: %s is not written from %s"
		p = invalid("output_format", message, shorten(format), shorten(u.name))
	}
	return from, to, p
}

// deeplFile returns the file that a request asks for with its key.
func (s *Server) deeplFile(w http.ResponseWriter, r *http.Request) (*file, *problem) {
	q, who, p := s.request(w, r)
	if p != nil {
		return nil, p
	}
	key, p := q.text("document_key")
	if p != nil {
		return nil, p
	}
	f := s.files.get(r.PathValue("id"))
	if f == nil || f.owner != who || !f.has(key) {
		const message = "document not found: translated ones are kept until they are fetched, half an hour at most"
		return nil, wrong(http.StatusNotFound, message)
	}
	return f, nil
}

// deeplStatus answers POST /v2/document/ID.
func (s *Server) deeplStatus(w http.ResponseWriter, r *http.Request) *problem {
	f, p := s.deeplFile(w, r)
	if p != nil {
		return p
	}
	body := map[string]any{"document_id": f.id}
	switch {
	case !f.ready():
		body["status"], body["seconds_remaining"] = "translating", 1
	case f.problem != nil:
		body["status"], body["message"], body["error_message"] = "error", f.problem.message, f.problem.message
	default:
		body["status"], body["billed_characters"] = "done", f.billed
	}
	write(w, http.StatusOK, body)
	return nil
}

// deeplResult answers POST /v2/document/ID/result. As with DeepL, a document can be fetched once.
func (s *Server) deeplResult(w http.ResponseWriter, r *http.Request) *problem {
	f, p := s.deeplFile(w, r)
	switch {
	case p != nil:
		return p
	case !f.ready():
		return wrong(http.StatusServiceUnavailable, "the document is not translated yet")
	case f.problem != nil:
		return f.problem
	}
	s.files.forget(f)
	f.send(w)
	return nil
}

package faultserver

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// googleBasic answers Google's POST /language/translate/v2.
func (s *Server) googleBasic(w http.ResponseWriter, r *http.Request) {
	var req struct {
		Q              []string
		Source, Target string
		Format         string
	}
	err := readJSON(r, &req)
	switch {
	case err != nil:
	case len(req.Q) > 128:
		err = errors.New("Too many text segments")
	case req.Source == "" || req.Target == "" || req.Format == "":
		err = errors.New("Required fields: source, target, format")
	}
	e := Entry{Path: r.URL.String(), Mode: "google", Auth: r.Header.Get("X-Goog-Api-Key")}
	s.other(w, r, &e, req.Q, err, func(out []string) any {
		return map[string]any{"data": map[string]any{"translations": objects("translatedText", out)}}
	}, googleError(w))
}

// googleAdvanced answers Google's POST /v3/projects/…/locations/…:translateText.
func (s *Server) googleAdvanced(w http.ResponseWriter, r *http.Request) {
	var req struct {
		Contents []string
		MIMEType string `json:"mimeType"`
		Source   string `json:"sourceLanguageCode"`
		Target   string `json:"targetLanguageCode"`
		Model    string
		Glossary struct{ Glossary string } `json:"glossaryConfig"`
	}
	err := readJSON(r, &req)
	parent := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/v3/"), ":translateText")
	switch {
	case err != nil:
	case len(req.Contents) > 1024:
		err = errors.New("Too many text segments")
	case req.Source == "" || req.Target == "" || req.MIMEType == "":
		err = errors.New("Required fields: sourceLanguageCode, targetLanguageCode, mimeType")
	case req.Model != "" && !strings.HasPrefix(req.Model, parent+"/models/"),
		req.Glossary.Glossary != "" && !strings.HasPrefix(req.Glossary.Glossary, parent+"/glossaries/"):
		err = errors.New("Invalid resource name")
	}
	e := Entry{Path: r.URL.String(), Mode: "google", Auth: r.Header.Get("Authorization")}
	s.other(w, r, &e, req.Contents, err, func(out []string) any {
		answer := map[string]any{"translations": objects("translatedText", out)}
		if req.Glossary.Glossary != "" {
			answer["translations"] = objects("translatedText", make([]string, len(out)))
			answer["glossaryTranslations"] = objects("translatedText", out)
		}
		return answer
	}, googleError(w))
}

// googleError answers faults as Google does.
func googleError(w http.ResponseWriter) func(Fault, string) int {
	return func(f Fault, msg string) int {
		type reason struct {
			Message string `json:"message"`
			Domain  string `json:"domain"`
			Reason  string `json:"reason"`
		}
		status, name, why := statusOf(f, 400, 403), "", ""
		switch f {
		case HTTP401:
			name, why, msg = "INVALID_ARGUMENT", "badRequest", "API key not valid. Please pass a valid API key."
		case QuotaExhausted:
			name, why, msg = "PERMISSION_DENIED", "dailyLimitExceeded", "Daily Limit Exceeded"
		case HTTP429, HTTP429Wait: // of a minute
			status, name, why, msg = 403, "PERMISSION_DENIED", "userRateLimitExceeded", "User Rate Limit Exceeded"
		case HTTP400:
			name, why = "INVALID_ARGUMENT", "invalid"
		}
		return answer(w, status, map[string]any{"error": map[string]any{
			"code": status, "message": msg, "status": name, "errors": []reason{{msg, "global", why}},
		}})
	}
}

// azure answers Azure's POST /translate.
func (s *Server) azure(w http.ResponseWriter, r *http.Request) {
	var req []struct{ Text string }
	err := readJSON(r, &req)
	q := r.URL.Query()
	switch {
	case err != nil:
	case q.Get("api-version") != "3.0" || q.Get("from") == "" || q.Get("to") == "" || q.Get("textType") == "":
		err = errors.New("One of the query parameters is missing or invalid.")
	case len(req) > 1000:
		err = errors.New("The maximum number of array elements has been exceeded.")
	}
	var texts []string
	for _, t := range req {
		texts = append(texts, t.Text)
	}
	e := Entry{Path: r.URL.String(), Mode: "azure", Auth: r.Header.Get("Ocp-Apim-Subscription-Key")}
	s.other(w, r, &e, texts, err, func(out []string) any {
		list := make([]map[string]any, len(out))
		for i, t := range out {
			list[i] = map[string]any{"translations": []map[string]string{{"text": t, "to": q.Get("to")}}}
		}
		return list
	}, func(f Fault, msg string) int {
		status, detail := statusOf(f, 401, 403), 0
		if f == QuotaExhausted {
			msg, detail = "The operation isn't allowed because the subscription has exceeded its free quota.", 1
		}
		return answer(w, status, map[string]any{"error": map[string]any{"code": status*1000 + detail, "message": msg}})
	})
}

// amazon answers Amazon's TranslateText. It checks the signature, with its key as the secret one.
func (s *Server) amazon(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	var req struct {
		Text   string
		Source string `json:"SourceLanguageCode"`
		Target string `json:"TargetLanguageCode"`
	}
	if err == nil {
		err = json.Unmarshal(raw, &req)
	}
	switch {
	case err != nil:
	case req.Source == "" || req.Target == "" || req.Text == "":
		err = errors.New("SerializationException")
	case len(req.Text) > 10_000:
		err = errors.New("TextSizeLimitExceededException")
	}
	e := Entry{Path: r.URL.String(), Mode: "amazon"}
	if signature(r, raw, s.config.Key) {
		e.Auth = s.config.Key
	}
	s.other(w, r, &e, []string{req.Text}, err, func(out []string) any {
		answer := map[string]string{"SourceLanguageCode": req.Source, "TargetLanguageCode": req.Target}
		if len(out) > 0 {
			answer["TranslatedText"] = out[0]
		}
		return answer
	}, func(f Fault, msg string) int {
		status, name := 400, "InvalidRequestException"
		switch f {
		case HTTP401:
			name, msg = "InvalidSignatureException", "The request signature we calculated does not match the signature you provided."
		case HTTP429, HTTP429Wait:
			name, msg = "ThrottlingException", "Rate exceeded"
		case HTTP500:
			status, name = 500, "InternalServerException"
		case HTTP503:
			name = "ServiceUnavailableException"
		}
		return answer(w, status, map[string]string{"__type": name, "message": msg})
	})
}

// signature reports whether a request is signed with a secret, by version 4 of Amazon's signatures.
func signature(r *http.Request, body []byte, secret string) bool {
	fields := map[string]string{}
	kind, list, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	for _, f := range strings.Split(list, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(f), "=")
		fields[name] = value
	}
	scope := strings.Split(fields["Credential"], "/") // ID, day, region, service, terminator
	if kind != "AWS4-HMAC-SHA256" || len(scope) != 5 {
		return false
	}
	var headers strings.Builder
	for _, name := range strings.Split(fields["SignedHeaders"], ";") {
		value := r.Header.Get(name)
		switch name {
		case "host":
			value = r.Host
		case "content-length":
			value = fmt.Sprint(len(body))
		}
		headers.WriteString(name + ":" + strings.TrimSpace(value) + "\n")
	}
	hash := func(b []byte) string {
		sum := sha256.Sum256(b)
		return hex.EncodeToString(sum[:])
	}
	canonical := strings.Join([]string{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, headers.String(),
		fields["SignedHeaders"], hash(body)}, "\n")
	toSign := strings.Join([]string{kind, r.Header.Get("X-Amz-Date"), strings.Join(scope[1:], "/"),
		hash([]byte(canonical))}, "\n")
	key := []byte("AWS4" + secret)
	for _, part := range append(scope[1:], toSign) {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(part))
		key = h.Sum(nil)
	}
	return hmac.Equal([]byte(fields["Signature"]), []byte(hex.EncodeToString(key)))
}

// objects puts each text into an object, under the given name.
func objects(name string, texts []string) []map[string]string {
	list := make([]map[string]string, len(texts))
	for i, t := range texts {
		list[i] = map[string]string{name: t}
	}
	return list
}

func readJSON(r *http.Request, v any) error {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	return json.Unmarshal(raw, v)
}

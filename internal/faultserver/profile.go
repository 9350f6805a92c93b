package faultserver

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// A Profile is how a known server differs from OpenAI's own, as far as a client feels it. The zero value is OpenAI's
// own with an ordinary model.
type Profile struct {
	Models []string // that are there, as GET …/models lists them; empty: any name will do
	// NoModel is the answer to another model: status, and the message with %s for its name.
	NoModel   int
	NoModelIs string
	// Deployments wants Azure's paths, …/openai/deployments/MODEL/chat/completions?api-version=…, and the header
	// api-key.
	Deployments bool
	// ErrorsIn200 answers failures with status 200 and the error in the body, as OpenRouter does once it has begun to
	// answer.
	ErrorsIn200 bool
	// LargestSchema is the number of properties above which a schema is refused with GrammarError and its status, as
	// by llama.cpp.
	LargestSchema int
	GrammarError  string
	GrammarStatus int
	// Lacks are abilities, as in [Config].
	RejectSchema, RejectObject, RejectTemp, RejectMaxTok bool
	ContextWindow                                        int
	KeyNeeded                                            bool
	// Errors is the form of errors: "list" puts the object into a list, as Gemini does, whose wrong key is 400 and
	// whose limits say in words when to come back; "bare" has its fields at the top, as Mistral does.
	Errors string
}

// A shaper writes errors in the form of a service.
type shaper struct {
	http.ResponseWriter
	form   string
	status int
}

// WriteHeader implements [http.ResponseWriter].
func (s *shaper) WriteHeader(status int) {
	s.status = status
	if s.form == "list" && status == http.StatusUnauthorized {
		status = http.StatusBadRequest
	}
	s.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (s *shaper) Write(body []byte) (int, error) {
	var v struct{ Error map[string]any }
	if s.status < 400 || s.form == "" || json.Unmarshal(body, &v) != nil || v.Error == nil {
		return s.ResponseWriter.Write(body)
	}
	var shaped any = v.Error
	if s.form == "list" {
		switch s.status {
		case http.StatusUnauthorized:
			v.Error["message"] = "API key not valid. Please pass a valid API key."
		case http.StatusTooManyRequests:
			v.Error["message"] = "You exceeded your current quota, please check your plan and billing details. " +
				"Please retry in 0.02s."
		}
		v.Error["code"] = s.status
		shaped = []any{map[string]any{"error": v.Error}}
	}
	raw, err := json.Marshal(shaped)
	if err != nil {
		return 0, err
	}
	if _, err := s.ResponseWriter.Write(raw); err != nil {
		return 0, err
	}
	return len(body), nil
}

// Profiles returns the known servers by name. Their messages are those that the servers send.
func Profiles() map[string]Profile {
	return map[string]Profile{
		"openai-reasoning": {
			Models:       []string{"gpt-5-mini"},
			NoModel:      404,
			NoModelIs:    "The model `%s` does not exist or you do not have access to it.",
			RejectTemp:   true,
			RejectMaxTok: true,
			KeyNeeded:    true,
		},
		"azure": {
			Models:       []string{"my-gpt"},
			NoModel:      404,
			NoModelIs:    "The API deployment for this resource does not exist.",
			Deployments:  true,
			RejectMaxTok: true,
			KeyNeeded:    true,
		},
		"openrouter": {
			Models:      []string{"acme/large"},
			NoModel:     400,
			NoModelIs:   "%s is not a valid model ID",
			ErrorsIn200: true,
			KeyNeeded:   true,
		},
		"ollama": {
			Models:        []string{"qwen3:8b"},
			NoModel:       404,
			NoModelIs:     "model \"%s\" not found, try pulling it first",
			ContextWindow: 600,
		},
		"vllm": {Models: []string{"acme/large"}, NoModel: 404, NoModelIs: "The model `%s` does not exist."},
		"llama.cpp": {
			LargestSchema: 12,
			GrammarStatus: 500,
			GrammarError:  "Failed to initialize samplers: failed to parse grammar",
			NoModel:       400,
			NoModelIs:     "invalid model %s",
		},
		"gemini": {
			Models:    []string{"gemini-test"},
			NoModel:   404,
			NoModelIs: "models/%s is not found for API version v1main",
			KeyNeeded: true,
			Errors:    "list",
		},
		"mistral": {
			Models:    []string{"mistral-test"},
			NoModel:   400,
			NoModelIs: "Invalid model: %s",
			KeyNeeded: true,
			Errors:    "bare",
		},
		"groq": {
			Models:    []string{"openai/gpt-oss-120b"},
			NoModel:   404,
			NoModelIs: "The model `%s` does not exist or you do not have access to it.",
			KeyNeeded: true,
		},
		"together": {
			Models:    []string{"acme/large"},
			NoModel:   404,
			NoModelIs: "Unable to access model %s. Please visit https://api.together.ai/models",
			KeyNeeded: true,
		},
		"deepseek": {
			Models:       []string{"deepseek-flash"},
			NoModel:      400,
			NoModelIs:    "Model Not Exist: %s",
			RejectSchema: true,
			KeyNeeded:    true,
		},
		"lm-studio": {
			Models:       []string{"acme-large"},
			NoModel:      404,
			NoModelIs:    "Failed to load model \"%s\". Error: Model not found.",
			RejectObject: true,
		},
	}
}

// With returns c with the profile p.
func (c Config) With(p Profile) Config {
	c.profile = p
	c.RejectSchema, c.RejectObject = c.RejectSchema || p.RejectSchema, c.RejectObject || p.RejectObject
	c.RejectTemp, c.RejectMaxTok = c.RejectTemp || p.RejectTemp, c.RejectMaxTok || p.RejectMaxTok
	if p.ContextWindow > 0 {
		c.ContextWindow = p.ContextWindow
	}
	if p.KeyNeeded && c.Key == "" {
		c.Key = "right-key"
	}
	return c
}

// refuse answers what p does not serve, and reports whether it did.
func (p *Profile) refuse(w http.ResponseWriter, r *http.Request,
	fields map[string]json.RawMessage) (status int, refused bool) {
	var model string
	json.Unmarshal(fields["model"], &model)
	if p.Deployments {
		if !strings.Contains(r.URL.Path, "/openai/deployments/") || r.URL.Query().Get("api-version") == "" {
			return fail(w, 404, "404", "Resource not found"), true
		}
		model = strings.TrimSuffix(
			r.URL.Path[strings.Index(r.URL.Path, "/deployments/")+len("/deployments/"):],
			"/chat/completions",
		)
	}
	if len(p.Models) > 0 && !slices.Contains(p.Models, model) {
		code := "model_not_found"
		if p.Deployments {
			code = "DeploymentNotFound"
		}
		return fail(w, p.NoModel, code, strings.ReplaceAll(p.NoModelIs, "%s", model)), true
	}
	var format struct {
		Schema struct {
			Schema struct{ Properties map[string]json.RawMessage } `json:"schema"`
		} `json:"json_schema"`
	}
	json.Unmarshal(fields["response_format"], &format)
	if p.LargestSchema > 0 && len(format.Schema.Schema.Properties) > p.LargestSchema {
		return fail(w, p.GrammarStatus, "server_error", p.GrammarError), true
	}
	return 0, false
}

// models answers GET …/models.
func (s *Server) models(w http.ResponseWriter) {
	type model struct {
		ID     string `json:"id"`
		Object string `json:"object"`
	}
	list := struct {
		Object string  `json:"object"`
		Data   []model `json:"data"`
	}{Object: "list", Data: []model{}}
	names := s.config.profile.Models
	if len(names) == 0 {
		names = []string{"fault-1"}
	}
	for _, n := range names {
		list.Data = append(list.Data, model{n, "model"})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(list)
}

package serve

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// How long the body of a request may take: of texts, and of a file.
const (
	textTime = 30 * time.Second
	fileTime = 5 * time.Minute
)

// maxRest bounds what stands beside the file, or the texts, of a request.
const maxRest = 64 << 10

// bodyOf bounds the body of a request for texts. In JSON, a character may take six times its bytes and more.
func bodyOf(texts int) int64 { return 6*int64(texts) + maxRest }

// params are the parameters of a request by name, whatever form its body has: strings, numbers, truth values and lists
// of these.
type params map[string]any

// An upload is a file that came with a request.
type upload struct {
	name string
	data []byte
}

// read reads the parameters of a request, and its file where maxFile allows one. All that is not the file, and so every
// field, may have maxRest bytes.
func (s *Server) read(
	w http.ResponseWriter,
	r *http.Request,
	maxFile, maxRest int64,
	within time.Duration,
) (params, *upload, *problem) {
	// A connection that knows no deadlines, such as that of a test, has none. Once a body has failed, its deadline
	// stays: what is left of it is not waited for.
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(time.Now().Add(within))
	out := params{}
	out.addForm(r.URL.Query())
	kind, options, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if r.Header.Get("Content-Type") == "" {
		kind, err = "", nil
	}
	most := maxRest
	if kind == "multipart/form-data" { // no other body holds a file
		most += maxFile
	}
	r.Body = http.MaxBytesReader(w, r.Body, most)
	var file *upload
	switch {
	case err != nil:
		return nil, nil, wrong(http.StatusUnsupportedMediaType, "Content-Type: %v", err)
	case kind == "application/json":
		err = out.readJSON(r.Body)
	case kind == "application/x-www-form-urlencoded":
		var raw []byte
		if raw, err = io.ReadAll(r.Body); err == nil {
			var form url.Values
			if form, err = url.ParseQuery(string(raw)); err == nil {
				out.addForm(form)
			}
		}
	case kind == "multipart/form-data":
		file, err = out.readParts(multipart.NewReader(r.Body, options["boundary"]), maxFile, maxRest)
	default:
		var n int64
		if n, err = io.Copy(io.Discard, io.LimitReader(r.Body, 1)); err == nil && n > 0 {
			const message = "a body of %q is not accepted: send JSON or a form"
			return nil, nil, wrong(http.StatusUnsupportedMediaType, message, kind)
		}
	}
	if err != nil {
		return nil, nil, bodyProblem(err)
	}
	_ = c.SetReadDeadline(time.Time{})
	return out, file, nil
}

// bodyProblem returns what to answer where a body could not be read.
func bodyProblem(err error) *problem {
	var large *http.MaxBytesError
	var p *problem
	switch {
	case errors.As(err, &large):
		return wrong(http.StatusRequestEntityTooLarge, "the request is longer than %d bytes", large.Limit)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return wrong(http.StatusRequestTimeout, "the request did not come in time")
	case errors.As(err, &p):
		return p
	}
	return wrong(http.StatusBadRequest, "cannot read the request: %v", err)
}

func (q params) readJSON(r io.Reader) error {
	d := json.NewDecoder(r)
	d.UseNumber()
	var body map[string]any
	if err := d.Decode(&body); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("the body is empty")
		}
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("there is more than one value")
	}
	maps.Copy(q, body)
	return nil
}

func (q params) addForm(form url.Values) {
	for k, values := range form {
		for _, v := range values {
			q.add(k, v)
		}
	}
}

// add adds a value to those of a name.
func (q params) add(name, value string) {
	value = strings.ToValidUTF8(value, "\ufffd")
	switch have := q[name].(type) {
	case nil:
		q[name] = value
	case []any:
		q[name] = append(have, value)
	default:
		q[name] = []any{have, value}
	}
}

func (q params) readParts(r *multipart.Reader, maxFile, maxRest int64) (*upload, error) {
	var file *upload
	left := maxRest
	for {
		part, err := r.NextPart()
		if err == io.EOF {
			return file, nil
		}
		if err != nil {
			return nil, err
		}
		name := part.FileName()
		if name == "" {
			value, err := io.ReadAll(io.LimitReader(part, left+1))
			if err != nil {
				return nil, err
			}
			if left -= int64(len(part.FormName()) + len(value)); left < 0 {
				const message = "field %s: the fields may have %d bytes in all"
				return nil, wrong(http.StatusRequestEntityTooLarge, message, shorten(part.FormName()), maxRest)
			}
			q.add(part.FormName(), string(value))
			continue
		}
		switch {
		case maxFile == 0:
			return nil, invalid(part.FormName(), "%s: files are not accepted here", name)
		case file != nil:
			return nil, invalid(part.FormName(), "%s: only one file is accepted", name)
		}
		data, err := io.ReadAll(io.LimitReader(part, maxFile+1))
		if err != nil {
			return nil, err
		}
		if int64(len(data)) > maxFile {
			return nil, wrong(http.StatusRequestEntityTooLarge, "%s is larger than %d bytes", name, maxFile)
		}
		file = &upload{baseName(name), data}
	}
}

// baseName returns a file name without the folders that a caller put in front.
func baseName(name string) string { return path.Base(strings.ReplaceAll(name, `\`, "/")) }

// text returns a parameter that is one string; empty if it is not there.
func (q params) text(name string) (string, *problem) {
	switch v := q[name].(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	}
	return "", invalid(name, "%s must be one string", name)
}

// needed returns a parameter that is one string, and must be there.
func (q params) needed(name string) (string, *problem) {
	t, p := q.text(name)
	if p == nil && t == "" {
		p = missing(name)
	}
	return t, p
}

// texts returns a parameter that is a string or a list of strings, and whether it is a list.
func (q params) texts(name string) (texts []string, list bool, p *problem) {
	switch v := q[name].(type) {
	case string:
		return []string{v}, false, nil
	case []any:
		for _, e := range v {
			t, ok := e.(string)
			if !ok {
				return nil, false, invalid(name, "%s must hold strings only", name)
			}
			texts = append(texts, t)
		}
		return texts, true, nil
	case nil:
		return nil, false, missing(name)
	}
	return nil, false, invalid(name, "%s must be a string or a list of strings", name)
}

// list returns a parameter that is a list of names, or one string with commas between them.
func (q params) list(name string) ([]string, *problem) {
	if q[name] == nil {
		return nil, nil
	}
	texts, _, p := q.texts(name)
	if p != nil {
		return nil, p
	}
	var out []string
	for _, t := range texts {
		for _, e := range strings.Split(t, ",") {
			if e = strings.TrimSpace(e); e != "" {
				out = append(out, e)
			}
		}
	}
	return out, nil
}

// number returns a parameter that is a whole number from 0 to most; 0 if it is not there.
func (q params) number(name string, most int) (int, *problem) {
	t, p := q.text(name)
	if p != nil || t == "" {
		return 0, p
	}
	n, err := strconv.Atoi(t)
	if err != nil || n < 0 || n > most {
		return 0, invalid(name, "%s must be a whole number from 0 to %d", name, most)
	}
	return n, nil
}

// flag returns a parameter that is true or false; false if it is not there.
func (q params) flag(name string) (bool, *problem) {
	t, p := q.text(name)
	if p != nil {
		return false, p
	}
	switch strings.ToLower(t) {
	case "", "0", "false":
		return false, nil
	case "1", "true":
		return true, nil
	}
	return false, invalid(name, "%s must be true or false", name)
}

// within returns a parameter that must be one of some values, the first one if it is not there.
func (q params) within(name string, values ...string) (string, *problem) {
	t, p := q.text(name)
	if p != nil {
		return "", p
	}
	if t == "" {
		return values[0], nil
	}
	if slices.Contains(values, t) {
		return t, nil
	}
	return "", invalid(name, "%s %q: must be one of %s", name, shorten(t), strings.Join(values, ", "))
}

// shorten cuts what a caller sent to what a message can hold.
func shorten(text string) string {
	const most = 60
	if len(text) <= most {
		return text
	}
	cut := most
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}

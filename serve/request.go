package serve

import (
	"context"
	"net/http"

	"golang.org/x/text/language"
)

// client returns whose request it is, by the key in its header, else in the parameter that its interface has for it.
func (s *Server) client(r *http.Request, q params) (*client, *problem) {
	d := dialectOf(r.URL.Path)
	key := headerKey(r)
	if key == "" && d.keyParam != "" {
		var p *problem
		if key, p = q.text(d.keyParam); p != nil {
			return nil, p
		}
	}
	who := s.clients.holder(key)
	switch {
	case who != nil:
		return who, nil
	case key == "":
		return nil, &problem{status: http.StatusUnauthorized, message: d.noKey}
	}
	return nil, &problem{status: http.StatusUnauthorized, message: d.wrongKey}
}

// barred returns what client would, before the body is read and where the header alone decides: who may not ask need
// not send a body.
func (s *Server) barred(r *http.Request) *problem {
	if headerKey(r) == "" && dialectOf(r.URL.Path).keyParam != "" {
		return nil
	}
	_, p := s.client(r, nil)
	return p
}

// request reads the parameters of a request without a file, and returns whose it is.
func (s *Server) request(w http.ResponseWriter, r *http.Request) (params, *client, *problem) {
	if p := s.barred(r); p != nil {
		return nil, nil, p
	}
	q, _, p := s.read(w, r, 0, s.maxBody, textTime)
	if p != nil {
		return nil, nil, p
	}
	who, p := s.client(r, q)
	return q, who, p
}

// answer lets a request for texts pass and translates them. The caller calls leave once it has answered.
func (s *Server) answer(ctx context.Context, who *client, a *ask) (replies []reply, leave func(), p *problem) {
	if leave, p = s.clients.admit(who, a.texts); p != nil {
		return nil, nil, p
	}
	if replies, p = s.translate(ctx, a); p != nil {
		leave()
		return nil, nil, p
	}
	s.metrics.translated(who, replies)
	return replies, leave, nil
}

// receive reads a request with a file and begins to translate it; direction reads the parameters, and may rename the
// file. Few are received at a time, since files are large: one counts until it is known that it is taken.
func (s *Server) receive(
	w http.ResponseWriter,
	r *http.Request,
	direction func(params, *upload) (from, to language.Tag, p *problem),
) (*file, *problem) {
	if p := s.barred(r); p != nil {
		return nil, p
	}
	select {
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	default:
		return nil, tooMany(filesBusy, "too many files are being sent")
	}
	q, u, p := s.read(w, r, s.config.MaxFile, maxRest, fileTime)
	if p != nil {
		return nil, p
	}
	if u == nil {
		return nil, invalid("file", "no file was sent: send one in a form of type multipart/form-data")
	}
	who, p := s.client(r, q)
	if p != nil {
		return nil, p
	}
	from, to, p := direction(q, u)
	if p != nil {
		return nil, p
	}
	return s.accept(r.Context(), who, u, from, to)
}

package faultserver

import "net/http"

type batches struct{}

func (s *Server) serveBatch(w http.ResponseWriter, r *http.Request) bool { return false }

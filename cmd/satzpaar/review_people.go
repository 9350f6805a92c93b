package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/satzpaar/satzpaar/internal/localserver"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/review"
)

// reviewPeople reads who may sign in, nil without --people, and refuses an address that would let in others, or send
// passwords over a network in the clear.
func (a *app) reviewPeople(f *reviewFlags) ([]review.Person, error) {
	open := !localserver.Loopback(f.addr)
	switch {
	case (f.cert == "") != (f.key == ""):
		return nil, usage(errors.New("--tls-cert and --tls-key go together"))
	case f.people == "" && (f.cert != "" || f.log != ""):
		return nil, usage(errors.New("--tls-cert and --log need --people"), "without it, only this machine is let in")
	case f.people == "" && open:
		return nil, usage(fmt.Errorf("--addr %s is not an address of this machine only", f.addr),
			"use 127.0.0.1:PORT or [::1]:PORT, or name who may sign in with --people")
	case f.people != "" && open && f.cert == "":
		return nil, usage(fmt.Errorf("--addr %s would send passwords over the network in the clear", f.addr),
			"give --tls-cert and --tls-key, or listen on 127.0.0.1:PORT behind a reverse proxy that adds TLS")
	case f.people == "":
		return nil, nil
	}
	raw, err := plainfile.ReadFile(f.people)
	if err != nil {
		return nil, usage(fmt.Errorf("--people: %w", err))
	}
	return review.ParsePeople(f.people, raw)
}

// admit lets people in and opens the log of what they do in a folder.
func (a *app) admit(s *review.Server, people []review.Person, dir string, f *reviewFlags) (io.Closer, error) {
	if err := s.Admit(people); err != nil {
		return nil, fmt.Errorf("--people %s: %w", f.people, err)
	}
	file, err := review.OpenLog(dir, f.log)
	if err != nil {
		return nil, err
	}
	log := plainfile.NewLog(file)
	s.Log = func(e review.Event) {
		if err := log.Add(e); err != nil {
			a.say("%s: %v", file.Name(), err)
		}
	}
	return log, nil
}

// reviewURL is the address to print.
func reviewURL(s *review.Server, f *reviewFlags) string {
	if f.cert == "" {
		return s.URL()
	}
	return "https" + strings.TrimPrefix(s.URL(), "http")
}

// hashPassword prints a password as a file of people holds it. The password is not shown on a terminal, and never
// stands in the arguments, which other users of the machine can see.
func (a *app) hashPassword() error {
	read := func() (string, error) {
		line, err := bufio.NewReader(io.LimitReader(a.stdin, 4<<10)).ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return strings.TrimRight(line, "\r\n"), err
	}
	if a.secret != nil {
		a.say("type the password; it is not shown")
		read = a.secret
	}
	password, err := read()
	if err != nil {
		return usage(fmt.Errorf("reading the password: %w", err))
	}
	hash, err := review.HashPassword(password)
	if err != nil {
		return usage(err, "give it on standard input, in a line of its own")
	}
	a.print("%s\n", hash)
	return nil
}

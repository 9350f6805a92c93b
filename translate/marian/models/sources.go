package models

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/lang"
	"github.com/satzpaar/satzpaar/translate"
	"github.com/satzpaar/satzpaar/translate/internal/httpapi"
)

// A source knows where the files of a model are, and something of their content. It cannot change what is known
// already.
type source struct {
	name string
	// find returns want with addresses, and with hashes where want has none. The model file stays the same.
	find func(ctx context.Context, p *Puller, want Info) (Info, error)
	// newest returns the release of today for want's languages and architecture; nil where a source has none.
	newest func(ctx context.Context, p *Puller, want Info) (Info, error)
}

// allSources are the sources in the order in which they are asked.
func (p *Puller) allSources(info Info) []source {
	switch {
	case info.Given():
		return []source{*info.given}
	case p.Carried != nil:
		return []source{carried}
	case info.pair == "": // no index lists it
		return []source{compiledIn}
	}
	return []source{remoteSettings, registry, compiledIn}
}

// remoteSettings is Firefox's own source: it knows sizes and hashes of all files, packed and not.
var remoteSettings = source{
	name: "Firefox's Remote Settings",
	find: func(ctx context.Context, p *Puller, want Info) (Info, error) {
		records, err := p.records(ctx)
		if err != nil {
			return Info{}, err
		}
		for _, r := range records {
			if r.FileType == "model" && r.Hash == want.Model().SHA256 && r.of(want) {
				return p.described(want, records, r.Version)
			}
		}
		return Info{}, translate.Errorf(translate.Invalid, pullBackend, "it now has another release of %s", want.Name)
	},
	newest: func(ctx context.Context, p *Puller, want Info) (Info, error) {
		records, err := p.records(ctx)
		if err != nil {
			return Info{}, err
		}
		version := ""
		for _, r := range records {
			if r.FileType == "model" && r.of(want) && r.readable() &&
				(version == "" || compareVersions(r.Version, version) > 0) {
				version = r.Version
			}
		}
		switch {
		case version == "":
			return Info{}, translate.Errorf(translate.Invalid, pullBackend, "it no longer has %s", want.Name)
		case !p.trusted():
			return Info{}, errPlainMirror()
		}
		return p.described(want.unknown(), records, version)
	},
}

// registry is the index of the project's bucket: it knows the hashes of model files alone.
var registry = source{
	name: "the project's registry",
	find: func(ctx context.Context, p *Puller, want Info) (Info, error) {
		return p.registered(ctx, want, func(r *registered) bool { return r.Files.Model.Hash == want.Model().SHA256 })
	},
	newest: func(ctx context.Context, p *Puller, want Info) (Info, error) {
		if !p.trusted() {
			return Info{}, errPlainMirror()
		}
		return p.registered(ctx, want.unknown(), (*registered).released)
	},
}

// compiledIn are the addresses that this program knows by itself.
var compiledIn = source{
	name: "the addresses compiled in",
	find: func(_ context.Context, _ *Puller, want Info) (Info, error) {
		if german := germanRelease(); german.Model().Content == want.Model().Content {
			want.Files = german.Files
		}
		return want, nil
	},
}

// unknown returns m with nothing known of the content of its files.
func (m Info) unknown() Info {
	m.Files = slices.Clone(m.Files)
	for i := range m.Files {
		m.Files[i].Content = Content{}
	}
	return m
}

// A record of Remote Settings describes a file.
type record struct {
	Name           string `json:"name"`
	SourceLanguage string `json:"sourceLanguage"`
	TargetLanguage string `json:"targetLanguage"`
	Architecture   string `json:"architecture"`
	Version        string `json:"version"`
	FileType       string `json:"fileType"`
	Filter         string `json:"filter_expression"`
	Hash           string `json:"decompressedHash"`
	Size           int64  `json:"decompressedSize"`
	Attachment     struct {
		Hash     string `json:"hash"`
		Size     int64  `json:"size"`
		Location string `json:"location"`
	} `json:"attachment"`
}

// of reports whether the record is one of a model for the same languages, of the same architecture.
func (r *record) of(m Info) bool {
	pair, err := lang.ParseDirection(r.SourceLanguage + "-" + r.TargetLanguage)
	return err == nil && pair == m.Pair() && cmp.Or(r.Architecture, "tiny") == m.Arch
}

// newestFormat is the number of the newest format of models that the engine reads.
const newestFormat = 3

// readable reports whether the record is of a release for everybody, in a format that the engine knows.
func (r *record) readable() bool {
	major, _, _ := strings.Cut(r.Version, ".")
	n, err := strconv.Atoi(major)
	return err == nil && n <= newestFormat && !strings.Contains(r.Filter, "channel")
}

// compareVersions orders "1.0a2" < "1.0" < "2.1" < "10.0".
func compareVersions(a, b string) int {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(x), len(y)) {
		m, restX := leadingNumber(x[i])
		n, restY := leadingNumber(y[i])
		if c := cmp.Compare(m, n); c != 0 {
			return c
		}
		if restX != restY {
			switch {
			case restX == "":
				return 1 // a release comes after what leads to it
			case restY == "":
				return -1
			}
			return strings.Compare(restX, restY)
		}
	}
	return cmp.Compare(len(x), len(y))
}

func leadingNumber(s string) (n int, rest string) {
	rest = strings.TrimLeft(s, "0123456789")
	n, _ = strconv.Atoi(s[:len(s)-len(rest)])
	return n, rest
}

const (
	remoteServer      = "https://firefox.settings.services.mozilla.com"
	remoteRecords     = remoteServer + "/v1/buckets/main/collections/translations-models-v2/records"
	remoteAttachments = "https://firefox-settings-attachments.cdn.mozilla.net/"
)

// records asks Remote Settings what it has.
func (p *Puller) records(ctx context.Context) ([]record, error) {
	raw, err := p.index(ctx, remoteRecords)
	if err != nil {
		return nil, err
	}
	var list struct {
		Data []record `json:"data"`
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, translate.Errorf(translate.Internal, pullBackend, "its list of models is damaged: %w", err)
	}
	return list.Data, nil
}

// described returns want with its files as the records of a version describe them.
func (p *Puller) described(want Info, records []record, version string) (Info, error) {
	found := want
	found.Version, found.Files = version, nil
	for _, f := range want.Files {
		i := slices.IndexFunc(records, func(r record) bool {
			return r.Name == f.Name && r.Version == version && r.of(want)
		})
		if i < 0 {
			return Info{}, translate.Errorf(translate.Invalid, pullBackend, "it has no file %s of version %s",
				f.Name, version)
		}
		r := records[i]
		told := Content{r.Size, r.Hash}
		switch {
		case !hashForm.MatchString(r.Hash) || !hashForm.MatchString(r.Attachment.Hash) || r.Size <= 0 ||
			r.Attachment.Size <= 0 || r.Size > largestFile || r.Attachment.Size > largestFile ||
			!filepath.IsLocal(filepath.FromSlash(r.Attachment.Location)):
			return Info{}, translate.Errorf(translate.Internal, pullBackend, "its record of %s is damaged", f.Name)
		case f.SHA256 != "" && f.Content != told:
			return Info{}, translate.Errorf(translate.Internal, pullBackend, "its file %s is a different one", f.Name)
		case p.trusted():
			f.Content = told
		}
		f.URL, f.Packed = remoteAttachments+r.Attachment.Location, true
		f.Served = Content{r.Attachment.Size, r.Attachment.Hash}
		found.Files = append(found.Files, f)
	}
	return found, nil
}

// registered returns want as the registry of the bucket has it.
func (p *Puller) registered(ctx context.Context, want Info, ok func(*registered) bool) (Info, error) {
	raw, err := p.index(ctx, bucket+"db/models.json")
	if err != nil {
		return Info{}, err
	}
	all, err := parseRegistry(raw)
	if err != nil {
		return Info{}, translate.Errorf(translate.Internal, pullBackend, "%w", err)
	}
	i := slices.IndexFunc(all, func(r registered) bool {
		return r.pair() == want.pair && r.Architecture == want.Arch && ok(&r)
	})
	if i < 0 {
		return Info{}, translate.Errorf(translate.Invalid, pullBackend, "it does not list %s", want.Name)
	}
	found, err := all[i].info()
	if err != nil {
		return Info{}, translate.Errorf(translate.Internal, pullBackend, "%w", err)
	}
	if want.Model().SHA256 != "" && want.Model().Content != found.Model().Content {
		return Info{}, translate.Errorf(translate.Internal, pullBackend, "its model %s is a different one", want.Name)
	}
	for j := range found.Files {
		if found.Files[j].SHA256 == "" && j < len(want.Files) && found.Files[j].Name == want.Files[j].Name {
			found.Files[j].Content = want.Files[j].Content
		}
	}
	found.Name = want.Name
	return found, nil
}

// trusted reports whether an index can be believed about what the table does not hold: whether nobody on the way to the
// server can answer in its place.
func (p *Puller) trusted() bool {
	if p.BaseURL == "" {
		return true
	}
	u, err := url.Parse(p.BaseURL)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

func errPlainMirror() error {
	return translate.Errorf(translate.Invalid, pullBackend, "no updates are taken over a connection without "+
		"encryption, where anybody on the way could answer: use https")
}

// index reads a list of models. There is one attempt: the next source will do as well.
func (p *Puller) index(ctx context.Context, raw string) ([]byte, error) {
	address, err := p.address(raw)
	if err != nil {
		return nil, err
	}
	ctx, came, stop := p.patient(ctx, address)
	defer stop()
	body, _, err := p.request(ctx, Content{}, address, 0)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	content, done, err := unpacked(kick{body, came})
	if err != nil {
		return nil, unreadable(ctx, address, err)
	}
	defer done()
	out, err := httpapi.Read(content, httpapi.Secrets{})
	if err != nil {
		return nil, unreadable(ctx, address, err)
	}
	return out, nil
}

// unreadable describes an index that did not come whole.
func unreadable(ctx context.Context, address string, err error) error {
	var e *translate.Error
	if errors.As(context.Cause(ctx), &e) {
		return e
	}
	return translate.Errorf(translate.Internal, pullBackend, "%s: %w", httpapi.RedactURL(address), err)
}

// A kick calls a function whenever something was read.
type kick struct {
	r    io.Reader
	call func()
}

func (k kick) Read(b []byte) (int, error) {
	n, err := k.r.Read(b)
	k.call()
	return n, err
}

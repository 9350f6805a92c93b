package review

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// A folder of more documents than pagedFrom has a page that asks for their rows as it shows them, as many at a time.
const (
	pagedFrom   = 5000
	rowsPerPage = 100
)

// mostFolders is how many folders one can choose from.
const mostFolders = 500

// A folderCount is a folder with the number of documents in it and below.
type folderCount struct {
	Name  string `json:"d"` // with a slash at its end
	Count int    `json:"n"`
}

// foldersOf returns the folders of documents with most of them, in order.
func foldersOf(names []string) []folderCount {
	counts := map[string]int{}
	for _, name := range names {
		for i, c := range []byte(name) {
			if c == '/' {
				counts[name[:i+1]]++
			}
		}
	}
	out := make([]folderCount, 0, len(counts))
	for name, n := range counts {
		out = append(out, folderCount{name, n})
	}
	byName := func(a, b folderCount) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(out, func(a, b folderCount) int { return cmp.Or(b.Count-a.Count, byName(a, b)) })
	out = out[:min(len(out), mostFolders)]
	slices.SortFunc(out, byName)
	return out
}

// known returns the rows of documents that were read, by name, as they were then.
func (f *folder) known() map[string]*Row {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make(map[string]*Row, len(f.rows))
	for name, r := range f.rows {
		out[name] = &r.row
	}
	return out
}

// ordered returns the names in an order of the page: "risk", "findings" and "open" begin with the documents that have
// most of it, and end with those of which it is not known yet; in any other order they stay.
func (f *folder) ordered(names []string, order string) []string {
	amounts := map[string]func(*Row) (first, second float64){
		"risk":     func(r *Row) (float64, float64) { return riskiness(r) },
		"findings": func(r *Row) (float64, float64) { return float64(r.Findings), 0 },
		"open":     func(r *Row) (float64, float64) { return float64(r.Sentences - r.Reviewed), 0 },
	}
	of := amounts[order]
	if of == nil {
		return names
	}
	type amount struct {
		name          string
		first, second float64
	}
	known := f.known()
	list := make([]amount, len(names))
	for i, name := range names {
		list[i] = amount{name: name, first: -1}
		if r := known[name]; r != nil {
			list[i].first, list[i].second = of(r)
		}
	}
	slices.SortStableFunc(list, func(a, b amount) int {
		return cmp.Or(cmp.Compare(b.first, a.first), cmp.Compare(b.second, a.second))
	})
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].name
	}
	return out
}

// riskiness is what documents are ordered by: their highest risk, and of equally risky ones that with more of it.
func riskiness(r *Row) (worst, sum float64) {
	for _, risk := range r.Profile.Parts() {
		worst, sum = max(worst, risk), sum+risk
	}
	return worst, sum
}

// rowsOf returns the rows of documents on a page, from 0.
func (s *Server) rowsOf(names []string, page int) []Row {
	from := min(max(page, 0), len(names)/rowsPerPage) * rowsPerPage
	var out []Row
	for _, name := range names[from:min(len(names), from+rowsPerPage)] {
		out = append(out, s.dir.row(name))
	}
	return out
}

// rows answers with a page of rows: of the documents in a folder whose names hold a text, in an order.
func (s *Server) rows(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	page, err := strconv.Atoi(q.Get("page"))
	if err != nil {
		http.Error(w, "page must be a number", http.StatusBadRequest)
		return
	}
	names, err := s.dir.listed()
	if err != nil {
		fail(w, err)
		return
	}
	text := strings.ToLower(q.Get("q"))
	var found []string
	for _, name := range names {
		if strings.HasPrefix(name, q.Get("dir")) && strings.Contains(strings.ToLower(name), text) {
			found = append(found, name)
		}
	}
	answer := struct {
		Rows  []rowData `json:"rows"`
		Found int       `json:"found"`
	}{[]rowData{}, len(found)}
	for _, row := range s.rowsOf(s.dir.ordered(found, q.Get("order")), page) {
		answer.Rows = append(answer.Rows, row.data())
	}
	reply(w, answer)
}

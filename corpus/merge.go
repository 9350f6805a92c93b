package corpus

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"github.com/satzpaar/satzpaar/bitext"
	"github.com/satzpaar/satzpaar/document"
)

// MergeOptions specify how [Shards.Merge] works.
type MergeOptions struct {
	Writers []Writer
	// Index writes the page of the whole run; nil for none.
	Index func(w io.Writer, rows []Row) error
}

// Merge puts together what the shards have made: the folder then holds what a run without shards writes. The summary
// has the figures of all shards. It is an error if a shard is not complete. Until [Shards.Remove] is called, Merge can
// be repeated, whatever ended it.
func (s *Shards) Merge(o MergeOptions) (*Summary, error) {
	m := &merger{Shards: s, o: Options{Writers: o.Writers}, rows: map[rowKey]*Row{}}
	summary := &Summary{}
	missing := []int{}
	for i := range s.plan.Shards {
		c, err := s.completed(i)
		if err != nil {
			return nil, err
		}
		if c == nil {
			missing = append(missing, i)
			continue
		}
		for k := range c.Rows {
			row := &c.Rows[k]
			if err := m.o.own(row); err != nil {
				return nil, fmt.Errorf("%s: %w", s.folder.path(shardFolder(i)+".json"), err)
			}
			m.rows[rowKey{i, row.Document}] = row
		}
		summary.add(c.Summary)
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("output folder %s: of %d shards, %d are not complete: %s", s.folder.Dir, s.plan.Shards,
			len(missing), ranges(missing))
	}
	if err := s.folder.claim(); err != nil { // and remove what was left half-written
		return nil, fmt.Errorf("output folder %s cannot be used: %w", s.folder.Dir, err)
	}
	inputs := make([]string, len(s.plan.Inputs))
	for i := range inputs {
		inputs[i] = s.plan.Inputs[i].Name
	}
	if err := writeShared(s.folder, o.Writers, inputs); err != nil {
		return nil, err
	}
	var rows []Row
	for i := range s.plan.Inputs {
		row, notes, err := m.input(&s.plan.Inputs[i])
		if err != nil {
			return nil, err
		}
		for _, n := range notes {
			summary.Notes = append(summary.Notes, Note{s.plan.Inputs[i].Name, n})
		}
		if row != nil {
			rows = append(rows, *row)
		}
	}
	summary.Counts.Documents = len(rows) // a file that was cut is one
	if err := m.replies(); err != nil {
		return nil, err
	}
	if o.Index != nil {
		write := func(w io.Writer) error { return o.Index(w, rows) }
		if err := s.folder.Write(IndexFile, write); err != nil {
			return nil, err
		}
	}
	return summary, errors.Join(s.folder.Sync(), s.folder.complete(rows))
}

// own returns an error if a row names files that are not outputs of its document: shards may have been received, and
// other files of the folder, such as edits, are the user's.
func (o *Options) own(row *Row) error {
	for _, by := range slices.Sorted(maps.Keys(row.Outputs)) {
		name := row.Outputs[by]
		is := func(w Writer) bool { return w.Name == by && w.Output(row.Document) == name }
		// A file that is cut has its bitext, whatever is asked for.
		if !filepath.IsLocal(filepath.FromSlash(name)) || !slices.ContainsFunc(o.Writers, is) &&
			name != row.Document+bitext.Suffix {
			return fmt.Errorf("%s is not an output of %s", name, row.Document)
		}
	}
	return nil
}

// removedDir is what shardsDir is called from the moment that its content is not needed any more.
const removedDir = shardsDir + "-removed"

// Remove removes what the shards have made.
func (s *Shards) Remove() error {
	root := s.folder.root
	return errors.Join(root.RemoveAll(removedDir), root.Rename(shardsDir, removedDir), root.RemoveAll(removedDir))
}

// Merged reports whether an output folder without shards is complete, as it is after [Shards.Remove], and removes what
// one that was interrupted has left.
func Merged(dir string) (bool, error) {
	f, err := UseFolder(dir)
	if err != nil {
		return false, err
	}
	fresh, err := f.fresh()
	if err != nil || fresh {
		return false, f.Close()
	}
	s, err := f.summary()
	return err == nil && s.Satzpaar != unfinished, errors.Join(err, f.root.RemoveAll(removedDir), f.Close())
}

// A rowKey names what a shard made of an input.
type rowKey struct {
	shard int
	input string
}

type merger struct {
	*Shards
	o    Options
	rows map[rowKey]*Row
}

// input puts the outputs of an input into their place. The row is nil for an input that could not be read.
func (m *merger) input(in *plannedInput) (*Row, []string, error) {
	if len(in.Parts) == 1 {
		row := m.rows[rowKey{in.Parts[0].Shard, in.Name}]
		if row == nil {
			return nil, nil, nil
		}
		for _, name := range slices.Sorted(maps.Values(row.Outputs)) {
			if err := m.place(in.Parts[0].Shard, name); err != nil {
				return nil, nil, err
			}
		}
		return row, nil, nil
	}
	row := &Row{Document: in.Name, Outputs: map[string]string{}}
	for _, part := range in.Parts {
		own := m.rows[rowKey{part.Shard, in.Name}]
		if own == nil { // its shard has reported why
			return nil, nil, nil
		}
		row.Report.Add(own.Report)
		maps.Copy(row.Outputs, own.Outputs)
	}
	for _, by := range slices.Sorted(maps.Keys(row.Outputs)) {
		name, joined := row.Outputs[by], document.JSONLines
		if by == same {
			joined = (&Input{Name: in.Name, Format: in.Format}).container()
		}
		err := m.folder.Write(name, func(w io.Writer) error {
			j := joined.Join(w)
			err := m.each(in, name, func(r io.Reader) error { return j.Add(name, r) })
			return cmp.Or(err, j.Close())
		})
		if err != nil {
			return nil, nil, err
		}
	}
	// What a row and a page hold of the whole file is found as if it had not been cut.
	all := &sinks{names: row.Outputs}
	defer all.abort()
	for _, w := range m.o.Writers {
		all.keep = all.keep || w.Records != nil
		if w.Stream == nil {
			continue
		}
		if err := all.begin(&w, in.Name, m.folder); err != nil {
			return nil, nil, err
		}
	}
	counted := &result{answered: true}
	name := in.Name + bitext.Suffix
	err := m.each(in, name, func(r io.Reader) error {
		read := bitext.NewReader(r, name)
		for {
			b, err := read.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				return err
			}
			counted.count(row, b.Document, nil, b, nil) // only failures need more, which are known
			if err := all.hold(b); err != nil {
				return err
			}
		}
		if len(read.Problems) > 0 {
			return read.Problems[0]
		}
		return nil
	})
	if err == nil {
		err = all.commit()
	}
	if err != nil {
		return nil, nil, err
	}
	if err := m.o.writeRecords(in.Name, m.folder, all); err != nil {
		return nil, nil, err
	}
	return row, all.note(), nil
}

// each calls use with a file of every part of an input, in order.
func (m *merger) each(in *plannedInput, name string, use func(r io.Reader) error) error {
	for _, part := range in.Parts {
		file, err := m.folder.Open(shardFolder(part.Shard) + "/" + name)
		if err != nil {
			return err
		}
		if err := errors.Join(use(file), file.Close()); err != nil {
			return fmt.Errorf("%s of shard %d: %w", name, part.Shard, err)
		}
	}
	return nil
}

// place puts a file of a shard into the output folder: by a second name for it where the file system has such, else
// as a copy.
func (m *merger) place(shard int, name string) error {
	from := shardFolder(shard) + "/" + name
	if dir := filepath.Dir(filepath.FromSlash(name)); dir != "." {
		if err := m.folder.root.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("output %s: %w", m.folder.path(name), err)
		}
	}
	if info, err := m.folder.root.Lstat(filepath.FromSlash(from)); err != nil || !info.Mode().IsRegular() {
		return fmt.Errorf("output %s: %w", m.folder.path(from), errors.Join(err, errNotPlain))
	}
	if m.folder.root.Link(filepath.FromSlash(from), filepath.FromSlash(name)) == nil {
		m.folder.touched(name)
		return nil
	}
	file, err := m.folder.Open(from)
	if err != nil {
		return err
	}
	defer file.Close()
	return m.folder.Write(name, func(w io.Writer) error { _, err := io.Copy(w, file); return err })
}

// replies puts the answers together that shards have kept.
func (m *merger) replies() error {
	var files []string
	for i := range m.plan.Shards {
		from := shardFolder(i) + "/" + RepliesFile
		if _, err := m.folder.root.Lstat(from); err == nil {
			files = append(files, from)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if len(files) == 0 {
		return nil
	}
	return m.folder.Write(RepliesFile, func(w io.Writer) error {
		for _, from := range files {
			file, err := m.folder.Open(from)
			if err != nil {
				return err
			}
			_, err = io.Copy(w, file)
			if err := errors.Join(err, file.Close()); err != nil {
				return err
			}
		}
		return nil
	})
}

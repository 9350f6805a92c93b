package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/satzpaar/satzpaar/internal/units"
)

// shardsDir holds, in an output folder, the plan and what the shards have made, until it is put together. Inputs have
// no such name: hidden folders are passed over.
const shardsDir = ".satzpaar"

var planFile = path.Join(shardsDir, "plan.json")

// maxShards is how many shards a run may have.
const maxShards = 1_000_000

// ErrNoShards is wrapped by the error for an output folder that no run by shards has been started in.
var ErrNoShards = errors.New("there is no plan of shards in it")

// Shards are an output folder that several processes fill, each with the inputs of one shard at a time. A shard has a
// folder of its own inside it, and once it is complete a file that states it. Everything in it can be made again: a
// shard that is killed, or made twice at the same time, leaves what one undisturbed run leaves.
type Shards struct {
	folder *Folder
	plan   *shardPlan
	hash   string // of the plan's file
}

// OpenShards makes the folder dir for the shards of a run or opens the one that others have made.
func OpenShards(dir string) (*Shards, error) {
	f, err := makeFolder(dir)
	if err != nil {
		return nil, err
	}
	// Unlike [OpenFolder] it removes nothing: on file systems of many machines, others are not seen to be at work.
	fresh, err := f.fresh()
	if err == nil && fresh {
		err = f.mark()
	}
	s := &Shards{folder: f}
	if err == nil {
		err = s.readPlan()
	}
	if err != nil && !errors.Is(err, ErrNoShards) {
		return nil, errors.Join(fmt.Errorf("output folder %s: %w", dir, err), f.Close())
	}
	return s, nil
}

// FindShards opens an output folder that shards are being made in.
func FindShards(dir string) (*Shards, error) {
	f, err := UseFolder(dir)
	if err != nil {
		return nil, err
	}
	s := &Shards{folder: f}
	if err := s.readPlan(); err != nil {
		return nil, errors.Join(fmt.Errorf("output folder %s: %w", dir, err), f.Close())
	}
	return s, nil
}

// Folder returns the output folder. It must not be closed.
func (s *Shards) Folder() *Folder { return s.folder }

// Close closes the folder.
func (s *Shards) Close() error { return s.folder.Close() }

// Settings returns what the outputs depend on beside the inputs, as the plan has it.
func (s *Shards) Settings() map[string]string { return s.plan.Settings }

// Plan returns the hash of the plan, which all shards of a run have in common.
func (s *Shards) Plan() string { return s.hash }

// readPlan reads the plan of the folder. The error wraps ErrNoShards where there is none.
func (s *Shards) readPlan() error {
	raw, err := s.folder.ReadFile(planFile)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoShards
	}
	var p shardPlan
	if err == nil {
		err = json.Unmarshal(raw, &p)
	}
	if err == nil && (p.Shards < 1 || p.Shards > maxShards) {
		err = fmt.Errorf("%d shards: there must be 1 to %d", p.Shards, maxShards)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", planFile, err)
	}
	sum := sha256.Sum256(raw)
	s.plan, s.hash = &p, hex.EncodeToString(sum[:])
	return nil
}

// A ShardedRun is what all shards of a run must have in common.
type ShardedRun struct {
	Program  string            // version
	Settings map[string]string // what the outputs depend on beside the inputs, by name
	Inputs   *Inputs
	Encoding string // of the inputs; empty: not known
	Shards   int
}

// Fit makes sure that a run fits the plan of the folder, and makes the plan where there is none yet. Several processes
// may find that there is none; they make the same one. A run that does not fit is an error that wraps [ErrPlan].
func (s *Shards) Fit(run *ShardedRun) error {
	if s.plan == nil {
		p, err := newPlan(run)
		if err != nil {
			return err
		}
		raw, err := compactJSON(p)
		if err != nil {
			return err
		}
		if err := s.folder.Write(planFile, func(w io.Writer) error { _, err := w.Write(raw); return err }); err != nil {
			return err
		}
		if err := errors.Join(s.folder.Sync(), s.readPlan()); err != nil {
			return err
		}
	}
	return s.plan.fits(run)
}

// ErrComplete is the error for a shard that has been made before, with nothing missing.
var ErrComplete = errors.New("this shard is complete")

// Shard returns what shard number shard translates of inputs, which fit the plan, and the folder for it, which the
// caller closes. The error is [ErrComplete] where there is nothing to do, as for [PlanOnly].
func (s *Shards) Shard(shard int, inputs *Inputs) (*Inputs, *Folder, error) {
	if shard == PlanOnly {
		return nil, nil, ErrComplete
	}
	switch done, err := s.completed(shard); {
	case err != nil:
		return nil, nil, err
	case done != nil && !done.wanting():
		return nil, nil, ErrComplete
	}
	own, err := s.plan.shard(shard, inputs)
	if err != nil {
		return nil, nil, err
	}
	f, err := s.open(shard)
	if err != nil {
		return nil, nil, err
	}
	if err := f.start(); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("output folder %s %w", f.Dir, err), f.Close())
	}
	return own, f, nil
}

// open opens the folder of a shard.
func (s *Shards) open(shard int) (*Folder, error) {
	name := shardFolder(shard)
	if err := s.folder.root.MkdirAll(name, 0o755); err != nil {
		return nil, fmt.Errorf("output folder %s: %w", s.folder.path(name), err)
	}
	root, err := s.folder.root.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("output folder %s: %w", s.folder.path(name), err)
	}
	return useRoot(s.folder.path(name), root)
}

func shardFolder(shard int) string { return path.Join(shardsDir, fmt.Sprintf("%05d", shard)) }

// A completion records that a shard is complete, and what came of it.
type completion struct {
	Plan    string   `json:"plan"` // hash of its file
	Shard   int      `json:"shard"`
	Summary *Summary `json:"summary"`
	Rows    []Row    `json:"rows"`
}

// wanting reports whether sentences failed, or inputs could not be read: the shard may be made again for them.
func (c *completion) wanting() bool { return c.Summary.Counts.Failed+c.Summary.Counts.Skipped > 0 }

// Complete records that a shard is complete. The rows are those that [Options] gave.
func (s *Shards) Complete(shard int, summary *Summary, rows []Row) error {
	for i := range rows {
		rows[i].Report.Stale = nil // the notes hold them
	}
	raw, err := compactJSON(completion{s.hash, shard, summary, rows})
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { _, err := w.Write(append(raw, '\n')); return err }
	return errors.Join(s.folder.Write(shardFolder(shard)+".json", write), s.folder.Sync())
}

// completed returns how a shard was completed; nil if it was not.
func (s *Shards) completed(shard int) (*completion, error) {
	name := shardFolder(shard) + ".json"
	raw, err := s.folder.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var c completion
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", s.folder.path(name), err)
	case c.Plan != s.hash || c.Shard != shard || c.Summary == nil:
		return nil, nil // of another plan
	}
	return &c, nil
}

// A Progress describes how far the shards of a run have come.
type Progress struct {
	Shards  int     `json:"shards"`
	Done    int     `json:"done"`
	Begun   string  `json:"begun,omitempty"`  // shards with a folder that are not complete, such as "3,5-7"
	Open    string  `json:"open,omitempty"`   // shards without one
	Failed  string  `json:"failed,omitempty"` // done, but with failed sentences or unreadable inputs
	Counts  Counts  `json:"counts"`           // of those that are done
	Seconds float64 `json:"seconds"`          // that they took, one after the other
	Cost    float64 `json:"cost"`
}

// Lines describes it for people.
func (p *Progress) Lines() []string {
	first := fmt.Sprintf("%d of %d shards complete, %s", p.Done, p.Shards, units.Count(p.Counts.Sentences, "sentence"))
	if p.Counts.Failed > 0 {
		first += fmt.Sprintf(", %d failed", p.Counts.Failed)
	}
	if p.Counts.Skipped > 0 {
		first += fmt.Sprintf(", %s unreadable", units.Count(p.Counts.Skipped, "input"))
	}
	if p.Cost > 0 {
		first += fmt.Sprintf(", $%.4f", p.Cost)
	}
	lines := []string{first}
	for _, line := range []struct{ what, numbers string }{
		{"begun", p.Begun}, {"not begun", p.Open}, {"with failures", p.Failed},
	} {
		if line.numbers != "" {
			lines = append(lines, fmt.Sprintf("  %s: %s", line.what, line.numbers))
		}
	}
	return lines
}

// Progress looks how far the shards have come.
func (s *Shards) Progress() (*Progress, error) {
	p := &Progress{Shards: s.plan.Shards}
	var begun, open, failed []int
	for i := range s.plan.Shards {
		c, err := s.completed(i)
		if err != nil {
			return nil, err
		}
		if c != nil {
			p.Done++
			p.Counts.add(&c.Summary.Counts)
			p.Seconds += c.Summary.Seconds
			p.Cost += c.Summary.Usage.Cost
			if c.wanting() {
				failed = append(failed, i)
			}
			continue
		}
		if _, err := s.folder.root.Lstat(shardFolder(i)); err == nil {
			begun = append(begun, i)
		} else {
			open = append(open, i)
		}
	}
	p.Begun, p.Open, p.Failed = ranges(begun), ranges(open), ranges(failed)
	return p, nil
}

// ranges writes ascending numbers as schedulers take them: "3,5-7".
func ranges(numbers []int) string {
	var out []string
	for i := 0; i < len(numbers); {
		k := i
		for k+1 < len(numbers) && numbers[k+1] == numbers[k]+1 {
			k++
		}
		said := strconv.Itoa(numbers[i])
		if k > i {
			said += "-" + strconv.Itoa(numbers[k])
		}
		out = append(out, said)
		i = k + 1
	}
	return strings.Join(out, ",")
}

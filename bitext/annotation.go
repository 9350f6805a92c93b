package bitext

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/satzpaar/satzpaar/internal/advice"
	"github.com/satzpaar/satzpaar/internal/plainfile"
	"github.com/satzpaar/satzpaar/offset"
)

// AnnotationsSuffix replaces [Suffix] in the name of the file that holds the annotations of a bitext.
const AnnotationsSuffix = ".annotations.jsonl"

// AnnotationsVersion is the version of the format of annotations, the value of "satzpaar" in every line.
const AnnotationsVersion = 1

// AnnotationsPath returns the path of the annotations that belong to the bitext at path.
func AnnotationsPath(path string) string { return strings.TrimSuffix(path, Suffix) + AnnotationsSuffix }

// A Protocol is what people do to judge translations.
type Protocol string

// The protocols. With MQM, errors have a category and a severity, which make the score (Freitag et al., 2021). With
// ESA, errors have a severity only, and the annotator gives the score, from 0 to 100 (Kocmi et al., 2024).
const (
	MQM Protocol = "mqm"
	ESA Protocol = "esa"
)

// Protocols are all protocols.
var Protocols = []Protocol{ESA, MQM}

// A Mark is an error that an annotator has marked: in the target, or in the source where something of it is missing
// in the target or is wrong itself. A mark on neither side is about the whole.
type Mark struct {
	Source   *offset.Span `json:"source,omitempty"` // bytes
	Target   *offset.Span `json:"target,omitempty"`
	Category string       `json:"category,omitempty"` // one of [MQMCategories]; empty with [ESA]
	Severity string       `json:"severity"`
}

// NonTranslation is the category of translations that have too little to do with their source for marking errors one
// by one.
const NonTranslation = "Non-translation!"

// MQMCategories are the categories of errors, as WMT's MQM data spell them.
var MQMCategories = []string{
	"Accuracy/Addition",
	"Accuracy/Mistranslation",
	"Accuracy/Omission",
	"Accuracy/Untranslated text",
	"Fluency/Character encoding",
	"Fluency/Grammar",
	"Fluency/Inconsistency",
	"Fluency/Punctuation",
	"Fluency/Register",
	"Fluency/Spelling",
	"Terminology/Inappropriate for context",
	"Terminology/Inconsistent",
	"Style/Awkward",
	"Locale convention/Address format",
	"Locale convention/Currency format",
	"Locale convention/Date format",
	"Locale convention/Name format",
	"Locale convention/Telephone format",
	"Locale convention/Time format",
	"Source error",
	"Other",
	NonTranslation,
}

// Severities returns the severities of errors, least first.
func (p Protocol) Severities() []string {
	if p == MQM {
		return []string{"neutral", "minor", "major", "critical"}
	}
	return []string{"minor", "major"}
}

// An Annotation is what one person thinks of one system's translation of one segment. It holds the texts that the
// person saw, so that it stays true whatever later runs make of the document. The last one of a person for a
// translation counts, see [Standing].
type Annotation struct {
	Version  int      `json:"satzpaar"` // [AnnotationsVersion]
	Protocol Protocol `json:"protocol"`
	Key
	Document string `json:"document"`
	Number   int    `json:"number"` // of the segment in the document, from 1
	From     string `json:"from"`   // BCP 47
	To       string `json:"to"`
	System   string `json:"system"`
	Target   string `json:"target"`
	// Planted is the part of Target that was put there, wrong on purpose, to see whether the annotator looks. Such an
	// annotation is not evidence about the system.
	Planted *offset.Span `json:"planted,omitempty"`
	Marks   []Mark       `json:"marks"`
	Score   *float64     `json:"score,omitempty"` // 0 to 100; only with [ESA]
	Done    bool         `json:"done"`            // the annotator was through with it
	Who     string       `json:"who"`
	Time    string       `json:"time"` // RFC 3339
}

// maxMarks is how many marks an annotation may have, as the page knows too. In some formats each stands with the whole
// text.
const maxMarks = 200

// Validate reports what no annotation may have.
func (a *Annotation) Validate() error {
	switch {
	case a.Version != AnnotationsVersion:
		return fmt.Errorf("annotation has version %d, this program reads %d", a.Version, AnnotationsVersion)
	case !slices.Contains(Protocols, a.Protocol):
		return fmt.Errorf("protocol %q is unknown: esa or mqm", a.Protocol)
	case a.Document == "" || a.System == "" || a.Number < 1:
		return errors.New("document, number or system is missing")
	case a.Protocol == MQM && a.Score != nil:
		return errors.New("an MQM annotation has no score of its own")
	case a.Score != nil && !(*a.Score >= 0 && *a.Score <= 100):
		return fmt.Errorf("score %v is not between 0 and 100", *a.Score)
	case a.Done && a.Protocol == ESA && a.Score == nil:
		return errors.New("an ESA annotation that is done needs a score")
	case len(a.Marks) > maxMarks:
		return fmt.Errorf("%d marks, more than %d", len(a.Marks), maxMarks)
	}
	for _, t := range [...]string{
		a.Source, a.Before, a.After, a.Document, a.From, a.To, a.System, a.Target, a.Who, a.Time,
	} {
		if !utf8.ValidString(t) {
			return errors.New("text is not valid UTF-8")
		}
	}
	if a.Planted != nil && !lies(*a.Planted, a.Target) {
		return fmt.Errorf(`"planted" %v is not a part of the target`, *a.Planted)
	}
	for i := range a.Marks {
		if err := a.valid(&a.Marks[i]); err != nil {
			return fmt.Errorf("mark %d: %w", i+1, err)
		}
	}
	return nil
}

func (a *Annotation) valid(m *Mark) error {
	whole := m.Source == nil && m.Target == nil
	switch {
	case m.Source != nil && m.Target != nil:
		return errors.New("it is on both sides")
	case m.Source != nil && !lies(*m.Source, a.Source):
		return fmt.Errorf("%v is not a part of the source", *m.Source)
	case m.Target != nil && !lies(*m.Target, a.Target):
		return fmt.Errorf("%v is not a part of the target", *m.Target)
	case whole != (m.Category == NonTranslation):
		return fmt.Errorf("only %s is about the whole translation", NonTranslation)
	case !slices.Contains(a.Protocol.Severities(), m.Severity):
		return fmt.Errorf("severity %q is unknown: one of %s", m.Severity, strings.Join(a.Protocol.Severities(), ", "))
	case a.Protocol == ESA && m.Category != "":
		return errors.New("ESA has no categories")
	case a.Protocol == MQM && a.Done && m.Category == "":
		return errors.New("the category is missing")
	case m.Category != "" && !slices.Contains(MQMCategories, m.Category):
		return fmt.Errorf("category %q is unknown", m.Category)
	}
	return nil
}

// lies reports whether s is a part of text, not empty, that does not cut a character.
func lies(s offset.Span, text string) bool {
	return s.Start < s.End && within(text, s.Start, s.End)
}

// Noticed reports whether the annotator has marked something of what was planted, or the whole translation.
func (a *Annotation) Noticed() bool {
	return a.Planted != nil && slices.ContainsFunc(a.Marks, func(m Mark) bool {
		return m.Category == NonTranslation ||
			m.Target != nil && m.Target.Start < a.Planted.End && a.Planted.Start < m.Target.End
	})
}

// Segment names the segment that the annotation is about, the same for all systems and annotators.
func (a *Annotation) Segment() string { return fmt.Sprintf("%s:%d:%s", a.Document, a.Number, a.Source) }

// ReadAnnotations reads annotations in the order they were made. Torn and damaged lines are treated as [ReadEdits]
// does.
func ReadAnnotations(r io.Reader, name string) ([]Annotation, error) {
	return ReadMoreAnnotations(r, name, 1)
}

// ReadMoreAnnotations is [ReadAnnotations] for the rest of a file, as [ReadMoreEdits] is.
func ReadMoreAnnotations(r io.Reader, name string, line int) ([]Annotation, error) {
	return readAdded(r, name, "annotation", line, (*Annotation).Validate)
}

// annotationFiles returns path if it is a file, and of a folder the paths of the files of annotations in it and below,
// in a stable order.
func annotationFiles(path string) (files []string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	err = plainfile.Walk(path, func(p string, d fs.DirEntry, err error) error {
		switch named := strings.HasSuffix(p, AnnotationsSuffix); {
		case err == nil && d.Type().IsRegular() && named:
			files = append(files, p)
		case errors.Is(err, plainfile.ErrOutside) && !named:
			return nil // a file that is not read
		}
		return err
	})
	return files, err
}

// ReadAnnotationsFile reads the annotations at path as [ReadAnnotations] does; a file that is not there holds none.
func ReadAnnotationsFile(path string) ([]Annotation, error) {
	return readAddedFile(path, "annotations", ReadAnnotations)
}

// AppendAnnotationAt adds an annotation to a file as [AppendEditAt] adds edits.
func AppendAnnotationAt(root *os.Root, name string, size int64, a *Annotation) error {
	if err := a.Validate(); err != nil {
		return fmt.Errorf("saving an annotation of %q: %w", a.Source, err)
	}
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(a); err != nil {
		return fmt.Errorf("saving an annotation of %q: %w", a.Source, err)
	}
	return appendLines(root, name, "annotations", size, line.Bytes())
}

// A judged is what a person can judge once. What stands around a segment may change.
type judged struct {
	protocol              Protocol
	document, system, who string
	number                int
	source, target        string
	planted               bool
}

func (a *Annotation) judged() judged {
	return judged{a.Protocol, a.Document, a.System, a.Who, a.Number, a.Source, a.Target, a.Planted != nil}
}

// Standing returns the last annotation of each person for each translation, where the person was through with it, by
// document, segment, system and person.
func Standing(all []Annotation) []Annotation {
	last := map[judged]int{}
	for i := range all {
		last[all[i].judged()] = i
	}
	var out []Annotation
	for i := range all {
		if all[i].Done && last[all[i].judged()] == i {
			out = append(out, all[i])
		}
	}
	slices.SortStableFunc(out, func(a, b Annotation) int {
		return cmp.Or(
			cmp.Compare(a.Document, b.Document),
			cmp.Compare(a.Number, b.Number),
			cmp.Compare(a.System, b.System),
			cmp.Compare(a.Who, b.Who),
		)
	})
	return out
}

// ReadStanding reads the annotations of paths, files or folders with those beside their bitexts, and returns those that
// count, see [Standing]. It calls damaged for files with damaged lines, whose other lines are read. A path without any
// annotation is an error.
func ReadStanding(paths []string, damaged func(error)) ([]Annotation, error) {
	var all []Annotation
	for _, path := range paths {
		files, err := annotationFiles(path)
		if err != nil {
			return nil, err
		}
		found := len(all)
		for _, file := range files {
			list, err := ReadAnnotationsFile(file)
			switch {
			case OnlyDamaged(err):
				damaged(err)
			case err != nil:
				return nil, err
			}
			all = append(all, list...)
		}
		if len(all) == found {
			return nil, advice.With(fmt.Errorf("%s holds no annotations", path), "satzpaar annotate collects them")
		}
	}
	return Standing(all), nil
}

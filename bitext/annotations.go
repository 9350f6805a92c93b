package bitext

import (
	"fmt"

	"github.com/satzpaar/satzpaar/internal/advice"
)

// ReadStanding reads the annotations that paths mean, files or folders with those beside their bitexts, and returns
// those that count, see [Standing]. Damaged is told of files with damaged lines, the others of which are read. A path
// without any annotation is an error.
func ReadStanding(paths []string, damaged func(error)) ([]Annotation, error) {
	var all []Annotation
	for _, path := range paths {
		files, err := AnnotationFiles(path)
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

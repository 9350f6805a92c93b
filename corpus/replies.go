package corpus

import (
	"os"

	"github.com/satzpaar/satzpaar/internal/plainfile"
)

// RepliesFile holds, in an output folder, the answers of language models that were paid for and not believed in whole,
// so that they can be read again.
const RepliesFile = "satzpaar.replies.jsonl"

// MostReplies is how many bytes that file may have; later answers are not kept.
const MostReplies = 256 << 20

// AppendReplies opens the file of such answers, to add to it.
func (f *Folder) AppendReplies() (*os.File, error) {
	return plainfile.AppendIn(f.root, RepliesFile, 0o644)
}

package xmltoken

import (
	"testing"

	"github.com/satzpaar/satzpaar/offset"
)

// TestComments: what opens a comment is no part of what closes it.
func TestComments(t *testing.T) {
	for source, want := range map[string]string{
		"<!--> a <--><b/>":    "<!--> a <-->",
		"<!----><b/>":         "<!---->",
		"<!--->--><b/>":       "<!--->-->",
		"<?><b/>?><b/>":       "<?><b/>?>",
		"<![CDATA[]]]><b/>":   "<![CDATA[]]]>",
		"<!-- a -- b --><b/>": "<!-- a -- b -->",
	} {
		s := New(source, offset.Span{End: len(source)}, nil)
		token, err := s.Next()
		if err != nil || token.Span.In(source) != want {
			t.Errorf("%s: %v, %q", source, err, token.Span.In(source))
		}
	}
	for _, source := range []string{"<!-->", "<!--->", "<?>", "<![CDATA[]>"} {
		if token, err := New(source, offset.Span{End: len(source)}, nil).Next(); err == nil {
			t.Errorf("%s: %+v", source, token)
		}
	}
}

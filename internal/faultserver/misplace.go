package faultserver

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// misplace applies a fault of content to the entries of an answer. It returns false if the fault does not fit them.
func misplace(lines []line, q *question, fault Fault, r *rand.Rand) ([]line, bool) {
	n := len(lines)
	if n == 0 {
		return lines, false
	}
	k := r.IntN(n)
	// put writes what under the ids from i on, echo and text together, as a model does that has lost count.
	put := func(i int, what []line) {
		for j := i; j < n; j++ {
			if j-i < len(what) {
				lines[j].echo, lines[j].text = what[j-i].echo, what[j-i].text
			}
		}
	}
	old := append([]line(nil), lines...)
	last := func() {
		switch r.IntN(3) {
		case 0:
			lines = lines[:n-1]
		case 1:
			lines[n-1].echo, lines[n-1].text = "", ""
		default:
			lines[n-1] = line{lines[n-1].id, old[n-1].echo, old[n-1].text}
			if n > 1 {
				lines[n-1].echo, lines[n-1].text = lines[n-2].echo, lines[n-2].text
			}
		}
	}
	switch fault {
	case Merge:
		if n < 2 {
			return lines, false
		}
		k = r.IntN(n - 1)
		lines[k].text = old[k].text + " " + old[k+1].text
		put(k+1, old[k+2:])
		last()
	case Split:
		w := strings.Fields(old[k].text)
		if n < 2 || k == n-1 || len(w) < 4 {
			return lines, false
		}
		h := len(w) / 2
		lines[k].text = strings.Join(w[:h], " ")
		src := strings.Fields(q.texts[k])
		rest := line{echo: q.echo(strings.Join(src[min(len(src)/2, len(src)):], " ")), text: strings.Join(w[h:], " ")}
		put(k+1, append([]line{rest}, old[k+1:]...))
		if q.mode != "json_schema" && r.IntN(2) == 0 {
			lines = append(lines, line{strconv.Itoa(n + 1), old[n-1].echo, old[n-1].text})
		}
	case Drop:
		if n < 2 {
			return lines, false
		}
		if r.IntN(2) == 0 {
			return append(lines[:k:k], lines[k+1:]...), true
		}
		put(k, old[k+1:])
		last()
	case Swap:
		if n < 2 {
			return lines, false
		}
		k = r.IntN(n - 1)
		lines[k].echo, lines[k].text = old[k+1].echo, old[k+1].text
		lines[k+1].echo, lines[k+1].text = old[k].echo, old[k].text
	case Crossed:
		if n < 2 {
			return lines, false
		}
		k = r.IntN(n - 1)
		lines[k].text, lines[k+1].text = old[k+1].text, old[k].text
	case Rotated:
		if n < 3 {
			return lines, false
		}
		k = r.IntN(n - 2)
		lines[k].text, lines[k+1].text, lines[k+2].text = old[k+1].text, old[k+2].text, old[k].text
	case MovedOn:
		if n < 2 {
			return lines, false
		}
		k = r.IntN(n - 1)
		w := strings.Fields(old[k].text)
		if len(w) < 4 {
			return lines, false
		}
		lines[k].text = strings.Join(w[:len(w)/2], " ")
		lines[k+1].text = strings.Join(w[len(w)/2:], " ") + " " + old[k+1].text
	case Duplicate:
		if n < 2 {
			return lines, false
		}
		k = r.IntN(n - 1)
		if r.IntN(2) == 0 {
			lines[k+1].echo, lines[k+1].text = old[k].echo, old[k].text
		} else {
			lines[k+1].id = lines[k].id
		}
	case Shift:
		if n < 2 {
			return lines, false
		}
		k = r.IntN(n - 1)
		put(k+1, old[k:])
		if r.IntN(2) == 0 {
			lines[k].echo, lines[k].text = "", ""
		}
	case Overlap:
		if n < 2 {
			return lines, false
		}
		k = r.IntN(n - 1)
		lines[k].text = old[k].text + " " + old[k+1].text
	case ExtraID:
		lines = append(lines, line{strconv.Itoa(n + 1 + r.IntN(5)), "Und noch etwas", "and one more"})
	case Empty:
		lines[k].text = ""
	case Untranslated:
		lines[k].text = q.texts[k]
	case Preamble:
		lines[k].text = "Here is the translation: " + old[k].text
	case Note:
		lines[k].text = old[k].text + " (Translator's note: the source is ambiguous.)"
	case RefuseOne:
		lines[k].text = "I'm sorry, but I can't translate this text."
	case ErrorText:
		lines[k].text = "Error 429: Too Many Requests"
	case Loop:
		lines[k].text = old[k].text + strings.Repeat(" and so on", 30)
	case LostEcho:
		for i := range lines {
			lines[i].echo = ""
		}
		return lines, !q.alone
	case Sloppy:
		for i := range lines {
			lines[i].echo = strings.ToUpper(strings.ReplaceAll(lines[i].echo, " ", "  ")) + " …"
		}
	case Template:
		lines[k].text = `{"translations": []}`
	case Control:
		form := []string{"%s<end_of_turn>", "<pad>%s", "%s<|im_end|>", "<s>%s</s>"}[r.IntN(4)]
		lines[k].text = fmt.Sprintf(form, old[k].text)
	case Decorated:
		form := []string{"**%s**", `"%s"`, "# %s", "English: %s"}[r.IntN(4)]
		lines[k].text = fmt.Sprintf(form, old[k].text)
	case Both:
		lines[k].text = q.texts[k] + " " + old[k].text
	case WrongLang:
		lines[k].text = "Esta frase está en otro idioma y no en el que se pidió."
	default:
		return lines, false
	}
	return lines, true
}

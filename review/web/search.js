// Searching: texts are compared as they look, as the server does it. Composed and decomposed letters are the same, a
// no-break space is a space, white space counts once, and what has no width is not there; neither in the text nor in
// what is looked for.

const plainly = /\p{Cf}|\p{M}|\s\s|[^\S ]/u;
const widthless = /^[\p{Cf}\u034f]$/u;
// Returns a text as it is compared, and where each of its units stands in the original, start and end; without these
// where both have the same length.
const fold = (text) => {
  const lower = text.toLowerCase();
  if (lower.length === text.length && !plainly.test(lower)) return { text: lower };
  const out = [], start = [], end = [];
  for (const m of text.matchAll(/[^\S\ufeff]+|\P{M}\p{M}*|\p{M}+/gsu)) { // \s has U+FEFF in it
    const part = /^[^\S\ufeff]/.test(m[0]) ? " " : m[0].normalize("NFC").toLowerCase();
    for (const c of part) {
      if (widthless.test(c)) continue;
      for (let i = 0; i < c.length; i++) { out.push(c[i]); start.push(m.index); end.push(m.index + m[0].length); }
    }
  }
  return { text: out.join(""), start, end };
};

let wanted = ""; // what is searched for, folded
const found = (text, want = wanted) => !want || fold(text).text.includes(want);
const mostHits = 500; // of one text, that are marked
// The places of what is searched for in a text.
const hits = (text, want = wanted) => {
  const out = [];
  if (!want) return out;
  const f = fold(text);
  for (let i = f.text.indexOf(want); i >= 0 && out.length < mostHits; i = f.text.indexOf(want, i + want.length)) {
    const last = i + want.length - 1;
    out.push(f.start ? [f.start[i], f.end[last]] : [i, last + 1]);
  }
  return out;
};

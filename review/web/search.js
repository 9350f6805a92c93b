// Searching: texts are compared as they look. Composed and decomposed letters are the same, a no-break space is a space, white space counts once, and what has no
// width is not there; neither in the text nor in what is looked for.

const plainly = /[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\p{M}|\s\s|[^\S ]/u;
const widthless = /^[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]$/;
// Returns a text as it is compared, and where each of its units stands in the original, start and end; without the latter where both are equal in length and order.
const fold = (text) => {
  const lower = text.toLowerCase();
  if (lower.length === text.length && !plainly.test(lower)) return { text: lower };
  const out = [], start = [], end = [];
  for (const m of text.matchAll(/\s+|\P{M}\p{M}*|\p{M}+/gsu)) {
    const part = /^\s/.test(m[0]) ? " " : m[0].normalize("NFC").toLowerCase();
    for (const c of part) {
      if (widthless.test(c)) continue;
      for (let i = 0; i < c.length; i++) { out.push(c[i]); start.push(m.index); end.push(m.index + m[0].length); }
    }
  }
  return { text: out.join(""), start, end };
};

let wanted = ""; // what is searched for, folded
const found = (text) => !wanted || fold(text).text.includes(wanted);
const mostHits = 500; // of one text, that are marked
// The places of what is searched for in a text.
const hits = (text) => {
  const out = [];
  if (!wanted) return out;
  const f = fold(text);
  for (let i = f.text.indexOf(wanted); i >= 0 && out.length < mostHits; i = f.text.indexOf(wanted, i + wanted.length)) {
    const last = i + wanted.length - 1;
    out.push(f.start ? [f.start[i], f.end[last]] : [i, last + 1]);
  }
  return out;
};

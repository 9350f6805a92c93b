// The glossary: its terms are marked in the sources, and their translations stand beside the editor, to be put in with
// one key.

const askTerms = async () => {
  try {
    const list = await ask(address("terms")), before = new Set(pairs.filter((p) => p.terms));
    for (const p of before) p.terms = undefined;
    for (const t of list) if (pairs[t.at]) (pairs[t.at].terms ??= []).push(t);
    for (const row of rows.querySelectorAll(".pair")) {
      const n = +row.dataset.n;
      if ((pairs[n].terms || before.has(pairs[n])) && !busy(n)) redraw(n);
    }
  } catch (err) { say("The glossary cannot be shown: " + err.message); }
};
const termsOf = (p) => (p.terms || []).filter((t) => t.e <= p.s.length); // of a pair that was split, those of its first part
const termMarks = (p) => termsOf(p).map((t) => ({ start: t.s, end: t.e, cls: "term", title: "glossary: " + t.t.join(" or ") }));

// Puts a text in place of what is selected in an editor, so that the browser's own undo knows of it.
const insert = (box, text) => {
  box.focus();
  if (!document.execCommand("insertText", false, text)) {
    box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input"));
  }
};
const MOST_KEYS = 9;
// The translations of the terms of a pair, each with its key; undefined where there are none.
const termPanel = (p, box) => {
  const list = termsOf(p).flatMap((t) => t.t.map((target) => [p.s.slice(t.s, t.e), target]));
  if (!list.length) return undefined;
  const panel = make("div", "terms ui");
  panel.append(make("b", "", "Glossary: "));
  list.forEach(([source, target], i) => {
    const b = button(target + (i < MOST_KEYS ? " ( Alt " + (i + 1) + " )" : ""), () => insert(box, target));
    b.title = source + ": " + target;
    panel.append(b, " ");
  });
  panel.take = (i) => { if (list[i]) insert(box, list[i][1]); return Boolean(list[i]); };
  return panel;
};

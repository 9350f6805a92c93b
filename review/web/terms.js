// The glossary: its terms are marked in the sources, and their translations stand beside the editor, to be put in with
// one key.

let termsAt, askingTerms = false; // the state of the glossary that the page shows
const askTerms = async () => {
  if (askingTerms) return;
  askingTerms = true;
  try {
    const answer = await ask(address("terms")), stale = answer.version !== (termsAt ?? live.terms);
    const touched = new Set(placeTerms(answer.terms));
    if (answer.checked) for (const n of placeFindings(answer.findings)) touched.add(n);
    if (stale) for (const n of await checkAgain()) touched.add(n);
    termsAt = answer.version;
    for (const n of touched) if (!busy(n)) redraw(n);
    listChecks();
    count();
  } catch (err) { say("The glossary cannot be shown: " + err.message); }
  askingTerms = false;
};
// Puts other terms in place of those that there are, and returns the pairs that have or had some.
const placeTerms = (list) => {
  const before = numbersOf((p) => p.terms);
  for (const n of before) pairs[n].terms = undefined;
  for (const t of list) if (pairs[t.at]) (pairs[t.at].terms ??= []).push(t);
  return [...before, ...list.map((t) => t.at)];
};
// The same for where the machine's texts do not obey the terms.
const placeFindings = (list) => {
  const isTerm = (f) => f.c === "glossary", before = numbersOf((p) => p.f?.some(isTerm));
  for (const n of before) pairs[n].f = pairs[n].f.filter((f) => !isTerm(f));
  for (const o of list) if (pairs[o.at]) (pairs[o.at].f ??= []).push(...o.f);
  for (const n of before) if (!pairs[n].f.length) pairs[n].f = undefined;
  return [...before, ...list.map((o) => o.at)];
};
const numbersOf = (holds) => pairs.flatMap((p, n) => (n < machineCount && holds(p) ? [n] : []));
// Takes over what the server finds by now in what people wrote, and returns the pairs that they wrote.
const checkAgain = async () => {
  const { edits } = await ask(address("edits") + "&after=0"), touched = new Set();
  edits.slice(0, known.length).forEach(({ f, l, fp }, i) => { // the file only grows
    Object.assign(known[i], { f, l, fp });
    if (known[i].at >= 0) touched.add(known[i].at);
  });
  touched.forEach(replay);
  return [...touched].flatMap((n) => group(shownAs(n)));
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

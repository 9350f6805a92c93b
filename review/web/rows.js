// Drawing the rows of pairs, with all that is marked in them.

const rows = $("rows");
const manyLinks = 4000; // of one pair: more words than anyone points at, and too many elements for a browser
// Characters that are invisible, or that a browser obeys: control characters but white space, and those that format text, but the joiners of emoji.
const unseen = /(?![\t\n\r\u200d])[\p{Cc}\p{Cf}\u034f\u115f\u1160\u2800\u3164\uffa0]/gu;
// White space that looks like a plain space and is none, with what it is shown as.
const blanks = /\t|[\u00a0\u2007\u202f]|[\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]| {2,}|^ +| +$/gu;
const blankNames = { "\t": "→", "\u00a0": "⍽", "\u2007": "⍽", "\u202f": "⍽" };
const titles = { "\t": "a tab", "\u00a0": "a no-break space", "\u202f": "a narrow no-break space", "\u2007": "a figure space" };
const codeOf = (c) => "U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
// What is invisible is shown where a check speaks of it ("auto"), everywhere, or nowhere; what has no width or turns
// text round is shown in "auto" as well.
const shows = ["auto", "all", "none"];
let show = "auto";
const invisible = (p, text) => {
  const marks = [];
  if (show === "none") return marks;
  for (const m of text.matchAll(unseen)) {
    const code = codeOf(m[0]);
    marks.push({ start: m.index, end: m.index + m[0].length, cls: "unseen", title: "the invisible character " + code, code });
  }
  if (show === "auto" && !findingsOf(p)?.some((f) => f.c === "invisible")) return marks;
  for (const m of text.matchAll(blanks)) {
    const spaces = m[0][0] === " ", code = spaces ? "·".repeat(Math.min(9, m[0].length)) : blankNames[m[0]] || codeOf(m[0]);
    const title = spaces ? plural(m[0].length, "space") : titles[m[0]] || "the white space " + codeOf(m[0]);
    marks.push({ start: m.index, end: m.index + m[0].length, cls: "unseen blank", title, code });
  }
  return marks;
};

// Cuts text at the borders of all marks and gives every part the classes of the marks that cover it.
const marked = (into, text, marks) => {
  marks = marks.map((m) => ({ ...m, start: Math.max(0, m.start), end: Math.min(text.length, m.end) })).filter((m) => m.start < m.end).sort((a, b) => a.start - b.start);
  const cuts = [...new Set([0, text.length, ...marks.flatMap((m) => [m.start, m.end])])].sort((a, b) => a - b);
  let next = 0, over = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    over = over.filter((m) => m.end > cuts[i]);
    while (next < marks.length && marks[next].start <= cuts[i]) over.push(marks[next++]);
    const part = text.slice(cuts[i], cuts[i + 1]);
    if (!over.length) { into.append(part); continue; }
    const span = make("span", over.map((m) => m.cls).join(" "), part);
    const titles = over.map((m) => m.title).filter(Boolean);
    if (titles.length) span.title = titles.join(" · ");
    for (const m of over) {
      if (m.lang) span.lang = m.lang;
      if (m.code) span.dataset.code = m.code;
      if (m.links) span.dataset.links = ((span.dataset.links || "") + " " + m.links.join(" ")).trim();
    }
    into.append(span);
  }
};

// Whether another text stands than the machine's.
const changed = (p) => p.cut || p.of !== undefined || p.base && p.t !== p.base.t;

// What links count as a word: characters that are neither marks nor blanks, or a mark. The ranges are those of links.go.
const WORD = /[^\0-/:-@[-`{-\u00bf\u2000-\u206f\u3000-\u303f]+|[!-/:-@[-`{-~\u00a1-\u00bf\u2010-\u2027\u2030-\u205e\u3001-\u303f]/g;
// The links of the text that stands; none where a person's text was not linked. They are written as "0-2 1:5-3": numbers of words, or the bounds of what is not one.
const linksOf = (p) => {
  const text = changed(p) ? p.lk : p.l;
  if (!text) return [];
  const from = [...p.s.matchAll(WORD)], to = [...p.t.matchAll(WORD)];
  const bounds = (side, words) => {
    if (side.includes(":")) return side.split(":").map(Number);
    const word = words[side];
    return word ? [word.index, word.index + word[0].length] : [0, 0];
  };
  return text.split(" ", manyLinks).map((one) => {
    const [source, target] = one.split("-");
    return [...bounds(source, from), ...bounds(target, to)];
  });
};

// The findings of the text that stands; undefined where a person's text was not checked.
const findingsOf = (p) => (changed(p) ? p.g : p.f);
const offered = (p) => p.o && !p.cut && p.o.t !== p.t && !done(p) && p.st !== "final";

const dirs = { from: dirOf(data.from), to: dirOf(data.to) };
// Gives an element the language and the direction of the source, "from", or of the target, "to".
const speaks = (e, side) => Object.assign(e, { lang: data[side], dir: dirs[side] });
const side = (p, source) => {
  const e = speaks(make("div", "text " + (source ? "source" : "target")), source ? "from" : "to");
  if (p.a === "keep" || source && p.u?.some((u) => u.s === 0)) e.dir = "auto"; // it may be foreign as a whole
  if (!source && p.st === "initial") { e.append(make("span", "none", "not translated")); return e; }
  if (!source && p.a === "drop" && !p.t) { e.append(make("span", "none", "left out")); return e; }
  const marks = [];
  for (const m of (source ? p.s : p.t).matchAll(/⟦\/?\d+\/?⟧/g)) marks.push({ start: m.index, end: m.index + m[0].length, cls: "held", title: "formatting of the document, kept as it is" });
  marks.push(...invisible(p, source ? p.s : p.t));
  for (const [start, end] of hits(source ? p.s : p.t)) marks.push({ start, end, cls: "found" });
  if (source) marks.push(...termMarks(p));
  if (source) for (const u of p.u || []) marks.push({ start: u.s, end: u.e, cls: "foreign", title: data.names[u.l] || u.l, lang: u.l });
  for (const f of findingsOf(p) || []) {
    const at = source ? f.s : f.t;
    if (at) marks.push({ start: at[0], end: at[1], cls: "hit " + f.v, title: f.m });
  }
  const words = new Map();
  linksOf(p).forEach((l, i) => {
    const [a, b] = source ? [l[0], l[1]] : [l[2], l[3]];
    if (!words.has(a)) words.set(a, { start: a, end: b, cls: "word", links: [] });
    words.get(a).links.push(i);
  });
  marks.push(...words.values());
  marked(e, source ? p.s : p.t, marks);
  return e;
};

// ---- what changed between two texts, word by word

const manyWords = 1500; // a longer text is shown as a whole, since the table below grows with the square
const difference = (into, before, after) => {
  const a = before.match(/\s+|[\p{L}\p{M}\p{N}]+|./gsu) || [], b = after.match(/\s+|[\p{L}\p{M}\p{N}]+|./gsu) || [];
  const put = (tag, list) => { if (list.length) into.append(tag ? make(tag, "", list.join("")) : list.join("")); };
  if (a.length > manyWords || b.length > manyWords) { put("del", a); put("ins", b); return; }
  const width = b.length + 1, common = new Uint16Array((a.length + 1) * width); // longest common subsequence of what is left
  for (let i = a.length - 1; i >= 0; i--) for (let k = b.length - 1; k >= 0; k--)
    common[i * width + k] = a[i] === b[k] ? common[(i + 1) * width + k + 1] + 1 : Math.max(common[(i + 1) * width + k], common[i * width + k + 1]);
  let i = 0, k = 0, same = [], gone = [], came = [];
  const flush = () => { put("", same); put("del", gone); put("ins", came); same = []; gone = []; came = []; };
  while (i < a.length || k < b.length) {
    if (i < a.length && k < b.length && a[i] === b[k]) {
      if (gone.length || came.length) flush();
      same.push(a[i++]);
      k++;
    } else if (k === b.length || i < a.length && common[(i + 1) * width + k] >= common[i * width + k + 1]) gone.push(a[i++]);
    else came.push(b[k++]);
    if ((gone.length || came.length) && same.length) { put("", same); same = []; }
  }
  flush();
};
const plainText = (text) => speaks(make("div", "text diff", text), "to");
const compared = (before, after) => {
  const e = speaks(make("div", "text diff"), "to");
  difference(e, before, after);
  return e;
};

const whatWas = (e, text) => (e.reason ? "rejected: " + e.reason : e.state === "final" ? "locked" : e.target === undefined ? e.state || "" : e.target !== text ? "edited" : "approved");
// What was done to a pair, oldest first, and how its text differs from the machine's.
const history = (n) => {
  const p = pairs[n], box = make("details", "history"), list = make("ol");
  box.append(make("summary", "", "History (" + plural(pairs[owner(n)].edits, "step") + ")"));
  const fill = () => {
    if (list.isConnected) return;
    let text = p.part ? "" : machineOf({ ...p, cut: undefined, of: undefined });
    for (const edit of standing(owner(n))) {
      const part = edit.state === "recut" ? edit.parts[p.part ?? 0] : undefined, li = make("li"), when = new Date(edit.time);
      const cut = part && (edit.takes ? "merged with " + plural(edit.takes, "pair") + ", " : "split in " + edit.parts.length + ", ");
      const e = part ? { ...edit, ...part } : edit;
      const what = (cut || "") + whatWas(e, text);
      li.append(make("span", "", what + (isNaN(when) ? "" : ", " + when.toLocaleString()) + (e.who ? ", " + e.who : "")));
      if (e.target !== undefined && e.target !== text) { li.append(compared(text, e.target)); text = e.target; }
      list.append(li);
    }
    box.append(list);
  };
  box.fill = fill;
  box.ontoggle = () => { if (box.open) fill(); };
  return box;
};

const level = (r) => (r >= 0.66 ? "high" : r >= 0.33 ? "mid" : "");
const riskOf = (p) => (p.st === "initial" ? 2 : p.r ?? 0);
const notesOf = (n) => {
  const p = pairs[n], notes = make("ul", "notes");
  const note = (cls, mark, text, title) => {
    const li = make("li", "tag " + cls);
    if (mark) li.append(make("b", "mark", mark));
    li.append(text);
    if (title) li.title = title;
    notes.append(li);
  };
  if (p.st === "initial") note("error", data.marks.error, p.e || "not translated");
  if (done(p)) note("good", "✓", p.st === "final" ? "locked" : "approved");
  if (p.w) note("error", data.marks.error, "rejected: " + p.w);
  if (p.cut || p.of !== undefined) note("info", "✂", (p.cut ?? pairs[p.of].cut).takes ? "merged" : "split");
  else if (p.t !== machineOf(p)) note("good", "✎", "edited");
  for (const l of new Set((p.u || []).map((u) => u.l))) note("foreign", "", (data.names[l] || l) + (p.a === "keep" ? ", kept" : p.a === "drop" ? ", left out" : ""));
  const found = findingsOf(p), past = changed(p) && !found;
  for (const f of (past ? p.f : found) || []) note((past ? "past " : "") + f.v, data.marks[f.v], f.m, (data.titles[f.c] || f.c) + (past ? " (of the machine's version)" : ""));
  return notes;
};
const rowOf = (n, first) => {
  const p = pairs[n], row = make("div", "pair" + (first ? " block-start" : "") + (n === current ? " current" : ""));
  row.id = "p" + p.i;
  row.dataset.n = n;
  row.dataset.kind = p.k;
  row.tabIndex = -1;
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Pair " + p.i);
  const number = make("div", "number"), anchor = make("a", "", p.i);
  anchor.href = "#p" + p.i;
  anchor.ariaLabel = "Pair " + p.i;
  number.append(anchor);
  if (p.r >= 0.1 && p.st !== "initial" && !changed(p)) { // a bar beside every clean sentence would hide the others
    const percent = Math.round(p.r * 100), meter = make("span", "meter " + level(p.r)), fill = make("i");
    fill.style.width = percent + "%";
    meter.append(fill);
    number.append(make("span", "risk", "risk " + percent), meter);
  }
  if (p.r !== undefined) number.title = "Risk " + Math.round(p.r * 100) + " of 100" + (p.sc !== undefined ? "; the model's own score is " + p.sc.toFixed(2) : "");
  number.append(...peopleAt(n));
  const open = editors.get(n), target = side(p, false), extra = make("div", "extra"), notes = notesOf(n);
  if (open?.field === "text") target.replaceChildren(open.element);
  row.append(number, side(p, true), target);
  if (notes.children.length) extra.append(notes);
  if (clashes.has(n)) extra.append(clashBox(n));
  else for (const field of Object.keys(drafted.get(n) || {})) if (open?.field !== field) extra.append(draftBox(n, field));
  if (p.x !== undefined && !p.cut && p.x !== p.t && !done(p)) {
    const other = make("div", "other"), head = make("p", "ui", "The other run says:");
    head.append(" ", button("Take it", () => takeOther(n)));
    other.append(head, compared(p.t, p.x));
    extra.append(other);
  }
  if (offered(p)) {
    const box = make("div", "other memory"), head = make("p", "ui"), same = p.o.y === 1;
    head.append(make("b", "", same ? "Same sentence" : "Similar sentence, " + Math.floor(p.o.y * 100) + " %"), " a person translated" + (p.o.d === live.name ? "" : " in " + p.o.d) + ": ",
      button(same ? "Take it ( m )" : "Edit it ( m )", () => takeOffer(n)));
    box.append(head);
    if (!same) {
      const source = compared(p.o.s, p.s);
      source.lang = data.from;
      source.classList.add("source");
      box.append(source);
    }
    box.append(p.st === "initial" || !same ? plainText(p.o.t) : compared(p.t, p.o.t));
    extra.append(box);
  }
  const said = commentBox(n);
  if (said) extra.append(said);
  if (open?.field === "comment") extra.append(open.element);
  if (pairs[owner(n)].edits) extra.append(history(n));
  if (extra.children.length) row.append(extra);
  if (open?.field === "reason") row.append(open.element);
  if (open?.field === "split") row.replaceChildren(number, open.element);
  if (n === current) { reachable(row, true); row.append(tools); }
  return row;
};
// What else can be done to the current pair; it moves from row to row.
const tools = make("div", "tools ui");
for (const [text, k, cls] of [["Comment ( c )", "c", ""], ["Split ( S )", "S", "writes"], ["Merge with next ( M )", "M", "writes"]]) tools.append(button(text, () => act(k), cls));
if (live?.retranslate) tools.append(button("Translate again ( t )", () => act("t"), "writes"));
// The words of the current pair can be reached with Tab; those of all pairs would stand in the way of everybody else.
const reachable = (row, on) => { for (const w of row.querySelectorAll(".word")) if (on) w.tabIndex = 0; else w.removeAttribute("tabindex"); };

const draw = (all) => {
  const active = document.activeElement; // before an open editor moves into its new row
  const within = rows.contains(active);
  const from = all ? 0 : page * PAGE, to = all ? shown.length : Math.min(shown.length, from + PAGE), part = document.createDocumentFragment();
  let before;
  for (let i = from; i < to; i++) {
    const p = pairs[shown[i]];
    const inOrder = order.value === "document", record = inOrder && p.d && p.d !== before?.d;
    if (record) part.append(make("h2", "record ui", "Record " + p.d.slice(1)));
    part.append(rowOf(shown[i], inOrder && !record && before && p.b !== before.b));
    before = p;
  }
  if (!shown.length) part.append(sequence.length ? make("p", "none ui", "No pair matches.") : make("p", "none empty ui", "This document has no sentences."));
  screen.disconnect();
  onScreen.clear();
  rows.replaceChildren(part);
  if (!all) for (const row of rows.querySelectorAll(".pair")) screen.observe(row);
  if (!refocus(active) && within) rowAt(current)?.focus({ preventScroll: true });
  listPages($("pages"), page, Math.ceil(shown.length / PAGE) - 1, "#page");
  if (all) $("pages").hidden = true;
};
const rowAt = (n) => rows.querySelector('[data-n="' + n + '"]');
// What is being written in goes on being written in, wherever its row was drawn anew.
const refocus = (active) => {
  if (active === document.activeElement || !active?.isConnected || !active.closest(".writing, .reject, .commenting, .splitting")) return false;
  active.focus({ preventScroll: true });
  return true;
};
const redraw = (n) => {
  const old = rowAt(n);
  if (!old) return;
  const active = document.activeElement, focused = old.contains(active), fresh = rowOf(n, old.classList.contains("block-start"));
  fresh.append(...old.querySelectorAll(".same, .again"));
  const told = old.querySelector(".history[open]") && fresh.querySelector(".history");
  if (told) { told.fill(); told.open = true; } // the event that it was opened comes too late to be looked at
  screen.unobserve(old);
  old.replaceWith(fresh);
  screen.observe(fresh);
  if (focused && !refocus(active)) fresh.focus({ preventScroll: true });
};

const words = (text) => text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)?.length || 0;
// The words of both texts of a pair, counted once for each text that it has had.
const wordsOf = (p) => {
  if (p.counted !== p.t) { p.counted = p.t; p.words = [words(p.s), words(p.t)]; }
  return p.words;
};
// Counting a hundred thousand pairs takes longer than a key press should: it waits until nothing more has changed in the same moment.
let counting;
const count = () => { counting ??= setTimeout(countAll, 20); };
// Who translated, without the hash of the model and how texts were aligned: the title has these.
const origins = [...new Set(data.origins.map((o) => (o.startsWith("align:") ? "aligned" : o.replace(/@[^+]*/, ""))))].join(", ");
const countAll = () => {
  counting = undefined;
  const n = { reviewed: 0, findings: 0, failed: 0, foreign: 0, words: [0, 0], characters: [0, 0] };
  for (const m of sequence) {
    const p = pairs[m];
    [p.s, p.t].forEach((text, i) => { n.words[i] += wordsOf(p)[i]; n.characters[i] += text.length; });
    if (done(p)) n.reviewed++;
    if (findingsOf(p)?.length) n.findings++;
    if (p.st === "initial") n.failed++;
    if (p.u) n.foreign++;
  }
  const name = (l) => data.names[l] || l;
  $("summary").textContent = [name(data.from) + " → " + name(data.to), plural(sequence.length, "pair"), plural(n.words[0], "word"), n.findings ? n.findings + " with findings" : "no findings",
    n.foreign && n.foreign + " with foreign text", n.failed && n.failed + " not translated", origins].filter(Boolean).join(" · ");
  $("summary").title = name(data.from) + ": " + plural(n.words[0], "word") + ", " + plural(n.characters[0], "character") + "; " +
    name(data.to) + ": " + plural(n.words[1], "word") + ", " + plural(n.characters[1], "character") + "; " + data.origins.join(", ");
  $("progress").value = sequence.length ? n.reviewed / sequence.length : 0;
  $("progress-text").textContent = n.reviewed + " of " + sequence.length + " reviewed";
  if (live) return;
  $("save").disabled = !unsaved;
  $("save").textContent = unsaved ? "Save edits (" + unsaved + ")" : "Save edits";
};
const chart = () => {
  const box = $("chart"), known = (p) => p.r !== undefined || p.st === "initial", size = Math.max(1, Math.ceil(sequence.length / 240));
  for (let i = 0; i < sequence.length; i += size) {
    let worst = sequence[i];
    for (const k of sequence.slice(i, i + size)) if (riskOf(pairs[k]) > riskOf(pairs[worst])) worst = k;
    const p = pairs[worst], r = riskOf(p), bar = make("i", known(p) ? level(r) : "none");
    bar.style.height = Math.max(6, Math.min(1, r) * 100) + "%";
    bar.dataset.to = worst;
    bar.title = "Pair " + p.i + ": " + (r > 1 ? "not translated" : "risk " + Math.round(r * 100));
    box.append(bar);
  }
  box.classList.toggle("flat", !sequence.some((n) => known(pairs[n])));
};
// The kinds of findings that there are, most frequent first, as choices of what to show.
const listChecks = () => {
  const n = new Map(), group = $("checks"), list = [];
  for (const p of pairs) for (const c of new Set((p.f || []).map((f) => f.c))) n.set(c, (n.get(c) || 0) + 1);
  for (const [c, k] of [...n].sort((a, b) => b[1] - a[1])) {
    const o = make("option", "", (data.titles[c] || c) + " (" + k + ")");
    o.value = "check:" + c;
    list.push(o);
  }
  const chosen = filter.value;
  group.replaceChildren(...list);
  filter.value = chosen; // it goes with its choice
  if (!filter.value) { filter.value = filtered = "all"; choose(); }
  group.hidden = !n.size;
  listOthers();
};
const listOthers = () => {
  $("other-filter").hidden = $("other-filter").disabled = !pairs.some((p) => p.x !== undefined);
  $("offer-filter").hidden = $("offer-filter").disabled = !pairs.some(offered);
};

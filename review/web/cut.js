// Pairs that people have cut anew: one that was split, or one that takes in those behind it. Edits stay those of the
// machine's pairs: the edit that cuts holds all parts, and so does every later edit of one of them. The parts but the
// first stand behind the machine's pairs in the list of pairs, and what is shown, in order, is the sequence.

const machineCount = pairs.length;
const MOST_PARTS = 50; // that one pair becomes, or that become one, as programs take them from edits
const owner = (n) => pairs[n]?.of ?? n; // the number of the machine's pair whose edits those of a pair are
const sourceOf = (p) => p.base?.s ?? p.s; // as the machine has it
const partAt = (n, k) => {
  if (!k) return n;
  const p = pairs[n], rest = p.rest ??= [];
  if (rest[k - 1] === undefined) {
    rest[k - 1] = pairs.length;
    pairs.push({ of: n, part: k, i: p.i + "." + (k + 1), d: p.d, b: p.b, k: p.k, a: p.a });
  }
  return rest[k - 1];
};
// All pairs that show what became of a machine's pair.
const group = (n) => Array.from({ length: pairs[n].cut?.parts.length ?? 1 }, (_, k) => partAt(n, k));

let sequence = pairs.map((_, n) => n);
const layout = () => {
  sequence = [];
  for (let n = 0; n < machineCount; n++) {
    sequence.push(...group(n));
    n += pairs[n].cut?.takes ?? 0;
  }
};
// The pair in which a machine's pair is shown.
const shownAs = (n) => {
  const own = owner(n);
  for (let k = own - 1; k >= Math.max(0, own - MOST_PARTS + 1) && pairs[k].b === pairs[n].b && pairs[k].d === pairs[n].d; k--) if (k + (pairs[k].cut?.takes ?? 0) >= own) return k;
  return n;
};

const blank = /^(?:[^\S\ufeff]|\x85)$/u;
// The places of parts that stand one after the other in a text, white space aside; undefined where they do not.
const placesOf = (text, parts) => {
  const out = [];
  let at = 0;
  const skip = () => { while (at < text.length && blank.test(text[at])) at++; };
  for (const part of parts) {
    skip();
    const start = at;
    let end = at;
    for (const c of part) {
      if (blank.test(c)) continue;
      skip();
      if (!text.startsWith(c, at)) return undefined;
      end = at += c.length;
    }
    out.push([start, end]);
  }
  skip();
  return at === text.length ? out : undefined;
};

// Makes of a machine's pair what an edit, or the file, cuts it into; false where that does not fit its text any more.
const performCut = (n, { takes = 0, parts, fp }) => {
  const p = pairs[n], was = pairs.slice(n, Math.min(n + 1 + takes, machineCount));
  if (was.length <= takes || was.some((o) => o.a !== "translate" || o.b !== p.b || o.d !== p.d)) return false;
  const before = (o, field) => (o.base ? o.base[field] : o[field]), text = was.map(sourceOf).join(" ");
  const places = placesOf(text, parts.map((part) => part.source));
  if (!places) return false;
  let at = 0;
  const foreign = was.flatMap((o) => {
    const list = (before(o, "u") || []).map((u) => ({ ...u, s: u.s + at, e: u.e + at }));
    at += sourceOf(o).length + 1;
    return list;
  });
  p.cut = { takes, parts };
  parts.forEach((part, k) => {
    const [start, end] = takes ? [0, text.length] : places[k];
    const u = foreign.filter((r) => r.e > start && r.s < end).map((r) => ({ ...r, s: Math.max(r.s, start) - start, e: Math.min(r.e, end) - start }));
    Object.assign(pairs[partAt(n, k)], { s: text.slice(start, end), t: part.target, st: part.state, w: part.reason, u: u.length ? u : undefined,
      r: undefined, sc: undefined, e: undefined, g: fp?.[k]?.f, lk: fp?.[k]?.l, mc: takes ? was.map((o) => before(o, "t")).filter(Boolean).join(" ") : "" });
  });
  return true;
};

// The edit that gives one part of what was cut another text or state.
const changePart = (n, { target, state, reason, seen }) => {
  const head = owner(n), part = pairs[n].part ?? 0, { takes } = pairs[head].cut;
  const parts = group(head).map((k) => ({ source: pairs[k].s, target: pairs[k].t, state: pairs[k].st, reason: pairs[k].w || undefined }));
  parts[part] = { ...parts[part], target: target ?? parts[part].target, state, reason };
  return { at: head, ...key(head), state: "recut", takes: takes || undefined, parts, part, seen };
};
// Several edits of parts of one pair as one.
const combined = (list) => {
  const first = new Map();
  return list.filter((e) => {
    if (e.part === undefined) return true;
    const have = first.get(e.at);
    if (have) have.parts[e.part] = e.parts[e.part];
    else first.set(e.at, e);
    return !have;
  });
};
// What an edit does to the one pair that it is about.
const doneTo = (e) => (e.part === undefined ? { n: e.at, target: e.target, reason: e.reason } : { n: partAt(e.at, e.part), ...e.parts[e.part] });

// Whether a pair can be cut now: nobody writes in it, and nothing waits to be saved.
const cuttable = (n) => {
  const p = pairs[n];
  if (!may("edit", n)) return false;
  if (p.a !== "translate") { say("Pair " + p.i + " is not translated, but " + (p.a === "keep" ? "kept." : "left out.")); return false; }
  if (editors.has(n) || hasDraft(n)) { say("Save or discard what you have written in pair " + p.i + " first."); return false; }
  return true;
};
const joinedState = (list) => (list.some((p) => p.st === "initial") ? "initial" : list.every(done) && mine("judge") ? "reviewed" : "translated");

// Makes a pair and the next one of its paragraph one.
const merge = (n) => {
  const next = sequence[sequence.indexOf(n) + 1], p = pairs[n], q = pairs[next], head = owner(n);
  if (!q || q.b !== p.b || q.d !== p.d) { say("Behind pair " + p.i + " the paragraph ends."); return; }
  if (!cuttable(n) || !cuttable(next)) return;
  const part = { source: p.s + " " + q.s, target: [p.t, q.t].filter(Boolean).join(" "), state: joinedState([p, q]) };
  const parts = group(head).map((k) => ({ source: pairs[k].s, target: pairs[k].t, state: pairs[k].st, reason: pairs[k].w || undefined }));
  if (head === owner(next)) {
    parts.splice(p.part ?? 0, 2, part);
    record([{ at: head, ...key(head), ...(parts.length > 1 ? { state: "recut", parts } : { target: part.target, state: part.state, machine: pairs[head].base.t || undefined }) }]);
  } else if (parts.length > 1 || group(next).length > 1) {
    say("Pair " + (parts.length > 1 ? p : q).i + " was split: merge its parts first.");
    return;
  } else {
    const takes = (p.cut?.takes ?? 0) + 1 + (q.cut?.takes ?? 0);
    if (takes >= MOST_PARTS) { say("No more than " + MOST_PARTS + " pairs can become one."); return; }
    record([{ at: head, ...key(head), state: "recut", takes, parts: [part] }]);
  }
  say("Pairs " + p.i + " and " + q.i + " are one now; u takes that back.");
  go(part === parts[0] || head !== owner(next) ? head : n);
};

// A text in which one chooses the word that the second part begins with: by pointing at it, or with the arrow keys.
const cutter = (text, side, label, at, least) => {
  const box = make("div", "text cutter"), starts = [...text.matchAll(/\S+/gu)].map((m) => m.index), most = starts.length - least;
  const set = (i) => {
    box.at = Math.max(least, Math.min(most, i));
    box.setAttribute("aria-valuenow", box.at);
    box.setAttribute("aria-valuetext", box.at < starts.length ? "before " + text.slice(starts[box.at]).split(/\s/, 1)[0] : "at the end");
    [...box.children].forEach((w, k) => { w.className = k < box.at ? "" : "second"; });
  };
  starts.forEach((start, i) => {
    const word = make("span", "", text.slice(start, starts[i + 1] ?? text.length));
    word.onclick = () => set(i);
    box.append(word);
  });
  for (const [name, value] of Object.entries({ role: "slider", "aria-label": label, "aria-valuemin": least, "aria-valuemax": most })) box.setAttribute(name, value);
  box.tabIndex = 0;
  speaks(box, side);
  box.onkeydown = (e) => {
    const way = getComputedStyle(box).direction === "rtl" ? -1 : 1, by = { ArrowRight: way, ArrowLeft: -way, ArrowDown: 1, ArrowUp: -1, Home: -starts.length, End: starts.length }[e.key];
    if (by) { e.preventDefault(); set(box.at + by); }
  };
  box.halves = () => { const place = starts[box.at] ?? text.length; return [text.slice(0, place).trim(), text.slice(place).trim()]; };
  set(at);
  return box;
};
// The word before which a text is best cut: behind a mark that ends something, nearest to a share of the text.
const bestCut = (text, share) => {
  const words = text.match(/\S+/gu) || [];
  let best = Math.max(1, Math.round(words.length * share)), least = Infinity;
  for (let i = 1, length = words[0]?.length ?? 0; i < words.length; length += words[i++].length) {
    const mark = words[i - 1].at(-1), off = Math.abs(length / text.length - share) + (/[.!?…。！？]/u.test(mark) ? 0 : /[;:–—]/u.test(mark) ? 0.3 : mark === "," ? 0.5 : 1);
    if (off < least) { least = off; best = i; }
  }
  return best;
};
const split = (n) => {
  const p = pairs[n], head = owner(n);
  if (editors.get(n)?.field === "split") { editors.get(n).input.focus(); return; }
  if (!cuttable(n)) return;
  if (p.cut?.takes) { say("Pair " + p.i + " was merged: take that back first."); return; }
  if (group(head).length >= MOST_PARTS) { say("A pair can be split into " + MOST_PARTS + " at most."); return; }
  if ((p.s.match(/\S+/gu) || []).length < 2) { say("Pair " + p.i + " has one word only."); return; }
  const form = make("form", "splitting"), actions = make("div", "actions ui"), ok = make("button", "main", "Split");
  const source = cutter(p.s, "from", "Where the source is cut", bestCut(p.s, 0.5), 1);
  const target = cutter(p.t, "to", "Where the translation is cut", bestCut(p.t, source.halves()[0].length / p.s.length), 0);
  actions.append(make("span", "", "Point at the words that the second pair begins with, or move the cuts with the arrow keys."), ok, button("Cancel ( Esc )", () => closeEditor(n)));
  form.append(source, target, actions);
  form.onkeydown = (e) => { onEscape(e, () => closeEditor(n)); if (e.key === "Enter" && e.target.closest("[role=slider]")) { e.preventDefault(); form.requestSubmit(); } };
  form.onsubmit = (e) => {
    e.preventDefault();
    const [s, t] = [source.halves(), target.halves()], state = done(p) && !mine("judge") ? "translated" : p.st;
    const parts = group(head).map((k) => ({ source: pairs[k].s, target: pairs[k].t, state: pairs[k].st, reason: pairs[k].w || undefined }));
    parts.splice(p.part ?? 0, 1, ...[0, 1].map((k) => ({ source: s[k], target: t[k], state: t[k] ? state : "initial" })));
    editors.delete(n);
    record([{ at: head, ...key(head), state: "recut", parts }]);
    say("Pair " + p.i + " was split; u makes it whole again.");
    go(n);
  };
  mount(n, { field: "split", element: form, input: source });
};

// Writing: the editor of a pair and the form of a rejection. What is typed becomes a draft at once, and what is open
// outlives every redrawing of its row.

const editors = new Map(); // number of a pair → what is open there: {field, element, input, news}
const composing = (e) => e.isComposing || e.keyCode === 229; // Enter and Escape belong to the input method

const mount = (n, e) => {
  editors.set(n, e);
  redraw(n);
  if (!rowAt(n)) { editors.delete(n); return; }
  e.input.focus();
};
// A step that undo takes back: a draft that was left, or one that is gone.
const undoable = (n, field, { text, from }) => ({ draft: true, n, field, text, from });
// Closes what is open for a pair. What was typed stays as a draft, which undo opens again.
const closeEditor = (n) => {
  const { field } = editors.get(n), draft = draftOf(n, field);
  editors.delete(n);
  redraw(n);
  go(n);
  if (!draft) return;
  steps.push(undoable(n, field, draft));
  say("Not saved, but kept as a draft: u opens it again.");
};
const onEscape = (e, act) => { if (e.key === "Escape" && !composing(e)) { e.preventDefault(); act(); } };

// Opens the editor of a pair with a text, with its draft, or with what stands.
const edit = (n, text) => {
  const p = pairs[n], open = editors.get(n);
  if (open?.field === "text" || open?.field === "split") { open.input.focus(); return; }
  if (!may("edit", n)) return;
  const draft = draftOf(n), box = make("textarea", "editor"), actions = make("div", "actions"), note = make("div", "told ui");
  if (draft && text !== undefined && text !== draft.text) steps.push({ ...undoable(n, "text", draft), gone: true });
  text ??= draft?.text ?? p.t;
  const from = draft?.from ?? p.t;
  let seen = known.length;
  const tell = (heading, theirs) => {
    note.replaceChildren(make("p", "", heading));
    if (theirs !== undefined) note.append(compared(box.value, theirs));
  };
  // What somebody else did to the pair since the editor was opened is told, and the first attempt to save does not count.
  const news = () => {
    const theirs = foreignSince(n, seen);
    if (theirs) tell(didWhat(theirs) + " this pair since you began. It now says:", p.t);
    return theirs;
  };
  const save = () => {
    if (!box.value.trim() && p.s.trim()) { say("An empty translation is not saved; reject the pair instead."); return; }
    if (news()) { seen = known.length; say("Not saved yet: " + note.firstChild.textContent + " Save again to put yours in its place."); return; }
    editors.delete(n);
    take(n, box.value, seen);
    return true;
  };
  const saveAndNext = () => {
    if (!save()) return;
    step(1);
    if (current !== n) edit(current);
  };
  box.value = text;
  box.setAttribute("aria-label", "Translation of pair " + p.i);
  speaks(box, "to");
  box.spellcheck = true;
  box.oninput = () => {
    if (box.value === p.t) dropDraft(n); else keepDraft(n, "text", box.value, from);
    grow(box);
    size();
  };
  const length = make("span", "length ui"), size = () => {
    length.textContent = plural(words(box.value), "word") + ", " + plural(box.value.length, "character") + " (source: " + words(p.s).toLocaleString("en") + ", " + p.s.length.toLocaleString("en") + ")";
  };
  size();
  box.onkeydown = (e) => {
    onEscape(e, () => closeEditor(n));
    if (e.altKey && /^Digit[1-9]$/.test(e.code) && panel?.take(+e.code.slice(5) - 1)) e.preventDefault();
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !composing(e)) { e.preventDefault(); if (e.shiftKey) saveAndNext(); else save(); }
  };
  actions.append(button("Save ( Ctrl Enter )", save, "main"), button("Cancel ( Esc )", () => closeEditor(n)), length);
  if (text === draft?.text && draft?.from !== undefined && draft.from !== p.t) tell("The pair has changed since your draft was begun. It now says:", p.t);
  const element = make("div", "writing"), panel = termPanel(p, box);
  Object.assign(element, { lang: "en", dir: "ltr" }); // what is said around the text is not in its language
  element.append(note, box, ...(panel ? [panel] : []), actions);
  mount(n, { field: "text", element, input: box, news });
  grow(box);
};
const grow = (box) => { if (box.scrollHeight > box.clientHeight) box.style.height = Math.min(innerHeight * 0.7, box.scrollHeight + 8) + "px"; };

const reject = (n) => {
  const p = pairs[n], open = editors.get(n);
  if (open?.field === "reason") { open.input.focus(); return; }
  if (p.st === "initial") { say("Pair " + p.i + " is not translated."); return; }
  if (!may("judge", n)) return;
  const form = make("form", "actions reject ui"), why = make("input"), ok = make("button", "main", "Reject");
  why.placeholder = "What is wrong?";
  why.setAttribute("aria-label", "Reason for rejecting pair " + p.i);
  why.setAttribute("list", "reasons");
  why.required = true;
  why.value = draftOf(n, "reason")?.text || "";
  why.oninput = () => { if (why.value) keepDraft(n, "reason", why.value); else dropDraft(n, "reason"); };
  form.append(why, ok, button("Cancel ( Esc )", () => closeEditor(n)));
  form.onsubmit = (e) => {
    e.preventDefault();
    editors.delete(n);
    record([change(n, { state: "translated", reason: why.value })]);
    say("Pair " + p.i + " rejected.");
    go(n);
    step(1);
  };
  form.onkeydown = (e) => onEscape(e, () => closeEditor(n));
  mount(n, { field: "reason", element: form, input: why });
};

// ---- drafts that wait

const reopenable = (s) => (s.gone ? !draftOf(s.n, s.field) : draftOf(s.n, s.field) && !editors.has(s.n));
const reopen = (s) => {
  keepDraft(s.n, s.field, s.text, s.from);
  openDraft(s.n, s.field);
  return s.n;
};
const openDraft = (n, field) => {
  reach(n);
  if (field === "reason") reject(n); else if (field === "comment") comment(n); else edit(n);
};
const discard = (n, field) => {
  steps.push({ ...undoable(n, field, draftOf(n, field)), gone: true });
  dropDraft(n, field);
  redraw(n);
  go(n);
  say("Draft discarded; u brings it back.");
};
// The time of today's drafts, the day of others.
const clock = (time) => {
  const when = new Date(time), today = when.toDateString() === new Date().toDateString();
  return today ? when.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) : when.toLocaleDateString();
};
const draftBox = (n, field) => {
  const d = draftOf(n, field), box = make("div", "other draft"), head = make("p", "ui"), text = field === "text";
  const [what, k] = { text: ["Draft, not saved", "e"], reason: ["Reason, not saved", "r"], comment: ["Comment, not sent", "c"] }[field];
  head.append(make("b", "", what), " (" + clock(d.time) + "): ",
    button("Go on ( " + k + " )", () => openDraft(n, field)), " ");
  if (text) head.append(button("Save", () => take(n, d.text)), " ");
  head.append(button("Discard", () => discard(n, field)));
  box.append(head, text ? compared(pairs[n].t, d.text) : make("p", "reason", d.text));
  return box;
};
// The next pair with a draft, shown whatever is filtered.
const nextDraft = () => {
  const all = [...drafted.keys()].sort((a, b) => a - b);
  const n = all.find((k) => k > current) ?? all[0];
  if (n === undefined) return;
  reach(n);
};
// Goes to a pair, through filter and search where they hide it.
const reach = (n) => {
  if (!shown.includes(n)) { filter.value = "all"; search.value = ""; select(); }
  go(n);
};

// ---- other translations

const take = (n, text, seen) => {
  if (!may("edit", n)) return;
  record([change(n, { target: text, state: mine("judge") ? "reviewed" : "translated", seen })]);
  dropDraft(n);
  redraw(n);
  say("Pair " + pairs[n].i + " edited.");
  go(n);
  offerSame(n);
};
// An offer for the same sentence is taken as it is; one for a similar sentence is where an edit starts from.
const takeOffer = (n) => {
  const p = pairs[n];
  if (!offered(p)) { say("There is no offer for pair " + p.i + "."); return; }
  if (p.o.y === 1) take(n, p.o.t); else edit(n, p.o.t);
};
const takeOther = (n) => { if (n >= 0 && pairs[n].x !== undefined && !pairs[n].cut) take(n, pairs[n].x); };
// Offers the text of an edit for other pairs with the same source.
const offerSame = (n) => {
  const p = pairs[n], same = withSource(p.s).filter((k) => k !== n && pairs[k].s === p.s && shownAs(k) === k && pairs[k].t !== p.t && !done(pairs[k]) && !hasDraft(k));
  if (!same.length) return;
  const box = make("div", "actions ui same"), gone = () => { box.remove(); go(n); };
  box.append(make("span", "", plural(same.length, "other pair") + (same.length === 1 ? " has" : " have") + " the same source."), button("Apply there too", () => {
    record(same.map((k) => change(k, { target: p.t, state: p.st })));
    say("Applied to " + plural(same.length, "pair") + ".");
    gone();
  }), button("Leave", gone));
  rowAt(n).append(box);
};
// Another translation of the pair, beside the one that stands.
const again = async (n, backend = "") => {
  const p = pairs[n], at = () => rowAt(n);
  if (!may("edit", n)) return;
  say("Translating pair " + p.i + " again …");
  let other;
  try { other = (await ask(address("retranslate"), { source: p.s, backend })).target; } catch (err) { say("Not translated: " + err.message); return; }
  if (!at()) return; // moved on
  at().querySelector(".again")?.remove();
  const box = make("div", "actions ui again"), name = make("input"), close = () => { box.remove(); go(n); };
  name.placeholder = "another backend";
  name.setAttribute("aria-label", "Backend to ask");
  name.onkeydown = (e) => { if (e.key === "Enter" && !composing(e)) again(n, name.value); };
  const use = button("Take this", () => { box.remove(); take(n, other); }, "main");
  box.append(make("b", "", other === p.t ? "Translated again, the same:" : "Translated again:"), compared(p.t, other), use, button("Leave", close), name, button("Ask it", () => again(n, name.value)));
  box.onkeydown = (e) => onEscape(e, close);
  at().append(box);
  use.focus();
  say(other === p.t ? "The same translation came again." : "Another translation came.");
};

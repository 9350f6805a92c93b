// Comments: what people say about a pair to those who come after. They are edits of a kind of their own, which undo of
// the others passes over; the comments of a pair are one conversation, which is settled, and opened again by the next.

const talk = new Map(); // number of a machine's pair → its known comments
const isComment = (e) => e.state === "comment";
const nameKey = "satzpaar:name"; // of who works on pages that are files
const myName = () => { if (live) return live.who; try { return localStorage.getItem(nameKey) || ""; } catch { return ""; } };

// What was said about a pair, and about those that it takes in, oldest first.
const commentsOf = (n) => {
  const out = [];
  if (pairs[n].of !== undefined) return out; // the first part has them
  for (let k = n; k <= n + (pairs[n].cut?.takes ?? 0); k++) {
    const said = [...(talk.get(k) || []), ...queue.filter((e) => e.at === k && isComment(e))];
    const by = (who, time) => (who || "") + "\n" + time, same = (c) => c.time + "\n" + c.text;
    const gone = new Set(said.filter((e) => e.withdraws).map((e) => by(e.who, e.withdraws)));
    const have = new Set();
    const add = (c) => { have.add(same(c)); if (!gone.has(by(c.who, c.time))) out.push({ ...c, at: k }); };
    (pairs[k].q || []).forEach(add);
    for (const e of said) {
      const c = { text: e.comment, who: e.who, time: e.time, resolved: e.resolved };
      if (!e.withdraws && !have.has(same(c))) add(c);
    }
  }
  return out.sort((a, b) => ((a.time || "") < (b.time || "") ? -1 : a.time === b.time ? 0 : 1));
};
const openComments = (n) => { const last = commentsOf(n).at(-1); return Boolean(last && !last.resolved); };
const speak = (n, e) => record([{ at: owner(n), ...key(n), state: "comment", who: myName() || undefined, ...e }]);

const comment = (n) => {
  n = owner(n);
  const p = pairs[n], open = editors.get(n);
  if (open?.field === "comment") { open.input.focus(); return; }
  if (open) { say("Save or cancel what you write in pair " + p.i + " first."); return; }
  const form = make("form", "commenting ui"), box = make("textarea", "editor"), actions = make("div", "actions"), name = make("input");
  const send = () => {
    const text = box.value.replace(/(?![\t\n\r])\p{Cc}/gu, "").trim(); // such characters are in no comment
    if (!text) { say("An empty comment is not sent."); return; }
    if (!live) try { localStorage.setItem(nameKey, name.value.trim()); } catch { /* asked again */ }
    editors.delete(n);
    speak(n, { comment: text });
    dropDraft(n, "comment");
    redraw(n);
    say("Commented on pair " + p.i + ".");
    go(n);
  };
  box.value = draftOf(n, "comment")?.text || "";
  box.setAttribute("aria-label", "Comment on pair " + p.i);
  box.maxLength = 3333; // 10,000 bytes, whatever the script
  box.dir = "auto";
  box.oninput = () => { if (box.value) keepDraft(n, "comment", box.value); else dropDraft(n, "comment"); grow(box); };
  form.onkeydown = (e) => {
    onEscape(e, () => closeEditor(n));
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && !composing(e)) { e.preventDefault(); send(); }
  };
  form.onsubmit = (e) => { e.preventDefault(); send(); };
  const ok = button("Comment ( Ctrl Enter )", send, "main");
  actions.append(ok, button("Cancel ( Esc )", () => closeEditor(n)));
  if (!live) {
    const label = make("label", "", "Your name ");
    name.value = myName();
    name.autocomplete = "name";
    label.append(name);
    actions.append(label);
  }
  form.append(box, actions);
  mount(n, { field: "comment", element: form, input: box });
};
const settle = (n) => {
  if (!mine("edit")) { say("Only translators and reviewers settle comments."); return; }
  speak(n, { resolved: true });
  say("Comments on pair " + pairs[n].i + " are settled.");
  go(n);
};
const withdraw = (n, c) => {
  record([{ at: c.at, ...key(c.at), state: "comment", withdraws: c.time, who: c.who }], false);
  say("Comment taken back.");
  go(n);
};
// When something was done; nothing where the edit has no time.
const moment = (time) => {
  const when = new Date(time), e = make("time");
  if (!isNaN(when)) Object.assign(e, { textContent: when.toLocaleString(), dateTime: time });
  return e;
};
const commentBox = (n) => {
  const list = commentsOf(n), box = make("div", "other talk ui");
  if (!list.length) return undefined;
  const said = list.filter((c) => c.text);
  const lines = list.map((c) => {
    const p = make("p", "said");
    p.append(make("b", "", c.who || "Somebody"), " ", moment(c.time), c.resolved ? " ✓ settled" : "");
    if ((c.who || "") === myName() && c.time) p.append(" ", button("Take back", () => withdraw(n, c)));
    if (c.text) { const text = make("span", "words", c.text); text.dir = "auto"; p.append(text); }
    return p;
  });
  if (!openComments(n)) {
    const closed = make("details");
    closed.append(make("summary", "", plural(said.length, "comment") + ", settled"), ...lines);
    box.append(closed);
    return box;
  }
  const actions = make("div", "actions");
  actions.append(button("Answer ( c )", () => comment(n)));
  if (mine("edit")) actions.append(button("Settle", () => settle(n)));
  box.append(...lines, actions);
  return box;
};

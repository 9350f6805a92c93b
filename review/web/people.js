// Others who work on the document: what each may do, who is where, and what happens where two change the same pair.

// What the roles may do. A page that is a file is for everybody.
const rights = { reader: [], translator: ["edit"], reviewer: ["edit", "judge"] };
const mine = (what) => (rights[live?.role] || rights.reviewer).includes(what);
const may = (what, n) => {
  if (!mine(what)) {
    say(what === "edit" ? "You may read this document, not change it." : "Only reviewers approve, reject and lock.");
    return false;
  }
  if (n !== undefined && pairs[n].st === "final") {
    say("Pair " + pairs[n].i + " is locked" + (mine("judge") ? ": f unlocks it." : "."));
    return false;
  }
  return true;
};
// Undo takes back what one did oneself; what somebody else did is changed by an edit.
const mayUndo = (e) => !live || mine("edit") && (e.who || "") === live.who;

const nameOf = (who, other = true) => (!who ? "Somebody" : other && who === live?.who ? who + " (in another window)" : who);
// The last thing that others did to a pair, from an edit on.
const foreignSince = (n, seen) => {
  const own = new Set(made.get(owner(n)));
  return (trail.get(owner(n)) || []).findLast((e) => e.no >= seen && !own.has(e.time));
};
const didWhat = (e) => {
  const what = e.undo ? "took back an edit of" : e.state === "recut" ? "changed" : e.reason ? "rejected" : e.state === "final" ? "locked" : e.target === e.machine ? "approved" : "changed";
  return nameOf(e.who) + " " + what;
};

const clashes = new Map(); // number of a pair → an edit of ours that did not count, since somebody else was faster
const clash = (e) => {
  if (e.at < 0) return;
  if (e.state === "recut") { // what was written is a draft again; how it was cut is for the reader to do anew
    const { n, target, reason } = doneTo(e), m = pairs[n].part && !pairs[e.at].cut ? e.at : n;
    if (target !== undefined && target !== pairs[m].t) keepDraft(m, "text", target);
    if (reason) keepDraft(m, "reason", reason);
    redraw(m);
    say("Pair " + pairs[e.at].i + ": not saved, " + didWhat(foreignSince(e.at, e.seen ?? 0) || {}) + " it meanwhile.");
    return;
  }
  const p = pairs[e.at], same = e.target !== undefined && e.target === p.t && e.state === p.st;
  if (same) return; // both made the same of it
  if (e.target !== undefined && e.target !== p.t) keepDraft(e.at, "text", e.target, e.machine);
  if (e.reason) keepDraft(e.at, "reason", e.reason);
  if (!e.undo) clashes.set(e.at, e);
  redraw(e.at);
  say("Pair " + p.i + ": " + (e.undo ? "not undone" : "not saved") + ", " + didWhat(foreignSince(e.at, e.seen ?? 0) || {}) + " it meanwhile.");
};
// Both texts, and the choice between them.
const clashBox = (n) => {
  const e = clashes.get(n), theirs = foreignSince(n, e.seen ?? 0) || {}, box = make("div", "other clash"), head = make("p", "ui");
  const over = () => { clashes.delete(n); redraw(n); };
  head.append(make("b", "", "Not saved: " + didWhat(theirs) + " this pair meanwhile."), " ",
    button("Save mine", () => {
      const { target, state, reason } = e;
      over();
      record([change(n, { target, state, reason })]);
      go(n);
    }), " ", button("Keep theirs", () => {
      over();
      if (draftOf(n)) discard(n, "text");
      if (draftOf(n, "reason")) discard(n, "reason");
      go(n);
    }));
  box.append(head);
  if (e.target !== undefined && e.target !== pairs[n].t) box.append(make("p", "ui", "Yours, while theirs stands above:"), plainText(e.target));
  else box.append(make("p", "ui", "You " + (e.reason ? "rejected it: " + e.reason : "approved it.")));
  return box;
};

// ---- who is where

let people = [];
const MOST_PEOPLE = 5; // that are named above the pairs
const showPeople = (list) => {
  people = list;
  const at = (o) => (pairs[o.at] ? (o.writing ? " is writing in pair " : " is at pair ") + pairs[o.at].i : " is here");
  const all = [...new Set(list.map((o) => nameOf(o.who) + at(o)))], more = all.length - MOST_PEOPLE;
  const text = all.slice(0, MOST_PEOPLE).join(" · ") + (more > 0 ? " and " + more + " more" : "");
  if ($("people").textContent !== text) $("people").textContent = text;
  $("people").hidden = !list.length;
  for (const e of rows.querySelectorAll(".person")) e.remove();
  for (const n of new Set(list.map((o) => o.at))) rowAt(n)?.querySelector(".number").append(...peopleAt(n));
};
// Who is at a pair; whoever is there in several windows, once.
const peopleAt = (n) => {
  const texts = new Map(people.filter((o) => o.at === n).map((o) => [(o.writing ? "✎ " : "") + (o.who || "somebody"), o.writing]));
  return [...texts].map(([text, writing]) => {
    const e = make("span", "person" + (writing ? " writing" : ""), text);
    e.title = text; // a long name is cut off
    return e;
  });
};

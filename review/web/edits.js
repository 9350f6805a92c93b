// The pairs of the page and what people made of them. Edits are a list that only grows: an undo is an edit too, as in the file that they become.

const data = JSON.parse($("data").textContent);
const live = JSON.parse($("live").textContent); // null in a page that is a file; else a server keeps the edits
const pairs = await readParts("pairs");

const say = (text) => {
  $("status").textContent = text;
  $("status").animate([{ opacity: 1 }, { opacity: 1, offset: 0.9 }, { opacity: 0 }], { duration: 5000, fill: "forwards" }); // the text stays for those who have it read out
};
const done = (p) => p.st === "reviewed" || p.st === "final";
const machineOf = (p) => (p.cut || p.of !== undefined ? p.mc : p.m ?? (p.base ? p.base.t : p.t));

// The key by which an edit finds its pair: its source and those around it.
const key = (n) => {
  n = owner(n);
  const p = pairs[n], k = { source: sourceOf(p) };
  if (p.d) k.record = p.d;
  if (n > 0 && pairs[n - 1].d === p.d) k.before = sourceOf(pairs[n - 1]);
  if (n + 1 < machineCount && pairs[n + 1].d === p.d) k.after = sourceOf(pairs[n + 1]);
  if (p.n) k.n = p.n;
  return k;
};
const keyFields = ["source", "record", "before", "after", "n"];
const sameKey = (a, b) => keyFields.every((f) => (a[f] || "") === (b[f] || ""));
const keyOf = (e) => Object.fromEntries(keyFields.filter((f) => e[f]).map((f) => [f, e[f]]));
// Without what only pages and their server know: the number of the pair and of the part, what the server found in the
// text, the number of the edit, and how many edits the page knew of.
const plain = ({ at, part, f, l, fp, no, seen, ...rest }) => rest;

let bySource; // source → numbers of the machine's pairs; made when it is first needed
const withSource = (source) => {
  if (!bySource) {
    bySource = new Map();
    for (let n = 0; n < machineCount; n++) { const s = sourceOf(pairs[n]), list = bySource.get(s); if (list) list.push(n); else bySource.set(s, [n]); }
  }
  return bySource.get(source) || [];
};
const place = (e) => { e.at ??= withSource(e.source).find((n) => sameKey(key(n), e)) ?? -1; };

const known = []; // edits that the server, or the browser's storage, has
const queue = []; // edits on their way to the server
const trail = new Map(); // number of a machine's pair → its known edits, without comments
const steps = []; // what was done in this page: lists of edits that are undone as one
let unsaved = 0; // edits of a page that is a file, since they were last saved as one

const standing = (n) => {
  const own = [];
  for (const e of [...(trail.get(n) || []), ...queue.filter((e) => e.at === n && !isComment(e))]) {
    if (!e.undo) { own.push(e); continue; }
    const i = own.findLastIndex((o) => sameKey(o, e));
    if (i >= 0) own.splice(i, 1);
  }
  return own;
};
const replay = (n) => {
  const p = pairs[n], own = standing(n), last = own.at(-1), parts = group(n).length, takes = p.cut?.takes;
  p.base ??= { s: p.s, t: p.t, st: p.st, w: p.w, u: p.u, r: p.r, sc: p.sc, e: p.e, cut: p.cut };
  Object.assign(p, p.base, { g: undefined, lk: undefined, cut: undefined });
  p.edits = own.length;
  const cut = last?.state === "recut" ? last : own.length ? undefined : p.base.cut;
  if (!cut || !performCut(n, cut)) restore(p, own, last);
  if (parts !== group(n).length || takes !== p.cut?.takes) recutting = true;
};
let recutting = false; // pairs were split or merged since what is shown was last put in order
const restore = (p, own, last) => {
  if (last?.state === "recut") return; // its text has changed since it was cut
  if (!last || last.target === undefined && last.reason && last.machine && last.machine !== machineOf(p)) return; // what was rejected is gone
  for (const e of own) if (e.target !== undefined) { p.t = e.target; p.g = e.f; p.lk = e.l; }
  p.st = last.state || (last.target !== undefined ? "reviewed" : "translated");
  p.w = last.reason;
};
// Takes over edits that are on the disk.
const receive = (list) => {
  const touched = new Set();
  for (const e of list) {
    place(e);
    e.no = known.length;
    known.push(e);
    if (e.at < 0) continue;
    const list = isComment(e) ? talk : trail;
    if (list.has(e.at)) list.get(e.at).push(e); else list.set(e.at, [e]);
    touched.add(e.at);
  }
  touched.forEach(replay);
  return touched;
};
// Draws pairs that were changed, those that somebody writes in excepted unless it was the reader.
const refresh = (numbers, own) => {
  if (recutting) { recutting = false; layout(); choose(); }
  for (const n of numbers) for (const k of group(shownAs(n))) {
    if (own || !busy(k)) redraw(k);
    if (!own) editors.get(k)?.news?.();
  }
};

// Six digits below the millisecond tell equal edits of two tabs apart, and an edit that is sent twice from two equal ones.
const stamp = () => new Date().toISOString().replace("Z", String(Math.floor(Math.random() * 1e6)).padStart(6, "0") + "Z");
const change = (n, e) => (pairs[owner(n)].cut ? changePart(n, e) : { at: n, ...key(n), ...e, machine: machineOf(pairs[n]) || undefined });
const made = new Map(); // number of a pair → times of the edits that this page made of it
const ownTimes = (n) => { if (!made.has(n)) made.set(n, []); return made.get(n); };
// Edits carry how many others the page knew of: what somebody else did to the pair since then is a clash.
const record = (list, step = true) => {
  if (!list.length) return;
  list = combined(list);
  for (const e of list) {
    e.time = stamp();
    e.seen ??= known.length;
    if (!live) e.who ??= myName() || undefined;
    ownTimes(e.at).push(e.time);
  }
  if (step) steps.push(list);
  if (live) { queue.push(...list); for (const e of list) replay(e.at); storeQueue(); send(); }
  else { unsaved += list.length; receive(list); keep(list); }
  for (const e of list) {
    const { n, target, reason } = doneTo(e);
    if (target !== undefined && draftOf(n)?.text === target) dropDraft(n);
    if (reason && draftOf(n, "reason")?.text === reason) dropDraft(n, "reason");
  }
  refresh(list.map((e) => e.at), true);
  count();
};
// Takes back the last step, be it edits, a draft that was left or one that was discarded. Returns the pair.
const undo = () => {
  let list = [];
  while (!list.length && steps.length) {
    const last = steps.pop();
    const said = last[0] && isComment(last[0]) && commentsOf(shownAs(last[0].at)).find((c) => c.time === last[0].time);
    if (said) { withdraw(shownAs(said.at), said); return shownAs(said.at); }
    if (!last.draft) list = last.filter((e) => standing(e.at).at(-1)?.time === e.time);
    else if (reopenable(last)) return reopen(last);
    if (last.elsewhere) undoElsewhere(last.elsewhere, list.length);
    if (last.elsewhere && !list.length) return -1;
  }
  if (!list.length) { // nothing of this page: the last edit that stands
    const undone = [], covered = [], all = [...known, ...queue]; // covered: pairs that somebody else has changed since
    for (let i = all.length - 1; i >= 0 && !list.length; i--) {
      const e = all[i];
      if (isComment(e)) continue;
      const at = undone.findIndex((u) => sameKey(u, e));
      if (e.undo) undone.push(e);
      else if (at >= 0) undone.splice(at, 1);
      else if (!mayUndo(e)) covered.push(e);
      else if (e.at >= 0 && !covered.some((c) => sameKey(c, e))) list = [e];
    }
  }
  if (!list.length) { say("Nothing to undo."); return -1; }
  record(list.map((e) => ({ at: e.at, ...keyOf(e), undo: true })), false);
  say(list.length === 1 ? "Undone: pair " + pairs[list[0].at].i + "." : "Undone: " + list.length + " pairs.");
  return shownAs(list[0].at);
};

// ---- a page that is a file: the browser keeps edits until they are saved as a file

const stored = "satzpaar:" + data.sha256 + ":" + data.document;
const readStored = () => { try { return JSON.parse(localStorage.getItem(stored) || "[]"); } catch { return []; } };
let kept = true;
const keepsNothing = () => {
  kept = false;
  trouble("The browser keeps no copy of what you write: save your edits as a file before you close the page.");
};
const keep = (list) => {
  try { localStorage.setItem(stored, JSON.stringify(readStored().concat(list.map(plain)))); kept = true; }
  catch { keepsNothing(); }
};
const saveFile = (list) => {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(new Blob([list.map((e) => JSON.stringify(plain(e)) + "\n").join("")], { type: "application/x-ndjson" }));
  a.download = data.document.split("/").pop() + ".edits.jsonl";
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10000);
};
const save = () => {
  saveFile(live ? queue : known);
  if (!live) { unsaved = 0; kept = true; trouble(""); }
  count();
  say("Saved as a file. Give it to: satzpaar review --import FILE FOLDER");
};

// ---- a served page: edits are sent one list after the other, and are saved when the server has them on its disk.
// Until then the browser keeps them, so that a page that is closed or crashes leaves them to the next one.

const pageID = Math.random().toString(36).slice(2);
// What others see is the window, not every page that was loaded into it.
let windowID = pageID;
try { windowID = sessionStorage["satzpaar:window"] ??= pageID; } catch { /* every page counts */ }
const queuePrefix = "satzpaar:queue:" + data.sha256 + ":" + data.document + ":";
const storeQueue = () => {
  try {
    if (!queue.length) localStorage.removeItem(queuePrefix + pageID);
    else localStorage.setItem(queuePrefix + pageID, JSON.stringify({ who: live.who, edits: queue.map((e) => ({ ...plain(e), seen: e.seen })) }));
  } catch { /* the page has them */ }
};
const adoptQueues = () => {
  const have = new Set(known.map((e) => e.time));
  for (const k of Object.keys(localStorage).filter((k) => k.startsWith(queuePrefix))) try {
    const left = JSON.parse(localStorage.getItem(k));
    if (left.who !== live.who) continue; // the next page of that person adopts them
    for (const e of left.edits) {
      if (have.has(e.time)) continue;
      place(e);
      if (e.at >= 0) ownTimes(e.at).push(e.time);
      queue.push(e);
    }
    localStorage.removeItem(k);
  } catch { /* not ours */ }
  storeQueue();
  for (const e of queue) if (e.at >= 0) replay(e.at);
};

const trouble = (text, offer) => {
  $("trouble").hidden = !text;
  $("trouble-text").textContent = text;
  $("rescue").hidden = !offer;
};
const address = (what) => what + "?d=" + encodeURIComponent(live.name);
// Whether somebody is writing in the row of a pair: it is left as it is.
const busy = (n) => rowAt(n)?.contains(document.activeElement) && document.activeElement.matches("textarea, input, [role=slider]");
const update = (answer) => {
  refresh(receive(answer.edits));
  if (answer.changes !== offersAt) askOffers();
  if (live.glossary && answer.terms !== (termsAt ?? live.terms)) askTerms();
  if (answer.version !== live.version) trouble("This document was translated anew since the page was opened. Reload the page to see it; your edits are safe.");
  if (answer.edits.length) count();
};
// What people made of equal and similar sentences of all documents.
let offersAt = -1, asking = false;
const askOffers = async () => {
  if (asking) return;
  asking = true;
  try {
    const answer = await ask(address("offers"));
    offersAt = answer.changes;
    const before = pairs.flatMap((p, n) => (p.o ? [n] : []));
    for (const n of before) delete pairs[n].o;
    for (const o of answer.offers) if (pairs[o.at]) pairs[o.at].o = o;
    for (const n of new Set([...before, ...answer.offers.map((o) => o.at)])) if (!busy(n)) redraw(n);
    listOthers();
  } catch { /* the next poll asks again */ }
  asking = false;
};
let sending = false;
const send = async () => {
  if (sending) return;
  sending = true;
  while (queue.length) {
    const part = queue.slice(0, 1000);
    try {
      const mine = [...new Set(part.map((e) => e.at))].flatMap(ownTimes);
      const answer = await ask(address("edits"), { after: known.length, edits: part.map((e) => ({ ...plain(e), seen: e.seen })), mine });
      queue.splice(0, part.length);
      storeQueue();
      if ($("rescue").hidden === false) trouble("");
      if (!queue.length) say(($("status").textContent.replace(/ ?(Not saved|Saved)\.$/, "") + " Saved.").trim());
      update(answer);
      for (const i of answer.conflicts || []) clash(part[i]);
    } catch (err) {
      say("Not saved.");
      trouble(plural(queue.length, "edit") + " could not be saved (" + err.message + "). The page keeps trying. " + (err.answered ? "Should that not help, save the edits as a file for satzpaar review --import." :
        "If satzpaar review was ended or started again, this page can no longer reach it: save the edits as a file, give it to satzpaar review --import, and open the address that satzpaar review prints."), true);
      await new Promise((ok) => setTimeout(ok, 1500));
    }
  }
  sending = false;
};
let lost = 0;
const poll = async () => {
  if (!queue.length && !sending && !document.hidden) try {
    const place = "&page=" + windowID + "&at=" + (current < 0 ? current : owner(current)) + (editors.has(current) ? "&writing=1" : "");
    const answer = await ask(address("edits") + "&after=" + known.length + place);
    if (lost > 1) trouble("");
    lost = 0;
    showPeople(answer.here || []);
    if (!queue.length && !sending) update(answer);
  } catch (err) {
    if (++lost === 2) trouble("The page cannot reach satzpaar review (" + err.message + "). If it was started again, open the address that it prints. What you edit here is kept in the page until then.");
  }
  setTimeout(poll, 2000);
};

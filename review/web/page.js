// What is shown, moving in it, and acting on it with keys and buttons.

const PAGE = 200; // rows on a page: real pages keep find-in-page, print and screen readers working at any size
const search = $("search"), filter = $("filter"), order = $("order");
let shown = [], page = 0, current = -1;

const matches = (p, n) => {
  switch (filter.value) {
    case "findings": if (!findingsOf(p)?.length && p.st !== "initial") return false; break;
    case "open": if (done(p)) return false; break;
    case "foreign": if (!p.u) return false; break;
    case "failed": if (p.st !== "initial") return false; break;
    case "rejected": if (!p.w) return false; break;
    case "edited": if (!pairs[owner(n)].edits && !done(p)) return false; break;
    case "draft": if (!drafted.has(n)) return false; break;
    case "comments": if (!openComments(n)) return false; break;
    case "commented": if (!commentsOf(n).length) return false; break;
    case "since": if (!changedNow.has(n)) return false; break;
    case "offer": if (!offered(p)) return false; break;
    case "other": if (p.x === undefined || p.cut || p.x === p.t) return false; break;
  }
  if (filter.value.startsWith("check:") && !p.f?.some((f) => "check:" + f.c === filter.value)) return false;
  return found(p.s) || found(p.t);
};
let changedNow; // the pairs that were changed since the time that is asked for
const choose = () => {
  wanted = fold(search.value.trim()).text;
  changedNow = filter.value === "since" ? changedPairs() : undefined;
  shown = sequence.filter((n) => matches(pairs[n], n));
  const at = order.value === "risk" && new Map(sequence.map((n, i) => [n, i]));
  if (order.value === "risk") shown.sort((a, b) => riskOf(pairs[b]) - riskOf(pairs[a]) || at.get(a) - at.get(b));
  const i = shown.indexOf(current);
  if (i < 0) current = -1;
  page = Math.floor(Math.max(0, i) / PAGE);
  draw();
};
const select = () => {
  choose();
  say(shown.length === sequence.length ? "" : shown.length + " of " + plural(sequence.length, "pair"));
};

const go = (n, focus = true) => {
  const i = shown.indexOf(n);
  if (i < 0) return;
  const old = rows.querySelector(".current");
  if (old) { old.classList.remove("current"); reachable(old, false); }
  current = n;
  if (Math.floor(i / PAGE) !== page) { page = Math.floor(i / PAGE); draw(); }
  const row = rowAt(n);
  row.classList.add("current");
  reachable(row, true);
  row.append(tools);
  if (focus && !row.contains(document.activeElement)) row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};
const step = (d) => {
  const i = shown.indexOf(current);
  go(shown[i < 0 ? page * PAGE : Math.max(0, Math.min(shown.length - 1, i + d))]);
};
const stepOn = () => {
  const last = current >= 0 && current === shown.at(-1);
  step(1);
  if (last) say("This is the last pair." + (live?.next ? " N opens the next document." : ""));
};
const nextDocument = () => { if (live?.next) location.assign(live.next); else say("There is no next document."); };
const nextFinding = () => {
  const i = shown.indexOf(current), open = (n) => (pairs[n].f || pairs[n].st === "initial") && !done(pairs[n]);
  for (let k = i + 1; k <= shown.length + i; k++) {
    const n = shown[k % shown.length];
    if (!open(n)) continue;
    if (k >= shown.length) say("From the start again.");
    return go(n);
  }
  say("No open finding.");
};

const showHistory = (n) => {
  const box = rowAt(n).querySelector(".history");
  if (box) box.open = !box.open; else say("Nothing was done to pair " + pairs[n].i + " yet.");
};

// What keys and buttons do; those of the second list do it to the current pair.
const keys = {
  j: stepOn, k: () => step(-1), n: nextFinding, N: nextDocument, "/": () => search.focus(), "?": () => $("keys").showModal(),
  A: askClean, F: () => { $("find").showModal(); $("find-text").select(); }, g: () => { $("go").showModal(); $("go-to").select(); },
  C: openSince, T: () => live?.offersTerms && openOffered(),
  u: () => { const n = undo(); if (n >= 0 && !editors.has(n)) go(n); }, i: () => switchShow(),
};
const keysOnPair = {
  e: (n) => edit(n), r: reject, f: lock, h: showHistory, x: takeOther, m: takeOffer, t: (n) => live?.retranslate && again(n),
  c: comment, S: split, M: merge,
  a: (n) => { if (approve(n)) step(1); },
};
const act = (k) => {
  if (keys[k]) { keys[k](); return true; }
  if (!keysOnPair[k] || !shown.length) return false;
  if (!rowAt(current)) go(shown[page * PAGE]); // the first press needs no j before it
  keysOnPair[k](current);
  return true;
};
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || composing(e)) return;
  // A dialog that was just closed may still have the focus: keys are for the pairs then.
  if (!e.target.closest("dialog:not([open])") && e.target.closest("input, textarea, select, dialog[open]")) {
    if (e.target === search && (e.key === "Escape" || e.key === "Enter")) { e.preventDefault(); clearTimeout(wait); select(); search.blur(); go(e.key === "Enter" && current < 0 ? shown[0] : current); }
    return;
  }
  if (act(e.key)) e.preventDefault();
});
for (const b of document.querySelectorAll("[data-key]")) b.onclick = () => { $("keys").close(); act(b.dataset.key); };
if (matchMedia("(pointer: coarse)").matches) search.placeholder = search.placeholder.split("  ", 1)[0]; // it names a key
// A dialog gives the focus back to the row that had it, which may have been drawn anew meanwhile.
for (const d of document.querySelectorAll("dialog")) d.addEventListener("close", () => {
  const active = document.activeElement;
  if (d.open || active !== document.body && !d.contains(active)) return; // it may have been opened again
  active.blur(); // else keys go to what is no longer seen
  rowAt(current)?.focus({ preventScroll: true });
});
const switchShow = () => {
  show = shows[(shows.indexOf(show) + 1) % shows.length];
  const b = $("unseen"), text = { auto: "where they matter", all: "shown", none: "hidden" }[show];
  b.setAttribute("aria-pressed", { auto: "mixed", all: "true", none: "false" }[show]);
  b.title = "Invisible characters are now " + text;
  draw();
  say("Invisible characters: " + text + ".");
};
rows.addEventListener("click", (e) => {
  const row = e.target.closest(".pair");
  if (!row || e.target.closest("a, button, textarea, input, summary")) return;
  go(+row.dataset.n, false);
});
rows.addEventListener("dblclick", (e) => { const row = e.target.closest(".pair"); if (row && e.target.closest(".target") && !e.target.closest("textarea, button")) edit(+row.dataset.n); });

// Words that belong together light up under the pointer and under the focus.
const light = (e, on) => {
  const word = e.target.closest?.("[data-links]");
  if (!word) return;
  const ids = new Set(word.dataset.links.split(" ")), partners = [];
  for (const w of word.closest(".pair").querySelectorAll("[data-links]")) {
    const lit = on && w.dataset.links.split(" ").some((i) => ids.has(i));
    w.classList.toggle("lit", lit);
    if (lit && w.closest(".text") !== word.closest(".text")) partners.push(w.textContent);
  }
  if (on && e.type === "focusin") say(word.textContent + " ↔ " + partners.join(" … "));
};
rows.addEventListener("mouseover", (e) => light(e, true));
rows.addEventListener("mouseout", (e) => light(e, false));
rows.addEventListener("focusin", (e) => light(e, true));
rows.addEventListener("focusout", (e) => light(e, false));

$("chart").onclick = (e) => {
  if (e.target.dataset.to === undefined) return;
  if (!shown.includes(+e.target.dataset.to)) { filter.value = "all"; search.value = ""; select(); }
  go(+e.target.dataset.to);
};
$("clean-risk").onchange = showClean;
$("clean-ok").onclick = () => { $("clean-dialog").close(); approveClean(); };
$("drafts").onclick = nextDraft;
$("go-form").onsubmit = (e) => {
  e.preventDefault();
  const to = $("go-to").value.trim(), n = pairs.findIndex((p) => p.i === to);
  const at = n >= 0 ? shownAs(n) : /^\d+$/.test(to) ? sequence[Math.min(sequence.length, Math.max(1, +to)) - 1] ?? -1 : -1;
  $("go").close();
  if (at < 0) say("There is no pair " + to + "."); else reach(at);
};
$("save")?.addEventListener("click", save);
$("rescue").onclick = save;
order.onchange = select;
let filtered = filter.value;
filter.onchange = () => {
  if (filter.value !== "since") { filtered = filter.value; select(); return; }
  filter.value = filtered; // until the time is chosen
  openSince();
};
let wait;
search.oninput = () => { clearTimeout(wait); wait = setTimeout(select, 150); };
addEventListener("beforeprint", () => { if (shown.length <= 5000) draw(true); });
addEventListener("afterprint", () => draw());
addEventListener("beforeunload", (e) => { if (queue.length || !kept) e.preventDefault(); });
addEventListener("pagehide", () => { if (unsent.size) sendDrafts(); });
addEventListener("storage", (e) => {
  if (live || e.key !== stored) return;
  const have = new Set(known.map((k) => k.time)), fresh = readStored().filter((k) => !have.has(k.time)); // of another tab
  unsaved += fresh.length;
  refresh(receive(fresh));
  count();
});
const follow = () => {
  const to = location.hash.match(/^#page(\d+)$/);
  if (to) { page = Math.max(0, Math.min(Math.ceil(shown.length / PAGE), +to[1]) - 1); current = -1; draw(); scrollTo(0, 0); return; }
  const n = location.hash.startsWith("#p") ? pairs.findIndex((p) => "#p" + p.i === decodeURIComponent(location.hash)) : -1;
  if (n >= 0) go(shownAs(n));
};
addEventListener("hashchange", follow);

for (let n = 0; n < machineCount; n++) if (pairs[n].cut) replay(n);
receive(live ? live.edits : readStored());
if (live) adoptQueues(); else unsaved = known.length;
recutting = false;
layout();
placeDrafts();
countDrafts();
const stray = strayDrafts();
if (live?.trouble) trouble(live.trouble);
else if (stray.length) trouble(plural(stray.length, "draft") + " of sentences that are no longer in this document: " + stray.map((d) => "“" + d.text + "”").join(" "));
if (live) document.body.dataset.role = live.role;
listChecks();
chart();
select();
count();
follow();
if (live) {
  send();
  if (unsent.size) sendDrafts();
  askOffers();
  if (live.glossary) askTerms();
  poll();
}

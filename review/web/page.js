// What is shown, moving in it, and acting on it with keys and buttons.

const PAGE = 200; // rows on a page: real pages keep find-in-page, print and screen readers working at any size
const search = $("search"), filter = $("filter"), order = $("order");
let shown = [], page = 0, current = -1;

const matches = (p) => {
  switch (filter.value) {
    case "findings": if (!findingsOf(p)?.length && p.st !== "initial") return false; break;
    case "open": if (done(p)) return false; break;
    case "foreign": if (!p.u) return false; break;
    case "failed": if (p.st !== "initial") return false; break;
    case "rejected": if (!p.w) return false; break;
    case "edited": if (!p.edits && !done(p)) return false; break;
    case "offer": if (!offered(p)) return false; break;
    case "other": if (p.x === undefined || p.x === p.t) return false; break;
  }
  if (filter.value.startsWith("check:") && !p.f?.some((f) => "check:" + f.c === filter.value)) return false;
  const want = search.value.trim().toLowerCase();
  return !want || p.s.toLowerCase().includes(want) || p.t.toLowerCase().includes(want);
};
const select = () => {
  shown = [];
  pairs.forEach((p, n) => { if (matches(p)) shown.push(n); });
  if (order.value === "risk") shown.sort((a, b) => riskOf(pairs[b]) - riskOf(pairs[a]) || a - b);
  const i = shown.indexOf(current);
  if (i < 0) current = -1;
  page = Math.floor(Math.max(0, i) / PAGE);
  draw();
  say(shown.length === pairs.length ? "" : shown.length + " of " + plural(pairs.length, "pair"));
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
  if (focus) row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};
const step = (d) => {
  const i = shown.indexOf(current);
  go(shown[i < 0 ? page * PAGE : Math.max(0, Math.min(shown.length - 1, i + d))]);
};
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

const approve = (n) => {
  const p = pairs[n];
  if (p.st === "initial") { say("Pair " + p.i + " is not translated: edit it (e) first."); return false; }
  record([change(n, { target: p.t, state: "reviewed" })]);
  say("Pair " + p.i + " approved.");
  return true;
};
const approveClean = () => {
  const part = shown.slice(page * PAGE, (page + 1) * PAGE).filter((n) => { const p = pairs[n]; return !p.f && p.st === "translated" && !p.w; });
  record(part.map((n) => change(n, { target: pairs[n].t, state: "reviewed" })));
  say(plural(part.length, "pair") + " approved.");
};
const take = (n, text) => {
  record([change(n, { target: text, state: "reviewed" })]);
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
const takeOther = (n) => { if (n >= 0 && pairs[n].x !== undefined) take(n, pairs[n].x); };
// Offers the text of an edit for other pairs with the same source.
const offerSame = (n) => {
  const p = pairs[n], same = withSource(p.s).filter((k) => k !== n && pairs[k].t !== p.t && !done(pairs[k]));
  if (!same.length) return;
  const box = make("div", "actions ui same"), gone = () => { box.remove(); go(n); };
  box.append(make("span", "", plural(same.length, "other pair") + (same.length === 1 ? " has" : " have") + " the same source."), button("Apply there too", () => {
    record(same.map((k) => change(k, { target: p.t, state: "reviewed" })));
    say("Applied to " + plural(same.length, "pair") + ".");
    gone();
  }), button("Leave", gone));
  rowAt(n).append(box);
};
const edit = (n, text = pairs[n].t) => {
  const p = pairs[n], cell = rowAt(n).querySelector(".target"), box = make("textarea", "editor"), actions = make("div", "actions");
  if (cell.querySelector("textarea")) return;
  const close = () => { redraw(n); go(n); };
  const done = () => {
    if (!box.value.trim() && p.s.trim()) { say("An empty translation is not kept; reject the pair instead."); return; }
    cell.replaceChildren(); // so that the row is drawn anew
    take(n, box.value);
  };
  box.value = text;
  box.setAttribute("aria-label", "Translation of pair " + p.i);
  box.lang = data.to;
  box.dir = "auto";
  box.onkeydown = (e) => {
    if (e.key === "Escape") { e.preventDefault(); close(); }
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); done(); }
  };
  actions.append(button("Keep", done, "main"), button("Leave", close));
  cell.replaceChildren(box, actions);
  box.style.height = Math.min(480, box.scrollHeight + 8) + "px";
  box.focus();
};
const reject = (n) => {
  const p = pairs[n], row = rowAt(n);
  if (row.querySelector(".reject")) return;
  if (p.st === "initial") { say("Pair " + p.i + " is not translated."); return; }
  const form = make("form", "actions reject ui"), why = make("input"), ok = make("button", "main", "Reject");
  why.placeholder = "What is wrong?";
  why.setAttribute("aria-label", "Reason for rejecting pair " + p.i);
  why.setAttribute("list", "reasons");
  why.required = true;
  const close = () => { redraw(n); go(n); };
  form.append(why, ok, button("Leave", close));
  form.onsubmit = (e) => { e.preventDefault(); form.remove(); record([change(n, { state: "translated", reason: why.value })]); say("Pair " + p.i + " rejected."); go(n); step(1); };
  form.onkeydown = (e) => { if (e.key === "Escape") { e.preventDefault(); close(); } };
  row.append(form);
  why.focus();
};
// Another translation of the pair, beside the one that stands.
const again = async (n, backend = "") => {
  const p = pairs[n], at = () => rowAt(n);
  say("Translating pair " + p.i + " again …");
  let other;
  try { other = (await ask(address("retranslate"), { source: p.s, backend })).target; } catch (err) { say("Not translated: " + err.message); return; }
  if (!at()) return; // moved on
  at().querySelector(".again")?.remove();
  const box = make("div", "actions ui again"), name = make("input"), close = () => { redraw(n); go(n); };
  name.placeholder = "another backend";
  name.setAttribute("aria-label", "Backend to ask");
  name.onkeydown = (e) => { if (e.key === "Enter") again(n, name.value); };
  const use = button("Take this", () => { box.remove(); take(n, other); }, "main");
  box.append(compared(p.t, other), use, button("Leave", close), name, button("Ask it", () => again(n, name.value)));
  box.onkeydown = (e) => { if (e.key === "Escape") { e.preventDefault(); close(); } };
  at().append(box);
  use.focus();
  say(other === p.t ? "The same translation came again." : "Compared with the one that stands.");
};
const showHistory = (n) => {
  const box = rowAt(n).querySelector(".history");
  if (box) box.open = !box.open; else say("Nothing was done to pair " + pairs[n].i + " yet.");
};

const keys = {
  j: () => step(1), k: () => step(-1), n: nextFinding, "/": () => search.focus(), "?": () => $("keys").showModal(),
  A: () => approveClean(), u: () => { const n = undo(); if (n >= 0) go(n); },
};
const keysOnPair = {
  e: (n) => edit(n), r: reject, h: showHistory, x: takeOther, m: takeOffer, t: (n) => live?.retranslate && again(n),
  a: (n) => { if (approve(n)) step(1); },
};
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.target.closest("input, textarea, select, dialog[open]")) {
    if (e.target === search && (e.key === "Escape" || e.key === "Enter")) { e.preventDefault(); clearTimeout(wait); select(); search.blur(); if (current >= 0) go(current); }
    return;
  }
  if (keys[e.key]) { e.preventDefault(); keys[e.key](); return; }
  if (!keysOnPair[e.key] || !shown.length) return;
  e.preventDefault();
  if (!rowAt(current)) go(shown[page * PAGE]); // the first press needs no j before it
  keysOnPair[e.key](current);
});
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
$("clean").onclick = approveClean;
$("save")?.addEventListener("click", save);
$("rescue").onclick = save;
$("help").onclick = () => $("keys").showModal();
filter.onchange = order.onchange = select;
let wait;
search.oninput = () => { clearTimeout(wait); wait = setTimeout(select, 150); };
addEventListener("beforeprint", () => { if (shown.length <= 5000) draw(true); });
addEventListener("afterprint", () => draw());
addEventListener("beforeunload", (e) => { if (queue.length || !kept || document.querySelector("textarea.editor")) e.preventDefault(); });
addEventListener("storage", (e) => {
  if (live || e.key !== stored) return;
  const have = new Set(known.map((k) => k.time)), fresh = readStored().filter((k) => !have.has(k.time)); // of another tab
  unsaved += fresh.length;
  receive(fresh).forEach(redraw);
  count();
});
const follow = () => {
  const to = location.hash.match(/^#page(\d+)$/);
  if (to) { page = Math.max(0, Math.min(Math.ceil(shown.length / PAGE), +to[1]) - 1); current = -1; draw(); scrollTo(0, 0); return; }
  const n = location.hash.startsWith("#p") ? pairs.findIndex((p) => "#p" + p.i === decodeURIComponent(location.hash)) : -1;
  if (n >= 0) go(n);
};
addEventListener("hashchange", follow);

receive(live ? live.edits : readStored());
if (!live) unsaved = known.length;
if (live?.trouble) trouble(live.trouble);
listChecks();
chart();
select();
count();
follow();
if (live) { askOffers(); setTimeout(poll, 2000); }

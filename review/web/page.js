"use strict";
// All text reaches the page through textContent or a textarea's value: nothing that a document or a model wrote is ever read as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const pairs = data.pairs;
  const PAGE = 200; // rows on a page: real pages keep find-in-page, print and screen readers working at any size
  const $ = (id) => document.getElementById(id);
  const rows = $("rows"), status = $("status"), search = $("search"), filter = $("filter"), order = $("order");
  const stored = "satzpaar:" + data.document;
  const live = JSON.parse($("live").textContent); // null in a page that is a file; else the server keeps the edits

  // ---- edits: a list that only grows; undo is an edit too, as in the file that it becomes
  let edits = [];
  if (live) edits = live.edits;
  else try { edits = JSON.parse(localStorage.getItem(stored) || "[]"); } catch { edits = []; }
  let unsaved = live ? 0 : edits.length;
  const base = pairs.map((p) => ({ t: p.t, st: p.st, w: p.w || "" }));
  const key = (n) => {
    const k = { source: pairs[n].s };
    if (data.record) k.record = data.record;
    if (n > 0) k.before = pairs[n - 1].s;
    if (n + 1 < pairs.length) k.after = pairs[n + 1].s;
    if (pairs[n].n) k.n = pairs[n].n;
    return k;
  };
  const keyText = (k) => JSON.stringify([k.record || "", k.source, k.before || "", k.after || "", k.n || 0]);
  const numberOf = new Map(pairs.map((p, n) => [keyText(key(n)), n]));
  const replay = (n) => {
    const p = pairs[n], own = [];
    for (const e of edits) {
      if (numberOf.get(keyText(e)) !== n) continue;
      if (e.undo) own.pop(); else own.push(e);
    }
    p.t = base[n].t; p.st = base[n].st; p.w = base[n].w; p.edited = own.length > 0;
    for (const e of own) {
      if (e.target !== undefined) p.t = e.target;
      p.st = e.state || (e.target !== undefined ? "reviewed" : "translated");
      p.w = e.reason || "";
    }
  };
  const record = (n, e) => {
    const edit = { ...key(n), ...e };
    if (live) { queue.push(edit); unsaved++; send(); }
    else {
      edits.push({ ...edit, time: new Date().toISOString() });
      unsaved++;
      try { localStorage.setItem(stored, JSON.stringify(edits)); } catch { say("The browser keeps no copy: save your edits before closing the page."); }
    }
    if (live) edits.push(edit);
    replay(n);
    redraw(n);
    count();
  };
  // ---- a served page sends edits one after the other, and says "saved" when the server has them on its disk
  const queue = [];
  let sending = false;
  const address = (what) => what + "?d=" + encodeURIComponent(live.name);
  const send = async () => {
    if (sending) return;
    sending = true;
    while (queue.length) {
      const part = queue.slice();
      try {
        const r = await fetch(address("edits"), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(part) });
        if (!r.ok) throw new Error(await r.text());
        queue.splice(0, part.length);
        unsaved -= part.length;
        confirmed += part.length;
        say("Saved.");
      } catch (err) {
        say("Not saved yet (" + err.message + "); trying again. Keep this page open.");
        await new Promise((ok) => setTimeout(ok, 1500));
      }
    }
    sending = false;
  };
  // What other tabs did: the edits of the file from the number on that this page knows.
  let confirmed = edits.length;
  const poll = async () => {
    if (!unsaved && !document.hidden) try {
      const r = await fetch(address("edits") + "&after=" + confirmed);
      const fresh = r.ok ? await r.json() : [];
      if (fresh.length && !unsaved) {
        edits.push(...fresh);
        confirmed += fresh.length;
        for (const n of new Set(fresh.map((e) => numberOf.get(keyText(e))))) if (n !== undefined && !rows.querySelector('[data-n="' + n + '"] textarea')) { replay(n); redraw(n); }
        count();
      }
    } catch { /* the server is away; edits will say so */ }
    setTimeout(poll, 2000);
  };
  if (live) setTimeout(poll, 2000);
  for (const n of new Set(edits.map((e) => numberOf.get(keyText(e))))) if (n !== undefined) replay(n);

  // ---- which pairs are shown
  let shown = [], page = 0, current = -1;
  const matches = (p) => {
    switch (filter.value) {
      case "findings": if (!p.f && !p.e) return false; break;
      case "open": if (p.st === "reviewed" || p.st === "final") return false; break;
      case "foreign": if (!p.u) return false; break;
      case "failed": if (p.st !== "initial") return false; break;
      case "edited": if (!p.edited && p.st !== "reviewed" && p.st !== "final") return false; break;
    }
    const want = search.value.trim().toLowerCase();
    return !want || p.s.toLowerCase().includes(want) || p.t.toLowerCase().includes(want);
  };
  const riskOf = (p) => (p.st === "initial" ? 2 : p.r ?? 0);
  const select = () => {
    shown = [];
    pairs.forEach((p, n) => { if (matches(p)) shown.push(n); });
    if (order.value === "risk") shown.sort((a, b) => riskOf(pairs[b]) - riskOf(pairs[a]) || a - b);
    page = 0;
    current = -1;
    draw();
    say(shown.length === pairs.length ? "" : shown.length + " of " + pairs.length + " pairs");
  };

  // ---- drawing
  const make = (tag, cls, text) => {
    const e = document.createElement(tag);
    if (cls) e.className = cls;
    if (text !== undefined) e.textContent = text;
    return e;
  };
  // Cuts text at the borders of all marks and gives every part the classes of the marks that cover it.
  const marked = (into, text, marks) => {
    const cuts = [...new Set([0, text.length, ...marks.flatMap((m) => [m.start, m.end])])].filter((c) => c >= 0 && c <= text.length).sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i++) {
      const part = text.slice(cuts[i], cuts[i + 1]);
      const over = marks.filter((m) => m.start <= cuts[i] && m.end >= cuts[i + 1] && m.start < m.end);
      if (!over.length) { into.append(part); continue; }
      const span = make("span", over.map((m) => m.cls).join(" "), part);
      const titles = over.map((m) => m.title).filter(Boolean);
      if (titles.length) span.title = titles.join(" · ");
      for (const m of over) {
        if (m.lang) span.lang = m.lang;
        if (m.links) span.dataset.links = ((span.dataset.links || "") + " " + m.links.join(" ")).trim();
      }
      into.append(span);
    }
  };
  const side = (p, source) => {
    const e = make("div", "text " + (source ? "source" : "target"));
    e.lang = source ? data.from : data.to;
    const text = source ? p.s : p.t;
    if (!source && p.st === "initial") { e.append(make("span", "none", "not translated")); return e; }
    if (!source && p.a === "drop") { e.append(make("span", "none", "left out")); return e; }
    const changed = !source && p.t !== base[p.at].t;
    const marks = [];
    if (source) for (const u of p.u || []) marks.push({ start: u.s, end: u.e, cls: "foreign", title: data.names[u.l] || u.l, lang: u.l });
    if (!changed) for (const f of p.f || []) {
      const at = source ? f.s : f.t;
      if (at) marks.push({ start: at[0], end: at[1], cls: "hit " + f.v, title: f.m });
    }
    if (!changed) {
      const words = new Map();
      (p.l || []).forEach((l, i) => {
        const [a, b] = source ? [l[0], l[1]] : [l[2], l[3]];
        const id = a + "-" + b;
        if (!words.has(id)) words.set(id, { start: a, end: b, cls: "word", links: [] });
        words.get(id).links.push(i);
      });
      marks.push(...words.values());
    }
    marked(e, text, marks);
    return e;
  };
  const level = (r) => (r >= 0.66 ? "high" : r >= 0.33 ? "mid" : "");
  const rowOf = (n, first) => {
    const p = pairs[n];
    p.at = n;
    const row = make("section", "pair");
    row.id = "p" + p.i;
    row.dataset.n = n;
    row.dataset.kind = p.k;
    row.tabIndex = -1;
    row.setAttribute("aria-label", "Pair " + p.i);
    if (first) row.classList.add("block-start");
    if (n === current) row.classList.add("current");
    const number = make("div", "number");
    const anchor = make("a", "", p.i);
    anchor.href = "#p" + p.i;
    number.append(anchor);
    if (p.r !== undefined) {
      const m = make("div", "meter"), i = make("i", level(p.r));
      i.style.width = Math.round(p.r * 100) + "%";
      m.title = "risk " + Math.round(p.r * 100) + " of 100" + (p.sc !== undefined ? ", model score " + p.sc.toFixed(2) : "");
      m.append(i);
      number.append(m);
    }
    row.append(number, side(p, true), side(p, false));
    const notes = make("ul", "notes");
    const note = (cls, text, title) => { const li = make("li", "tag " + cls, text); if (title) li.title = title; notes.append(li); };
    if (p.e) note("error", "not translated: " + p.e);
    if (p.st === "reviewed" || p.st === "final") note("good", p.st === "final" ? "final" : "✓ approved");
    if (p.w) note("error", "✗ rejected: " + p.w);
    if (p.edited && p.t !== base[n].t) note("good", "edited");
    for (const u of new Set((p.u || []).map((u) => u.l))) note("foreign", (data.names[u] || u) + (p.a === "keep" ? ", kept" : p.a === "drop" ? ", left out" : ""));
    for (const f of p.f || []) note(f.v, f.m, data.titles[f.c] || f.c);
    if (notes.children.length) row.append(notes);
    return row;
  };
  const draw = () => {
    const from = page * PAGE, to = Math.min(shown.length, from + PAGE), part = document.createDocumentFragment();
    let block = -1;
    for (let i = from; i < to; i++) {
      const p = pairs[shown[i]];
      part.append(rowOf(shown[i], p.b !== block && order.value === "document" && i > from));
      block = p.b;
    }
    if (!shown.length) part.append(make("p", "ui", "No pair matches."));
    rows.replaceChildren(part);
    const nav = $("pages"), last = Math.ceil(shown.length / PAGE) - 1;
    nav.replaceChildren();
    if (last > 0) {
      const go = (text, to, off) => { const b = make("button", "", text); b.disabled = off; b.onclick = () => { page = to; draw(); scrollTo(0, 0); }; nav.append(b); };
      go("First", 0, page === 0);
      go("Back", page - 1, page === 0);
      nav.append(make("span", "", "page " + (page + 1) + " of " + (last + 1)));
      go("Next", page + 1, page === last);
      go("Last", last, page === last);
    }
  };
  const redraw = (n) => {
    const old = rows.querySelector('[data-n="' + n + '"]');
    if (!old) return;
    const fresh = rowOf(n, old.classList.contains("block-start"));
    old.replaceWith(fresh);
    if (n === current) fresh.focus({ preventScroll: true });
  };
  const say = (text) => { status.textContent = text; };
  const count = () => {
    const n = { reviewed: 0, findings: 0, failed: 0, foreign: 0 };
    for (const p of pairs) {
      if (p.st === "reviewed" || p.st === "final") n.reviewed++;
      if (p.f) n.findings++;
      if (p.st === "initial") n.failed++;
      if (p.u) n.foreign++;
    }
    $("summary").textContent = [(data.names[data.from] || data.from) + " → " + (data.names[data.to] || data.to), pairs.length + " pairs", n.reviewed + " reviewed", n.findings + " with findings",
      n.foreign + " with foreign text", n.failed + " not translated", data.origins.join(", ")].filter(Boolean).join(" · ");
    if (!live) {
      $("save").disabled = !unsaved;
      $("save").textContent = unsaved ? "Save edits (" + unsaved + ")" : "Save edits";
    }
  };
  const chart = () => {
    const box = $("chart"), most = 240, size = Math.max(1, Math.ceil(pairs.length / most));
    for (let i = 0; i < pairs.length; i += size) {
      const part = pairs.slice(i, i + size), r = Math.max(...part.map(riskOf));
      const bar = make("i", part.some((p) => p.r !== undefined || p.st === "initial") ? level(r) : "none");
      bar.style.height = Math.max(6, Math.min(1, r) * 100) + "%";
      box.append(bar);
    }
  };

  // ---- moving and acting
  const go = (n, focus = true) => {
    if (n === undefined || n < 0) return;
    const i = shown.indexOf(n);
    if (i < 0) return;
    if (Math.floor(i / PAGE) !== page) { page = Math.floor(i / PAGE); draw(); }
    rows.querySelector(".current")?.classList.remove("current");
    current = n;
    const row = rows.querySelector('[data-n="' + n + '"]');
    row.classList.add("current");
    if (focus) row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (d) => { const i = shown.indexOf(current); go(shown[Math.max(0, Math.min(shown.length - 1, i < 0 ? 0 : i + d))]); };
  const nextFinding = () => {
    const i = shown.indexOf(current);
    for (let k = i + 1; k < shown.length; k++) { const p = pairs[shown[k]]; if ((p.f || p.e) && p.st !== "reviewed" && p.st !== "final") return go(shown[k]); }
    say("No further finding.");
  };
  const approve = (n) => {
    const p = pairs[n];
    if (p.st === "initial") { say("There is nothing to approve: the pair is not translated."); return; }
    record(n, { target: p.t, state: "reviewed", machine: base[n].t });
    say("Pair " + p.i + " approved.");
  };
  const edit = (n) => {
    const row = rows.querySelector('[data-n="' + n + '"]'), p = pairs[n], cell = row.querySelector(".target");
    const box = make("textarea", "editor"), actions = make("div", "actions"), keep = make("button", "main", "Keep"), leave = make("button", "", "Leave");
    box.value = p.t;
    box.setAttribute("aria-label", "Translation of pair " + p.i);
    box.lang = data.to;
    const close = () => { redraw(n); go(n); };
    keep.onclick = () => { record(n, { target: box.value, state: "reviewed", machine: base[n].t }); close(); };
    leave.onclick = close;
    box.onkeydown = (e) => {
      if (e.key === "Escape") { e.preventDefault(); close(); }
      if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); keep.click(); }
    };
    actions.append(keep, leave);
    cell.replaceChildren(box, actions);
    box.focus();
  };
  const reject = (n) => {
    const row = rows.querySelector('[data-n="' + n + '"]'), p = pairs[n];
    if (row.querySelector(".reject")) return;
    const form = make("form", "actions reject ui"), why = make("input"), ok = make("button", "", "Reject");
    why.placeholder = "What is wrong?";
    why.setAttribute("aria-label", "Reason for rejecting pair " + p.i);
    why.required = true;
    form.append(why, ok);
    form.onsubmit = (e) => { e.preventDefault(); record(n, { state: "translated", reason: why.value, machine: p.t }); step(1); };
    form.onkeydown = (e) => { if (e.key === "Escape") { redraw(n); go(n); } };
    row.append(form);
    why.focus();
  };
  // Words that differ from the machine's version, shown in place of the text until the pair is drawn again.
  const again = async (n) => {
    const p = pairs[n], row = rows.querySelector('[data-n="' + n + '"]');
    say("Translating pair " + p.i + " again …");
    try {
      const r = await fetch(address("retranslate"), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ source: p.s, backend: "" }) });
      if (!r.ok) throw new Error(await r.text());
      const other = (await r.json()).target, box = make("div", "actions ui"), take = make("button", "main", "Take this"), leave = make("button", "", "Leave");
      const text = make("div", "text target", other);
      take.onclick = () => { record(n, { target: other, state: "reviewed", machine: base[n].t }); go(n); };
      leave.onclick = () => { redraw(n); go(n); };
      box.append(take, leave);
      row.append(make("div"), make("div"), text, make("div"), make("div"), box);
      take.focus();
      say(other === p.t ? "The same translation came again." : "");
    } catch (err) { say("Not translated: " + err.message); }
  };
  const undo = () => {
    const open = [];
    for (const e of edits) {
      const k = keyText(e);
      if (!e.undo) { open.push(k); continue; }
      const at = open.lastIndexOf(k);
      if (at >= 0) open.splice(at, 1);
    }
    const k = open.pop();
    const n = k === undefined ? undefined : numberOf.get(k);
    if (n === undefined) { say("Nothing to undo."); return; }
    record(n, { undo: true });
    go(n);
    say("Undone: pair " + pairs[n].i + ".");
  };
  const save = () => {
    const text = edits.map((e) => JSON.stringify(e)).join("\n") + "\n";
    const a = make("a");
    a.href = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
    a.download = data.document.split("/").pop() + ".edits.jsonl";
    a.click();
    setTimeout(() => URL.revokeObjectURL(a.href), 10000);
    unsaved = 0;
    count();
    say("Edits saved as a file: give it to satzpaar review --import.");
  };

  document.addEventListener("keydown", (e) => {
    if (e.target.closest("input, textarea, select, dialog") || e.ctrlKey || e.metaKey || e.altKey) {
      if (e.key === "Escape" && e.target === search) { search.blur(); if (current >= 0) go(current); }
      return;
    }
    const act = { j: () => step(1), k: () => step(-1), n: nextFinding, u: undo, "/": () => search.focus(), "?": () => $("keys").showModal() }[e.key];
    if (act) { e.preventDefault(); act(); return; }
    if (current < 0) return;
    const on = { e: () => edit(current), a: () => { const n = current; approve(n); step(1); }, r: () => reject(current), t: () => live && live.retranslate && again(current) }[e.key];
    if (on) { e.preventDefault(); on(); }
  });
  rows.addEventListener("click", (e) => { const row = e.target.closest(".pair"); if (row && !e.target.closest("a, button, textarea, input")) go(+row.dataset.n, false); });
  rows.addEventListener("dblclick", (e) => { const row = e.target.closest(".pair"); if (row && e.target.closest(".target") && !e.target.closest("textarea")) edit(+row.dataset.n); });
  const light = (e, on) => {
    const word = e.target.closest?.("[data-links]");
    if (!word) return;
    const row = word.closest(".pair"), ids = new Set(word.dataset.links.split(" "));
    for (const w of row.querySelectorAll("[data-links]")) w.classList.toggle("lit", on && w.dataset.links.split(" ").some((i) => ids.has(i)));
  };
  rows.addEventListener("mouseover", (e) => light(e, true));
  rows.addEventListener("mouseout", (e) => light(e, false));
  $("clean").onclick = () => {
    const part = shown.slice(page * PAGE, (page + 1) * PAGE).filter((n) => { const p = pairs[n]; return !p.f && p.st === "translated" && !p.w; });
    for (const n of part) record(n, { target: pairs[n].t, state: "reviewed", machine: base[n].t });
    say(part.length + " pairs approved.");
  };
  if (!live) $("save").onclick = save;
  $("help").onclick = () => $("keys").showModal();
  filter.onchange = order.onchange = select;
  let wait;
  search.oninput = () => { clearTimeout(wait); wait = setTimeout(select, 150); };
  addEventListener("beforeunload", (e) => { if (unsaved && (live || !localStorage.getItem(stored))) e.preventDefault(); });
  chart();
  count();
  select();
  if (location.hash.startsWith("#p")) { const n = pairs.findIndex((p) => "#p" + p.i === location.hash); if (n >= 0) go(n); }
})();

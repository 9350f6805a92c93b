"use strict";
// All text reaches the page through textContent: nothing that a person or a model wrote is ever read as markup.
(async () => {
  const $ = (id) => document.getElementById(id);
  const make = (tag, cls, text) => {
    const e = document.createElement(tag);
    if (cls) e.className = cls;
    if (text !== undefined) e.textContent = text;
    return e;
  };
  const plural = (n, what) => n.toLocaleString("en") + " " + what + (n === 1 ? "" : "s");
  const marks = { error: "✗", warning: "!", info: "i" };
  const trouble = (text) => { $("trouble").textContent = text || ""; $("trouble").hidden = !text; };

  // Asks the server and returns its answer; an answer that is a problem is thrown.
  const ask = async (path, body) => {
    const headers = { "Content-Type": "application/json" };
    if ($("key").value) headers.Authorization = "Bearer " + $("key").value;
    const answer = await fetch(path, body ? { method: "POST", headers, body: JSON.stringify(body) } : {});
    const data = await answer.json().catch(() => ({}));
    if (answer.ok) return data;
    const later = answer.headers.get("Retry-After");
    throw new Error((data.error || "The server answers " + answer.status) + (later ? "; try again in " + plural(Number(later), "second") : ""));
  };

  let settings;
  try {
    settings = await ask("page/settings");
  } catch (e) {
    trouble(e.message);
    return;
  }
  const many = new Set(settings.directions.map((d) => d.engine)).size > 1;
  // Where an engine knows several languages, it can find out which one a text is in.
  for (const d of [...settings.directions]) {
    const same = (e) => e.engine === d.engine && e.to === d.to;
    if (settings.directions.filter(same).length === 1 || settings.directions.some((e) => same(e) && e.from === "auto")) continue;
    settings.directions.push({ ...d, from: "auto", fromName: "Any language" });
  }
  settings.directions.forEach((d, i) => {
    const o = make("option", "", d.fromName + " → " + d.toName + (many ? " (" + d.engine + ")" : ""));
    o.value = i;
    $("direction").append(o);
  });
  $("engine").textContent = many ? "" : "by " + settings.directions[0].engine;
  $("key-label").hidden = !settings.key;

  const encoder = new TextEncoder();
  const measure = () => {
    const bytes = encoder.encode($("text").value).length, over = bytes > settings.limit;
    $("size").textContent = bytes ? plural([...$("text").value].length, "character") + (over ? ": too long by " + plural(bytes - settings.limit, "byte") : "") : "";
    $("size").classList.toggle("over", over);
    $("go").disabled = over || !$("text").value.trim();
  };
  $("text").addEventListener("input", measure);
  measure();

  // Cuts text at the borders of all marks and gives every part the classes of the marks that cover it.
  const marked = (into, text, list) => {
    list = list.filter((m) => m.start < m.end && m.end <= text.length);
    const cuts = [...new Set([0, text.length, ...list.flatMap((m) => [m.start, m.end])])].sort((a, b) => a - b);
    for (let i = 0; i + 1 < cuts.length; i++) {
      const over = list.filter((m) => m.start <= cuts[i] && m.end >= cuts[i + 1]), part = text.slice(cuts[i], cuts[i + 1]);
      if (!over.length) { into.append(part); continue; }
      const span = make("span", over.map((m) => m.cls).join(" "), part);
      span.title = over.map((m) => m.title).filter(Boolean).join(" · ");
      if (!span.title) span.removeAttribute("title");
      for (const m of over) {
        if (m.lang) span.lang = m.lang;
        if (m.links) { span.dataset.links = m.links.join(" "); span.tabIndex = 0; }
      }
      into.append(span);
    }
  };
  const side = (p, source, lang) => {
    const e = make("div", "text " + (source ? "source" : "target")), list = [], words = new Map();
    e.lang = lang;
    e.dir = "auto";
    if (source) for (const f of p.foreign || []) list.push({ start: f.start, end: f.end, cls: "foreign", title: f.name, lang: f.lang });
    for (const f of p.findings || []) {
      const at = source ? f.source : f.target;
      if (at) list.push({ start: at[0], end: at[1], cls: "hit " + f.severity, title: f.message });
    }
    (p.links || []).forEach((l, i) => {
      const [a, b] = source ? [l[0], l[1]] : [l[2], l[3]];
      if (!words.has(a)) words.set(a, { start: a, end: b, cls: "word", links: [] });
      words.get(a).links.push(i);
    });
    list.push(...words.values());
    marked(e, source ? p.source : p.target, list);
    return e;
  };
  const row = (p, first, answer) => {
    const e = make("div", "pair" + (first ? " block-start" : "")), notes = make("ul", "notes");
    e.append(side(p, true, answer.from), side(p, false, p.kept ? p.foreign?.[0]?.lang || answer.from : answer.to));
    const note = (cls, mark, text) => {
      const li = make("li", "tag " + cls);
      if (mark) li.append(make("b", "mark", mark));
      li.append(text);
      notes.append(li);
    };
    for (const name of new Set((p.foreign || []).map((f) => f.name))) note("foreign", "", name + (p.kept ? ", kept" : ""));
    for (const f of p.findings || []) note(f.severity, marks[f.severity], f.message);
    if (notes.children.length) e.append(notes);
    return e;
  };

  // Lights the words that belong to the one that is pointed at, or left.
  const light = (event) => {
    for (const w of $("rows").querySelectorAll(".lit")) w.classList.remove("lit");
    const word = event.type === "mouseout" || event.type === "focusout" ? null : event.target.closest?.(".word");
    if (!word) return;
    const links = new Set(word.dataset.links.split(" "));
    for (const w of word.closest(".pair").querySelectorAll(".word"))
      if (w.dataset.links.split(" ").some((l) => links.has(l))) w.classList.add("lit");
  };
  for (const type of ["mouseover", "mouseout", "focusin", "focusout"]) $("rows").addEventListener(type, light);

  let translation = "";
  const show = (answer) => {
    const pairs = answer.pairs, findings = pairs.reduce((n, p) => n + (p.findings || []).length, 0), kept = pairs.filter((p) => p.kept).length;
    translation = answer.text;
    $("rows").replaceChildren(...pairs.map((p, i) => row(p, i > 0 && p.block !== pairs[i - 1].block, answer)));
    $("summary").textContent = [plural(pairs.length, "sentence"), kept && kept + " kept", findings ? plural(findings, "finding") : "no findings"].filter(Boolean).join(" · ");
    $("result").hidden = false;
  };
  let turn = 0; // of questions: the answer to an older one is not shown
  $("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    if ($("go").disabled) return;
    const mine = ++turn, d = settings.directions[$("direction").value];
    trouble("");
    $("go").disabled = true;
    $("size").textContent = "translating …";
    try {
      const answer = await ask("page/translate", { text: $("text").value, engine: d.engine, source: d.from, target: d.to });
      if (mine === turn) show(answer);
    } catch (e) {
      if (mine !== turn) return;
      trouble(e.message);
      $("result").hidden = true; // it is that of another text
    } finally {
      if (mine === turn) measure();
    }
  });
  $("text").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); $("form").requestSubmit(); }
  });
  $("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(translation);
      $("summary").textContent = "copied";
    } catch {
      trouble("The browser does not let this page copy: select the text instead.");
    }
  });
})();

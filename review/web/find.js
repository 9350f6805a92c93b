// Finding in all documents, which is a concordance too, and replacing after a preview.

let remembered = []; // what was found in the memory, in other runs and in the cache: {d, s, t, run, cache}
let findings = []; // what was found: {d, i, s, t, st, seen}, here and at in this document, key and m in others, and leave where a person has left it out
const searched = { want: "", side: "" };
let searches = 0, answered = 0; // how many searches began, and which of them the page shows

const MOST = 500; // as the server has it
const findHere = (want, side) => {
  const list = [];
  for (const n of sequence) {
    const p = pairs[n];
    if (list.length === MOST) break;
    if (side === "target" || !found(p.s, want)) if (side === "source" || !found(p.t, want)) continue;
    list.push({ here: true, d: data.document, i: p.i, at: n, s: p.s, t: p.t, st: p.st, seen: known.length });
  }
  return list;
};
const isHere = (h) => h.here || h.d === live.name;
const findAll = async () => {
  const query = $("find-text").value.trim();
  Object.assign(searched, { want: fold(query).text, side: $("find-side").value });
  const turn = ++searches;
  countChosen(); // nothing is replaced before it is known what is found now
  let more = false, list = [], memory = [];
  if (searched.want) try {
    if (live) {
      ({ hits: list, memory = [], more } = await ask(address("find") + "&q=" + encodeURIComponent(query) + "&side=" + searched.side));
      list = list.filter((h) => !isHere(h));
    }
    list.unshift(...findHere(searched.want, searched.side)); // the page knows what is not saved yet
  } catch (err) { if (turn === searches) $("find-count").textContent = "Not searched: " + err.message; return; }
  if (turn !== searches) return; // something else is looked for by now
  findings = list;
  remembered = memory;
  answered = turn;
  const runs = memory.filter((m) => m.run).length, cached = memory.filter((m) => m.cache).length, kept = memory.length - runs - cached;
  const counted = [findings.length && plural(findings.length, "pair"), kept && kept + " in the memory", runs && runs + " in other runs",
    cached && cached + " in the cache"].filter(Boolean).join(", ");
  const n = counted ? counted + (more ? ", and there are more" : "") : "Nothing found.";
  $("find-count").textContent = searched.want ? n : "";
  drawFound();
};
const replaced = (text, by) => {
  let out = "", from = 0;
  for (const [start, end] of hits(text, searched.want)) { out += text.slice(from, start) + by; from = end; }
  return out + text.slice(from);
};
const replacement = (h) => (searched.side === "target" && $("find-with").value && h.st !== "initial" ? replaced(h.t, $("find-with").value) : h.t);
// What was split or merged is changed on its own page.
const replaceable = (h) => h.st !== "final" && !h.cut;
const chosen = () => findings.filter((h) => !h.leave && replaceable(h) && replacement(h) !== h.t);
const LONG = 700, AROUND = 250; // characters of a text that is shown whole, and of what stands before the first hit of a longer one
// Marks what was found in a text, of which only the part around the first hit is shown if it is long.
const markedFound = (into, text, on) => {
  const found = on ? hits(text, searched.want) : [], long = text.length > LONG;
  const whole = (i) => (/[\udc00-\udfff]/.test(text[i]) ? i - 1 : i); // not within a character
  const from = long ? whole(Math.max(0, (found[0]?.[0] ?? 0) - AROUND)) : 0, to = long ? whole(Math.min(text.length, from + LONG)) : text.length;
  if (from) into.append("… ");
  marked(into, text.slice(from, to), found.map(([start, end]) => ({ start: start - from, end: end - from, cls: "found" })));
  if (to < text.length) into.append(" …");
};
const drawFound = () => {
  const list = $("find-hits");
  list.replaceChildren(...findings.map((h) => {
    const li = make("li"), head = make("p", "ui"), source = speaks(make("div", "text source"), "from"), a = make("a", "", (isHere(h) ? "" : h.d + " ") + h.i);
    a.href = isHere(h) ? "#p" + h.i : "document?d=" + encodeURIComponent(h.d) + "#p" + h.i;
    a.onclick = () => { if (isHere(h)) $("find").close(); };
    head.append(a);
    if (h.st === "final") head.append(" ", make("span", "tag good", "locked"));
    markedFound(source, h.s, searched.side !== "target");
    const by = replacement(h), target = by === h.t ? plainText("") : compared(h.t, by);
    target.className = "text";
    if (by === h.t) markedFound(target, h.t, searched.side !== "source");
    else if (replaceable(h)) {
      const box = make("input");
      box.type = "checkbox";
      box.checked = !h.leave;
      box.ariaLabel = "Replace in pair " + h.i;
      box.onchange = () => { h.leave = !box.checked; countChosen(); };
      head.prepend(box, " ");
    }
    li.append(head, source, target);
    return li;
  }), ...remembered.map((m) => {
    const li = make("li"), head = make("p", "ui"), texts = ["source", "target"].map((name, i) => {
      const text = speaks(make("div", "text " + name), i ? "to" : "from"), said = i ? m.t : m.s;
      markedFound(text, said, !searched.side || searched.side === name);
      return text;
    });
    head.append(make("span", "tag info", m.d));
    li.append(head, ...texts);
    return li;
  }));
  countChosen();
};
const countChosen = () => {
  const n = chosen().length;
  $("find-replace").hidden = searched.side !== "target" || !findings.length;
  $("find-replace").disabled = !n || answered !== searches;
  $("find-replace").textContent = "Replace in " + plural(n, "pair");
};
// Replaces what is chosen, in all documents as one step.
const replaceAll = async () => {
  if (!may("edit")) return;
  const list = chosen(), state = (h) => (h.st === "reviewed" && mine("judge") ? "reviewed" : "translated");
  const here = list.filter(isHere), others = new Map();
  record(here.map((h) => change(h.at, { target: replacement(h), state: state(h), seen: h.seen })));
  const elsewhere = [], step = here.length ? steps.at(-1) : []; // others may follow while the server answers
  for (const h of list) if (!isHere(h)) others.set(h.d, [...(others.get(h.d) || []), h]);
  let left = 0, problem = "";
  for (const [name, part] of others) try {
    const edits = part.map((h) => ({ ...h.key, target: replacement(h), state: state(h), machine: h.m || undefined, time: stamp(), seen: h.seen }));
    const answer = await ask("edits?d=" + encodeURIComponent(name), { after: part[0].seen, edits, mine: [] });
    const refused = new Set(answer.conflicts);
    left += refused.size;
    if (refused.size < part.length) elsewhere.push({ name, edits: edits.filter((_, i) => !refused.has(i)), seen: part[0].seen + answer.edits.length });
  } catch (err) { problem = err.message; left += part.length; }
  if (elsewhere.length) Object.assign(step, { elsewhere });
  if (elsewhere.length && !steps.includes(step)) steps.push(step);
  await findAll();
  $("find-text").focus(); // the button has nothing left to do
  $("find-count").textContent = "Replaced in " + plural(list.length - left, "pair") + "." +
    (left ? " " + left + " left as they are" + (problem ? ": " + problem : ", since somebody has changed them meanwhile") + "." : "");
};
// Takes back what was done in other documents, but where somebody has changed the pair since. Here is how many pairs of
// this document are taken back with them.
const undoElsewhere = async (elsewhere, here) => {
  let undone = 0, left = 0, problem = "";
  for (const { name, edits, seen } of elsewhere) try {
    const undos = edits.map((e) => ({ ...keyOf(e), undo: true, time: stamp(), seen }));
    const answer = await ask("edits?d=" + encodeURIComponent(name), { after: seen, edits: undos, mine: edits.map((e) => e.time) });
    left += answer.conflicts?.length || 0;
    undone += edits.length - (answer.conflicts?.length || 0);
  } catch (err) { problem = err.message; left += edits.length; }
  say("Undone: " + plural(here + undone, "pair") + ", " + undone + " of them in other documents." +
    (left ? " " + left + " left as they are" + (problem ? ": " + problem : ", since somebody has changed them meanwhile") + "." : ""));
};
$("find-form").onsubmit = async (e) => {
  e.preventDefault();
  await findAll();
  const b = $("find-replace"); // from the text to put in, Enter leads to the button that does it
  if (document.activeElement === $("find-with") && !b.hidden && !b.disabled) b.focus();
};
$("find-side").onchange = findAll;
$("find-with").oninput = () => {
  if (!$("find-with").value || searched.side === "target") { drawFound(); return; }
  $("find-side").value = "target"; // only translations are changed
  findAll();
};
$("find-replace").onclick = replaceAll;
$("find-text").onkeydown = (e) => onEscape(e, () => $("find").close()); // a browser would empty it first
$("find-close").onclick = () => $("find").close();

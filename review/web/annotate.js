// Judging one item after the other. What is done is sent at once.

const task = JSON.parse($("task").textContent), mqm = task.protocol === "mqm";
let at = 0, item = null; // item: what the server sent of items[at], and what was done since
const said = () => item.said;

let clearing;
const say = (text) => {
  $("status").textContent = text;
  clearTimeout(clearing);
  if (text === "Saved.") clearing = setTimeout(() => say(""), 2000);
};
const trouble = (text) => { $("trouble").hidden = !text; $("trouble").textContent = text; };
// What was saved, or in conflict what was said in another window meanwhile.
const judge = async (body) => {
  try {
    return await ask("annotation", body);
  } catch (err) {
    if (err.status !== 409) throw err;
    return { conflict: JSON.parse(err.message) };
  }
};

// ---- saving: the last state of each item, one after the other

const unsaved = new Map(), saving = "Saving …";
const showUnsaved = () => document.body.classList.toggle("unsaved", unsaved.size > 0);
let sending = false;
const send = async () => {
  if (sending) return;
  sending = true;
  for (showUnsaved(); unsaved.size; showUnsaved()) {
    const [id, one] = unsaved.entries().next().value, now = JSON.stringify(one.said);
    try {
      const answer = await judge({ id, was: one.was, ...one.said });
      if (answer.conflict) {
        const { time, ...there } = answer.conflict;
        Object.assign(one, { was: time, said: there, history: [] });
        task.items.find((i) => i.id === id).done = there.done;
        unsaved.delete(id);
        if (one === item) draw();
        trouble("You have judged this in another window meanwhile: what was done there is shown now.");
        continue;
      }
      one.was = answer.time;
      if (JSON.stringify(one.said) === now) unsaved.delete(id);
      trouble("");
      if (!unsaved.size && $("status").textContent === saving) say("Saved.");
    } catch (err) {
      const refused = [400, 403].includes(err.status);
      say(saving);
      trouble("This could not be saved (" + err.message + "). " + (refused ? "" : "The page keeps trying; do not close it. If satzpaar annotate was started again, open the address that it prints."));
      if (refused) { unsaved.delete(id); continue; }
      await new Promise((ok) => setTimeout(ok, 1500));
    }
  }
  sending = false;
};
const changed = (done = false) => {
  item.said.done = done;
  task.items[at].done = done;
  unsaved.set(task.items[at].id, item);
  say(saving);
  send();
};
window.addEventListener("beforeunload", (e) => { if (unsaved.size) e.preventDefault(); });
const remember = () => item.history.push(JSON.stringify(said()));
const undo = () => {
  if (!item.history.length) { say("Nothing to undo."); return; }
  item.said = JSON.parse(item.history.pop());
  changed();
  draw();
};

// ---- the parts of the page

const side = {};
for (const name of ["source", "target"]) side[name] = words($(name), () => drawPalette(), () => side[name === "source" ? "target" : "source"].clear());
const rank = (m) => task.severities.indexOf(m.severity);
const color = (name) => (start, end) => said().marks
  .filter((m) => m.category === task.whole ? name === "target" : m[name] && m[name][0] < end && start < m[name][1])
  .sort((a, b) => rank(b) - rank(a))[0]?.severity || "";
const selected = (orAt) => {
  for (const name of ["source", "target"]) {
    const span = side[name].selection(orAt);
    if (span) return { [name]: span };
  }
  return null;
};
const excerpt = (m) => (m.source ? item.source.slice(...m.source) : m.target ? item.target.slice(...m.target) : item.target);
const covers = (m, span) => ["source", "target"].some((name) => m[name] && span[name] && m[name][0] <= span[name][0] && span[name][1] <= m[name][1]);
const most = 200; // marks of a sentence, see bitext.Annotation
// Marks what is selected. Where nothing is, the last error at the word is given the severity, or the word is marked.
const mark = (severity) => {
  const chosen = selected(false), span = chosen || selected(true);
  if (!span) { say("Select words first."); return; }
  const there = !chosen && said().marks.findLast((m) => covers(m, span));
  if (!there && said().marks.length >= most) { say(`${most} errors are marked, and no more can be.`); return; }
  remember();
  if (there) there.severity = severity;
  else said().marks.push({ ...span, ...(mqm ? { category: span.source ? "Accuracy/Omission" : "" } : {}), severity });
  for (const s of Object.values(side)) s.clear();
  changed();
  draw();
  if (mqm && !there) $("marks").lastChild.querySelector("select").focus();
};
const drawPalette = () => {
  const span = selected(false);
  $("palette").replaceChildren();
  if (!task.mayWrite) return;
  if (!span) {
    $("palette").append(said().marks.length ? "" : "Tap or click the first word of an error, then its last one.");
    return;
  }
  $("palette").append(make("q", "", excerpt(span)));
  task.severities.forEach((s, n) => $("palette").append(button(s + " ( " + (mqm ? n : n + 1) + " )", () => mark(s), "severity " + s)));
  $("palette").append(button("Cancel", () => Object.values(side).forEach((s) => s.clear())));
};
const choice = (label, values, value, change) => {
  const s = make("select");
  s.setAttribute("aria-label", label);
  for (const [group, list] of values) {
    const into = group ? make("optgroup") : s;
    if (group) { into.label = group; s.append(into); }
    for (const [v, text] of list) into.append(new Option(text, v));
  }
  s.value = value;
  s.disabled = !task.mayWrite;
  s.onchange = () => { remember(); change(s.value); changed(); draw(); };
  return s;
};
const categories = () => {
  const groups = new Map([["", [["", "what kind?"]]]]);
  for (const c of task.categories || []) {
    if (c === task.whole) continue;
    const [group, name] = c.split("/");
    if (!groups.has(name ? group : " ")) groups.set(name ? group : " ", []);
    groups.get(name ? group : " ").push([c, name || c]);
  }
  return groups;
};
const drawMarks = () => {
  $("marks").replaceChildren(...said().marks.map((m, n) => {
    const li = make("li"), q = make("q", "", excerpt(m));
    li.append(make("span", "severity " + m.severity, m.source ? "In the source" : ""), q);
    const which = " of error " + (n + 1);
    if (m.category === task.whole) q.replaceWith(make("span", "", "Not a translation at all"));
    else if (mqm) {
      if (!m.category) li.append(make("span", "missing", "?"));
      li.append(choice("Kind" + which, categories(), m.category || "", (v) => { m.category = v; }));
    }
    li.append(choice("Severity" + which, [["", task.severities.map((s) => [s, s])]], m.severity, (v) => { m.severity = v; }));
    if (task.mayWrite) li.append(button("Remove", () => { remember(); said().marks.splice(n, 1); changed(); draw(); $("target").focus(); }));
    return li;
  }));
};
const drawScore = () => {
  if (mqm) return;
  const score = said().score;
  document.querySelector(".score").classList.toggle("unset", score === null);
  $("slider").value = score ?? 50;
  if (document.activeElement !== $("number")) $("number").value = score ?? "";
  $("slider").setAttribute("aria-valuetext", score === null ? "no score yet" : String(score));
};
const draw = () => {
  for (const name of ["source", "target"]) side[name].color(color(name));
  drawMarks();
  drawPalette();
  drawScore();
  const done = task.items.filter((i) => i.done).length;
  $("place").textContent = (at + 1).toLocaleString("en") + " of " + task.items.length.toLocaleString("en") + " · " + done.toLocaleString("en") + " done";
  $("progress").max = task.items.length;
  $("progress").value = done;
  $("back").disabled = at === 0;
  $("undo").disabled = !item.history.length;
  $("next").replaceChildren(mqm && !said().marks.length && task.mayWrite ? "No errors, next" : "Next", make("span", "key", " ( n )"));
  $("end").hidden = done < task.items.length;
  $("end").textContent = "All " + plural(task.items.length, "item") + " are done. Thank you.";
};
const around = (id, list) => $(id).replaceChildren(...list.map((p) => {
  const row = make("div", "row");
  for (const name of ["source", "target"]) {
    const e = make("div", "text " + name, p[name]);
    e.dir = "auto";
    e.lang = name === "source" ? item.from : item.to;
    row.append(e);
  }
  return row;
}));

// ---- moving

const seen = new Map(); // items with what was done in this window, by id
let going = 0;
const go = async (n) => {
  if (n < 0 || n >= task.items.length) return;
  const mine = ++going, id = task.items[n].id;
  try {
    let one = seen.get(id);
    if (!one) {
      one = await ask("item?id=" + id);
      one.was = one.said.time;
      one.history = [];
      delete one.said.time;
      seen.set(id, one);
    }
    if (mine !== going) return;
    at = n;
    item = one;
    document.body.dataset.item = id;
    around("before", one.before);
    around("after", one.after);
    side.source.show(one.source, one.from, color("source"));
    side.target.show(one.target, one.to, color("target"));
    if (!mqm) $("number").value = one.said.score ?? "";
    draw();
    document.querySelector(".judged").scrollIntoView({ block: "nearest" });
    $("target").focus({ preventScroll: true });
  } catch (err) {
    trouble("This item cannot be shown (" + err.message + "). Reload the page.");
  }
};
const next = () => {
  if (!item) return;
  if (task.mayWrite && !said().done) {
    const open = said().marks.findIndex((m) => mqm && !m.category);
    if (open >= 0) {
      say("Say what kind of error it is.");
      $("marks").children[open].querySelector("select").focus();
      return;
    }
    if (!mqm && said().score === null) {
      say("Give a score first.");
      $("slider").focus();
      return;
    }
    changed(true);
  }
  if (at + 1 < task.items.length) go(at + 1);
  else {
    draw();
    say(task.items.every((i) => i.done) ? "This was the last one." : "This was the last one; some before it are not done.");
  }
};
$("next").onclick = next;
$("back").onclick = () => go(at - 1);
$("undo").onclick = undo;
$("help-open").onclick = () => $("help").showModal();
const whole = () => {
  if (!task.mayWrite || said().marks.some((m) => m.category === task.whole)) return;
  remember();
  said().marks.push({ category: task.whole, severity: "major" });
  changed();
  draw();
};
if (mqm) {
  $("whole").onclick = whole;
  $("whole").disabled = !task.mayWrite;
} else {
  let sliding = false;
  const slide = (value) => { // while the slider is held
    if (said().score === value) return;
    if (!sliding) remember();
    sliding = true;
    said().score = value;
    draw();
  };
  const set = (value) => {
    slide(value);
    if (sliding) changed();
    sliding = false;
    draw();
  };
  $("slider").oninput = () => slide(Number($("slider").value));
  // A press on the middle, where the slider stands before there is a score, changes nothing for the browser.
  $("slider").onchange = $("slider").onpointerup = () => set(Number($("slider").value));
  $("slider").onkeydown = (e) => { if (e.key === " ") set(Number($("slider").value)); };
  $("number").oninput = () => {
    const n = $("number");
    if (n.value !== "" && n.checkValidity()) set(Number(n.value));
    else if (n.value !== "") say("A score is a whole number from 0 to 100.");
  };
  for (const id of ["slider", "number"]) $(id).disabled = !task.mayWrite;
}
document.addEventListener("keydown", (e) => {
  if (!item || $("help").open || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
  const typing = e.target.matches("select, input[type=number]");
  if (e.key === "Escape") { for (const s of Object.values(side)) s.clear(); $("target").focus(); return; }
  if (e.key === "Enter" && e.target.matches("input[type=number], input[type=range]")) { next(); return; }
  if (typing || e.target.matches("button") && (e.key === " " || e.key === "Enter")) return;
  const n = "0123".indexOf(e.key) - (mqm ? 0 : 1), severity = e.key.length === 1 && "0123".includes(e.key) && task.severities[n];
  const act = { n: next, p: () => go(at - 1), u: undo, "?": () => $("help").showModal(), x: mqm && whole, s: !mqm && (() => $("slider").focus()) }[e.key];
  if (severity && task.mayWrite) mark(severity);
  else if (act) act();
  else return;
  e.preventDefault();
});
document.body.dataset.role = task.mayWrite ? "writer" : "reader";
const first = task.items.findIndex((i) => !i.done);
go(first < 0 ? 0 : first);

// The documents of a run: filtered by name and folder, ordered, and shown a page at a time.

const all = await readParts("rows");
const PAGE = 100, digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const table = $("list"), search = $("search"), folder = $("folder"), order = $("order");
const progress = table.dataset.progress === "true", files = all.some((r) => r.t || r.b);
const folders = JSON.parse($("folders").textContent); // where rows are asked for a page at a time; null: all are here
let shown = all, page = 0, found = +table.dataset.documents;

const riskOf = (digit) => digits.indexOf(digit) / (digits.length - 1);
// What documents are ordered by: their highest risk, and of equally risky ones that with more of it.
const riskiness = (r) => {
  let worst = "0", sum = 0;
  for (const c of r.c || "") {
    if (c > worst) worst = c; // digits, capitals and small letters stand in this order
    sum += c.charCodeAt(0);
  }
  return riskOf(worst) + sum / 1e6;
};

const level = (r) => (r >= 0.66 ? "high" : r >= 0.33 ? "mid" : "low");
const svg = (tag, set) => {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const k in set) e.setAttribute(k, set[k]);
  return e;
};
const STEP = 4, HEIGHT = 20; // pixels from bar to bar, and of the highest
const chart = (course) => {
  const e = svg("svg", { class: "course", width: STEP * course.length, height: HEIGHT, viewBox: "0 0 " + STEP * course.length + " " + HEIGHT,
    preserveAspectRatio: "none", role: "img", "aria-label": "risk from beginning to end" });
  [...course].forEach((c, i) => {
    const risk = riskOf(c), height = Math.max(2, Math.round(risk * HEIGHT));
    e.append(svg("rect", { class: level(risk), x: STEP * i, y: HEIGHT - height, width: STEP - 1, height }));
  });
  return e;
};
const link = (text, to) => {
  const a = make("a", "", text);
  a.href = to;
  return a;
};
const rowOf = (r) => {
  const row = make("tr"), name = make("th"), course = make("td", "course");
  row.dataset.name = r.d;
  name.scope = "row";
  name.append(r.p ? link(r.d, r.p) : r.d);
  if (r.c) course.append(chart(r.c));
  row.append(name, course);
  const figure = (n, tag, text) => {
    const td = make("td", "num");
    const amount = n ? make("span", "tag " + tag, n.toLocaleString("en")) : make("span", "nothing", "–");
    if (n) amount.append(make("span", "unit", " " + text));
    td.append(amount);
    row.append(td);
  };
  const sentences = make("td", "num", (r.s || 0).toLocaleString("en"));
  sentences.append(make("span", "unit", r.s === 1 ? " sentence" : " sentences"));
  row.append(sentences);
  if (progress) {
    const td = make("td"), bar = make("progress");
    bar.max = r.s || 1;
    bar.value = r.r || 0;
    bar.ariaLabel = "reviewed";
    td.append(bar, " " + (r.s ? Math.floor(((r.r || 0) * 100) / r.s) : 0) + " %");
    row.append(td);
  }
  figure(r.f, "foreign", "foreign");
  figure(r.w, "warning", r.w === 1 ? "finding" : "findings");
  figure(r.x, "error", "failed");
  if (files) {
    const td = make("td", "files");
    if (r.t) td.append(link("text", r.t), " ");
    if (r.b) td.append(link("bitext", r.b));
    row.append(td);
  }
  if (!r.e) return [row];
  const why = make("tr", "why"), text = make("td", "", r.e); // in a row of its own: a column is too narrow for it
  text.colSpan = COLUMNS;
  why.append(text);
  return [row, why];
};

const COLUMNS = 8;
const head = () => {
  const row = make("tr"), names = ["Document", "Risk", "Sentences", progress && "Reviewed", "Foreign", "Findings", "Failed", files && "Files"].filter(Boolean);
  for (const name of names) {
    const th = make("th", ["Sentences", "Foreign", "Findings", "Failed"].includes(name) ? "num" : name === "Files" ? "files" : "", name);
    th.scope = "col";
    row.append(th);
  }
  const e = make("thead");
  e.append(row);
  return e;
};
const body = make("tbody");
table.append(head(), body);
const draw = () => {
  body.replaceChildren(...(folders ? shown : shown.slice(page * PAGE, (page + 1) * PAGE)).flatMap(rowOf));
  table.tHead.hidden = !shown.length;
  if (!shown.length) {
    const row = make("tr"), td = make("td", "none", all.length ? "No document matches." : "There are no documents.");
    td.colSpan = COLUMNS;
    row.append(td);
    body.append(row);
  }
  listPages($("pages"), page, Math.ceil(found / PAGE) - 1, "#page");
};
const left = (r) => r.s - (r.r || 0);
const orders = {
  risk: (a, b) => (b.risk ??= riskiness(b)) - (a.risk ??= riskiness(a)),
  findings: (a, b) => (b.w || 0) - (a.w || 0),
  open: (a, b) => left(b) - left(a),
};
const sayFound = () => { $("found").textContent = found === +table.dataset.documents ? "" : found.toLocaleString("en") + " of " + plural(+table.dataset.documents, "file"); };
let turns = 0;
const askRows = async () => {
  const turn = ++turns, asked = new URLSearchParams({ q: search.value.trim(), dir: folder.value, order: order.value, page });
  try {
    const answer = await ask("rows?" + asked);
    if (turn !== turns) return; // something else is wanted by now
    shown = answer.rows;
    found = answer.found;
    draw();
    sayFound();
  } catch (err) { if (turn === turns) $("found").textContent = "The list cannot be shown: " + err.message; }
};
let wait;
const select = () => {
  if (folders) {
    page = 0;
    clearTimeout(wait);
    wait = setTimeout(askRows, 150);
    return;
  }
  const want = search.value.trim().toLowerCase(), dir = folder.value;
  shown = all.filter((r) => r.d.startsWith(dir) && r.d.toLowerCase().includes(want));
  if (orders[order.value]) shown.sort(orders[order.value]);
  page = 0;
  found = shown.length;
  draw();
  sayFound();
};

// The folders with most documents, each with those below it.
const MOST_FOLDERS = 500;
const listFolders = () => {
  const n = new Map();
  if (!folders) for (const r of all) for (let i = r.d.indexOf("/"); i >= 0; i = r.d.indexOf("/", i + 1)) {
    const dir = r.d.slice(0, i + 1);
    n.set(dir, (n.get(dir) || 0) + 1);
  }
  for (const f of folders || []) n.set(f.d, f.n);
  const most = [...n].sort((a, b) => b[1] - a[1]).slice(0, MOST_FOLDERS).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  for (const [dir, k] of most) {
    const o = make("option", "", dir + " (" + k.toLocaleString("en") + ")");
    o.value = dir;
    folder.append(o);
  }
  folder.parentElement.hidden = !n.size;
};
const follow = () => {
  const to = location.hash.match(/^#page(\d+)$/);
  if (!to) return;
  page = Math.max(0, Math.min(Math.ceil(found / PAGE), +to[1]) - 1);
  if (folders) askRows(); else draw();
  table.scrollIntoView();
};

$("finder").hidden = +table.dataset.documents <= 8;
search.oninput = folder.onchange = order.onchange = select;
addEventListener("hashchange", follow);
listFolders();
draw();
follow();

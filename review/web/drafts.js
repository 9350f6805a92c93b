// What people have typed and not saved: a draft for each pair and field, kept with every keystroke, so that neither a
// filter, a reload, a crash nor the end of the server loses it. The browser keeps drafts, and so does a server. A draft
// that was saved or discarded stays as an entry without text until the server knows, so that its older copy does not
// come back.

const draftStore = "satzpaar:drafts:" + data.sha256 + ":" + data.document + (live?.who ? ":" + live.who : "");
const draftID = (key, field) => JSON.stringify([field, ...keyFields.map((f) => key[f] || "")]);
const readDrafts = () => {
  try { return new Map(Object.entries(JSON.parse(localStorage.getItem(draftStore) || "{}"))); } catch { return new Map(); }
};
const changeDrafts = (change) => {
  const all = readDrafts(); // another tab may have written meanwhile
  change(all);
  try { localStorage.setItem(draftStore, JSON.stringify(Object.fromEntries(all))); }
  catch { if (!live) keepsNothing(); }
};
// Drops those of a list that are gone and that the server does not have: they would be read and written with every key.
const forgetGone = (list) => {
  const gone = list.filter(([, d]) => d.text === undefined);
  if (gone.length) changeDrafts((all) => { for (const [id, d] of gone) if (all.get(id)?.time === d.time) all.delete(id); });
};
const drafts = readDrafts(), unsent = new Map(); // those that the server does not have yet
if (live) {
  const served = new Map(live.drafts.map((d) => [draftID(d, d.field), d]));
  forgetGone([...drafts].filter(([id]) => !served.has(id)));
  for (const [id, d] of served) if (!(drafts.get(id)?.time > d.time)) drafts.set(id, d);
  for (const [id, d] of drafts) if (d.text !== undefined || served.has(id)) if (served.get(id)?.time !== d.time) unsent.set(id, d);
}
const drafted = new Map(); // number of a pair → field → draft

const placeDrafts = () => {
  for (const d of drafts.values()) {
    d.at = undefined;
    place(d);
    const same = d.at < 0 ? withSource(d.source).filter((n) => (pairs[n].d || "") === (d.record || "")) : [];
    if (same.length === 1) d.at = same[0]; // only what stands around it has changed
    const [field, part] = d.field.split("."); // "text.2" is of the second part of a pair that was split
    if (part && d.at >= 0) d.at = pairs[d.at].rest?.[part - 2] ?? -1;
    if (d.at < 0 || d.text === undefined) continue;
    if (!drafted.has(d.at)) drafted.set(d.at, {});
    drafted.get(d.at)[field] = d;
  }
};
const draftOf = (n, field = "text") => drafted.get(n)?.[field];
const hasDraft = (n) => drafted.has(n);

let sendingDrafts;
const bare = ({ at, ...rest }) => rest; // without the number of the pair, which only this page knows
const storeDraft = (id, d) => {
  changeDrafts((all) => { if (live || d.text !== undefined) all.set(id, bare(d)); else all.delete(id); });
  if (!live) return;
  unsent.set(id, d);
  sendingDrafts ??= setTimeout(sendDrafts, 300);
};
const sendDrafts = async () => {
  const list = [...unsent];
  let pause = 300, had = list;
  try {
    await ask(address("drafts"), { drafts: list.map(([, d]) => bare(d)) });
    forgetGone(list);
  } catch (err) {
    pause = 1500;
    if (err.status !== 400 && err.status !== 413) had = []; // those two will not get better; the browser has the drafts
  }
  for (const [id, d] of had) if (unsent.get(id) === d) unsent.delete(id);
  sendingDrafts = unsent.size ? setTimeout(sendDrafts, pause) : undefined;
};

// Keeps what was typed for a pair; from is the text that it was begun with.
const keepDraft = (n, field, text, from) => {
  const old = draftOf(n, field), part = pairs[n].part ? "." + (pairs[n].part + 1) : "";
  const d = { ...(old ? keyOf(old) : key(n)), at: n, field: field + part, text, from: from || undefined, time: stamp() };
  drafts.set(draftID(d, d.field), d);
  if (!drafted.has(n)) drafted.set(n, {});
  drafted.get(n)[field] = d;
  storeDraft(draftID(d, d.field), d);
  countDrafts();
};
const dropDraft = (n, field = "text") => {
  const d = draftOf(n, field);
  if (!d) return;
  const { text, from, ...gone } = d;
  gone.time = stamp();
  drafts.set(draftID(d, d.field), gone);
  delete drafted.get(n)[field];
  if (!Object.keys(drafted.get(n)).length) drafted.delete(n);
  storeDraft(draftID(d, d.field), gone);
  countDrafts();
};
const countDrafts = () => {
  const b = $("drafts"), n = drafted.size;
  b.hidden = !n;
  b.textContent = plural(n, "draft");
};
// Drafts of sentences that are no longer in the document; they are shown, since they are this reader's alone.
const strayDrafts = () => [...drafts.values()].filter((d) => d.at < 0 && d.text !== undefined);

// What has changed since a time: as a list of what was done, and as a choice of the pairs that are shown.

const DAY = 24 * 60 * 60 * 1000;
// When the reader was last here: a visit ends when the page was closed for half an hour.
const visitKey = "satzpaar:visit:" + data.sha256 + ":" + data.document + (live?.who ? ":" + live.who : "");
const visit = (() => {
  let v = {};
  try { v = JSON.parse(localStorage.getItem(visitKey) || "{}"); } catch { /* the first */ }
  return v.seen && Date.now() - v.seen > DAY / 48 ? { last: v.seen } : v;
})();
const stay = () => { try { localStorage.setItem(visitKey, JSON.stringify({ ...visit, seen: Date.now() })); } catch { /* not remembered */ } };
setInterval(() => { if (!document.hidden) stay(); }, 20000);
addEventListener("pagehide", stay);
stay();

const since = { from: 0, who: "" }; // what is asked for
const started = () => {
  switch ($("since-when").value) {
    case "visit": return visit.last ?? 0;
    case "day": return Date.now() - DAY;
    case "week": return Date.now() - 7 * DAY;
    case "date": return new Date($("since-date").value).getTime() || 0;
  }
  return 0;
};
const isSince = (e) => e.at >= 0 && (Date.parse(e.time) || 0) >= since.from && (!since.who || (e.who || "") === since.who);
// The pairs that were changed since then.
const changedPairs = () => new Set([...known, ...queue].filter(isSince).flatMap((e) => group(shownAs(e.at))));

const MOST_CHANGES = 500;
const whatDid = (e) => {
  if (isComment(e)) return e.withdraws ? "took back a comment" : e.comment ? "commented: " + e.comment : "settled the comments";
  if (e.undo) return "took back an edit";
  if (e.state === "recut") return e.takes ? "merged" : "split";
  return e.reason ? "rejected: " + e.reason : e.state === "final" ? "locked" : e.target === undefined ? e.state || "changed" : e.target === e.machine ? "approved" : "wrote";
};
const listChanges = () => {
  Object.assign(since, { from: started(), who: $("since-who").value });
  $("since-date").hidden = $("since-when").value !== "date";
  const all = [...known, ...queue].filter(isSince).sort((a, b) => ((a.time || "") < (b.time || "") ? 1 : -1)), few = all.slice(0, MOST_CHANGES);
  const first = $("since-when").value === "visit" && !visit.last ? "This is your first visit. " : "";
  const rest = all.length > few.length ? ", the last " + few.length + " of them:" : ":";
  $("since-count").textContent = first + (all.length ? plural(all.length, "change") + " in " + plural(changedPairs().size, "pair") + rest : "Nothing was changed.");
  $("since-list").replaceChildren(...few.map((e) => {
    const li = make("li"), a = make("a", "", pairs[shownAs(e.at)].i), what = whatDid(e);
    a.href = "#p" + a.textContent;
    a.onclick = () => $("since").close();
    const head = make("p", "ui");
    head.append(moment(e.time), " ", make("b", "", e.who || "Somebody"), " " + what + " ", a);
    li.append(head);
    if (what === "wrote") li.append(compared(e.machine || "", e.target));
    return li;
  }));
  $("since-ok").disabled = !all.length;
};
const openSince = () => {
  const names = [...new Set(known.map((e) => e.who).filter(Boolean))].sort(), chosen = $("since-who").value;
  $("since-who").replaceChildren(...["", ...names].map((who) => { const o = make("option", "", who || "anybody"); o.value = who; return o; }));
  if (names.includes(chosen)) $("since-who").value = chosen;
  listChanges();
  $("since").showModal();
};
$("since-when").onchange = $("since-who").onchange = $("since-date").oninput = listChanges;
$("since-form").onsubmit = (e) => {
  e.preventDefault();
  $("since").close();
  filter.value = "since";
  $("since-filter").textContent = "changed since " + (since.from ? new Date(since.from).toLocaleString([], { dateStyle: "short", timeStyle: "short" }) : "ever") + (since.who ? " by " + since.who : "");
  select();
};
$("since-close").onclick = () => $("since").close();

// Approving: one pair, or the clean ones of the page at once, after a question that names what has not been looked at.

const approve = (n) => {
  const p = pairs[n];
  if (p.st === "initial") { say("Pair " + p.i + " is not translated: edit it (e) first."); return false; }
  if (!may("judge", n)) return false;
  record([change(n, { target: p.t, state: "reviewed" })]);
  say("Pair " + p.i + " approved.");
  return true;
};

// A locked pair is final: it cannot be edited until a reviewer unlocks it.
const lock = (n) => {
  const p = pairs[n], locked = p.st === "final";
  if (p.st === "initial") { say("Pair " + p.i + " is not translated."); return; }
  if (!may("judge")) return;
  record([change(n, { target: p.t, state: locked ? "reviewed" : "final" })]);
  say("Pair " + p.i + (locked ? " unlocked." : " locked."));
};

// A pair was looked at once its row was on the screen for a second.
const onScreen = new Set();
const screen = new IntersectionObserver((list) => {
  for (const { target, isIntersecting } of list) {
    const n = +target.dataset.n;
    if (isIntersecting) onScreen.add(n); else onScreen.delete(n);
  }
}, { threshold: 0.6 });
let atLastTick = new Set();
setInterval(() => {
  if (!document.hidden) for (const n of onScreen) if (atLastTick.has(n)) pairs[n].seen = true;
  atLastTick = new Set(onScreen);
}, 1000);

// The mean log-probability per token below which a translation is not called clean, though the check "score" finds
// nothing before -1.5.
const lowScore = -1;

// What approving the clean pairs of the page would do below a risk: those it approves, and why it leaves others out.
const cleanPairs = (limit) => {
  const left = { risk: 0, score: 0, draft: 0 }, list = [];
  for (const n of shown.slice(page * PAGE, (page + 1) * PAGE)) {
    const p = pairs[n];
    if (findingsOf(p)?.length || p.st !== "translated" || p.w) continue;
    if (p.r === undefined || p.r >= limit) left.risk++;
    else if (p.sc < lowScore) left.score++;
    else if (hasDraft(n) || editors.has(n)) left.draft++;
    else list.push(n);
  }
  return { list, left };
};
const showClean = () => {
  const { list, left } = cleanPairs(+$("clean-risk").value), unseen = list.filter((n) => !pairs[n].seen).length;
  $("clean-text").textContent = list.length
    ? plural(list.length, "pair") + " of this page " + (list.length === 1 ? "has" : "have") + " no finding and a risk below the limit."
    : "No pair of this page is clean enough.";
  $("clean-unseen").hidden = !unseen;
  $("clean-unseen").textContent = unseen === 1 ? "1 of them was never looked at." : unseen + " of them were never looked at.";
  const out = [left.risk && left.risk + " with a higher risk or an unknown one", left.score && left.score + " of which the model itself was unsure",
    left.draft && left.draft + " with a draft"].filter(Boolean);
  $("clean-left").hidden = !out.length;
  $("clean-left").textContent = "Left out, though nothing was found in them: " + out.join(", ") + ".";
  $("clean-ok").disabled = !list.length;
  $("clean-ok").textContent = "Approve " + plural(list.length, "pair");
};
const askClean = () => {
  if (!may("judge")) return;
  showClean();
  $("clean-dialog").showModal();
  $("clean-ok").focus();
};
const approveClean = () => {
  const { list } = cleanPairs(+$("clean-risk").value);
  record(list.map((n) => change(n, { target: pairs[n].t, state: "reviewed" })));
  say(plural(list.length, "pair") + " approved.");
};

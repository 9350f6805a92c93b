// Terms that people have changed in the same way more than once are offered for the glossary.

const drawOffered = (list) => {
  const can = live.takesTerms && mine("judge");
  const how = can ? "What you take into the glossary counts at once, on all open pages, and for the next run." : live.takesTerms ? "A reviewer can take them into the glossary." :
    live.glossary ? "This page cannot add to a glossary of this format: add them with the program that maintains it." :
    "Started with --glossary FILE, this page takes them into the glossary.";
  $("offered-note").textContent = list.length ? plural(list.length, "term") + " of all documents. " + how : "No term was changed in the same way in two sentences yet.";
  $("offered-list").replaceChildren(...list.map((o) => {
    const li = make("li"), text = make("p"), said = [[o.s, "from"], [o.t, "to"]].map(([words, side]) => speaks(make("b", "", words), side));
    text.append(said[0], " = ", said[1]);
    const instead = speaks(make("span", "", o.i), "to");
    const why = make("p", "hint", "in " + plural(o.n, "sentence") + ", instead of ");
    why.append(instead, o.c ? "; otherwise in " + o.c : "");
    li.append(text, why);
    if (can) li.append(button("Take into the glossary", (e) => takeTerm(o, e.currentTarget)));
    return li;
  }));
};
const openOffered = async () => {
  if (!$("offered-dialog").open) $("offered-dialog").showModal();
  $("offered-note").textContent = "Looking through the edits …";
  $("offered-list").replaceChildren();
  try { drawOffered(await ask("offered-terms")); } catch (err) { $("offered-note").textContent = "Not looked for: " + err.message; }
};
const takeTerm = async (o, pressed) => {
  pressed.disabled = true; // a second click would be told that the term is no longer offered
  try {
    drawOffered(await ask("offered-terms", { source: o.s, target: o.t }));
    $("offered-note").textContent = "The glossary has “" + o.s + "” now. " + $("offered-note").textContent;
  } catch (err) {
    $("offered-note").textContent = "Not taken: " + err.message;
    pressed.disabled = false;
    return;
  }
  askTerms();
};

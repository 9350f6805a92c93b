// The words of source and translation: selecting them by mouse, touch and keys.

// words shows a text as words that can be selected, calls chose() when the selection has changed, and began() when
// one has begun.
const words = (box, chose, began) => {
  let list = []; // [start, end, element] of each word, offsets in UTF-16 code units
  let from = -1, to = -1, at = 0; // the selection, and where the keys are; -1: nothing is selected
  let pressed = -1, moved = false; // by the pointer

  const draw = () => {
    const first = Math.min(from, to), last = Math.max(from, to);
    list.forEach(([, , e], n) => {
      const on = from >= 0 && n >= first && n <= last;
      e.classList.toggle("selected", on);
      e.classList.toggle("at", n === at);
      e.setAttribute("aria-selected", on);
    });
    if (list[at]) box.setAttribute("aria-activedescendant", list[at][2].id);
    else box.removeAttribute("aria-activedescendant");
  };
  const choose = (a, b) => {
    if (a >= 0 && from < 0) began();
    from = a;
    to = at = b;
    if (at < 0) at = Math.max(0, pressed);
    draw();
    chose();
  };
  const wordOf = (e) => list.findIndex(([, , w]) => w === e?.closest?.("[role=option]"));

  box.onpointerdown = (e) => {
    const n = wordOf(e.target);
    if (n < 0 || e.button) return;
    pressed = n;
    moved = false;
  };
  // By mouse one can draw over words. By touch the page scrolls then.
  box.onpointermove = (e) => {
    if (pressed < 0 || e.pointerType !== "mouse") return;
    const n = wordOf(document.elementFromPoint(e.clientX, e.clientY));
    if (n < 0 || n === pressed && !moved) return;
    moved = true;
    choose(pressed, n);
  };
  box.onpointerup = (e) => {
    const n = wordOf(e.target);
    if (pressed >= 0 && !moved && n === pressed) choose(from >= 0 && from === to ? from : n, n); // first word, then last
    pressed = -1;
  };
  box.onpointercancel = () => { pressed = -1; };
  box.onkeydown = (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || !list.length) return;
    const rtl = getComputedStyle(box).direction === "rtl";
    const to = { ArrowRight: at + (rtl ? -1 : 1), ArrowLeft: at + (rtl ? 1 : -1), Home: 0, End: list.length - 1 }[e.key];
    if (to !== undefined) {
      const n = Math.max(0, Math.min(list.length - 1, to));
      if (e.shiftKey) choose(from < 0 ? at : from, n);
      else { at = n; draw(); }
    } else if (e.key === " ") choose(at, at);
    else return;
    e.preventDefault();
  };

  return {
    // show shows a text; kind returns the class of a stretch of it.
    show(text, lang, kind) {
      list = [];
      from = to = -1;
      at = 0;
      box.replaceChildren();
      box.lang = lang;
      for (const part of new Intl.Segmenter(lang || "en", { granularity: "word" }).segment(text)) {
        if (!part.segment.trim()) { box.append(part.segment); continue; }
        const e = make("span", "", part.segment), start = part.index, end = start + part.segment.length;
        e.setAttribute("role", "option");
        e.id = box.id + "-" + list.length;
        list.push([start, end, e]);
        box.append(e);
      }
      this.color(kind);
    },
    color(kind) {
      for (const [start, end, e] of list) e.className = kind(start, end);
      draw();
    },
    clear() {
      if (from < 0) return;
      from = to = -1;
      draw();
      chose();
    },
    // selection returns the selected stretch, or what the keys stand at where the box has the focus and nothing is
    // selected; null for nothing.
    selection(orAt) {
      let a = from, b = to;
      if (a < 0 && orAt && document.activeElement === box && list.length) a = b = at;
      return a < 0 ? null : [list[Math.min(a, b)][0], list[Math.max(a, b)][1]];
    },
  };
};

// What all pages need: reading the data they hold, asking the server, and making elements. All text reaches a page
// through textContent or a value: nothing that a document or a model wrote is ever read as markup.

const $ = (id) => document.getElementById(id);
// What stands in the elements of a class: lists by the columns of their fields, where null stands for a field that is left out. Long ones are compressed.
const inflate = (text) => {
  const bytes = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new DecompressionStream("deflate-raw"), writer = stream.writable.getWriter();
  writer.write(bytes).catch(() => {}); // errors are reported by the side that reads
  writer.close().catch(() => {});
  return new Response(stream.readable).json();
};
const readParts = async (name) => {
  const all = [];
  for (const part of document.querySelectorAll("script." + name)) {
    const text = part.textContent;
    part.remove(); // a hundred thousand of them need not stand in memory twice
    const columns = Object.entries(text[0] === '"' ? await inflate(text.slice(1, -1)) : JSON.parse(text));
    for (let i = 0; i < columns[0]?.[1].length; i++) {
      const one = {};
      for (const [name, column] of columns) if (column[i] !== null) one[name] = column[i];
      all.push(one);
    }
  }
  return all;
};
// What the server answers, to a body if there is one.
const ask = async (what, body) => {
  const r = await fetch(what, body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!r.ok) throw Object.assign(new Error((await r.text()).trim()), { answered: r.status !== 404, status: r.status });
  return r.json();
};
const make = (tag, cls, text) => {
  const e = document.createElement(tag);
  if (cls) e.className = cls;
  if (text !== undefined) e.textContent = text;
  return e;
};
// A button whose text may end in the key that does the same: "Edit it ( m )". Where there are no keys it is not shown.
const button = (text, act, cls) => {
  const b = make("button", cls), key = text.lastIndexOf(" ( ");
  b.append(key < 0 ? text : text.slice(0, key));
  if (key >= 0) b.append(make("span", "key", text.slice(key)));
  b.type = "button";
  b.onclick = act;
  return b;
};
// The direction of texts in a language; "auto" where the browser does not know it.
const dirOf = (lang) => {
  try {
    const l = new Intl.Locale(lang);
    return (l.getTextInfo?.() ?? l.textInfo)?.direction ?? "auto";
  } catch { return "auto"; }
};
const plural = (n, one) => n.toLocaleString("en") + " " + one + (n === 1 ? "" : "s");
// Links to the pages of a list that is shown in pieces; those that lead nowhere are plain text.
const listPages = (nav, page, last, hash) => {
  nav.replaceChildren();
  nav.hidden = last < 1;
  const link = (text, to, off) => {
    const a = make(off ? "span" : "a", off ? "off" : "", text);
    if (!off) a.href = hash + (to + 1);
    nav.append(a);
  };
  link("First", 0, page === 0);
  link("Back", page - 1, page === 0);
  nav.append(make("span", "", "page " + (page + 1) + " of " + (last + 1)));
  link("Next", page + 1, page >= last);
  link("Last", last, page >= last);
};

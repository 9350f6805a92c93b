"use strict";
document.getElementById("search").addEventListener("input", (e) => {
  const want = e.target.value.toLowerCase();
  for (const row of document.querySelectorAll("#list tbody tr")) row.hidden = !row.dataset.name.toLowerCase().includes(want);
});

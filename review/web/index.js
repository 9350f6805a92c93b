document.getElementById("search")?.addEventListener("input", (e) => {
  const want = e.target.value.toLowerCase();
  let n = 0;
  for (const row of document.querySelectorAll("#list tbody tr")) {
    row.hidden = !row.dataset.name.toLowerCase().includes(want);
    if (!row.hidden) n++;
  }
  document.getElementById("found").textContent = want ? n + " found" : "";
});

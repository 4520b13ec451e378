// Textareas with data-counter: how many signs are left. A line break counts as two, as the server receives it.

function update(area, note) {
  const length = [...area.value.replace(/\r?\n/g, "\r\n")].length;
  const left = Number(area.dataset.counter) - length;
  const text = left >= 0 ? note.dataset.left : note.dataset.over;
  note.textContent = text.replace("{count}", Math.abs(left).toLocaleString(document.documentElement.lang));
  note.classList.toggle("over", left < 0);
}

for (const area of document.querySelectorAll("textarea[data-counter]")) {
  const note = document.getElementById(`${area.id}_count`);
  if (!note) continue;
  let timer = 0;
  area.addEventListener("input", () => {
    update(area, note);
    // Read out only when typing pauses.
    clearTimeout(timer);
    note.removeAttribute("role");
    timer = setTimeout(() => note.setAttribute("role", "status"), 1000);
  });
  if (area.value) update(area, note);
}

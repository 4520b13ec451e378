// The board by keyboard: j and k go from row to row, x ticks, o opens, s puts off. Without this module Tab and Space do.
const rows = () => [...document.querySelectorAll("[data-board-row]")];
const typing = (target) => target.closest("textarea, select, [contenteditable]") || (target.matches("input") && target.type !== "checkbox");

function step(by) {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, here + by))];
  next?.querySelector("input[type=checkbox], a")?.focus();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: (row) => row?.querySelector("input[type=checkbox]")?.click(),
  o: (row) => row?.querySelector("a[data-board-open]")?.click(),
  s: (row) => row?.querySelector("a[data-board-snooze]")?.click(),
};

// Only while the focus is inside the board, so that no other key of the page or of a reader is taken away.
document.querySelector("[data-board]")?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !(event.key in keys)) return;
  event.preventDefault();
  keys[event.key](document.activeElement.closest("[data-board-row]"));
});

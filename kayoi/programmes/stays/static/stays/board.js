// The board: a booking is dragged, or moved with Shift and the arrow keys, to another room or day. Nothing is changed
// here: the form of the booking opens with the new place in it, says what is against it, and asks for the reason.

const board = document.querySelector("[data-stay-board]");
const live = document.querySelector("[data-board-live]");
const DAY = 86400000;
const later = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
const rows = [...board.querySelectorAll("tr[data-room]")];
let held = null; // the booking that is on its way: its link, days from its start to the hand, room and first day

function dayAt(cell, x) {
  const box = cell.getBoundingClientRect();
  const days = Number(cell.dataset.days);
  const step = Math.min(days - 1, Math.max(0, Math.floor(((x - box.left) / box.width) * days)));
  return later(cell.dataset.day, step);
}

function open(link, room, first) {
  const target = new URL(link.dataset.move, location.href);
  target.searchParams.set("room", room);
  target.searchParams.set("first", first);
  location.assign(target);
}

board.addEventListener("dragstart", (event) => {
  const link = event.target.closest("[data-move]");
  if (!link) return;
  const hand = dayAt(link.closest("td"), event.clientX);
  held = { link, offset: Math.round((Date.parse(hand) - Date.parse(link.dataset.first)) / DAY) };
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", link.title);
});
board.addEventListener("dragover", (event) => {
  if (held && event.target.closest("td[data-day]")) event.preventDefault();
});
board.addEventListener("drop", (event) => {
  const cell = event.target.closest("td[data-day]");
  if (!held || !cell) return;
  event.preventDefault();
  open(held.link, cell.closest("tr").dataset.room, later(dayAt(cell, event.clientX), -held.offset));
});
board.addEventListener("dragend", () => { held = null; });

// By keyboard: Shift and the arrows choose, Enter opens the form, Escape forgets.
let chosen = null;
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

board.addEventListener("keydown", (event) => {
  const link = event.target.closest("[data-move]");
  if (!link) return;
  if (event.key === "Escape") {
    chosen = null;
    live.textContent = "";
  } else if (event.key === "Enter" && chosen?.link === link) {
    event.preventDefault();
    open(link, rows[chosen.row].dataset.room, chosen.first);
  } else if (event.shiftKey && event.key in STEPS) {
    event.preventDefault();
    if (chosen?.link !== link) chosen = { link, row: rows.indexOf(link.closest("tr")), first: link.dataset.first };
    const [down, right] = STEPS[event.key];
    chosen.row = Math.min(rows.length - 1, Math.max(0, chosen.row + down));
    chosen.first = later(chosen.first, right);
    live.textContent = `${rows[chosen.row].dataset.name} ${chosen.first} から。Enterで移す画面を開きます。Escでやめます。`;
  }
});

// The grid for paper cards: Enter moves on, a row is kept when its end is reached, 〃 or F2 repeats the cell above.
// Each row is sent by itself with its own key: a row that is refused says why beside it and stops no other.

const form = document.querySelector("form[data-cards]");
const rows = [...form.querySelectorAll("tr[data-row]")];
const cellsOf = (row) => [...row.querySelectorAll("td input:not([type=hidden])")];
const DITTO = /^[〃″"]$/;

function near(cell, down, right) {
  const row = cell.closest("tr");
  const at = cellsOf(row).indexOf(cell);
  const target = rows[rows.indexOf(row) + down];
  return target ? cellsOf(target)[at + right] : undefined;
}

function repeat(cell) {
  const above = near(cell, -1, 0);
  if (above) cell.value = above.value;
  changed(cell);
}

function changed(cell) {
  const row = cell.closest("tr");
  if (row.dataset.state !== "kept") row.dataset.state = "typed";
}

function say(row, words, css = "") {
  const said = row.querySelector("[data-said]");
  for (const old of said.querySelectorAll("p")) old.remove();
  for (const word of words) said.append(Object.assign(document.createElement("p"), { textContent: word, className: css }));
}

function fieldsOf(row) {
  const prefix = `${row.dataset.row}-`;
  const inputs = [...row.querySelectorAll("input")];
  return new URLSearchParams(inputs.map((input) => [input.name.slice(prefix.length), input.value]));
}

function mark(row, errors) {
  for (const cell of cellsOf(row)) {
    const name = cell.name.slice(row.dataset.row.length + 1);
    if (name in errors) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  }
}

async function keep(row) {
  if (["kept", "sending"].includes(row.dataset.state) || !cellsOf(row).some((cell) => cell.value.trim())) return;
  row.dataset.state = "sending";
  say(row, ["記録しています"]);
  try {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(form.dataset.cards, {
      method: "POST", body: fieldsOf(row), headers: { "X-CSRFToken": token }, redirect: "manual",
    });
    if (answer.ok) kept(row, await answer.json());
    else if (answer.status === 422) refused(row, (await answer.json()).errors);
    else if (answer.type === "opaqueredirect") failed(row, "ログインの期限が切れました。別の画面でログインし直すと、続けられます。");
    else failed(row, `記録できませんでした(${answer.status})。もう一度 Enter を押してください。`);
  } catch {
    failed(row, "つながりません。この行は画面に残っています。つながったら、もう一度 Enter を押してください。");
  }
}

function kept(row, { receipt, file }) {
  row.dataset.state = "kept";
  mark(row, {});
  for (const cell of cellsOf(row)) cell.readOnly = true;
  // What is kept is not sent again with the rest of the page.
  for (const input of row.querySelectorAll("input")) input.setAttribute("form", "kept-rows");
  say(row, [file ? `記録しました。個票 ${file}` : `記録しました。${receipt}`]);
  if (!rows.some((other) => ["typed", "failed"].includes(other.dataset.state))) {
    form.dispatchEvent(new CustomEvent("kit:saved", { bubbles: true }));
  }
}

function refused(row, errors) {
  row.dataset.state = "failed";
  mark(row, errors);
  const label = (name) => form.querySelectorAll("thead th")[cellsOf(row).findIndex((cell) => cell.name.endsWith(`-${name}`)) + 2];
  say(row, Object.entries(errors).map(([name, error]) => `${label(name)?.textContent ?? ""}: ${error}`), "field-error");
}

function failed(row, words) {
  row.dataset.state = "failed";
  say(row, [words], "field-error");
}

function goOn(cell) {
  const next = near(cell, 0, 1);
  if (next) return next.focus();
  keep(cell.closest("tr"));
  const below = rows[rows.indexOf(cell.closest("tr")) + 1];
  if (below) cellsOf(below)[0].focus();
}

form.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!cell.matches("td input") || event.isComposing) return; // Enter that ends a conversion is the input method's
  if (event.key === "Enter") {
    event.preventDefault();
    goOn(cell);
  } else if (event.key === "F2") {
    event.preventDefault();
    repeat(cell);
    goOn(cell);
  } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    near(cell, event.key === "ArrowUp" ? -1 : 1, 0)?.focus();
  }
});

form.addEventListener("input", (event) => {
  if (!event.isComposing && DITTO.test(event.target.value)) repeat(event.target);
  else changed(event.target);
});

// Whoever goes on with the mouse leaves a row behind: it is kept as well.
form.addEventListener("focusout", (event) => {
  const row = event.target.closest("tr[data-row]");
  if (row && event.relatedTarget && !row.contains(event.relatedTarget) && row.dataset.state === "typed") keep(row);
});

// The reading is what was typed before the conversion; where the kana cell is empty, it is filled from there.
let reading = "";
form.addEventListener("compositionupdate", (event) => {
  if (/^[ぁ-ゖー]+$/.test(event.data)) reading = event.data;
});
form.addEventListener("compositionend", (event) => {
  const row = event.target.closest("tr");
  const kana = row && row.querySelector(".cell-kana");
  if (event.target.matches(".cell-name") && reading && event.data) kana.value = [kana.value, reading].filter(Boolean).join(" ");
  reading = "";
});

rows[0] && cellsOf(rows[0])[0].focus();

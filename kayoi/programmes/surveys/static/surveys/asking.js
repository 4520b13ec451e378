// Questions with data-shown-if are shown once their conditions hold (what is hidden counts as not answered). Without
// this script all questions are there; what nobody asked for is left out when the sheet is handed in.

const form = document.querySelector("[data-asking]")?.closest("form");
const questions = [...(form?.querySelectorAll("[data-question]") ?? [])];

function given(key) {
  return new FormData(form).getAll(`a_${key}`).filter((value) => value !== "");
}

function holds(condition, shown) {
  if (!shown.has(condition.question)) return false;
  const values = given(condition.question);
  if (condition.is.length) return values.some((value) => condition.is.includes(value));
  const number = Number(values[0]?.normalize("NFKC"));
  return values.length > 0 && number >= condition.least && number <= condition.most;
}

function update() {
  const shown = new Set();
  for (const question of questions) {
    const conditions = JSON.parse(question.dataset.shownIf || "[]");
    question.hidden = !conditions.every((condition) => holds(condition, shown));
    if (!question.hidden) shown.add(question.dataset.question);
  }
}

form?.addEventListener("change", update);
form?.addEventListener("input", update);
if (form) update();

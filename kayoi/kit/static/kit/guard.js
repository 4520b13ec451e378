// Forms with data-guard: a second press does not send twice, and leaving asks when something would be lost.
// autosave.js tells with the event "kit:saved" that nothing would be.

const RELEASE_AFTER = 10_000; // a form that answers with a file does not leave the page
const changed = new Set();

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-guard-held]")) {
    button.removeAttribute("aria-disabled");
    delete button.dataset.guardHeld;
  }
}

function hold(form, button) {
  form.dataset.sent = "yes";
  // aria-disabled: a disabled button would lose the focus, and its value would not be sent.
  if (button && !button.hasAttribute("aria-disabled")) {
    button.setAttribute("aria-disabled", "true");
    button.dataset.guardHeld = "yes";
  }
  setTimeout(() => release(form), RELEASE_AFTER);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-guard]") || event.defaultPrevented) return;
  if (form.dataset.sent || event.submitter?.getAttribute("aria-disabled") === "true") {
    event.preventDefault();
    return;
  }
  changed.delete(form);
  hold(form, event.submitter);
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("button[aria-disabled='true']")) event.preventDefault();
});

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("form[data-guard]")) changed.add(form);
});

document.addEventListener("kit:saved", (event) => changed.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// Back in the history: the page is shown again as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});

document.querySelectorAll("form[data-guard='changed']").forEach((form) => changed.add(form));

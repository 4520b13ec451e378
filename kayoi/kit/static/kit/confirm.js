// Before something dangerous: a dialog. Two ways in:
//   <button data-confirm="…" data-cancel="やめる">  asks, then submits its form;
//   <a href="/…/cancel/" data-dialog="id">          opens the <dialog id> instead of the page.
// Without this script the form is sent, or the page is opened, and the server asks.

function ask(button) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  const question = document.createElement("h2");
  question.id = `confirm-${Date.now()}`;
  question.textContent = button.dataset.confirm;
  dialog.setAttribute("aria-labelledby", question.id);
  const actions = document.createElement("div");
  actions.className = "actions";
  const yes = document.createElement("button");
  yes.type = "button";
  yes.className = button.className;
  yes.textContent = button.textContent.trim();
  const no = document.createElement("button");
  no.type = "button";
  no.className = "button button-secondary";
  no.textContent = button.dataset.cancel;
  no.autofocus = true; // the harmless answer is the one a hasty Enter gives
  actions.append(yes, no);
  dialog.append(question, actions);
  yes.addEventListener("click", () => {
    dialog.close();
    button.dataset.confirmed = "yes";
    button.form.requestSubmit(button);
    delete button.dataset.confirmed;
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
}

// Captured before other modules, so that a form that is only being asked about is not yet "sent".
document.addEventListener(
  "submit",
  (event) => {
    const button = event.submitter;
    if (!button?.dataset.confirm || button.dataset.confirmed) return;
    event.preventDefault();
    event.stopPropagation();
    ask(button);
  },
  true,
);

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  dialog.showModal();
});

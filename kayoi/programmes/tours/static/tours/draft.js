// What is being written stays in this tab until it is sent: a reload or the way back loses nothing. Nothing is sent.

const form = document.querySelector("form[data-tour-draft]");
const key = `tour-draft:${location.pathname}`;
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "client_key", "persons"]);

const fields = () => [...form.elements].filter((one) => one.name && !LEFT_OUT.has(one.name) && one.type !== "submit");

function keep() {
  const said = fields().map((one) => [one.name, one.value, one.type === "checkbox" || one.type === "radio" ? one.checked : null]);
  sessionStorage.setItem(key, JSON.stringify(said));
}

function restore() {
  const said = JSON.parse(sessionStorage.getItem(key) ?? "[]");
  for (const [name, value, checked] of said) {
    for (const one of fields().filter((each) => each.name === name)) {
      if (checked === null) one.value = value;
      else if (one.value === value) one.checked = checked;
    }
  }
}

if (form) {
  // A page that came back with errors holds what was sent; that is newer.
  if (!document.querySelector("[aria-invalid=true]")) restore();
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}

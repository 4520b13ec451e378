// Inside [data-keys] the key that stands beside a choice chooses it; the same key again takes it back.
// Keys act only while a choice there has the focus, never while somebody writes. Tab, arrows and Space work as ever.

const WRITES = "input:not([type=radio], [type=checkbox]), textarea, select";
const ASKS_MORE = { 8: "next_title", 9: "next_title", 0: "next_title", "-": "next_title" };

function choose(choice) {
  if (choice.type === "radio" && choice.checked) {
    choice.checked = false;
    choice.dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    choice.click();
  }
  choice.focus();
}

for (const area of document.querySelectorAll("[data-keys]")) {
  area.dataset.keys = "on";
  area.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.target.matches(WRITES)) return;
    const key = event.key.normalize("NFKC").toLowerCase();
    const choice = [...area.querySelectorAll("[aria-keyshortcuts]")].find(
      (each) => each.getAttribute("aria-keyshortcuts") === key,
    );
    if (!choice) return;
    event.preventDefault();
    choose(choice);
    if (choice.name === "next_step" && choice.checked && key in ASKS_MORE) {
      choice.form.elements[ASKS_MORE[key]]?.focus();
    }
  });
}

// Inside [data-keys] the key that stands beside a choice chooses it; the same key again takes it back.
// Keys act only while a choice there has the focus, never while somebody writes. Tab, arrows and Space work as ever.

const WRITES = "input:not([type=radio], [type=checkbox]), textarea, select";

function choose(choice) {
  if (choice.type === "radio" && choice.checked && !choice.required) {
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
    // A choice that asks for words leads to where they are written.
    if (choice.checked && choice.dataset.leadsTo) document.getElementById(choice.dataset.leadsTo)?.focus();
  });
}

// Take a card onto this phone: the phone makes a key, the town signs a card for it. Pressed again, or after an answer
// that got lost, the same key is sent and the same card comes back.

import { cardsOf, keepCard, keptCard } from "./kept.js";
import { newKey, pointOf } from "./signed.js";

const form = document.querySelector("form[data-take]");
const said = document.querySelector("[data-take-said]");
const { town, kind, shell } = form.dataset;
const id = `${town} ${kind}`;

function say(words) {
  said.textContent = words;
  said.hidden = false;
  said.focus();
}

async function take() {
  const pair = (await keptCard(id))?.pair ?? (await newKey());
  await keepCard({ ...(await keptCard(id)), id, town, pair }); // before the town knows it: no card without its key
  form.elements.key.value = await pointOf(pair.publicKey);
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
  const given = answer.status === 200 || answer.status === 422 ? await answer.json() : {};
  if (!given.card) return say(given.why ?? form.dataset.failed);
  await keepCard({ id, town, pair, card: given.card, label: given.label, home: location.pathname });
  await navigator.storage?.persist?.();
  location.assign(shell);
}

async function start() {
  if (!globalThis.crypto?.subtle || !("indexedDB" in globalThis)) return say(form.dataset.unable);
  const kept = (await cardsOf(town)).find((row) => row.id === id && row.card);
  if (kept) document.querySelector("[data-take-kept]").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      await take();
    } catch {
      say(form.dataset.failed);
    } finally {
      button.disabled = false;
    }
  });
  form.dataset.ready = "yes";
}

start();

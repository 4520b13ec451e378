// The card on the phone: a code with a fresh signature every few seconds. It needs no network. With one, it looks
// whether the card still counts: it fetches the town's whole list, so the town does not learn whose card it is.

import { check, dayOf, decode, readKeys, readList } from "./checking.js";
import { cardsOf, dropCard } from "./kept.js";
import { show } from "./signed.js";
import { say, knows } from "./words.js";
import { correction, generate } from "./vendor/lean-qr.js";

const EVERY = 15; // seconds
const page = document.querySelector("[data-cards]");
const part = (name) => page.querySelector(`[data-${name}]`);
const { town, keys: KEYS, list: LIST, worker: WORKER } = page.dataset;
let cards = [];
let shown = null; // the card that is shown
let left = 0; // seconds until the next signature

const now = () => Math.floor(Date.now() / 1000);

function draw(text) {
  const code = generate(text, { minCorrectionLevel: correction.L, maxCorrectionLevel: correction.L });
  const quiet = 4, scale = 6, canvas = part("code");
  canvas.width = canvas.height = (code.size + 2 * quiet) * scale;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      if (code.get(x, y)) pen.fillRect((x + quiet) * scale, (y + quiet) * scale, scale, scale);
    }
  }
}

async function renew() {
  left = EVERY;
  draw(await show(shown.card, shown.pair.privateKey, now()));
}

function tick() {
  if (!shown || document.hidden) return;
  left -= 1;
  part("clock").textContent = new Date().toLocaleTimeString("ja-JP", { timeZone: "Asia/Tokyo" });
  part("left").textContent = say("left", { seconds: Math.max(left, 1) });
  if (left <= 0) renew();
}

// --- does it still count? -------------------------------------------------------------------------------------------
async function fetched(address) {
  try {
    const answer = await fetch(address, { cache: "no-store", credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    localStorage.setItem(address, text);
    return { text, date: answer.headers.get("Date") };
  } catch {
    return { text: localStorage.getItem(address), date: null };
  }
}

function clock(date) {
  const ahead = date ? now() - Math.round(Date.parse(date) / 1000) : 0;
  const wrong = ahead > 90 || ahead < -45;
  part("skew").hidden = !wrong;
  if (wrong) part("skew").textContent = say(ahead > 0 ? "clock_fast" : "clock_slow", { seconds: Math.abs(ahead) });
}

async function look() {
  const [keys, list] = [await fetched(KEYS), await fetched(LIST)];
  clock(list.date);
  const { card } = decode(shown.card);
  part("until").textContent = say("until", { until: dayOf(card.until - 1) });
  if (!keys.text) return tell("not_looked", {}, "info");
  const set = await readKeys(JSON.parse(keys.text));
  const status = list.text ? await readList(list.text, set).catch(() => null) : null;
  const at = now();
  const { reasons } = await check(await show(shown.card, shown.pair.privateKey, at), { keys: set, list: status, at });
  if (!reasons.length) return tell("counts", { issued: dayOf(status.issued) }, "success");
  const [code, params] = reasons[0];
  const unsure = ["no_list", "list_stale", "list_older"].includes(code);
  tell(unsure ? "not_looked" : knows(code) ? code : "counts_not", params, unsure ? "info" : "danger");
}

function tell(code, params, kind) {
  const said = part("state");
  said.className = `card-state card-state-${kind}`;
  said.textContent = say(code, params);
  page.dataset.state = code;
}

// --- which card -----------------------------------------------------------------------------------------------------
async function choose(card) {
  shown = card;
  part("label").textContent = card.label;
  for (const link of page.querySelectorAll("[data-home]")) link.href = card.home;
  await renew();
  tick();
  await look();
}

function offer() {
  part("others").hidden = cards.length < 2;
  part("others").replaceChildren(...cards.map((card) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: card.label });
    button.className = "button button-secondary button-small";
    button.addEventListener("click", () => choose(card));
    return button;
  }));
}

async function forget() {
  await dropCard(shown.id);
  location.reload();
}

async function start() {
  try {
    cards = (await cardsOf(town)).filter((card) => card.card);
  } catch {
    cards = []; // a browser that keeps nothing
  }
  part("none").hidden = cards.length > 0;
  part("some").hidden = cards.length === 0;
  page.dataset.cards = String(cards.length);
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(WORKER, { scope: location.pathname }).then(
      () => navigator.serviceWorker.ready.then(() => (page.dataset.offline = "ready")),
      () => {},
    );
  }
  if (!cards.length) return;
  offer();
  part("forget").addEventListener("click", forget);
  await choose(cards[0]);
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => document.hidden || renew().then(look));
  window.addEventListener("online", look);
  navigator.wakeLock?.request("screen").catch(() => {});
}

start();

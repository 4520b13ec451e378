// The counter: checks cards without a network and says what the chosen benefit needs to know, nothing else. What has
// to be recorded goes into the outbox (kit/outbox.js), and is sent once. Everything else stays in this device.

import { bitOf, check, checkCode, inflate, over, readKeys, readList } from "./checking.js";
import { openCamera, readPicture } from "../kit/scan.js";
import { fromBase64url } from "./signed.js";
import { say } from "./words.js";

const REFRESH = 10 * 60_000;
const page = document.querySelector("[data-counter]");
const form = document.querySelector("form[data-outbox-form]");
const part = (name) => page.querySelector(`[data-${name}]`);
const PACK = `kayoi-counter ${location.pathname}`;
const SEEN = `${PACK} seen`;
let pack = null; // what was fetched: keys, list, benefits
let last = ""; // what was scanned last
let stop = null; // ends the camera

const now = () => Math.floor(Date.now() / 1000);
const kept = (name) => JSON.parse(localStorage.getItem(name) ?? "null");

// --- what the device knows ------------------------------------------------------------------------------------------
async function open(data) {
  const keys = await readKeys(data.keys);
  const list = data.list ? await readList(data.list, keys).catch(() => null) : null;
  const bits = async (text) => inflate(fromBase64url(text), 101_250);
  const benefits = new Map();
  for (const one of data.benefits) {
    const poor = one.poor ? await bits(one.poor) : new Uint8Array(); // data of before there were points
    benefits.set(String(one.id), { ...one, cards: await bits(one.cards), spent: await bits(one.spent), poor });
  }
  return { keys, list, benefits, at: data.at, reach: data.reach, unit: data.unit };
}

function state(extra = "") {
  const at = pack ? new Date(pack.at * 1000).toLocaleString("ja-JP", { timeZone: "Asia/Tokyo" }) : "";
  part("state").textContent = [pack ? say("pack", { at }) : say("no_pack"), extra].filter(Boolean).join(" ");
  page.dataset.pack = pack ? String(pack.at) : "";
}

async function refresh() {
  let extra = "";
  try {
    const answer = await fetch(page.dataset.fetch, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
    if (answer.ok) {
      const data = await answer.json();
      const ahead = now() - data.at;
      pack = await open(data);
      localStorage.setItem(PACK, JSON.stringify(data));
      if (Math.abs(ahead) > 30) extra = say(ahead > 0 ? "clock_fast" : "clock_slow", { seconds: Math.abs(ahead) });
    } else if (answer.type === "opaqueredirect") extra = say("signed_out");
  } catch {
    extra = say("offline");
  }
  offer();
  state(extra);
}

function offer() {
  const chosen = part("benefit").value || localStorage.getItem(`${PACK} benefit`) || "";
  part("benefit").replaceChildren(...[...(pack?.benefits ?? [])].map(([id, { name }]) => new Option(name, id)));
  if (pack?.benefits.has(chosen)) part("benefit").value = chosen;
  explain();
}

function explain() {
  const benefit = pack?.benefits.get(part("benefit").value);
  const words = benefit ? [say(benefit.recorded ? "recorded" : "not_recorded")] : [];
  if (benefit?.points) words.push(say("takes_points", { points: benefit.points, unit: pack.unit }));
  part("recorded").textContent = words.join(" ");
}

// --- answers --------------------------------------------------------------------------------------------------------
function entitled(index, benefit) {
  if (index >= pack.reach) return ["unknown", [["benefit_older", {}]]]; // issued after the data were fetched
  const reasons = bitOf(benefit.cards, index) ? [] : [["benefit_not_for", {}]];
  if (bitOf(benefit.spent, index)) reasons.push(["benefit_spent", {}]);
  if (benefit.left === 0) reasons.push(["benefit_gone", {}]);
  if (bitOf(benefit.poor, index)) reasons.push(["benefit_points_short", { points: benefit.points, unit: pack.unit }]);
  return [reasons.length ? "not_met" : "met", reasons];
}

function tell(outcome, reasons, { name = "" } = {}) {
  const [code] = reasons[0] ?? [];
  part("answer").hidden = false;
  part("answer").dataset.outcome = outcome;
  part("answer-title").textContent = say(`outcome_${outcome}`);
  part("answer-reasons").replaceChildren(
    ...reasons.map(([one, params]) => Object.assign(document.createElement("li"), { textContent: say(one, params) })),
  );
  part("identity").hidden = code !== "look_at_id" || reasons.length > 1;
  part("name").textContent = code === "look_at_id" ? name : "";
  part("answer").focus();
}

/** Say what came out; return whether the benefit may be used. */
function answer({ outcome, reasons, card }) {
  const benefit = pack.benefits.get(part("benefit").value);
  form.hidden = true;
  if (outcome !== "met") {
    tell(outcome, reasons, card ?? {});
    return false;
  }
  const [may, why] = entitled(card.index, benefit);
  const also = may === "met" && benefit.proof === "card_and_id" && card.key ? [["benefit_look_at_id", {}]] : [];
  tell(may, [...why, ...also]);
  if (may === "met" && benefit.recorded) {
    form.hidden = false;
    form.elements.benefit.value = part("benefit").value;
    form.elements.card.value = String(card.index);
  }
  return may === "met";
}

function remember(card, sight) {
  const seen = kept(SEEN) ?? {}, at = now();
  for (const number of Object.keys(seen)) if (over(seen[number], at)) delete seen[number];
  if (sight) seen[card.number] = sight;
  localStorage.setItem(SEEN, JSON.stringify(seen));
}

async function checkText(text, idMatches = null) {
  if (!pack?.benefits.size) return tell("unknown", [[pack ? "no_benefits" : "no_pack", {}]]);
  const seen = kept(SEEN) ?? {};
  const found = await check(text, { ...pack, at: now(), before: (number) => seen[number], idMatches });
  last = text;
  const used = answer(found), before = found.card && seen[found.card.number];
  // What was not let through may be shown again, once the data are newer.
  if (found.sight) remember(found.card, used || before?.accepted ? found.sight : { ...found.sight, accepted: false });
}

async function checkTyped(event) {
  event.preventDefault();
  if (!pack?.benefits.size) return tell("unknown", [[pack ? "no_benefits" : "no_pack", {}]]);
  const { code, birthday } = event.target.elements;
  const found = await checkCode(code.value, birthday.value, { ...pack, at: now() });
  if (found.outcome === "met") event.target.reset();
  answer(found);
}

// --- reading --------------------------------------------------------------------------------------------------------
async function fromPicture({ target }) {
  const text = target.files.length ? await readPicture(target.files[0]) : "";
  target.value = "";
  await checkText(text);
}

async function camera() {
  if (stop) return closeCamera();
  try {
    part("video").hidden = false;
    stop = await openCamera(part("video"), (text) => {
      closeCamera();
      checkText(text);
    });
  } catch {
    closeCamera();
    tell("unknown", [["no_camera", {}]]);
  }
}

function closeCamera() {
  stop?.();
  stop = null;
  part("video").hidden = true;
}

function recording({ detail }) {
  const benefit = pack.benefits.get(form.elements.benefit.value);
  const quantity = Number(form.elements.quantity.value.normalize("NFKC"));
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99) detail.mistakes.push(say("bad_quantity"));
  if (!form.elements.card.value) detail.mistakes.push(say("no_card"));
  if (detail.mistakes.length) return;
  detail.about = `${benefit.name} ${quantity}`;
  form.hidden = true;
  part("answer").hidden = true;
}

async function start() {
  form.hidden = true; // until a card is good
  const data = kept(PACK);
  if (data) pack = await open(data).catch(() => null);
  offer();
  state();
  part("picture").addEventListener("change", fromPicture);
  part("camera").addEventListener("click", camera);
  part("camera").hidden = !navigator.mediaDevices?.getUserMedia;
  part("same").addEventListener("click", () => checkText(last, true));
  part("other").addEventListener("click", () => checkText(last, false));
  part("typed").addEventListener("submit", checkTyped);
  part("benefit").addEventListener("change", () => {
    localStorage.setItem(`${PACK} benefit`, part("benefit").value);
    part("answer").hidden = form.hidden = true;
    explain();
  });
  form.addEventListener("outbox:write", recording);
  await refresh();
  setInterval(refresh, REFRESH);
  window.addEventListener("online", refresh);
  page.dataset.ready = "yes";
}

start();

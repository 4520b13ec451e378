// A form that works without a network: what is typed goes into this device first (IndexedDB), then to the town, exactly
// once. Each entry has a key of its own, which the server knows again: sent twice, by two tabs, after a crash, it is one.
// Nothing leaves the device's outbox before the server has given a receipt, unless somebody deletes it and confirms.
//
// The section says data-name (of the database), data-focus (the field to begin with) and data-moment (the field that
// says when it was written down). Before an entry is kept, the form gets the event "outbox:write": a page's own script
// may add sentences to detail.mistakes, set detail.about and detail.who (forgotten once it is sent), and give
// detail.files, a promise of [name, file] pairs.

const box = document.querySelector("[data-outbox]");
const form = document.querySelector("form[data-outbox-form]");
const problems = document.querySelector("[data-problems]");
const HERE = location.pathname;
const RETRY = 30_000;
const WORDS = { waiting: "送信待ち", sent: "送信済み", failed: "送れなかった" };
const { name: NAME, focus: FOCUS, moment: MOMENT } = box?.dataset ?? {};
const channel = box && "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;
let editing = null; // the entry that is being put right
let state = ""; // what the last sending said
let timer = 0;

// --- the outbox -----------------------------------------------------------------------------------------------------
function request(made) {
  return new Promise((resolve, reject) => {
    made.onsuccess = () => resolve(made.result);
    made.onerror = () => reject(made.error);
  });
}

let opened = null;
function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("entries", { keyPath: "number", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

async function store(mode, act) {
  const transaction = (await database()).transaction("entries", mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
  const result = await request(act(transaction.objectStore("entries")));
  await done; // only now it is on the disk
  return result;
}

const entries = () => store("readonly", (rows) => rows.getAll());
const keep = (entry) => store("readwrite", (rows) => rows.put(entry));
const drop = (number) => store("readwrite", (rows) => rows.delete(number));

// --- writing down ---------------------------------------------------------------------------------------------------
function key() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const text = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function say(words) {
  problems.replaceChildren(
    ...words.map((word) => Object.assign(document.createElement("p"), { textContent: word, className: "field-error" })),
  );
  if (words.length) problems.focus();
}

function typed() {
  return [...new FormData(form)].filter(
    ([name, given]) => typeof given === "string" && !["csrfmiddlewaretoken", "client_key", MOMENT].includes(name),
  );
}

async function writeDown() {
  const detail = { mistakes: [], about: "", who: "", files: null };
  form.dispatchEvent(new CustomEvent("outbox:write", { detail }));
  say(detail.mistakes);
  if (detail.mistakes.length) return;
  const entry = editing ?? { key: key(), page: HERE, send: box.dataset.send, made: new Date().toISOString() };
  const fields = typed();
  const before = (entry.fields ?? []).filter(([, given]) => typeof given !== "string");
  editing = null;
  form.reset(); // at once: what is typed while the device writes belongs to the next entry
  const files = (await detail.files) ?? [];
  const { about, who } = detail;
  Object.assign(entry, { fields: [...fields, ...(files.length ? files : before)], state: "waiting", why: "", about, who });
  try {
    await keep(entry);
  } catch {
    fill(entry);
    form.submit(); // no room on the device: the ordinary form, which needs a network
    return;
  }
  navigator.storage?.persist?.();
  state = "端末に控えました。";
  await render();
  channel?.postMessage("changed");
  window.scrollTo({ top: 0 });
  await send();
}

// --- sending --------------------------------------------------------------------------------------------------------
class SignedOut extends Error {}
class Later extends Error {}

async function ask(address, given = {}) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...given });
  } catch {
    throw new Later("いまはつながりません。つながったときに送ります。");
  }
  if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
  if (answer.status >= 500 || answer.status === 429) throw new Later("サーバーが込み合っています。しばらくして送り直します。");
  return answer;
}

async function tokenFor(entry) {
  const answer = await ask(entry.send, { headers: { Accept: "application/json" } });
  if (!answer.ok) return null;
  return (await answer.json()).token;
}

async function sendOne(entry) {
  const token = await tokenFor(entry);
  if (token === null) return { ...entry, state: "failed", why: "いまのログインでは、ここに送れません。" };
  const fields = new FormData();
  for (const [name, given] of entry.fields) fields.append(name, given);
  fields.append("client_key", entry.key);
  if (MOMENT) fields.append(MOMENT, entry.made);
  const answer = await ask(entry.send, { method: "POST", body: fields, headers: { "X-CSRFToken": token } });
  if (answer.ok) {
    const { receipt } = await answer.json();
    // What was written is with the town now; the device keeps the receipt only.
    return { ...entry, state: "sent", receipt, fields: [], who: "", why: "" };
  }
  if (answer.status === 422) return { ...entry, state: "failed", why: (await answer.json()).errors.join(" ") };
  if (answer.status === 403) throw new Later("送れませんでした(確認の番号)。もう一度送ります。");
  return { ...entry, state: "failed", why: `送れませんでした(${answer.status})。` };
}

async function sendAll() {
  for (const { number } of (await entries()).filter((entry) => entry.state === "waiting")) {
    const entry = (await entries()).find((one) => one.number === number); // another tab may have been here
    if (entry?.state !== "waiting") continue;
    await keep(await sendOne(entry));
    channel?.postMessage("changed");
    await render();
  }
}

async function send() {
  clearTimeout(timer);
  try {
    if (navigator.locks) await navigator.locks.request(NAME, sendAll);
    else await sendAll();
    state = "";
  } catch (error) {
    if (error instanceof SignedOut) state = "signed-out";
    else if (error instanceof Later) state = error.message;
    else throw error;
    timer = setTimeout(send, RETRY);
  }
  await render();
}

// --- showing --------------------------------------------------------------------------------------------------------
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function button(words, name, number, confirm = "") {
  const made = element("button", { type: "submit", className: "button button-secondary button-small", name, value: number });
  made.textContent = words;
  if (confirm) Object.assign(made.dataset, { confirm, cancel: "やめる" });
  return made;
}

function line(entry) {
  const time = new Date(entry.made).toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit" });
  const words = [`${entry.number}番`, time, entry.about, entry.who].filter(Boolean).join(" ");
  const item = element("li", {}, element("span", { textContent: words }));
  item.dataset.number = entry.number;
  item.dataset.state = entry.state;
  item.append(element("strong", { textContent: WORDS[entry.state] }));
  if (entry.receipt) item.append(element("span", { textContent: `受付番号 ${entry.receipt}` }));
  if (entry.why) item.append(element("span", { textContent: entry.why, className: "field-error" }));
  if (entry.state === "failed") item.append(button("直して送る", "edit", entry.number));
  const sure = "まだ送っていない控えです。消すと元に戻せません。消しますか。";
  item.append(button("消す", "delete", entry.number, entry.state === "sent" ? "" : sure));
  return item;
}

function stateLine(all) {
  if (state === "signed-out") {
    const link = element("a", { href: HERE, textContent: "ログインし直す" });
    return element("p", { className: "field-error" }, "ログインの期限が切れました。控えは残っています。", link, "と送れます。");
  }
  const elsewhere = all.find((entry) => entry.page !== HERE && entry.state !== "sent");
  if (!elsewhere) return element("p", { textContent: state });
  return element("p", {}, state, " ほかの画面の控えがあります: ", element("a", { href: elsewhere.page, textContent: "開く" }));
}

async function render() {
  const all = await entries();
  const mine = all.filter((entry) => entry.page === HERE).reverse();
  const count = (wanted) => mine.filter((entry) => entry.state === wanted).length;
  box.querySelector("[data-counts]").textContent = Object.entries(WORDS)
    .map(([wanted, words]) => `${words} ${count(wanted)}件`)
    .join(" ・ ");
  box.dataset.waiting = count("waiting");
  box.dataset.sent = count("sent");
  box.dataset.failed = count("failed");
  box.querySelector("[data-progress]").replaceChildren(stateLine(all));
  box.querySelector("[data-list]").replaceChildren(...mine.map(line));
}

function fill(entry) {
  form.reset();
  for (const control of form.elements) {
    if (["checkbox", "radio"].includes(control.type)) control.checked = false; // what was ticked stands in the entry
  }
  for (const [name, given] of entry.fields.filter(([, one]) => typeof one === "string")) {
    const found = form.elements[name];
    for (const control of found instanceof RadioNodeList ? found : [found].filter(Boolean)) {
      if (["checkbox", "radio"].includes(control.type)) control.checked ||= control.value === given;
      else control.value = given;
    }
  }
  editing = entry;
  form.elements[FOCUS].focus();
}

async function act(button) {
  const all = await entries();
  const entry = all.find((one) => String(one.number) === button.value);
  if (button.name === "edit" && entry) fill(entry);
  if (button.name === "delete" && entry) await drop(entry.number);
  if (button.name === "clear") {
    for (const one of all) if (one.page === HERE && one.state === "sent") await drop(one.number);
  }
  channel?.postMessage("changed");
  await render();
}

async function start() {
  await render(); // no database, no outbox: the ordinary form stays
  box.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    writeDown();
  });
  form.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest("button")) event.preventDefault(); // a double tap is one entry
  });
  box.querySelector("form[data-entries]").addEventListener("submit", (event) => {
    event.preventDefault();
    act(event.submitter);
  });
  box.querySelector("[data-send-now]").addEventListener("click", send);
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  channel?.addEventListener("message", render);
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(box.dataset.worker, { scope: HERE }).then(
      () => navigator.serviceWorker.ready.then(() => (box.dataset.offline = "ready")),
      () => {}, // signed out, or no secure context: the page still sends later while it is open
    );
  }
  await send();
}

if (box && form && "indexedDB" in window) start();

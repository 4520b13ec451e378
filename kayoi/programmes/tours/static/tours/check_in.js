// The day of a tour: pick a party from the list or by the QR code of its page, also without a network. The page holds
// hashes of the secret links (data-hashes), so a code is found on the device; the link itself is never kept.

import { openCamera, readPicture } from "../kit/scan.js";

const UNREAD = "読み取れませんでした。もう一度読み取るか、名簿から選んでください。";
const form = document.querySelector("form[data-outbox-form]");
const scan = document.querySelector("[data-scan]");
const found = document.querySelector("[data-found]");
const hashes = JSON.parse(document.getElementById("hashes").textContent);

form.addEventListener("outbox:write", ({ detail }) => {
  const picked = form.querySelector("input[name=party]:checked");
  if (!picked) {
    detail.mistakes.push("申込みを選んでください。");
    return;
  }
  detail.about = "受付";
  detail.who = picked.closest("label").textContent.trim();
});
// A list is gone through by hand unless a code is read.
form.addEventListener("reset", () => setTimeout(() => (form.elements.way.value = "list")));

async function partyOf(text) {
  for (const part of text.split(/[/?#]/).filter((one) => one.length >= 40)) {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(part));
    const hash = [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (hash in hashes) return String(hashes[hash]);
  }
  return null;
}

async function pick(text) {
  const party = await partyOf(text);
  const box = party && form.querySelector(`input[name=party][value="${party}"]`);
  if (!box) {
    found.textContent = "この日程の申込みではありません。名簿から確かめてください。";
    return false;
  }
  box.checked = true;
  form.elements.way.value = "qr";
  found.textContent = `${box.closest("label").textContent.trim()} を選びました。人数を確かめて「受付する」を押してください。`;
  form.elements.persons.focus();
  return true;
}

async function look() {
  const video = scan.querySelector("video");
  video.hidden = false;
  let late;
  try {
    const stop = await openCamera(video, async (text) => {
      clearTimeout(late);
      video.hidden = true;
      await pick(text);
    });
    late = setTimeout(() => {
      stop();
      video.hidden = true;
      found.textContent = UNREAD;
    }, 30_000);
  } catch {
    video.hidden = true;
    found.textContent = "カメラを使えません。写真を選ぶか、名簿から選んでください。";
  }
}

const camera = scan.querySelector("button");
if (navigator.mediaDevices) camera.addEventListener("click", look);
else camera.hidden = true;
scan.querySelector("[type=file]").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  const text = file && (await readPicture(file));
  if (text) await pick(text);
  else found.textContent = UNREAD;
  event.target.value = "";
});
// Typed by a reader that acts as a keyboard, or pasted.
scan.querySelector("[type=text]").addEventListener("change", async (event) => {
  if (await pick(event.target.value.trim())) event.target.value = "";
});
if (crypto.subtle) scan.hidden = false; // no secure context, no hashes: the list stays

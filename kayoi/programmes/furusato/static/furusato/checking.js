// The check of a card at a counter, without a network: docs/reference/card.md in the browser. Every answer is
// { outcome: "met" | "not_met" | "unknown", reasons: [[code, params], …], card, sight }.

import { base64url, fromBase64url, isSigned, publicKey, takeApart, takeHeader, takeSignature, Unreadable, whole } from "./signed.js";

const FRESH = 60, SKEW = 120, STEP = 15, DAY = 86_400;
const MOST_INDEX = 30 ** 4 - 1;
const LARGEST = Math.floor(MOST_INDEX / 8) + 1;
const SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const KINDLY = new Set(["no_list", "list_stale", "list_older", "scan_again", "look_at_id", "no_code_key"]);
const encoder = new TextEncoder();

class UnknownVersion extends Unreadable {}

/** Return the Japanese day of a moment. */
export const dayOf = (seconds) => new Date((seconds + 9 * 3600) * 1000).toISOString().slice(0, 10);

function answer(reasons, more = {}) {
  const against = reasons.some(([code]) => !KINDLY.has(code));
  return { outcome: against ? "not_met" : reasons.length ? "unknown" : "met", reasons, card: null, sight: null, ...more };
}

// --- keys and the list ----------------------------------------------------------------------------------------------
/** Read a key set: { town, kinds, keys: Map of kid to { key, from, until, code } }. */
export async function readKeys(data) {
  const keys = new Map();
  for (const one of data.keys) {
    const point = Uint8Array.of(4, ...fromBase64url(one.x), ...fromBase64url(one.y));
    const code = one.code ? fromBase64url(one.code) : null;
    keys.set(one.kid, { key: await publicKey(point), from: one.nbf, until: one.exp, code });
  }
  return { town: data.iss, kinds: data.kinds ?? [], keys };
}

const believed = (key, at) => key.from <= at && at < key.until;

export async function inflate(bytes, most) {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const bits = new Uint8Array(await new Response(stream).arrayBuffer());
    if (bits.length <= most) return bits;
  } catch {
    // cut off, or something behind it
  }
  throw new Unreadable("cut off, or more than there can be cards");
}

/** Read a status list whose signature holds: { bits, issued, until }. Throws Unreadable for any other. */
export async function readList(text, keys) {
  const { header, payload, message, signature } = takeApart(text.trim());
  const issued = whole(payload, "iat"), until = whole(payload, "exp"), body = payload.status_list;
  if (header.typ !== "statuslist+jwt" || issued >= until || body?.bits !== 1) throw new Unreadable("type or times");
  const key = keys.keys.get(header.kid);
  if (payload.iss !== keys.town || !key || !believed(key, issued)) throw new Unreadable("foreign");
  if (!(await isSigned(key.key, message, signature))) throw new Unreadable("the signature is wrong");
  return { bits: await inflate(fromBase64url(body.lst), LARGEST), issued, until };
}

/** Tell whether a bit of a list is set; undefined where the list does not reach that far. */
export const bitOf = (bits, index) => (index < bits.length * 8 ? Boolean((bits[index >> 3] >> (index & 7)) & 1) : undefined);

function byList(index, list, at) {
  if (!list) return [["no_list", {}]];
  if (bitOf(list.bits, index)) return [["revoked", {}]];
  const issued = dayOf(list.issued);
  if (at < list.issued - SKEW || at >= list.until) return [["list_stale", { issued }]];
  return bitOf(list.bits, index) === undefined ? [["list_older", { issued }]] : [];
}

// --- cards ----------------------------------------------------------------------------------------------------------
function matching(data, name, pattern) {
  const found = Object.hasOwn(data, name) ? data[name] : undefined;
  if (typeof found !== "string" || !pattern.test(found)) throw new Unreadable(name);
  return found;
}

function readCard(data) {
  const key = data.key ?? "", name = data.name ?? "";
  if (typeof key !== "string" || typeof name !== "string" || Boolean(key) === Boolean(name)) throw new Unreadable("neither");
  const named = /^(?:[^\p{C}\p{Z}]| )+$/u.test(name) && [...name].length <= 60;
  if (key ? key.length !== 87 : !named) throw new Unreadable("key or name");
  const card = {
    town: matching(data, "iss", /^[0-9]{6}$/),
    number: matching(data, "sub", /^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}$/),
    kind: matching(data, "kind", /^[a-z0-9_]{1,20}$/),
    from: whole(data, "nbf"), until: whole(data, "exp"), index: whole(data, "idx"), key, name,
  };
  if (card.from >= card.until || card.index > MOST_INDEX) throw new Unreadable("impossible times or index");
  return card;
}

function readProof(text, token) {
  const cut = text.indexOf("..");
  const header = cut < 0 ? text : text.slice(0, cut);
  const at = whole(takeHeader(header), "iat");
  const signature = takeSignature(cut < 0 ? "" : text.slice(cut + 2));
  return { at, message: encoder.encode(`${header}.${base64url(token)}`), signature };
}

/** Take apart what was scanned; nothing of it is believed yet. */
export function decode(text) {
  if (text.length > 2000) throw new Unreadable("too long");
  const all = text.trim(), cut = all.indexOf("~");
  const token = cut < 0 ? all : all.slice(0, cut);
  const signed = takeApart(token);
  const { typ, kid } = signed.header;
  const family = typeof typ === "string" && typ.startsWith("kayoi-card-");
  if (typ !== "kayoi-card-1") throw family ? new UnknownVersion("typ") : new Unreadable("typ");
  if (typeof kid !== "string") throw new Unreadable("no kid");
  return { card: readCard(signed.payload), kid, signed, proof: cut < 0 ? null : readProof(all.slice(cut + 1), token) };
}

async function untrusted({ card, kid, signed }, keys, at) {
  if (card.town !== keys.town) return "wrong_town";
  const key = keys.keys.get(kid);
  if (!key) return "foreign_key";
  if (!(await isSigned(key.key, signed.message, signed.signature))) return "tampered";
  return believed(key, at) ? "" : "key_not_current";
}

function inTime({ from, until }, at) {
  if (at < from - SKEW) return [["not_yet_valid", { from: dayOf(from) }]];
  return at >= until ? [["expired", { until: dayOf(until - 1) }]] : []; // the day before is the last
}

function fresh(signedAt, at, before) {
  const age = at - signedAt;
  if (before?.accepted && signedAt <= before.signedAt) return [["replayed", {}]];
  if (age < -SKEW) return [["clock_ahead", { seconds: -age }]];
  if (age > FRESH + SKEW) return [["too_old", { seconds: age }]];
  if (age <= FRESH) return [];
  if (!before) return [["scan_again", { seconds: age }]];
  const phone = signedAt - before.signedAt, counter = at - before.seenAt;
  if (phone <= 0) return [["too_old", { seconds: age }]];
  return Math.abs(phone - counter) <= STEP ? [] : [["scan_again", { seconds: age }]];
}

function byId(matches) {
  if (matches === null) return [["look_at_id", {}]];
  return matches ? [] : [["other_person", {}]];
}

async function provedBy({ card, proof }) {
  return isSigned(await publicKey(fromBase64url(card.key)), proof.message, proof.signature);
}

/** Check what was scanned. `before` tells what the counter remembers of a card number, `idMatches` of the ID. */
export async function check(text, { keys, list, at, before = () => undefined, idMatches = null }) {
  let shown, proved;
  try {
    shown = decode(text);
    const wrong = await untrusted(shown, keys, at);
    if (wrong) return answer([[wrong, {}]]);
    proved = shown.card.key && shown.proof ? await provedBy(shown) : false;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return answer([[error instanceof UnknownVersion ? "unknown_version" : "unreadable", {}]]);
  }
  const { card, proof } = shown;
  const reasons = [...inTime(card, at), ...byList(card.index, list, at)];
  if (card.name) return answer([...reasons, ...byId(idMatches)], { card });
  if (!proof) return answer([...reasons, ["copied", {}]], { card });
  if (!proved) return answer([...reasons, ["foreign_phone", {}]], { card });
  const seen = before(card.number);
  const found = answer([...reasons, ...fresh(proof.at, at, seen)], { card });
  const accepted = found.outcome === "met";
  const sight = seen?.accepted && !accepted ? seen : { signedAt: proof.at, seenAt: at, accepted };
  return { ...found, sight };
}

/** Tell whether a sight may be forgotten: its signature cannot come again. */
export const over = (sight, at) => Math.max(sight.signedAt, sight.seenAt) + FRESH + SKEW < at;

// --- short codes ----------------------------------------------------------------------------------------------------
/** Return the signs of a code as they are printed, from what somebody typed: small letters, wide ones, no hyphens. */
export const plainCode = (text) => [...text.normalize("NFKC").toUpperCase()].filter((sign) => SIGNS.includes(sign)).join("");

const number = (signs) => [...signs].reduce((sum, sign) => sum * 30 + SIGNS.indexOf(sign), 0);

async function checkValue(code, message) {
  const key = await crypto.subtle.importKey("raw", code, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, encoder.encode(message));
  return Number(new DataView(mac).getBigUint64(0) % BigInt(30 ** 5));
}

async function readCode(signs, birthday, keys, at) {
  const front = signs.slice(0, 7);
  for (const key of keys.keys.values()) {
    for (const kind of key.code && believed(key, at) ? keys.kinds : []) {
      const found = await checkValue(key.code, [front, keys.town, kind, birthday].join("\n"));
      const end = Date.UTC(2026, 0, 1) / 1000 + number(front.slice(4)) * DAY;
      if (found === number(signs.slice(7))) {
        return { index: number(front.slice(0, 4)), kind, lastDay: new Date(end * 1000).toISOString().slice(0, 10) };
      }
    }
  }
  return null;
}

/** Check a short code with the birthday ("YYYY-MM-DD") that the ID says. */
export async function checkCode(text, birthday, { keys, list, at }) {
  if (!keys.kinds.length || ![...keys.keys.values()].some((key) => key.code)) return answer([["no_code_key", {}]]);
  const signs = plainCode(text);
  const coded = signs.length === 12 ? await readCode(signs, birthday, keys, at) : null;
  if (!coded) return answer([["code_differs", {}]]);
  const ended = dayOf(at) <= coded.lastDay ? [] : [["expired", { until: coded.lastDay }]];
  return answer([...ended, ...byList(coded.index, list, at)], { card: coded });
}

// Compact JWS with ES256, read strictly: one text has one meaning (docs/reference/card.md, To the byte, 1).

export class Unreadable extends Error {}

const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNING = { name: "ECDSA", hash: "SHA-256" };
const LATEST = 253_402_268_400;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function base64url(data) {
  const bytes = typeof data === "string" ? encoder.encode(data) : new Uint8Array(data);
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Unreadable("not base64url");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  if (base64url(bytes) !== text) throw new Unreadable("not the only base64url");
  return bytes;
}

// What JSON.parse lets pass: a name twice in one object, numbers with a point or an exponent.
function isPlain(json) {
  const open = [];
  for (const [token, colon] of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}]|-?\d[\d.eE+-]*/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (token[0] !== '"') {
      if (/[.eE]/.test(token)) return false;
    } else if (colon) {
      const name = JSON.parse(token.slice(0, -colon.length));
      if (open.at(-1).has(name)) return false;
      open.at(-1).add(name);
    }
  }
  return true;
}

export function fromJson(bytes) {
  let json, found;
  try {
    json = decoder.decode(bytes);
    found = JSON.parse(json);
  } catch {
    throw new Unreadable("not JSON");
  }
  if (found === null || typeof found !== "object" || Array.isArray(found)) throw new Unreadable("not an object");
  if (!isPlain(json)) throw new Unreadable("a name twice, or a number that is not whole");
  return found;
}

export function whole(data, name) {
  const found = Object.hasOwn(data, name) ? data[name] : undefined;
  if (!Number.isInteger(found) || found < 0 || found > LATEST) throw new Unreadable(name);
  return found;
}

export function takeHeader(text) {
  const header = fromJson(fromBase64url(text));
  if (header.alg !== "ES256" || "crit" in header) throw new Unreadable("not ES256");
  return header;
}

export function takeSignature(text) {
  const signature = fromBase64url(text);
  if (signature.length !== 64) throw new Unreadable("not ES256");
  return signature;
}

export function takeApart(text) {
  const parts = text.split(".");
  if (parts.length !== 3) throw new Unreadable("not three parts");
  return {
    header: takeHeader(parts[0]),
    payload: fromJson(fromBase64url(parts[1])),
    message: encoder.encode(text.slice(0, text.lastIndexOf("."))),
    signature: takeSignature(parts[2]),
  };
}

export async function publicKey(point) {
  if (point.length !== 65) throw new Unreadable("not a public key");
  try {
    return await crypto.subtle.importKey("raw", point, CURVE, true, ["verify"]);
  } catch {
    throw new Unreadable("not a public key");
  }
}

export const isSigned = (key, message, signature) => crypto.subtle.verify(SIGNING, key, signature, message);

// --- the phone's side -----------------------------------------------------------------------------------------------
export const newKey = () => crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]); // it cannot be read out again

export const pointOf = async (key) => base64url(await crypto.subtle.exportKey("raw", key));

/** Return what the phone shows: the card and a fresh signature over the time (To the byte, 3). */
export async function show(card, key, at) {
  const header = base64url(JSON.stringify({ alg: "ES256", iat: at }));
  const signature = await crypto.subtle.sign(SIGNING, key, encoder.encode(`${header}.${base64url(card)}`));
  return `${card}~${header}..${base64url(signature)}`;
}

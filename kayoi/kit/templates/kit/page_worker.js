// Keeps one page for the time without a network. It answers for that page and its own parts only.
const PAGE = {{ page|safe }};
const KEPT = {{ kept|safe }};
const CACHE = `kayoi-page ${PAGE}`;
const ALIKE = { ignoreVary: true, ignoreSearch: true }; // one copy, whatever language or cookie asked for it
const PATIENCE = 4_000; // a network that answers nothing is no network

async function keep(cache, path) {
  const answer = await fetch(path, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) await cache.put(path, answer);
}

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all([PAGE, ...KEPT].map((path) => keep(cache, path)));
  for (const kept of await cache.keys()) {
    if (![PAGE, ...KEPT].includes(new URL(kept.url).pathname)) await cache.delete(kept);
  }
  await self.skipWaiting();
}

async function page(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE, ALIKE);
  const tired = new Promise((_, give) => setTimeout(() => give(new Error("slow")), PATIENCE));
  try {
    const answer = await (kept ? Promise.race([fetch(request), tired]) : fetch(request));
    if (answer.ok && !answer.redirected) await cache.put(PAGE, answer.clone());
    return answer.status >= 500 && kept ? kept : answer;
  } catch {
    return kept ?? Response.error();
  }
}

async function part(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, ALIKE)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(page(request));
  else if (KEPT.includes(pathname)) event.respondWith(part(request));
});

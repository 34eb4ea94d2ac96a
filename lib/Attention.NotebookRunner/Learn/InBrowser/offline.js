// Service worker: pages that were loaded once work without a network. Network first; cache first for the files of the
// runtime, whose names hold a hash of their content.
const name = "attention-course";

addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil(clients.claim()));

// Pages post what they loaded before this worker took control.
addEventListener("message", event => event.waitUntil(
  caches.open(name).then(cache => Promise.allSettled(event.data.map(address => cache.add(address))))));

addEventListener("fetch", event => {
  const isOurs = event.request.method === "GET" && new URL(event.request.url).origin === location.origin;
  if (isOurs) { event.respondWith(answer(event.request)); }
});

async function answer(request) {
  const cache = await caches.open(name);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept && /\/_framework\/.*\.[a-z0-9]{10}\.\w+$/.test(new URL(request.url).pathname)) { return kept; }
  try {
    const fresh = await fetch(request);
    if (fresh.ok) { cache.put(request, fresh.clone()); }
    return fresh;
  } catch (problem) {
    if (kept) { return kept; }
    throw problem;
  }
}

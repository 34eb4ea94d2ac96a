// What was loaded once is there without a network. The newest file comes first, where the network has it; files of
// C# have other names when they change, and are never asked for twice.
const name = "attention-course";

addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil(clients.claim()));

// A page tells what it loaded before this script answered for it.
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

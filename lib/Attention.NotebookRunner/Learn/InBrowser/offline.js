// Service worker: pages that were loaded once work without a network. Network first; cache first for the files of the
// runtime, whose names hold a hash of their content.
const name = "attention-course";
const isOfRuntime = address => /\/_framework\/.*\.[a-z0-9]{10}\.\w+$/.test(new URL(address).pathname);

addEventListener("install", () => skipWaiting());

// Pages post what they have loaded. The first page of a visitor does not ask this worker: nothing is kept yet.
addEventListener("message", event => event.waitUntil(keep(event.data)));

addEventListener("fetch", event => {
  const isOurs = event.request.method === "GET" && new URL(event.request.url).origin === location.origin;
  if (isOurs) { event.respondWith(answer(event.request)); }
});

async function answer(request) {
  const cache = await caches.open(name);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept && isOfRuntime(request.url)) { return kept; }
  try {
    const fresh = await fetch(request);
    // A page that starts the runtime waits for all of its files: they are kept when it has them.
    if (fresh.ok && !isOfRuntime(request.url)) { cache.put(request, fresh.clone()); }
    return fresh;
  } catch (problem) {
    if (kept) { return kept; }
    throw problem;
  }
}

/** Keeps these files, and of the runtime no others: an earlier one is of no use any more. */
async function keep(addresses) {
  const cache = await caches.open(name);
  const kept = (await cache.keys()).map(request => request.url).filter(isOfRuntime);
  const missing = addresses.filter(address => !kept.includes(address));
  // From the browser's own cache: it has just loaded them.
  await Promise.allSettled(missing.map(address => cache.add(new Request(address, { cache: "force-cache" }))));
  if (addresses.some(isOfRuntime)) {
    await Promise.all(kept.filter(address => !addresses.includes(address)).map(address => cache.delete(address)));
  }
}

// Service worker: pages that were opened once work without a network. Network first. A file of the runtime comes from
// what is kept, if it is there: its name holds a hash of its content, and dotnet.js beside it tells which names belong.

// A cache belongs to the whole origin, and another copy of the course may live there.
const name = `attention-course ${registration.scope}`;
const isOfRuntime = address => /\/_framework\//.test(new URL(address).pathname);
const isHashed = address => isOfRuntime(address) && /\.[a-z0-9]{10}\.\w+$/.test(new URL(address).pathname);

/** One address for a page, however a link names it: a folder shows its index.html, and a query changes no page. */
function keyOf(address) {
  const { origin, pathname, search } = new URL(address);
  const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  return origin + path + (path.endsWith(".html") ? "" : search);
}

addEventListener("install", () => skipWaiting());

// Pages post what they have loaded. The first page of a visitor does not ask this worker: nothing is kept yet.
addEventListener("message", event => event.waitUntil(keep(event.data)));

addEventListener("fetch", event => {
  const isOurs = event.request.method === "GET" && event.request.url.startsWith(registration.scope);
  if (isOurs) { event.respondWith(answer(event)); }
});

async function answer({ request }) {
  const cache = await caches.open(name).catch(() => null); // the pages come from the network all the same
  const key = keyOf(request.url);
  const kept = await cache?.match(key, { ignoreVary: true }).catch(() => undefined);
  if (kept && isHashed(key)) { return kept; }
  try {
    const fresh = await fetch(request);
    // The runtime is kept as a whole, when a page has loaded it.
    if (fresh.ok && cache && !isOfRuntime(key)) { cache.put(key, fresh.clone()).catch(() => { /* it is full */ }); }
    return fresh;
  } catch (problem) {
    if (kept) { return kept; }
    throw problem;
  }
}

async function keep(addresses) {
  const cache = await caches.open(name);
  const kept = (await cache.keys()).map(request => request.url);
  const missing = addresses.map(keyOf).filter(key => !kept.includes(key));
  await Promise.allSettled(missing.filter(key => !isOfRuntime(key)).map(key => add(cache, key)));
  const hashed = addresses.filter(isHashed);
  if (hashed.length > 0) { await keepRuntime(cache, hashed, kept.filter(isHashed)); }
}

/**
 * Keeps these files of the runtime, all or none: until all are there, those of an earlier course serve, and then they
 * are dropped. What a tab has loaded that is older than the server's course is not kept.
 */
async function keepRuntime(cache, hashed, kept) {
  const start = new URL("dotnet.js", hashed[0]).href;
  const today = await fetch(start, { cache: "no-cache" });
  const names = await today.clone().text();
  const belongs = address => names.includes(new URL(address).pathname.split("/").at(-1));
  if (!today.ok || !hashed.every(belongs)) { return; }
  await Promise.all(hashed.filter(address => !kept.includes(address)).map(address => add(cache, address)));
  await cache.put(start, today);
  await Promise.all(kept.filter(address => !belongs(address)).map(address => cache.delete(address)));
}

/** From the browser's own cache: it has just loaded the file. */
const add = (cache, address) => cache.add(new Request(address, { cache: "force-cache" }));

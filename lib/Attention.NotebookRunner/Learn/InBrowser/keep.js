// From the second visit on the course is there without a network: a service worker keeps what the pages load.

const worker = navigator.serviceWorker?.register("offline.js").then(() => navigator.serviceWorker.ready);
worker?.catch(problem => console.warn("The course is not kept for reading without a network:", problem));

const soon = setTimeout(keep, 5000);

/** C# is about to be loaded, and should not share the processor with what can wait. */
export function keepNothingYet() { clearTimeout(soon); }

/** Keeps what this page has loaded so far, and more. */
export function keep(more = []) {
  const loaded = performance.getEntriesByType("resource").map(one => one.name);
  const ours = [location.href, ...loaded, ...more].filter(address => new URL(address).origin === location.origin);
  worker?.then(({ active }) => active.postMessage(ours)).catch(() => { /* told above */ });
}

// Opens the form again where there is no signal. It answers only below its own address, and keeps nobody's words.

const SHELF = "capture-1";
const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const here = new URL(event.request.url).origin === self.location.origin;
  if (event.request.method === "GET" && here) event.respondWith(answer(event.request));
});

// What the server says, unless it is silent for too long and there is a copy.
async function answer(request) {
  const shelf = await caches.open(SHELF);
  const copy =
    (await shelf.match(request, { ignoreSearch: false })) || (await shelf.match(request, { ignoreSearch: true }));
  const fresh = fetch(request).then((response) => {
    if (response.ok) shelf.put(request, response.clone());
    else if (response.status === 410 || response.status === 404) shelf.delete(request, { ignoreSearch: true });
    return response;
  });
  if (!copy) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, copy));
  return Promise.race([fresh.catch(() => copy), late]);
}

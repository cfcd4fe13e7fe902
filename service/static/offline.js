// The kept page of help: from the network while there is one, else the copy kept at the reader's own press.
addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const kept = () => caches.match(event.request, { ignoreVary: true }).then((page) => page || Response.error());
  event.respondWith(fetch(event.request).catch(kept));
});

// “Keep this page”: nothing is kept before the press. Deleted by the second button and by “Leave this page”.
(() => {
  const place = document.querySelector("[data-keep]");
  if (!place || !("serviceWorker" in navigator) || !("caches" in window)) return;
  const { keep: name, scope, worker, pages, done, gone, failed } = place.dataset;
  const [keep, remove] = place.querySelectorAll("button"), status = place.querySelector("[role=status]");
  const show = (kept, sentence) => {
    keep.hidden = kept;
    remove.hidden = !kept;
    status.textContent = sentence;
  };
  const here = location.pathname + location.search;
  const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => link.href)
    .concat([...document.scripts].map((script) => script.src));

  place.hidden = false;
  caches.match(here, { cacheName: name, ignoreVary: true }).then((page) => show(Boolean(page), ""));
  keep.addEventListener("click", async () => {
    try {
      const store = await caches.open(name);
      // As for a stranger: a kept page names nobody.
      await Promise.all([here, ...pages.trim().split(/\s+/), ...parts].map(async (address) => {
        const page = await fetch(address, { credentials: "omit" });
        if (!page.ok) throw new Error(address);
        await store.put(address, page);
      }));
      await navigator.serviceWorker.register(worker, { scope });
      show(true, done);
    } catch { show(false, failed); }
  });
  remove.addEventListener("click", async () => {
    const workers = await navigator.serviceWorker.getRegistrations();
    await Promise.all([caches.delete(name), ...workers.map((one) => one.unregister())]);
    show(false, gone);
  });
})();

// “Exit this page”: by its button, its second link, or Shift pressed three times. The page is covered at once, what was
// signed in or begun here ends, and a neutral site takes its place in the history.
(() => {
  const bar = document.querySelector("[data-away]");
  if (!bar) return;
  const links = document.querySelectorAll("[data-leave]");
  const status = bar.querySelector("[role=status]");
  let pressed = 0, forget;

  const leave = (event) => {
    event.preventDefault();
    document.documentElement.className = "gone";
    document.title = "…";
    const token = bar.querySelector("input[name=token]");
    const headers = token ? { "x-form-token": token.value } : {};
    fetch(links[0].href, { method: "POST", keepalive: true, headers }).catch(() => { /* Leaving waits for nothing. */ });
    // The answer deletes a kept page too (Clear-Site-Data); without internet there is no answer.
    if ("caches" in window) caches.delete("help");
    if ("serviceWorker" in navigator) {
      navigator.serviceWorker.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
    }
    location.replace(bar.dataset.away);
  };

  for (const link of links) link.addEventListener("click", leave);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") { pressed = 0; return; }
    if (event.repeat) return;
    pressed += 1;
    clearTimeout(forget);
    forget = setTimeout(() => { pressed = 0; status.textContent = ""; }, 5000);
    if (pressed === 3) leave(event);
    else status.textContent = pressed === 1 ? bar.dataset.two : bar.dataset.one;
  });
})();

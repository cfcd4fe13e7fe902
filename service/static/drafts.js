// What is typed into a long form of the desk is kept by the house, every ten seconds and when the page is left, so that a lost
// line loses nothing; nothing of it stays in this browser. Without this script the form is sent as ever.
(() => {
  const { address, kept, lost, out } = document.currentScript.dataset, EVERY = 10000;

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const said = document.createElement("p");
    said.className = "hint";
    said.setAttribute("role", "status");
    form.append(said);
    const typed = () => new URLSearchParams(new FormData(form));
    const token = form.elements.token ? { "x-form-token": form.elements.token.value } : {};
    let last = typed().toString(), timer = 0;

    const later = () => { timer = timer || setTimeout(send, EVERY); };
    async function send(leaving) {
      clearTimeout(timer);
      timer = 0;
      const body = typed(), now = body.toString(), before = last;
      if (now === last) return;
      last = now;
      body.set("form", form.dataset.draft);
      body.set("record", form.dataset.record);
      try {
        const answer = await fetch(address, {
          method: "POST", body, headers: token, redirect: "error", keepalive: leaving === true,
        });
        said.textContent = answer.ok ? kept.replace("{time}", new Date().toTimeString().slice(0, 5))
          : answer.status === 401 ? out : lost;
        if (answer.status < 500 && answer.status !== 429) return;
      } catch { said.textContent = lost; }
      // The line comes back: what stands in the form by then is sent.
      if (last === now) last = before;
      later();
    }

    form.addEventListener("input", later);
    form.addEventListener("change", later);
    // A phrase put in by its key tells no field; and sending may meet the same lost line.
    form.addEventListener("click", later);
    form.addEventListener("submit", () => send(true));
    document.addEventListener("visibilitychange", () => { if (document.hidden) send(true); });
    addEventListener("pagehide", () => send(true));
  }
})();

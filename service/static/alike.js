// While somebody is being written down: are they known already? Asked half a second after the last letter.
// Without this script the button beside the fields asks the same.
(() => {
  const region = document.getElementById("alike");
  const form = region && region.closest("form");
  const address = form && form.dataset.alike;
  if (!address) return;
  const watched = ["name", "phone", "passport", "pinfl"].map((name) => form.elements[name]).filter(Boolean);
  const token = form.elements.token;
  let timer, last = "", asked = 0;

  const ask = async () => {
    const told = new URLSearchParams(watched.map((field) => [field.name, field.value.trim()]));
    if (told.toString() === last) return;
    last = told.toString();
    const mine = ++asked;
    const chosen = form.querySelector("input[name=citizen]:checked");
    if (chosen) told.set("citizen", chosen.value);
    const seen = form.querySelector("input[name=passport_seen]:checked");
    if (seen) told.set("passport_seen", seen.value);
    try {
      const answer = await fetch(address, {
        method: "POST", body: told, redirect: "error", headers: token ? { "x-form-token": token.value } : {},
      });
      if (!answer.ok || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === asked) region.replaceChildren(...page.body.childNodes);
    } catch { /* A lost line never stops the writing down. */ }
  };

  for (const field of watched) {
    field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 500); });
  }
  const button = form.querySelector("[data-know]");
  if (button) button.hidden = true;
})();

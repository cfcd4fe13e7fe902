// The desk by keyboard: the search by "/", one's own texts into the note, usual calls, the advice text of the topic that is chosen.
// Without this script the buttons of the form do the same; the list of keys can switch "/" off (keys.js).
(() => {
  const heard = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };
  const typing = (place) => place.closest("input, textarea, select, [contenteditable]");
  const search = document.querySelector("form[role=search] [name=q]");
  if (search) {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey || typing(event.target) || !heard()) return;
      event.preventDefault();
      search.focus();
      search.select();
    });
  }

  for (const place of document.querySelectorAll("[data-phrases]")) {
    const field = document.getElementById(place.dataset.phrases);
    place.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      event.preventDefault();
      field.value = `${field.value}\n${button.dataset.text}`.trim();
      field.focus();
    });
  }

  for (const place of document.querySelectorAll("[data-fills]")) {
    place.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      event.preventDefault();
      for (const [name, value] of Object.entries(button.dataset)) {
        const field = button.form.elements[name];
        field.value = value;
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      document.getElementById(place.dataset.fills).focus();
    });
  }

  for (const box of document.querySelectorAll("[data-choose-all]")) {
    box.hidden = false;
    box.addEventListener("change", () => {
      for (const one of box.closest("table").querySelectorAll("td.choose input")) one.checked = box.checked;
    });
  }

  const chosen = document.getElementById("chosen"), actions = chosen?.querySelector("details");
  chosen?.addEventListener("change", () => {
    const count = chosen.querySelectorAll("td.choose input:checked").length;
    actions.classList.toggle("stuck", count > 0);
    actions.querySelector("summary").dataset.count = count || "";
  });

  // Without a line the browser would leave the page, and show its own error in place of what was typed.
  const offline = document.querySelector("[data-no-line]");
  if (offline) {
    document.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      const note = document.createElement("p");
      note.className = "mistake";
      note.setAttribute("role", "alert");
      note.textContent = offline.dataset.noLine;
      for (const old of document.querySelectorAll("p.mistake[role=alert]")) old.remove();
      event.target.append(note);
      note.scrollIntoView({ block: "nearest" });
    });
  }

  const form = document.querySelector("form[data-texts]"), texts = document.getElementById("texts");
  if (!form || !texts) return;
  form.querySelector("[data-look]").hidden = true;
  let asked = 0;
  const show = async () => {
    const mine = ++asked;
    const about = new URLSearchParams({ topic: form.elements.topic.value, country: form.elements.country.value });
    try {
      const answer = await fetch(`${form.dataset.texts}?${about}`, { redirect: "error" });
      if (!answer.ok || mine !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === asked) texts.replaceChildren(...page.body.childNodes);
    } catch { /* A lost line never stops the writing down. */ }
  };
  for (const name of ["topic", "country"]) form.elements[name].addEventListener("change", show);
  if (!document.getElementById("wrong")) form.elements.topic.focus();
})();

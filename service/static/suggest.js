// While somebody types what work they look for: names of trades that begin so, for which there are jobs. Asked a third of a
// second after the last letter, and not at all where the telephone saves data. Without this script the search works as well.
(() => {
  const field = document.querySelector("input[data-words]");
  const list = field && document.getElementById(field.getAttribute("list"));
  if (!list || (navigator.connection && navigator.connection.saveData)) return;
  const known = new Map();
  let timer, asked = 0;

  const show = (names) => list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));

  const ask = async () => {
    const typed = field.value.trim();
    const mine = ++asked;
    if (typed.length < 2) return show([]);
    if (!known.has(typed)) {
      try {
        const answer = await fetch(`${field.dataset.words}?${new URLSearchParams({ q: typed })}`, { redirect: "error" });
        if (!answer.ok) return;
        known.set(typed, await answer.json());
      } catch { return; /* A lost line never stops the typing. */ }
    }
    if (mine === asked) show(known.get(typed));
  };

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 300); });
})();

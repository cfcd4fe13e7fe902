// The list of shortcuts by "?", over the page, so that nothing typed in it is lost. The key can be switched off in the list;
// without this script the link at the foot of the page opens the list.
(() => {
  const { keys: address, close } = document.currentScript.dataset;
  const heard = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };
  const typing = (place) => place.closest("input, textarea, select, [contenteditable]");
  const choose = (place) => {
    const box = place.querySelector("[data-listen]");
    if (!box) return;
    box.closest("label").hidden = false;
    box.checked = heard();
    box.addEventListener("change", () => {
      try { localStorage.setItem("keys", box.checked ? "on" : "off"); } catch { /* Heard until the page goes. */ }
    });
  };
  choose(document);

  let shown;
  const open = async () => {
    if (!shown) {
      const answer = await fetch(`${address}?part`, { redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      shown = document.createElement("dialog");
      shown.setAttribute("aria-labelledby", "keys-title");
      const button = document.createElement("button");
      button.textContent = close;
      button.addEventListener("click", () => shown.close());
      shown.append(...page.body.childNodes, button);
      document.body.append(shown);
      choose(shown);
    }
    shown.showModal();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.altKey || event.ctrlKey || event.metaKey || typing(event.target) || !heard()) return;
    event.preventDefault();
    if (shown && shown.open) shown.close();
    else if (!document.getElementById("keys-title")) open().catch(() => location.assign(address));
  });
})();

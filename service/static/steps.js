// The usual next action of the new status and its day are put into the form, until somebody types their own. Without this
// script an empty field gets them when the step is confirmed.
(() => {
  const state = document.getElementById("to"), form = state && state.closest("form");
  if (!form) return;
  const fields = [form.elements.next_action, form.elements.due];
  let usual = ["", ""];
  state.addEventListener("change", () => {
    const found = form.querySelector(`[data-usual="${state.value}"]`);
    const next = found ? [found.textContent, found.dataset.due] : ["", ""];
    fields.forEach((field, place) => {
      if (field.value === "" || field.value === usual[place]) field.value = next[place];
    });
    usual = next;
  });
})();

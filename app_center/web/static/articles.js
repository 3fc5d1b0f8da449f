// One tick for all of a page. Without it each is ticked by itself.
(() => {
  "use strict";
  const show = () => {
    for (const all of document.querySelectorAll("[data-ticks][hidden]")) all.hidden = false;
  };
  document.addEventListener("change", (event) => {
    const name = event.target.dataset.ticks;
    if (!name) return;
    for (const tick of event.target.closest("form").querySelectorAll(`input[name="${name}"]`))
      tick.checked = event.target.checked;
  });
  document.addEventListener("htmx:afterSettle", show);
  show();
})();

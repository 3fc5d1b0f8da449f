// The packing desk: printing what is shown, and a scan field that the next scan replaces.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => document.getElementById(button.dataset.print).contentWindow.print());
  }
  const scan = document.querySelector("[data-select]");
  if (scan) {
    scan.focus();
    scan.select();
  }
  const first = document.querySelector("main [aria-invalid=true]");
  if (first) {
    first.focus();
    if (first.select) first.select();
  }
})();

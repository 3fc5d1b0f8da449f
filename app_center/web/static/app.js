// What needs a script: news from the server, menus that close, all rows at once. Everything else works without.
(() => {
  "use strict";
  const news = document.querySelector("[data-news]");
  if (news) {
    const source = new EventSource(news.dataset.news);
    let seen = null;
    source.addEventListener("mark", (event) => {
      if (seen !== null && event.data !== seen) htmx.trigger(document.body, "news");
      seen = event.data;
    });
    addEventListener("pagehide", () => source.close());
  }
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.who[open]"))
      if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.who[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("change", (event) => {
    const name = event.target.dataset.all;
    if (name) for (const box of document.getElementsByName(name)) box.checked = event.target.checked;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A page that says what is wrong is a page like any other.
    if (event.detail.xhr.status >= 400 && event.detail.xhr.responseText) event.detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterSettle", () => {
    const wrong = document.querySelector("main [aria-invalid=true]");
    if (wrong) wrong.focus();
  });
})();

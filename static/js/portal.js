// What script adds to pages that work without it.
(() => {
  "use strict";

  // After a refused form the reader starts at what is wrong.
  document.querySelector("[data-problems]")?.focus();

  for (const form of document.querySelectorAll('form[method="post"]')) {
    // The server's sentences say more than the browser's balloons.
    form.noValidate = true;

    if (form.hasAttribute("hx-post")) continue;

    // One press is enough: a second within five seconds sends nothing, and no button goes dead.
    let sentAt = 0;
    form.addEventListener("submit", (event) => {
      if (Date.now() - sentAt < 5000) {
        event.preventDefault();
      } else {
        sentAt = Date.now();
      }
    });
  }
})();

// What a facilitator types at a meeting is kept by htmx; this says when that did not work, and tries
// again until it does. Without script a button keeps it.
(() => {
  "use strict";

  const AGAIN = 4000; // milliseconds

  const failed = (event) => {
    const form = event.target.closest("[data-kept]");
    if (!form) return;
    const line = document.getElementById(form.dataset.kept);
    const isSignedOut = [401, 403].includes(event.detail.xhr?.status);
    line.dataset.tone = "warning";
    line.textContent = isSignedOut
      ? "Not kept: sign in again in another tab. What you typed is still here."
      : "Not kept yet: the portal does not answer. What you typed is still here, and is sent again.";
    clearTimeout(form.again);
    form.again = setTimeout(() => globalThis.htmx.trigger(form, "change"), AGAIN);
  };

  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.classList?.contains("portal-kept")) delete event.target.dataset.tone;
  });
})();

// Saves each mark and remark of a review as it is given (see saving.js), with a tick at it. Where a
// text takes the place of one from another window, that one is shown and can be put back.
(() => {
  "use strict";

  const form = document.querySelector("form[data-scoring]");
  if (!form) return;

  const EVERY = 60000; // milliseconds between two looks
  const QUIET = 2000; // after the last key in a text; a mark goes at once
  const version = form.elements.namedItem("version");
  const progress = document.querySelector("[data-progress]");
  const standing = JSON.parse(form.dataset.standing);

  // Boxes: a criterion's marks are one, each text is one -------------------------------------------

  const tidy = (text) => text.replace(/\r\n?/g, "\n").trim();
  const boxOf = (key) => {
    const field = form.elements.namedItem(key);
    const isMark = field instanceof RadioNodeList;
    const element = isMark ? field[0].closest("fieldset") : field;
    const stands = standing[key];
    const get = () => (isMark ? field.value : tidy(field.value));
    return {
      key, isMark, element, stands, get,
      read: stands, // the text that the evaluator has seen in this box
      // What the server took last. What a page shows beside something else that is saved waits
      // for its evaluator; only what was typed while nobody was signed in goes in by itself.
      taken: "putBack" in form.dataset ? null : get(),
      set: (value) => {
        field.value = value;
        if (isMark) for (const one of field) one.checked = one.value === value;
      },
      tick: form.querySelector(`[data-tick="${key}"]`),
    };
  };
  const boxes = Object.keys(standing).map(boxOf);
  const isUnsaved = (box) => {
    const now = box.get();
    return now !== box.stands && now !== box.taken && !(box.isMark && now === "");
  };
  const unsaved = () => boxes.filter(isUnsaved);

  // What is said beside a box ------------------------------------------------------------------------

  const tick = (box, sentence, tone = "") => {
    box.tick.textContent = sentence;
    box.tick.dataset.tone = tone;
  };

  // What another window had saved and the box has taken the place of; it can be put back.
  const offer = (box, other) => {
    box.aside?.remove();
    box.aside = make("div", "", { className: "portal-aside" });
    const back = make("button", "Put that text back", {
      className: "usa-button usa-button--outline", type: "button",
    });
    back.addEventListener("click", () => {
      box.set(other);
      box.aside.remove();
      box.element.focus();
      box.element.dispatchEvent(new Event("input", { bubbles: true }));
    });
    box.aside.append(
      make("p", "You had changed this in another window. What is in the box has taken its place:"),
      make("blockquote", other),
      back,
    );
    box.tick.after(box.aside);
  };

  // What comes back -------------------------------------------------------------------------------------

  const taken = (answer, values) => {
    for (const box of boxes) {
      const now = answer.answers[box.key];
      const wasUnsaved = isUnsaved(box);
      if (values.has(box)) box.taken = box.read = values.get(box);
      box.stands = now;
      if (answer.replaced[box.key]) offer(box, answer.replaced[box.key]);
      if (values.has(box)) box.isRefused = box.key in answer.problems;
      if (box.key in answer.problems) tick(box, answer.problems[box.key], "warning");
      else if (values.has(box)) tick(box, `Saved ${answer.saved_at}`);
      else if (!wasUnsaved && box.element !== document.activeElement) {
        box.set(now);
        box.taken = box.read = now;
      }
    }
    version.value = String(answer.version);
    progress.textContent = answer.progress;
  };

  const { make } = window.keepSaved(form, {
    address: form.dataset.scoring,
    hidden: ["opened", "version"],
    every: EVERY,
    unsaved,
    write: (body, sent) => {
      for (const box of sent) {
        body.append(box.key, box.get());
        if (!box.isMark) body.append(`read_${box.key}`, box.read);
      }
    },
    taken,
    pause: (sent) => (sent.some((box) => box.isMark) ? 0 : QUIET),
  });

  form.addEventListener("input", (event) => {
    const box = boxes.find(({ key }) => key === event.target.name);
    if (box) tick(box, "");
    // What was refused goes along with the next answer, which may be the reason that it lacked.
    for (const other of boxes) {
      if (other.isRefused) other.taken = null;
    }
  });

  // Turning from the text to the marks and back is no step for the Back button.
  for (const link of document.querySelectorAll("a[data-pane]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      location.replace(link.hash);
    });
  }
})();

// Saves a section while it is typed (see saving.js), follows what others write, and shows what is
// wrong or waits beside a box.
(() => {
  "use strict";

  const form = document.querySelector("form[data-drafting]");
  if (!form) return;

  const POLL = 15000;
  const base = form.elements.namedItem("base");
  const others = document.querySelector("[data-others]");

  // Boxes -------------------------------------------------------------------------------------

  // A box knows what the server says stands, and what the server has last taken from it.
  const boxOf = (element) => {
    const isTick = element.type === "checkbox";
    const initial = isTick
      ? (element.defaultChecked ? "yes" : "")
      : element.options
        ? [...element.options].find((option) => option.defaultSelected)?.value ?? ""
        : element.defaultValue;
    return {
      key: isTick ? `${element.name}__${element.value}` : element.name,
      element,
      isTick,
      stands: initial,
      taken: initial,
      isBehind: false, // shows, or was typed over, an older text than stands
      get: () => (isTick ? (element.checked ? "yes" : "") : element.value),
      set: (value) => {
        if (isTick) element.checked = value === "yes";
        else element.value = value;
      },
    };
  };
  const boxes = [...form.querySelectorAll("input, select, textarea")]
    .filter((element) => element.name && element.type !== "hidden")
    .map(boxOf);
  const waiting = new Set(
    [...form.querySelectorAll('input[name="settled"]')].map((input) => input.value),
  );

  const torn = new Set(waiting);

  const tidy = (box, value) =>
    box.element.tagName === "TEXTAREA"
      ? value.replace(/\r\n?/g, "\n").trimEnd()
      : value.trim().replace(/\s+/g, " ");
  const isUnsaved = (box) =>
    box.get() !== box.taken && (waiting.has(box.key) || tidy(box, box.get()) !== box.stands);
  const unsaved = () => boxes.filter(isUnsaved);
  const hasFocus = (box) => box.element === document.activeElement;
  for (const box of boxes) box.stands = tidy(box, box.stands);

  // What is said beside a box ------------------------------------------------------------------

  // A sentence beside a box, with what stands where two texts wait.
  const beside = (box, sentence, kept) => {
    const id = `${box.element.id}_aside`;
    const old = document.getElementById(id);
    const named = (box.element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .filter((one) => one && one !== id);
    if (!sentence) {
      old?.remove();
      if (old) box.element.setAttribute("aria-describedby", named.join(" "));
      return;
    }
    const whole = sentence + (kept?.stands ?? "");
    if (old?.dataset.whole === whole) return;
    const aside = make("div", "", { className: "portal-aside", id });
    aside.dataset.whole = whole;
    aside.append(make("p", sentence));
    if (kept?.is_torn) {
      const compare = document.createElement("details");
      compare.append(
        make("summary", "Compare"),
        make("p", "What stands now:"),
        make("blockquote", kept.stands || "Nothing: the answer was taken away."),
        make("p", "What you typed is in the box, and is kept as you go on."),
        make("a", "Choose between the two", { href: form.dataset.section }),
      );
      compare.open = old?.querySelector("details")?.open ?? false;
      aside.append(compare);
    }
    if (old) old.replaceWith(aside);
    else (box.element.closest(".usa-checkbox, .usa-form-group") ?? box.element).append(aside);
    box.element.setAttribute("aria-describedby", [...named, id].join(" "));
  };

  // Taking an answer ---------------------------------------------------------------------------

  let latest = null; // the newest answer, for boxes that could not follow it yet

  const take = (answer) => {
    latest = answer;
    const kept = new Map(answer.kept.map((one) => [one.key, one]));
    waiting.clear();
    for (const key of kept.keys()) waiting.add(key);
    for (const box of boxes) {
      const now = answer.texts[box.key];
      if (now === undefined) continue;
      const problem = answer.problems[box.key];
      if (kept.has(box.key)) {
        // Where the page itself shows what stands, it has read no later text than that.
        if (box.shown === undefined) box.shown = String(answer.version) === base.value ? now : null;
        box.isBehind = torn.has(box.key) && now !== box.shown;
        beside(box, kept.get(box.key).sentence, kept.get(box.key));
      } else {
        follow(box, now);
        if (!hasFocus(box)) beside(box, problem && `Saved, but: ${problem}`);
      }
      box.stands = now;
    }
    // The page has read a version only once every box shows it.
    if (!boxes.some((box) => box.isBehind)) base.value = String(answer.version);
    for (const sum of document.querySelectorAll("[data-sum]")) {
      sum.textContent = answer.sums[sum.dataset.sum] ?? "no figure yet";
    }
    const there = answer.others.map((other) => other.sentence);
    if (others && [...others.children].map((p) => p.textContent).join() !== there.join()) {
      others.replaceChildren(...there.map((sentence) => make("p", sentence)));
    }
  };

  // A box that nobody touched shows what stands; under somebody's fingers nothing changes.
  const follow = (box, now) => {
    if (tidy(box, box.get()) === now) {
      box.isBehind = false;
    } else if (isUnsaved(box)) {
      box.isBehind ||= now !== box.stands;
    } else if (hasFocus(box) && !box.isTick) {
      box.isBehind = true;
    } else {
      box.set(now);
      box.taken = box.get();
      box.isBehind = false;
    }
  };

  // What goes over --------------------------------------------------------------------------------

  const write = (body, sent) => {
    for (const box of sent) if (!box.isTick) body.append(box.key, box.get());
    if (sent.some((box) => box.isTick)) {
      body.append("asked", "wanted");
      for (const { isTick, get, element } of boxes) {
        if (isTick && get()) body.append(element.name, element.value);
      }
    }
    for (const input of form.querySelectorAll('input[name="shown"]')) {
      body.append("shown", input.value);
    }
  };

  const taken = (answer, values) => {
    for (const [box, value] of values) {
      box.taken = value;
      box.stands = tidy(box, value);
      box.isBehind = false;
    }
    take(answer);
  };

  const { make, isSending } = window.keepSaved(form, {
    address: form.dataset.drafting, hidden: ["made_for", "base"], every: POLL, unsaved, write, taken,
  });

  // A box that could not follow under somebody's fingers does so once they leave it.
  form.addEventListener("focusout", () => {
    if (!unsaved().length && latest && !isSending()) setTimeout(() => take(latest), 0);
  });
})();

// Saves a section while it is typed, and says so. Nothing is stored in the browser.
// Every sending has a number, `turn`; the page's own stamp, `made_for`, lets the server know the
// page's text again when an answer was lost, and keep it when the session has ended.
(() => {
  "use strict";

  const form = document.querySelector("form[data-drafting]");
  if (!form) return;

  const QUIET = 2000; // milliseconds after the last key
  const LONGEST = 5000; // while somebody types without a pause
  const POLL = 15000;
  const PATIENCE = 15000;
  const LONGEST_RETRY = 30000;
  const SPEAK = 60000;
  const MOST_AT_THE_END = 60000; // bytes; browsers finish no larger request of a page that is gone

  const base = form.elements.namedItem("base");
  const turn = form.appendChild(
    Object.assign(document.createElement("input"), { type: "hidden", name: "turn", value: "0" }),
  );
  const line = document.querySelector("[data-saved]");
  const voice = document.querySelector("[data-said]");
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

  // What is said --------------------------------------------------------------------------------

  const clock = () =>
    new Date()
      .toLocaleTimeString("en-US", {
        hour: "numeric", minute: "2-digit", timeZone: form.dataset.zone,
      })
      .replace(/\s/, " ")
      .toLowerCase();

  // The line changes at once; the voice speaks at most once a minute, and then the newest.
  let spokenAt = 0;
  let speaking;
  const say = (sentence, { tone = "", aloud = true } = {}) => {
    line.textContent = sentence;
    line.dataset.tone = tone;
    if (!aloud) return;
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      spokenAt = Date.now();
      voice.textContent = line.textContent;
    }, Math.max(0, spokenAt + SPEAK - Date.now()));
  };

  const make = (tag, text, more = {}) =>
    Object.assign(document.createElement(tag), { textContent: text, ...more });

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

  // Sending --------------------------------------------------------------------------------------

  let isSending = false;
  let isStopped = false;
  let isLeaving = false;
  let failures = 0;
  let unsavedSince = "";
  let newestTaken = 0;
  let waiters = [];
  let quiet, longest, retry;

  const bodyFor = (sent) => {
    const body = new URLSearchParams();
    turn.value = String(Number(turn.value) + 1);
    for (const name of ["csrfmiddlewaretoken", "made_for", "base", "turn"]) {
      body.append(name, form.elements.namedItem(name).value);
    }
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
    return body;
  };

  const request = async ({ atTheEnd = false } = {}) => {
    const sent = unsaved();
    const values = new Map(sent.map((box) => [box, box.get()]));
    const body = bodyFor(sent);
    const number = Number(turn.value);
    const response = await fetch(form.dataset.drafting, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: atTheEnd && String(body).length < MOST_AT_THE_END,
      signal: atTheEnd ? undefined : AbortSignal.timeout(PATIENCE),
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok && number > newestTaken) {
      newestTaken = number;
      for (const [box, value] of values) {
        box.taken = value;
        box.stands = tidy(box, value);
        box.isBehind = false;
      }
      take(answer);
    }
    return { status: response.status, answer, hadText: sent.length > 0 };
  };

  const send = async () => {
    clearTimeout(quiet);
    clearTimeout(longest);
    clearTimeout(retry);
    longest = undefined;
    if (isStopped || isSending) return;
    isSending = true;
    if (unsaved().length && !failures) say("Saving…", { aloud: false });
    try {
      arrived(await request());
    } catch {
      failed("the connection is gone");
    }
    isSending = false;
    for (const wake of waiters.splice(0)) wake();
    if (!isStopped && !failures && unsaved().length) soon();
  };

  const arrived = ({ status, answer, hadText }) => {
    if (status === 200) {
      const wasGone = failures > 0;
      failures = 0;
      unsavedSince = unsaved().length ? clock() : "";
      if (hadText || wasGone) say(`Saved ${answer.saved_at}`);
    } else if (status === 401) {
      signedOut(answer);
    } else if (status === 403 && answer.token && failures < 1) {
      // Signed in again in another window: the form's token is new, the person the same.
      failures += 1;
      for (const input of document.getElementsByName("csrfmiddlewaretoken")) {
        input.value = answer.token;
      }
      retry = setTimeout(send, 0);
    } else if (status >= 500 || answer.token) {
      failed("the portal does not answer");
    } else {
      isStopped = status !== 413;
      if (status === 409) for (const box of boxes) box.taken = box.get();
      failures = 1;
      why = "the portal did not take it";
      say(answer.sentence ?? "Not saved: the portal did not take it.", { tone: "warning" });
    }
  };

  let why = "";
  const sayFailed = () => {
    const sentence = unsaved().length
      ? `Not saved since ${unsavedSince || clock()}: ${why}. It is tried again by itself.`
      : `All that you typed is saved, yet ${why}. It is tried again by itself.`;
    if (line.textContent !== sentence) say(sentence, { tone: "warning" });
  };
  const failed = (reason) => {
    why = reason;
    failures += 1;
    retry = setTimeout(send, Math.min(LONGEST_RETRY, 1000 * 2 ** failures));
    sayFailed();
  };

  // What was typed is out of sight for whoever sits there next; where it is not kept, it stays.
  const signedOut = async (answer) => {
    isStopped = true;
    form.inert = true;
    if (answer.kept && unsaved().length) await request().catch(() => {});
    const note = make("section", "", {
      className: "portal-note portal-note--warning", tabIndex: -1,
    });
    note.setAttribute("role", "alert");
    const link = make("p", "");
    link.append(make("a", "Sign in again", { href: answer.sign_in }));
    note.append(make("p", answer.sentence), link);
    form.before(note);
    if (answer.kept) {
      isLeaving = true;
      form.remove();
      document.title = "Signed out – Common Purpose";
    } else {
      form.inert = false;
    }
    note.focus();
  };

  const soon = () => {
    clearTimeout(quiet);
    quiet = setTimeout(send, QUIET);
    longest ??= setTimeout(send, LONGEST);
  };

  // True once everything is saved; false where that did not work at the first try.
  const settled = async () => {
    for (let tries = 0; tries < 3 && (isSending || unsaved().length) && !isStopped; tries += 1) {
      if (isSending) await new Promise((wake) => waiters.push(wake));
      else await send();
      if (failures) break;
    }
    return !isSending && !unsaved().length;
  };

  // When ------------------------------------------------------------------------------------------

  form.addEventListener("input", () => {
    if (!unsaved().length) return;
    unsavedSince ||= clock();
    if (isStopped) return;
    if (failures) sayFailed();
    soon();
  });
  form.addEventListener("focusout", () => {
    if (unsaved().length && !failures) send();
    else if (latest && !isSending) setTimeout(() => take(latest), 0);
  });
  addEventListener("online", send);
  setInterval(() => {
    if (document.visibilityState === "visible" && !failures) send();
  }, POLL);

  const leave = () => {
    if (isStopped || isLeaving || !unsaved().length) return;
    request({ atTheEnd: true }).then(arrived).catch(() => {});
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && unsaved().length) event.preventDefault();
  });

  // Links and buttons wait for what is being saved; without a connection nobody leaves by Save.
  document.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || isStopped) return;
    const target = event.target;
    if (!isSending && !unsaved().length && !failures) {
      turn.value = String(Number(turn.value) + 1);
      isLeaving = target === form;
      return;
    }
    event.preventDefault();
    const pressed = event.submitter;
    if (!(await settled()) && (target === form || failures)) return;
    turn.value = String(Number(turn.value) + 1);
    isLeaving = true;
    if (pressed?.name) {
      const { name, value } = pressed;
      target.append(make("input", "", { type: "hidden", name, value }));
    }
    HTMLFormElement.prototype.submit.call(target);
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[href]");
    const isPlain =
      event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || link.hash || link.target || isStopped) return;
    if (!isSending && !unsaved().length) return;
    event.preventDefault();
    await settled();
    location.assign(link.href);
  });
})();

// Saves a form by itself while it is filled in, and says so. Nothing is stored in the browser.
// Every sending has a number, `turn`; the page's own stamp lets the server know the
// page's text again when an answer was lost, and keep it when the session has ended.
//
// keepSaved(form, page) is given what differs from page to page:
//   address        where to send
//   hidden         names of the hidden fields that go with every sending
//   every          milliseconds between two looks at how things stand
//   unsaved()      the boxes that hold something new; each has get(), and `taken`, its last value
//   write(body, sent)      puts boxes into the body of a request
//   taken(answer, values)  takes what the server says; `values` by box are what was sent
//   pause(boxes)   optional: milliseconds to wait for another key
window.keepSaved = (form, page) => {
  "use strict";

  const QUIET = 2000; // milliseconds after the last key
  const LONGEST = 5000; // while somebody types without a pause
  const PATIENCE = 15000;
  const LONGEST_RETRY = 30000;
  const SPEAK = 60000;
  const MOST_AT_THE_END = 60000; // bytes; browsers finish no larger request of a page that is gone

  const make = (tag, text, more = {}) =>
    Object.assign(document.createElement(tag), { textContent: text, ...more });
  const turn = form.appendChild(make("input", "", { type: "hidden", name: "turn", value: "0" }));
  const line = document.querySelector("[data-saved]");
  const voice = document.querySelector("[data-said]");
  const { unsaved } = page;

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
    for (const name of ["csrfmiddlewaretoken", ...page.hidden, "turn"]) {
      body.append(name, form.elements.namedItem(name).value);
    }
    page.write(body, sent);
    return body;
  };

  const request = async ({ atTheEnd = false } = {}) => {
    const sent = unsaved();
    const values = new Map(sent.map((box) => [box, box.get()]));
    const body = bodyFor(sent);
    const number = Number(turn.value);
    const response = await fetch(page.address, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: atTheEnd && String(body).length < MOST_AT_THE_END,
      signal: atTheEnd ? undefined : AbortSignal.timeout(PATIENCE),
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok && number > newestTaken) {
      newestTaken = number;
      page.taken(answer, values);
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
      if (hadText || wasGone) say(answer.said ?? `Saved ${answer.saved_at}`);
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
      if (status === 409) for (const box of unsaved()) box.taken = box.get();
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
    const pause = page.pause?.(unsaved()) ?? QUIET;
    clearTimeout(quiet);
    quiet = setTimeout(send, pause);
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
  });
  addEventListener("online", send);
  setInterval(() => {
    if (document.visibilityState === "visible" && !failures) send();
  }, page.every);

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

  // A page that brings back what was not saved yet has something to send from the start.
  if (unsaved().length && page.pause) soon();

  return { make, clock, isSending: () => isSending };
};

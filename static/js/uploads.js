// Files that go up one after the other, with progress, and again when the network was cut.
// Without this script the form takes one file and answers with a page, as any other.
(() => {
  "use strict";

  const form = document.querySelector("form[data-uploads]");
  if (!form) return;

  const input = form.querySelector('input[type="file"]');
  const button = form.querySelector('button[type="submit"]');
  const list = form.querySelector("[data-uploads-list]");
  const said = form.querySelector("[data-uploads-said]");
  const back = form.querySelector("[data-uploads-back]");
  const row = form.querySelector("[data-uploads-row]").content.firstElementChild;
  const mostBytes = Number(input.dataset.mostBytes);
  const title = document.title.replace(/^Error: /, "");
  const oneFile = button.textContent;

  // Milliseconds without a sign of life; the portal may take two minutes to check a large file.
  const PATIENCE_SENDING = 60_000;
  const PATIENCE_CHECKING = 180_000;

  // What can be done about a file in each state. Those that hold the queue up wait for a person.
  const STATES = {
    waiting: { deeds: ["remove"] },
    sending: { deeds: ["cancel"], isActive: true },
    checking: { deeds: [], isActive: true },
    added: { deeds: [], isDone: true },
    refused: { deeds: ["remove"], isDone: true },
    cancelled: { deeds: ["again", "remove"], isDone: true },
    lost: { deeds: ["again", "remove"] },
    "signed-out": { deeds: ["sign-in", "again", "remove"] },
  };
  const LOST = "The connection was lost, and nothing of the file was added. It is still in this list.";
  const NO_ANSWER =
    "No answer came, so it is not certain that the file was added. Try again: a file that is there already is not added twice.";
  const SIGNED_OUT =
    "You are not signed in any more, so nothing of the file was added. Sign in, come back to this tab, and try again. The list stays as it is.";
  const TROUBLE =
    "The portal could not take the file just now, and nothing was added. Try again in a minute. If it happens again, tell the portal’s administrator at the Mid-America Regional Council.";

  const files = [];
  let isRunning = false;

  // How the portal says a size: "31.2 MB", "312 KB", "1 byte".
  function inWords(size) {
    if (size < 1024) return `${size} byte${size === 1 ? "" : "s"}`;
    const [unit, name] = size < 1024 ** 2 ? [1024, "KB"] : [1024 ** 2, "MB"];
    return `${(size / unit).toFixed(1).replace(/\.0$/, "")} ${name}`;
  }

  const count = (state) => files.filter((one) => one.state === state).length;
  const many = (number) => (number === 1 ? "1 file" : `${number} files`);

  // The list --------------------------------------------------------------------------------

  function show(one, state, words) {
    const hadFocus = one.row.contains(document.activeElement);
    one.state = state;
    one.row.className = `portal-upload portal-upload--${state}`;
    one.parts.state.textContent = words;
    one.parts.bar.hidden = !STATES[state].isActive;
    for (const deed of ["sign-in", "again", "cancel", "remove"]) {
      one.parts[deed].hidden = !STATES[state].deeds.includes(deed);
    }
    if (hadFocus && !one.row.contains(document.activeElement)) {
      (one.row.querySelector(".portal-upload__deeds > :not([hidden])") ?? one.row).focus();
    }
    tidy();
  }

  function tidy() {
    list.hidden = files.length === 0;
    const waiting = count("waiting");
    button.textContent = waiting > 1 ? `Add ${waiting} files` : oneFile;
    document.title = (count("refused") ? "Error: " : "") + title;
    if (count("added")) back.textContent = "Back to the proposal";
  }

  function add(file) {
    const isThere = files.some(
      ({ file: { name, size, lastModified } }) =>
        name === file.name && size === file.size && lastModified === file.lastModified,
    );
    if (isThere) return;
    const one = { file, row: row.cloneNode(true), parts: {} };
    for (const part of one.row.querySelectorAll("[data-is]")) one.parts[part.dataset.is] = part;
    one.parts.name.textContent = `${file.name}, ${inWords(file.size)}`;
    one.parts.bar.setAttribute("aria-label", `Progress of ${file.name}`);
    for (const name of one.row.querySelectorAll(".usa-sr-only")) name.textContent = `: ${file.name}`;
    one.parts["sign-in"].href = form.dataset.uploadsSignIn;
    one.parts.cancel.addEventListener("click", () => cancel(one));
    one.parts.again.addEventListener("click", () => again(one));
    one.parts.remove.addEventListener("click", () => remove(one));
    files.push(one);
    list.append(one.row);
    if (file.size > mostBytes) {
      const limit = inWords(mostBytes);
      show(one, "refused", `“${file.name}” is ${inWords(file.size)}; one file may have ${limit}. Save it smaller, or in two parts.`);
    } else {
      show(one, "waiting", "Not sent yet.");
    }
  }

  function remove(one) {
    files.splice(files.indexOf(one), 1);
    one.row.remove();
    said.textContent = `${one.file.name} is not in the list any more.`;
    tidy();
    input.focus();
  }

  function cancel(one) {
    one.stop();
    show(one, "cancelled", "Cancelled. Nothing of it was added.");
    said.textContent = `${one.file.name} is cancelled.`;
    one.finish(true);
  }

  function again(one) {
    one.isRepeated = true;
    show(one, "waiting", "Not sent yet.");
    run();
  }

  function take(chosen) {
    for (const file of chosen) add(file);
    said.textContent = `${many(count("waiting"))} to add.`;
    if (count("refused")) said.textContent += " What is wrong with the others stands beside them.";
  }

  // Sending ---------------------------------------------------------------------------------

  // One after the other, until a person is needed.
  async function run() {
    if (isRunning) return;
    isRunning = true;
    let goesOn = true;
    for (let next; goesOn && (next = files.find((one) => one.state === "waiting")); ) {
      if (next.isRepeated) goesOn = await renewToken(next);
      if (goesOn && next.state !== "cancelled") goesOn = await send(next);
    }
    isRunning = false;
    if (goesOn) finish();
  }

  function finish() {
    const added = count("added");
    if (added && added === files.length) {
      said.textContent = `${many(added)} added. Going to the proposal.`;
      location.assign(form.dataset.uploads);
    } else if (files.length > 1) {
      said.textContent += ` ${added} of ${many(files.length)} added. What became of the others stands beside them.`;
    }
  }

  // Signing in again makes the form's token worthless, so a repeated file brings a fresh one.
  async function renewToken(one) {
    one.stop = one.finish = () => {};
    show(one, "sending", "Beginning again.");
    try {
      const page = await fetch(location.href, { credentials: "same-origin" });
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
      const token = fresh.querySelector("form[data-uploads] [name=csrfmiddlewaretoken]");
      if (one.state === "cancelled") return true;
      if (!token) return hold(one, "signed-out", SIGNED_OUT);
      form.elements.csrfmiddlewaretoken.value = token.value;
      return true;
    } catch {
      return one.state === "cancelled" || hold(one, "lost", LOST);
    }
  }

  // The queue stops here: what went wrong with this file would go wrong with the next.
  function hold(one, state, words) {
    show(one, state, words);
    said.textContent = `${one.file.name}: ${words}`;
    return false;
  }

  // Resolves to whether the queue goes on.
  function send(one) {
    const request = new XMLHttpRequest();
    let watch;
    const expect = (milliseconds, words) => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        one.stop();
        one.finish(hold(one, "lost", words));
      }, milliseconds);
    };
    one.stop = () => {
      clearTimeout(watch);
      request.onload = request.onerror = request.upload.onprogress = request.upload.onload = null;
      request.abort();
    };
    show(one, "sending", "Beginning to send.");
    one.parts.bar.value = 0;
    said.textContent = `Sending ${one.file.name}.`;

    return new Promise((resolve) => {
      one.finish = resolve;
      request.upload.onprogress = ({ loaded, total }) => {
        const percent = Math.floor((100 * loaded) / total);
        expect(PATIENCE_SENDING, LOST);
        one.parts.bar.value = loaded / total;
        one.parts.state.textContent = `Sent ${percent} percent of ${inWords(total)}.`;
      };
      request.upload.onload = () => {
        expect(PATIENCE_CHECKING, NO_ANSWER);
        one.parts.bar.value = 1;
        show(one, "checking", "All of it is sent. The portal is checking it.");
        said.textContent = `The portal is checking ${one.file.name}.`;
      };
      request.onerror = () => {
        clearTimeout(watch);
        resolve(hold(one, "lost", one.state === "checking" ? NO_ANSWER : LOST));
      };
      request.onload = () => {
        clearTimeout(watch);
        resolve(judge(one, request));
      };
      expect(PATIENCE_SENDING, LOST);
      const body = new FormData(form);
      body.set(input.name, one.file, one.file.name);
      request.open("POST", location.href);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "text";
      request.send(body);
    });
  }

  // The portal's own sentence; nothing for a page, which is what a redirect ends at.
  function sentenceOf(request) {
    try {
      return JSON.parse(request.responseText).sentence ?? "";
    } catch {
      return "";
    }
  }

  // What an answer means; true when the queue goes on.
  function judge(one, request) {
    const sentence = sentenceOf(request);
    if (sentence) {
      show(one, request.status === 201 ? "added" : "refused", sentence);
      said.textContent = sentence;
      return true;
    }
    if (request.status === 403 && !one.isRepeated) {
      one.isRepeated = true; // somebody signed in again in another tab
      show(one, "waiting", "Not sent yet.");
      return true;
    }
    const isSignedOut = request.status < 400 || request.status === 403;
    return isSignedOut ? hold(one, "signed-out", SIGNED_OUT) : hold(one, "lost", TROUBLE);
  }

  // What a person does ----------------------------------------------------------------------

  input.multiple = true;
  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });

  form.addEventListener("submit", (event) => {
    if (files.length === 0) return; // the server says what is missing
    event.preventDefault();
    if (count("waiting")) run();
    else said.textContent = "There is no file to send. Choose one first.";
  });

  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault(); // a file dropped beside the field would replace the page
      form.classList.toggle("portal-form--over", name === "dragover");
      if (name === "drop") take(event.dataTransfer.files);
    });
  }

  addEventListener("beforeunload", (event) => {
    if (files.some((one) => STATES[one.state].isActive)) event.preventDefault();
  });
})();

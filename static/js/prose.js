// Writing prose in `<textarea data-prose>`: pasting keeps what Markdown can say, a line below tells
// how many words there are, and the box grows with its text. Without it all boxes work as they are.
globalThis.portalProse = (() => {
  "use strict";

  const BOX = "textarea[data-prose]";
  const PAUSE = 1500; // milliseconds without a key before a count is read out

  // --- pasting -----------------------------------------------------------------------------------

  const plainer = (text) => text.replace(/\r\n?/g, "\n").replace(/[ \t\u00a0]+/g, " ").trim();

  // What begins a block of its own does not begin in the middle of a line.
  const fitted = (box, text) => {
    if (!/\n|^(?:#|>|\||- |\d+[.)] |```)/.test(text)) return text;
    const before = box.value.slice(0, box.selectionStart);
    const after = box.value.slice(box.selectionEnd);
    const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    return lead + text + (after && !after.startsWith("\n") ? "\n\n" : "");
  };

  // Ctrl-Z takes back what was typed up to here, and what comes after, each by itself.
  const part = (box) => box.setSelectionRange(box.selectionStart, box.selectionEnd);

  // As if typed: Ctrl-Z takes it back, and whoever listens to the box hears of it. Chromium types
  // "HTML" into a text box as text, and at once; "text" it types line by line, for seconds.
  const insert = (box, text) => {
    const [start, end] = [box.selectionStart, box.selectionEnd];
    const wanted = box.value.slice(0, start) + text + box.value.slice(end);
    box.focus();
    part(box);
    const html = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    if (!document.execCommand("insertHTML", false, html))
      document.execCommand("insertText", false, text);
    if (box.value !== wanted) {
      box.value = wanted;
      box.setSelectionRange(start + text.length, start + text.length);
      const change = { bubbles: true, inputType: "insertFromPaste", data: text };
      box.dispatchEvent(new InputEvent("input", change));
    }
    part(box);
  };

  document.addEventListener("paste", (event) => {
    const box = event.target;
    const html = event.clipboardData?.getData("text/html");
    if (!html || !box.matches?.(BOX) || box.readOnly || box.disabled) return;
    const text = globalThis.portalClipboard.markdown(html);
    if (!text || plainer(text) === plainer(event.clipboardData.getData("text/plain"))) return;
    event.preventDefault();
    insert(box, fitted(box, text));
  });

  // --- counting ----------------------------------------------------------------------------------

  // How many words a text has; signs that stand alone, such as a list's dash, are none.
  const words = (text) => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

  // The count in words, and beside it how many are usual, where that is known.
  const counted = (number, usual) => {
    const said = number === 1 ? "1 word" : `${number.toLocaleString("en-US")} words`;
    return usual ? `${said}; about ${usual.toLocaleString("en-US")} are usual` : said;
  };

  const counters = new WeakMap();

  // The line below a box is the server's. A second one, not seen, is read out when somebody pauses
  // having passed the usual number; to read each count would be a nuisance.
  const counterOf = (box) => {
    if (!counters.has(box)) {
      const line = document.querySelector(`[data-counter-for="${CSS.escape(box.id)}"]`);
      const voice = document.createElement("span");
      voice.className = "usa-sr-only";
      voice.setAttribute("role", "status");
      line?.after(voice);
      const described = (box.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
      if (line?.id && !described.includes(line.id))
        box.setAttribute("aria-describedby", [...described, line.id].join(" "));
      counters.set(box, { line, voice, timer: 0, wasOver: null });
    }
    return counters.get(box);
  };

  const count = (box) => {
    const counter = counterOf(box);
    const number = words(box.value);
    const usual = Number(box.dataset.usualWords) || 0;
    const said = counted(number, usual);
    const isOver = usual > 0 && number > usual;
    if (counter.line && counter.line.textContent !== said) counter.line.textContent = said;
    clearTimeout(counter.timer);
    counter.timer = setTimeout(() => {
      if (counter.wasOver !== null && counter.wasOver !== isOver) counter.voice.textContent = said;
      counter.wasOver = isOver;
    }, counter.wasOver === null ? 0 : PAUSE);
  };

  // --- growing -----------------------------------------------------------------------------------

  const grow = (box) => {
    const edges = box.offsetHeight - box.clientHeight;
    if (box.scrollHeight > box.clientHeight) box.style.height = `${box.scrollHeight + edges}px`;
  };

  const attend = (box) => {
    count(box);
    grow(box);
  };

  const attendAll = () => document.querySelectorAll(BOX).forEach(attend);

  for (const kind of ["input", "focusin"])
    document.addEventListener(kind, (event) => event.target.matches?.(BOX) && attend(event.target));
  document.addEventListener("htmx:load", attendAll);
  for (const kind of ["pageshow", "resize"]) addEventListener(kind, attendAll);
  attendAll();

  return Object.freeze({ words, counted });
})();

// Words with their marks, and blocks of them, written as limited Markdown. Pure; the reader of the
// clipboard (clipboard.js) makes both.
globalThis.portalMarkdown = (() => {
  "use strict";

  // A run is some words that look alike: `text`, and whether strong, em, code, and where they lead.
  const NO_MARKS = Object.freeze({ strong: false, em: false, code: false, to: "" });

  // A letter that Markdown would take for a mark is escaped, and no other.
  const escaped = (text) =>
    text
      .replace(/\\(?=[!-/:-@[-`{-~])/g, "\\\\")
      .replace(/`/g, "\\`")
      .replace(/(?<!\s)\*|\*(?!\s)/g, "\\*")
      .replace(/(?<![\p{L}\p{N}\s])_|_(?![\p{L}\p{N}\s])|(?<=\s)_(?!\s)|(?<!\s)_(?=\s)/gu, "\\_")
      .replace(/\[(?=[^\]]*\]\()/g, "\\[")
      .replace(/&(?=#?\w+;)/g, "\\&");

  const textOf = (runs) => runs.map((run) => run.text).join("");
  const isAlike = (one, other) => Object.keys(NO_MARKS).every((mark) => one[mark] === other[mark]);

  // Neighbours with the same marks become one run.
  const joined = (runs) => {
    const found = [];
    for (const run of runs) {
      if (found.length && isAlike(found.at(-1), run)) found.at(-1).text += run.text;
      else if (run.text) found.push({ ...run });
    }
    return found;
  };

  // White space at the edge of a run keeps only the marks that its neighbour has as well.
  const apart = (run, at, runs) => {
    const [, before, words, after] = /^(\s*)(.*?)(\s*)$/s.exec(run.text);
    const blank = (text, beside = NO_MARKS) => ({
      ...NO_MARKS,
      to: run.to,
      strong: run.strong && beside.strong,
      em: run.em && beside.em,
      text,
    });
    return [blank(before, runs[at - 1]), { ...run, text: words }, blank(after, runs[at + 1])];
  };

  const touches = (one, other) =>
    one && other && one.to === other.to && !/\s$/.test(one.text) && !/^\s/.test(other.text);

  const isMarked = (run) => run.strong || run.em;

  // Within a word Markdown cannot tell one mark from another: emphasis gives way.
  const clear = (run, at, runs) => {
    const isCrowded = (one, other) => touches(one, other) && isMarked(one) && isMarked(other);
    const em = run.em && !isCrowded(runs[at - 1], run) && !isCrowded(run, runs[at + 1]);
    return { ...run, em };
  };

  // Markdown reads no mark between a point and a letter, so such points lose their marks.
  const unmarked = (run, at, runs) => {
    const plain = { ...NO_MARKS, to: run.to };
    if (!isMarked(run)) return [run];
    if (!/[\p{L}\p{N}]/u.test(run.text)) return [{ ...plain, text: run.text }];
    const [before, after] = [runs[at - 1]?.text ?? "", runs[at + 1]?.text ?? ""];
    const [, first, words, last] = /^([^\s\p{L}\p{N}]*)(.*?)([^\s\p{L}\p{N}]*)$/su.exec(run.text);
    const isFirst = /[\p{L}\p{N}]$/u.test(before);
    const isLast = /^[\p{L}\p{N}]/u.test(after);
    return [
      { ...(isFirst ? plain : run), text: first },
      { ...run, text: words },
      { ...(isLast ? plain : run), text: last },
    ];
  };

  const settled = (runs) =>
    [clear, unmarked, apart].reduce((found, step) => joined(found.flatMap(step)), joined(runs));

  const link = (runs, words) => {
    const { to } = runs[0];
    const bare = to.replace(/^mailto:/i, "");
    const [, before, text, after] = /^(\s*)(.*?)(\s*)$/s.exec(words);
    if (textOf(runs).trim() === bare) return `${before}<${bare}>${after}`;
    return text && `${before}[${text.replace(/(?<!\\)[[\]]/g, "\\$&")}](${to})${after}`;
  };

  const code = (runs) => {
    const text = textOf(runs);
    return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
  };

  // The outermost mark first.
  const MARKS = [
    ["to", link],
    ["strong", (_, words) => `**${words}**`],
    ["em", (_, words) => `*${words}*`],
    ["code", code],
  ];

  const written = (runs, marks = MARKS) => {
    if (!marks.length) return escaped(textOf(runs));
    const [[name, write], ...others] = marks;
    const groups = [];
    for (const run of runs) {
      if (groups.at(-1)?.[0][name] === run[name]) groups.at(-1).push(run);
      else groups.push([run]);
    }
    return groups
      .map((group) => [group, written(group, others)])
      .map(([group, words]) => (group[0][name] ? write(group, words) : words))
      .join("");
  };

  // Runs as text. The run "\n" is a line break, and stays one.
  const lines = (runs) => {
    const rows = [[]];
    for (const run of runs) {
      if (run.text === "\n") rows.push([]);
      else rows.at(-1).push(run);
    }
    return rows
      .map((row) => written(settled(row)).replace(/ {2,}/g, " ").trim())
      .map((row) => row.replace(/^(?=#{1,6}(?: |$)|>|~~~)/, "\\"))
      .join("\n")
      .trim();
  };

  // A grid of texts in pipes: the first row is the head, and columns of figures stand to the right.
  const table = (grid) => {
    const width = Math.max(...grid.map((row) => row.length));
    const full = grid.map((row) => [...row, ...Array(width - row.length).fill("")]);
    const [head, ...rows] = full;
    const isOfFigures = (column) =>
      rows.some((row) => row[column]) &&
      rows.every((row) => /^(?:[-−(]?\$?[\d,.]+%?\)?)?$/.test(row[column]));
    const rule = head.map((_, column) => (isOfFigures(column) ? "--:" : "---"));
    const plain = head.map((words) => words.replace(/^\*\*(.*)\*\*$/, "$1"));
    return [plain, rule, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
  };

  const quote = (text) => text.replace(/^/gm, "> ").replace(/ +$/gm, "");

  const listing = (text) => {
    const fence = text.includes("```") ? "````" : "```";
    return `${fence}\n${text}\n${fence}`;
  };

  // The lists around an item, with the item's own mark: a list goes on where its name is the same.
  // Two lists of numbers that follow each other are told apart by their sign; and what begins with
  // another number than 1, or after another list, needs an empty line before it.
  const opened = (open, { depth, list, isNumbered, number }) => {
    const at = Math.min(depth, open.length + 1) - 1;
    const before = open[at];
    const isSame = before?.list === list && before.isNumbered === isNumbered;
    const sign = !isSame && before?.isNumbered && before.sign === "." ? ")" : ".";
    const now = isSame
      ? { ...before, number: before.number + 1, isApart: false }
      : { list, isNumbered, number, sign, isApart: Boolean(before) || (isNumbered && number !== 1) };
    return [...open.slice(0, at), { ...now, mark: isNumbered ? `${now.number}${now.sign} ` : "- " }];
  };

  const blank = (list) => " ".repeat(list.mark.length);

  // Blocks as one text. A block has `kind` ("paragraph", "line", or "gap", which is only a distance),
  // `text`, its `depth` in lists, and `item` where it begins one.
  const rendered = (blocks) => {
    let text = "";
    let before = null;
    let open = [];
    for (const block of blocks) {
      if (block.kind !== "gap") {
        open = block.item ? opened(open, block.item) : open.slice(0, block.depth);
        const around = open.map(blank).join("");
        const body = block.text.replace(/\n(?=.)/g, `\n${around}`);
        const first = block.item ? open.slice(0, -1).map(blank).join("") + open.at(-1).mark : around;
        const isClose = block.item
          ? before?.item && !open.at(-1).isApart
          : block.kind === "line" && before?.kind === "line";
        text += (text && (isClose ? "\n" : "\n\n")) + first + body;
        before = block;
      } else if (!before?.item) {
        before = block;
      }
    }
    return text;
  };

  return Object.freeze({ NO_MARKS, lines, listing, quote, rendered, table });
})();

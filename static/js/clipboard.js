// HTML from the clipboard as limited Markdown: what Word, Google Docs, Outlook, LibreOffice or a page
// say, without how it looks there. Pure; markdown.js writes what is read here.
globalThis.portalClipboard = (() => {
  "use strict";

  const { NO_MARKS, lines, listing, quote, rendered, table } = globalThis.portalMarkdown;

  // Pictures, programs, and what Word keeps beside a text: comments, and words already deleted.
  const JUNK = [
    "head, script, style, template, noscript, xml, img, picture, svg, canvas, video, audio, iframe",
    "object, embed, button, input, select, textarea, [hidden], del, .msoDel",
    ".msocomanchor, .MsoCommentReference",
  ].join(", ");
  const HIDDEN = /(?:^|;)\s*(?:display:\s*none|mso-hide:\s*all|mso-element:\s*comment)/;
  const PARAGRAPHS = new Set("p h1 h2 h3 h4 h5 h6 li ul ol table blockquote pre hr dl".split(" "));
  const LINES = new Set(
    ("address article aside body center dd details div dt fieldset figcaption figure footer form " +
      "header main nav section summary tbody td tfoot th thead tr").split(" "),
  );
  const STRONG = new Set(["b", "strong"]);
  const EM = new Set(["i", "em"]);
  const CODE = new Set(["code", "kbd", "samp", "tt"]);
  const HEADING = /^h([1-6])$/;
  const WIDEST_CELL = 50;

  const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^'">])*>/gi;
  const WATCHED = /"[^"]*"|'[^']*'|(?<=[\s"']|^<\w+\/)(?:style|on\w+)(?=\s*=)/gi;

  const styleOf = (element) => (element.getAttribute("data-style") ?? "").toLowerCase();

  // --- words -------------------------------------------------------------------------------------

  const parsed = (href) => {
    try {
      return new URL(href);
    } catch {
      return null;
    }
  };

  // Where a link leads, past services that only note who follows it; "" where no reader could go.
  const address = (href) => {
    const url = parsed(href);
    if (!url || !["http:", "https:", "mailto:"].includes(url.protocol)) return "";
    const isNoted =
      url.hostname.endsWith(".safelinks.protection.outlook.com") ||
      (url.hostname === "www.google.com" && url.pathname === "/url");
    const real = isNoted && (url.searchParams.get("url") ?? url.searchParams.get("q"));
    if (real) return address(real);
    const clean = href.trim().replace(/[\s<>\\]/g, encodeURIComponent);
    return clean.replaceAll("(", "%28").replaceAll(")", "%29");
  };

  // What an element says of its words: by its name, or by its style, which has the last word.
  const marksOf = (element, marks) => {
    const name = element.localName;
    const style = styleOf(element);
    const weight = /(?:^|;)\s*font-weight:\s*(bold|normal|lighter|\d{3})/.exec(style)?.[1];
    const slant = /(?:^|;)\s*font-style:\s*(italic|oblique|normal)/.exec(style)?.[1];
    const code = marks.code || CODE.has(name);
    const strong = weight ? weight === "bold" || weight >= "600" : marks.strong || STRONG.has(name);
    const em = slant ? slant !== "normal" : marks.em || EM.has(name);
    const to = (name === "a" && address(element.getAttribute("href"))) || marks.to;
    return { code, strong: strong && !code, em: em && !code, to }; // code stands out by itself
  };

  // --- lists -------------------------------------------------------------------------------------

  const withoutStart = (element, letters) => {
    const texts = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let left = letters;
    while (left && texts.nextNode()) {
      const cut = Math.min(left, texts.currentNode.data.length);
      texts.currentNode.deleteData(0, cut);
      left -= cut;
    }
  };

  // Take an item's mark out of Word's paragraph: the part that Word says is to be ignored, or else
  // what stands at the beginning and looks like one.
  const takenMark = (element) => {
    const parts = [...element.querySelectorAll("[data-style]")];
    const ignored = parts.filter((part) => /mso-list:\s*ignore/.test(styleOf(part)));
    const mark = ignored.map((part) => part.textContent).join("");
    ignored.forEach((part) => part.remove());
    if (mark) return mark;
    const first = /^\s*(?:[·•▪§o–-]|\(?\w{1,5}[.)])\s+/.exec(element.textContent)?.[0] ?? "";
    withoutStart(element, first.length);
    return first;
  };

  // Word's lists are paragraphs with a mark before their words and their level in their style.
  const wordItem = (element) => {
    const found = /mso-list:\s*(l\d+) level(\d+) (lfo\d+)/.exec(styleOf(element));
    if (!found) return null;
    const mark = takenMark(element).replace(/\s/g, "");
    return {
      depth: Number(found[2]),
      list: `${found[1]} ${found[3]}`,
      isNumbered: /^\(?(?:[\d.]*\d|[a-z]{1,5})[.)]$|^\d+$/i.test(mark),
      number: Number(/(\d+)\D*$/.exec(mark)?.[1] ?? 1),
    };
  };

  const listItem = (element, list, depth) => ({
    // Word on the web puts each item into a list of its own, and says here where it belongs.
    depth: Number(element.dataset.ariaLevel) || depth,
    list: element.dataset.listid ?? list,
    isNumbered: list.localName === "ol",
    number: Number(list.getAttribute("start")) || 1,
  });

  // --- tables ------------------------------------------------------------------------------------

  // The rows of a table of figures or words; null where a table only puts things beside each other.
  const rowsOf = (element) => {
    const rows = [...element.rows];
    const isSimple = rows.length > 1 && rows.some((row) => row.cells.length > 1);
    return isSimple && !element.querySelector("table") ? rows : null;
  };

  const cellsOf = (row) =>
    [...row.cells].flatMap((cell) => {
      const text = blocksOf(cell).map((block) => block.text ?? "").join(" ");
      const words = text.replace(/\s+/g, " ").trim().replaceAll("|", "\\|");
      return [words, ...Array(Math.min(cell.colSpan, WIDEST_CELL) - 1).fill("")];
    });

  // --- blocks ------------------------------------------------------------------------------------

  // The blocks of an element in the order of reading, as markdown.js wants them.
  const blocksOf = (root) => {
    const blocks = [];
    let runs = []; // words that belong to no block yet
    let item = null; // the item that the next block begins

    const add = (kind, text, depth) => {
      if (!text) return;
      blocks.push({ kind, text, depth, item });
      item = null;
    };

    const end = (kind, depth) => {
      const text = lines(runs);
      if (!text && runs.some((run) => run.text === "\n")) blocks.push({ kind: "gap" });
      add(kind, text, depth);
      runs = [];
    };

    const inside = (node, marks, depth, list) => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) {
          const text = child.data.replace(/[\u200b\ufeff]/g, "").replace(/\s+/g, " ");
          if (text) runs.push({ ...marks, text });
        } else if (child.nodeType === Node.ELEMENT_NODE) {
          element(child, marks, depth, list);
        }
      }
    };

    const element = (node, marks, depth, list) => {
      const name = node.localName;
      if (name === "br") {
        runs.push({ ...NO_MARKS, text: "\n" });
      } else if (PARAGRAPHS.has(name)) {
        end("line", depth);
        paragraph(node, marks, depth, list);
      } else if (LINES.has(name)) {
        end("line", depth);
        inside(node, marksOf(node, marks), depth, list);
        end("line", depth);
      } else {
        inside(node, marksOf(node, marks), depth, list);
      }
    };

    const paragraph = (node, marks, depth, list) => {
      const name = node.localName;
      const level = HEADING.exec(name)?.[1] ?? (node.classList.contains("MsoTitle") && 1);
      const rows = name === "table" && rowsOf(node);
      if (level) heading(node, Number(level), depth);
      else if (name === "ul" || name === "ol") inside(node, marks, depth + 1, node);
      else if (rows) add("paragraph", table(rows.map(cellsOf)), depth);
      else if (name === "blockquote") add("paragraph", quote(rendered(blocksOf(node))), depth);
      else if (name === "pre") add("paragraph", listing(node.textContent.trimEnd()), depth);
      else if (name === "hr") add("paragraph", "---", depth);
      else words(node, marks, depth, list);
    };

    // A heading is strong by itself.
    const heading = (node, level, depth) => {
      inside(node, NO_MARKS, depth, null);
      const text = lines(runs.map((run) => ({ ...run, strong: false }))).replaceAll("\n", " ");
      runs = [];
      add("paragraph", text && `${"#".repeat(level)} ${text}`, depth);
    };

    const words = (node, marks, depth, list) => {
      const isItem = node.localName === "li" && list;
      item = (isItem ? listItem(node, list, depth) : wordItem(node)) ?? item;
      const level = item?.depth ?? depth;
      inside(node, marksOf(node, marks), level, list);
      end("paragraph", level);
      if (isItem) item = null;
    };

    inside(root, NO_MARKS, 0, null);
    end("line", 0);
    return blocks;
  };

  // --- what is offered ---------------------------------------------------------------------------

  // Styles and handlers have no effect in a document that is only parsed, but a browser complains of
  // each that the portal's policy forbids: they go in under another name.
  const quiet = (html) =>
    html
      .replace(/<style\b[^]*?<\/style\s*>/gi, "")
      .replace(TAG, (tag) =>
        tag.replace(WATCHED, (part) => (/^["']/.test(part) ? part : `data-${part}`)),
      );

  // The text is parsed in a document of its own, in which nothing runs and nothing is fetched.
  const markdown = (html) => {
    const { body } = new DOMParser().parseFromString(quiet(html), "text/html");
    const styled = [...body.querySelectorAll("[data-style]")];
    const hidden = styled.filter((element) => HIDDEN.test(styleOf(element)));
    for (const element of [...body.querySelectorAll(JUNK), ...hidden]) element.remove();
    return rendered(blocksOf(body));
  };

  return Object.freeze({ markdown });
})();

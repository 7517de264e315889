"""What a reader's program finds in a tagged PDF."""

import re
from collections.abc import Iterator

import pikepdf


def tags(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every element of the tag tree, in the order of reading."""

    def walk(node: object) -> Iterator[pikepdf.Dictionary]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            yield from walk(node.get("/K"))

    return list(walk(pdf.Root.StructTreeRoot.K))


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    """The kind of every element, in the order of reading."""
    return [str(tag.S)[1:] for tag in tags(pdf)]


def headings(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Every heading's level and words."""
    return [
        (str(tag.S)[1:], str(tag.T)) for tag in tags(pdf) if str(tag.S)[1:2] == "H" and "/T" in tag
    ]


def scopes(tag: pikepdf.Dictionary) -> list[str]:
    """What a table's heading says it is the heading of."""
    attributes = tag.A if isinstance(tag.A, pikepdf.Array) else [tag.A]
    return [str(each.Scope) for each in attributes if "/Scope" in each]


def claims(pdf: pikepdf.Pdf) -> list[str]:
    """The parts of PDF/A and PDF/UA it says it keeps to, and its title."""
    keys = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part", "dc:title")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        return [metadata[key] for key in keys]


# --- what is said --------------------------------------------------------------------------------

LETTERS = re.compile(r"<([0-9A-F]{4})> <([0-9A-F]+)>")


def words(page: pikepdf.Page) -> list[str]:
    """The words of every piece of marked content of a page, as the fonts say what they mean."""
    found, font, inside = [], {}, False
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                inside = _mark(operands) is not None
                found += [""] if inside else []
            case "EMC":
                inside = False
            case "Tf":
                font = _letters_of(page.Resources.Font[operands[0]])
            case "Tj" | "TJ" if inside:
                found[-1] += _read(operands[0], font)
    return found


def _letters_of(font: pikepdf.Dictionary) -> dict[int, str]:
    """What each glyph of a font stands for."""
    meant = font.ToUnicode.read_bytes().decode()
    body = meant.partition("endcodespacerange")[2]
    return {
        int(glyph, 16): bytes.fromhex(code).decode("utf-16-be")
        for glyph, code in LETTERS.findall(body)
    }


def _read(shown: object, font: dict[int, str]) -> str:
    """The letters of a piece of text; two bytes make a glyph."""
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    raw = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return "".join(font[int.from_bytes(raw[at : at + 2])] for at in range(0, len(raw), 2))


# --- what is drawn -------------------------------------------------------------------------------

PAINTS = frozenset(
    ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", '"', "EI")
)
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def untagged(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Everything painted, by page and operator, that is neither an artifact nor in the tag tree."""
    found = []
    for number, page in enumerate(pdf.pages, start=1):
        known = _marked(pdf, page)
        for operator, marks in _marked_paintings(page):
            if not any(kind == "/Artifact" or mark in known for kind, mark in marks):
                found.append((number, operator))
    return found


def _marked(pdf: pikepdf.Pdf, page: pikepdf.Page) -> set[int]:
    """The marks of a page that the tag tree holds, by its way from page to element."""
    numbers = pdf.Root.StructTreeRoot.ParentTree
    parents = pikepdf.NumberTree(numbers)[int(page.StructParents)]
    return {mark for mark, element in enumerate(parents) if _leads_up(element)}


def _leads_up(element: object) -> bool:
    """Whether an element's parents lead to the root of the tree."""
    while isinstance(element, pikepdf.Dictionary):
        if element.get("/Type") == "/StructTreeRoot":
            return True
        element = element.get("/P")
    return False


def _marked_paintings(page: pikepdf.Page) -> Iterator[tuple[str, list[tuple[str, int | None]]]]:
    """Every painting of a page with the marked content around it, forms' own content included."""
    return _paintings(page, page.Resources, [])


def _paintings(stream, resources, around) -> Iterator[tuple[str, list[tuple[str, int | None]]]]:
    marks = list(around)
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            marks.append((str(operands[0]), _mark(operands)))
        elif name == "EMC":
            marks.pop()
        elif name == "Do" and str(resources.XObject[operands[0]].Subtype) == "/Form":
            form = resources.XObject[operands[0]]
            yield from _paintings(form, form.get("/Resources", resources), marks)
        elif name in PAINTS:
            yield name, list(marks)


def _mark(operands: object) -> int | None:
    told = operands[1] if len(operands) > 1 else None
    if isinstance(told, pikepdf.Dictionary) and "/MCID" in told:
        return int(told.MCID)
    return None


def letters(page: pikepdf.Page) -> list[tuple[float, float, float, float]]:
    """Every piece of text of a page: left, baseline and right in points, and the letters' size."""
    return list(_texts(page))


def _times(first, second):
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _texts(page: pikepdf.Page) -> Iterator[tuple[float, float, float, float]]:
    """Follow the page's own coordinates, and the text's, to every piece of text."""
    now, kept, text, font, size = IDENTITY, [], IDENTITY, None, 0.0
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                kept.append(now)
            case "Q":
                now = kept.pop()
            case "cm":
                now = _times(tuple(map(float, operands)), now)
            case "BT":
                text = IDENTITY
            case "Tm":
                text = tuple(map(float, operands))
            case "Tf":
                font, size = page.Resources.Font[operands[0]], float(operands[1])
            case "Tj" | "TJ":
                place = _times(text, now)
                width = _width(operands[0], font) * size * abs(place[0])
                yield place[4], place[5], place[4] + width, size * abs(place[3])


def _width(shown: object, font: pikepdf.Dictionary) -> float:
    """How wide a piece of text is, in parts of the letters' size; two bytes make a letter."""
    widths = _widths(font.DescendantFonts[0])
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    total = 0.0
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            raw = bytes(piece)
            total += sum(
                widths.get(int.from_bytes(raw[at : at + 2]), 1000.0) for at in range(0, len(raw), 2)
            )
        else:
            total -= float(piece)
    return total / 1000


def _widths(font: pikepdf.Dictionary) -> dict[int, float]:
    found, items = {}, list(font.W)
    while items:
        first, second = int(items.pop(0)), items.pop(0)
        if isinstance(second, pikepdf.Array):
            found |= {first + at: float(width) for at, width in enumerate(second)}
        else:
            found |= dict.fromkeys(range(first, int(second) + 1), float(items.pop(0)))
    return found


def lines(page: pikepdf.Page) -> list[tuple[float, float]]:
    """Every corner of what is drawn on a page beside its letters, in points."""
    now, kept, found = IDENTITY, [], []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "q":
                kept.append(now)
            case "Q":
                now = kept.pop()
            case "cm":
                now = _times(tuple(map(float, operands)), now)
            case "m" | "l":
                found.append(_placed(now, *operands))
            case "re":
                x, y, width, height = map(float, operands)
                found += [_placed(now, x, y), _placed(now, x + width, y + height)]
    return found


def _placed(now, x, y) -> tuple[float, float]:
    a, b, c, d, e, f = now
    return a * float(x) + c * float(y) + e, b * float(x) + d * float(y) + f

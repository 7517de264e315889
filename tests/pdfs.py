"""What a reader's program finds in a tagged PDF."""

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
    with pdf.open_metadata() as metadata:
        return [metadata[key] for key in keys]

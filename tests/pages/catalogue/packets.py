"""The packet as chosen, and the papers for the next council."""

from tests.pages.states import bare, faulty, filled

PACKET = "agreements:packet"
PAPERS = "agreements:council_papers"
CLOSE = "agreements:close_document"
REOPEN = "agreements:reopen_document"

FILLED = (
    filled("agreements/packet.html", "facilitator", PACKET, "in_force", query="?city="),
    filled("agreements/packet.html", "clerk", PACKET, "circulated", query="?city=&recordable=on"),
    filled(
        "agreements/packet.html",
        "clerk",
        PACKET,
        "circulated",
        query="?city=nowhere",
        has_problems=True,
        name="an unknown city",
    ),
    filled("agreements/council_papers.html", "clerk", PAPERS, "circulated"),
    bare("agreements/council_papers.html", "clerk", PAPERS, "in_force"),
    faulty(
        "agreements/council_papers.html",
        "clerk",
        PAPERS,
        "circulated",
        press="Download the paper",
    ),
    filled("agreements/close_document.html", "clerk", CLOSE, "circulated", "document"),
    faulty(
        "agreements/close_document.html",
        "facilitator",
        CLOSE,
        "circulated",
        "document",
        fill={"provision": "other"},
        press="Close this document",
    ),
    filled("agreements/reopen_document.html", "clerk", REOPEN, "circulated", "closed_document"),
    faulty(
        "agreements/reopen_document.html",
        "facilitator",
        REOPEN,
        "circulated",
        "closed_document",
        press="Open this document",
    ),
)
EMPTY = ()

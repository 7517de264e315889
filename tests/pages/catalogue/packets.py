"""The packet as chosen, and the papers for the next council."""

from tests.pages.states import bare, faulty, filled

PACKET = "agreements:packet"
PAPERS = "agreements:council_papers"

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
)
EMPTY = ()

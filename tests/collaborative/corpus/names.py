"""Names: good bytes under names that are harmless, unusual, or disguised."""

from tests.collaborative.corpus.case import Case, good, hostile
from tests.initiatives.files import PDF, docx, picture


def fine(what: str, name: str) -> Case:
    """A name that may come in."""
    return good(what, PDF, name=name)


def bad(what: str, name: str, said: str) -> Case:
    """A name that may not."""
    return hostile(what, PDF, said, name=name)


DISGUISED = "holds invisible signs that can disguise what it is"
TWO_ENDINGS = "has two endings"
NO_ENDING = "has no ending that says what it is"
WINDOWS = "Windows keeps the name"

NAMES = (
    fine("upper case", "PLAN.PDF"),
    fine("dates and versions with dots", "Budget v1.2 2026.03.02.pdf"),
    fine("letters of many languages", "Übersicht – план – 計画 – שלום.pdf"),
    good("letters of a Mac, taken apart", docx, name="U\u0308bersicht.docx"),
    good(
        "a narrow space", lambda: picture("PNG"), name="Screenshot 2026-03-02 at 9.41\u202fAM.png"
    ),
    fine("signs that other systems mind", "Q&A: 100% (draft) #2 'final'.pdf"),
    fine("as long as may be", "a" * 146 + ".pdf"),
    fine("a path of Windows before it", r"C:\Users\clerk\plan.pdf"),
    fine("a path that climbs before it", "../../etc/plan.pdf"),
    fine("spaces around it", " plan.pdf "),
    fine("a word that begins like a device", "Concept.pdf"),
    bad("read from right to left", "plan\u202efdp.exe.pdf", DISGUISED),
    bad("read from right to left, isolated", "plan\u2067fdp\u2069.pdf", DISGUISED),
    bad("NUL", "plan.exe\x00.pdf", DISGUISED),
    bad("line breaks", "plan\r\nSet-Cookie: a=b.pdf", DISGUISED),
    bad("a control sign", "plan\x1b[2J.pdf", DISGUISED),
    bad("a space of no width", "plan\u200b.pdf", DISGUISED),
    bad("half of a letter", "plan\ud800.pdf", DISGUISED),
    bad("a program first", "plan.exe.pdf", TWO_ENDINGS),
    bad("a page first, in upper case", "plan.HTML.pdf", TWO_ENDINGS),
    bad("a program first, with a space", "plan.js .pdf", TWO_ENDINGS),
    bad("a stream of another file", "plan.exe:a.pdf", TWO_ENDINGS),
    bad("a program last", "plan.pdf.exe", "is a .exe file, which the portal does not take"),
    bad("no ending", "plan", NO_ENDING),
    bad("only an ending", ".pdf", NO_ENDING),
    bad("dots and an ending", "...pdf", NO_ENDING),
    bad("a dot behind", "plan.pdf.", NO_ENDING),
    bad("dots and spaces behind", "plan.pdf. . ", NO_ENDING),
    bad("nothing at all", "", NO_ENDING),
    bad("nothing but a folder", "folder/", NO_ENDING),
    bad("an ending in wide letters", "plan.\uff50\uff44\uff46", "which the portal does not take"),
    bad("a device of Windows", "CON.pdf", WINDOWS),
    bad("a device with two endings", "lpt1.2026.pdf", WINDOWS),
    bad("a device with a space", "nul .pdf", WINDOWS),
    bad("too long", "a" * 147 + ".pdf", "has 151 characters; the portal takes 150"),
    bad("a web page", "plan.html", "is a .html file"),
    bad("a drawing", "map.svg", "A drawing of this kind can hold a program"),
)

"""PDF files."""

import io
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pikepdf
import typst
from pikepdf import Dictionary, Name, String

from tests.collaborative.corpus.case import good, hostile
from tests.initiatives.files import (
    HTML,
    LOCKED_PDF,
    PDF,
    PROGRAM,
    SVG,
    docx,
    locked,
    packed,
    pdf,
    picture,
)

good = partial(good, name="plan.pdf")
hostile = partial(hostile, name="plan.pdf")

ALONE = "goes to another address or file by itself"
BEHIND = "holds something else behind its end"
BREAKS_OFF = "breaks off before its end"
DAMAGED = "is damaged and cannot be read"
FILES = "carries other files inside"
LAUNCH = "can start another program"
LOCKED = "is locked with a password or against copying"
MEDIA = "holds sound, film or a model"
OTHER = "is named like a PDF file, but"
SCRIPT = "holds a program (JavaScript)"
XFA = "is a form of a kind that only Adobe’s own program shows"

JAVASCRIPT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
URI = "<< /S /URI /URI (http://sample.invalid/) >>"
EMPTY_LISTS = "/JavaScript << /Names [] >> /EmbeddedFiles << /Names [] >>"
OBJECTS = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>"


def opening(action: str) -> bytes:
    """A PDF that acts when it is opened."""
    return pdf(root=f"/OpenAction {action}")


def note(kind: str, said: str = "") -> bytes:
    """A PDF with a note on its page."""
    return pdf(f"<< /Type /Annot /Subtype /{kind} /Rect [0 0 9 9] {said} >>")


def field(said: str) -> bytes:
    """A PDF with a form of one field."""
    return pdf(f"<< /FT /Tx /T (Name) {said} >>", root="/AcroForm << /Fields [4 0 R] >>")


def saved(change: Callable[[pikepdf.Pdf], None], **how: object) -> bytes:
    """The sample, changed by pikepdf and written in one of its ways."""
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as sample:
        change(sample)
        sample.save(kept, **how)
    return kept.getvalue()


def add_script(sample: pikepdf.Pdf) -> None:
    """Act on opening, by an object of its own."""
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    sample.Root.OpenAction = sample.make_indirect(action)


def add_file(sample: pikepdf.Pdf) -> None:
    """As the menu "Attach a file" does."""
    sample.attachments["sample.exe"] = pikepdf.AttachedFileSpec(sample, PROGRAM)


def hidden_script() -> bytes:
    """In a stream of objects, so that the word is nowhere to be read in the bytes of the file."""
    content = saved(add_script, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"JavaScript" not in content
    return content


def kept_up(change: str, before: bytes = PDF) -> bytes:
    """A PDF with a later version of its first object behind it, as signing writes one."""
    table = int(before.rpartition(b"startxref\n")[2].partition(b"\n")[0])
    later = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R %s >>\nendobj\n" % change.encode()
    return (
        before + later + b"xref\n0 1\n0000000000 65535 f \n1 1\n%010d 00000 n \ntrailer\n"
        b"<< /Size 4 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(before), table, len(before) + len(later))
    )


def typeset() -> bytes:
    """As the portal's own typesetter writes it: tagged, PDF/A."""
    made_at = datetime(2024, 1, 1, tzinfo=UTC)
    text = b'#set document(title: "Sample")\n= Sample\nA sample.'
    made = typst.compile(text, pdf_standards=["a-2a"], timestamp=made_at)
    assert isinstance(made, bytes)
    return made


def scanned() -> bytes:
    """A page that is nothing but a picture, as a copier writes it."""
    image = picture("JPEG", (640, 480))
    said = (
        "<< /Type /XObject /Subtype /Image /Width 640 /Height 480 /ColorSpace /DeviceRGB "
        f"/BitsPerComponent 8 /Filter /DCTDecode /Length {len(image)} >>\nstream\n"
    )
    return pdf(said.encode() + image + b"\nendstream")


def flawed(content: bytes) -> bytes:
    """A table of objects that points beside the first, as old copiers write it; viewers mend it."""
    return content.replace(b"0000000009 00000 n", b"0000000011 00000 n")


def in_a_stream(content: bytes) -> bytes:
    """A PDF whose page lies in a stream of objects."""
    inner = zlib.compress(content, 9)
    body, places = b"%PDF-1.7\n", {}
    for number, each in (
        (1, b"<< /Type /Catalog /Pages 2 0 R >>"),
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (4, b"<< %s /Length %d >>\nstream\n%s\nendstream" % (OBJECTS, len(inner), inner)),
    ):
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    places[5] = len(body)
    rows = {0: (0, 0, 65535), 3: (2, 4, 0)} | {n: (1, place, 0) for n, place in places.items()}
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + last.to_bytes(2, "big")
        for _, (kind, place, last) in sorted(rows.items())
    )
    said = b"/Type /XRef /Size 6 /W [1 4 2] /Root 1 0 R /Length %d" % len(table)
    end = b"startxref\n%d\n%%%%EOF\n" % places[5]
    return body + b"5 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (said, table) + end


def zipped_as_well() -> bytes:
    """A good PDF and a good ZIP archive in one: the archive's remark repeats the PDF's end."""
    end = PDF[PDF.index(b"startxref") :]
    return PDF + packed({"a": b"x"})[:-2] + len(end).to_bytes(2, "little") + end


def shadowed() -> bytes:
    """What is read depends on who reads: the first object is there twice, once with a script."""
    first = f"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction {JAVASCRIPT} >>\nendobj\n"
    return PDF.replace(b"%PDF-1.7\n", b"%PDF-1.7\n" + first.encode())


GOOD = (
    good("the least of all", PDF),
    good("as the portal's own typesetter writes it", typeset),
    good("a page from a copier", scanned),
    good("changed later, with the first version before it", kept_up("/Lang (en)")),
    good("a script that a later version took out", kept_up("", before=opening(JAVASCRIPT))),
    good("ready for the web", lambda: saved(lambda _: None, linearize=True)),
    good("its page in a stream of objects", lambda: in_a_stream(b"3 0 " + PAGE)),
    good("opens at a page", opening("[3 0 R /Fit]")),
    good("opens at a page, by an action", opening("<< /S /GoTo /D [3 0 R /Fit] >>")),
    good("a link to click", note("Link", f"/A {URI}")),
    good(
        "a button that calls an address when it is pressed", note("Widget", f"/AA << /U {URI} >>")
    ),
    good("a form without programs", field("/V (Sample)")),
    good("words about programs", pdf("<< /Title (How /JavaScript, /JS and /Launch work) >>")),
    good("lists of scripts and files that are empty", pdf(root=f"/Names << {EMPTY_LISTS} >>")),
    good("blending", pdf("<< /Type /ExtGState /BM /Screen >>")),
    good("a table of objects with a flaw", flawed(PDF)),
    good("zeros behind the end", PDF + b"\0" * 512),
)
OTHERS = (
    hostile("empty", b"", "is empty"),
    hostile("a program", PROGRAM, "but it is a program"),
    hostile("a program of another system", b"\x7fELF" + b"\0" * 100, "but it is a program"),
    hostile("a web page", HTML, OTHER),
    hostile("a drawing", SVG, OTHER),
    hostile("a Word file", docx, OTHER),
    hostile("words", b"hello", OTHER),
    hostile("junk before the beginning", b"\n" + PDF, OTHER),
    hostile("a program before the beginning", PROGRAM + PDF, OTHER),
    hostile("a ZIP archive behind the end", lambda: PDF + packed({"a": b"x"}), BEHIND),
    hostile("a ZIP archive that ends as a PDF", zipped_as_well, BEHIND),
    hostile("a web page behind the end", PDF + HTML, BEHIND),
    hostile("cut off", PDF[:-10], BREAKS_OFF),
    hostile("nothing but an end", b"%PDF-1.7\nstartxref\n0\n%%EOF\n", DAMAGED),
    hostile("no pages", PDF.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0     "), DAMAGED),
    hostile("pages in a ring", PDF.replace(b"[3 0 R]", b"[2 0 R]"), DAMAGED),
    hostile("locked against copying", LOCKED_PDF, LOCKED),
    hostile("locked with a password", lambda: locked(PDF, user="sample"), LOCKED),
    hostile("a bomb", lambda: in_a_stream(b"3 0 " + PAGE + b" " * 2**27), DAMAGED, is_heavy=True),
    hostile("lists in lists", lambda: pdf("[" * 200_000 + "]" * 200_000), DAMAGED, is_heavy=True),
)
ACTIVE = (
    hostile("a script on opening", opening(JAVASCRIPT), SCRIPT),
    hostile("a script in a stream of objects", hidden_script, SCRIPT),
    hostile("a script, spelt oddly", pdf("<< /#53 /J#61vaScript /#4a#53 (1) >>"), SCRIPT),
    hostile("a script in a field", field(f"/AA << /C {JAVASCRIPT} >>"), SCRIPT),
    hostile("a script after another act", opening(f"<< /S /GoTo /Next [{JAVASCRIPT}] >>"), SCRIPT),
    hostile("a script in a bookmark", pdf(f"<< /Title (a) /A {JAVASCRIPT} >>"), SCRIPT),
    hostile("a script in a later version", kept_up(f"/OpenAction {JAVASCRIPT}"), SCRIPT),
    hostile("a script in a flawed file", flawed(opening(JAVASCRIPT)), SCRIPT),
    hostile("a script that some readers see", shadowed(), DAMAGED),
    hostile(
        "a script by its name",
        pdf(root=f"/Names << /JavaScript << /Names [(a) {JAVASCRIPT}] >> >>"),
        SCRIPT,
    ),
    hostile("starts a program", opening("<< /S /Launch /F (sample.exe) >>"), LAUNCH),
    hostile("starts one on a click", note("Link", "/A << /S /Launch /F (a.exe) >>"), LAUNCH),
    hostile("reads a file into a form", note("Link", "/A << /S /ImportData /F (a) >>"), LAUNCH),
    hostile("a file inside", lambda: saved(add_file), FILES),
    hostile("a file pinned to a page", note("FileAttachment", "/FS << /F (a) >>"), FILES),
    hostile("opens a file inside", note("Link", "/A << /S /GoToE >>"), FILES),
    hostile("a portfolio", pdf(root="/Collection << /View /T >>"), FILES),
    hostile("a form for Adobe's program", pdf(root="/AcroForm << /XFA [(a) (b)] >>"), XFA),
    hostile("a film", note("RichMedia"), MEDIA),
    hostile("a model", note("3D"), MEDIA),
    hostile("plays something", note("Link", "/A << /S /Rendition >>"), MEDIA),
    hostile("calls an address on opening", opening(URI), ALONE),
    hostile("sends a form on opening", opening("<< /S /SubmitForm /F (a) >>"), ALONE),
    hostile(
        "calls another computer when a page is shown",
        PDF.replace(
            b"/Resources << >>", b"/AA << /O << /S /GoToR /F (\\\\\\\\a.invalid\\\\b) >> >>"
        ),
        ALONE,
    ),
)
PDFS = GOOD + OTHERS + ACTIVE

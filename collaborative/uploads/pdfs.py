"""PDF files: whole, unlocked, nothing behind the end, and nothing in them that acts by itself.

qpdf (through pikepdf) reads the file as a viewer does, also what is packed into object streams.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from types import MappingProxyType

import pikepdf
from pikepdf import Array, Dictionary, Object, ObjectSet, Pdf, PdfError, Stream, String
from pikepdf.settings import qpdf_limit_errors, set_qpdf_limits

from collaborative.uploads.names import Kind, Refused, damaged

LAST_BYTES = 4096
"""Bytes at the end of a PDF among which its end must be marked."""
PADDING = b"\0\t\n\f\r \x1a"
"""What may follow the end: white space, and how old systems end a file."""
MOST_UNPACKED = 32 * 1024 * 1024
"""Bytes that one stream of objects may hold when it is unpacked, for the whole process."""
set_qpdf_limits(
    flate_max_memory=MOST_UNPACKED,
    png_max_memory=MOST_UNPACKED,
    run_length_max_memory=MOST_UNPACKED,
    tiff_max_memory=MOST_UNPACKED,
)


class Deed(Enum):
    """What a PDF can do beyond showing pages."""

    SCRIPT = auto()
    LAUNCH = auto()
    FILES = auto()
    MEDIA = auto()
    XFA = auto()
    ALONE = auto()


SENTENCES: Mapping[Deed, str] = MappingProxyType(
    {
        Deed.SCRIPT: "holds a program (JavaScript), as forms do that calculate or check what is "
        "typed. Print it to a new PDF, which leaves the program out, and add that.",
        Deed.LAUNCH: "can start another program. Print it to a new PDF, which leaves that out, and "
        "add that.",
        Deed.FILES: "carries other files inside, which nobody could check. Add those one by one, "
        "print this one to a new PDF, and add that.",
        Deed.MEDIA: "holds sound, film or a model in three dimensions, which can run programs. "
        "Print it to a new PDF, which shows a picture in its place, and add that.",
        Deed.XFA: "is a form of a kind that only Adobe’s own program shows (XFA). Print it to a "
        "new PDF, which everybody can read, and add that.",
        Deed.ALONE: "goes to another address or file by itself when it is opened. Print it to a "
        "new PDF, which leaves that out, and add that.",
    }
)
NOTED = re.compile(
    rb"/(3D|AA|Collection|EF|FileAttachment|GoToE|ImportData|JS|JavaScript|Launch|Movie|OpenAction|"
    rb"Rendition|RichMedia|RichMediaExecute|Screen|Sound|XFA)(?![^\s/<>\[\](){}])"
)
"""Names in an object, as qpdf spells them, that make it worth a closer look."""
IN_DAMAGED = re.compile(rb"/(EmbeddedFile|JavaScript|Launch|RichMedia)")
"""What may not even lie about unused in a file of which two programs could read two things."""
ACTIONS = {
    "/JavaScript": Deed.SCRIPT,
    "/Launch": Deed.LAUNCH,
    "/ImportData": Deed.LAUNCH,
    "/GoToE": Deed.FILES,
    "/Movie": Deed.MEDIA,
    "/Rendition": Deed.MEDIA,
    "/RichMediaExecute": Deed.MEDIA,
    "/Sound": Deed.MEDIA,
}
"""Deeds by the kind of an action."""
SUBTYPES = {"/FileAttachment": Deed.FILES} | dict.fromkeys(
    ("/3D", "/Movie", "/RichMedia", "/Screen", "/Sound"), Deed.MEDIA
)
"""Deeds by the kind of a note on a page."""
HARMLESS_ALONE = {"/GoTo", "/GoTo3DView", "/Hide", "/Named", "/ResetForm", "/SetOCGState", "/Trans"}
"""What a PDF may do by itself: turn to a page, show and hide."""
CLICKS = {"/D", "/U"}
"""Events of a note on a page that wait for somebody: the mouse goes down, and up."""


def checked_pdf(name: str, kind: Kind, content: bytes) -> bytes:
    """Return the PDF as it came, or refuse it."""
    del kind
    _check_end(name, content)
    given_up = qpdf_limit_errors()
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise _locked(name)
            if deed := next(_deeds(pdf), None):
                raise Refused(f"“{name}” {SENTENCES[deed]}")
            is_ambiguous = bool(pdf.get_warnings()) and IN_DAMAGED.search(content)
            if is_ambiguous or not len(pdf.pages) or qpdf_limit_errors() > given_up:
                raise damaged(name)
    except pikepdf.PasswordError as error:
        raise _locked(name) from error
    except (PdfError, ValueError, TypeError, RuntimeError) as error:
        raise damaged(name) from error
    return content


def _check_end(name: str, content: bytes) -> None:
    """The end is marked, and nothing else lies behind it."""
    end = content[-LAST_BYTES:]
    if b"%%EOF" not in end or b"startxref" not in end:
        raise Refused(
            f"“{name}” breaks off before its end, as after an interrupted download. Get the whole "
            "file, or print it to PDF again, and add that."
        )
    if end.rpartition(b"%%EOF")[2].strip(PADDING) or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused(
            f"“{name}” holds something else behind its end. Print it to a new PDF, which leaves "
            "that out, and add that."
        )


def _locked(name: str) -> Refused:
    return Refused(
        f"“{name}” is locked with a password or against copying, so colleagues and the council "
        "could not use it. Print it to a new PDF without protection, and add that."
    )


def _deeds(pdf: Pdf) -> Iterator[Deed]:
    """Yield what the PDF can do, object by object, wherever in the file each lies."""
    for item in pdf.objects:
        if isinstance(item, Object):
            thing = item.stream_dict if isinstance(item, Stream) else item
            if NOTED.search(thing.unparse(resolved=True)):
                for part in _dictionaries(thing):
                    yield from _deeds_of(part)


def _dictionaries(thing: Object) -> Iterator[Object]:
    """Yield the dictionaries inside one object; those that it refers to are objects too."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Dictionary):
            yield one
        if isinstance(one, Dictionary | Array):
            inner = one.values() if isinstance(one, Dictionary) else iter(one)
            waiting += [each for each in inner if isinstance(each, Object) and not each.is_indirect]


def _deeds_of(part: Object) -> Iterator[Deed]:
    """Yield what one dictionary can do."""
    if isinstance(part.get("/JS"), String | Stream):
        yield Deed.SCRIPT
    if isinstance(part.get("/EF"), Dictionary) or isinstance(part.get("/Collection"), Dictionary):
        yield Deed.FILES
    if isinstance(part.get("/XFA"), Array | Stream):
        yield Deed.XFA
    kinds = (ACTIONS.get(str(part.get("/S"))), SUBTYPES.get(str(part.get("/Subtype"))))
    yield from (kind for kind in kinds if kind)
    for action in _unasked(part):
        kind = str(action.get("/S"))
        if kind not in HARMLESS_ALONE:
            yield ACTIONS.get(kind, Deed.ALONE)


def _unasked(part: Object) -> Iterator[Object]:
    """Yield the actions that a dictionary starts by itself, with all that follow each."""
    events = part.get("/AA")
    first = part.get("/OpenAction")
    waiting = [] if isinstance(first, Array) else [first]  # an array names a page to open at
    if isinstance(events, Dictionary):
        waiting += [action for event, action in events.items() if event not in CLICKS]
    seen = ObjectSet()
    while waiting:
        one = waiting.pop()
        if isinstance(one, Array):
            waiting += list(one)
        elif isinstance(one, Dictionary) and seen.add(one):
            yield one
            waiting.append(one.get("/Next"))

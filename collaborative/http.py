"""What every request passes through, the type the views read it by, and what they do with forms."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import quote, unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from collaborative import ranges
from collaborative.lifecycle import StaleState
from collaborative.models import Actor, User

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request after the middleware: a person, the person's offices and unread mail, and htmx.

    `unread` is known once the actor was asked for.
    """

    user: User
    actor: Actor
    unread: int
    htmx: HtmxDetails


def sent(request: Request) -> QueryDict | None:
    """What was sent to be written; None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


_STALE = "stale"


@contextmanager
def told_on(form: BaseForm, field: str | None = None) -> Iterator[None]:
    """Say a lost race on the form, beside what was typed; `status_of` then makes it a 409."""
    try:
        yield
    except StaleState as stale:
        form.add_error(field, ValidationError(str(stale), code=_STALE))


def status_of(form: BaseForm) -> int:
    """With which status the page of a form is answered: 409 where a race was lost, else 200."""
    return 409 if any(form.has_error(name, _STALE) for name in form.errors) else 200


BESIDE_A_FILE = 1024 * 1024
"""Bytes of a body that are not the file: the other fields of its form."""
TOO_MUCH_TEXT = (
    "This is more text than the portal takes at once: 2 MB, about a thousand pages. Put the rest "
    "in a file."
)


class RefusalMiddleware:
    """Answers what cannot be: a lost race with a 409 page, NUL with a 400, too much with a 413.

    PostgreSQL refuses NUL in text, so a NUL in an address would otherwise be a server error. A
    body is refused by the length it announces, before a byte is read; WSGI reads none beyond.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse an address with a NUL byte and a body no form takes; pass on the rest."""
        if "\0" in request.path or "\0" in unquote(request.META.get("QUERY_STRING", "")):
            return render(request, "400.html", status=400)
        if _announced_bytes(request) > _most_bytes(request):
            return _too_large(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a lost race into a page that says who was first."""
        if isinstance(exception, StaleState):
            return render(request, "409.html", {"sentence": str(exception)}, status=409)
        return None


def _most_bytes(request: HttpRequest) -> int:
    """How long a body may be: a form with files more than one without, which Django reads whole."""
    if request.content_type == "multipart/form-data":
        return int(settings.ATTACHMENT_MAX_BYTES) + BESIDE_A_FILE
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _too_large(request: HttpRequest) -> HttpResponse:
    """Say which limit it was; to a script that asks for JSON, in JSON."""
    if request.content_type == "multipart/form-data":
        return render(request, "413.html", status=413)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"sentence": TOO_MUCH_TEXT}, status=413)
    return render(request, "413.html", {"sentence": TOO_MUCH_TEXT}, status=413)


def _announced_bytes(request: HttpRequest) -> int:
    """The length of the body by its header; 0 for none and for nonsense, as Django reads it."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


FileAnswer = FileResponse | StreamingHttpResponse


def handed_out(content: IO[bytes], *, name: str, media_type: str) -> FileAnswer:
    """Answer with somebody's file: to be saved under its name, never opened in the page or kept.

    Whatever a browser makes of it, it runs nothing, asks nobody, and belongs to no page.
    """
    return _kept_apart(FileResponse(content, content_type=media_type), name)


def streamed(pieces: Iterable[bytes], *, name: str, media_type: str, size: int) -> FileAnswer:
    """Answer with a file that is made while it is sent; `size` is its length in bytes.

    One that breaks off is shorter than it said, and no browser takes it for whole.
    """
    response = StreamingHttpResponse(pieces, content_type=media_type)
    response["Content-Length"] = str(size)
    return _kept_apart(response, name)


def poured(lines: Iterable[str], *, name: str, media_type: str) -> FileAnswer:
    """Answer with a file that is written while it is sent, and whose length nobody knows before."""
    return _kept_apart(StreamingHttpResponse(lines, content_type=media_type), name)


PIECE = 256 * 1024
"""Bytes of a file that are in the memory at a time while it is sent."""


def handed_out_in_parts(
    request: HttpRequest, file: Path, *, name: str, media_type: str, sha256: str
) -> HttpResponseBase:
    """Answer with a large file, whole or from where an earlier download broke off.

    `sha256` is the file's, and its strong tag: who goes on with a download and asks with If-Range
    gets the rest of the same bytes, or the whole of the new ones. Several parts at once are
    answered with the whole. The file is read in pieces; to HEAD only its length is said.
    """
    size, etag = file.stat().st_size, f'"{sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        part = _part(request, size=size, etag=etag)
    except ranges.NothingThere:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    sent = part or ranges.Part(0, size - 1)
    pieces = () if request.method == "HEAD" else _pieces(file, sent)
    response = streamed(pieces, name=name, media_type=media_type, size=sent.length)
    response["Accept-Ranges"], response["ETag"] = "bytes", etag
    if part:
        response.status_code = 206
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return response


def _part(request: HttpRequest, *, size: int, etag: str) -> ranges.Part | None:
    if request.method != "GET" or not ranges.goes_on(
        request.headers.get("If-Range", ""), etag=etag
    ):
        return None
    return ranges.asked(request.headers.get("Range", ""), size=size)


def _pieces(file: Path, part: ranges.Part) -> Iterator[bytes]:
    left = part.length
    with file.open("rb") as opened:
        opened.seek(part.first)
        while left and (piece := opened.read(min(left, PIECE))):
            left -= len(piece)
            yield piece


def _kept_apart(response: FileAnswer, name: str) -> FileAnswer:
    """Name a file to be saved, and let it run nothing and belong to no page."""
    response["Content-Disposition"] = _attachment(name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _attachment(name: str) -> str:
    """Name a file in a header: in plain letters for old programs, and as it is for the others."""
    apart = unicodedata.normalize("NFKD", name)
    plain = "".join(_plain(letter) for letter in apart if not unicodedata.combining(letter))
    if plain == name:
        return f'attachment; filename="{name}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _plain(letter: str) -> str:
    """The letter of a header that stands for any: itself, a dash, a space, or a line below."""
    if letter.isascii() and letter.isprintable() and letter not in '"%\\':
        return letter
    return {"Pd": "-", "Zs": " "}.get(unicodedata.category(letter), "_")

"""What an answer means, and the table's short way of writing whom it is for."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.urls import reverse

from tests.access.principals import PRINCIPALS

OUTCOMES = {"ok", "sign-in", "refused", "hidden", "no-method"}


def outcome(response: HttpResponse) -> str:
    """Name an answer: let in, to sign in, refused with a reason, hidden, or no such method."""
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return "sign-in"
    if response.status_code == 401:  # how a script learns of it
        return "sign-in"
    special = {403: "refused", 404: "hidden", 405: "no-method"}
    if response.status_code in special:
        return special[response.status_code]
    if response.status_code == 503:  # how /readyz says that a part is missing
        return "ok"
    assert response.status_code < 500, response.status_code
    return "ok"


def expected(line: str) -> dict[str, str]:
    """Read a line such as "administrator: ok, nobody: sign-in, else: refused" for all principals.

    `everybody: ok` stands alone. Raises on names and outcomes that do not exist.
    """
    said = dict(part.split(": ") for part in line.split(", "))
    rest = said.pop("else", said.pop("everybody", None))
    unknown = (set(said) - set(PRINCIPALS)) | (set(said.values()) - OUTCOMES)
    assert not unknown, f"unknown in the access table: {unknown}"
    table = {who: said.get(who, rest) for who in PRINCIPALS}
    assert None not in table.values(), f'"{line}" does not say what happens to everybody'
    return table


@dataclass(frozen=True)
class Row:
    """One address: its arguments (names of the world's objects), and who gets what.

    `shows` are canaries that the address itself is the key to, as with an invitation's link.
    `missing` are arguments of the same form that name nothing; an object that is hidden must
    answer exactly as they do.
    """

    get: str
    post: str
    args: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    data: dict[str, str] = field(default_factory=dict)

"""A roll call as people type it and as minutes print it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from agreements.legistar.reading import MAX_NAME
from agreements.legistar.words import vote_value
from agreements.models import Vote
from agreements.operations.facts import Ballot

HOW = (
    "A line for each way of voting, as in “Aye: first name, second name”, or a line for each "
    "member, as in “Name: aye”. Names without a vote have voted as the box above says. Begin the "
    "mayor’s name with Mayor, or end it with (mayor). Without any vote no roll call is recorded."
)
OTHERS = "How everybody voted whose line says nothing else, as in aye. Blank means nothing."
_GROUP = re.compile(r"\s*([^:]{1,1000}?)\s*:\s*(.*)")
_MAYOR = re.compile(r"mayor\b(?!.*pro[ -]?tem)", re.IGNORECASE)
_MARKED = re.compile(r"(.*\S)\s*\(mayor\)", re.IGNORECASE)
_LINE_END = re.compile(r"[\r\n;]+")
_COUNT = re.compile(r"^\d{1,3}\s*(?:[-\N{EN DASH}]\s*|$)")


@dataclass(frozen=True, slots=True)
class Called:
    """One name of a roll call with its word; "" where the line has only the name."""

    line: int
    voter: str
    word: str


def others_field() -> forms.CharField:
    """The box for how everybody voted whose line says nothing else."""
    return forms.CharField(
        required=False, max_length=60, label="Everybody else voted", help_text=OTHERS
    )


def roll_call_field() -> forms.CharField:
    """The box for a roll call; read it with `ballots`, together with the word for the others."""
    return forms.CharField(
        required=False,
        label="Roll call",
        max_length=100_000,
        help_text=HOW,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


def take_roll_call(form: forms.BaseForm) -> None:
    """Read a form's boxes `votes` and `others` into votes, or say beside them what is wrong."""
    cleaned: dict[str, Any] = form.cleaned_data
    others = cleaned.get("others", "")
    if others and vote_value(others) is None:
        form.add_error("others", f"“{others}” is not known as a vote. Write Aye, Nay or another.")
        return
    try:
        cleaned["votes"] = ballots(cleaned.get("votes", ""), others=others)
    except ValidationError as error:
        form.add_error("votes", error)


def ballots(text: str, *, others: str = "") -> tuple[Ballot, ...]:
    """Read a roll call, its own words kept beside what they mean; none where nobody has a vote.

    Raises ValidationError, naming the line, where a line is none of a roll call.
    """
    lines = [(number, line) for number, line in enumerate(_LINE_END.split(text), start=1)]
    said = [(number, line.strip()) for number, line in lines if line.strip()]
    # Names in lines of their own may hold commas; one line alone with commas lacks its votes.
    is_list = sum(":" not in line for _, line in said) > 1
    called = [one for number, line in said for one in _read(line, number, is_list=is_list)]
    if not others and not any(one.word for one in called):
        return ()
    return tuple(_ballot(one, others) for one in called)


def _read(line: str, number: int, *, is_list: bool) -> Iterator[Called]:
    """Return the names of one line, with what they voted where the line says it."""
    found = _GROUP.fullmatch(line)
    name, colon, word = (part.strip() for part in line.rpartition(":"))
    if found and vote_value(found[1]):
        yield from _group(found[1], found[2], number)
    elif colon and name and vote_value(word):
        yield Called(number, _name(name, number), word)
    elif colon or vote_value(line) or ("," in line and not is_list):
        shown = " ".join(line.split())[:60]
        raise ValidationError(
            f"Line {number} (“{shown}”) does not begin with a vote. Write Aye, Nay, Abstain, "
            "Absent, Excused or Recused, a colon, then the names with commas between them; or a "
            "name, a colon, then its vote."
        )
    else:
        yield Called(number, _name(line, number), "")


def _group(word: str, said: str, number: int) -> Iterator[Called]:
    names = _COUNT.sub("", said)
    voters = [name for name in (part.strip() for part in names.split(",")) if name]
    if not voters and re.match(r"0*[1-9]", said):
        raise ValidationError(
            f"Line {number} counts votes without a name. Write the names after the colon, or put "
            "the figures into Tally alone."
        )
    for voter in voters:
        yield Called(number, _name(voter, number), word)


def _name(voter: str, number: int) -> str:
    if len(voter) > MAX_NAME:
        raise ValidationError(f"Line {number} holds a name of more than {MAX_NAME} characters.")
    return voter


def _ballot(one: Called, others: str) -> Ballot:
    word = one.word or others
    value = vote_value(word)
    if value is None:
        raise ValidationError(
            f"Line {one.line} (“{one.voter[:60]}”) has no vote. Write it behind the name, as in "
            f"“{one.voter[:60]}: aye”, or say above how everybody else voted."
        )
    marked = _MARKED.fullmatch(one.voter)
    voter = marked[1] if marked else one.voter
    is_mayor = marked is not None or _MAYOR.match(voter) is not None
    return Ballot(voter, value.value, word, is_mayor=is_mayor)


def roll_call(votes: Iterable[Vote]) -> str:
    """Write votes as the lines that `ballots` reads."""
    said = [
        (vote.word or vote.get_value_display(), called(vote.voter, is_mayor=vote.is_mayor))
        for vote in votes
    ]
    if any("," in name for _, name in said):
        return "\n".join(f"{name}: {word}" for word, name in said)
    groups: dict[str, list[str]] = {}
    for word, name in said:
        groups.setdefault(word, []).append(name)
    return "\n".join(f"{word}: {', '.join(names)}" for word, names in groups.items())


def called(voter: str, *, is_mayor: bool) -> str:
    """A name as the box takes it: a mayor's is marked where it does not say so itself."""
    return f"{voter} (mayor)" if is_mayor and not _MAYOR.match(voter) else voter

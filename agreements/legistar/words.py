"""The words councils use for actions, results and votes, and what each means."""

from __future__ import annotations

import re

from agreements.legistar.record import VoteValue

# New York's clerk alone uses eleven words; the reasons for an absence are all "excused".
_VOTES = {
    VoteValue.AYE: ("affirmative", "aye", "ayes", "yea", "yes", "for", "in favor"),
    VoteValue.NAY: ("negative", "nay", "nays", "no", "against", "opposed"),
    VoteValue.ABSTAIN: ("abstain", "abstained", "abstention", "non-voting", "not voting"),
    VoteValue.ABSENT: ("absent",),
    VoteValue.EXCUSED: (
        "excused",
        "medical",
        "paternity",
        "maternity",
        "parental",
        "bereavement",
        "jury duty",
    ),
    VoteValue.RECUSED: ("recused", "recuse", "conflict", "conflict of interest"),
}
_VALUE_OF = {word: value for value, words in _VOTES.items() for word in words}

_PASSED = frozenset({"pass", "passed", "carried", "adopted", "approved"})
_FAILED = frozenset({"fail", "failed", "defeated", "denied", "rejected", "lost"})

_ADOPTING = re.compile(r"\b(adopted|approved|passed|enacted|ratified|overridden)\b")
# "Recommended to Pass" and "Passed on first reading" hold an adopting word and adopt nothing.
_NOT_YET = re.compile(
    r"recommend|refer|committee|advance|passed over|(first|1st) reading|\b(not|be|failed)\b"
)
_UNDOING = re.compile(r"\b(reconsidered|rescinded|repealed|vetoed)\b")
# What a step is, by the first pattern that its word holds.
_KINDS = (
    ("overridden", re.compile(r"\bover(ridden|ride|rode)\b")),
    ("vetoed", re.compile(r"\bveto(ed)?\b")),
    ("rescinded", re.compile(r"\b(rescinded|repealed)\b")),
    ("reconsidered", re.compile(r"\breconsider(ed)?\b")),
    ("signed", re.compile(r"\bsigned\b|\bapproved by (the )?mayor\b")),
    ("first_reading", re.compile(r"\b(first|1st) reading\b")),
    ("second_reading", re.compile(r"\b(second|2nd)( and final)? reading\b")),
    ("postponed", re.compile(r"\b(postponed|continued|tabled|deferred|held|laid over)\b")),
    ("committee", re.compile(r"\brecommend(ed)?\b")),
    ("referred", re.compile(r"\breferred\b")),
    ("introduced", re.compile(r"\bintroduced\b")),
    ("amended", re.compile(r"^amended\b|\bamendment\b")),
    ("voted", re.compile(r"\b(adopted|approved|passed|enacted|ratified|failed|denied|defeated)\b")),
)

#: Actions that a print may give in a line without column marks, the longest first.
ACTIONS = tuple(
    sorted(
        (
            "adopted",
            "adopted as amended",
            "approved",
            "approved as amended",
            "passed",
            "enacted",
            "introduced",
            "referred",
            "recommended for approval",
            "amended",
            "tabled",
            "continued",
            "postponed",
            "withdrawn",
            "failed",
            "denied",
            "received and filed",
            "advanced to second reading",
            "advanced to second and final reading",
        ),
        key=len,
        reverse=True,
    )
)
RESULTS = _PASSED | _FAILED


def vote_value(word: str) -> VoteValue | None:
    """Return what a roll-call word means; None where the word is not known."""
    return _VALUE_OF.get(" ".join(word.lower().split()))


def has_passed(result: str) -> bool | None:
    """Return True for a result that carries, False for one that fails, None for any other."""
    word = result.strip().lower()
    if word in _PASSED:
        return True
    return False if word in _FAILED else None


def adopts(action: str, *, body: str) -> bool:
    """Say whether this action, if carried, adopts a file: the council's, not a committee's."""
    word = " ".join(action.lower().split())
    if "committee" in body.lower() or _NOT_YET.search(word):
        return False
    return _ADOPTING.search(word) is not None


def undoes(action: str) -> bool:
    """Say whether this action takes an earlier adoption back."""
    return _UNDOING.search(action.lower()) is not None


def step_kind(action: str, *, body: str) -> str:
    """Return what sort of step a history's row is; "" where its word is none that is known."""
    word = " ".join(action.lower().split())
    found = next((kind for kind, pattern in _KINDS if pattern.search(word)), "")
    of_a_committee = "committee" in body.lower() and "council" not in body.lower()
    return "committee" if of_a_committee and found in {"voted", "referred"} else found


def overrides(action: str) -> bool:
    """Say whether this action puts an adoption back that was vetoed."""
    return step_kind(action, body="") == "overridden"

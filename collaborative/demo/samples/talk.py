"""What the samples' people say about their proposals, to whom, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from collaborative.demo.samples.days import Days, Step
from collaborative.demo.samples.proposals import Desk
from collaborative.models import User
from initiatives.models import Audience, Comment
from initiatives.operations import talk

Sample = Mapping[str, Any]


@dataclass(slots=True)
class Thread:
    """One thread as it grows: what was said so far, the beginning first."""

    desk: Desk
    sample: Sample
    said: list[Comment] = field(default_factory=list)


def steps(desk: Desk, sample: Sample, *, days: Days) -> Iterator[Step]:
    """Yield the steps of one thread: what is said, worded anew and resolved."""
    thread = Thread(desk, sample)
    for number, words in enumerate(sample["said"]):
        yield Step(_when(words, days), partial(_say, thread, words))
        if edited := words.get("edited"):
            yield Step(_when(edited, days), partial(_edit, thread, number, words["by"], edited))
    if resolved := sample.get("resolved"):
        yield Step(_when(resolved, days), partial(_resolve, thread, resolved))


def _when(words: Sample, days: Days) -> datetime:
    return days.moment(words["ago"], hour=words["hour"], minute=30)


def _say(thread: Thread, words: Sample, at: datetime) -> None:
    actors = thread.desk.cast.actors
    by, named = actors[words["by"]], _named(thread, words)
    if thread.said:
        first = thread.said[0]
        said = talk.reply(first, text=words["text"], mentioned=named, by=by, at=at)
    else:
        said = talk.comment(
            thread.desk.proposal(thread.sample["proposal"]),
            audience=Audience(thread.sample["audience"]),
            section=thread.sample["section"],
            text=words["text"],
            mentioned=named,
            by=by,
            at=at,
        )
    thread.said.append(said)


def _named(thread: Thread, words: Sample) -> list[User]:
    people = (thread.desk.cast.actors[key].user for key in words.get("names", ()))
    return [person for person in people if person is not None]


def _edit(thread: Thread, number: int, by: str, words: Sample, at: datetime) -> None:
    said, actor = thread.said[number], thread.desk.cast.actors[by]
    talk.edit(said, text=words["text"], number=1, by=actor, at=at)


def _resolve(thread: Thread, words: Sample, at: datetime) -> None:
    talk.resolve(thread.said[0], by=thread.desk.cast.actors[words["by"]], at=at)

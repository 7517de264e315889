"""What was typed and has no place in a text: kept for its writer, put in or let go later.

The callers hold the proposal (`revising.locked`) and have asked the rules.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from collaborative.models import Actor
from initiatives.models import KeptText, Proposal

Why = KeptText.Why
A_DAY = timedelta(days=1)
KEPT_A_DAY = 400
"""Answers of one person that one proposal keeps in a day from pages without a session."""


class KeepsTooMuch(Exception):
    """More arrived for somebody who is signed out than anybody types; the text is a sentence."""


def keep(
    proposal: Proposal,
    answers: Mapping[str, str],
    why: KeptText.Why,
    *,
    base: int | Mapping[str, int],
    by: Actor,
    at: datetime,
) -> None:
    """Keep answers for a person; a newer one takes the place of the one that waits.

    `base` is the version that the person had read, for all answers or by key.
    """
    bases = dict.fromkeys(answers, base) if isinstance(base, int) else base
    waiting = proposal.kept_texts.waiting().filter(person=by.user, key__in=answers)
    known = set(waiting.filter(why=why).values_list("key", "text"))
    new = {key: text for key, text in answers.items() if (key, text) not in known}
    waiting.filter(key__in=new).update(settled_at=at)
    KeptText.objects.bulk_create(
        KeptText(
            proposal=proposal, person=by.user, key=key, text=text, base=bases[key], why=why, at=at
        )
        for key, text in new.items()
    )


def file_away(
    proposal: Proposal, answers: Mapping[str, str], *, base: int, by: Actor, at: datetime
) -> None:
    """Keep on record what nobody has to settle: an earlier state of what the same page wrote."""
    KeptText.objects.bulk_create(
        KeptText(
            proposal=proposal,
            person=by.user,
            key=key,
            text=text,
            base=base,
            why=Why.CONFLICT,
            at=at,
            settled_at=at,
        )
        for key, text in answers.items()
    )


def let_go(proposal: Proposal, keys: Collection[str], *, by: Actor, at: datetime) -> None:
    """Settle what waits for somebody under the keys."""
    if keys:
        waiting = proposal.kept_texts.waiting().filter(person=by.user, key__in=keys)
        waiting.update(settled_at=at)


def refuse_too_much(proposal: Proposal, by: Actor, *, at: datetime) -> None:
    """Raise KeepsTooMuch where more was kept for somebody signed out than anybody types."""
    lately = proposal.kept_texts.filter(person=by.user, why=Why.SIGNED_OUT, at__gt=at - A_DAY)
    if lately.count() >= KEPT_A_DAY:
        raise KeepsTooMuch(
            "So much has arrived from this page without a sign-in that no more is kept. Copy what "
            "you typed, sign in, and put it in."
        )

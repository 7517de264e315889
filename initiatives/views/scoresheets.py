"""The scoresheet of a round: taken along, and coming back filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from collaborative.http import Request, handed_out
from collaborative.uploads import MEDIA_TYPES, Kind
from collaborative.workbooks import Book
from initiatives.forms.reviews import COMMENT, REMARK
from initiatives.forms.scoresheets import ScoresheetForm
from initiatives.models import Criterion, Review, Round
from initiatives.operations import scoring
from initiatives.operations.marking import Answers, laid_over, opinion_of
from initiatives.operations.reviews import StaleReview
from initiatives.results.own_marks import own_reviews
from initiatives.results.own_sheets import (
    Change,
    changes,
    digest,
    digest_of_criteria,
    said,
    scoresheet,
)
from initiatives.rules.criteria import unexplained
from initiatives.rules.reviews import why_not_complete
from initiatives.rules.scoring import why_not_fill_in
from initiatives.scoresheets import Limits, Scoresheet, Subject, read, stamp_in, workbook
from initiatives.views.my_marks import find_round, open_to, to_begin

MOST_FAULTS = 50
"""Cells that are named at once; the rest is counted."""
GOOD_FOR = timedelta(hours=1)
"""How long what was shown may wait for the press that writes it."""
UNPROCESSABLE, CONFLICT = 422, 409
_SEAL, _SHOWN = "initiatives.scoresheet", "initiatives.scoresheet.shown"
LIMITS = Limits(remark=REMARK or 0, comment=COMMENT or 0)
Typed = list[tuple[int, str, str, Any]]
"""Answers as they wait for the press: review, subject, key and value."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a scoresheet was made from: when, for which criteria, and which comments it had."""

    at: datetime
    criteria: str
    comments: Mapping[str, str]


@never_cache
@require_safe
def download(request: Request, slug: str) -> HttpResponseBase:
    """Hand out the evaluator's own scoresheet of a round. Its name says nothing of a proposal.

    Whoever takes it along begins the reviews of which no conflict was declared before.
    """
    round_ = find_round(request, slug)
    own = own_reviews(request.actor, round_)
    if begun := to_begin(request, own):
        scoring.begin(begun, by=request.actor, at=timezone.now())
        own = own_reviews(request.actor, round_)
    reviews = open_to(request, own)
    if reason := why_not_fill_in(reviews):
        raise PermissionDenied(reason)
    at = timezone.now()
    sheet = _sheet(request, round_, reviews, at=at)
    return handed_out(
        BytesIO(workbook(sheet)),
        name=f"scoresheet-{round_.slug}-{timezone.localdate(at).isoformat()}.xlsx",
        media_type=MEDIA_TYPES[Kind.XLSX],
    )


@never_cache
def upload(request: Request, slug: str) -> HttpResponse:
    """Take a scoresheet, show what it would change, and write that once its evaluator says so."""
    round_, reviews = _open_reviews(request, slug)
    if reason := why_not_fill_in(reviews):
        raise PermissionDenied(reason)
    if "shown" in request.POST:
        return _write(request, round_, reviews)
    is_sent = request.method == "POST"
    form = ScoresheetForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        return _show(request, round_, reviews, form)
    status = UNPROCESSABLE if form.is_bound else 200
    return render(
        request, "initiatives/scoresheet.html", {"round": round_, "form": form}, status=status
    )


def _show(
    request: Request, round_: Round, reviews: Sequence[Review], form: ScoresheetForm
) -> HttpResponse:
    """Show each answer that differs from what is saved, or every cell that cannot be written."""
    book: Book = form.cleaned_data["file"]
    sheet = _sheet(request, round_, reviews, at=timezone.now())
    seal, refusal = _seal_of(request, round_, sheet, book)
    found = read(book, sheet, LIMITS)
    changed: list[Change] = []
    faults = found.faults if seal else [refusal]
    if seal and not faults:
        by_reference = {review.entry.proposal.reference: review for review in reviews}
        was = said(reviews, until=seal.at)
        changed = changes(
            found.answers, by_reference, sheet.criteria, was=was, comments=seal.comments
        )
        faults = list(_left_wanting(changed, list(round_.criteria.all())))
    for fault in _few(faults):
        form.add_error("file", fault)
    if faults:
        context = {"round": round_, "form": form}
        return render(request, "initiatives/scoresheet.html", context, status=UNPROCESSABLE)
    return render(
        request,
        "initiatives/scoresheet_shown.html",
        {"round": round_, "changes": changed, "shown": _shown(request, round_, changed)},
    )


def _left_wanting(changed: Sequence[Change], criteria: Sequence[Criterion]) -> Iterator[str]:
    """Name the cells that would take from a review that was sent in what it needs."""
    by_key = {one.key: one for one in criteria}
    sent_in = {one.review for one in changed if one.review.state == Review.State.SUBMITTED}
    for review in sorted(sent_in, key=lambda review: review.pk):
        own = [one for one in changed if one.review == review]
        after = laid_over(opinion_of(review), _answers(_typed(own)))
        missing = unexplained(by_key, after.marks, after.remarks)
        if reason := why_not_complete(by_key, after.marks) or " ".join(missing.values()):
            yield f"{own[0].answer.place}: {reason}"


def _typed(changed: Sequence[Change]) -> Typed:
    return [
        (one.review.pk, str(one.answer.subject), one.answer.key, one.answer.value)
        for one in changed
    ]


def _write(request: Request, round_: Round, reviews: Sequence[Review]) -> HttpResponse:
    """Write what was shown, all of it or nothing."""
    typed, versions = _was_shown(request, round_)
    own = {review.pk: review for review in reviews}
    if typed is None or not {pk for pk, *_ in typed} <= own.keys():
        return _anew(request, round_)
    answers = [
        (own[pk], versions[pk], _answers([one for one in typed if one[0] == pk]))
        for pk in dict.fromkeys(pk for pk, *_ in typed)
    ]
    try:
        scoring.record_all(answers, by=request.actor, at=timezone.now())
    except StaleReview:
        return _anew(request, round_)
    number = f"{len(typed)} answer{'' if len(typed) == 1 else 's'}"
    messages.success(
        request, f"{number} from your scoresheet saved. A review counts once it is sent in."
    )
    return redirect("initiatives:my_marks", round_.slug)


def _anew(request: Request, round_: Round) -> HttpResponse:
    """Say that what was shown does not hold any more; nothing was written."""
    form = ScoresheetForm(MultiValueDict(), MultiValueDict())
    form.errors.clear()
    form.add_error(
        None,
        "Your marks have changed since this scoresheet was shown, or it was shown long ago. "
        "Nothing was written. Upload it again to see what it would change now.",
    )
    context = {"round": round_, "form": form}
    return render(request, "initiatives/scoresheet.html", context, status=CONFLICT)


def _answers(typed: Typed) -> Answers:
    """Put the answers of one review together."""
    comments = [value for _, subject, _, value in typed if subject == Subject.COMMENT]
    return Answers(
        marks={key: value for _, subject, key, value in typed if subject == Subject.MARK},
        remarks={key: value for _, subject, key, value in typed if subject == Subject.REMARK},
        comment=comments[0] if comments else None,
    )


def _open_reviews(request: Request, slug: str) -> tuple[Round, list[Review]]:
    """The round, and the own reviews in it that may be written now."""
    round_ = find_round(request, slug)
    return round_, open_to(request, own_reviews(request.actor, round_))


def _sheet(
    request: Request, round_: Round, reviews: Sequence[Review], *, at: datetime
) -> Scoresheet:
    """Draw the scoresheet up as it is now, sealed for this person and round."""
    sheet = scoresheet(round_, reviews, whose=request.actor.title, stamp="", at=at)
    comments = {line.reference: digest(line.comment) for line in sheet.lines if line.comment}
    facts = [
        round_.pk,
        request.user.pk,
        at.isoformat(),
        digest_of_criteria(sheet.criteria),
        comments,
    ]
    return replace(sheet, stamp=signing.dumps(facts, salt=_SEAL, compress=True))


def _seal_of(
    request: Request, round_: Round, sheet: Scoresheet, book: Book
) -> tuple[Seal | None, str]:
    """Read the seal of a scoresheet, or say why it cannot be taken."""
    try:
        of, person, at, criteria, comments = signing.loads(stamp_in(book) or "", salt=_SEAL)
    except signing.BadSignature:
        return None, (
            "This file is no scoresheet that the portal made, or its seal on the sheet “How to” "
            "was changed. Download your scoresheet, fill it in, and upload that."
        )
    if person != request.user.pk:
        return None, (
            "This scoresheet was made for somebody else. Download your own, fill it in, and "
            "upload that."
        )
    if of != round_.pk:
        return None, (
            "This scoresheet is of another round. Upload it on that round’s page, or download "
            "the one of this round."
        )
    if criteria != digest_of_criteria(sheet.criteria):
        return None, (
            "The criteria have changed since you downloaded this scoresheet. Download it anew, "
            "and copy your marks over."
        )
    return Seal(datetime.fromisoformat(at), criteria, comments), ""


def _shown(request: Request, round_: Round, changed: Sequence[Change]) -> str:
    """Sign what is shown, so that the press writes that and nothing else."""
    versions = [(one.review.pk, one.review.version) for one in changed]
    facts = [round_.pk, request.user.pk, _typed(changed), versions]
    return signing.dumps(facts, salt=_SHOWN, compress=True)


def _was_shown(request: Request, round_: Round) -> tuple[Typed | None, dict[int, int]]:
    """Read what was shown to this person for this round; None for anything else."""
    try:
        of, person, typed, versions = signing.loads(
            request.POST["shown"], salt=_SHOWN, max_age=GOOD_FOR
        )
    except signing.BadSignature:
        return None, {}
    if (of, person) != (round_.pk, request.user.pk):
        return None, {}
    return [tuple(one) for one in typed], dict(versions)


def _few(faults: Sequence[str]) -> list[str]:
    rest = len(faults) - MOST_FAULTS
    return [*faults[:MOST_FAULTS], *([f"And {rest} more cells."] if rest > 0 else [])]

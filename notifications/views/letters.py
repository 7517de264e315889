"""The words of letters: a list of every kind, and a page to word each, with a preview."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collaborative.http import Request, sent
from notifications import rules
from notifications.catalogue.letters import LETTERS, fields_in, label_of
from notifications.forms import LetterForm
from notifications.models import LetterWording
from notifications.operations import rewording
from notifications.operations.wordings import PARTS, Words, faults_in, faults_of


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of letter in the list, and the wording that counts."""

    letter: str
    label: str
    own: LetterWording | None

    @property
    def is_broken(self) -> bool:
        """Whether the wording is left out of its letters."""
        return self.own is not None and bool(faults_of(self.own))


@require_safe
def index(request: Request) -> HttpResponse:
    """Every kind of letter by what it is about, and which are worded here."""
    _refuse_strangers(request)
    standing = {own.letter: own for own in LetterWording.objects.standing().select_related("by")}
    groups: dict[str, list[Line]] = defaultdict(list)
    for letter, kind in LETTERS.items():
        own = standing.get(letter)
        shown = own if own and not own.is_standard else None
        groups[kind.about].append(Line(letter, label_of(letter), shown))
    return render(request, "notifications/letters.html", {"groups": dict(groups)})


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: Request, letter: str) -> HttpResponse:
    """Word one kind of letter, and see how it would look."""
    _refuse_strangers(request)
    versions = _versions(letter)
    standing = versions[0] if versions else None
    form = _form(request, letter, standing, versions)
    if request.method == "POST" and form.is_valid() and "keep" in request.POST:
        seen = form.cleaned_data["seen"]
        rewording.word(letter, words=form.words(), seen=seen, by=request.actor, at=timezone.now())
        messages.success(request, f"The words are kept. {label_of(letter)}: this is what goes out.")
        return redirect("notifications:letter", letter)
    return render(
        request,
        "notifications/letter.html",
        {
            "letter": letter,
            "label": label_of(letter),
            "form": form,
            "standing": standing,
            "faults": faults_of(standing) if standing else [],
            "versions": versions,
            "fields": fields_in(letter).values(),
            "preview": _preview(request, letter, form),
        },
    )


@require_POST
def standard(request: Request, letter: str) -> HttpResponse:
    """Let the portal's own words go out again."""
    _refuse_strangers(request)
    versions = _versions(letter)
    seen = versions[0].number if versions else 0
    rewording.word(letter, words=Words(), seen=seen, by=request.actor, at=timezone.now())
    messages.success(request, f"{label_of(letter)}: the portal’s own words go out.")
    return redirect("notifications:letter", letter)


def _refuse_strangers(request: Request) -> None:
    if reason := rules.why_not_word(request.actor):
        raise PermissionDenied(reason)


def _versions(letter: str) -> list[LetterWording]:
    if letter not in LETTERS:
        raise Http404
    return list(LetterWording.objects.of(letter).select_related("by"))


def _form(
    request: Request, letter: str, standing: LetterWording | None, versions: list[LetterWording]
) -> LetterForm:
    """The form with the words that count, or, to begin with, those of an earlier version."""
    chosen = request.GET.get("version", "")
    begin = next((one for one in versions if str(one.number) == chosen), standing)
    words = Words.of(begin)
    initial = {part: getattr(words, part) for part in PARTS}
    initial["seen"] = standing.number if standing else 0
    typed = sent(request)
    return LetterForm(typed, letter=letter, initial=initial)


def _preview(request: Request, letter: str, form: LetterForm) -> rewording.Preview | None:
    """The letter with the words in the form; none where they could not be put in."""
    if form.is_bound:
        words = form.words() if form.is_valid() else None
    else:
        words = Words(**{part: form.initial[part] for part in PARTS})
    if words is None or faults_in(letter, words):
        return None
    return rewording.preview(letter, words=words, by=request.actor, at=timezone.now())

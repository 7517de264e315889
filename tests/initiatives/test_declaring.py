"""Conflicts declared title by title, wishes and expertise: what they do, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction

from cities.models import Office
from collaborative.models import Event
from initiatives.models import Declaration, Expertise, Proposal, Review, Round, Wish
from initiatives.models.declarations import titles_put_to
from initiatives.operations import declaring, entries
from initiatives.operations.declaring import Word
from initiatives.results import declarations_by_round, invariants
from tests.conftest import NOON
from tests.factories.cities import OfficeFactory
from tests.factories.declarations import DECLARING, DeclarationFactory, WishFactory
from tests.factories.rounds import EntryFactory, ReviewFactory
from tests.initiatives.declaring import entries_of, taking_declarations
from tests.initiatives.scenes import AFTER, DURING, declared, opened, prepared, review_of
from tests.initiatives.test_round_entries import office_of

pytestmark = pytest.mark.django_db

NO = Word(is_conflict=False)
OWN = "My department would run it."


@pytest.fixture
def evaluator(evaluator_of):
    return evaluator_of("raytown")


def said(round_):
    return list(
        Declaration.objects.filter(entry__round=round_)
        .order_by("entry__proposal__reference", "pk")
        .values_list("entry__proposal__reference", "is_conflict", "reason")
    )


def test_titles_are_declared_at_once_each_with_its_word(evaluator):
    round_ = taking_declarations(proposals=3)
    first, second, _ = entries_of(round_)
    words = {first.pk: NO, second.pk: Word(is_conflict=True, reason=f" {OWN} ")}
    assert declaring.declare(round_, words=words, by=evaluator, at=DECLARING) == 2
    assert said(round_) == [("EJC-2026-001", False, ""), ("EJC-2026-002", True, OWN)]
    made = Declaration.objects.get(is_conflict=True)
    assert (made.person, made.office, made.at) == (evaluator.user, "Evaluator, Raytown", DECLARING)
    assert list(Event.objects.values_list("kind", "about_name", "detail")) == [
        ("declaration.no_conflict", "EJC-2026-001 Idea 1: no conflict of interest", {}),
        ("declaration.conflict", "EJC-2026-002 Idea 2: conflict of interest", {}),
    ]


def test_the_same_word_twice_is_said_once_and_a_conflict_may_follow(evaluator):
    round_ = taking_declarations()
    (entry,) = entries_of(round_)
    conflict = Word(is_conflict=True, reason=OWN)
    new = [
        declaring.declare(round_, words={entry.pk: word}, by=evaluator, at=DECLARING)
        for word in (NO, NO, conflict, conflict, NO, Word())
    ]
    assert new == [1, 0, 1, 0, 0, 0]
    assert [one.is_conflict for one in Declaration.objects.standing()] == [True]


def test_the_rest_is_declared_in_one_act(evaluator):
    round_ = taking_declarations(proposals=3)
    first, *_ = entries_of(round_)
    words = {first.pk: Word(is_conflict=True, reason=OWN)}
    declaring.declare(round_, words=words, by=evaluator, at=DECLARING)
    number = declaring.declare_no_conflict_in_the_rest(round_, by=evaluator, at=DECLARING)
    assert (number, [conflict for _, conflict, _ in said(round_)]) == (2, [True, False, False])


def test_a_conflict_without_a_reason_is_refused_whole(evaluator):
    round_ = taking_declarations(proposals=2)
    first, second = entries_of(round_)
    with pytest.raises(PermissionDenied, match="Say what the conflict is"):
        declaring.declare(
            round_,
            words={first.pk: NO, second.pk: Word(is_conflict=True, reason="  ")},
            by=evaluator,
            at=DECLARING,
        )
    assert (said(round_), Event.objects.count()) == ([], 0)


def test_titles_of_the_own_city_and_of_other_rounds_are_not_put(evaluator_of):
    own = evaluator_of("grandview")
    round_, other = taking_declarations(), EntryFactory()
    (entry,) = entries_of(round_)
    words = {entry.pk: NO, other.pk: NO}
    assert declaring.declare(round_, words=words, by=own, at=DECLARING) == 0
    assert Declaration.objects.count() == 0


def test_a_declared_conflict_recuses_from_what_was_asked_with_reason_and_date(evaluator):
    round_ = taking_declarations(evaluator)
    (entry,) = entries_of(round_)
    words = {entry.pk: Word(is_conflict=True, reason=OWN)}
    declaring.declare(round_, words=words, by=evaluator, at=DECLARING)
    review = Review.objects.get()
    assert (review.state, review.conflict, review.recused_at) == ("recused", OWN, DECLARING)


def test_a_declared_conflict_keeps_from_being_assigned(facilitator, evaluator):
    round_ = taking_declarations(proposals=2)
    first, second = entries_of(round_)
    words = {first.pk: Word(is_conflict=True, reason=OWN)}
    declaring.declare(round_, words=words, by=evaluator, at=DECLARING)
    with pytest.raises(PermissionDenied) as refusal:
        entries.assign(first, office=office_of(evaluator), by=facilitator, at=NOON)
    assert str(refusal.value) == (
        "Evaluator, Raytown declared a conflict of interest on Friday, February 20, 2026: "
        "My department would run it."
    )
    assert entries.assign_everyone(round_, by=facilitator, at=NOON) == 1
    assert Review.objects.get().entry == second


def test_the_database_itself_keeps_conflicts_and_reviews_apart(evaluator, cities):
    round_ = taking_declarations()
    (entry,) = entries_of(round_)
    DeclarationFactory(entry=entry, person=evaluator.user, is_conflict=True, reason=OWN)
    with pytest.raises(IntegrityError, match="declared a conflict"), transaction.atomic():
        ReviewFactory(entry=entry, evaluator=evaluator.user, city=cities["raytown"])
    with pytest.raises(IntegrityError, match="that was declared stands"), transaction.atomic():
        DeclarationFactory(entry=entry, person=evaluator.user)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Declaration.objects.all().delete()
    other = DeclarationFactory(entry=entry)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Declaration.objects.filter(pk=other.pk).update(office="Another")


def test_the_database_takes_declarations_and_wishes_in_their_phases_only(evaluator):
    (entry,) = entries_of(opened())
    DeclarationFactory(entry=entry)
    with pytest.raises(IntegrityError, match="wish_before_scoring"), transaction.atomic():
        WishFactory(entry=entry)
    preparing = EntryFactory()
    with pytest.raises(IntegrityError, match="before_the_close"), transaction.atomic():
        DeclarationFactory(entry=preparing)


def test_wishes_are_kept_in_place_of_those_before(evaluator):
    round_ = taking_declarations(proposals=2)
    first, second = entries_of(round_)
    for likes in (True, False, None):
        words = {first.pk: Word(would_like=likes), second.pk: Word(would_like=True)}
        declaring.declare(round_, words=words, by=evaluator, at=DECLARING)
        known = dict(Wish.objects.values_list("entry", "would_like"))
        assert known == {second.pk: True} | ({} if likes is None else {first.pk: likes})


def test_wishes_are_not_taken_once_scoring_is_open(evaluator):
    round_ = opened()
    (entry,) = entries_of(round_)
    word = Word(is_conflict=False, would_like=True)
    assert declaring.declare(round_, words={entry.pk: word}, by=evaluator, at=DURING) == 1
    assert Wish.objects.count() == 0


@pytest.mark.parametrize(
    ("scene", "sentence"),
    [
        (prepared, "does not take declarations yet"),
        (opened, "It takes no declarations any more"),
    ],
)
def test_nothing_is_declared_before_and_after(evaluator, staff_of, scene, sentence):
    round_ = scene()
    words = {entry.pk: NO for entry in entries_of(round_)}
    with pytest.raises(PermissionDenied, match=sentence):
        declaring.declare(round_, words=words, by=evaluator, at=AFTER)
    with pytest.raises(PermissionDenied, match="written by the cities’ evaluators"):
        declaring.declare(round_, words=words, by=staff_of("raytown"), at=DURING)
    assert Declaration.objects.count() == 0


def test_a_declared_conflict_leaves_no_more_than_the_title_whatever_else_one_holds(
    evaluator, cities, facilitator
):
    round_ = taking_declarations()
    (entry,) = entries_of(round_)
    marc = facilitator.user.offices.get().organisation
    OfficeFactory(person=evaluator.user, organisation=marc, role="facilitator")
    both = Office.objects.actor(evaluator.user, on=NOON.date())
    readable = Proposal.objects.visible_to(both)
    assert readable.filter(pk=entry.proposal_id).exists()
    words = {entry.pk: Word(is_conflict=True, reason=OWN)}
    declaring.declare(round_, words=words, by=both, at=DECLARING)
    assert not Proposal.objects.visible_to(both).filter(pk=entry.proposal_id).exists()
    assert Proposal.objects.visible_to(facilitator).filter(pk=entry.proposal_id).exists()


def test_what_one_knows_takes_the_place_of_what_was_said_before(evaluator, staff_of):
    for kinds in (["police", "fire"], ["fire", "fleet"], ["fire", "fleet"]):
        declaring.know(kinds, by=evaluator, at=NOON)
        assert set(Expertise.objects.values_list("category", flat=True)) == set(kinds)
    assert Event.objects.filter(kind="evaluator.knows").count() == 2
    with pytest.raises(PermissionDenied, match="written by the cities’ evaluators"):
        declaring.know(["fire"], by=staff_of("raytown"), at=NOON)


def test_the_text_of_a_declared_title_opens_in_scoring_without_asking_again(client_for, evaluator):
    round_ = taking_declarations(evaluator)
    (entry,) = entries_of(round_)
    review = review_of(evaluator, round_)
    client = client_for(evaluator)
    assert client.get(f"/reviews/{review.pk}/").url == f"/reviews/conflicts/{round_.slug}/"
    declaring.declare(round_, words={entry.pk: NO}, by=evaluator, at=DECLARING)
    assert client.get(f"/reviews/{review.pk}/").status_code == 302
    Round.objects.filter(pk=round_.pk).update(
        state="scoring", opened_at=DECLARING, closes_at="2036-03-13T22:00Z"
    )
    page = client.get(f"/reviews/{review.pk}/", follow=True)
    review.refresh_from_db()
    assert (review.state, page.redirect_chain[-1][0]) == ("declared", f"/reviews/{review.pk}/")
    assert page.templates[0].name == "initiatives/review.html"


def test_who_spoke_in_the_review_is_not_asked_here_again(evaluator):
    round_ = opened(evaluator, proposals=2)
    declared(evaluator, round_)
    _, second = entries_of(round_)
    assert list(titles_put_to(evaluator)) == [second]
    assert declarations_by_round(evaluator) == []


def test_a_review_in_a_declared_conflict_is_a_breach(evaluator):
    round_ = opened(evaluator)
    review = declared(evaluator, round_)
    before = list(invariants())
    DeclarationFactory(
        entry=review.entry, person=evaluator.user, is_conflict=True, reason="Own firm."
    )
    assert list(invariants()) == [
        *before,
        f"{review} in round “{round_}”: the evaluator declared a conflict of interest.",
    ]

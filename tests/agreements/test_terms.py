"""Terms written with the draft, notices, and what the clock does by them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from agreements import results
from agreements.models import Agreement, Party, Term, Withdrawal
from agreements.operations import drafting, terms, versions
from agreements.operations.terms import Notice
from agreements.tasks import follow_terms
from agreements.terms import Coming, Station
from collaborative.lifecycle import StaleState
from collaborative.models import Event
from tests.conftest import NOON
from tests.factories.agreements import PartyFactory, VersionFactory
from tests.factories.papers import (
    FilingFactory,
    TermFactory,
    WithdrawalFactory,
    in_force,
    signed,
)

pytestmark = pytest.mark.django_db
YEAR = {"months": 12, "renewal": "none", "renewal_months": None}
LEAVE = Notice(given_on=date(2026, 8, 1), reason="The city has its own ploughs.")


def at(on: date) -> datetime:
    """Noon of that day in the cities."""
    return datetime(on.year, on.month, on.day, 18, tzinfo=UTC)


def follow(agreement, on: date) -> None:
    with transaction.atomic():
        terms.follow(agreement, at=at(on))
    agreement.refresh_from_db()


def happened(agreement) -> list[tuple]:
    return [
        (event.kind.removeprefix("agreement."), event.detail.get("on"))
        for event in Event.objects.about(agreement)
    ]


@pytest.fixture
def trio(cities):
    return [cities[slug] for slug in ("raytown", "grandview", "independence")]


@pytest.fixture
def draft(cities):
    party = PartyFactory(
        organisation=cities["raytown"], agreement__slug="draft", agreement__title="Draft"
    )
    PartyFactory(agreement=party.agreement, organisation=cities["grandview"])
    return VersionFactory(agreement=party.agreement)


def unsaved(**said) -> Term:
    return TermFactory.build(version=None, **said)


def test_a_facilitator_writes_the_terms_of_a_draft_and_writes_them_again(draft, facilitator):
    for months in (12, 24):
        terms.write_term(
            draft,
            term=unsaved(months=months),
            revision=draft.agreement.revision,
            by=facilitator,
            at=NOON,
        )
    assert results.term_of(draft).months == 24
    assert Term.objects.count() == 1
    assert [kind for kind, _ in happened(draft.agreement)] == ["changed", "changed"]


def test_terms_are_not_written_over_somebody_elses_draft_or_by_a_clerk(
    draft, facilitator, clerk_of
):
    revision = draft.agreement.revision
    said = {"term": unsaved(), "at": NOON}
    with pytest.raises(PermissionDenied, match="drafted by a facilitator"):
        terms.write_term(draft, revision=revision, by=clerk_of("raytown"), **said)
    terms.write_term(draft, revision=revision, by=facilitator, **said)
    with pytest.raises(StaleState, match="while you wrote"):
        terms.write_term(draft, revision=revision, by=facilitator, **said)


def test_circulated_the_terms_stand_in_the_database_too(draft, facilitator):
    TermFactory(version=draft)
    drafting.circulate(draft.agreement, by=facilitator, at=NOON)
    with pytest.raises(StaleState):
        terms.write_term(
            draft,
            term=unsaved(),
            revision=draft.agreement.revision,
            by=facilitator,
            at=NOON,
        )
    for change in (lambda: Term.objects.update(months=6), Term.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert results.term_of(draft).months == 12


def refused(factory, **given) -> bool:
    try:
        with transaction.atomic():
            factory(**given)
    except (DatabaseError, IntegrityError):
        return True
    return False


@pytest.mark.parametrize(
    "said",
    [
        {"effective_on": None},
        {"effective": "signed"},
        {"effective": "someday", "effective_on": None},
        {"expires_on": date(2027, 1, 1)},
        {"months": None, "expires_on": date(2026, 6, 30)},
        {"months": 0},
        {"renewal_months": None},
        {"renewal": "none"},
        {"months": None},
        {"notice_opens": 30},
        {"notice_closes": None},
        {"departure": "ends_below"},
        {"departure": "ends_below", "least": 1},
        {"least": 3},
        {"review_month": 3},
        {"review_month": 13, "review_day": 1},
    ],
    ids=str,
)
def test_the_database_refuses_terms_that_contradict_themselves(draft, said):
    assert refused(TermFactory, version=draft, **said)
    assert not refused(TermFactory, version=draft)


def test_the_database_refuses_notices_without_their_facts(trio):
    agreement = in_force(*trio)
    party = agreement.parties.first()
    cases = [
        {"given_on": None},
        {"leaves_on": None},
        {"leaves_on": date(2026, 7, 31)},
        {"reason": ""},
        {"kind": "sulks"},
        {"because": "So."},
    ]
    assert [refused(WithdrawalFactory, party=party, **given) for given in cases] == [True] * 6
    first = WithdrawalFactory(party=party)
    assert refused(WithdrawalFactory, party=party)
    other = agreement.parties.last()
    assert refused(WithdrawalFactory, party=other, corrects=first, because="So.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Withdrawal.objects.update(reason="Another.")


@pytest.mark.parametrize(
    ("effective", "first"),
    [
        ("fixed", date(2026, 7, 1)),
        ("in_force", date(2026, 3, 1)),
        ("signed", date(2026, 3, 12)),
        ("filed", date(2026, 3, 9)),
    ],
)
def test_the_term_counts_from_the_day_it_names(cities, effective, first):
    bodies = [cities["raytown"], cities["grandview"]]
    fixed = date(2026, 7, 1) if effective == "fixed" else None
    agreement = in_force(
        *bodies, kind="statement", term={"effective": effective, "effective_on": fixed}
    )
    signed(agreement, bodies[0])
    signed(agreement, bodies[1], on=date(2026, 3, 12))
    for party in agreement.parties.all():
        FilingFactory(version=agreement.versions.last(), office="keeper", party=party, number="")
    assert results.duration(agreement, on=date(2026, 8, 1)).first == first


def test_before_the_last_signature_nobody_knows_when_it_begins(cities):
    agreement = in_force(
        cities["raytown"],
        cities["grandview"],
        term={"effective": "signed", "effective_on": None},
    )
    signed(agreement, cities["raytown"])
    found = results.duration(agreement, on=date(2026, 8, 1))
    assert (found.first, found.period) == (None, None)
    assert results.facts(found.term, first=found.first)[0] == (
        "Takes effect",
        "On the day of the last signature; that day is not known yet",
    )


def test_the_terms_are_said_in_words_and_what_they_do_not_say_is_said_so(draft):
    term = TermFactory(version=draft, departure="ends_below", least=3, review_month=3, review_day=1)
    assert results.facts(term, first=date(2026, 7, 1)) == [
        ("Takes effect", "Wednesday, July 1, 2026"),
        ("Ends", "12 months (1 year) after it takes effect"),
        ("At its end", "It is renewed for 12 months (1 year) each time, unless notice is given"),
        (
            "Notice before its end",
            "Between 120 days and 60 days before the last day of a period",
        ),
        (
            "Leaving it",
            "90 days after a party’s notice; it ends when fewer than 3 parties are left",
        ),
        ("Reviewed", "Each year on March 1"),
    ]
    blank = Term(effective="in_force", departure="continues", renewal="none")
    assert results.facts(blank, first=None) == [
        ("Takes effect", "When enough councils have adopted it; that day is not known yet"),
        ("Ends", "No end is set"),
        ("At its end", "It goes on until the parties end it"),
        ("Notice before its end", "The terms do not say"),
        ("Leaving it", "The terms let no party leave before the end"),
        ("Reviewed", "The terms do not say"),
    ]


def test_an_agreement_without_terms_has_no_dates_and_follows_nothing(trio):
    agreement = in_force(*trio)
    found = results.duration(agreement, on=date(2026, 8, 1))
    assert (found.term, found.first) == (None, None)
    assert found.coming(since=date(2026, 1, 1), until=date(2030, 1, 1)) == []
    follow(agreement, date(2030, 1, 1))
    assert (agreement.state, happened(agreement)) == ("in_force", [])


@pytest.mark.parametrize("count", [1, 3])
def test_durations_cost_the_same_for_any_number(trio, django_assert_num_queries, count):
    agreements = [
        in_force(*trio, term={"effective": effective, "effective_on": None})
        for effective in ("signed", "filed")
        for _ in range(count)
    ]
    with django_assert_num_queries(8):
        assert len(results.durations(agreements, on=date(2026, 8, 1))) == 2 * count


def test_a_term_that_ran_out_ends_the_agreement_with_its_last_day_and_not_a_day_sooner(trio):
    agreement = in_force(*trio, term=YEAR)
    follow(agreement, date(2027, 6, 30))
    assert (agreement.state, happened(agreement)) == ("in_force", [])
    for _ in range(2):
        follow(agreement, date(2027, 7, 1))
    assert (agreement.state, agreement.ended_on) == ("ended", date(2027, 6, 30))
    assert happened(agreement) == [("expired", "2027-06-30")]
    assert Event.objects.get().detail["reason"] == "Its term ended on Wednesday, June 30, 2027."


def test_the_last_day_ends_at_midnight_in_the_cities_not_in_greenwich(trio):
    agreement = in_force(*trio, term=YEAR)
    with transaction.atomic():
        terms.follow(agreement, at=datetime(2027, 7, 1, 4, 59, tzinfo=UTC))
    assert agreement.state == "in_force"
    with transaction.atomic():
        terms.follow(agreement, at=datetime(2027, 7, 1, 5, 0, tzinfo=UTC))
    assert agreement.state == "ended"


def test_renewals_are_told_once_each_also_after_a_gap(trio):
    agreement = in_force(*trio, term={})
    follow(agreement, date(2027, 7, 1))
    for _ in range(2):
        follow(agreement, date(2029, 8, 1))
    assert happened(agreement) == [
        ("renewed", "2027-07-01"),
        ("renewed", "2028-07-01"),
        ("renewed", "2029-07-01"),
    ]
    assert agreement.state == "in_force"
    found = results.duration(agreement, on=date(2029, 8, 1))
    assert (found.period.number, found.period.ends_on) == (3, date(2030, 6, 30))


def give(agreement, city, by, *, notice=LEAVE, on=date(2026, 8, 2), **more) -> Withdrawal:
    party = Party.objects.get(agreement=agreement, organisation=city)
    given = terms.give_notice(party, notice=notice, by=by, at=at(on), **more)
    agreement.refresh_from_db()
    return given


def test_a_notice_takes_effect_after_the_days_of_the_term_and_the_others_continue(trio, clerk_of):
    agreement = in_force(*trio, term={})
    given = give(agreement, trio[0], clerk_of("raytown"))
    assert given.leaves_on == date(2026, 10, 30)
    follow(agreement, date(2026, 10, 29))
    assert happened(agreement) == [("notice_given", "2026-10-30")]
    for _ in range(2):
        follow(agreement, date(2026, 10, 30))
    assert happened(agreement)[1:] == [("party_left", "2026-10-30")]
    left = {party.organisation_id: party.left_on for party in agreement.parties.all()}
    assert left == {trio[0].pk: date(2026, 10, 30), trio[1].pk: None, trio[2].pk: None}
    assert agreement.state == "in_force"


@pytest.mark.parametrize(
    "said",
    [{"departure": "ends"}, {"departure": "ends_below", "least": 3}],
    ids=["ends for all", "ends below three"],
)
def test_by_its_terms_it_ends_with_the_last_day_of_the_party_that_leaves(trio, clerk_of, said):
    agreement = in_force(*trio, term=said)
    give(agreement, trio[0], clerk_of("raytown"))
    for _ in range(2):
        follow(agreement, date(2026, 10, 30))
    assert (agreement.state, agreement.ended_on) == ("ended", date(2026, 10, 29))
    assert happened(agreement)[1:] == [
        ("party_left", "2026-10-30"),
        ("ended", "2026-10-29"),
    ]
    assert Event.objects.last().detail["reason"] == (
        "By its own terms it does not go on without Raytown."
    )


def test_a_notice_that_is_late_on_record_settles_the_agreement_at_once(trio, clerk_of):
    agreement = in_force(*trio, term={"departure": "ends"})
    give(agreement, trio[0], clerk_of("raytown"), on=date(2026, 11, 5))
    assert (agreement.state, agreement.ended_on) == ("ended", date(2026, 10, 29))


def test_a_notice_against_the_renewal_leaves_at_the_end_of_the_period(trio, clerk_of):
    agreement = in_force(*trio, term={})
    notice = Notice(kind="not_renewed", given_on=date(2027, 4, 1), reason="No need.")
    given = give(agreement, trio[0], clerk_of("raytown"), notice=notice, on=date(2027, 4, 2))
    assert given.leaves_on == date(2027, 7, 1)


def test_a_corrected_notice_brings_the_party_back(trio, clerk_of):
    agreement, clerk = in_force(*trio, term={}), clerk_of("raytown")
    first = give(agreement, trio[0], clerk)
    follow(agreement, date(2026, 11, 1))
    give(
        agreement,
        trio[0],
        clerk,
        notice=Notice(),
        corrects=first,
        because="It was a draft.",
        on=date(2026, 11, 2),
    )
    assert not agreement.parties.exclude(left_on=None).exists()
    assert results.duration(agreement, on=date(2026, 11, 2)).notices[2].entry is None


@pytest.mark.parametrize(
    ("term", "notice", "sentence"),
    [
        ({"leave_days": None}, LEAVE, "when it takes effect"),
        (YEAR, Notice(kind="not_renewed", given_on=date(2026, 8, 1), reason="x"), "takes effect"),
        ({}, Notice(given_on=date(2026, 2, 1), reason="x"), "is older"),
    ],
)
def test_a_notice_that_the_terms_do_not_know_is_refused(trio, clerk_of, term, notice, sentence):
    agreement = in_force(*trio, term=term)
    with pytest.raises(PermissionDenied, match=sentence):
        give(agreement, trio[0], clerk_of("raytown"), notice=notice)
    assert Withdrawal.objects.count() == 0


def test_who_gives_a_partys_notice(trio, clerk_of, facilitator):
    agreement = in_force(*trio, term={})
    clerk_of("raytown")
    with pytest.raises(PermissionDenied, match="recorded by its own clerk"):
        give(agreement, trio[0], facilitator)
    give(agreement, trio[1], facilitator)
    with pytest.raises(StaleState, match="A notice of Grandview is on record already"):
        give(agreement, trio[1], facilitator)


def test_the_clock_lets_every_agreement_follow_its_terms(trio, monkeypatch):
    old = {**YEAR, "effective_on": date(2020, 1, 1)}
    ending = [in_force(*trio, on=date(2020, 1, 1), term=old) for _ in range(2)]
    going = in_force(*trio, term={})
    for _ in range(2):
        follow_terms()
    states = {row.pk: row.state for row in Agreement.objects.all()}
    assert states == {ending[0].pk: "ended", ending[1].pk: "ended", going.pk: "in_force"}
    assert Event.objects.filter(kind="agreement.expired").count() == 2


def test_an_agreement_that_ends_before_it_was_adopted_ends_on_the_day_it_came_into_force(trio):
    old = {**YEAR, "effective_on": date(2020, 1, 1)}
    agreement = in_force(*trio, on=date(2026, 3, 1), term=old)
    follow(agreement, date(2026, 3, 2))
    assert (agreement.state, agreement.ended_on) == ("ended", date(2026, 3, 1))


def test_the_coming_dates_are_data(trio):
    agreement = in_force(*trio, term={"review_month": 3, "review_day": 1})
    found = results.duration(agreement, on=date(2026, 8, 1))
    assert found.coming(since=date(2026, 8, 1), until=date(2027, 7, 1)) == [
        Coming(date(2027, 3, 1), Station.REVIEW),
        Coming(date(2027, 3, 2), Station.NOTICE_OPENS),
        Coming(date(2027, 5, 1), Station.NOTICE_CLOSES),
        Coming(date(2027, 7, 1), Station.RENEWAL),
    ]


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


WRITTEN = {
    "effective": "in_force",
    "months": "36",
    "renewal": "none",
    "departure": "continues",
    "leave_days": "90",
}


def test_the_facilitator_writes_the_terms_on_the_page(draft, client_for, facilitator):
    client = client_for(facilitator)
    url = reverse("agreements:write_term", args=["draft"])
    assert "Save the terms" in text_of(client.get(url))
    page = text_of(client.post(url, {**WRITTEN, "revision": "1"}, follow=True))
    assert "36 months (3 years) after it takes effect" in page
    assert client.post(url, {**WRITTEN, "revision": "1"}).status_code == 409


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"effective": "fixed"}, "Enter the day on which it takes effect."),
        ({"effective_on": "2026-07-01"}, "it does not take effect on a fixed day."),
        (
            {"effective": "fixed", "effective_on": "2999-01-01"},
            "Enter a day before the year 2201.",
        ),
        ({"expires_on": "2027-01-01"}, "Enter the last day or the length, not both."),
        (
            {
                "effective": "fixed",
                "effective_on": "2026-07-01",
                "expires_on": "2026-01-01",
                "months": "",
            },
            "The last day is before the day on which it takes effect.",
        ),
        ({"months": "2000"}, "Enter a number of months from 1 to 1200."),
        ({"renewal": "automatic"}, "Enter for how many months it is renewed each time."),
        ({"renewal_months": "12"}, "it is not renewed by itself."),
        ({"renewal": "new_acts", "months": ""}, "without, it never ends."),
        ({"notice_opens": "30", "notice_closes": "60"}, "from is the larger number."),
        ({"departure": "ends_below"}, "Enter the fewest parties with which it goes on"),
        ({"least": "3"}, "the number of parties does not end it."),
        ({"review_month": "2"}, "Enter both month and day of the review, or neither."),
        ({"review_month": "2", "review_day": "30"}, "That month has no such day."),
    ],
)
def test_terms_that_contradict_themselves_are_refused_in_words(
    draft, client_for, facilitator, said, sentence
):
    url = reverse("agreements:write_term", args=["draft"])
    answer = client_for(facilitator).post(url, {**WRITTEN, "revision": "1", **said})
    assert sentence in text_of(answer)
    assert Term.objects.count() == 0


def test_february_29_is_a_day_of_review(draft, client_for, facilitator):
    url = reverse("agreements:write_term", args=["draft"])
    said = {**WRITTEN, "revision": "1", "review_month": "2", "review_day": "29"}
    assert "Each year on February 29" in text_of(
        client_for(facilitator).post(url, said, follow=True)
    )


def test_the_clerk_gives_notice_on_the_page_and_takes_it_back(trio, client_for, clerk_of):
    in_force(*trio, slug="plows", term={"effective_on": date(2026, 3, 1)})
    client = client_for(clerk_of("raytown"))
    url = reverse("agreements:leave", args=["plows", "raytown"])
    given = {"kind": "leaves", "given_on": "2026-04-01", "reason": "Sold.", "corrects": ""}
    page = text_of(client.post(url, given, follow=True))
    assert "the first day without Raytown is Tuesday, June 30, 2026." in page
    assert client.post(url, given).status_code == 409
    back = {"kind": "leaves", "corrects": str(Withdrawal.objects.get().pk), "because": "A draft."}
    page = text_of(client.post(url, back, follow=True))
    assert "The notice of Raytown is taken back." in page
    assert "put right because: A draft." in page


def test_a_notice_without_reason_or_from_tomorrow_is_refused(trio, client_for, clerk_of):
    in_force(*trio, slug="plows", term={})
    client = client_for(clerk_of("raytown"))
    url = reverse("agreements:leave", args=["plows", "raytown"])
    page = text_of(client.post(url, {"kind": "leaves", "given_on": "2999-01-01"}))
    assert ("is in the future" in page, "Reason: fill this in." in page) == (True, True)


@pytest.mark.parametrize("count", [2, 5])
def test_the_page_costs_the_same_for_any_number_of_parties(
    cities, client_for, clerk_of, django_assert_num_queries, count
):
    bodies = list(cities.values())[:count]
    agreement = in_force(*bodies, term={"departure": "continues"})
    for party in agreement.parties.all():
        WithdrawalFactory(party=party)
    client = client_for(clerk_of(bodies[0].slug))
    with django_assert_num_queries(9):
        assert client.get(reverse("agreements:term", args=[agreement.slug])).status_code == 200


def test_a_year_from_february_29_is_followed_to_its_very_day(trio):
    leap = {**YEAR, "effective_on": date(2028, 2, 29)}
    agreement = in_force(*trio, term=leap)
    found = results.duration(agreement, on=date(2028, 3, 1))
    assert found.period.ends_on == date(2029, 2, 28)
    follow(agreement, date(2029, 2, 28))
    assert agreement.state == "in_force"
    follow(agreement, date(2029, 2, 28) + timedelta(days=1))
    assert agreement.state == "ended"


def test_the_next_version_begins_with_the_terms_that_stand_and_they_change_with_it_alone(
    trio, facilitator
):
    agreement = in_force(*trio, term={})
    second = versions.begin(agreement, by=facilitator, at=NOON)
    agreement.refresh_from_db()
    assert results.term_of(second).months == 12
    terms.write_term(
        second,
        term=unsaved(months=24),
        revision=agreement.revision,
        by=facilitator,
        at=NOON,
    )
    standing = results.duration(agreement, on=date(2026, 8, 1))
    assert (results.term_of(second).months, standing.term.months) == (24, 12)
    versions.drop(second, reason="Not wanted.", by=facilitator, at=NOON)
    agreement.refresh_from_db()
    with pytest.raises(StaleState):
        terms.write_term(
            second, term=unsaved(), revision=agreement.revision, by=facilitator, at=NOON
        )

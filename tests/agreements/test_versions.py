"""Later versions, exhibits, comments of the parties, and the required terms: what people do."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import DatabaseError, IntegrityError, transaction

from agreements import results
from agreements.clauses import TERMS, sections
from agreements.events import AgreementEvent, PartyCommentEvent, VersionEvent
from agreements.models import (
    Agreement,
    Exhibit,
    PartyAnswer,
    PartyComment,
    Term,
    TermCheck,
    Text,
    Version,
)
from agreements.operations import acts, checking, commenting, drafting, exhibits, versions
from agreements.operations.facts import Facts
from agreements.rules import versions as rules
from collaborative.lifecycle import StaleState
from collaborative.models import Event
from collaborative.uploads import Upload
from tests.conftest import NOON
from tests.factories.agreements import (
    AgreementFactory,
    PartyFactory,
    VersionFactory,
    circulated,
    decided,
)
from tests.factories.papers import TermFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.versions import ExhibitFactory, PartyCommentFactory, TermCheckFactory
from tests.guards import run, unguarded

pytestmark = pytest.mark.django_db
TERM = {term.key: term for term in TERMS}
TEXT = "## 1. Purpose\n\nTo share plows.\n\n## 2. Duration\n\nFive years.\n"
MAP = Upload(name="map.pdf", content=b"%PDF-1.7 map", media_type="application/pdf")
RATES = Upload(name="rates.pdf", content=b"%PDF-1.7 rates", media_type="application/pdf")


@pytest.fixture
def standing(cities):
    """An agreement before the councils of Raytown and Grandview."""
    return circulated(cities["raytown"], cities["grandview"], words=TEXT, title="Plows")


@pytest.fixture
def draft(cities):
    """The first draft of another one."""
    agreement = AgreementFactory(title="Salt")
    for slug in ("raytown", "grandview"):
        PartyFactory(agreement=agreement, organisation=cities[slug])
    return VersionFactory(agreement=agreement, draft=TEXT)


@pytest.fixture
def second(standing, facilitator):
    return versions.begin(standing, by=facilitator, at=NOON)


def adopt(agreement, city, clerk, *, on, number="26-1", other_text=""):
    """Let a city's council adopt the text last circulated, or another one."""
    facts = Facts(
        instrument="ordinance",
        file_number=number,
        acted_on=on,
        result="passed",
        other_text=other_text,
    )
    party = agreement.parties.get(organisation=city)
    return acts.record_act(party, facts=facts, by=clerk, at=NOON)


def values_of(term) -> dict:
    """What a term says, beside the version that it is of."""
    named = {field.attname: getattr(term, field.attname) for field in term._meta.concrete_fields}
    return {name: value for name, value in named.items() if name not in {"id", "version_id"}}


def details(kind) -> list[dict]:
    return list(Event.objects.filter(kind=kind).values_list("detail", flat=True))


def now(version):
    return Version.objects.get(pk=version.pk)


# --- a later version -----------------------------------------------------------------------------


def test_the_next_version_begins_with_the_words_that_stand(standing, second):
    assert (second.number, second.draft, second.is_draft, standing.state) == (
        2,
        TEXT,
        True,
        "circulated",
    )
    assert details(VersionEvent.BEGUN) == [{"version": 2, "after": 1}]


def test_the_next_version_lasts_as_long_as_the_one_before(draft, facilitator):
    TermFactory(version=draft)
    drafting.circulate(draft.agreement, by=facilitator, at=NOON)
    later = versions.begin(draft.agreement, by=facilitator, at=NOON)
    said = [values_of(Term.objects.get(version=each)) for each in (draft, later)]
    assert said[0] == said[1]


def test_how_long_it_holds_is_told_by_no_draft_of_a_later_version(draft, facilitator):
    TermFactory(version=draft)
    drafting.circulate(draft.agreement, by=facilitator, at=NOON)
    later = versions.begin(draft.agreement, by=facilitator, at=NOON)
    found = results.duration(draft.agreement, on=NOON.date())
    assert found.term.version_id == draft.pk
    versions.drop(later, reason="x", by=facilitator, at=NOON)
    found = results.duration(draft.agreement, on=NOON.date())
    assert found.term.version_id == draft.pk


def test_the_next_version_may_begin_with_what_a_council_adopted(standing, cities, facilitator):
    act = decided(standing, cities["raytown"], words="## 1. Purpose\n\nTo share salt.\n")
    begun = versions.begin(standing, text=act.text, by=facilitator, at=NOON)
    assert begun.draft == "## 1. Purpose\n\nTo share salt.\n"


def test_there_is_one_draft_at_a_time(standing, second, facilitator):
    with pytest.raises(PermissionDenied, match="Version 2 is still a draft"):
        versions.begin(standing, by=facilitator, at=NOON)
    with pytest.raises(IntegrityError, match="version_one_draft"), transaction.atomic():
        VersionFactory(agreement=standing, number=3)


@pytest.mark.parametrize("state", ["draft", "withdrawn", "ended"])
def test_no_version_is_begun_of_what_is_not_before_councils_or_in_force(facilitator, state):
    agreement = AgreementFactory(state="draft")
    VersionFactory(agreement=agreement)
    days = {"in_force_on": "2026-01-01", "ended_on": "2026-02-01"} if state == "ended" else {}
    Agreement.objects.filter(pk=agreement.pk).update(state=state, **days)
    agreement.refresh_from_db()
    with pytest.raises(PermissionDenied, match="a later version is begun while"):
        versions.begin(agreement, by=facilitator, at=NOON)


@pytest.mark.parametrize("act", ["begin", "change", "share", "drop"])
def test_only_a_facilitator_works_on_a_later_version(standing, facilitator, clerk_of, act):
    clerk = clerk_of("raytown")
    if act == "begin":
        with pytest.raises(PermissionDenied, match="drafted by a facilitator"):
            versions.begin(standing, by=clerk, at=NOON)
        return
    version = versions.begin(standing, by=facilitator, at=NOON)
    more = {"change": {"words": "x", "revision": 1}, "drop": {"reason": "x"}}.get(act, {})
    with pytest.raises(PermissionDenied, match="drafted by a facilitator"):
        getattr(versions, act)(version, by=clerk, at=NOON, **more)


def test_a_draft_saved_in_between_is_not_written_over(second, facilitator):
    versions.change(second, words="Theirs.", revision=1, by=facilitator, at=NOON)
    with pytest.raises(StaleState, match=r"Facilitator, .* was at Version 2 of “Plows”"):
        versions.change(second, words="Mine.", revision=1, by=facilitator, at=NOON)
    assert (now(second).draft, now(second).revision) == ("Theirs.\n", 2)


def test_every_wording_of_a_draft_stays_in_the_row_history(second, facilitator):
    versions.change(second, words="One.", revision=1, by=facilitator, at=NOON)
    versions.change(second, words="Two.", revision=2, by=facilitator, at=NOON)
    kept = second.events.order_by("pgh_id").values_list("draft", flat=True)
    assert list(kept) == [TEXT, "One.\n", "Two.\n"]


def test_a_dropped_version_keeps_its_words_and_reason_and_its_number(standing, second, facilitator):
    versions.drop(second, reason="The grant fell through.", by=facilitator, at=NOON)
    kept = now(second)
    assert (kept.draft, kept.dropped_at, kept.drop_reason, kept.is_draft) == (
        TEXT,
        NOON,
        "The grant fell through.",
        False,
    )
    assert versions.begin(standing, by=facilitator, at=NOON).number == 3
    with pytest.raises(StaleState):
        versions.change(second, words="x", revision=1, by=facilitator, at=NOON)
    with pytest.raises(DatabaseError, match="frozen_once_dropped"), transaction.atomic():
        Version.objects.filter(pk=second.pk).update(draft="x")


def test_a_first_draft_is_not_dropped(draft, facilitator):
    with pytest.raises(PermissionDenied, match="withdraw the agreement instead"):
        versions.drop(draft, reason="x", by=facilitator, at=NOON)


def test_a_draft_is_shared_once(second, facilitator):
    versions.share(second, by=facilitator, at=NOON)
    assert now(second).shared_at == NOON
    with pytest.raises(StaleState):
        versions.share(second, by=facilitator, at=NOON)
    with pytest.raises(PermissionDenied, match="was shared with the parties on Monday, March 2"):
        versions.share(now(second), by=facilitator, at=NOON)


def test_a_later_version_is_seen_by_the_parties_once_it_is_shared(
    standing, second, facilitator, clerk_of, liaison_of, staff_of
):
    def numbers(actor):
        rows = Version.objects.visible_to(actor).filter(agreement=standing)
        return list(rows.values_list("number", flat=True))

    party, stranger = clerk_of("raytown"), clerk_of("independence")
    assert [numbers(facilitator), numbers(party)] == [[1, 2], [1]]
    versions.share(second, by=facilitator, at=NOON)
    who = (party, liaison_of("grandview"), stranger, staff_of("raytown"))
    assert [numbers(actor) for actor in who] == [[1, 2], [1, 2], [1], [1]]


def test_circulating_a_later_version_leaves_the_agreement_where_it_stands(
    standing, second, facilitator
):
    version = drafting.circulate(standing, by=facilitator, at=NOON)
    standing.refresh_from_db()
    assert (version.number, version.text.body, standing.state) == (2, TEXT, "circulated")
    assert [event["version"] for event in details(VersionEvent.CIRCULATED)] == [2]
    assert details(AgreementEvent.CIRCULATED) == []


def test_an_amendment_leaves_the_old_text_in_force_until_enough_councils_adopted_it(
    standing, cities, facilitator, clerk_of
):
    for slug in ("raytown", "grandview"):
        adopt(standing, cities[slug], clerk_of(slug), on=date(2026, 3, 1))
    amended = versions.begin(standing, by=facilitator, at=NOON)
    words = TEXT.replace("Five", "Six")
    versions.change(amended, words=words, revision=1, by=facilitator, at=NOON)
    drafting.circulate(standing, by=facilitator, at=NOON)
    standing.refresh_from_db()
    assert (standing.state, results.shown(standing).number) == ("in_force", 1)
    for slug in ("raytown", "grandview"):
        adopt(standing, cities[slug], clerk_of(slug), on=date(2026, 3, 2), number="26-9")
    dates = standing.versions.values_list("number", "in_force_on", "replaced_on")
    assert list(dates) == [
        (1, date(2026, 3, 1), date(2026, 3, 2)),
        (2, date(2026, 3, 2), None),
    ]
    assert results.shown(Agreement.objects.get(pk=standing.pk)).body == words


def test_words_that_every_council_adopted_before_are_in_force_as_soon_as_they_are_circulated(
    standing, cities, facilitator, clerk_of
):
    other = "## 1. Purpose\n\nTo share salt.\n"
    for slug in ("raytown", "grandview"):
        adopt(standing, cities[slug], clerk_of(slug), on=date(2026, 3, 1), other_text=other)
    text = Text.objects.get(sha256=Text.digest_of(other))
    versions.begin(standing, text=text, by=facilitator, at=NOON)
    drafting.circulate(standing, by=facilitator, at=NOON)
    standing.refresh_from_db()
    assert (standing.state, standing.in_force_on) == ("in_force", date(2026, 3, 1))


def test_nothing_goes_out_twice(standing, second, facilitator):
    drafting.circulate(standing, by=facilitator, at=NOON)
    with pytest.raises(StaleState, match="before the councils"):
        drafting.circulate(standing, by=facilitator, at=NOON)


def test_a_withdrawn_agreement_sends_no_draft_out(draft, facilitator):
    drafting.withdraw(draft.agreement, reason="x", by=facilitator, at=NOON)
    with pytest.raises(StaleState):
        drafting.circulate(draft.agreement, by=facilitator, at=NOON)


# --- exhibits ------------------------------------------------------------------------------------


def listing(version) -> list[tuple[int, str]]:
    return list(version.exhibits.values_list("number", "title"))


@pytest.fixture
def two(draft, facilitator):
    """A draft with two exhibits."""
    for title, upload in (("Map", MAP), ("Rates", RATES)):
        exhibits.add(draft, title=title, upload=upload, by=facilitator, at=NOON)
    return list(draft.exhibits.all())


def test_exhibits_are_numbered_by_their_place(draft, two, facilitator):
    assert listing(draft) == [(1, "Map"), (2, "Rates")]
    exhibits.change(two[1], title="Rates of 2026", number=1, by=facilitator, at=NOON)
    assert listing(draft) == [(1, "Rates of 2026"), (2, "Map")]
    exhibits.change(two[1], title="Rates of 2026", number=99, by=facilitator, at=NOON)
    assert listing(draft) == [(1, "Map"), (2, "Rates of 2026")]


def test_an_exhibit_that_is_taken_out_takes_its_file_along(
    draft, two, facilitator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        exhibits.remove(two[0], by=facilitator, at=NOON)
    assert listing(draft) == [(1, "Rates")]
    assert [default_storage.exists(str(each.file)) for each in two] == [False, True]
    exhibits.remove(two[0], by=facilitator, at=NOON)
    assert len(details(VersionEvent.EXHIBIT_REMOVED)) == 1
    assert list(results.invariants()) == []


def test_a_file_that_cannot_become_an_exhibit_is_not_kept(draft, two, clerk_of):
    with pytest.raises(PermissionDenied, match="drafted by a facilitator"):
        exhibits.add(draft, title="Mine", upload=MAP, by=clerk_of("raytown"), at=NOON)
    assert len(default_storage.listdir("agreements/exhibits")[1]) == 2


def test_the_circulated_text_names_its_exhibits_so_that_its_hash_covers_them(
    draft, two, facilitator
):
    text = drafting.circulate(draft.agreement, by=facilitator, at=NOON).text
    assert text.body == (
        f"{TEXT}\n## Exhibits\n\n- Exhibit 1: Map, SHA-256 {two[0].sha256}\n"
        f"- Exhibit 2: Rates, SHA-256 {two[1].sha256}\n"
    )
    assert list(results.invariants()) == []


def test_words_with_another_file_are_another_text(draft, two, facilitator):
    read = results.kept_words(draft)
    sha256 = drafting.Text.digest_of(read)
    exhibits.remove(two[1], by=facilitator, at=NOON)
    with pytest.raises(StaleState, match="while you wrote"):
        drafting.circulate(draft.agreement, sha256=sha256, by=facilitator, at=NOON)


@pytest.mark.parametrize("change", ["insert", "update", "delete"])
def test_the_exhibits_of_a_circulated_text_are_frozen(draft, two, facilitator, change):
    drafting.circulate(draft.agreement, by=facilitator, at=NOON)
    draft.refresh_from_db()
    row = Exhibit.objects.filter(pk=two[0].pk)
    act = {
        "insert": lambda: ExhibitFactory(version=draft, number=3),
        "update": lambda: row.update(title="Other"),
        "delete": row.delete,
    }[change]
    with pytest.raises(IntegrityError, match="no draft does not change"), transaction.atomic():
        act()
    with pytest.raises(PermissionDenied, match="went to the councils on Monday, March 2, 2026"):
        exhibits.change(two[0], title="Other", number=1, by=facilitator, at=NOON)


def test_a_later_version_begins_with_the_exhibits_and_shares_their_files(
    draft, two, facilitator, django_capture_on_commit_callbacks
):
    drafting.circulate(draft.agreement, by=facilitator, at=NOON)
    later = versions.begin(draft.agreement, by=facilitator, at=NOON)
    assert (later.draft, listing(later)) == (TEXT, [(1, "Map"), (2, "Rates")])
    with django_capture_on_commit_callbacks(execute=True):
        exhibits.remove(later.exhibits.first(), by=facilitator, at=NOON)
    assert default_storage.exists(str(two[0].file))
    assert (listing(draft), listing(later)) == ([(1, "Map"), (2, "Rates")], [(1, "Rates")])
    assert list(results.invariants()) == []


def test_a_text_that_does_not_name_its_exhibits_is_found(draft, two, facilitator):
    drafting.circulate(draft.agreement, by=facilitator, at=NOON)
    with unguarded("agreements.Exhibit:frozen_with_the_version"):
        run("UPDATE agreements_exhibit SET title = 'Other' WHERE number = 1")
    assert list(results.invariants()) == [
        "Agreements: the text of Version 1 of “Salt” does not name its exhibits as they are."
    ]


def test_no_draft_has_more_exhibits_than_a_reader_can_follow(draft, facilitator, monkeypatch):
    monkeypatch.setattr(rules, "MOST_EXHIBITS", 1)
    exhibits.add(draft, title="Map", upload=MAP, by=facilitator, at=NOON)
    with pytest.raises(PermissionDenied, match="has 1 exhibits, and no text has more"):
        exhibits.add(draft, title="Rates", upload=RATES, by=facilitator, at=NOON)


# --- comments ------------------------------------------------------------------------------------


def say(version, party, by, words="Ten years."):
    return commenting.comment(
        version, party=party, section="2. Duration", words=words, by=by, at=NOON
    )


@pytest.fixture
def raytown(standing):
    return standing.parties.get(organisation__slug="raytown")


def test_a_party_comments_on_a_shared_draft_and_is_answered(second, raytown, facilitator, clerk_of):
    versions.share(second, by=facilitator, at=NOON)
    said = say(now(second), raytown, clerk_of("raytown"))
    given = commenting.answer(
        said, is_taken_over=False, reason="Grandview cannot.", by=facilitator, at=NOON
    )
    assert (str(said), str(given), said.office) == (
        "Comment for Raytown on 2. Duration",
        "Not taken over",
        "Clerk, Raytown",
    )
    whole = {"version": 2, "party": "Raytown", "section": "2. Duration", "comment": said.pk}
    assert [details(kind) for kind in PartyCommentEvent] == [[whole], [whole]]


def test_a_comment_is_answered_once(second, raytown, facilitator, clerk_of):
    versions.share(second, by=facilitator, at=NOON)
    said = say(now(second), raytown, clerk_of("raytown"))
    stale = PartyComment.objects.select_related("answer", "version__agreement").get(pk=said.pk)
    commenting.answer(said, is_taken_over=True, reason="", by=facilitator, at=NOON)
    with pytest.raises(StaleState, match=r"Facilitator, .*answered this comment on .*: Taken over"):
        commenting.answer(stale, is_taken_over=False, reason="No.", by=facilitator, at=NOON)
    with pytest.raises(PermissionDenied, match="answered this comment on Monday"):
        commenting.answer(said, is_taken_over=False, reason="No.", by=facilitator, at=NOON)


def test_who_may_comment_for_whom(second, raytown, facilitator, clerk_of, staff_of, liaison_of):
    versions.share(second, by=facilitator, at=NOON)
    shared = now(second)
    stranger = (
        "Comments on “Plows” are read by the clerks and liaisons of its parties and by the "
        "facilitators."
    )
    assert [
        rules.why_not_comment_for(actor, shared, raytown)
        for actor in (
            clerk_of("raytown"),
            liaison_of("raytown"),
            facilitator,
            clerk_of("grandview"),
            staff_of("raytown"),
            clerk_of("independence"),
        )
    ] == [
        None,
        None,
        None,
        "Comments for Raytown are written by its own clerk or liaison.",
        stranger,
        stranger,
    ]


def test_comments_are_open_while_a_text_is_shared_or_before_the_councils(
    standing, second, facilitator, clerk_of
):
    clerk = clerk_of("raytown")
    first = standing.versions.first()
    assert [rules.why_not_comment(clerk, each) for each in (first, second)] == [
        None,
        "Version 2 has not been shared with the parties yet; it is not open to comments.",
    ]
    versions.drop(second, reason="x", by=facilitator, at=NOON)
    assert rules.why_not_comment(clerk, now(second)) == (
        "Version 2 was dropped on Monday, March 2, 2026; it is not open to comments."
    )
    drafting.withdraw(standing, reason="x", by=facilitator, at=NOON)
    assert rules.why_not_comment(clerk, Version.objects.get(pk=first.pk)) == (
        "“Plows” was withdrawn; it is not open to comments."
    )


def test_comments_and_answers_are_only_added(second, raytown):
    said = PartyCommentFactory(version=second, party=raytown)
    PartyAnswer.objects.create(comment=said, is_taken_over=True, by=said.by, at=NOON)
    PartyCommentFactory(version=second, party=raytown)
    for rows in (PartyAnswer.objects.all(), PartyComment.objects.filter(answer=None)):
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            rows.update(at=NOON)
        with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
            rows.delete()


def test_what_is_not_taken_over_has_a_reason_in_the_database_too(second, raytown):
    said = PartyCommentFactory(version=second, party=raytown)
    with pytest.raises(IntegrityError, match="party_answer_gives_a_reason"), transaction.atomic():
        PartyAnswer.objects.create(comment=said, is_taken_over=False, by=said.by, at=NOON)


def test_open_comments_are_counted_when_the_text_goes_out(standing, second, raytown, facilitator):
    PartyCommentFactory(version=second, party=raytown)
    said = PartyCommentFactory(version=second, party=raytown)
    PartyAnswer.objects.create(comment=said, is_taken_over=True, by=said.by, at=NOON)
    drafting.circulate(standing, by=facilitator, at=NOON)
    assert [event["open_comments"] for event in details(VersionEvent.CIRCULATED)] == [1]


# --- required terms ------------------------------------------------------------------------------


def check(version, key, found, by, section=None, reason=""):
    there = {each.heading: each for each in sections(version.body)}
    answer = checking.Answer(
        term=TERM[key],
        found=found,
        section=there[section] if section else None,
        reason=reason,
    )
    checking.check(version, answers=[answer], by=by, at=NOON)


def states(version) -> dict[str, str]:
    found = results.checklist_of(now(version))
    return {each.term.key: each.state.value for each in found if each.state.value != "open"}


def test_what_was_found_holds_until_the_section_changes(second, facilitator):
    check(second, "duration", "stands", facilitator, "2. Duration")
    check(second, "purpose", "stands", facilitator, "1. Purpose")
    check(second, "property", "not_applicable", facilitator, reason="Nothing is bought.")
    check(second, "filing", "missing", facilitator)
    said = {"property": "not_applicable", "filing": "missing"}
    assert states(second) == {"duration": "stands", "purpose": "stands", **said}
    words = TEXT.replace("Five", "Six").replace("1. Purpose", "7. Purpose")
    versions.change(second, words=words, revision=1, by=facilitator, at=NOON)
    assert states(second) == {"duration": "look_again", "purpose": "stands", **said}
    versions.change(second, words=TEXT, revision=2, by=facilitator, at=NOON)
    assert states(second) == {"duration": "stands", "purpose": "stands", **said}


def test_each_finding_is_a_sentence(second, facilitator):
    check(second, "duration", "stands", facilitator, "2. Duration", reason="Until 2031.")
    check(second, "property", "not_applicable", facilitator, reason="Nothing is bought.")
    check(second, "filing", "missing", facilitator)
    check(second, "purpose", "stands", facilitator, "1. Purpose")
    versions.change(second, words=TEXT.replace("share", "buy"), revision=1, by=facilitator, at=NOON)
    found = {each.term.key: each for each in results.checklist_of(now(second))}
    keys = ("duration", "property", "filing", "purpose", "parties")
    assert [(found[key].sentence, found[key].is_gap) for key in keys] == [
        ("It stands in “2. Duration”. Until 2031.", False),
        ("It does not apply: Nothing is bought.", False),
        ("The text does not say it.", True),
        ("It stood in “1. Purpose”, whose words have changed since.", True),
        ("Nobody has looked for it.", True),
    ]


def test_a_later_answer_takes_the_earlier_ones_place(second, facilitator):
    check(second, "duration", "missing", facilitator)
    check(second, "duration", "stands", facilitator, "2. Duration")
    assert (TermCheck.objects.count(), states(second)) == (1, {"duration": "stands"})


def test_the_answers_come_along_to_the_next_version(standing, second, facilitator):
    check(second, "duration", "stands", facilitator, "2. Duration")
    drafting.circulate(standing, by=facilitator, at=NOON)
    third = versions.begin(standing, by=facilitator, at=NOON)
    assert states(third) == {"duration": "stands"}


def test_gaps_are_no_hindrance_and_stay_in_the_record(standing, second, facilitator):
    for term in TERMS[:-2]:
        check(second, term.key, "not_applicable", facilitator, reason="x")
    check(second, "majority", "missing", facilitator)
    drafting.circulate(standing, by=facilitator, at=NOON)
    assert [event["gaps"] for event in details(VersionEvent.CIRCULATED)] == [
        ["A majority of the members", "Filing"]
    ]
    told = results.history(standing, [])[0].deed
    assert told == (
        "fixed version 2 and sent it to the councils, with gaps in the required terms: "
        "A majority of the members, Filing"
    )


def test_what_was_found_is_frozen_with_the_text(standing, second, facilitator):
    check(second, "filing", "missing", facilitator)
    drafting.circulate(standing, by=facilitator, at=NOON)
    with pytest.raises(PermissionDenied, match="went to the councils"):
        check(now(second), "duration", "stands", facilitator, "2. Duration")
    with pytest.raises(IntegrityError, match="no draft does not change"), transaction.atomic():
        TermCheck.objects.update(reason="x")
    with pytest.raises(IntegrityError, match="no draft does not change"), transaction.atomic():
        TermCheckFactory(version=now(second), term="parties")


@pytest.mark.parametrize(
    "given",
    [
        {"found": "stands"},
        {"found": "not_applicable", "reason": ""},
        {"found": "missing", "section": "2. Duration", "section_sha256": "0" * 64},
    ],
)
def test_an_answer_says_where_or_why_not_in_the_database_too(second, given):
    with pytest.raises(IntegrityError, match="term_found_somewhere"), transaction.atomic():
        TermCheckFactory(version=second, **given)


def test_the_checklist_costs_one_query(second, facilitator, django_assert_num_queries):
    for term in TERMS:
        check(second, term.key, "missing", facilitator)
    version = Version.objects.select_related("text").get(pk=second.pk)
    with django_assert_num_queries(1):
        assert len(results.checklist_of(version)) == 12


def test_an_agreement_is_about_a_proposal_or_a_programme_never_both(facilitator):
    terms = drafting.Terms(title="Courses", kind="memorandum", training_programme="Trench safety")
    assert drafting.draft(terms, by=facilitator, at=NOON).training_programme == "Trench safety"
    chosen = ProposalFactory(state="chosen")
    with pytest.raises(IntegrityError, match="agreement_about_one_thing"), transaction.atomic():
        drafting.draft(terms, proposal=chosen, by=facilitator, at=NOON)

"""Writing a text: nothing typed is lost, nothing is overwritten unseen, every text is kept."""

import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction

from collaborative.models import Actor, Event
from initiatives.events import ProposalEvent
from initiatives.models import Invited, KeptText, Numbering, Proposal, Revision, Submission
from initiatives.operations import proposals, revising, writing
from initiatives.questions import TICKED
from tests.conftest import NOON
from tests.factories.cities import DepartmentFactory
from tests.factories.proposals import KeptTextFactory, ProposalFactory, RevisionFactory
from tests.guards import unguarded

State = Proposal.State
Why = KeptText.Why
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def author(staff_of) -> Actor:
    return staff_of("raytown")


@pytest.fixture
def colleague(staff_of) -> Actor:
    return staff_of("grandview")


@pytest.fixture
def draft(cities, author, colleague) -> Proposal:
    """A complete draft at version 1 that a colleague in Grandview may write too."""
    return ProposalFactory(
        reference="EJC-2026-014",
        city=cities["raytown"],
        author=author.user,
        writers=[colleague.user],
        text={"wanted__grandview": TICKED},
    )


@pytest.fixture
def said(cities) -> dict[str, str]:
    """Answers of every kind, as somebody types them."""
    works = DepartmentFactory(organisation=cities["raytown"], name="Public works")
    return {
        "title": " Shared  street sweeper ",
        "category": "fleet",
        "department": str(works.pk),
        "problem": "Each city rents one.\r\nTwice a year.\n",
        "how__raytown": "A firm sweeps twice a year.",
        "idea": "",
        "wanted__grandview": TICKED,
        "wanted__lees-summit": TICKED,
        "one_time_cost_cash": "$80,000",
        "yearly_cost_cash": "11000.50",
        "yearly_saving_cash": "about a million",
    }


def tidy(said: dict[str, str]) -> dict[str, str]:
    """The same as it is kept."""
    kept = {
        **said,
        "title": "Shared street sweeper",
        "problem": "Each city rents one.\nTwice a year.",
    }
    return {key: kept[key] for key in sorted(kept) if kept[key]}


def recorded(proposal: Proposal) -> list[tuple[str, dict]]:
    """The events of a proposal with what they carry, in order."""
    return [(event.kind, event.detail) for event in Event.objects.about(proposal)]


def now(proposal: Proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def waiting(proposal: Proposal) -> list[tuple]:
    """What waits beside the text: for whom, which answer, what was typed, over what, and why."""
    return [
        (row.person, row.key, row.text, row.base, row.why)
        for row in proposal.kept_texts.waiting().order_by("pk")
    ]


def save(proposal: Proposal, by: Actor, base: int, at: datetime = NOON, **typed) -> writing.Saved:
    """Save answers given by name; `settled` names those that their writer has settled."""
    settled = typed.pop("settled", ())
    return writing.save(proposal, answers=typed, base=base, settled=settled, by=by, at=at)


# Beginning ---------------------------------------------------------------------------------


def test_a_draft_begins_with_its_answers_as_typed_its_number_and_one_event(cities, author, said):
    begun = now(writing.start(cities["raytown"], answers=said, by=author, at=NOON))
    assert begun.draft == begun.answers == tidy(said)
    assert (begun.reference, begun.state, begun.version, begun.author) == (
        "EJC-2026-001",
        State.DRAFT,
        1,
        author.user,
    )
    assert (begun.created_at, begun.state_since, begun.submitted_at) == (NOON, NOON, None)
    assert recorded(begun) == [(ProposalEvent.STARTED, {})]
    (revision,) = begun.revisions.all()
    assert (revision.number, revision.changes, revision.how, revision.restored) == (
        1,
        tidy(said),
        Revision.How.TYPED,
        None,
    )
    assert (revision.by, revision.office, revision.at) == (author.user, "Staff, Raytown", NOON)


def test_the_columns_say_what_lists_need_of_the_text(cities, author, said):
    begun = now(writing.start(cities["raytown"], answers=said, by=author, at=NOON))
    assert (begun.title, begun.category, begun.department.name) == (
        "Shared street sweeper",
        "fleet",
        "Public works",
    )
    assert (begun.first_year_cost, begun.first_year_saving) == (Decimal("91000.50"), None)
    assert set(begun.wanted_cities.all()) == {cities["grandview"], cities["lees-summit"]}


def test_columns_follow_the_draft_until_it_is_sent_in(draft, author, cities):
    save(draft, author, 1, title="x" * 130, category="nonsense", wanted__grandview="", idea="")
    written = now(draft)
    assert (written.title, written.category, list(written.wanted_cities.all())) == (
        "x" * 120,
        "",
        [],
    )
    assert written.answers == written.draft
    assert (written.draft["title"], written.draft["category"]) == ("x" * 130, "nonsense")


def test_a_department_of_another_city_stays_in_the_text_and_out_of_the_column(
    draft, author, cities
):
    foreign = DepartmentFactory(organisation=cities["grandview"])
    save(draft, author, 1, department=str(foreign.pk))
    assert (now(draft).department, now(draft).draft["department"]) == (None, str(foreign.pk))


def test_an_empty_draft_may_begin(cities, author):
    begun = writing.start(cities["raytown"], answers={}, by=author, at=NOON)
    assert (str(begun), begun.draft) == ("EJC-2026-001 Untitled proposal", {})
    assert list(begun.revisions.values_list("number", "changes")) == [(1, {})]


def test_references_run_through_the_year_of_the_cities_not_of_greenwich(cities, author):
    new_year = datetime(2027, 1, 1, 5, 59, tzinfo=UTC)  # still December 31 in the cities
    given = [
        writing.start(cities["raytown"], answers={}, by=author, at=at).reference
        for at in (NOON, NOON, new_year, new_year + timedelta(minutes=1))
    ]
    assert given == ["EJC-2026-001", "EJC-2026-002", "EJC-2026-003", "EJC-2027-001"]


def test_the_thousandth_reference_has_four_digits(cities, author):
    Numbering.objects.create(year=2026, last=999)
    begun = writing.start(cities["raytown"], answers={}, by=author, at=NOON)
    assert begun.reference == "EJC-2026-1000"


def test_the_same_form_sent_twice_begins_one_draft_and_uses_one_number(cities, author, said):
    key = uuid.uuid4()
    first = writing.start(cities["raytown"], answers=said, key=key, by=author, at=NOON)
    again = writing.start(cities["raytown"], answers={}, key=key, by=author, at=LATER)
    assert (again.pk, again.draft) == (first.pk, tidy(said))
    assert (Proposal.objects.count(), Numbering.objects.get().last) == (1, 1)
    assert (recorded(first), first.revisions.count()) == ([(ProposalEvent.STARTED, {})], 1)


def test_somebody_elses_key_opens_nothing(cities, author, staff_of):
    key = uuid.uuid4()
    writing.start(cities["raytown"], answers={}, key=key, by=author, at=NOON)
    with pytest.raises(IntegrityError):
        writing.start(cities["raytown"], answers={}, key=key, by=staff_of("raytown"), at=NOON)


def test_nobody_begins_a_draft_for_another_city(cities, author):
    with pytest.raises(PermissionDenied, match="Only staff and liaisons of Grandview"):
        writing.start(cities["grandview"], answers={}, by=author, at=NOON)
    assert (Proposal.objects.count(), Event.objects.count()) == (0, 0)


def test_the_database_takes_no_cost_and_no_saving_below_zero(draft):
    for field, constraint in (
        ("first_year_cost", "proposal_cost_is_not_negative"),
        ("first_year_saving", "proposal_saving_is_not_negative"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Proposal.objects.filter(pk=draft.pk).update(**{field: -1})


# Saving ------------------------------------------------------------------------------------


def test_saving_writes_one_revision_of_what_changed_and_leaves_the_rest(draft, author):
    before = dict(draft.draft)
    saved = save(draft, author, 1, LATER, idea="Buy one.", risks="", problem="Sample problem.")
    written = now(draft)
    assert (saved.proposal.version, saved.kept, saved.why) == (2, {}, None)
    del before["risks"]
    assert written.draft == written.answers == before | {"idea": "Buy one."}
    revision = written.revisions.get(number=2)
    assert (revision.changes, revision.by, revision.office, revision.at) == (
        {"idea": "Buy one.", "risks": ""},
        author.user,
        "Staff, Raytown",
        LATER,
    )
    assert recorded(draft) == [(ProposalEvent.SAVED, {"version": 2})]


def test_saving_what_stands_there_already_changes_nothing(draft, author):
    for _ in range(2):
        save(draft, author, 1, LATER, idea="Buy one.", title=draft.title)
    assert (now(draft).version, draft.revisions.count()) == (2, 2)
    assert recorded(draft) == [(ProposalEvent.SAVED, {"version": 2})]
    assert waiting(draft) == []


def test_answers_to_no_question_are_left_out(draft, author):
    save(draft, author, 1, nonsense="x", how="x", idea__raytown="x")
    assert (now(draft).version, recorded(draft)) == (1, [])


def test_two_people_who_write_different_answers_of_a_section_lose_nothing(draft, author, colleague):
    mine = save(draft, author, 1, shared="Ours.", wanted__grandview=TICKED, yearly_cost_cash="5")
    theirs = save(
        draft, colleague, 1, shared="Sample machines.", wanted__raytown=TICKED, yearly_cost_cash="5"
    )
    assert (mine.kept, theirs.kept, waiting(draft)) == ({}, {}, [])
    written = now(draft)
    assert [written.draft[key] for key in ("shared", "wanted__raytown", "yearly_cost_cash")] == [
        "Ours.",
        TICKED,
        "5",
    ]
    assert list(written.revisions.values_list("number", "changes", "by"))[1:] == [
        (2, {"shared": "Ours.", "yearly_cost_cash": "5"}, author.user.pk),
        (3, {"wanted__raytown": TICKED}, colleague.user.pk),
    ]


def test_a_base_before_the_last_revision_is_read_from_the_revisions(draft, author, colleague):
    save(draft, author, 1, idea="Second.")
    save(draft, author, 2, idea="Third.")
    back = save(draft, colleague, 2, idea="Second.", risks="Rust.")
    assert (back.kept, now(draft).draft["idea"], now(draft).draft["risks"]) == (
        {},
        "Third.",
        "Rust.",
    )


def test_an_answer_that_both_changed_stays_and_the_later_is_kept_beside_it(
    draft, author, colleague
):
    save(draft, colleague, 1, idea="Theirs.")
    saved = save(draft, author, 1, LATER, idea="Mine.", risks="Rust.")
    assert (saved.kept, saved.why) == ({"idea": "Mine."}, Why.CONFLICT)
    assert (saved.proposal.version, now(draft).draft["idea"], now(draft).draft["risks"]) == (
        3,
        "Theirs.",
        "Rust.",
    )
    assert waiting(draft) == [(author.user, "idea", "Mine.", 1, Why.CONFLICT)]
    assert draft.kept_texts.get().at == LATER


def test_taking_away_what_somebody_changed_is_kept_too(draft, author, colleague):
    save(draft, colleague, 1, idea="Theirs.")
    assert save(draft, author, 1, idea="").kept == {"idea": ""}
    assert waiting(draft) == [(author.user, "idea", "", 1, Why.CONFLICT)]


def test_a_contested_answer_is_kept_until_its_writer_settles_it(draft, author, colleague):
    save(draft, colleague, 1, idea="Theirs.")
    save(draft, author, 1, idea="Mine.")
    again = save(draft, author, 2, LATER, idea="Mine again.", risks="Rust.")
    assert (again.kept, now(draft).draft["idea"]) == ({"idea": "Mine again."}, "Theirs.")
    assert waiting(draft) == [(author.user, "idea", "Mine again.", 2, Why.CONFLICT)]
    settled = save(draft, author, 3, LATER, idea="Both.", settled=["idea"])
    assert (settled.kept, now(draft).draft["idea"], waiting(draft)) == ({}, "Both.", [])
    assert list(draft.kept_texts.values_list("text", "settled_at")) == [
        ("Mine.", LATER),
        ("Mine again.", LATER),
    ]


def test_whoever_contests_an_answer_does_not_hold_up_the_others(draft, author, colleague):
    save(draft, colleague, 1, idea="Theirs.")
    save(draft, author, 1, idea="Mine.")
    assert save(draft, colleague, 2, idea="Theirs, better.").kept == {}
    assert now(draft).draft["idea"] == "Theirs, better."


def test_the_same_conflict_sent_twice_is_kept_once(draft, author, colleague):
    save(draft, colleague, 1, idea="Theirs.")
    for _ in range(2):
        save(draft, author, 1, idea="Mine.")
    assert draft.kept_texts.count() == 1


def test_settling_what_stands_lets_the_kept_text_go(draft, author, colleague):
    save(draft, colleague, 1, idea="Theirs.")
    save(draft, author, 1, idea="Mine.")
    save(draft, author, 2, LATER, idea="Theirs.", settled=["idea"])
    assert (now(draft).version, waiting(draft)) == (2, [])


def test_a_page_that_had_read_nothing_overwrites_nothing(draft, author):
    assert save(draft, author, 0, idea="Mine.", title="").kept == {"idea": "Mine."}
    assert (now(draft).version, now(draft).title) == (1, draft.title)


def test_a_reader_and_a_stranger_save_nothing(draft, clerk_of, author):
    reader = clerk_of("grandview")
    proposals.share(draft, colleague=reader.user, role=Invited.READ, by=author, at=NOON)
    for actor in (reader, clerk_of("raytown")):
        with pytest.raises(PermissionDenied, match="Only the authors"):
            save(draft, actor, 1, idea="Mine.")
    assert (now(draft).version, draft.kept_texts.count()) == (1, 0)


# Once the text is closed --------------------------------------------------------------------


def test_what_is_typed_after_it_was_sent_in_is_kept_for_its_writer_alone(draft, author, colleague):
    proposals.submit(draft, by=author, at=NOON)
    saved = save(draft, colleague, 1, LATER, idea="A late thought.", risks="Sample risks.")
    assert (saved.kept, saved.why) == ({"idea": "A late thought."}, Why.CLOSED)
    assert (now(draft).version, now(draft).draft["idea"]) == (1, "Sample idea.")
    assert waiting(draft) == [(colleague.user, "idea", "A late thought.", 1, Why.CLOSED)]
    assert [kind for kind, _ in recorded(draft)] == [ProposalEvent.SUBMITTED]


def test_a_closed_text_keeps_nothing_that_is_in_it_already(draft, author):
    save(draft, author, 1, idea="Buy one.")
    proposals.submit(draft, by=author, at=NOON)
    again = save(draft, author, 1, LATER, idea="Buy one.")
    assert (again.kept, again.why, waiting(draft)) == ({}, None, [])


def test_nothing_is_settled_while_the_text_is_closed(draft, author, colleague):
    save(draft, colleague, 1, idea="Theirs.")
    save(draft, author, 1, idea="Mine.")
    proposals.submit(draft, by=author, at=NOON)
    save(draft, author, 2, LATER, idea="Mine.", settled=["idea"])
    assert waiting(draft) == [(author.user, "idea", "Mine.", 2, Why.CLOSED)]
    assert now(draft).draft["idea"] == "Theirs."


def test_what_was_kept_goes_in_once_the_text_is_open_again(draft, author, facilitator):
    proposals.submit(draft, by=author, at=NOON)
    save(draft, author, 1, idea="A late thought.")
    proposals.send_back(draft, reason="Who pays?", by=facilitator, at=LATER)
    save(draft, author, 1, LATER, idea="A late thought.", settled=["idea"])
    assert (now(draft).draft["idea"], waiting(draft)) == ("A late thought.", [])


# Signed out, and let go -----------------------------------------------------------------------


def test_what_somebody_typed_who_was_signed_out_waits_and_changes_nothing(draft, author):
    for _ in range(2):
        writing.keep_for(
            draft,
            answers={"idea": " Mine.", "risks": "Sample risks.", "nonsense": "x"},
            base=1,
            by=author,
            at=LATER,
        )
    assert waiting(draft) == [(author.user, "idea", " Mine.", 1, Why.SIGNED_OUT)]
    assert (now(draft).version, draft.kept_texts.count(), recorded(draft)) == (1, 1, [])


def test_what_stands_by_now_is_not_kept_for_somebody_signed_out(draft, author):
    save(draft, author, 1, idea="Mine.")
    writing.keep_for(draft, answers={"idea": "Mine."}, base=1, by=author, at=LATER)
    assert waiting(draft) == []


def test_a_newer_text_takes_the_place_of_the_one_that_waits(draft, author):
    for text in ("Mine.", "Mine, longer."):
        writing.keep_for(draft, answers={"idea": text}, base=1, by=author, at=LATER)
    assert waiting(draft) == [(author.user, "idea", "Mine, longer.", 1, Why.SIGNED_OUT)]
    assert draft.kept_texts.get(text="Mine.").settled_at == LATER


def test_letting_go_settles_only_the_own_text_under_the_named_keys(draft, author, colleague):
    for actor in (author, colleague):
        for key in ("idea", "risks"):
            KeptTextFactory(proposal=draft, person=actor.user, key=key)
    writing.let_go(draft, keys=["idea"], by=author, at=LATER)
    assert [(person, key) for person, key, *_ in waiting(draft)] == [
        (author.user, "risks"),
        (colleague.user, "idea"),
        (colleague.user, "risks"),
    ]
    assert draft.kept_texts.count() == 4
    writing.let_go(draft, keys=[], by=author, at=LATER)
    assert len(waiting(draft)) == 3


def test_the_database_keeps_one_waiting_text_for_each_answer_of_a_person(draft, author):
    KeptTextFactory(proposal=draft, person=author.user)
    with pytest.raises(IntegrityError, match="kept_text_one_waits_for_each_answer"):
        KeptTextFactory(proposal=draft, person=author.user)


# Sittings ------------------------------------------------------------------------------------


def test_saves_that_follow_each_other_are_one_sitting_and_each_has_its_revision(draft, author):
    minutes = (0, 9, 19, 30, 40)  # a pause of more than ten minutes begins a new sitting
    for number, minute in enumerate(minutes, start=1):
        save(draft, author, number, NOON + timedelta(minutes=minute), idea=f"Idea {minute}.")
    assert recorded(draft) == [
        (ProposalEvent.SAVED, {"version": 2}),
        (ProposalEvent.SAVED, {"version": 5}),
    ]
    assert draft.revisions.count() == 6


def test_two_who_take_turns_have_a_sitting_each_time(draft, author, colleague):
    for number, actor in enumerate((author, colleague, author), start=1):
        save(draft, actor, number, NOON, idea=f"Idea {number}.")
    assert [detail["version"] for _, detail in recorded(draft)] == [2, 3, 4]


def test_who_goes_on_at_once_after_beginning_is_in_the_same_sitting(cities, author):
    begun = writing.start(cities["raytown"], answers={}, by=author, at=NOON)
    save(begun, author, 1, NOON + timedelta(minutes=10), idea="Buy one.")
    assert recorded(begun) == [(ProposalEvent.STARTED, {})]


# Every text there ever was ---------------------------------------------------------------------


def test_the_text_at_every_revision_can_be_read(cities, author, colleague):
    begun = writing.start(cities["raytown"], answers={"title": "One"}, by=author, at=NOON)
    proposals.share(begun, colleague=colleague.user, role=Invited.EDIT, by=author, at=NOON)
    other = ProposalFactory(city=cities["raytown"])
    save(begun, colleague, 1, idea="Buy.", title="Two")
    save(begun, author, 2, title="", risks="Rust.")
    save(begun, author, 3, title="Four")
    assert [Revision.objects.text_at(begun, number) for number in range(6)] == [
        {},
        {"title": "One"},
        {"idea": "Buy.", "title": "Two"},
        {"idea": "Buy.", "risks": "Rust."},
        {"idea": "Buy.", "risks": "Rust.", "title": "Four"},
        {"idea": "Buy.", "risks": "Rust.", "title": "Four"},
    ]
    assert Revision.objects.text_at(begun, 4) == now(begun).draft
    assert Revision.objects.text_at(other, 1) == other.draft


def test_a_revision_that_restores_says_which_one(draft, author):
    current = revising.locked(draft)
    with transaction.atomic():
        revision = revising.revise(
            current,
            {"idea": "As it was."},
            by=author,
            at=LATER,
            how=Revision.How.RESTORED,
            restored=1,
        )
    assert (revision.number, revision.how, revision.restored) == (2, "restored", 1)
    for wrong in ({"how": "restored"}, {"how": "typed", "restored": 1}):
        with (
            pytest.raises(IntegrityError, match="revision_restored_says_which"),
            transaction.atomic(),
        ):
            RevisionFactory(proposal=draft, number=9, **wrong)


def test_a_number_is_given_once_and_none_is_below_one(draft):
    with pytest.raises(IntegrityError, match="revision_number_is_given_once"), transaction.atomic():
        RevisionFactory(proposal=draft, number=1)
    with pytest.raises(IntegrityError, match="revision_numbers_from_one"), transaction.atomic():
        RevisionFactory(proposal=draft, number=0)


@pytest.mark.parametrize("model", [Revision, Submission])
def test_revisions_and_submissions_are_written_once(model, cities):
    ProposalFactory(state=State.SUBMITTED, city=cities["raytown"])
    rows = model.objects.all()
    for change in (lambda: rows.update(office="Somebody else"), lambda: rows._raw_delete(rows.db)):
        with (
            pytest.raises(DatabaseError, match="Cannot update or delete rows"),
            transaction.atomic(),
        ):
            change()
    with unguarded():  # without the guard it would be done
        assert rows.update(office="Somebody else") == 1


# What others read -------------------------------------------------------------------------------


def test_until_it_is_sent_in_again_others_read_the_text_that_was_sent_in(
    draft, author, facilitator
):
    proposals.submit(draft, by=author, at=NOON)
    proposals.send_back(draft, reason="Who pays?", by=facilitator, at=LATER)
    sent = dict(now(draft).answers)
    save(draft, author, 1, LATER, title="Better", idea="Better.", yearly_cost_cash="1")
    back = now(draft)
    assert (back.answers, back.title, back.first_year_cost) == (
        sent,
        draft.title,
        Decimal("91000.00"),
    )
    assert back.draft == sent | {"title": "Better", "idea": "Better.", "yearly_cost_cash": "1"}
    proposals.submit(draft, by=author, at=LATER)
    again = now(draft)
    assert again.answers == again.draft == back.draft
    assert (again.title, again.first_year_cost) == ("Better", Decimal("1001.00"))
    assert list(again.submissions.values_list("revision__number", "by", "office", "at")) == [
        (1, author.user.pk, "Staff, Raytown", NOON),
        (2, author.user.pk, "Staff, Raytown", LATER),
    ]


# At the same moment -------------------------------------------------------------------------------


def at_once(act: Callable[[int], object], times: int = 4) -> list[object]:
    """Do the same from several connections at once; return what each gave."""

    def attempt(number: int) -> object:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(attempt, range(times)))


@pytest.mark.django_db(transaction=True)
def test_people_who_begin_at_once_get_different_references(cities, author):
    def begin(_: int) -> str:
        return writing.start(cities["raytown"], answers={}, by=author, at=NOON).reference

    assert sorted(at_once(begin)) == [f"EJC-2026-00{number}" for number in (1, 2, 3, 4)]


@pytest.mark.django_db(transaction=True)
def test_one_form_that_arrives_many_times_at_once_begins_one_draft(cities, author):
    key = uuid.uuid4()

    def begin(_: int) -> str:
        return writing.start(cities["raytown"], answers={}, key=key, by=author, at=NOON).reference

    assert set(at_once(begin)) == {"EJC-2026-001"}
    assert Proposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_change_one_answer_at_once_one_is_written_and_the_last_of_each_kept(
    cities, author
):
    draft = ProposalFactory(city=cities["raytown"], author=author.user)

    def write(number: int) -> bool:
        return bool(save(draft, author, 1, idea=f"Idea {number}.").kept)

    assert Counter(at_once(write)) == {False: 1, True: 3}
    written = now(draft)
    texts = {written.draft["idea"], *draft.kept_texts.values_list("text", flat=True)}
    assert (written.version, texts) == (2, {f"Idea {number}." for number in range(4)})
    assert len(recorded(draft)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_change_different_answers_at_once_all_are_written(cities, author):
    draft = ProposalFactory(city=cities["raytown"], author=author.user)
    keys = ["idea", "risks", "shared", "measures"]

    def write(number: int) -> dict[str, str]:
        return save(draft, author, 1, **{keys[number]: f"Text {number}."}).kept

    assert at_once(write) == [{}] * 4
    written = now(draft)
    assert [written.draft[key] for key in keys] == [f"Text {number}." for number in range(4)]
    assert (written.version, Revision.objects.text_at(draft, 5)) == (5, written.draft)

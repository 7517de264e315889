"""Two people, one proposal: whatever is sent is in the text, kept, or in the history."""

import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from collaborative.roles import Role
from initiatives.merging import Merge
from initiatives.models import KeptText, Proposal, Revision
from initiatives.operations import keeping, writing
from initiatives.operations.revising import Page
from tests.conftest import in_office
from tests.factories.cities import CityFactory
from tests.factories.proposals import ProposalFactory
from tests.initiatives.drafting import hidden_in, open_section

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.fixture
def author(staff_of):
    return staff_of("raytown")


@pytest.fixture
def colleague(staff_of):
    return staff_of("grandview")


@pytest.fixture
def draft(cities, author, colleague):
    return ProposalFactory(city=cities["raytown"], author=author.user, writers=[colleague.user])


def save(draft, by, base, *, page=None, **answers):
    return writing.save(draft, answers=answers, base=base, by=by, at=NOW, page=page)


# A page knows its own text again ----------------------------------------------------------------


def test_a_page_whose_answer_got_lost_goes_on_without_a_quarrel_with_itself(draft, author):
    page = uuid.uuid4()
    save(draft, author, 1, page=Page(page, 1), idea="One")
    again = save(draft, author, 1, page=Page(page, 2), idea="One, two")
    assert (again.kept, again.proposal.draft["idea"]) == ({}, "One, two")


def test_another_page_of_the_same_person_is_another_text(draft, author):
    save(draft, author, 1, page=Page(uuid.uuid4(), 1), idea="One")
    other = save(draft, author, 1, page=Page(uuid.uuid4(), 1), idea="Two")
    assert (other.kept, other.proposal.draft["idea"]) == ({"idea": "Two"}, "One")


def test_a_page_that_names_itself_as_somebody_elses_overwrites_nothing(draft, author, colleague):
    page = uuid.uuid4()
    save(draft, author, 1, page=Page(page, 1), idea="Theirs")
    forged = save(draft, colleague, 1, page=Page(page, 2), idea="Mine")
    assert (forged.kept, forged.proposal.draft["idea"]) == ({"idea": "Mine"}, "Theirs")


def test_what_a_page_sent_earlier_and_comes_later_is_filed_away(draft, author):
    page = uuid.uuid4()
    save(draft, author, 1, page=Page(page, 2), idea="One, two")
    late = save(draft, author, 1, page=Page(page, 1), idea="One", problem="New")
    assert (late.kept, late.proposal.draft["idea"]) == ({}, "One, two")
    assert late.proposal.draft["problem"] == "New"
    (filed,) = KeptText.objects.all()
    assert (filed.text, filed.settled_at) == ("One", NOW)


def test_what_a_page_wrote_and_somebody_else_changed_since_is_a_quarrel(draft, author, colleague):
    page = uuid.uuid4()
    save(draft, author, 1, page=Page(page, 1), idea="One")
    save(draft, colleague, 2, idea="Theirs")
    mine = save(draft, author, 1, page=Page(page, 2), idea="One, two")
    assert (mine.kept, mine.proposal.draft["idea"]) == ({"idea": "One, two"}, "Theirs")


# Settling ---------------------------------------------------------------------------------------


def test_what_was_settled_over_a_text_that_nobody_showed_is_kept_once_more(
    draft, author, colleague
):
    save(draft, colleague, 1, idea="Theirs")
    save(draft, author, 1, idea="Mine")
    save(draft, colleague, 2, idea="Theirs, anew")
    blind = writing.save(
        draft, answers={"idea": "Mine"}, base=2, settled=["idea"], by=author, at=NOW
    )
    seen = writing.save(
        draft, answers={"idea": "Mine"}, base=3, settled=["idea"], by=author, at=NOW
    )
    assert (blind.kept, seen.kept, seen.proposal.draft["idea"]) == ({"idea": "Mine"}, {}, "Mine")


def torn(draft, author, colleague):
    """The author's page with two texts on it."""
    save(draft, colleague, 1, idea="Theirs", problem="Theirs as well")
    save(draft, author, 1, idea="Mine", problem="Mine as well")
    return open_section(author, draft)


def test_keeping_what_stands_changes_nothing_and_files_what_was_typed(draft, author, colleague):
    page = torn(draft, author, colleague)
    answer = page.save(press="let_go", value="idea", idea="Mine, changed.")
    draft.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, page.url)
    assert (draft.draft["idea"], draft.version) == ("Theirs", 2)
    assert [row.key for row in draft.kept_texts.waiting()] == ["problem"]
    assert draft.kept_texts.filter(text="Mine, changed.").exists()


def test_keeping_what_stands_on_an_old_page_writes_nothing_either(draft, author, colleague):
    first, second = (torn(draft, author, colleague) for _ in range(2))
    first.save(press="let_go", value="idea", idea="Mine")
    second.save(press="let_go", value="idea", idea="Mine")
    draft.refresh_from_db()
    assert draft.draft["idea"] == "Theirs"


def test_putting_mine_in_and_a_third_text_are_one_press(draft, author, colleague):
    answer = torn(draft, author, colleague).save(press="put_in", value="idea", idea="Both.")
    draft.refresh_from_db()
    assert (answer.status_code, draft.draft["idea"]) == (302, "Both.")
    assert draft.draft["problem"] == "Theirs as well"


def test_both_texts_stand_side_by_side_with_who_and_when(draft, author, colleague):
    page = torn(draft, author, colleague)
    shown = page.client.get(page.url).content.decode()
    words = " ".join(shown.split())
    assert "Two texts for “The idea”" in words
    assert "Staff, Grandview wrote it on Monday, March 2, 2026, 12:00 pm Central." in words
    assert "<p>Theirs</p>" in words
    assert "Mine</textarea>" in words


def test_what_waits_is_letters_to_its_writer_alone(draft, author, colleague, client_for):
    torn(draft, author, colleague)
    url = f"/proposals/{draft.reference}/"
    mine, theirs = (client_for(who).get(url).content.decode() for who in (author, colleague))
    assert ("Mine as well" in mine, "Mine as well" in theirs) == (True, False)
    client_for(colleague).post(f"{url}kept/let-go/", {"key": ["idea", "problem"]})
    assert draft.kept_texts.waiting().count() == 2
    answer = client_for(author).post(f"{url}kept/let-go/", {"key": ["idea", "problem"]})
    assert (answer.status_code, answer.url) == (302, url)
    assert draft.kept_texts.waiting().count() == 0


# Twice ------------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_is_one_result(draft, author):
    page = open_section(author, draft)
    answers = [page.save(idea="Once.") for _ in range(2)]
    draft.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (draft.version, draft.draft["idea"], draft.kept_texts.count()) == (2, "Once.", 0)


def test_back_and_send_again_loses_nothing_that_came_between(draft, author, colleague):
    page = open_section(author, draft)
    page.save(idea="Mine.")
    open_section(colleague, draft).save(idea="Theirs.")
    again = page.save(idea="Mine.")
    changed = page.save(idea="Mine, changed.")
    draft.refresh_from_db()
    assert (again.status_code, changed.status_code, draft.draft["idea"]) == (302, 409, "Theirs.")
    assert [row.text for row in draft.kept_texts.waiting()] == ["Mine, changed."]


def test_a_page_that_pointed_out_a_figure_saves_again_without_a_quarrel(draft, author):
    page = open_section(author, draft, "money")
    first = page.save(yearly_cost_cash="about nine")
    assert first.status_code == 422
    page.hidden = hidden_in(first.content.decode())
    assert page.save(yearly_cost_cash="9,000").status_code == 302
    draft.refresh_from_db()
    assert (draft.draft["yearly_cost_cash"], draft.kept_texts.count()) == ("9,000", 0)


# At once ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_every_text_is_written_or_kept(draft, author, colleague):
    start = threading.Barrier(2)

    def type_on(actor, name):
        page = uuid.uuid4()
        start.wait()
        for turn in range(1, 9):
            save(draft, actor, 1, page=Page(page, turn), idea=f"{name} {turn}", **{name: str(turn)})
        connection.close()

    threads = [
        threading.Thread(target=type_on, args=(author, "problem")),
        threading.Thread(target=type_on, args=(colleague, "risks")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    draft.refresh_from_db()
    assert (draft.draft["problem"], draft.draft["risks"]) == ("8", "8")
    sent = {f"{name} {turn}" for name in ("problem", "risks") for turn in range(1, 9)}
    assert sent - everything_about(draft) == set()
    newest = {draft.draft["idea"], *(row.text for row in draft.kept_texts.waiting())}
    assert newest == {"problem 8", "risks 8"}


def everything_about(draft: Proposal) -> set[str]:
    """Every answer in the text, beside it, or in its history."""
    revisions = Revision.objects.filter(proposal=draft).values_list("changes", flat=True)
    return {
        *draft.draft.values(),
        *KeptText.objects.filter(proposal=draft).values_list("text", flat=True),
        *(text for changes in revisions for text in changes.values()),
    }


# In any order -----------------------------------------------------------------------------------

KEYS = ("idea", "problem", "risks", "yearly_cost_cash", "wanted__grandview")
words = st.text(alphabet="ab \n", max_size=4)
typed = st.dictionaries(st.sampled_from(KEYS), words, min_size=1)


class Editors(RuleBasedStateMachine):
    """Two people who type over any version they have read, on any of their pages, in any order."""

    @initialize()
    def begin(self) -> None:
        """A draft of one, shared with the other."""
        city = CityFactory(slug="raytown", name="Raytown")
        self.people = [in_office(Role.STAFF, city) for _ in range(2)]
        author, colleague = (person.user for person in self.people)
        self.draft = ProposalFactory(city=city, author=author, writers=[colleague])
        self.pages = [[uuid.uuid4() for _ in range(2)] for _ in range(2)]
        self.sent: set[str] = set()
        self.minutes = 0

    def _at(self) -> datetime:
        self.minutes += 1
        return NOW + timedelta(minutes=self.minutes)

    @rule(
        who=st.integers(0, 1),
        page=st.integers(-1, 1),
        turn=st.none() | st.integers(0, 9),
        answers=typed,
        back=st.integers(0, 4),
        settled=st.sets(st.sampled_from(KEYS)),
        shown=st.sets(st.sampled_from(KEYS)),
        released=st.sets(st.sampled_from(KEYS), max_size=1),
    )
    def save(self, who, page, turn, answers, back, settled, shown, released) -> None:
        """Somebody's page sends what was typed over an older or the newest version."""
        self._remember(answers)
        self.draft = writing.save(
            self.draft,
            answers=answers,
            base=max(0, self._version() - back),
            settled=settled,
            shown=shown,
            released=released,
            page=None if page < 0 else Page(self.pages[who][page], turn),
            by=self.people[who],
            at=self._at(),
        ).proposal

    @rule(who=st.integers(0, 1), answers=typed, back=st.integers(0, 4))
    def keep_signed_out(self, who, answers, back) -> None:
        """What was typed arrives without a session."""
        self._remember(answers)
        writing.keep_for(
            self.draft,
            answers=answers,
            base=max(0, self._version() - back),
            by=self.people[who],
            at=self._at(),
        )

    @rule(who=st.integers(0, 1), keys=st.sets(st.sampled_from(KEYS)))
    def let_go(self, who, keys) -> None:
        """Somebody lets go what waits."""
        writing.let_go(self.draft, keys=keys, by=self.people[who], at=self._at())

    @invariant()
    def nothing_that_was_sent_is_lost(self) -> None:
        """It is in the text, beside it, or in the history."""
        if hasattr(self, "draft"):
            self.draft.refresh_from_db()
            missing = self.sent - everything_about(self.draft)
            assert missing == set()

    @invariant()
    def the_text_is_its_revisions_laid_over_each_other(self) -> None:
        """What stands can be told from the history alone."""
        if hasattr(self, "draft"):
            stands = Revision.objects.text_at(self.draft, self._version())
            assert stands == self.draft.draft

    def _version(self) -> int:
        return Proposal.objects.values_list("version", flat=True).get(pk=self.draft.pk)

    def _remember(self, answers) -> None:
        self.sent |= {text for text in writing.tidied(answers).values() if text}


class TestEditors(Editors.TestCase, TestCase):
    """Many such histories, each of a proposal of its own."""

    settings = settings(
        deadline=None,
        max_examples=25,
        stateful_step_count=12,
        suppress_health_check=list(HealthCheck),
    )


# The loss is real ------------------------------------------------------------------------------


def test_without_keeping_what_two_people_typed_one_text_is_nowhere(
    draft, author, colleague, monkeypatch
):
    monkeypatch.setattr(keeping, "keep", lambda *_, **__: None)
    save(draft, colleague, 1, idea="Theirs")
    save(draft, author, 1, idea="Mine")
    draft.refresh_from_db()
    assert {"Theirs", "Mine"} - everything_about(draft) == {"Mine"}


def test_where_the_last_writer_wins_what_stands_is_overwritten_unseen(
    draft, author, colleague, monkeypatch
):
    def last_writer_wins(*, typed, **_):
        return Merge(changes=typed, conflicts={})

    monkeypatch.setattr(writing, "merge", last_writer_wins)
    save(draft, colleague, 1, idea="Theirs", risks="Theirs as well")
    save(draft, author, 1, idea="Mine", risks="Sample risks.")
    draft.refresh_from_db()
    assert (draft.draft["idea"], draft.draft["risks"]) == ("Mine", "Sample risks.")


def test_without_its_pages_a_text_that_comes_late_takes_back_what_came_after(draft, author):
    save(draft, author, 1, idea="One, two")
    late = save(draft, author, 2, idea="One")  # as if the newest version had been read
    assert late.proposal.draft["idea"] == "One"

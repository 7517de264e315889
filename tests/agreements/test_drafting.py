import pytest
from django.core.exceptions import PermissionDenied

from agreements.events import AgreementEvent
from agreements.models import Agreement, Version
from agreements.operations import drafting
from agreements.operations.drafting import Terms
from agreements.operations.outlines import BLANK, outline
from collaborative.lifecycle import StaleState
from collaborative.models import Event
from initiatives.models import Proposal
from tests.conftest import NOON
from tests.factories.agreements import circulated, decided
from tests.factories.proposals import ProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(cities):
    return Terms(
        title="Shared snow plows",
        kind="cooperative",
        purpose="To share plows.",
        text="## 1. Purpose\r\n\r\nTo share plows.  ",
        parties=[cities["raytown"], cities["grandview"]],
    )


@pytest.fixture
def draft(terms, facilitator):
    return drafting.draft(terms, by=facilitator, at=NOON)


def kinds() -> list[str]:
    return list(Event.objects.values_list("kind", flat=True))


def names(agreement) -> list[str]:
    return [party.organisation.name for party in agreement.parties.all()]


def test_a_draft_is_begun_from_a_chosen_proposal(terms, facilitator):
    proposal = ProposalFactory(state="chosen")
    agreement = drafting.draft(terms, proposal=proposal, by=facilitator, at=NOON)
    assert (
        agreement.state,
        agreement.slug,
        agreement.proposal,
        names(agreement),
        agreement.versions.get().draft,
        kinds(),
    ) == (
        "draft",
        "shared-snow-plows",
        proposal,
        ["Grandview", "Raytown"],
        "## 1. Purpose\n\nTo share plows.\n",
        [AgreementEvent.DRAFTED],
    )


def test_a_proposal_that_was_not_chosen_gives_no_draft(terms, facilitator):
    with pytest.raises(PermissionDenied, match="was not chosen"):
        drafting.draft(terms, proposal=ProposalFactory(state="parked"), by=facilitator, at=NOON)
    assert not Agreement.objects.exists()


def test_only_a_facilitator_drafts(terms, clerk_of):
    with pytest.raises(PermissionDenied, match="drafted by a facilitator"):
        drafting.draft(terms, by=clerk_of("raytown"), at=NOON)


def test_two_agreements_of_one_title_have_two_addresses(terms, facilitator):
    slugs = [drafting.draft(terms, by=facilitator, at=NOON).slug for _ in range(3)]
    assert slugs == ["shared-snow-plows", "shared-snow-plows-2", "shared-snow-plows-3"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("New", "new-2"),
        ("!!!", "agreement"),
        ("A very long title " * 8, "a-very-long-title-a-very-long-title-a-very-long-title-a-very"),
        ("x" * 200, "x" * 60),
    ],
)
def test_an_address_is_readable_and_no_other_pages(facilitator, title, slug):
    agreement = drafting.draft(Terms(title=title, kind="grant"), by=facilitator, at=NOON)
    assert agreement.slug == slug


def test_changing_a_draft_brings_all_of_it_in_line(draft, terms, facilitator, cities):
    drafting.change(
        draft,
        terms=Terms(
            title="Plows",
            kind="purchase",
            text="Other",
            parties=[cities["raytown"], cities["independence"]],
            required_adoptions=1,
        ),
        revision=1,
        by=facilitator,
        at=NOON,
    )
    draft.refresh_from_db()
    assert (
        draft.title,
        draft.kind,
        draft.required_adoptions,
        draft.revision,
        names(draft),
        draft.versions.get().draft,
        kinds(),
    ) == (
        "Plows",
        "purchase",
        1,
        2,
        ["Independence", "Raytown"],
        "Other\n",
        [AgreementEvent.DRAFTED, AgreementEvent.CHANGED],
    )


def test_a_draft_saved_in_between_is_not_written_over(draft, terms, facilitator):
    drafting.change(draft, terms=terms, revision=1, by=facilitator, at=NOON)
    with pytest.raises(StaleState, match=r"Facilitator, Mid-America .*while you"):
        drafting.change(draft, terms=terms, revision=1, by=facilitator, at=NOON)
    draft.refresh_from_db()
    assert draft.revision == 2


def test_every_saved_draft_stays_in_the_row_history(draft, terms, facilitator):
    drafting.change(draft, terms=terms, revision=1, by=facilitator, at=NOON)
    drafting.circulate(draft, by=facilitator, at=NOON)
    history = draft.versions.get().events.order_by("pgh_id").values_list("draft", flat=True)
    assert list(history) == ["## 1. Purpose\n\nTo share plows.\n", ""]


def test_parties_are_named_exactly(draft, facilitator, cities):
    drafting.name_parties(draft, organisations=[cities["grandview"]], by=facilitator, at=NOON)
    assert (names(draft), draft.revision) == (["Grandview"], 2)


def test_circulating_fixes_the_words(draft, facilitator):
    version = drafting.circulate(draft, by=facilitator, at=NOON)
    assert (draft.state, draft.state_since, version.draft, version.body, version.circulated_at) == (
        "circulated",
        NOON,
        "",
        "## 1. Purpose\n\nTo share plows.\n",
        NOON,
    )


def test_words_that_changed_since_they_were_read_are_not_circulated(draft, facilitator):
    with pytest.raises(StaleState, match="while you wrote"):
        drafting.circulate(draft, sha256="0" * 64, by=facilitator, at=NOON)
    draft.refresh_from_db()
    assert (draft.state, draft.versions.get().text) == ("draft", None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"parties": ()}, "needs at least two parties"),
        ({"text": " \n"}, "has no text yet"),
        ({"required_adoptions": 3}, "3 councils are asked to adopt, but only 2 are parties"),
    ],
)
def test_what_is_not_ready_is_not_circulated(terms, facilitator, change, sentence):
    kept = {name: getattr(terms, name) for name in Terms.__slots__}
    draft = drafting.draft(Terms(**{**kept, **change}), by=facilitator, at=NOON)
    with pytest.raises(PermissionDenied, match=sentence):
        drafting.circulate(draft, by=facilitator, at=NOON)
    draft.refresh_from_db()
    assert (draft.state, Version.objects.get().circulated_at) == ("draft", None)


def test_the_second_to_circulate_reads_who_was_first(draft, facilitator):
    stale = Agreement.objects.get(pk=draft.pk)
    drafting.circulate(draft, by=facilitator, at=NOON)
    with pytest.raises(StaleState, match=r"before the councils: Facilitator, .*12:00 pm Central"):
        drafting.circulate(stale, by=facilitator, at=NOON)


def test_nothing_of_a_circulated_agreement_is_changed(cities, terms, facilitator):
    agreement = circulated(cities["raytown"], cities["grandview"])
    with pytest.raises(StaleState):
        drafting.change(agreement, terms=terms, revision=1, by=facilitator, at=NOON)
    with pytest.raises(StaleState):
        drafting.name_parties(agreement, organisations=[], by=facilitator, at=NOON)
    assert names(agreement) == ["Grandview", "Raytown"]


def test_an_agreement_is_withdrawn_with_its_reason(cities, facilitator):
    agreement = circulated(cities["raytown"], cities["grandview"])
    drafting.withdraw(agreement, reason="The grant fell through.", by=facilitator, at=NOON)
    assert (agreement.state, Event.objects.get().detail) == (
        "withdrawn",
        {"reason": "The grant fell through."},
    )


def test_an_agreement_ends_on_its_last_day_with_its_reason(cities, facilitator):
    agreement = circulated(cities["raytown"], cities["grandview"])
    Agreement.objects.update(state="in_force", in_force_on="2026-03-01")
    agreement.refresh_from_db()
    drafting.end(agreement, reason="Run out.", on=NOON.date(), by=facilitator, at=NOON)
    agreement.refresh_from_db()
    assert (agreement.state, agreement.ended_on, Event.objects.get().detail) == (
        "ended",
        NOON.date(),
        {"reason": "Run out.", "on": "2026-03-02"},
    )


def test_what_is_not_in_force_is_not_ended(cities, facilitator):
    agreement = circulated(cities["raytown"], cities["grandview"])
    with pytest.raises(StaleState):
        drafting.end(agreement, reason="Run out.", on=NOON.date(), by=facilitator, at=NOON)


@pytest.mark.parametrize("act", ["circulate", "withdraw", "end"])
def test_a_clerk_moves_no_agreement(cities, clerk_of, act):
    agreement = circulated(cities["raytown"], cities["grandview"])
    decided(agreement, cities["raytown"])
    extra = {"withdraw": {"reason": "x"}, "end": {"reason": "x", "on": NOON.date()}}.get(act, {})
    with pytest.raises(PermissionDenied, match="by a facilitator"):
        getattr(drafting, act)(agreement, by=clerk_of("raytown"), at=NOON, **extra)


def test_the_outline_has_every_section_and_leaves_blanks_blank():
    proposal = Proposal(answers={"idea": "Share plows."}, draft={"idea": "Share less."})
    text = outline(proposal, parties=["City of Raytown, Missouri"])
    assert (
        [line for line in text.splitlines() if line.startswith("##")],
        "## 1. Purpose\n\nShare plows.\n\n## 2. Parties\n\n- City of Raytown, Missouri" in text,
        text.count(BLANK),
        outline(None, parties=[]).count(BLANK),
    ) == (
        [
            "## 1. Purpose",
            "## 2. Parties",
            "## 3. Duration",
            "## 4. Organization",
            "## 5. Financing",
            "## 6. Termination",
            "## 7. Property",
        ],
        True,
        8,
        10,
    )

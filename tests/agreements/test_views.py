import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.models import Act, Agreement, Document
from agreements.operations import records
from collaborative.models import PORTAL, PUBLIC, Event
from tests.agreements.test_records import API
from tests.conftest import NOON
from tests.factories.agreements import (
    WORDS,
    ActFactory,
    DocumentFactory,
    PartyFactory,
    VersionFactory,
    circulated,
    decided,
)
from tests.factories.proposals import ProposalFactory
from tests.initiatives.files import PDF

pytestmark = pytest.mark.django_db

ACT = {
    "instrument": "ordinance",
    "file_number": "BILL NO. 26-01",
    "result": "passed",
    "acted_on": "2026-02-24",
    "which_text": "circulated",
    "votes": "Aye: Member 1\nAbsent: Member 2",
    "tally": "1-0",
    "step-TOTAL_FORMS": "0",
    "step-INITIAL_FORMS": "0",
}


@pytest.fixture
def promise(cities):
    """An agreement before the councils of Raytown and Grandview."""
    return circulated(cities["raytown"], cities["grandview"], slug="plows", title="Plows")


@pytest.fixture
def draft(cities):
    found = PartyFactory(
        agreement__slug="draft", agreement__title="Draft", organisation=cities["raytown"]
    ).agreement
    PartyFactory(agreement=found, organisation=cities["grandview"])
    VersionFactory(agreement=found)
    return found


@pytest.fixture
def facilitators(client_for, facilitator):
    return client_for(facilitator)


@pytest.fixture
def clerks(client_for, clerk_of):
    return client_for(clerk_of("raytown"))


def at(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    cities, client_for, staff_of, django_assert_num_queries, count
):
    for _ in range(count):
        agreement = circulated(*cities.values())
        for city in cities.values():
            decided(agreement, city)
    client = client_for(staff_of("raytown"))
    with django_assert_num_queries(14):
        assert client.get(at("index")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_an_agreements_page_costs_the_same_for_any_number_of_acts(
    cities, client_for, clerk_of, django_assert_num_queries, count
):
    agreement = circulated(*cities.values())
    for city in list(cities.values())[:count]:
        act = decided(agreement, city)
        Event.objects.record(
            "act.recorded", act, by=PORTAL, at=NOON, file_number="1", party="x", result="passed"
        )
        DocumentFactory(agreement=None, act=act)
    client = client_for(clerk_of("raytown"))
    with django_assert_num_queries(34):
        assert client.get(agreement.get_absolute_url()).status_code == 200


def test_the_matrix_says_in_words_where_each_council_stands(promise, cities, client_for):
    decided(promise, cities["raytown"], on=date(2026, 2, 24))
    page = text_of(client_for(PUBLIC).get(at("index")))
    assert (
        'Adopted</span> <time datetime="2026-02-24">Tuesday, February 24, 2026' in page,
        "1 of 2 councils" in page,
        page.count("Not a party"),
        page.count("No record"),
    ) == (True, True, 3, 1)


def test_an_empty_list_says_why(client_for):
    assert "There is no agreement to show yet." in text_of(client_for(PUBLIC).get(at("index")))


def test_the_statements_page_shows_what_is_on_record_and_what_is_not(cities, client_for):
    records.import_record(API, city=cities["lees-summit"], by=PORTAL, at=NOON)
    page = text_of(client_for(PUBLIC).get(Agreement.objects.get().get_absolute_url()))
    shown = [
        "adopted this text on Tuesday, April 13, 2021",
        "There is no record of an act by Raytown&#x27;s council.",
        "taken from RES. NO. 21-08 of Lee&#x27;s Summit",
        "Statement of Common Purpose: named on the council’s record, not on file here",
        "<dt>Roll call</dt><dd>Not recorded</dd>",
        "<dt>Moved by</dt><dd>Not recorded</dd>",
        "Status says Agenda Ready but the history says adopted",
    ]
    assert [words for words in shown if words not in page] == []


def test_one_council_with_another_text_is_said_on_top(promise, cities, client_for):
    decided(promise, cities["raytown"])
    act = decided(promise, cities["grandview"], words="Other words")
    page = text_of(client_for(PUBLIC).get(promise.get_absolute_url()))
    there = at("text", "plows", act.text.sha256)
    assert ("Not in force, because a council decided otherwise." in page, there in page) == (
        True,
        True,
    )
    assert "Another text than the one circulated" in text_of(client_for(PUBLIC).get(there))


@pytest.mark.parametrize("name", ["agreement", "text", "text_file"])
def test_what_is_hidden_answers_as_what_is_not_there(draft, client_for, staff_of, promise, name):
    extra = [] if name == "agreement" else [promise.versions.get().text.sha256]
    client, nobody = client_for(staff_of("raytown")), client_for(PUBLIC)
    hidden, missing = at(name, "draft", *extra), at(name, "none", *extra)
    assert [client.get(each).status_code for each in (hidden, missing)] == [404, 404]
    assert [nobody.get(each).headers["Location"].split("?")[0] for each in (hidden, missing)] == [
        reverse("account_login")
    ] * 2


def test_a_text_is_handed_over_byte_for_byte(promise, cities, client_for):
    decided(promise, cities["raytown"])
    sha256 = promise.versions.get().text.sha256
    answer = client_for(PUBLIC).get(at("text_file", "plows", sha256))
    assert (answer.content, answer.headers["Content-Type"]) == (
        WORDS.encode(),
        "text/markdown; charset=utf-8",
    )


def test_a_facilitator_drafts_from_a_chosen_proposal(facilitators, cities):
    proposal = ProposalFactory(
        state="chosen",
        city=cities["raytown"],
        wanted_cities=[cities["grandview"]],
        text={"idea": "Share."},
    )
    here = f"{at('new')}?proposal={proposal.reference}"
    form = facilitators.get(here).context["form"]
    answer = facilitators.post(
        here,
        {
            "title": form.initial["title"],
            "kind": "cooperative",
            "parties": form.initial["parties"],
            "text": form.initial["text"],
            "revision": 1,
        },
        follow=True,
    )
    agreement = Agreement.objects.get()
    assert (
        agreement.proposal,
        [party.organisation.name for party in agreement.parties.all()],
        agreement.versions.get().draft.startswith("## 1. Purpose\n\nShare.\n"),
        "8 places in the text are still blank and marked." in text_of(answer),
    ) == (proposal, ["Grandview", "Raytown"], True, True)


def test_chosen_proposals_without_an_agreement_are_offered(facilitators):
    proposal = ProposalFactory(state="chosen")
    assert f"?proposal={proposal.reference}" in text_of(facilitators.get(at("new")))


@pytest.mark.parametrize(("reference", "status"), [("2020-999", 404), (None, 403)])
def test_a_draft_is_not_begun_from_any_proposal(facilitators, reference, status):
    reference = reference or ProposalFactory(state="parked").reference
    assert facilitators.get(at("new"), {"proposal": reference}).status_code == status


def test_a_saved_draft_is_not_written_over_and_no_word_is_lost(facilitators, draft):
    typed = {"title": "Mine", "kind": "grant", "text": "My words", "revision": 1}
    Agreement.objects.update(revision=2)
    VersionFactory._meta.model.objects.update(draft="Their words\n")
    answer = facilitators.post(at("edit", "draft"), typed)
    page = text_of(answer)
    assert (answer.status_code, "My words" in page, "Their words" in page) == (409, True, True)
    again = answer.context["form"]["revision"].value()
    assert facilitators.post(at("edit", "draft"), typed | {"revision": again}).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.versions.get().draft) == ("Mine", "My words\n")


def test_an_edit_shows_the_draft_as_it_is(facilitators, draft, cities):
    form = facilitators.get(at("edit", "draft")).context["form"]
    assert (form.initial["title"], form.initial["text"], form.initial["revision"]) == (
        "Draft",
        WORDS,
        1,
    )
    assert sorted(form.initial["parties"]) == sorted([cities["raytown"].pk, cities["grandview"].pk])


def test_circulating_shows_the_hash_and_fixes_those_words(facilitators, draft):
    page = facilitators.get(at("circulate", "draft"))
    sha256 = page.context["sha256"]
    facilitators.post(at("circulate", "draft"), {"sha256": sha256})
    draft.refresh_from_db()
    assert (sha256 in text_of(page), draft.state, draft.versions.get().text.sha256) == (
        True,
        "circulated",
        sha256,
    )


def test_what_is_not_ready_says_why_instead_of_a_button(facilitators, draft):
    draft.parties.all().delete()
    page = text_of(facilitators.get(at("circulate", "draft")))
    assert ("needs at least two parties" in page, "Send this text" in page) == (True, False)


def test_who_comes_second_reads_who_was_first(facilitators, draft):
    sent = {"sha256": facilitators.get(at("circulate", "draft")).context["sha256"]}
    facilitators.post(at("circulate", "draft"), sent)
    answer = facilitators.post(at("circulate", "draft"), sent)
    assert (answer.status_code, "Facilitator, Mid-America" in text_of(answer)) == (409, True)


def test_withdrawing_asks_why(facilitators, promise):
    here = at("withdraw", "plows")
    assert "Reason: fill this in." in text_of(facilitators.post(here, {"reason": ""}))
    page = text_of(facilitators.post(here, {"reason": "No grant."}, follow=True))
    promise.refresh_from_db()
    assert (promise.state, "withdrew it: No grant." in page) == ("withdrawn", True)
    assert facilitators.get(here).status_code == 403


def test_ending_asks_when_and_why(facilitators, promise):
    Agreement.objects.update(state="in_force", in_force_on="2026-02-24")
    here = at("end", "plows")
    assert facilitators.get(here).status_code == 200
    facilitators.post(here, {"on": "2026-02-28", "reason": "Run out."})
    promise.refresh_from_db()
    assert (promise.state, promise.ended_on) == ("ended", date(2026, 2, 28))


def test_a_clerk_records_the_act_and_reads_what_follows(clerks, promise, cities):
    decided(promise, cities["grandview"], on=date(2026, 2, 20))
    assert clerks.get(at("record_act", "plows")).context["form"]["body"].value() == "City Council"
    page = text_of(clerks.post(at("record_act", "plows"), ACT, follow=True))
    promise.refresh_from_db()
    assert (
        promise.state,
        promise.in_force_on,
        "In force since Tuesday, February 24, 2026: 2 of 2 councils adopted this text." in page,
        "Aye (1): Member 1<br>Absent (1): Member 2" in page,
    ) == ("in_force", date(2026, 2, 24), True, True)


def test_doubts_are_told_before_the_act_stands_as_typed(clerks, promise):
    typed = ACT | {"tally": "5-0", "instrument": "resolution"}
    asked = clerks.post(at("record_act", "plows"), typed)
    page = text_of(asked)
    assert (
        "Not on record yet: look at this first" in page,
        "The tally says 5-0, but the roll call counts 1 aye and 0 nay." in page,
        "ask the city attorney whether one is needed" in page,
        Act.objects.count(),
    ) == (True, True, True, 0)
    seen = {"seen": asked.context["preview"].fingerprint}
    assert clerks.post(at("record_act", "plows"), typed | seen).status_code == 302
    assert Act.objects.get().tally == "5-0"


def test_the_second_clerk_keeps_what_was_typed_and_reads_who_was_first(clerks, promise):
    clerks.post(at("record_act", "plows"), ACT)
    answer = clerks.post(at("record_act", "plows"), ACT | {"mover": "Member 9"})
    page = text_of(answer)
    assert (
        answer.status_code,
        "BILL NO. 26-01 of Raytown is already on record: Clerk, Raytown" in page,
        "Member 9" in page,
        Act.objects.count(),
    ) == (409, True, True, 1)


def test_a_vote_in_the_future_is_refused_beside_its_field(clerks, promise):
    page = text_of(clerks.post(at("record_act", "plows"), ACT | {"acted_on": "2999-01-01"}))
    assert ("is in the future" in page, Act.objects.count()) == (True, 0)


def test_a_pending_act_is_completed_from_its_own_words(clerks, promise, cities):
    act = ActFactory(
        party=promise.parties.get(organisation=cities["raytown"]), file_number="BILL NO. 26-01"
    )
    here = at("complete_act", "plows", act.pk)
    assert clerks.get(here).context["form"]["file_number"].value() == "BILL NO. 26-01"
    clerks.post(here, ACT)
    act.refresh_from_db()
    assert (act.result, clerks.get(here).status_code) == ("passed", 302)


def test_a_correction_begins_with_the_acts_own_words(clerks, promise, cities):
    wrong = decided(promise, cities["raytown"], file_number="BILL NO. 26-01", mover="Member 7")
    here = at("correct_act", "plows", wrong.pk)
    assert clerks.get(here).context["form"]["mover"].value() == "Member 7"
    page = text_of(clerks.post(here, ACT | {"result": "failed"}, follow=True))
    assert (wrong.corrected_by.result, "(corrected since)" in page, "(correction)" in page) == (
        "failed",
        True,
        True,
    )
    assert clerks.get(here).status_code == 403


def test_the_clerk_elsewhere_and_a_foreign_act_are_turned_away(
    client_for, clerk_of, promise, cities, draft
):
    act = decided(promise, cities["raytown"])
    elsewhere, neighbour = client_for(clerk_of("independence")), client_for(clerk_of("grandview"))
    assert (
        elsewhere.get(at("record_act", "plows")).status_code,
        neighbour.get(at("correct_act", "plows", act.pk)).status_code,
        neighbour.get(at("complete_act", "plows", act.pk)).status_code,
        neighbour.get(at("add_act_document", "plows", act.pk)).status_code,
        neighbour.get(at("correct_act", "draft", act.pk)).status_code,
    ) == (403, 403, 403, 403, 404)


def test_a_document_is_added_checked_and_handed_over_as_a_download(clerks, promise, cities):
    act = decided(promise, cities["raytown"])
    sent = {"file": SimpleUploadedFile("Ordinance.pdf", PDF)}
    page = text_of(clerks.post(at("add_act_document", "plows", act.pk), sent, follow=True))
    document = Document.objects.get()
    answer = clerks.get(at("document", "plows", document.pk))
    assert (
        "“Ordinance.pdf” is on file." in page,
        document.act,
        b"".join(answer.streaming_content),
        answer.headers["Content-Disposition"],
        answer.headers["Content-Type"],
    ) == (True, act, PDF, 'attachment; filename="Ordinance.pdf"', "application/pdf")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tool.pdf", b"MZ\x90\x00", "program it was made with"),
        ("drawing.svg", b"<svg/>", "which the portal does not take"),
        ("empty.pdf", b"", "is empty"),
        ("big.pdf", PDF * 9, "one file may have"),
    ],
)
def test_a_file_that_may_not_come_in_says_why(
    facilitators, promise, settings, name, content, sentence
):
    settings.ATTACHMENT_MAX_BYTES = 200
    answer = facilitators.post(
        at("add_document", "plows"), {"file": SimpleUploadedFile(name, content)}
    )
    assert (sentence in text_of(answer), Document.objects.count()) == (True, 0)


def test_the_packet_is_explained_then_handed_over_and_noted(clerks, promise, cities):
    decided(promise, cities["raytown"])
    page = text_of(clerks.get(at("packet", "plows")))
    answer = clerks.post(at("packet", "plows"))
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as packet:
        names = [name for name in packet.namelist() if not name.startswith("acts/")]
    event = Event.objects.get(kind="agreement.packet_exported")
    assert (
        "There is no record of an act by Grandview" in page,
        answer.headers["Content-Disposition"],
        names,
        (event.office, event.detail["city"]),
    ) == (
        True,
        'attachment; filename="plows-raytown.zip"',
        [
            "manifest.json",
            "README.txt",
            "SHA256SUMS.txt",
            "packet.pdf",
            "record.json",
            "text.md",
        ],
        ("Clerk, Raytown", "raytown"),
    )


def test_a_packet_is_not_for_everybody_and_not_of_a_draft(
    client_for, clerk_of, staff_of, facilitators, promise, draft
):
    assert (
        client_for(clerk_of("independence")).get(at("packet", "plows")).status_code,
        client_for(staff_of("raytown")).post(at("packet", "plows")).status_code,
        facilitators.get(at("packet", "draft")).status_code,
        facilitators.get(at("packet", "plows")).status_code,
    ) == (403, 403, 403, 200)


def test_the_public_reads_what_happened_by_office_without_inner_business(
    promise, cities, client_for, facilitators
):
    decided(promise, cities["raytown"])
    b"".join(facilitators.post(at("packet", "plows")).streaming_content)
    public = text_of(client_for(PUBLIC).get(promise.get_absolute_url()))
    inside = text_of(facilitators.get(promise.get_absolute_url()))
    assert ("exported the packet" in public, "exported the packet" in inside) == (False, True)


def test_closed_doors_say_why(facilitators, clerks, promise):
    inside = text_of(facilitators.get(promise.get_absolute_url()))
    council = text_of(clerks.get(promise.get_absolute_url()))
    assert (
        "“Plows” is before the councils; only a draft&#x27;s text, parties and terms" in inside,
        at("withdraw", "plows") in inside,
        at("record_act", "plows") in council,
        at("withdraw", "plows") in council,
    ) == (True, True, True, False)

"""What each sees of a meeting: the facilitator, the room, those who take part, everybody."""

import io
import re

import pytest
from django.test import Client
from docx import Document

from initiatives.models import Meeting, Review, Round
from initiatives.operations import meetings, motions, rounds
from initiatives.results.meetings import DECIDES
from tests.factories.rounds import OPENING
from tests.initiatives.meeting_scenes import (
    AFTER,
    BEGIN,
    begun,
    discussed,
    minutes_later,
    planned,
    stored,
    take_up,
)
from tests.initiatives.scenes import prepared
from tests.initiatives.test_motions import motion

pytestmark = pytest.mark.django_db
LEADS = "Your city leads this one, or you helped to write it. You will be called for the next."
HIDDEN = "You stepped back from this one. You will be called for the next."
TYPED = "CANARY-MOTION"


@pytest.fixture
def people(evaluator_of, liaison_of):
    cast = {city: evaluator_of(city) for city in ("raytown", "grandview", "independence")}
    return cast | {"liaison": liaison_of("grandview")}


@pytest.fixture
def meeting(people, facilitator) -> Meeting:
    round_ = discussed(facilitator, *list(people.values())[:3])
    return begun(round_, facilitator)


@pytest.fixture
def item(meeting, facilitator):
    """Raytown's proposal under discussion, with a note and a motion being typed."""
    found = take_up(meeting, "EJC-2026-001", facilitator)
    motions.jot(found, boxes={"text": TYPED, "note": "A note"}, by=facilitator, at=BEGIN)
    return found


def path(meeting: Meeting, page: str = "") -> str:
    return f"/rounds/{meeting.round.slug}/meetings/{meeting.number}/{page}"


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def release(meeting: Meeting) -> None:
    Round.objects.filter(pk=meeting.round_id).update(
        state="released", frozen_at=AFTER, released_at=AFTER, input_sha256="0" * 64
    )


@pytest.mark.parametrize("who", ["grandview", "independence", "liaison"])
@pytest.mark.parametrize("part", ["", "now/"])
def test_who_takes_part_follows_what_is_discussed(item, people, client_for, who, part):
    shown = text(client_for(people[who]).get(path(item.meeting, part)))
    assert (TYPED in shown, "Idea 1" in shown, "called for the next" in shown) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize("part", ["", "now/"])
def test_who_steps_aside_reads_the_title_alone(item, people, facilitator, client_for, part):
    made = motions.record(item, motion=motion(item), by=facilitator, at=minutes_later(1))
    shown = text(client_for(people["raytown"]).get(path(item.meeting, part)))
    assert (LEADS in shown, "Idea 1" in shown) == (True, True)
    assert [word for word in (made.text, TYPED, made.mover.office) if word in shown] == []


def test_to_who_steps_aside_the_page_is_the_same_whatever_is_said(
    item, people, facilitator, client_for
):
    """Two worlds that differ in a hidden motion give the same bytes, the fragment's name too."""
    client, url = client_for(people["raytown"]), path(item.meeting, "now/")
    before = client.get(url).content
    motions.jot(item, boxes={"note": "More", "text": ""}, by=facilitator, at=BEGIN)
    motions.record(item, motion=motion(item), by=facilitator, at=minutes_later(1))
    after = client.get(url)
    assert after.content == before
    (seen,) = re.findall(r"seen=(\w+)", after.content.decode())
    assert client.get(f"{url}?seen={seen}").status_code == 204


def test_a_recusal_during_the_meeting_closes_the_item(item, people, client_for):
    Review.objects.filter(evaluator=people["grandview"].user, entry=item.entry).update(
        state="recused", conflict="Sample conflict", recused_at=AFTER, submitted_at=None
    )
    shown = text(client_for(people["grandview"]).get(path(item.meeting)))
    assert (TYPED in shown, HIDDEN in shown) == (False, True)


def test_nothing_is_sent_while_nothing_has_changed(item, people, facilitator, client_for):
    client, url = client_for(people["grandview"]), path(item.meeting, "now/")
    (seen,) = re.findall(r"seen=(\w+)", text(client.get(url)))
    unchanged = client.get(f"{url}?seen={seen}")
    assert (unchanged.status_code, unchanged.content) == (204, b"")
    motions.jot(item, boxes={"text": "Another motion"}, by=facilitator, at=BEGIN)
    assert "Another motion" in text(client.get(f"{url}?seen={seen}"))


def test_after_the_end_the_page_asks_no_more(meeting, people, facilitator, client_for):
    url = path(meeting)
    client = client_for(people["grandview"])
    assert "hx-get" in text(client.get(url))
    meetings.end(meeting, by=facilitator, at=minutes_later(30))
    assert "hx-get" not in text(client.get(url))


def test_who_has_signed_out_is_taken_to_the_sign_in_and_nothing_is_swapped_in(meeting):
    answer = Client().get(path(meeting, "now/"), headers={"HX-Request": "true"})
    assert (answer.headers["HX-Refresh"], answer.content) == ("true", b"")


def test_no_evaluator_is_named_on_the_projector_and_no_message_is_shown(
    item, people, facilitator, client_for
):
    client = client_for(facilitator)
    client.post(path(item.meeting, "items/1/keep/"), {"text": "To recommend it"})
    shown = text(client.get(path(item.meeting, "projector/")))
    assert [
        word
        for word in ("Evaluator", "Kept at", "portal-masthead", "portal-messages", "A note")
        if word in shown
    ] == []
    for said in ("Now discussing, item 1 of 3", "Idea 1", "To recommend it", "Grandview"):
        assert said in shown


def test_the_projector_shows_how_the_cities_scored_and_where_they_differ(
    people, facilitator, client_for
):
    round_ = discussed(facilitator, *list(people.values())[:3])
    item = take_up(begun(round_, facilitator), "EJC-2026-002", facilitator)
    shown = text(client_for(facilitator).get(path(item.meeting, "projector/now/")))
    lines = re.findall(r'<th scope="row">(\w+)</th><td class="portal-number">([\d.–]+)', shown)
    assert lines == [
        ("Grandview", "–"),
        ("Independence", "80.00"),
        ("Raytown", "80.00"),
    ]


def test_the_projector_follows_the_meeting(item, facilitator, client_for):
    client, url = client_for(facilitator), path(item.meeting, "projector/now/")
    (seen,) = re.findall(r"seen=(\w+)", text(client.get(url)))
    assert client.get(f"{url}?seen={seen}").status_code == 204
    motions.jot(item, boxes={"text": "Another motion"}, by=facilitator, at=BEGIN)
    assert "Another motion" in text(client.get(f"{url}?seen={seen}"))


def test_the_facilitator_reads_who_must_be_outside_and_who_leaves_next(
    item, facilitator, client_for
):
    shown = " ".join(text(client_for(facilitator).get(path(item.meeting, "lead/"))).split())
    assert "Must be outside now:</strong> Evaluator, Raytown." in shown
    assert "Must leave: Evaluator, Grandview; Liaison, Grandview." in shown
    assert "Call back: Evaluator, Raytown." in shown


def test_a_motion_goes_from_the_page_to_the_record(item, facilitator, client_for):
    there = {one.office: str(one.pk) for one in item.meeting.attendances.all()}
    client = client_for(facilitator)
    typed = {
        "text": "To recommend it",
        "asks": "recommend",
        "mover": there["Liaison, Grandview"],
        "seconder": there["Evaluator, Independence"],
        "rationale": "It saves most.",
        "vote__grandview": "yes",
        "vote__independence": "",
    }
    url = path(item.meeting, "items/1/motion/")
    refused = client.post(url, typed)
    assert (item.motions.count(), "To recommend it" in text(refused)) == (0, True)
    client.post(url, {**typed, "outcome": "carried"})
    made = item.motions.get()
    assert (made.text, made.outcome, made.votes, made.rationale) == (
        "To recommend it",
        "carried",
        {"grandview": "yes"},
        "It saves most.",
    )


def test_what_is_typed_is_kept_by_script_and_by_button(item, facilitator, client_for):
    client, url = client_for(facilitator), path(item.meeting, "items/1/keep/")
    kept = client.post(url, {"note": "By script"}, headers={"HX-Request": "true"})
    assert text(kept).strip().startswith("Kept at ")
    answer = client.post(url, {"note": "By button", "asks": "nonsense", "mover": "nobody"})
    assert answer.status_code == 302
    boxes = dict(item.jottings.order_by("pk").values_list("box", "text"))
    assert boxes == {"text": TYPED, "note": "By button"}


def test_who_presses_next_second_gets_a_409_with_who_was_first(item, facilitator, client_for):
    answer = client_for(facilitator).post(path(item.meeting, "items/2/take-up/"), {"after": "0"})
    assert (answer.status_code, meetings.current_item(item.meeting)) == (403, item)
    motions.jot(item, boxes={"text": ""}, by=facilitator, at=BEGIN)
    answer = client_for(facilitator).post(path(item.meeting, "items/2/take-up/"), {"after": "0"})
    assert (answer.status_code, meetings.current_item(item.meeting)) == (409, item)
    assert b"Facilitator, Mid-America Regional Council changed it" in answer.content


def document_of(answer) -> str:
    return "\n".join(
        paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs
    )


def ended_with_a_motion(item, facilitator) -> Meeting:
    motions.record(item, motion=motion(item), by=facilitator, at=minutes_later(8))
    meetings.end(item.meeting, by=facilitator, at=minutes_later(30))
    return stored(item.meeting)


def test_the_minutes_name_offices_for_the_facilitator_from_the_end_on(
    item, facilitator, client_for
):
    client = client_for(facilitator)
    assert client.get(path(item.meeting, "minutes.docx")).status_code == 404
    meeting = ended_with_a_motion(item, facilitator)
    said = document_of(client.get(path(meeting, "minutes.docx")))
    for sentence in (
        "Began: Tuesday, March 17, 2026, 9:00 am Central",
        "Left the room: Evaluator, Raytown.",
        "A note",
        "Moved by Liaison, Grandview; seconded by Evaluator, Independence.",
        "Grandview: yes",
        "It saves most.",
        "Rank 1, which holds within 1",
        "The results were not frozen when these minutes were made",
    ):
        assert sentence in said
    pdf = client.get(path(meeting, "minutes.pdf"))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_everybody_reads_the_minutes_after_the_release_without_who_stepped_back(
    item, people, facilitator, client_for
):
    meeting = ended_with_a_motion(item, facilitator)
    for actor in people.values():
        assert client_for(actor).get(path(meeting, "minutes.docx")).status_code == 404
    release(meeting)
    said = document_of(Client().get(path(meeting, "minutes.docx")))
    assert ("1 person left the room." in said, "Left the room:" in said) == (True, False)
    assert "Minutes as PDF" in text(Client().get(path(meeting)))


@pytest.mark.parametrize("part", ["", "now/", "lead/", "projector/", "projector/now/"])
@pytest.mark.parametrize("proposals", [2, 7])
def test_the_queries_do_not_grow_with_the_agenda(
    people, facilitator, cities, client_for, django_assert_max_num_queries, part, proposals
):
    del cities
    round_ = prepared(
        people["raytown"], people["independence"], proposals=proposals, has_discussion=True
    )
    Round.objects.filter(pk=round_.pk).update(state="scoring", opened_at=OPENING)
    round_.refresh_from_db()
    rounds.close(round_, by=facilitator, at=AFTER)
    meeting = begun(round_, facilitator)
    item = take_up(meeting, "EJC-2026-001", facilitator)
    motions.jot(item, boxes={"text": TYPED}, by=facilitator, at=BEGIN)
    client = client_for(facilitator)
    client.get(path(meeting, part))
    with django_assert_max_num_queries(QUERIES[part]) as queries:
        client.get(path(meeting, part))
    assert len(queries) == QUERIES[part]


QUERIES = {"": 10, "now/": 9, "lead/": 23, "projector/": 16, "projector/now/": 16}
"""The session, the person and the offices among them."""


def test_the_page_before_the_beginning_says_when(people, facilitator, client_for):
    meeting = planned(discussed(facilitator, *list(people.values())[:3]), facilitator)
    shown = text(client_for(people["grandview"]).get(path(meeting)))
    assert "It has not begun. It is planned for Tuesday, March 17, 2026" in shown


def test_a_motion_that_was_carried_leads_to_the_decision_filled_in(item, facilitator, client_for):
    made = motions.record(item, motion=motion(item), by=facilitator, at=minutes_later(8))
    client, lead = client_for(facilitator), path(item.meeting, "lead/")
    link = f"/rounds/{item.meeting.round.slug}/decisions/EJC-2026-001/?motion={made.pk}"
    before = text(client.get(lead))
    assert (link in before, "freeze the results" in before) == (False, True)
    rounds.freeze(item.meeting.round, by=facilitator, at=minutes_later(9))
    assert link in text(client.get(lead))
    form = client.get(link).context["form"]
    assert form.initial == {"outcome": DECIDES["recommend"], "rationale": "It saves most."}
    for other in ("0", "nonsense"):
        asked = client.get(link.replace(f"={made.pk}", f"={other}"))
        assert asked.context["form"].initial == {}

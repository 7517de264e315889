"""The roof: home pages, the record of events, health, and the commands that look after things."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from collaborative.celery import QUEUES
from collaborative.dashboard import health
from collaborative.models import PUBLIC, Event
from notifications.models import Heartbeat, Refusal
from tests.collaborative.clamd import clamd
from tests.conftest import NOON
from tests.factories.agreements import ImportedRecordFactory, circulated, decided
from tests.factories.cities import InvitationFactory, MeetingFactory, OfficeFactory
from tests.factories.cohorts import EnrolmentFactory, SeatsFactory
from tests.factories.notifications import (
    HeartbeatFactory,
    MessageFactory,
    RefusalFactory,
    WhereaboutsFactory,
)
from tests.factories.people import EventFactory
from tests.factories.proposals import ProposalFactory
from tests.factories.rounds import RoundFactory

pytestmark = pytest.mark.django_db


def panels(client) -> dict[str, list[str]]:
    """What a home page shows: the things that wait, by panel."""
    shown = client.get(reverse("home")).context["panels"]
    return {panel.title: [task.label for task in panel.tasks] for panel in shown}


def test_a_member_of_staff_sees_the_own_drafts_and_what_is_under_way(client_for, staff_of, cities):
    staff = staff_of("raytown")
    own = {"city": cities["raytown"], "author": staff.user}
    ProposalFactory(state="draft", title="A draft", **own)
    ProposalFactory(state="returned", title="One sent back", **own)
    ProposalFactory(state="submitted", title="One sent in", **own)
    ProposalFactory(state="draft", title="Somebody else's", city=cities["raytown"])
    assert panels(client_for(staff)) == {
        "Your drafts": ["A draft", "One sent back"],
        "Sent in by you": ["One sent in"],
        "Comments that wait for you": [],
    }


def test_a_facilitator_sees_what_to_screen_to_run_and_to_draft(client_for, facilitator, cities):
    ProposalFactory(state="submitted", title="To screen", city=cities["raytown"])
    ProposalFactory(state="chosen", title="To draft", city=cities["raytown"])
    RoundFactory(title="To prepare")
    MessageFactory(failed=True, subject="A letter that came back")
    assert panels(client_for(facilitator)) == {
        "Comments that wait for you": [],
        "Proposals to screen": ["To screen"],
        "Rounds under way": ["To prepare"],
        "Chosen, without an agreement yet": ["To draft"],
        "Packets in bulk": [],
        "Mail that could not be delivered": ["A letter that came back"],
    }


def test_a_clerk_sees_the_agreements_on_which_the_own_council_has_no_act(
    client_for, clerk_of, cities
):
    circulated(cities["raytown"], cities["grandview"], title="Waits")
    done = circulated(cities["raytown"], cities["grandview"], title="Recorded", words="Other words")
    decided(done, cities["raytown"])
    circulated(cities["independence"], title="Of others", words="Yet other words")
    MeetingFactory(organisation=cities["raytown"])
    ImportedRecordFactory(city=cities["raytown"], file_number="26-11")
    ImportedRecordFactory(city=cities["grandview"])
    assert panels(client_for(clerk_of("raytown"))) == {
        "Comments that wait for you": [],
        "Acts of your council to record": ["Waits"],
        "Council records without an agreement": ["26-11"],
        "Your council’s next meeting": ["Monday, March 3, 2098, 6:00 pm Central, City Council"],
        "Packets in bulk": [],
    }


def test_an_analyst_sees_the_proposals_about_training_that_are_published(client_for, analyst):
    ProposalFactory(state="submitted", category="people", title="Not published yet")
    assert panels(client_for(analyst)) == {
        "Courses open for enrolment": [],
        "Seats to answer for": [],
        "Needs assessments under way": [],
        "Programmes under study": [],
        "Year plans": [],
        "Cohorts ahead": [],
        "Proposals about training": [],
    }


def test_an_administrator_sees_invitations_without_an_answer_and_what_is_silent(
    client_for, administrator, cities, beating
):
    InvitationFactory(email="clerk@sample.example", organisation=cities["raytown"])
    Heartbeat.objects.filter(name="exports").update(at=NOON)
    WhereaboutsFactory(held=True)
    assert panels(client_for(administrator)) == {
        "Invitations without an answer": ["clerk@sample.example: Staff, Raytown"],
        "Clockwork": ["All mail is held", "The queue “exports” is silent"],
        "Mail that could not be delivered": [],
    }


def test_whoever_gets_no_mail_because_it_came_back_sees_that_first(client_for, staff_of):
    staff, other = staff_of("raytown"), staff_of("raytown")
    RefusalFactory(address=other.user.email.lower())
    assert "Your address" not in panels(client_for(staff))
    refusal = RefusalFactory(address=staff.user.email.lower())
    first = client_for(staff).get(reverse("home")).context["panels"][0]
    assert (first.title, [(task.label, task.url) for task in first.tasks]) == (
        "Your address",
        [(f"Mail to {refusal.address} comes back", reverse("notifications:mine"))],
    )
    Refusal.objects.filter(pk=refusal.pk).update(cleared_at=NOON, cleared_by=staff.user)
    assert "Your address" not in panels(client_for(staff))


def test_somebody_without_an_office_is_told_whom_to_ask(client_for, stranger):
    page = client_for(stranger).get(reverse("home")).content.decode()
    assert "You hold no office today, so nothing waits for you." in page


@pytest.mark.parametrize("count", [1, 3])
def test_a_home_page_costs_the_same_for_any_number_of_things(
    client_for, liaison_of, clerk_of, cities, django_assert_num_queries, count
):
    liaison = liaison_of("raytown")
    OfficeFactory(person=liaison.user, organisation=cities["raytown"], role="clerk")
    for number in range(count):
        own = {"city": cities["raytown"], "author": liaison.user}
        ProposalFactory(state="draft", **own)
        ProposalFactory(state="submitted", **own)
        circulated(cities["raytown"], cities["grandview"], words=f"Words {number}")
        ImportedRecordFactory(city=cities["raytown"], file_number=f"26-{number}")
        seats = SeatsFactory(city=cities["raytown"])
        EnrolmentFactory(seat=seats, person=liaison.user, name="")
    client = client_for(liaison)
    with django_assert_num_queries(24):
        assert client.get(reverse("home")).status_code == 200


def test_a_visitor_sees_what_was_adopted(client_for, cities):
    agreement = circulated(cities["raytown"], cities["grandview"], title="Adopted by one")
    decided(agreement, cities["raytown"])
    circulated(cities["raytown"], title="Adopted by none", words="Other words")
    shown = client_for(PUBLIC).get(reverse("home")).context["standings"]
    assert [standing.agreement.title for standing in shown] == ["Adopted by one"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_record_of_events_costs_the_same_for_any_number(
    client_for, administrator, django_assert_num_queries, count
):
    EventFactory.create_batch(count)
    client = client_for(administrator)
    with django_assert_num_queries(5):
        assert client.get(reverse("events")).status_code == 200


def test_alive_is_told_without_a_look_at_anything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.fixture
def beating():
    """Clock, sweep, and whoever works at the queues, have just given signs of life."""
    for part in ("beat", "sweep"):
        HeartbeatFactory(part=part, at=timezone.now())
    for queue in QUEUES:
        HeartbeatFactory(part="queue", name=queue, at=timezone.now())


def test_ready_is_told_when_every_part_is(client, beating):
    answer = client.get("/readyz")
    said = json.loads(answer.content)
    assert (answer.status_code, said["ready"], {name for name in said if name != "ready"}) == (
        200,
        True,
        {
            "database",
            "migrations",
            "broker",
            "beat",
            "sweep",
            "queue_mail",
            "queue_exports",
            "queue_computing",
            "mail",
        },
    )


@pytest.mark.parametrize(
    ("silent", "part"),
    [("mail", "queue_mail"), ("exports", "queue_exports"), ("computing", "queue_computing")],
)
def test_a_worker_that_went_silent_makes_it_not_ready(client, beating, silent, part):
    Heartbeat.objects.filter(name=silent).update(at=NOON)
    answer = client.get("/readyz")
    assert (answer.status_code, json.loads(answer.content)[part]["ok"]) == (503, False)


def test_the_doctor_says_that_mail_is_held(beating):
    WhereaboutsFactory(held=True)
    Heartbeat.objects.filter(part="queue", name="mail").delete()
    assert list(health.faults(at=timezone.now())) == [
        "Queue mail is not ready. Start a worker for it: `manage.py work --queues mail`.",
        (
            "All mail is held. An administrator lets it go on the page Clockwork; from here "
            "`manage.py release_mail` does."
        ),
    ]


def test_a_broker_that_is_not_there_is_named_with_what_to_do(beating, settings, monkeypatch):
    monkeypatch.setattr(health, "_broker", lambda: {"ok": False, "error": "OperationalError"})
    assert list(health.faults(at=timezone.now())) == [
        (
            "Broker is not ready (OperationalError). Is Valkey or Redis running, and is BROKER_URL "
            "right?"
        )
    ]


def test_the_doctor_finds_nothing_where_all_is_well(beating, capsys, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clamd() as scanner:
        settings.CLAMD_SOCKET = scanner.address
        call_command("doctor")
    assert capsys.readouterr().out == "All is well.\n"


def test_the_doctor_says_plainly_that_nothing_is_scanned(beating, capsys, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("doctor")
    assert capsys.readouterr().out == (
        "Files that come in are not scanned for viruses: CLAMD_SOCKET is not set.\nAll is well.\n"
    )


@pytest.mark.parametrize(
    ("address", "reason"),
    [("127.0.0.1:9", "ConnectionRefusedError: "), ("/nowhere/clamd.sock", "FileNotFoundError: ")],
)
def test_the_doctor_names_a_scanner_that_is_silent(beating, capsys, settings, address, reason):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CLAMD_SOCKET = address
    with pytest.raises(CommandError, match="1 found"):
        call_command("doctor")
    said = capsys.readouterr().err
    assert said.startswith(f"The virus scanner at {address} does not answer ({reason}")
    assert said.endswith(
        "), so no file can be added. Is clamd running, and is CLAMD_SOCKET right?\n"
    )


def test_the_doctor_sees_files_that_everybody_could_read(beating, capsys, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    with pytest.raises(CommandError, match="1 found"):
        call_command("doctor")
    assert capsys.readouterr().err == (
        f"The folder for uploaded files, {tmp_path / 'files'}, lies inside {tmp_path}, which "
        "everybody can read. Set MEDIA_ROOT to another.\n"
    )


def test_the_doctor_names_each_fault(beating, capsys, settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    Heartbeat.objects.filter(part="beat").delete()
    with pytest.raises(CommandError, match="3 found"):
        call_command("doctor")
    assert capsys.readouterr().err.splitlines() == [
        "Beat is not ready. Start the clock: `celery --app collaborative.celery beat`.",
        (
            "Mail cannot be handed over to 127.0.0.1, port 9 (ConnectionRefusedError). Is "
            "EMAIL_URL right, and does the server answer?"
        ),
        f"The folder for uploaded files, {tmp_path / 'file'}, cannot be written (File exists).",
    ]


def test_invariants_hold_where_nothing_happened(capsys):
    call_command("check_invariants")
    assert capsys.readouterr().out == "Everything holds.\n"


def test_a_breach_is_named_and_ends_the_command_with_1(capsys, cities):
    OfficeFactory(person__name="Somebody", organisation=cities["raytown"], role="facilitator")
    with pytest.raises(CommandError, match="1 of the things") as refusal:
        call_command("check_invariants")
    assert (refusal.value.returncode, capsys.readouterr().err) == (
        1,
        "People: Somebody holds Facilitator, Raytown, where no such office exists.\n",
    )


def test_docs_that_differ_from_the_code_are_named(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("collaborative.management.commands.write_docs.FOLDER", tmp_path)
    with pytest.raises(CommandError, match=r"Out of date: roles\.md, lifecycles\.md, messages\.md"):
        call_command("write_docs", check=True)
    call_command("write_docs")
    call_command("write_docs", check=True)
    assert capsys.readouterr().out.splitlines() == [
        "Written: roles.md, lifecycles.md, messages.md.",
        "Nothing has changed.",
    ]


def test_the_record_of_events_says_who_in_which_office(client_for, administrator, clerk_of):
    clerk = clerk_of("raytown")
    Event.objects.record("act.recorded", clerk.user, by=clerk, at=NOON)
    (event,) = client_for(administrator).get(reverse("events")).context["page"]
    assert (event.words, event.who) == ("Act recorded", "Clerk, Raytown")

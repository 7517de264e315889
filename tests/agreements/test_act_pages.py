"""The clerk's pages of one act: every field, its steps, what came after."""

from datetime import date

import pytest
from django.urls import reverse

from agreements.models import Act, Action, Vote
from agreements.operations import acts
from agreements.operations.facts import Facts, Step
from tests.agreements.test_views import ACT
from tests.conftest import NOON
from tests.factories.agreements import ActFactory, VoteFactory, circulated, decided
from tests.factories.cities import CompositionFactory

pytestmark = pytest.mark.django_db

EVERY = {
    "version": "2",
    "name": "Snow plows",
    "type_name": "Ordinance",
    "status": "Passed",
    "in_control": "Board of Aldermen",
    "introduced_on": "2026-02-03",
    "agenda_on": "2026-02-24",
    "final_on": "2026-02-24",
    "enactment_number": "5801",
    "enacted_on": "2026-02-25",
    "title": "An ordinance to share snow plows",
    "sponsors": "Alderman 1\r\n\r\n Alderman  2",
    "indexes": "Roads",
    "code_sections": "2-201\r\n2-202",
    "requester": "Public Works",
    "notes": "Two readings",
    "body": "Board of Aldermen - Regular Session",
    "mover": "Alderman 1",
    "seconder": "Alderman 2",
    "agenda_number": "7.B",
    "action_word": "adopted",
    "result_word": "Pass",
    "action_text": "A motion was made.",
}
STEPS = {
    "step-TOTAL_FORMS": "3",
    "step-INITIAL_FORMS": "0",
    "step-0-kind": "second_reading",
    "step-0-on": "2026-02-24",
    "step-0-ORDER": "2",
    "step-1-kind": "committee",
    "step-1-word": "recommended for approval",
    "step-1-on": "2026-02-10",
    "step-1-body": "Public Works Committee",
    "step-1-passed": "yes",
    "step-1-mover": "Alderman 3",
    "step-1-tally": "2-1",
    "step-1-others": "aye",
    "step-1-votes": "Alderman 3\nAlderman 4\nAlderman 5: nay",
    "step-1-ORDER": "1",
}


@pytest.fixture
def promise(cities):
    return circulated(cities["raytown"], cities["grandview"], slug="plows", title="Plows")


@pytest.fixture
def clerks(client_for, clerk_of):
    return client_for(clerk_of("raytown"))


def at(name: str, *args) -> str:
    return reverse(f"agreements:{name}", args=args)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_every_field_of_a_record_is_kept_as_typed(clerks, promise):
    assert clerks.post(at("record_act", "plows"), ACT | EVERY).status_code == 302
    act = Act.objects.get()
    lists = {"sponsors": ["Alderman 1", "Alderman 2"], "indexes": ["Roads"]}
    lists["code_sections"] = ["2-201", "2-202"]
    days = {name for name in EVERY if name.endswith("_on")}
    kept = {name: getattr(act, name) for name in EVERY}
    wanted = {
        name: date.fromisoformat(EVERY[name]) if name in days else EVERY[name] for name in EVERY
    }
    assert kept == wanted | lists


def test_the_agreements_page_shows_every_field_in_which_something_was_said(clerks, promise):
    clerks.post(at("record_act", "plows"), ACT | EVERY)
    page = text_of(clerks.get(at("agreement", "plows")))
    shown = (
        "Alderman 1, Alderman 2",
        "2-201, 2-202",
        "Wednesday, February 25, 2026",
        "Two readings",
    )
    assert [said for said in (*shown, "7.B", "Public Works", "Pass") if said not in page] == []


def test_steps_are_kept_in_the_order_of_their_places_each_with_its_own_vote(clerks, promise):
    assert clerks.post(at("record_act", "plows"), ACT | STEPS).status_code == 302
    steps = Action.objects.order_by("position")
    told = [
        (step.kind, step.word, step.body, step.passed, step.mover, step.tally) for step in steps
    ]
    assert told == [
        (
            "committee",
            "recommended for approval",
            "Public Works Committee",
            True,
            "Alderman 3",
            "2-1",
        ),
        ("second_reading", "", "", None, "", ""),
    ]
    votes = Vote.objects.filter(action=steps[0]).values_list("voter", "value", "word")
    assert list(votes) == [
        ("Alderman 3", "aye", "aye"),
        ("Alderman 4", "aye", "aye"),
        ("Alderman 5", "nay", "nay"),
    ]


def test_adding_a_step_writes_and_judges_nothing_and_keeps_all_that_was_typed(clerks, promise):
    typed = ACT | STEPS | {"acted_on": "2999-01-01", "add_step": "yes", "votes": "nonsense:"}
    page = clerks.post(at("record_act", "plows"), typed)
    steps = page.context["steps"]
    assert (
        page.status_code,
        len(steps.forms),
        steps.forms[1]["votes"].value(),
        steps.forms[1]["passed"].value(),
        page.context["form"]["acted_on"].value(),
        page.context["form"]["votes"].value(),
        "There is a problem" in text_of(page),
        Act.objects.count(),
    ) == (
        200,
        4,
        "Alderman 3\nAlderman 4\nAlderman 5: nay",
        "yes",
        "2999-01-01",
        "nonsense:",
        False,
        0,
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"step-2-body": "Somebody"}, "Choose what was done"),
        ({"step-0-on": "2999-01-01"}, "Record the step once it is taken"),
        ({"step-0-postponed_to": "2026-03-03"}, "Only what was postponed has a day"),
        ({"step-1-others": "perhaps"}, "“perhaps” is not known as a vote"),
        ({"step-1-others": ""}, "Line 1 (“Alderman 3”) has no vote"),
    ],
)
def test_what_is_wrong_with_a_step_is_said_and_nothing_is_lost(clerks, promise, typed, sentence):
    page = clerks.post(at("record_act", "plows"), ACT | STEPS | typed)
    said = text_of(page)
    assert (sentence in said, "Public Works Committee" in said, Act.objects.count()) == (
        True,
        True,
        0,
    )


def test_a_look_writes_nothing_and_says_how_it_would_stand(clerks, promise, cities):
    CompositionFactory(organisation=cities["raytown"], members=4)
    page = clerks.post(at("record_act", "plows"), ACT | STEPS | {"show": "yes"})
    said = text_of(page)
    assert "Ordinance BILL NO. 26-01: passed, Tuesday, February 24, 2026." in said
    assert "1 of 4 voted aye; a majority of the members is 3." in said
    assert (page.context["is_asked_again"], Act.objects.count()) == (False, 0)


def test_doubts_seen_once_are_not_asked_again_but_new_ones_are(clerks, promise):
    here, odd = at("record_act", "plows"), ACT | {"tally": "5-0"}
    seen = {"seen": clerks.post(here, odd).context["preview"].fingerprint}
    more = clerks.post(here, odd | seen | {"introduced_on": "2026-02-25"})
    assert (more.status_code, "The dates are not in order" in text_of(more)) == (200, True)
    assert clerks.post(here, odd | seen).status_code == 302


def test_a_new_form_names_whom_the_last_roll_call_named_and_no_vote(clerks, promise, cities):
    earlier = circulated(cities["raytown"], cities["grandview"])
    act = ActFactory(
        party=earlier.parties.get(organisation=cities["raytown"]), acted_on=NOON.date()
    )
    VoteFactory(act=act, position=1, voter="Sample One", is_mayor=True)
    VoteFactory(act=act, position=2, voter="Alderman 2", value="nay")
    form = clerks.get(at("record_act", "plows")).context["form"]
    assert form["votes"].value() == "Sample One (mayor)\nAlderman 2"
    sent = ACT | {"votes": form["votes"].value(), "tally": ""}
    assert clerks.post(at("record_act", "plows"), sent).status_code == 302
    assert Vote.objects.filter(act__party__agreement=promise).count() == 0


def test_completing_a_step_keeps_what_has_no_box(clerks, promise, cities, clerk_of):
    party = promise.parties.get(organisation=cities["raytown"])
    first = Step(kind="introduced", word="introduced", further={"Video": "yes"})
    facts = Facts(
        instrument="ordinance", file_number="BILL NO. 26-01", actions=(first,), further={"A": "b"}
    )
    act = acts.record_act(party, facts=facts, by=clerk_of("raytown"), at=NOON)
    here = at("complete_act", "plows", act.pk)
    shown = clerks.get(here).context["steps"].forms[0]
    assert (shown["kind"].value(), shown["was"].value()) == ("introduced", 1)
    typed = {
        "step-TOTAL_FORMS": "1",
        "step-INITIAL_FORMS": "1",
        "step-0-kind": "introduced",
        "step-0-word": "introduced",
        "step-0-body": "Board of Aldermen",
        "step-0-was": "1",
    }
    assert clerks.post(here, ACT | typed).status_code == 302
    act.refresh_from_db()
    step = act.actions.get()
    assert (act.further, step.further, step.body) == (
        {"A": "b"},
        {"Video": "yes"},
        "Board of Aldermen",
    )


def test_a_step_is_left_out(clerks, promise):
    clerks.post(at("record_act", "plows"), ACT | STEPS | {"step-1-DELETE": "on"})
    assert list(Action.objects.values_list("kind", flat=True)) == ["second_reading"]


@pytest.fixture
def act(promise, cities):
    decided(promise, cities["grandview"])
    return decided(promise, cities["raytown"], on=date(2026, 2, 24), file_number="BILL NO. 26-01")


def test_what_a_veto_does_is_said_before_it_is_added_and_never_changed(clerks, act):
    here = at("add_action", "plows", act.pk)
    typed = {"kind": "vetoed", "on": "2026-02-27", "body": "Mayor", "text": "Too dear."}
    page = clerks.post(here, typed)
    said = text_of(page)
    assert (
        "Raytown's council adopted this text on Tuesday, February 24, 2026."
        in said.replace("&#x27;", "'"),
        "Not in force" in said,
        Action.objects.count(),
    ) == (True, True, 0)
    confirm = {"confirm": page.context["consequence"].fingerprint}
    assert clerks.post(here, typed | {"on": "2026-02-28"} | confirm).status_code == 200
    assert clerks.post(here, typed | confirm).status_code == 302
    step = Action.objects.get()
    assert (step.kind, step.after, step.text) == ("vetoed", True, "Too dear.")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": "", "on": "2026-02-27"}, "What was done: choose one."),
        ({"kind": "signed", "on": ""}, "Day: fill this in."),
        ({"kind": "signed", "on": "2026-02-23"}, "is before the decision of Tuesday"),
        ({"kind": "signed", "on": "2999-01-01"}, "is in the future"),
        ({"kind": "introduced", "on": "2026-02-27"}, "not one of the available choices"),
    ],
)
def test_what_cannot_come_after_is_refused(clerks, act, typed, sentence):
    page = clerks.post(at("add_action", "plows", act.pk), typed | {"confirm": "yes"})
    assert (sentence in text_of(page), Action.objects.count()) == (True, 0)


def test_a_signature_changes_nothing_and_says_so(clerks, act):
    page = clerks.post(
        at("add_action", "plows", act.pk), {"kind": "signed", "on": "2026-02-27", "body": "Mayor"}
    )
    assert "It changes nothing about where the council stands" in text_of(page)


def test_nothing_comes_after_what_is_not_decided(clerks, promise, cities):
    pending = ActFactory(party=promise.parties.get(organisation=cities["raytown"]))
    page = clerks.get(at("add_action", "plows", pending.pk))
    assert (page.status_code, "has no result yet" in text_of(page)) == (403, True)

"""One idea's whole way, from a city's desk to the clerk's packet, as each person walks it."""

import json
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from initiatives.results.screening import Point, label, least_cities
from tests.conftest import CITIES
from tests.initiatives.files import PDF
from tests.journeys.conftest import Somebody
from tests.journeys.deeds import add_criterion, in_days
from tests.journeys.pages import (
    attach,
    choose,
    download,
    fill,
    follow,
    heading,
    press,
    select,
)
from tests.journeys.portal import ROOT, Portal, eventually

pytestmark = pytest.mark.browser

TITLE = "Joint testing of backflow preventers (sample)"
OTHER = "Storage of body-camera video under one contract (sample)"
ROUND = "Journey round (sample)"
LATE = "evaluator-raytown@sample.example"
DIGEST = re.compile(r"\d+ items? for ")
"""How the subject of a digest begins."""
CHICAGO, BY_DAY = ZoneInfo("America/Chicago"), range(8, 20)
TEXT = """## 1. Purpose

The cities test backflow preventers together.

## 2. Duration

It lasts until it is ended.
"""
SECTIONS = {
    "The problem and who feels it": {
        "problem": "Each city looks for testers of its own.",
        "who_feels_it": "Owners who wait for a tester.",
    },
    "The idea": {"idea": "One contract and one calendar for all five cities."},
    "The service today": {"how__grandview": "One contractor, paid by the visit."},
    "What would be shared, and with whom": {"shared": "The contract and the calendar."},
    "Costs and savings": {
        "one_time_cost_cash": "0",
        "yearly_cost_cash": "$12,000.00",
        "yearly_saving_cash": "30,000",
    },
    "Risks": {"risks": "The contractor gives up."},
    "People and departments affected": {"people_affected": "Water departments."},
    "Legal basis": {"legal_basis": "Sections 70.210 to 70.320, RSMo."},
    "Measures of success": {"measures": "Days from the call to the test."},
}
"""What is written in each section after the title: its heading, and the answers by name."""
MARKS = {
    # evaluator: proposal: lawful, savings, service
    "independence": {TITLE: "Yes 5 4"},
    "lees-summit": {TITLE: "Yes 4 4", OTHER: "Yes 2 3"},
    "blue-springs": {TITLE: "Yes 5 3", OTHER: "Yes 3 2"},
    "grandview": {OTHER: "Yes 2 2"},
    "raytown": {TITLE: "Yes 3 5", OTHER: "Yes 4 2"},
}
RANKING = [["1", TITLE, "83.50"], ["2", OTHER, "52.00"]]
"""By hand, on scales of 0 to 5: savings weigh 70, service 30. The cities' means are 4.25 and 4
for the one (0.85 x 70 + 0.80 x 30), 2.75 and 2.25 for the other (0.55 x 70 + 0.45 x 30)."""


def test_one_idea_goes_its_whole_way_from_a_desk_to_the_clerks_packet(
    portal: Portal, somebody: Somebody, tmp_path: Path
):
    facilitator = somebody("facilitator")
    reference = write_and_send_in(somebody("staff-grandview"))
    accept(facilitator, reference)
    prepare_and_open_a_round(facilitator)
    for city in ("independence", "lees-summit", "blue-springs", "grandview"):
        review_everything(somebody(f"evaluator-{city}"), MARKS[city])
    the_late_evaluator_is_written_to_once(portal, somebody("evaluator-raytown"))
    review_everything(somebody("evaluator-raytown"), MARKS["raytown"])

    results = close_and_read_the_ranking(facilitator, tmp_path)
    anybody_recomputes_it(results, reference)
    decide_and_release(facilitator)
    address = draft_and_circulate(facilitator, reference)
    for number, city in enumerate(CITIES):
        expect_standing(facilitator, address, "Before the councils", adoptions=number)
        record_the_act(somebody(f"clerk-{city}"), address, city)
    expect_standing(facilitator, address, "In force", adoptions=5)

    packet = export_the_packet(somebody("clerk-raytown"), address, tmp_path)
    the_packet_proves_itself_and_a_forged_one_does_not(portal, packet, tmp_path)
    every_liaison_has_a_digest_and_none_came_twice(portal, somebody)
    assert len(told(portal)) == 1


def write_and_send_in(staff: Page) -> str:
    """Write it section by section, add a file, check, send it in; return the reference."""
    follow(staff, "Write a proposal")
    fill(staff, title=TITLE)
    press(staff, "Begin the draft")
    follow(staff, "Title and lead")
    select(staff, category="Public works, streets and water", department="Administration (sample)")
    press(staff, "Save")
    for section, answers in SECTIONS.items():
        follow(staff, section)
        fill(staff, **answers)
        if section.startswith("What would be shared"):
            choose(staff, "Other cities wanted", "Independence", "Raytown")
        press(staff, "Save")
    follow(staff, "Files")
    attach(staff, "file", "Visits last year.pdf", PDF, "application/pdf")
    press(staff, "Add this file")
    follow(staff, "Check answers and send in")
    expect(staff.get_by_role("link", name="Visits last year.pdf", exact=True)).to_be_visible()
    press(staff, "Send it in")
    assert heading(staff) == TITLE
    found = re.search(r"/proposals/(EJC-\d{4}-\d{3})/", staff.url)
    assert found is not None
    return found[1]


def accept(facilitator: Page, reference: str) -> None:
    """Find it among the proposals to screen, go through the checklist, and accept it."""
    facilitator.goto("/")
    follow(facilitator, "All that wait for screening")
    follow(facilitator, TITLE)
    follow(facilitator, "Accept, send back or decline")
    for point in Point:
        choose(facilitator, label(point, least=least_cities()), "Yes")
    choose(facilitator, "What happens with it", "Accept it for evaluation")
    press(facilitator, "Record this")


def prepare_and_open_a_round(facilitator: Page) -> None:
    """Set dates, a gate and two criteria with anchors, two proposals, every evaluator; open it."""
    facilitator.goto("/rounds/new/")
    fill(facilitator, title=ROUND, opens_at=in_days(0), closes_at=in_days(2), draws="2000")
    press(facilitator, "Prepare the round")
    add_criterion(facilitator, label="Lawful", kind="Gate")
    add_criterion(facilitator, label="Savings", weight="70", anchors={0: "None", 5: "Large"})
    add_criterion(facilitator, label="Service", weight="30", anchors={1: "As it is", 5: "Better"})
    follow(facilitator, ROUND)
    follow(facilitator, "Proposals")
    for title in (TITLE, OTHER):
        facilitator.get_by_role("group", name="Proposals").get_by_text(title).click()
    press(facilitator, "Enter them in the round")
    follow(facilitator, ROUND)
    follow(facilitator, "Evaluators")
    press(facilitator, "Assign every evaluator to every proposal the rules allow")
    follow(facilitator, ROUND)
    press(facilitator, "Open scoring")


def review_everything(evaluator: Page, marks: dict[str, str]) -> None:
    """Declare that there is no conflict, give the marks, send in; one proposal after the other."""
    for title, line in marks.items():
        evaluator.goto("/reviews/")
        follow(evaluator, title)
        choose(evaluator, "Do you have a conflict of interest?", "No")
        press(evaluator, "Continue")
        for question, mark in zip(("Lawful", "Savings", "Service"), line.split(), strict=True):
            choose(evaluator, question, mark)
        press(evaluator, "Send in")


def the_late_evaluator_is_written_to_once(portal: Portal, evaluator: Page) -> None:
    """Wait until the worker has sent the letter, and read it on the demo's page of mail."""
    (text,) = eventually(lambda: told(portal), what=f"a letter of {ROUND} to {LATE}")
    assert (TITLE in text, OTHER in text) == (True, True)
    evaluator.goto("/demo/mail/")
    row = evaluator.get_by_role("row").filter(has_text=LATE).filter(has_text="2 reviews")
    expect(row).to_have_count(1)
    row.get_by_role("link").click()
    expect(evaluator.get_by_text(TITLE)).to_be_visible()


def told(portal: Portal) -> list[str]:
    """The letters that tell the late evaluator of the round; reminders come on workdays only."""
    texts = [letter.get_body(("plain",)).get_content() for letter in portal.letters(to=LATE)]
    return [text for text in texts if ROUND in text and "closes on" in text]


def close_and_read_the_ranking(facilitator: Page, folder: Path) -> Path:
    """Close the round, compare the ranking with the one by hand, keep the results file."""
    facilitator.goto("/rounds/")
    follow(facilitator, ROUND)
    follow(facilitator, "Close scoring now")
    press(facilitator, "Close scoring")
    lines = facilitator.get_by_role("table").first.locator("tbody tr").all()
    assert [
        [_cell(line, 0), line.get_by_role("link").first.inner_text(), _cell(line, 1)]
        for line in lines
    ] == RANKING
    return download(facilitator, folder / "results.json", follow_link="The results file")


def _cell(line: Locator, number: int) -> str:
    return line.locator("td").nth(number).inner_text()


def anybody_recomputes_it(results: Path, reference: str) -> None:
    """Run `manage.py rank` on the file, with no portal and no database."""
    done = subprocess.run(
        [sys.executable, "manage.py", "rank", str(results)],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    ranked = json.loads(done.stdout)["results"]
    assert [[str(line["rank"]), line["score"]] for line in ranked] == [
        [rank, score] for rank, _title, score in RANKING
    ]
    assert ranked[0]["proposal"] == reference


def decide_and_release(facilitator: Page) -> None:
    """Record both decisions with their reasons, then make all of it public."""
    for title, outcome in ((TITLE, "Recommend"), (OTHER, "Defer")):
        facilitator.get_by_role("link", name=f"Decide on {title}").click()
        choose(facilitator, "What becomes of the proposal", outcome)
        fill(facilitator, rationale=f"{outcome}, since the cities weighed it so.")
        press(facilitator, "Record the decision")
    follow(facilitator, "Release the round")
    press(facilitator, "Release the round")


def draft_and_circulate(facilitator: Page, reference: str) -> str:
    """Draft the agreement from the chosen proposal, name the parties, send it to the councils."""
    facilitator.goto("/agreements/new/")
    follow(facilitator, f"{reference}, {TITLE}")
    fill(facilitator, title=TITLE, text=TEXT)
    select(facilitator, kind="Cooperative or interlocal agreement")
    choose(facilitator, "Parties", "Lee's Summit", "Blue Springs")  # the others are ticked already
    press(facilitator, "Begin this draft")
    follow(facilitator, "Send to the councils")
    press(facilitator, "Send this text to the councils")
    return facilitator.url


def record_the_act(clerk: Page, address: str, city: str) -> None:
    """Record, from the clerk's own home page, that the council adopted the text yesterday."""
    clerk.goto("/")
    follow(clerk, TITLE)
    assert clerk.url == address
    follow(clerk, "Record your council's act")
    select(clerk, instrument="Ordinance", result="Passed")
    fill(
        clerk,
        file_number=f"SAMPLE J-{city}",
        acted_on=in_days(-1)[:10],
        mover="Seat 1 (sample)",
        seconder="Seat 2 (sample)",
        tally="6-0",
        votes="Aye: " + ", ".join(f"Seat {seat} (sample)" for seat in range(1, 7)),
    )
    press(clerk, "Put it on record")


def expect_standing(facilitator: Page, address: str, state: str, *, adoptions: int) -> None:
    """Read on the agreement's page in which state it is, and how many councils adopted it."""
    facilitator.goto(address)
    head = facilitator.get_by_role("main").locator("header")
    expect(head.get_by_text(state, exact=True)).to_be_visible()
    expect(head.get_by_text(f"{adoptions} of 5 councils adopted this text.")).to_be_visible()


def export_the_packet(clerk: Page, address: str, folder: Path) -> Path:
    """Download the clerk's packet."""
    clerk.goto(address)
    follow(clerk, "Export the packet")
    return download(clerk, folder / "packet.zip", press_button="Export the packet")


def the_packet_proves_itself_and_a_forged_one_does_not(
    portal: Portal, packet: Path, folder: Path
) -> None:
    """Verify the packet; then change one letter in one file of it, and verify again."""
    good = portal.manage("verify_packet", str(packet))
    assert (good.returncode, good.stderr) == (0, "")
    forged = folder / "forged.zip"
    changed = forge(packet, forged)
    bad = portal.manage("verify_packet", str(forged))
    assert bad.returncode == 1
    assert [line for line in bad.stderr.splitlines() if changed in line] != []


def forge(packet: Path, forged: Path) -> str:
    """Copy a packet with other words in its text; return the name of the file that was changed."""
    with zipfile.ZipFile(packet) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"It lasts until it is ended.", b"It never ends."))
            if name.endswith(".md"):
                changed = name
    return changed


def every_liaison_has_a_digest_and_none_came_twice(portal: Portal, somebody: Somebody) -> None:
    """Read the own mail. Raytown's, of every day at 8:00 am, goes out by day as the portal begins.

    At night it gives way to the next.
    """
    if datetime.now(CHICAGO).hour in BY_DAY:
        daily = "liaison-raytown@sample.example"
        eventually(lambda: _digests(portal, daily), what=f"a digest to {daily}")
    for city in CITIES:
        liaison = somebody(f"liaison-{city}")
        liaison.get_by_role("link", name=re.compile("^Your mail")).click()
        expect(liaison.get_by_role("link", name=DIGEST).first).to_be_visible()
        assert len(_digests(portal, f"liaison-{city}@sample.example")) <= 1


def _digests(portal: Portal, to: str) -> list[EmailMessage]:
    return [one for one in portal.letters(to=to) if DIGEST.search(one["Subject"])]

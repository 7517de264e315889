"""Training's whole way, from a question to a certificate, as each person walks it."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Somebody
from tests.journeys.deeds import in_days
from tests.journeys.pages import choose, download, fill, follow, heading, press, select
from tests.journeys.portal import Portal, eventually

pytestmark = pytest.mark.browser

TITLE = "Trenches on the way (sample)"
TOPIC = "Trench and excavation"
COURSE = "SMP-TRENCH"
PHONE = {"width": 320, "height": 640}
ASKED = {"Grandview": 5, "Independence": 6, "Raytown": 5}
"""Heads asked in one department of each city; each says that it concerns four people."""
PEOPLE = 4
YEAR = datetime.now(UTC).year + 1
SMALL = "First year as a supervisor (sample)"
"""A course that only six people of Independence ask for, too few for a class."""
ROOM = "Training room (sample)"
WORKING = 120_000
"""Milliseconds that the worker and the clock may take for what waits for them."""
BY_NAME = "Crew leader, Public Works (sample)"


def test_training_goes_its_whole_way_from_a_question_to_a_certificate(
    portal: Portal, somebody: Somebody, browser: Browser, tmp_path: Path
):
    analyst = somebody("analyst")
    for address in prepare_and_open(analyst):
        a_head_answers_on_a_phone(browser, address)
    close_and_read_the_gaps(analyst)
    read_the_demand(analyst)
    judge_the_course(analyst, tmp_path)
    a_liaison_makes_it_a_proposal(somebody("liaison-raytown"))
    plan_the_year(analyst)
    open_a_cohort_of_the_plan(analyst)
    enrol_people_of_raytown(somebody("liaison-raytown"))
    hold_the_cohort(analyst)
    a_certificate_is_shown(somebody("staff-raytown"), browser, tmp_path)


def prepare_and_open(analyst: Page) -> list[str]:
    """Build the heads' questions and open them; return the addresses on the slips."""
    analyst.goto("/training/")
    follow(analyst, "Needs assessments")
    follow(analyst, "Prepare an assessment")
    fill(analyst, title=TITLE, closes_at=in_days(14))
    press(analyst, "Prepare it")
    follow(analyst, "Questions for heads of departments")
    analyst.get_by_label(re.compile(f"^{TOPIC}")).fill("1")
    press(analyst, "Keep these questions")
    follow(analyst, "Who is asked")
    for city, number in ASKED.items():
        group = analyst.locator(f'select[name="department"] optgroup[label="{city}"] option')
        analyst.locator('select[name="department"]').select_option(
            value=group.first.get_attribute("value")
        )
        select(analyst, role="Head of a department")
        fill(analyst, number=str(number))
        press(analyst, "Ask them")
    analyst.goto(re.sub("respondents/$", "", analyst.url))
    press(analyst, "Open it now")
    analyst.goto(analyst.url + "slips/")
    addresses = analyst.locator(".portal-slip__address").all_inner_texts()
    assert len(set(addresses)) == sum(ASKED.values())
    analyst.go_back()
    return addresses


def a_head_answers_on_a_phone(browser: Browser, address: str) -> None:
    """Answer without an account, a page at a time, and send in."""
    phone = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True).new_page()
    phone.goto(address)
    follow(phone, "Begin")
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    choose(phone, "How important is it for your work?", "Essential")
    choose(phone, "How well is it done today?", "Badly")
    choose(phone, "How often is it done?", "A few times a year")
    choose(phone, "How hard is it to do well?", "Very hard")
    fill(phone, people=str(PEOPLE))
    press(phone, "Save and go on")
    press(phone, "Save and go on")
    assert heading(phone) == "Look it over, then send in"
    press(phone, "Send in")
    expect(phone.get_by_role("main")).to_contain_text("they count")
    phone.context.close()


def close_and_read_the_gaps(analyst: Page) -> None:
    """See who answered, close, and read that each city's people need it."""
    analyst.reload()
    follow(analyst, "Close it now")
    press(analyst, "Close it")
    follow(analyst, "See the gaps")
    expect(_rows_of(analyst, TOPIC)).to_have_count(1)


def read_the_demand(analyst: Page) -> None:
    """Find the heads' people among the seats that the cities need."""
    analyst.goto("/training/demand/")
    expect(analyst.get_by_role("main")).to_contain_text(f"Gaps are those of “{TITLE}”")
    row = _rows_of(analyst, TOPIC)
    for city, number in ASKED.items():
        cell = row.locator(f'[data-label="{city}"]')
        expect(cell).to_contain_text(f"{number * PEOPLE}")


def judge_the_course(analyst: Page, tmp_path: Path) -> None:
    """Study the course for all cities, judge it, and take the memo."""
    follow(analyst, "Study whether a shared course pays")
    analyst.locator('select[name="course"]').select_option(value=COURSE)
    press(analyst, "Go on with this course")
    fill(analyst, title=f"{TITLE}: a shared course")
    press(analyst, "Begin this study")
    follow(analyst, "Judge it")
    press(analyst, "Keep this judgement")
    expect(analyst.get_by_role("main")).to_contain_text("Judged on")
    memo = download(analyst, tmp_path / "memo.pdf", follow_link="The memo as PDF")
    with pikepdf.open(memo) as pdf:
        assert TITLE in str(pdf.docinfo["/Title"])


def a_liaison_makes_it_a_proposal(liaison: Page) -> None:
    """Find the judged programme, and make a proposal of it with one press."""
    liaison.goto("/training/programmes/")
    follow(liaison, f"{TITLE}: a shared course")
    press(liaison, "Make it a proposal of Raytown")
    expect(liaison.get_by_role("main")).to_contain_text(TITLE)


def plan_the_year(analyst: Page) -> None:
    """Say who wants what and on which days; the worker finds the plan; adopt it."""
    analyst.goto("/training/plans/")
    follow(analyst, "Plan a year")
    fill(
        analyst,
        title=f"{TITLE}: year {YEAR}",
        begins_on=date(YEAR, 1, 1).isoformat(),
        ends_on=date(YEAR, 12, 31).isoformat(),
        time_limit="20",
    )
    press(analyst, "Save and go on")
    follow(analyst, "Who wants what")
    press(analyst, "Take the pooled demand")
    row = _rows_of(analyst, TOPIC).filter(has_text="Raytown").first
    expect(row).to_contain_text("From the demand")
    expect(analyst.get_by_role("note")).to_contain_text(f"{SMALL}: 6 people in all")
    press(analyst, f"Take out Independence, SMP-SUP1 {SMALL}")
    expect(analyst.get_by_role("note")).to_have_count(0)
    follow(analyst, "Back to the plan")
    follow(analyst, "Venues and the way to them")
    analyst.get_by_text(re.compile(f"^Use {re.escape(ROOM)}")).click()
    press(analyst, "Save the venues")
    follow(analyst, "Days")
    choose(analyst, "Weekdays", "Tuesday")
    fill(analyst, every="4")
    press(analyst, "Fill the list below")
    press(analyst, "Save these days")
    press(analyst, "Work out the plan")
    expect(analyst.get_by_role("heading", name="How good it is")).to_be_visible(timeout=WORKING)
    press(analyst, "Adopt this plan")


def open_a_cohort_of_the_plan(analyst: Page) -> None:
    """Follow one class with seats of Raytown to its cohort, and let people in."""
    with analyst.expect_navigation():
        _rows_of(analyst, TOPIC).filter(has_text="Raytown").first.get_by_role("link").click()
    press(analyst, "Open it for enrolment")
    expect(analyst.get_by_role("main")).to_contain_text("Open for enrolment")


def enrol_people_of_raytown(liaison: Page) -> None:
    """Find the cohort among those that are open; enrol somebody with an account, and a name."""
    liaison.goto("/training/cohorts/")
    with liaison.expect_navigation():
        _rows_of(liaison, TOPIC).filter(has_text=str(YEAR)).first.get_by_role("link").first.click()
    follow(liaison, "Enrol people")
    choose(liaison, "People with an account", "Staff, Raytown")
    fill(liaison, names=BY_NAME)
    press(liaison, "Enrol them")
    expect(liaison.get_by_role("main")).to_contain_text(BY_NAME)


def hold_the_cohort(analyst: Page) -> None:
    """Bring it forward to yesterday, write down who was there, and close the records."""
    address = analyst.url
    yesterday = datetime.now(ZoneInfo("America/Chicago")).date() - timedelta(days=1)
    follow(analyst, "Change it")
    fill(analyst, **{"session-0-on": yesterday.isoformat()})
    press(analyst, "Save the change")
    eventually(lambda: _has_begun(analyst, address), what="the clock begins the cohort")
    follow(analyst, "Write down who was there")
    for box in analyst.locator("label").filter(has_text="There").all():
        box.click()
    press(analyst, "Save")
    press(analyst, "Close the records and write the certificates")
    expect(analyst.get_by_role("status")).to_contain_text("2 people have completed the course")


def _has_begun(analyst: Page, address: str) -> bool:
    analyst.goto(address)
    return analyst.get_by_role("link", name="Write down who was there").count() > 0


def a_certificate_is_shown(person: Page, browser: Browser, tmp_path: Path) -> None:
    """The person takes the paper home; whoever reads its number finds that it is genuine."""
    person.goto("/training/mine/")
    certificates = person.get_by_role("region", name="My certificates")
    with person.expect_navigation():
        certificates.get_by_role("link", name=TOPIC).click()
    number = heading(person).removeprefix("Certificate ")
    paper = download(person, tmp_path / "certificate.pdf", follow_link="Download it as PDF")
    with pikepdf.open(paper) as pdf:
        assert number in str(pdf.docinfo["/Title"])
    stranger = browser.new_context().new_page()
    stranger.goto(person.url)
    expect(stranger.get_by_role("main")).to_contain_text("This certificate is genuine.")
    stranger.context.close()


def _rows_of(page: Page, topic: str) -> Locator:
    """The lines of tables that are headed by a topic, or by a course that is named for it."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=topic))

"""Training's whole way, from a question to a plan of the year, as each person walks it."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Somebody
from tests.journeys.deeds import in_days
from tests.journeys.pages import choose, download, fill, follow, heading, press, select
from tests.journeys.portal import Portal

pytestmark = pytest.mark.browser

TITLE = "Trenches on the way (sample)"
TOPIC = "Trench and excavation"
COURSE = "SMP-TRENCH"
PHONE = {"width": 320, "height": 640}
ASKED = {"Grandview": 5, "Independence": 6, "Raytown": 5}
"""Heads asked in one department of each city; each says that it concerns four people."""
PEOPLE = 4
YEAR = datetime.now(UTC).year + 1


def test_training_goes_its_whole_way_from_a_question_to_the_plan_of_a_year(
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


def prepare_and_open(analyst: Page) -> list[str]:
    """Build the heads' questions and open them; return the addresses on the slips."""
    analyst.goto("/training/")
    follow(analyst, "Needs assessments")
    follow(analyst, "Prepare an assessment")
    fill(analyst, title=TITLE, closes_at=in_days(14))
    press(analyst, "Prepare it")
    follow(analyst, "Questions for heads of departments")
    choose(
        analyst,
        "What is asked of every topic",
        "How important it is for the work",
        "How well it is done today",
        "How often it is done",
        "How hard it is",
        "How many people it concerns",
    )
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
    press(analyst, "Close it now")
    follow(analyst, "See the gaps")
    row = analyst.get_by_role("row").filter(has=analyst.get_by_role("rowheader", name=TOPIC))
    expect(row).to_have_count(1)


def read_the_demand(analyst: Page) -> None:
    """Find the heads' people among the seats that the cities need."""
    analyst.goto("/training/demand/")
    expect(analyst.get_by_role("main")).to_contain_text(f"Gaps are those of “{TITLE}”")
    row = analyst.get_by_role("row").filter(has=analyst.get_by_role("rowheader", name=TOPIC))
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

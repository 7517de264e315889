"""What the portal refuses, seen in the browser: a sentence that says what to do, nothing lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.initiatives.files import PROGRAM, SVG
from tests.journeys.conftest import Somebody
from tests.journeys.deeds import add_criterion, in_days
from tests.journeys.pages import attach, choose, complaints, fill, follow, heading, press, select

pytestmark = pytest.mark.browser

DRAFT = "Flow tests of hydrants by one crew (sample)"
SHARED_DRAFT = "A grant writer for small departments (sample)"
RETURNED = "Mowing along shared borders (sample)"
OPEN_ROUND = "Second evaluation round (sample)"
WEIGHED = "Training for new supervisors, taught together (sample)"
WEIGHED_TOO = "One contract for mapping (GIS) licenses (sample)"
BEFORE_COUNCILS = "Court interpreters: one list and one calendar (sample)"
DATE = r"\w+, \w+ \d+, \d{4}, \d+:\d\d [ap]m Central"
"""A date and time in full."""


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "Costs.pdf",
            PROGRAM,
            (
                "“Costs.pdf” is named like a PDF file, but it is a program. Open it in the program "
                "it was made with, save it as a PDF file, and add that."
            ),
        ),
        (
            "Logo.svg",
            SVG,
            (
                "“Logo.svg” is a .svg file, which the portal does not take. A drawing of this kind "
                "can hold a program. Save it as PNG or PDF, and add that."
            ),
        ),
    ],
    ids=["a program named .pdf", "a drawing"],
)
def test_a_file_that_is_not_what_it_may_be_is_refused(somebody: Somebody, name, content, sentence):
    staff = somebody("staff-lees-summit")
    open_from_home(staff, DRAFT)
    follow(staff, "Add a file")
    attach(staff, "file", name, content, "application/pdf")
    staff.get_by_role("button", name="Add this file").click()
    beside = staff.get_by_role("list", name="Files to add").get_by_role("listitem")
    expect(beside.get_by_text(sentence)).to_be_visible()
    assert staff.title()[:7] == "Error: "
    follow(staff, "Back without adding one")
    expect(staff.get_by_text("No files came with it.")).to_be_visible()


def test_a_round_whose_weights_do_not_sum_to_100_does_not_open(somebody: Somebody):
    facilitator = somebody("facilitator")
    facilitator.goto("/rounds/new/")
    fill(facilitator, title="Unfinished (sample)", opens_at=in_days(0), closes_at=in_days(9))
    press(facilitator, "Prepare the round")
    add_criterion(facilitator, label="Savings", weight="60")
    add_criterion(facilitator, label="Service", weight="30")
    follow(facilitator, "Unfinished (sample)")
    expect(facilitator.get_by_text("The weights sum to 90; they must sum to 100.")).to_be_visible()
    expect(facilitator.get_by_role("button", name="Open scoring")).to_have_count(0)


def test_a_mark_outside_its_scale_is_refused_and_what_was_typed_stays(somebody: Somebody):
    evaluator = somebody("evaluator-grandview")
    begin_review(evaluator, WEIGHED)
    answer_everything(evaluator, "3")
    fill(evaluator, comment="A comment that took a while.")
    evaluator.locator('input[name="mark_savings"]:checked').evaluate("box => box.value = '9'")
    press(evaluator, "Send in")
    assert complaints(evaluator) == [
        "“Savings”: “9” is outside the scale. Marks are whole numbers from 0 to 5."
    ]
    expect(evaluator.locator('[name="comment"]')).to_have_value("A comment that took a while.")


def test_what_is_sent_in_twice_is_sent_in_once(somebody: Somebody):
    first, second = somebody("staff-independence"), somebody("staff-independence", window=2)
    for window in (first, second):
        open_from_home(window, RETURNED)
        follow(window, "Check answers and send in")
    press(first, "Send it in")
    press(second, "Send it in")
    late = re.compile(rf"was sent in on {DATE}\. Nothing was changed\.")
    expect(second.get_by_text(late)).to_be_visible()


def test_who_changes_the_same_answer_sees_both_texts_and_settles_them(somebody: Somebody):
    first, second = somebody("staff-grandview"), somebody("liaison-raytown")
    for window in (first, second):
        window.goto("/proposals/?q=grant+writer")
        follow(window, SHARED_DRAFT)
        follow(window, "Write")
        follow(window, "The idea")
    fill(first, idea="One grant writer for two cities.")
    press(first, "Save")
    fill(second, idea="One grant writer for three cities.")
    press(second, "Save")
    expect(second.get_by_text("One grant writer for two cities.")).to_be_visible()
    expect(second.locator('[name="idea"]')).to_have_value("One grant writer for three cities.")
    fill(second, idea="One grant writer for two cities, later for three.")
    press(second, "Save what is in the form")
    follow(second, "The idea")
    expect(second.locator('[name="idea"]')).to_have_value(
        "One grant writer for two cities, later for three."
    )


def test_an_amount_that_cannot_be_read_is_kept_and_pointed_out(somebody: Somebody):
    staff = somebody("staff-lees-summit")
    open_from_home(staff, DRAFT)
    follow(staff, "Write")
    follow(staff, "Costs and savings")
    fill(staff, yearly_cost_cash="about nine thousand")
    press(staff, "Save")
    assert (complaints(staff), staff.title()[:7]) == (
        ["Enter an amount in dollars, such as 12,500.00, without words."],
        "Error: ",
    )
    fill(staff, yearly_cost_cash="9,000")
    press(staff, "Save")
    expect(staff.get_by_text(re.compile(rf"Saved on {DATE}\."))).to_be_visible()


def test_a_second_clerk_learns_who_was_first_and_when(somebody: Somebody):
    first, second = somebody("clerk-raytown"), somebody("clerk-raytown", window=2)
    for window in (first, second):
        open_from_home(window, BEFORE_COUNCILS)
        follow(window, "Record your council's act")
        select(window, instrument="Ordinance")
        fill(window, file_number="SAMPLE R-1")
    press(first, "Put it on record")
    press(second, "Put it on record")
    said = second.locator("main").inner_text()
    assert re.search(
        "SAMPLE R-1 of Raytown is already on record: Clerk, Raytown .*recorded it on "
        f"{DATE}. Nothing was written twice.",
        said,
    )
    expect(second.locator('[name="file_number"]')).to_have_value("SAMPLE R-1")


def test_a_review_sent_in_after_the_close_is_refused_and_what_was_typed_stays(somebody: Somebody):
    evaluator, facilitator = somebody("evaluator-grandview"), somebody("facilitator")
    begin_review(evaluator, WEIGHED_TOO)
    answer_everything(evaluator, "4")
    fill(evaluator, comment="One minute too late.")
    open_from_home(facilitator, OPEN_ROUND)
    follow(facilitator, "Close scoring now")
    press(facilitator, "Close scoring")
    press(evaluator, "Send in")
    (sentence,) = complaints(evaluator)
    assert re.fullmatch(
        rf"This round closed on {DATE}\. Reviews can no longer be changed\. "
        "Nothing was changed; what you typed is kept on this page for you, and does not count.",
        sentence,
    )
    expect(evaluator.locator('[name="comment"]')).to_have_value("One minute too late.")


def open_from_home(page: Page, title: str) -> None:
    """Open what waits on the person's own home page."""
    page.goto("/")
    follow(page, title)
    assert heading(page) == title


def begin_review(evaluator: Page, title: str) -> None:
    """Declare that there is no conflict, so that the form opens."""
    evaluator.goto("/reviews/")
    follow(evaluator, title)
    choose(evaluator, "Do you have a conflict of interest?", "No")
    press(evaluator, "Continue")


def answer_everything(evaluator: Page, mark: str) -> None:
    """Say yes to the gate and give the same mark to every criterion."""
    for group in evaluator.locator("fieldset:has(input[name^='mark_'])").all():
        words = "Yes" if group.get_by_text("Yes", exact=False).count() else mark
        group.locator("label", has_text=re.compile(rf"^\s*{words}\s*(:|$)")).click()

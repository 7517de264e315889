"""Writing as it goes wrong: browsers die, networks and sessions end, two people type at once.

Each guard is first switched off, to see that the loss is real.
"""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import Somebody
from tests.journeys.pages import choose, fill, follow, heading, press
from tests.journeys.portal import Portal

pytestmark = pytest.mark.browser

AT_RISK = 10
"""Seconds of typing that may be lost."""
SCRIPT = "**/js/drafting.js"
SAVED = re.compile(r"^Saved \d+:\d\d [ap]m$")
NOT_SAVED = re.compile(
    r"^Not saved since \d+:\d\d [ap]m: the connection is gone\. It is tried again by itself\.$"
)
STORED_HERE = """async () => [
  Object.keys(localStorage), Object.keys(sessionStorage),
  await indexedDB.databases(), await caches.keys(),
]"""
HTMX = "htmx-current-path-for-history"
"""The one thing that is stored: the address of the page, by htmx."""
TWO_MINUTES = 120_000
"""By the page's own clock, which the test turns: nobody waits for it."""
Window = Callable[..., Page]


def begin(staff: Page, title: str, *, share_with: str = "") -> str:
    """Begin a draft, perhaps with a colleague, and return the address of its sections."""
    staff.goto("/proposals/new/")
    fill(staff, title=title)
    press(staff, "Begin the draft")
    address = staff.url
    if share_with:
        follow(staff, "Share with a colleague")
        fill(staff, email=f"{share_with}@sample.example")
        press(staff, "Invite")
    return address


def box(page: Page, name: str = "idea"):
    """An answer's box."""
    return page.locator(f'[name="{name}"]')


def line(page: Page):
    """What the page says about saving."""
    return page.locator("[data-saved]")


def stored(page: Page, address: str, name: str = "idea") -> str:
    """What the box shows to somebody who opens the section anew."""
    page.goto(address)
    return box(page, name).input_value()


# The browser dies ------------------------------------------------------------------------------


@pytest.fixture
def mortal(browser_type, browser_type_launch_args, portal: Portal, tmp_path) -> Iterator[Window]:
    """A browser of its own that can be killed: `mortal("staff-raytown")` is its window."""
    folder = tmp_path / "profile"
    contexts: list[BrowserContext] = []

    def window(key: str) -> Page:
        context = browser_type.launch_persistent_context(
            str(folder), base_url=portal.url, **browser_type_launch_args
        )
        contexts.append(context)
        page = context.pages[0]
        page.goto("/demo/")
        page.locator(f'form[action="/demo/sign-in/{key}/"] button').click()
        page.get_by_role("heading", name="What waits for you").wait_for()
        return page

    yield window
    kill(folder)
    for context in contexts:
        context.close()


def kill(folder: Path) -> None:
    """Kill a browser and all its processes at once, known by its profile's folder."""
    mark = f"--user-data-dir={folder}".encode()
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and mark in _command(process):
            os.kill(int(process.name), signal.SIGKILL)


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:  # it has ended meanwhile
        return b""


def type_until_killed(page: Page, folder: Path, *, seconds: float) -> list[tuple[float, str]]:
    """Type word after word without a pause, then kill; return each word with its age at the end."""
    typed: list[tuple[float, str]] = []
    began = time.monotonic()
    box(page).focus()
    while (now := time.monotonic()) < began + seconds:
        word = f"w{len(typed):03} "
        page.keyboard.type(word)
        typed.append((now, word.strip()))
        page.wait_for_timeout(100)
    kill(folder)
    killed = time.monotonic()
    return [(killed - at, word) for at, word in typed]


@pytest.mark.parametrize("saves_by_itself", [False, True], ids=["guard off", "guarded"])
def test_a_killed_browser_loses_ten_seconds_at_most(
    somebody: Somebody, mortal: Window, tmp_path: Path, saves_by_itself
):
    page = mortal("staff-raytown")
    address = begin(page, f"Killed, {saves_by_itself} (sample)") + "idea/"
    if not saves_by_itself:
        page.route(SCRIPT, lambda route: route.abort())
    page.goto(address)
    typed = type_until_killed(page, tmp_path / "profile", seconds=13)
    there = stored(somebody("staff-raytown"), address).split()
    lost = max(age for age, word in typed if word not in there)
    assert " ".join(word for _, word in typed).startswith(" ".join(there))  # cut in a word or not
    assert (lost <= AT_RISK) == saves_by_itself


# The network goes ------------------------------------------------------------------------------


def test_two_minutes_without_a_network_all_of_it_is_back(somebody: Somebody):
    page = somebody("staff-raytown", window=2)
    page.clock.install()
    address = begin(page, "Offline (sample)") + "idea/"
    page.goto(address)
    box(page).press_sequentially("Before. ")
    page.clock.run_for(3_000)
    expect(line(page)).to_have_text(SAVED)
    page.context.set_offline(True)
    for part in ("During one. ", "During two. ", "During three. "):
        box(page).press_sequentially(part)
        page.clock.run_for(TWO_MINUTES / 3)
    expect(line(page)).to_have_text(NOT_SAVED)
    press_quietly(page, "Save")
    page.clock.run_for(1_000)
    expect(line(page)).to_have_text(NOT_SAVED)  # nobody lands on the browser's page of despair
    page.context.set_offline(False)
    page.clock.run_for(1_000)
    expect(line(page)).to_have_text(SAVED)
    box(page).press_sequentially("After.")
    page.clock.run_for(3_000)
    expect(line(page)).to_have_text(SAVED)
    whole = "Before. During one. During two. During three. After."
    assert stored(somebody("staff-raytown"), address) == whole
    assert somebody("staff-raytown").get_by_text("Two texts").count() == 0


def test_without_the_script_a_save_without_a_network_loses_the_text(somebody: Somebody):
    page = somebody("staff-raytown", window=3)
    address = begin(page, "Offline, guard off (sample)") + "idea/"
    page.route(SCRIPT, lambda route: route.abort())
    page.goto(address)
    box(page).fill("An hour of typing.")
    page.context.set_offline(True)
    press_quietly(page, "Save")
    page.wait_for_function("() => location.protocol === 'chrome-error:'")
    page.context.set_offline(False)
    assert stored(page, address) == ""


def press_quietly(page: Page, button: str) -> None:
    """Press a button that leads nowhere."""
    page.get_by_role("button", name=button, exact=True).click(no_wait_after=True)


# Two people type --------------------------------------------------------------------------------


def test_two_browsers_in_the_same_and_in_different_sections_lose_no_character(somebody: Somebody):
    raytown, grandview = somebody("staff-raytown"), somebody("staff-grandview")
    address = begin(raytown, "Together (sample)", share_with="staff-grandview")
    raytown.goto(f"{address}problem/")
    grandview.goto(f"{address}problem/")
    expect(grandview.locator("[data-others]")).to_have_text(
        "Staff, Raytown is in “The problem and who feels it” now."
    )
    # Different answers of one section: each page follows the other.
    box(raytown, "problem").press_sequentially("Raytown’s problem.")
    box(grandview, "who_feels_it").press_sequentially("Grandview’s crews.")
    expect(line(grandview)).to_have_text(SAVED)
    expect(box(raytown, "who_feels_it")).to_have_value("Grandview’s crews.", timeout=30_000)
    expect(box(grandview, "problem")).to_have_value("Raytown’s problem.", timeout=30_000)
    # Different sections.
    raytown.goto(f"{address}risks/")
    grandview.goto(f"{address}law/")
    box(raytown, "risks").fill("Raytown’s risks.")
    box(grandview, "legal_basis").fill("Grandview’s law.")
    for page in (raytown, grandview):
        expect(line(page)).to_have_text(SAVED)
    # The same answer.
    for page in (raytown, grandview):
        page.goto(f"{address}idea/")
    box(raytown).press_sequentially("Raytown’s idea.")
    expect(line(raytown)).to_have_text(SAVED)
    box(grandview).press_sequentially("Grandview’s idea.")
    aside = grandview.locator(".portal-aside")
    expect(aside).to_contain_text("Staff, Raytown changed this answer after you had read it.")
    box(grandview).press_sequentially(" And more.")  # the box goes on, into the kept text
    aside.get_by_text("Compare", exact=True).click()
    expect(aside.locator("blockquote")).to_have_text("Raytown’s idea.")
    follow(grandview, "Choose between the two")
    expect(box(grandview)).to_have_value("Grandview’s idea. And more.")
    expect(grandview.get_by_role("heading", name="Two texts for “The idea”")).to_be_visible()
    assert stored(raytown, f"{address}idea/") == "Raytown’s idea."
    box(grandview).fill("Raytown’s idea. Grandview’s idea. And more.")
    with grandview.expect_navigation():
        grandview.get_by_role("button", name="Put in what is in the box").click()
    answers = {
        ("problem", "problem"): "Raytown’s problem.",
        ("problem", "who_feels_it"): "Grandview’s crews.",
        ("risks", "risks"): "Raytown’s risks.",
        ("law", "legal_basis"): "Grandview’s law.",
        ("idea", "idea"): "Raytown’s idea. Grandview’s idea. And more.",
    }
    found = {where: stored(raytown, f"{address}{where[0]}/", where[1]) for where in answers}
    assert found == answers


def test_a_page_that_claims_to_have_read_everything_overwrites_unseen(somebody: Somebody):
    raytown, grandview = somebody("staff-raytown"), somebody("staff-grandview")
    address = begin(raytown, "Together, guard off (sample)", share_with="staff-grandview")
    grandview.route(SCRIPT, lambda route: route.abort())
    grandview.goto(f"{address}idea/")
    raytown.goto(f"{address}idea/")
    box(raytown).fill("Raytown’s idea.")
    expect(line(raytown)).to_have_text(SAVED)
    box(grandview).fill("Grandview’s idea.")
    box(grandview, "base").evaluate("input => input.value = '999'")
    press(grandview, "Save")
    grandview.unroute(SCRIPT)
    assert stored(raytown, f"{address}idea/") == "Grandview’s idea."


# The session ends --------------------------------------------------------------------------------


def sign_in_here(page: Page, key: str) -> None:
    """Sign in on the demo's page in a window that is open."""
    page.goto("/demo/")
    page.locator(f'form[action="/demo/sign-in/{key}/"] button').click()
    page.get_by_role("heading", name="What waits for you").wait_for()


@pytest.mark.parametrize("is_guarded", [False, True], ids=["guard off", "guarded"])
def test_what_is_typed_after_the_session_ended_is_back_after_signing_in(
    somebody: Somebody, is_guarded
):
    page = somebody("staff-raytown", window=4)
    sign_in_here(page, "staff-raytown")
    address = begin(page, f"Signed out, {is_guarded} (sample)") + "idea/"
    page.goto(address)
    if not is_guarded:
        page.locator('[name="made_for"]').evaluate("stamp => stamp.remove()")
        page.route(SCRIPT, lambda route: route.abort())
        page.reload()
        page.locator('[name="made_for"]').evaluate("stamp => stamp.value = ''")
    page.context.clear_cookies(name="sessionid")
    box(page).fill("Typed after the end.")
    if is_guarded:
        note = page.get_by_role("alert")
        expect(note).to_have_text(
            re.compile(
                r"You were signed out at \d+:\d\d [ap]m\. What you typed is kept for you\.\s*"
                r"Sign in again"
            )
        )
        assert "Typed after the end." not in page.content()
        follow(page, "Sign in again")
    else:
        press(page, "Save")
        page.unroute(SCRIPT)
    assert heading(page) == "Sign in"
    # Another person at the same browser sees nothing of it.
    sign_in_here(page, "staff-blue-springs")
    for place in (address, "/", "/proposals/"):
        page.goto(place)
        assert "Typed after the end." not in page.content()
    sign_in_here(page, "staff-raytown")
    assert stored(page, address) == ("Typed after the end." if is_guarded else "")
    if is_guarded:
        expect(page.get_by_role("heading", name="Not saved yet")).to_be_visible()
        press(page, "Save")
        assert stored(page, address) == "Typed after the end."
        expect(page.get_by_role("heading", name="Not saved yet")).to_have_count(0)


def test_who_signs_in_again_in_another_window_goes_on_typing(somebody: Somebody):
    page = somebody("staff-raytown", window=5)
    address = begin(page, "Signed in again (sample)") + "idea/"
    page.goto(address)
    sign_in_here(page.context.new_page(), "staff-raytown")
    box(page).fill("Typed on the old page.")
    expect(line(page)).to_have_text(SAVED)
    press(page, "Save")
    assert stored(page, address) == "Typed on the old page."
    expect(page.get_by_role("heading", name="Not saved yet")).to_have_count(0)


def test_nothing_of_a_draft_stays_in_the_browser(somebody: Somebody):
    page = somebody("staff-raytown", window=6)
    address = begin(page, "Nothing stays (sample)") + "idea/"
    page.goto(address)
    box(page).fill("A draft’s words.")
    expect(line(page)).to_have_text(SAVED)
    assert page.evaluate(STORED_HERE) == [[], [HTMX], [], []]
    press(page, "Sign out")
    page.go_back()
    assert heading(page) == "Sign in"
    assert "A draft’s words." not in page.content()


# Without script ----------------------------------------------------------------------------------


def test_the_whole_of_a_section_works_without_script(browser, portal: Portal, somebody: Somebody):
    address = begin(somebody("staff-raytown"), "Plain (sample)", share_with="staff-grandview")
    plain = browser.new_context(base_url=portal.url, java_script_enabled=False).new_page()
    sign_in_here(plain, "staff-grandview")
    plain.goto(f"{address}idea/")
    other = somebody("staff-raytown")
    other.goto(f"{address}idea/")
    box(other).fill("Raytown’s idea.")
    expect(line(other)).to_have_text(SAVED)
    box(plain).fill("Grandview’s idea.")
    press(plain, "Save")
    assert "Two texts for “The idea”" in plain.locator("main").inner_text()
    press(plain, "Keep what stands for “The idea”")
    assert box(plain).input_value() == "Raytown’s idea."
    press(plain, "Save and go to the next section")
    assert heading(plain) == "The service today"
    plain.goto(f"{address}sharing/")
    choose(plain, "Other cities wanted", "Independence")
    press(plain, "Save")
    assert heading(plain) == "Plain (sample)"
    plain.goto(f"{address}sharing/")
    assert plain.locator('[name="wanted"][value="independence"]').is_checked()
    plain.context.close()

"""Adding files on the page: progress, a network that breaks, refusals, and no scripts at all."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from cities.models import City
from collaborative.models import Actor
from initiatives.models import Proposal
from tests.access.principals import OWN
from tests.conftest import sign_in
from tests.factories.proposals import FEBRUARY, ProposalFactory
from tests.initiatives.files import PDF, PROGRAM, pdf, picture
from tests.pages.browser import AXE, TOO_WIDE
from tests.pages.wire import Wire

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.parametrize("site", [False], indirect=True, ids=["empty"]),
]

LARGE = pdf(b"<< /Length 3000000 >>\nstream\n%s\nendstream" % (b" " * 3_000_000))
"""Three megabytes."""
LOST = "The connection was lost, and nothing of the file was added. It is still in this list."
NO_ANSWER = (
    "No answer came, so it is not certain that the file was added. Try again: a file that is there "
    "already is not added twice."
)
SIGNED_OUT = (
    "You are not signed in any more, so nothing of the file was added. Sign in, come back to this "
    "tab, and try again. The list stays as it is."
)
A_PROGRAM = (
    "“Costs.pdf” is named like a PDF file, but it is a program. Open it in the program it was made "
    "with, save it as a PDF file, and add that."
)


@pytest.fixture
def author(site) -> Actor:
    return site.world.people["author"]


@pytest.fixture
def draft(site, author) -> Proposal:
    return ProposalFactory(city=City.objects.get(slug=OWN), author=author.user, title="Files")


@pytest.fixture
def wire(site) -> Iterator[Wire]:
    """The way to the portal."""
    host, port = site.url.removeprefix("http://").split(":")
    between = Wire(host, int(port))
    yield between
    between.close()


@pytest.fixture
def windows(browser, wire) -> Iterator[Callable[..., BrowserContext]]:
    """Browser windows, closed at the end."""
    opened = []

    def window(**how) -> BrowserContext:
        opened.append(browser.new_context(base_url=wire.address, **how))
        opened[-1].set_default_timeout(20_000)
        return opened[-1]

    yield window
    for each in opened:
        each.close()


def enter(window: BrowserContext, actor, wire: Wire) -> None:
    """Be signed in as somebody, as if just now."""
    window.clear_cookies()
    window.add_cookies(
        [
            {"name": name, "value": cookie.value, "url": wire.address}
            for name, cookie in sign_in(actor).cookies.items()
        ]
    )


@pytest.fixture
def page(windows, author, draft, wire) -> Page:
    """The author's window at the form."""
    window = windows(viewport={"width": 1280, "height": 900})
    enter(window, author, wire)
    page = window.new_page()
    page.goto(reverse("initiatives:add_attachment", args=[draft.reference]))
    return page


def file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def choose(page: Page, *files: dict[str, object]) -> None:
    page.get_by_label("File", exact=True).set_input_files(list(files))


def press(page: Page, name: str = "Add this file") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=name)


def state(page: Page, name: str) -> Locator:
    return row(page, name).locator('[data-is="state"]')


def deeds(page: Page, name: str) -> list[str]:
    """What one can do about a file, as it is seen."""
    shown = row(page, name).locator(":is(a, button):visible")
    return [words.split(":")[0] for words in shown.all_text_contents()]


def slow_down(page: Page, *, bytes_a_second: int = 1_500_000) -> None:
    """Make the way up slow."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"downloadThroughput": -1, "uploadThroughput": bytes_a_second}
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, **speed})


def kept(draft: Proposal) -> list[str]:
    return sorted(draft.attachments.values_list("name", flat=True))


def test_several_files_go_up_one_after_the_other_and_say_how_far_they_are(page, draft):
    seen = page.evaluate_handle(
        """() => {
          const seen = {words: [], most: 0, said: []};
          const look = () => {
            const bars = [...document.querySelectorAll('progress:not([hidden])')];
            seen.most = Math.max(seen.most, bars.length);
            for (const one of document.querySelectorAll('[data-is="state"]'))
              seen.words.push(one.textContent);
            seen.said.push(document.querySelector('[role="status"][data-uploads-said]').textContent);
            sessionStorage.setItem('seen', JSON.stringify(seen));
          };
          new MutationObserver(look).observe(document.querySelector('form[data-uploads]'),
            {childList: true, subtree: true, characterData: true, attributes: true});
          return seen;
        }"""
    )
    slow_down(page)
    choose(page, file("One.pdf", LARGE), file("Map.png", picture("PNG")), file("Two.pdf", PDF))
    expect(page.get_by_role("button", name="Add 3 files")).to_be_visible()
    press(page, "Add 3 files")
    page.wait_for_url(f"**{draft.get_absolute_url()}")
    seen = page.evaluate("JSON.parse(sessionStorage.getItem('seen'))")
    assert kept(draft) == ["Map.png", "One.pdf", "Two.pdf"]
    assert seen["most"] == 1  # one after the other
    percents = [int(words.split()[1]) for words in seen["words"] if words.startswith("Sent ")]
    assert len({percent for percent in percents if 0 < percent < 100}) >= 3
    assert "All of it is sent. The portal is checking it." in seen["words"]
    assert [said for said in dict.fromkeys(seen["said"]) if said] == [
        "3 files to add.",
        "Sending One.pdf.",
        "The portal is checking One.pdf.",
        f"“One.pdf” is with {draft.reference}.",
        "Sending Map.png.",
        "The portal is checking Map.png.",
        f"“Map.png” is with {draft.reference}.",
        "Sending Two.pdf.",
        "The portal is checking Two.pdf.",
        f"“Two.pdf” is with {draft.reference}.",
        "3 files added. Going to the proposal.",
    ]
    for name in kept(draft):
        expect(page.get_by_text(f"“{name}” is with {draft.reference}.")).to_be_visible()


def test_a_network_that_breaks_loses_nothing_and_the_file_goes_up_again(page, draft, wire):
    slow_down(page)
    choose(page, file("One.pdf", LARGE), file("Two.pdf", PDF))
    press(page, "Add 2 files")
    expect(state(page, "One.pdf")).to_have_text(re.compile(r"^Sent [1-9]\d? percent of 2\.9 MB\.$"))
    assert deeds(page, "One.pdf") == ["Cancel"]
    wire.cut()
    expect(state(page, "One.pdf")).to_have_text(LOST)
    expect(state(page, "Two.pdf")).to_have_text("Not sent yet.")
    assert (kept(draft), deeds(page, "One.pdf")) == ([], ["Try again", "Remove from the list"])
    row(page, "One.pdf").get_by_role("button", name="Try again").click()
    expect(state(page, "One.pdf")).to_have_text(LOST)
    wire.mend()
    row(page, "One.pdf").get_by_role("button", name="Try again").click()
    page.wait_for_url(f"**{draft.get_absolute_url()}")
    assert kept(draft) == ["One.pdf", "Two.pdf"]


def test_a_file_whose_answer_was_lost_is_not_added_twice(page, draft):
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/attachments/add/", swallow, times=1)
    choose(page, file("One.pdf", PDF))
    press(page)
    expect(state(page, "One.pdf")).to_have_text(re.compile("connection was lost|No answer came"))
    assert kept(draft) == ["One.pdf"]
    row(page, "One.pdf").get_by_role("button", name="Try again").click()
    page.wait_for_url(f"**{draft.get_absolute_url()}")
    assert kept(draft) == ["One.pdf"]


def test_a_refusal_stands_beside_its_file_and_the_others_go_on(page, draft):
    choose(page, file("Costs.pdf", PROGRAM), file("Two.pdf", PDF))
    press(page, "Add 2 files")
    expect(state(page, "Costs.pdf")).to_have_text(A_PROGRAM)
    expect(state(page, "Two.pdf")).to_have_text(f"“Two.pdf” is with {draft.reference}.")
    expect(page.locator("[data-uploads-said]")).to_have_text(
        f"“Two.pdf” is with {draft.reference}. 1 of 2 files added. What became of the others "
        "stands beside them."
    )
    assert (kept(draft), page.title()[:7]) == (["Two.pdf"], "Error: ")
    row(page, "Costs.pdf").get_by_role("button", name="Remove from the list").click()
    expect(row(page, "Costs.pdf")).to_have_count(0)
    assert not page.title().startswith("Error: ")
    page.get_by_role("link", name="Back to the proposal").click()
    expect(page.get_by_text(f"“Two.pdf” is with {draft.reference}.")).to_be_visible()


def test_a_file_on_its_way_can_be_cancelled_and_the_next_goes_on(page, draft):
    slow_down(page)
    choose(page, file("One.pdf", LARGE), file("Costs.pdf", PROGRAM))
    press(page, "Add 2 files")
    expect(state(page, "One.pdf")).to_have_text(re.compile(r"^Sent [1-9]"))
    row(page, "One.pdf").get_by_role("button", name="Cancel").click()
    expect(state(page, "One.pdf")).to_have_text("Cancelled. Nothing of it was added.")
    expect(row(page, "One.pdf").get_by_role("button", name="Try again")).to_be_focused()
    expect(state(page, "Costs.pdf")).to_have_text(A_PROGRAM)
    assert kept(draft) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(page, tmp_path: Path):
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    large = tmp_path / "Film.pdf"
    with large.open("wb") as content:
        content.truncate(26 * 1024 * 1024)
    page.get_by_label("File", exact=True).set_input_files(large)
    expect(state(page, "Film.pdf")).to_have_text(
        "“Film.pdf” is 26 MB; one file may have 25 MB. Save it smaller, or in two parts."
    )
    press(page)
    expect(page.locator("[data-uploads-said]")).to_have_text(
        "There is no file to send. Choose one first."
    )
    assert sent == []


@pytest.mark.parametrize("comes_back", [True, False], ids=["signs in again", "does not"])
def test_who_was_signed_out_meanwhile_is_told_and_keeps_the_list(
    page, author, draft, wire, comes_back
):
    choose(page, file("One.pdf", PDF), file("Two.pdf", PDF + b"\n"))
    page.context.clear_cookies(name="sessionid")
    press(page, "Add 2 files")
    expect(state(page, "One.pdf")).to_have_text(SIGNED_OUT)
    expect(state(page, "Two.pdf")).to_have_text("Not sent yet.")
    link = row(page, "One.pdf").get_by_role("link", name="Sign in (opens a new tab)")
    with page.context.expect_page() as tab:
        link.click()
    expect(tab.value).to_have_url(re.compile(r"/accounts/login/\?next=.*/attachments/add/$"))
    if comes_back:
        enter(page.context, author, wire)
    row(page, "One.pdf").get_by_role("button", name="Try again").click()
    if comes_back:
        page.wait_for_url(f"**{draft.get_absolute_url()}")
        assert kept(draft) == ["One.pdf", "Two.pdf"]
    else:
        expect(state(page, "One.pdf")).to_have_text(SIGNED_OUT)
        assert kept(draft) == []


def test_who_signed_in_again_in_another_tab_notices_nothing(page, author, draft, wire):
    choose(page, file("One.pdf", PDF))
    page.context.clear_cookies(name="csrftoken")
    page.context.new_page().goto("/accounts/password/reset/")  # brings a token of its own
    press(page)
    page.wait_for_url(f"**{draft.get_absolute_url()}")
    assert kept(draft) == ["One.pdf"]


def test_a_proposal_that_was_sent_in_meanwhile_takes_no_file_and_says_so(page, draft):
    Proposal.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=FEBRUARY)
    choose(page, file("One.pdf", PDF))
    press(page)
    expect(state(page, "One.pdf")).to_have_text(re.compile("its text stands"))
    assert kept(draft) == []


def test_leaving_the_page_while_a_file_is_on_its_way_asks_first(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    choose(page, file("One.pdf", LARGE))
    page.get_by_role("link", name="Back without adding one").hover()
    slow_down(page)
    press(page)
    expect(state(page, "One.pdf")).to_have_text(re.compile(r"^Sent "))
    page.get_by_role("link", name="Back without adding one").click()
    page.wait_for_url(re.compile(r"/proposals/[^/]+/$"))
    assert asked == ["beforeunload"]


def test_leaving_the_page_when_nothing_is_on_its_way_asks_nothing(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    choose(page, file("One.pdf", PDF))
    page.get_by_role("link", name="Back without adding one").click()
    page.wait_for_url(re.compile(r"/proposals/[^/]+/$"))
    assert asked == []


def test_a_file_may_be_dropped_anywhere_on_the_page(page, draft):
    page.evaluate(
        """content => {
          const held = new DataTransfer();
          held.items.add(new File([content], 'Dropped.pdf'));
          const drop = new DragEvent('drop', {dataTransfer: held, bubbles: true, cancelable: true});
          document.querySelector('h1').dispatchEvent(drop);
        }""",
        PDF.decode(),
    )
    expect(state(page, "Dropped.pdf")).to_have_text("Not sent yet.")
    press(page)
    page.wait_for_url(f"**{draft.get_absolute_url()}")
    assert kept(draft) == ["Dropped.pdf"]


def test_everything_is_done_with_the_keyboard(page, draft):
    choose(page, file("Costs.pdf", PROGRAM))
    page.get_by_label("File", exact=True).focus()
    page.keyboard.press("Tab")
    expect(
        row(page, "Costs.pdf").get_by_role("button", name="Remove from the list")
    ).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(state(page, "Costs.pdf")).to_have_text(A_PROGRAM)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("File", exact=True)).to_be_focused()
    expect(row(page, "Costs.pdf")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_list_is_good_to_read_in_every_state(page, wire, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    long_name = f"{'Very long name of a file ' * 5}.pdf"
    choose(page, file("Costs.pdf", PROGRAM), file("Two.pdf", PDF), file(long_name, LARGE))
    slow_down(page, bytes_a_second=200_000)
    press(page, "Add 3 files")
    expect(state(page, long_name)).to_have_text(re.compile(r"^Sent "))
    assert faults(page) == []
    wire.cut()
    expect(state(page, long_name)).to_have_text(LOST)
    assert faults(page) == []


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it is: axe, width, targets, motion."""
    violations = Axe().run(page, options=AXE).response["violations"]
    small = page.evaluate(
        """() => [...document.querySelectorAll('.portal-upload :is(a, button)')]
          .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44)
          .map(one => `${one.textContent} is lower than 44 px`)"""
    )
    moving = page.evaluate("() => document.getAnimations().map(one => `${one} moves`)")
    wide = page.evaluate(TOO_WIDE)
    return [fault["id"] for fault in violations] + small + moving + wide


def test_without_scripts_the_form_takes_a_file_as_any_other(windows, author, draft, wire):
    window = windows(java_script_enabled=False)
    enter(window, author, wire)
    page = window.new_page()
    page.goto(reverse("initiatives:add_attachment", args=[draft.reference]))
    choose(page, file("Costs.pdf", PROGRAM))
    press(page)
    expect(page.locator("[data-problems] li")).to_have_text([A_PROGRAM])
    choose(page, file("One.pdf", PDF))
    press(page)
    expect(page).to_have_url(re.compile(f"{draft.get_absolute_url()}$"))
    assert kept(draft) == ["One.pdf"]

"""What people do on pages, in the words of the pages."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page


def press(page: Page, button: str) -> None:
    """Press a button and wait for what comes."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def follow(page: Page, link: str) -> None:
    """Follow a link in the page's own part and wait for its page."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()


def fill(place: Page | Locator, **answers: str) -> None:
    """Fill fields, given by their names in the form."""
    for name, answer in answers.items():
        place.locator(f'[name="{name}"]').fill(answer)


def select(page: Page, **answers: str) -> None:
    """Choose from lists, given by their names in the form, by what the lists say."""
    for name, answer in answers.items():
        page.locator(f'select[name="{name}"]').select_option(label=answer)


def choose(page: Page, question: str, *answers: str) -> None:
    """Tick answers of one question; each begins with the words given, up to a colon or the end."""
    group = page.get_by_role("group", name=question)
    for answer in answers:
        words = re.compile(rf"^\s*{re.escape(answer)}\s*(:|,|$)")
        group.locator("label", has_text=words).click()


def attach(page: Page, field: str, name: str, content: bytes, media_type: str) -> None:
    """Put a file into a field of the form."""
    file = {"name": name, "mimeType": media_type, "buffer": content}
    page.locator(f'input[name="{field}"]').set_input_files(file)


def download(page: Page, target: Path, *, press_button: str = "", follow_link: str = "") -> Path:
    """Keep what a button or a link downloads in a file."""
    with page.expect_download() as waiting:
        if press_button:
            page.get_by_role("button", name=press_button, exact=True).click()
        else:
            page.get_by_role("link", name=follow_link, exact=True).click()
    waiting.value.save_as(target)
    return target


def heading(page: Page) -> str:
    """The page's own heading."""
    return page.locator("h1").inner_text()


def complaints(page: Page) -> list[str]:
    """The sentences that say what is wrong, as the error summary lists them."""
    return page.locator("[data-problems] li").all_inner_texts()

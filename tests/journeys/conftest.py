"""The running portal, and a browser window for each person."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.portal import Portal, start

Somebody = Callable[..., Page]


@pytest.fixture(scope="package")
def portal(tmp_path_factory) -> Iterator[Portal]:
    """A portal in demo mode. After the last journey everything must hold, and it must stop."""
    portal = start(tmp_path_factory.mktemp("portal"))
    try:
        assert portal.left_behind() != []  # its processes are seen while it runs
        yield portal
        invariants = portal.manage("check_invariants")
    finally:
        code = portal.stop()
    assert (invariants.returncode, invariants.stdout) == (0, "Everything holds.\n")
    assert (code, portal.left_behind()) == (0, [])


@pytest.fixture
def somebody(portal: Portal, browser: Browser) -> Iterator[Somebody]:
    """`somebody("clerk-raytown")`: that person's window, signed in on the demo's own page.

    `somebody("clerk-raytown", window=2)` is another window of the same person.
    """
    windows: dict[tuple[str, int], Page] = {}

    def signed_in(key: str, *, window: int = 1) -> Page:
        if (key, window) not in windows:
            windows[key, window] = _sign_in(browser, portal, key)
        return windows[key, window]

    yield signed_in
    for window in windows.values():
        window.context.close()


def _sign_in(browser: Browser, portal: Portal, key: str) -> Page:
    window = browser.new_context(base_url=portal.url, reduced_motion="reduce").new_page()
    window.set_default_timeout(20_000)
    window.goto("/demo/")
    window.locator(f'form[action="/demo/sign-in/{key}/"] button').click()
    window.get_by_role("heading", name="What waits for you").wait_for()
    return window

"""Pages with the scripts of a box for prose, and no portal behind them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = [ROOT / "static" / "js" / f"{name}.js" for name in ("markdown", "clipboard", "prose")]
FORM = """<!doctype html><title>Sample</title>
<form><label for="idea">Idea</label>
<textarea id="idea" name="idea" data-prose data-usual-words="3" rows="2" cols="20"
  aria-describedby="idea_help"></textarea>
<p id="idea_help">Say it in your own words.</p>
<p id="idea_words" data-counter-for="idea">0 words; about 3 are usual</p>
<label for="plain">Other</label><textarea id="plain">Not prose</textarea></form>
""" + "".join(f'<script src="{script.name}" defer></script>' for script in SCRIPTS)
POLICY = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'"}


@pytest.fixture(scope="module")
def reader(browser) -> Iterator[Page]:
    """A page that only reads: nothing may be fetched from it."""
    page = browser.new_page()
    page.set_content("<title>Sample</title>")
    for script in SCRIPTS:
        page.add_script_tag(path=script)
    yield page
    page.close()


@pytest.fixture
def form(browser) -> Iterator[Page]:
    """A form with one box for prose and one that is none, under the portal's own policy.

    Whatever the browser complains of in the meantime fails the test.
    """
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/*", _serve)
    page.goto("http://portal.test/")
    page.evaluate("() => { window.heard = []; }")
    page.evaluate("document.addEventListener('input', (event) => heard.push(event.target.id))")
    yield page
    page.close()
    assert complaints == []


def _serve(route: Route) -> None:
    name = route.request.url.rpartition("/")[2]
    if name.endswith(".js"):
        route.fulfill(path=ROOT / "static" / "js" / name, content_type="text/javascript")
    elif not name:
        route.fulfill(body=FORM, content_type="text/html", headers=POLICY)
    else:
        route.abort()

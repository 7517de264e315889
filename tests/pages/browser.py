"""Looking at one page in Chromium the way its readers do, and naming every fault found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
DANGLING = """() => {
  const names = ['aria-describedby', 'aria-labelledby', 'aria-controls', 'for', 'headers'];
  const lost = [];
  for (const name of names)
    for (const element of document.querySelectorAll(`[${name}]`))
      for (const id of element.getAttribute(name).split(/\\s+/).filter(Boolean))
        if (!document.getElementById(id)) lost.push(`${name}="${id}" points to nothing`);
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if (!document.getElementById(link.hash.slice(1))) lost.push(`${link.hash} leads nowhere`);
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  for (const id of new Set(ids))
    if (ids.filter(one => one === id).length > 1) lost.push(`id "${id}" stands twice`);
  return lost;
}"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll('body *')]
    .filter(element => element.getBoundingClientRect().right > room + 1
                       && !element.closest('.portal-scroll, .usa-sr-only'))
    .slice(0, 3)
    .map(element => `${element.tagName.toLowerCase()}.${element.className} is too wide`)
    .concat(['the page scrolls sideways at 320 px']);
}"""
LOST_FOCUS = """() => {
  const problems = document.querySelector('[data-problems]');
  return problems && document.activeElement !== problems
    ? ['the focus is not at what is wrong'] : [];
}"""
INVISIBLE_FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  if (element === document.body) return ['Tab reaches nothing'];
  if (style.outlineStyle === 'none' && style.boxShadow === 'none') return ['focus is not seen'];
  return box.bottom < 0 || box.right < 0 ? ['the focus is off the page'] : [];
}"""
DESK = {"width": 1280, "height": 900}
NARROWEST = {"width": 320, "height": 700}
FIRST_REFUSAL = 400
PATIENCE = 20_000
"""Milliseconds until a page or button counts as missing, on a machine that is busy."""

Cookies = list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Where to go, what to type by the fields' names, what to press then."""

    url: str
    fill: Mapping[str, str] = field(default_factory=dict)
    press: str = ""
    meanwhile: Callable[[], AbstractContextManager[object]] = nullcontext


@dataclass
class Look:
    """What a visit found; `status` is that of the page that it ended on.

    `path` is where that page is; for a form that was refused, where the form was.
    """

    title: str = ""
    path: str = ""
    status: int = 0
    text: str = ""
    has_problems: bool = False
    faults: list[str] = field(default_factory=list)


class Readers:
    """Two readers of every page: one with scripts, one without. They keep styles, not cookies."""

    def __init__(self, browser: Browser) -> None:
        """Sit both down."""
        self.scripted = browser.new_context(viewport=DESK, reduced_motion="reduce")
        self.plain = browser.new_context(viewport=DESK, java_script_enabled=False)
        for context in (self.scripted, self.plain):
            context.set_default_timeout(PATIENCE)

    def look(self, visit: Visit, cookies: Callable[[], Cookies]) -> Look:
        """Let both visit a page, each with cookies of its own, and examine what they see.

        Checks: axe, references, content security policy, script errors, missing parts, one h1,
        where the focus is and whether it is seen, 320 px, and whether anything is lost without
        scripts.
        """
        found = Look()
        with _page(self.scripted, cookies()) as page, _page(self.plain, cookies()) as plain:
            _listen(page, found)
            for one in (page, plain):
                one.goto(visit.url)
                _type(one, visit.fill)
            form = page.url
            with visit.meanwhile():
                for one in (page, plain):
                    _press(one, visit.press)
            found.faults += _lost_words(page, plain)
            _examine(page, found)
            found.path = urlsplit(form if found.has_problems else page.url).path
        return found

    def close(self) -> None:
        """Let both go."""
        self.scripted.close()
        self.plain.close()


@contextmanager
def _page(context: BrowserContext, cookies: Cookies) -> Iterator[Page]:
    context.clear_cookies()
    context.add_cookies(cookies)
    page = context.new_page()
    try:
        yield page
    finally:
        page.close()


def _listen(page: Page, found: Look) -> None:
    """Note what the browser complains of, what does not come, and how the page answers."""

    def note(response: Response) -> None:
        request = response.request
        if request.is_navigation_request():
            found.status = response.status
        elif response.status >= FIRST_REFUSAL:
            found.faults.append(f"{response.url} answers {response.status}")

    page.on("response", note)
    page.on("console", lambda message: found.faults.extend(_complaint(message)))
    page.on("pageerror", lambda error: found.faults.append(f"script error: {error}"))


def _complaint(message: ConsoleMessage) -> list[str]:
    """Pass on errors; that a page answers 403, as it should, is one to Chromium too."""
    if message.type != "error" or message.text.startswith("Failed to load resource"):
        return []
    return [f"console: {message.text[:200]}"]


def _type(page: Page, fill: Mapping[str, str]) -> None:
    for name, value in fill.items():
        box = page.locator(f'[name="{name}"]')
        kind = box.first.evaluate("box => box.type")
        if kind in {"radio", "checkbox"}:
            choice = page.locator(f'[name="{name}"][value="{value}"]')
            page.locator(f'label[for="{choice.get_attribute("id")}"]').click()
        elif kind == "select-one":
            box.select_option(value)
        elif kind == "file":
            box.set_input_files(value)
        else:
            box.first.fill(value)


def _press(page: Page, button: str) -> None:
    if button:
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).first.click()


def _lost_words(page: Page, plain: Page) -> list[str]:
    """Lines of the page that stand there only with scripts, and parts that are not seen without."""
    parts = ("h1", "main", "footer")
    hidden = [name for name in parts[: _parts(page)] if not plain.locator(name).first.is_visible()]
    with_scripts, without = (_lines(one) for one in (page, plain))
    lost = [line for line in with_scripts if line not in without]
    return [
        *(f"{name} cannot be seen without scripts" for name in hidden),
        *(f'"{line[:80]}" is not there without scripts' for line in lost),
    ]


def _parts(page: Page) -> int:
    """How many parts a page has: the one of a breakdown stands alone, without a footer."""
    return 3 if page.locator("footer").count() else 2


def _lines(page: Page) -> Sequence[str]:
    return page.locator("main").inner_text().splitlines()


def _examine(page: Page, found: Look) -> None:
    found.title, found.text = page.title(), page.locator("main").inner_text()
    found.has_problems = page.locator("[data-problems]").count() > 0
    found.faults += page.evaluate(LOST_FOCUS)
    violations = Axe().run(page, options=AXE).response["violations"]
    found.faults += [
        f"axe {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in violations
    ]
    found.faults += page.evaluate(DANGLING)
    headings = page.locator("h1").count()
    if headings != 1:
        found.faults.append(f"{headings} headings of the first level")
    page.keyboard.press("Tab")
    found.faults += page.evaluate(INVISIBLE_FOCUS)
    page.set_viewport_size(NARROWEST)
    found.faults += page.evaluate(TOO_WIDE)

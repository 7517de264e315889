"""Looking at one page in Chromium the way its readers do, and naming every fault found."""

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

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
INVISIBLE_FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  if (element === document.body) return ['Tab reaches nothing'];
  if (style.outlineStyle === 'none' && style.boxShadow === 'none') return ['focus is not seen'];
  return box.bottom < 0 || box.right < 0 ? ['the focus is off the page'] : [];
}"""


@dataclass
class Look:
    """What a visit found."""

    title: str = ""
    faults: list[str] = field(default_factory=list)


def look(browser: Browser, url: str, cookies: list[dict], *, press: str = "") -> Look:
    """Visit a page as its reader, press a button if asked, and examine it.

    Checks: axe, references, content security policy, script errors, one h1, focus, 320 px.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_cookies(cookies)
    found = Look()
    try:
        page = context.new_page()
        page.on("console", lambda message: found.faults.extend(_complaint(message)))
        page.on("pageerror", lambda error: found.faults.append(f"script error: {error}"))
        page.goto(url)
        if press:
            page.get_by_role("button", name=press, exact=True).first.click()
            page.wait_for_load_state()
        _examine(page, found)
    finally:
        context.close()
    return found


def _complaint(message: ConsoleMessage) -> list[str]:
    return [f"console: {message.text[:200]}"] if "Content Security Policy" in message.text else []


def _examine(page: Page, found: Look) -> None:
    found.title = page.title()
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
    page.set_viewport_size({"width": 320, "height": 700})
    found.faults += page.evaluate(TOO_WIDE)


def reads_without_scripts(browser: Browser, url: str, cookies: list[dict]) -> list[str]:
    """Visit a page with scripts off; name what a reader would miss."""
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    try:
        page = context.new_page()
        page.goto(url)
        parts = ("h1", "main", "footer")
        hidden = [name for name in parts if not page.locator(name).first.is_visible()]
        return [f"{name} cannot be seen without scripts" for name in hidden]
    finally:
        context.close()

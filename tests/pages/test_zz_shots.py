import pytest, re
from tests.pages.test_uploads import *
from tests.pages.test_uploads import pytestmark

@pytest.mark.parametrize("width", [320, 1280])
def test_shots(page, wire, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.screenshot(path=f"/tmp/up-{width}-0.png", full_page=True)
    choose(page, file("Costs.pdf", PROGRAM), file("Two.pdf", PDF), file("Visits to the intersections along 350 Highway, 2025 and 2026, with figures by the hour.pdf", LARGE), file("Map.png", picture("PNG")))
    page.screenshot(path=f"/tmp/up-{width}-1.png", full_page=True)
    slow_down(page, bytes_a_second=200000)
    press(page, "Add 4 files")
    expect(state(page, "Visits")).to_have_text(re.compile(r"^Sent [2-9]"))
    page.screenshot(path=f"/tmp/up-{width}-2.png", full_page=True)
    wire.cut()
    expect(state(page, "Visits")).to_have_text(LOST)
    page.screenshot(path=f"/tmp/up-{width}-3.png", full_page=True)
    wire.mend()
    page.context.clear_cookies(name="sessionid")
    slow_down(page, bytes_a_second=-1)
    row(page, "Visits").get_by_role("button", name="Try again").click()
    expect(state(page, "Visits")).to_have_text(SIGNED_OUT)
    page.screenshot(path=f"/tmp/up-{width}-4.png", full_page=True)

"""The public site in a real browser: accessible, light, by keyboard, without scripts, in forced colours, in print."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from fingerpost.people.models import User
from fingerpost.public import news, queries
from fingerpost.public.models import PublicationState
from tests.browser.conftest import NARROWEST, Axe, Screenshot, Visit, sideways, violations
from tests.public.published import make_file, make_publication

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = "/public/2009-10/q2/young-people/"
PAGES = {
    "public-home": "/public/",
    "public-plan": PLAN,
    "public-outcome": f"{PLAN}outcomes/safe/",
    "public-action": f"{PLAN}actions/early-help/",
    "public-indicator": f"{PLAN}indicators/offend-once/",
    "public-superseded": f"{PLAN}version-1/",
    "public-withdrawn": "/public/2009-10/q3/young-people/",
    "public-nowhere": "/public/2009-10/q4/young-people/",
    "public-news": "/public/news/",
    "public-news-item": "/public/news/a-club-opens/",
    "public-news-withdrawn": "/public/news/a-club-closes/",
    "public-archive": "/public/archive/",
    "public-year": "/public/2009-10/",
    "public-period": "/public/2009-10/q2/",
    "public-compare": "/public/compare/",
    "public-compare-two": "/public/compare/young-people/2009-10-q1/2009-10-q2/",
    "public-localities": "/public/localities/",
    "public-groups": "/public/groups/",
    "public-search": "/public/search/?q=early",
    "public-contact": "/public/contact/",
    "public-rate": "/public/rate/?page=2009-10/",
    "public-thanks": "/public/thanks/",
    "public-what": "/public/what-we-publish/",
    "public-data": "/public/about-the-data/",
    "public-download": "/public/data/",
    "public-accessibility": "/public/accessibility/",
    "public-api": "/api/v1/",
    "public-embed-outcome": "/public/embed/young-people/outcomes/safe/",
    "public-embed-indicator": "/public/embed/young-people/indicators/offend-once/",
}
LIGHT = 150_000


@pytest.fixture(autouse=True)
def published() -> None:
    queries._read.cache_clear()
    make_publication(period="2009-10-q1")
    make_publication(state=PublicationState.SUPERSEDED)
    make_file(make_publication(version=2, notice="Progress of the pilot was 90%, not 100%."), "milestones.pdf", b"%PDF")
    make_publication(period="2009-10-q3", state=PublicationState.WITHDRAWN)
    for title in ("A club opens", "A club closes"):
        item = news.write_news(title=title, summary="In Keith.", text="From May on.", by=None)
        item = news.publish_news(item=item, by=None)
    news.withdraw_news(item=item, reason="It stays open.", by=None)


@pytest.mark.parametrize("name", PAGES)
def test_public_pages_are_accessible(name: str, visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    page = visit(PAGES[name])
    axe(page)
    screenshot(page, name)


@pytest.mark.parametrize("name", ["public-home", "public-plan", "public-action", "public-indicator"])
def test_public_pages_bear_large_text_and_forced_colours(name: str, visit: Visit) -> None:
    page = visit(PAGES[name])
    page.emulate_media(forced_colors="active")
    assert violations(page) == []
    page.set_viewport_size(NARROWEST)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert sideways(page) == []


@pytest.mark.parametrize("name", ["public-home", "public-plan"])
def test_print_leaves_out_what_only_a_screen_needs(name: str, visit: Visit) -> None:
    page = visit(PAGES[name])
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Sections")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def sent(request: Request) -> int:
    """What goes over the wire: style sheets are served compressed, which the server of the tests does not."""
    response = request.response()
    body = response.body() if response else b""
    return len(gzip.compress(body)) if request.url.endswith(".css") else len(body)


@pytest.mark.parametrize("name", PAGES)
def test_a_first_load_is_light_and_from_here_alone(name: str, page: Page, live_server: LiveServer) -> None:
    sizes: dict[str, int] = {}
    page.on("requestfinished", lambda one: sizes.update({one.url: sent(one)}))
    page.goto(live_server.url + PAGES[name], wait_until="networkidle")
    assert {url for url in sizes if not url.startswith(live_server.url)} == set()
    assert sum(sizes.values()) < LIGHT, sizes
    assert page.context.cookies() == []


def test_everything_is_reached_by_keyboard_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/public/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("main a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Young people’s plan 2009/10")
    page.locator("summary").first.press("Enter")
    expect(page.get_by_text("The mean of the progress of 3 milestones.")).to_be_visible()
    context.close()


def test_a_partner_can_show_an_outcome_in_a_frame(browser: Browser, live_server: LiveServer, tmp_path: Path) -> None:
    address = f"{live_server.url}/public/embed/young-people/outcomes/safe/"
    (tmp_path / "index.html").write_text(f'<title>Partner</title><iframe title="Outcome" src="{address}"></iframe>')
    partner = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    Thread(target=partner.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{partner.server_address[1]}/")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("Young people are safe")
    page.close()
    partner.shutdown()
    partner.server_close()


def html_faults(folder: Path) -> str:
    """What the Nu HTML checker, from npm, says of every page in a folder; "" for nothing."""
    jar = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if shutil.which("java") is None or not jar.exists():
        pytest.skip("no Java, or no vnu-jar in node_modules, to check HTML with")
    # Tables that stack on a phone name the roles of their parts, because `display: block` takes them from some readers.
    known = r".*“role” attribute must not be used on a “(tr|td|th|thead|tbody)” element.*"
    checks = ["--errors-only", "--skip-non-html", "--filterpattern", known]
    command = ["java", "-jar", str(jar), *checks, str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return told.stderr or ("" if told.returncode == 0 else f"The checker ended with {told.returncode}.")


def test_the_html_checker_finds_no_error(tmp_path: Path) -> None:
    for name, address in PAGES.items():
        (tmp_path / f"{name}.html").write_bytes(Client().get(address).content)
    assert html_faults(tmp_path) == ""


PUBLISHING = {
    "letters": "/publications/letters/",
    "publications": "/publications/",
    "news": "/publications/news/",
    "news-item": "/publications/news/items/a-club-opens/",
    "news-edit": "/publications/news/items/a-club-opens/edit/",
    "news-add": "/publications/news/add/",
    "news-withdraw": "/publications/news/items/a-club-opens/withdraw/",
    "publish-plan": "/plans/young-people/publications/",
    "publication": "/plans/young-people/publications/2009-10-q2/2/",
    "publish-withdraw": "/plans/young-people/publications/2009-10-q2/2/withdraw/",
    "publish-preview": "/plans/young-people/publications/2009-10-q2/2/preview/",
}


@pytest.mark.parametrize("name", PUBLISHING)
def test_the_pages_for_publishing_are_accessible(
    name: str, visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    page = visit(PUBLISHING[name], coordinator)
    axe(page)
    screenshot(page, name)

"""Journeys in a real Chromium.

    def test_the_plan_page(visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
        page = visit("/plans/a-plan/", coordinator)   # signed in; fails at the end on any error on the console
        axe(page)                                     # WCAG A and AA, wide and at 320 pixels without sideways scrolling
        screenshot(page, "plan")                      # build/screenshots/plan.png and plan-phone.png

Pictures taken with documented=True go to docs/screenshots where FINGERPOST_SCREENSHOTS=1 says so.
With FINGERPOST_REQUIRE_BROWSER=1 a missing browser is a failure, else a reason to skip.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from fingerpost.people.models import User

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STYLES = ROOT / "build" / "static" / "fingerpost.css"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
UNDOCUMENTED = ROOT / "build" / "screenshots"
PICTURES = ROOT / "docs" / "screenshots" if os.environ.get("FINGERPOST_SCREENSHOTS") == "1" else UNDOCUMENTED
WIDE, PHONE, NARROWEST = ({"width": width, "height": height} for width, height in [(1280, 900), (375, 740), (320, 640)])
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]

Visit = Callable[..., Page]
Axe = Callable[[Page], None]
Screenshot = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


def must_have(found: object, reason: str) -> None:
    """Skip with the reason where something is not there, or fail where it is required."""
    if found:
        return
    if os.environ.get("FINGERPOST_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The first Chromium found on this machine, started once."""
    program = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    must_have(program, "no chromium, chromium-browser or google-chrome is on the path")
    must_have(STYLES.exists(), f"{STYLES} is not there: run make first")
    must_have(AXE.exists(), f"{AXE} is not there: run make first")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop running in this thread
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def live_server(browser: Browser, live_server: LiveServer) -> LiveServer:
    """After the browser, so that a machine without one starts no server."""
    return live_server


@pytest.fixture(scope="session", autouse=True)
def served_folder() -> None:
    """WhiteNoise warns of a folder that is not there, and the server starts before any test's settings."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=WIDE, locale="en-GB", timezone_id="Europe/London")
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, live_server: LiveServer) -> Iterator[Page]:
    """A page with the CSP in force. Errors on the console fail the test, save the status of the page itself."""
    errors: list[str] = []
    made = context.new_page()

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and message.location.get("url") != made.url:
            errors.append(f"{message.text} ({message.location.get('url')})")

    made.on("console", note)
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    assert errors == []


@pytest.fixture
def visit(page: Page, live_server: LiveServer) -> Visit:
    """Go to an address, signed in as `user` where one is given."""

    def go(address: str, user: User | None = None) -> Page:
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    return go


def violations(page: Page) -> list[str]:
    """What axe finds, one line per element."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{broken['id']}: {broken['help']}: {node['html'][:200]} {node['failureSummary']}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """The outermost elements that stick out of the window, save inside a box that scrolls by itself."""
    script = """() => [...document.body.querySelectorAll('*')]
        .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
            && !one.closest('.fp-wide-table, .govuk-visually-hidden') && getComputedStyle(one).position !== 'absolute')
        .map(one => one.outerHTML.slice(0, 150)).slice(0, 5)"""
    wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return list(page.evaluate(script)) or ["the page"] if wider else []


@pytest.fixture
def axe() -> Axe:
    """Fails where the page breaks a rule of WCAG 2.0 to 2.2, A and AA, or scrolls sideways at 320 pixels."""

    def check(page: Page) -> None:
        assert violations(page) == []
        page.set_viewport_size(NARROWEST)
        assert sideways(page) == []
        assert violations(page) == []
        page.set_viewport_size(WIDE)

    return check


@pytest.fixture
def screenshot() -> Screenshot:
    """Pictures of the whole page, wide and as on a phone; for the documentation, of the first screen."""

    def take(page: Page, name: str, *, documented: bool = False) -> None:
        folder = PICTURES if documented else UNDOCUMENTED
        folder.mkdir(parents=True, exist_ok=True)
        for size, suffix in [(PHONE, "-phone"), (WIDE, "")]:
            page.set_viewport_size(size)
            path = folder / f"{name}{suffix}.png"
            page.screenshot(path=path, full_page=not documented, animations="disabled")

    return take

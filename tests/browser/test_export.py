"""The exported site from a plain static server, in a subfolder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from fingerpost.public import queries
from fingerpost.public.exporting.writing import Wanted, export
from tests.browser.conftest import Axe, Screenshot
from tests.browser.test_public import html_faults
from tests.public.published import make_file, make_publication

pytestmark = pytest.mark.django_db(transaction=True)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Says nothing."""


@pytest.fixture
def exported(browser: Browser, tmp_path: Path) -> Path:
    queries._read.cache_clear()
    for period in ("2009-10-q1", "2009-10-q2"):
        make_file(make_publication(period=period), "milestones.pdf", b"%PDF")
    export(Wanted(tmp_path / "www" / "plans" / "site"))
    return tmp_path / "www" / "plans" / "site"


@pytest.fixture
def address(exported: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(exported.parents[1])))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/plans/site/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A page on which nothing may go wrong: no error, nothing missing, nothing from elsewhere."""
    page, wrong = browser.new_page(), []
    page.on("console", lambda said: wrong.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    yield page
    page.close()
    assert wrong == []


def test_it_is_searched_by_keyboard_in_a_subfolder(
    address: str, visitor: Page, axe: Axe, screenshot: Screenshot
) -> None:
    visitor.goto(address)
    visitor.get_by_role("link", name="Search").click()
    visitor.get_by_label("Words to look for").press_sequentially("early help")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("Found for “early help”")).to_be_visible(timeout=30_000)
    results = visitor.locator("[data-search-results] a")
    axe(visitor)
    screenshot(visitor, "public-search-exported")
    results.first.focus()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    assert visitor.url.startswith(f"{address}latest/young-people/")


def test_a_search_has_an_address_and_says_where_it_finds_nothing(address: str, visitor: Page) -> None:
    visitor.goto(f"{address}search/?q=zebra")
    expect(visitor.get_by_text("Nothing was found for “zebra”")).to_be_visible(timeout=30_000)


def test_without_javascript_the_search_page_leads_to_everything(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}search/")
    expect(page.get_by_text("Searching needs JavaScript.")).to_be_visible()
    page.get_by_role("link", name="Young people are safe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Young people are safe")
    context.close()


def test_a_chart_and_a_table_of_an_indicator_are_there(address: str, visitor: Page) -> None:
    visitor.goto(f"{address}latest/young-people/indicators/offend-once/")
    expect(visitor.get_by_role("table").first).to_be_visible()


def test_the_html_checker_finds_no_error(exported: Path) -> None:
    assert html_faults(exported) == ""

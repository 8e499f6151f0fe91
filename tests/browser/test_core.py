"""The pages that belong to no part, and signing in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from fingerpost.people.models import User
from tests.browser.conftest import Axe, Screenshot, Visit, sideways, violations


@pytest.mark.parametrize("address", ["/accounts/login/", "/help/", "/accessibility/", "/accounts/password/reset/"])
def test_pages_for_anybody_are_accessible(address: str, visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    page = visit(address)
    axe(page)
    screenshot(page, address.strip("/").replace("/", "-"))


@pytest.mark.parametrize("address", ["/gallery/", "/gallery/?errors"])
def test_every_component_is_accessible(
    address: str, visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    page = visit(address, coordinator)
    axe(page)
    screenshot(page, "gallery-errors" if "errors" in address else "gallery")


def test_axe_and_the_narrow_screen_find_what_is_wrong(page: Page) -> None:
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><input><p style='width: 9999px'>wide</p></main>")
    assert [found.partition(":")[0] for found in violations(page)] == ["label"]
    assert [found.partition(">")[0] for found in sideways(page)] == ['<p style="width: 9999px"']


def test_pages_work_without_javascript(browser: Browser, live_server: LiveServer, coordinator: User) -> None:
    coordinator.set_password("a password of some length")
    coordinator.save()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/?next=/help/")
    expect(page.get_by_role("button", name="Show password")).to_be_hidden()
    page.get_by_label("Email").fill(str(coordinator.email))
    page.get_by_label("Password", exact=True).fill("a password of some length")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    context.close()


def test_the_policy_is_in_force_in_the_browser(browser: Browser, live_server: LiveServer) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/help/")
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    page.close()

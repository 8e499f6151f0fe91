"""The pages that belong to no part, and signing in."""

from __future__ import annotations

import pytest

from fingerpost.people.models import User
from tests.browser.conftest import Axe, Screenshot, Visit


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

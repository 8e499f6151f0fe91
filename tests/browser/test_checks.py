"""The findings of a plan in a real browser."""

from __future__ import annotations

import pytest

from fingerpost.people.models import User
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.checks.test_page import withdrawn

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_findings_of_a_plan_are_accessible(
    visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    page = visit(f"/plans/{withdrawn(3).action.plan.slug}/checks/", coordinator)
    axe(page)
    screenshot(page, "checks")


def test_what_an_inspector_would_ask_is_accessible(
    visit: Visit, axe: Axe, screenshot: Screenshot, coordinator: User
) -> None:
    indicator = factories.make_indicator(factories.make_outcome(withdrawn(3).action.plan), title="Warm homes")
    page = visit(f"/plans/{indicator.plan.slug}/checks/inspection/", coordinator)
    axe(page)
    screenshot(page, "inspection")

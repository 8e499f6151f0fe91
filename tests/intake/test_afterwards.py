"""What the preview's checks say is what the checks say once the import is applied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fingerpost.checks.findings import SEVERITIES, Finding
from fingerpost.checks.queries import facts_for
from fingerpost.checks.rules import run
from fingerpost.intake import services
from fingerpost.intake.models import Import
from fingerpost.intake.preview import preview_of
from fingerpost.plans.models import Plan
from tests.intake.reports import AUTUMN, WINTER, imported, new_plan, received

pytestmark = pytest.mark.django_db


def said(findings: list[Finding]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return sorted((one.rule, one.message, one.subject.title, one.subject.within) for one in findings)


def after(plan: Plan, source: Import) -> list[Finding]:
    day = source.as_at or date(2009, 12, 31)
    services.apply(source=source, plan=plan, as_at=day, choices=source.choices.get("items"), by=None)
    return run(facts_for(plan, as_at=day))


def test_a_later_report_is_checked_with_all_that_the_plan_holds() -> None:
    plan = imported(AUTUMN)
    source = received(WINTER)
    before = said(preview_of(source, plan).checked)
    assert before == said(after(plan, source))
    assert before


def test_what_is_left_out_is_not_counted() -> None:
    plan = imported(AUTUMN)
    source = received(WINTER)
    services.choose(source=source, plan=plan, choices={"1.1": "leave", "2.1.1": "leave"}, by=None)
    source.refresh_from_db()
    before = said(preview_of(source, plan).checked)
    assert before == said(after(plan, source))
    assert before != said(preview_of(received(WINTER, name="again.txt"), None).checked)


def test_a_new_plan_is_checked_as_it_would_be_made() -> None:
    source = received(AUTUMN)
    before = preview_of(source, None).checked
    plan = services.apply(source=source, new_plan=new_plan(), by=None).plan
    stored = run(facts_for(plan, as_at=date(2009, 9, 30)))
    assert [one for one in said(before) if one[0] == "no-lead-officer"] == [
        one for one in said(stored) if one[0] == "no-lead-officer"
    ]
    assert [one.severity for one in before] == sorted((one.severity for one in before), key=SEVERITIES.index)


def test_a_report_of_a_plan_whose_items_were_moved_is_checked_where_they_stand_now() -> None:
    plan = imported(AUTUMN)
    (walk, paths), (waste, rest) = AUTUMN.outcomes
    moved = replace(AUTUMN, day="31/12/09", outcomes=[(walk, [*paths, rest[1]]), (waste, rest[:1])])
    source = received(moved)
    before = said(preview_of(source, plan).checked)
    assert before == said(after(plan, source))

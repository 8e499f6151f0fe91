"""Indicators as part of a plan's structure: defined, changed, ended, and what the audit trail says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.people.models import User
from fingerpost.plans import services, versions
from fingerpost.plans.models import Indicator, Plan
from tests import factories

pytestmark = pytest.mark.django_db


def test_an_indicator_is_added_last_and_told(coordinator: User) -> None:
    outcome, sex = factories.make_outcome(), factories.make_dimension("Sex", "Girls", "Boys")
    first = services.add_indicator(outcome=outcome, title="  First ", by=coordinator, unit="%", dimensions=[sex])
    second = services.add_indicator(outcome=outcome, title="First", by=coordinator, code="CP2")
    assert [(row.title, row.slug, row.position, row.code) for row in (first, second)] == [
        ("First", "first", 0, ""),
        ("First", "first-2", 1, "CP2"),
    ]
    assert list(first.dimensions.all()) == [sex]
    event = AuditEvent.objects.order_by("id")[0]
    assert (event.verb, event.scope, event.after) == (
        "indicator.add",
        outcome.plan.slug,
        {"title": "First", "unit": "%", "outcome": f"{outcome} ({outcome.pk})", "dimensions": [f"Sex ({sex.pk})"]},
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"is_proportion": True, "aggregation": "mean"}, "never averaged or added up"),
        ({"is_proportion": True, "aggregation": "sum"}, "never averaged or added up"),
        ({"aggregation": "ratio"}, "Only a proportion or rate"),
        ({"multiplier": Decimal(0)}, "above zero"),
        ({"amber_tolerance": Decimal(6)}, "Red must not come before amber"),
        ({"amber_absolute": Decimal(1)}, "Red must not come before amber"),
        ({"plausible_low": Decimal(2), "plausible_high": Decimal(1)}, "must start below its end"),
        ({"change_criteria": Decimal(-1)}, "Change criteria"),
        ({"long_trend_periods": 1}, "Long trend periods"),
        ({"decimals": 5}, "Decimals"),
        ({"polarity": "sideways"}, "Polarity"),
    ],
)
def test_a_definition_that_makes_no_sense_is_refused(coordinator: User, fields: dict[str, Any], reason: str) -> None:
    outcome = factories.make_outcome()
    with pytest.raises(Refused, match=reason):
        services.add_indicator(outcome=outcome, title="An indicator", by=coordinator, **fields)
    indicator = factories.make_indicator(outcome)
    with pytest.raises(Refused, match=reason):
        services.edit_indicator(indicator=indicator, by=coordinator, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"is_proportion": True, "aggregation": "mean"},
        {"aggregation": "ratio"},
        {"amber_tolerance": Decimal(6)},
        {"multiplier": 0},
        {"state": "cancelled"},
        {"polarity": "sideways"},
    ],
)
def test_the_database_refuses_it_too(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_indicator(**fields)


def test_a_code_stands_in_a_plan_once(coordinator: User) -> None:
    outcome = factories.make_outcome()
    services.add_indicator(outcome=outcome, title="One", by=coordinator, code="A1")
    with pytest.raises(Refused, match="has the code “A1”"):
        services.add_indicator(outcome=outcome, title="Other", by=coordinator, code=" A1 ")
    elsewhere = factories.make_outcome()
    assert services.add_indicator(outcome=elsewhere, title="Elsewhere", by=coordinator, code="A1").code == "A1"


def test_an_edit_is_told_and_notices_another(coordinator: User) -> None:
    indicator = factories.make_indicator(title="Old")
    seen = versions.values_of(indicator, ["title", "unit"])
    services.edit_indicator(indicator=indicator, by=coordinator, seen=seen, title="New", unit="%")
    event = AuditEvent.objects.get()
    assert (event.verb, event.before, event.after) == (
        "indicator.edit",
        {"title": "Old", "unit": ""},
        {"title": "New", "unit": "%"},
    )
    with pytest.raises(versions.Conflict):
        services.edit_indicator(indicator=indicator, by=coordinator, seen=seen, title="Third")


def test_an_indicator_moves_within_its_plan(coordinator: User) -> None:
    indicator = factories.make_indicator()
    other = factories.make_outcome(indicator.plan)
    factories.make_indicator(other, position=4)
    moved = services.move_indicator(indicator=indicator, to=other, by=coordinator)
    assert (moved.outcome, moved.position) == (other, 5)
    with pytest.raises(Refused, match="belongs to another plan"):
        services.move_indicator(indicator=indicator, to=factories.make_outcome(), by=coordinator)


def test_cancelling_keeps_the_reason_and_can_be_taken_back(coordinator: User) -> None:
    indicator = factories.make_indicator()
    with pytest.raises(Refused, match="Give a reason"):
        services.cancel_indicator(indicator=indicator, reason=" ", by=coordinator)
    cancelled = services.cancel_indicator(indicator=indicator, reason=" No data any more. ", by=coordinator)
    assert (cancelled.state, cancelled.state_reason) == ("cancelled", "No data any more.")
    with pytest.raises(Refused, match="cancelled already"):
        services.cancel_indicator(indicator=indicator, reason="Again", by=coordinator)
    back = services.reinstate_indicator(indicator=indicator, reason="Data again", by=coordinator)
    assert (back.state, back.state_reason) == ("active", "")
    assert list(AuditEvent.objects.order_by("id").values_list("verb", "reason")) == [
        ("indicator.cancel", "No data any more."),
        ("indicator.reinstate", "Data again"),
    ]


def test_an_indicator_with_figures_stays(coordinator: User) -> None:
    indicator, bare = factories.make_indicator(), factories.make_indicator()
    factories.make_value(indicator, value=1)
    factories.make_target(bare, "2009-10", 75)
    with pytest.raises(Refused, match="has figures, so it must stay"):
        services.delete_indicator(indicator=indicator, by=coordinator)
    services.delete_indicator(indicator=bare, by=coordinator)
    assert Indicator.objects.get() == indicator


def test_an_outcome_with_indicators_stays(coordinator: User) -> None:
    indicator = factories.make_indicator()
    with pytest.raises(Refused, match="Indicators still stand under"):
        services.delete_outcome(outcome=indicator.outcome, by=coordinator)


def test_a_baseline_is_set_changed_and_taken_away(coordinator: User) -> None:
    indicator, keith = factories.make_indicator(), factories.make_area(name="Keith")
    year = Period.parse("2006-07")
    services.set_baseline(indicator=indicator, value=Decimal("60.8"), period=year, by=coordinator)
    services.set_baseline(indicator=indicator, value=Decimal(50), words="survey of 1999", area=keith, by=coordinator)
    services.set_baseline(indicator=indicator, value=Decimal("60.80"), period=year, by=coordinator)
    assert [(row.value, row.when, row.area) for row in indicator.baselines.all()] == [
        (Decimal("60.8"), "2006/07", None),
        (Decimal(50), "survey of 1999", keith),
    ]
    services.set_baseline(indicator=indicator, value=None, area=keith, by=coordinator)
    assert indicator.baselines.count() == 1
    assert list(AuditEvent.objects.order_by("id").values_list("before", "after")) == [
        ({}, {"baseline": "60.8, 2006-07"}),
        ({}, {"baseline": "50, survey of 1999, Keith"}),
        ({"baseline": "50, survey of 1999, Keith"}, {}),
    ]


def test_targets_of_a_place_are_set_together(coordinator: User) -> None:
    indicator, keith = factories.make_indicator(), factories.make_area(name="Keith")
    quarter, year = Period.parse("2009-10-q1"), Period.parse("2009-10")
    both = {year: Decimal("75.5"), quarter: Decimal(70)}
    services.set_targets(indicator=indicator, targets=both, by=coordinator)
    services.set_targets(indicator=indicator, targets=both, by=coordinator)
    services.set_targets(indicator=indicator, targets={year: Decimal(60)}, area=keith, by=coordinator)
    services.set_targets(indicator=indicator, targets={year: Decimal("75.5")}, by=coordinator)
    assert list(AuditEvent.objects.order_by("id").values_list("before", "after")) == [
        ({}, {"targets": "2009-10: 75.5; 2009-10-q1: 70"}),
        ({}, {"targets": "2009-10, Keith: 60"}),
        ({"targets": "2009-10: 75.5; 2009-10-q1: 70"}, {"targets": "2009-10: 75.5"}),
    ]
    assert indicator.targets.count() == 2


def test_a_closed_plan_and_a_lead_officer_change_nothing(coordinator: User) -> None:
    closed = factories.make_outcome(factories.make_plan(state=Plan.State.CLOSED))
    indicator = factories.make_indicator(closed)
    with pytest.raises(Refused, match="is closed"):
        services.add_indicator(outcome=closed, title="New", by=coordinator)
    with pytest.raises(Refused, match="is closed"):
        services.set_targets(indicator=indicator, targets={}, by=coordinator)
    with pytest.raises(Refused, match="You may not"):
        services.edit_indicator(indicator=factories.make_indicator(), by=factories.make_user(), title="Mine")

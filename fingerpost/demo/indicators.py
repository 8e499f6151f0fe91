"""The indicators of the demo plan, with what was recorded of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from fingerpost.core.periods import Period
from fingerpost.demo.people import content
from fingerpost.people.models import Area, User
from fingerpost.plans import services
from fingerpost.plans.models import Benchmark, Category, Dimension, Indicator, Outcome, Plan
from fingerpost.plans.structure import IndicatorOptions
from fingerpost.reporting.indicators.services import NewValue, add_values
from fingerpost.reporting.models import ValueState


def make_indicators(plan: Plan, people: Mapping[str, User]) -> None:
    """Everything of indicators.toml, typed in by the coordinator."""
    told, by = content("indicators.toml"), people["rory-munro"]
    for row in told["dimension"]:
        services.add_dimension(name=row["name"], categories=row["categories"], by=by)
    for name in told["benchmarks"]:
        services.add_benchmark(name=name, by=by)
    rows: list[NewValue] = []
    for row in told["indicator"]:
        indicator = make_indicator(plan, row, people, by)
        rows += said(indicator, row)
    add_values(rows, by=by)


def make_indicator(plan: Plan, told: Mapping[str, Any], people: Mapping[str, User], by: User) -> Indicator:
    parts = told.get("parts")
    usual: IndicatorOptions = {"aggregation": "ratio" if parts else "last"}
    if parts:
        usual |= {"is_proportion": True, "numerator_name": parts[0], "denominator_name": parts[1]}
    stated: dict[str, Any] = {
        name: told[name]
        for name in ("definition", "rationale", "source", "unit", "decimals", "polarity", "aggregation", "comparison")
        if name in told
    }
    indicator = services.add_indicator(
        outcome=Outcome.objects.get(plan=plan, title=told["outcome"]),
        title=told["title"],
        by=by,
        dimensions=list(Dimension.objects.filter(name__in=told.get("dimensions", ()))),
        **{
            **usual,
            **stated,
            "frequency": told.get("frequency", "half"),
            "lead": people[told["lead"]],
            "multiplier": Decimal(told.get("multiplier", "100")),
            "by_area": "areas" in told,
        },
    )
    if "baseline" in told:
        value, period = told["baseline"]
        services.set_baseline(indicator=indicator, value=Decimal(value), period=Period.parse(period), by=by)
    targets = {Period.parse(period): Decimal(value) for period, value in told["targets"].items()}
    services.set_targets(indicator=indicator, targets=targets, by=by)
    return indicator


def said(indicator: Indicator, told: Mapping[str, Any]) -> Iterator[NewValue]:
    for period, words, note in told["values"]:
        yield value(indicator, period, words, note=note)
    for name, figures in told.get("areas", {}).items():
        for period, words in figures.items():
            yield value(indicator, period, words, area=Area.objects.get(name=name))
    for name, figures in told.get("categories", {}).items():
        for period, words in figures.items():
            yield value(indicator, period, words, category=Category.objects.get(name=name))
    for name, figures in told.get("benchmarks", {}).items():
        for period, words in figures.items():
            yield value(indicator, period, words, benchmark=Benchmark.objects.get(name=name))


def value(indicator: Indicator, period: str, words: str, **more: Any) -> NewValue:
    """From "72.9", "131/190", "awaited" or "expected in February"."""
    state, _space, when = words.partition(" ")
    found: dict[str, Any] = {"indicator": indicator, "period": Period.parse(period), **more}
    if state in ValueState.values:
        return NewValue(**found, state=state, expected_words=when)
    numerator, slash, denominator = words.partition("/")
    if slash:
        return NewValue(**found, numerator=Decimal(numerator), denominator=Decimal(denominator))
    return NewValue(**found, value=Decimal(words))

"""Recording figures: what is stored, what is refused, what the audit trail says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Indicator, Plan
from fingerpost.reporting.indicators.places import Place
from fingerpost.reporting.indicators.services import NewValue, add_values, examine, record_value
from fingerpost.reporting.indicators.values import Scope, Values, fetch
from fingerpost.reporting.models import IndicatorValue, Source
from fingerpost.reporting.services import lock_period
from tests import factories

pytestmark = pytest.mark.django_db
Q1, Q2 = Period.parse("2009-10-q1"), Period.parse("2009-10-q2")


def new(indicator: Indicator, value: str | None = "72.9", *, period: Period = Q2, **more: Any) -> NewValue:
    return NewValue(indicator=indicator, period=period, value=None if value is None else Decimal(value), **more)


def values_of(indicator: Indicator, known_at: datetime | None = None) -> Values:
    return fetch(Scope.of_indicators([indicator.pk]), known_at=known_at)


def test_a_figure_is_stored_and_told(coordinator: User) -> None:
    indicator = factories.make_indicator()
    stored = record_value(new(indicator, note=" From the police. ", provisional=True), by=coordinator)
    assert (stored.period, stored.value, stored.note, stored.by) == (
        Q2,
        Decimal("72.9"),
        "From the police.",
        coordinator,
    )
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_title, event.scope, event.before, event.after) == (
        "indicator.record",
        indicator.title,
        indicator.plan.slug,
        {},
        {"period": "Q2 2009/10", "value": "72.9", "provisional": True, "note": " From the police. "},
    )


def test_a_true_zero_is_stored_as_one(coordinator: User) -> None:
    indicator = factories.make_indicator()
    record_value(new(indicator, "0"), by=coordinator)
    assert values_of(indicator).figure(indicator, Q2).exact == 0
    assert AuditEvent.objects.get().after == {"period": "Q2 2009/10", "value": "0"}


@pytest.mark.parametrize("state", ["awaited", "being-sought", "not-available", "not-collected"])
def test_that_there_is_no_figure_is_a_state_of_its_own(coordinator: User, state: str) -> None:
    indicator = factories.make_indicator()
    record_value(new(indicator, None, state=state), by=coordinator)
    found = values_of(indicator).figure(indicator, Q2)
    assert (found.state, found.exact) == (state, None)


def test_an_expected_figure_says_when(coordinator: User) -> None:
    indicator = factories.make_indicator()
    record_value(new(indicator, None, state="expected", expected_words="in February"), by=coordinator)
    assert values_of(indicator).figure(indicator, Q2).expected_words == "in February"
    with pytest.raises(Refused, match="Say when it is expected"):
        record_value(new(indicator, None, state="expected"), by=coordinator)


def test_numerator_and_denominator_make_the_exact_figure_beside_the_stated_one(coordinator: User) -> None:
    indicator = factories.make_indicator(is_proportion=True, aggregation="ratio")
    record_value(new(indicator, "66.7", numerator=Decimal(2), denominator=Decimal(3)), by=coordinator)
    found = values_of(indicator).figure(indicator, Q2)
    assert (found.exact, found.stated) == (Fraction(200, 3), Fraction(667, 10))


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"value": None}, "Give a figure, or say why there is none"),
        ({"state": "awaited"}, "either a figure or the reason"),
        ({"numerator": Decimal(1)}, "A numerator needs its denominator"),
        ({"numerator": Decimal(1), "denominator": Decimal(0)}, "The denominator must be above zero"),
        ({"value": Decimal(10) ** 11}, "too large"),
        ({"expected_words": "in May"}, "Only a figure that is expected later"),
        ({"period": Period(2900, "quarter", 1)}, "is still to come"),
    ],
)
def test_what_makes_no_sense_is_refused(coordinator: User, more: dict[str, Any], reason: str) -> None:
    indicator = factories.make_indicator(is_proportion=True, aggregation="ratio")
    row = NewValue(**{"indicator": indicator, "period": Q2, "value": Decimal("72.9"), **more})
    with pytest.raises(Refused, match=reason):
        record_value(row, by=coordinator)
    assert IndicatorValue.objects.count() == 0


def test_a_count_has_no_numerator(coordinator: User) -> None:
    row = new(factories.make_indicator(), numerator=Decimal(1), denominator=Decimal(2))
    with pytest.raises(Refused, match="is no proportion or rate"):
        record_value(row, by=coordinator)


def test_a_final_figure_is_corrected_only_with_a_reason(coordinator: User) -> None:
    indicator = factories.make_indicator()
    first = record_value(new(indicator), by=coordinator)
    with pytest.raises(Refused, match="There is a final figure already"):
        record_value(new(indicator, "73"), by=coordinator)
    second = record_value(new(indicator, "73", reason="Two were counted twice."), by=coordinator)
    assert (second.correction_of, second.reason) == (first, "Two were counted twice.")
    event = AuditEvent.objects.order_by("id").last()
    assert event is not None
    assert (event.verb, event.before, event.after, event.reason) == (
        "indicator.correct",
        {"value": "72.9"},
        {"period": "Q2 2009/10", "value": "73"},
        "Two were counted twice.",
    )


def test_a_provisional_figure_and_a_state_are_replaced_without_a_reason(coordinator: User) -> None:
    indicator = factories.make_indicator()
    for row in (
        new(indicator, None, state="awaited"),
        new(indicator, "70", provisional=True),
        new(indicator, "71", provisional=True),
        new(indicator, "71"),
    ):
        assert record_value(row, by=coordinator).correction_of is None
    found = values_of(indicator).figure(indicator, Q2)
    assert (found.exact, found.provisional) == (71, False)


def test_the_same_again_stores_nothing(coordinator: User) -> None:
    indicator = factories.make_indicator()
    rows = [new(indicator, note="As the police say"), new(indicator, None, period=Q1, state="awaited")]
    assert len(add_values(rows, by=coordinator)) == 2
    bare = [new(indicator), new(indicator, None, period=Q1, state="awaited")]
    assert add_values(bare, by=coordinator) == []
    with pytest.raises(Refused, match="what is recorded already"):
        record_value(new(indicator), by=coordinator)
    assert (IndicatorValue.objects.count(), AuditEvent.objects.count()) == (2, 1)


def test_another_note_alone_needs_no_reason_and_keeps_the_figure(coordinator: User) -> None:
    indicator = factories.make_indicator()
    record_value(new(indicator, note="Old"), by=coordinator)
    stored = record_value(new(indicator, note="New"), by=coordinator)
    assert (stored.note, stored.correction_of, stored.value) == ("New", None, Decimal("72.9"))


def test_each_place_has_its_own_figure(coordinator: User) -> None:
    indicator, area = factories.make_indicator(), factories.make_area()
    sex = factories.make_dimension("Sex", "Girls", "Boys")
    girls = sex.categories.get(name="Girls")
    scotland = factories.make_benchmark("Scotland")
    rows = [
        new(indicator, "1"),
        new(indicator, "2", area=area),
        new(indicator, "3", category=girls),
        new(indicator, "4", area=area, category=girls),
        new(indicator, "5", benchmark=scotland),
    ]
    add_values(rows, by=coordinator)
    found = values_of(indicator).at(indicator, Q2)
    assert {place: figure.exact for place, figure in found.items()} == {
        Place(): 1,
        Place(area.pk): 2,
        Place(None, girls.pk): 3,
        Place(area.pk, girls.pk): 4,
        Place(None, None, scotland.pk): 5,
    }


def test_one_bad_row_stores_none_and_every_row_is_examined(coordinator: User) -> None:
    indicator = factories.make_indicator(plausible_high=Decimal(100))
    rows = [new(indicator, "1"), new(indicator, None, period=Q1), new(indicator, "2"), new(indicator, "101", period=Q1)]
    examined = examine(rows, by=coordinator)
    assert [(one.effect, one.refusal, one.doubt) for one in examined] == [
        ("new", "", ""),
        ("new", "Give a figure, or say why there is none.", ""),
        ("new", "The same figure for Q2 2009/10 is given twice.", ""),
        ("new", "The same figure for Q1 2009/10 is given twice.", ""),
    ]
    with pytest.raises(Refused, match="Give a figure"):
        add_values(rows, by=coordinator)
    assert IndicatorValue.objects.count() == 0


def test_doubts_are_told_and_stored_all_the_same(coordinator: User) -> None:
    indicator = factories.make_indicator(is_proportion=True, aggregation="ratio", plausible_high=Decimal(100))
    rows = [
        new(indicator, "66.7", numerator=Decimal(2), denominator=Decimal(3)),
        new(indicator, "70", period=Q1, numerator=Decimal(2), denominator=Decimal(3)),
        new(indicator, "100.1", period=Q1.previous),
    ]
    assert [one.doubt for one in examine(rows, by=coordinator)] == [
        "",
        "The figure is not what numerator and denominator give: 66.7.",
        "The figure is outside the plausible range.",
    ]
    assert len(add_values(rows, by=coordinator)) == 3


def test_who_may_record() -> None:
    lead = factories.make_user(role=Role.LEAD_OFFICER)
    own, other = factories.make_indicator(lead=lead), factories.make_indicator()
    assert record_value(new(own), by=lead).by == lead
    with pytest.raises(Refused, match="You do not lead this"):
        record_value(new(other), by=lead)
    with pytest.raises(Refused, match="You may not"):
        record_value(new(own), by=factories.make_user())


def test_when_one_may_record(coordinator: User) -> None:
    lead = factories.make_user(role=Role.LEAD_OFFICER)
    draft = factories.make_indicator(factories.make_outcome(factories.make_plan(state=Plan.State.DRAFT)), lead=lead)
    assert record_value(new(draft), by=coordinator).pk
    with pytest.raises(Refused, match="is still a draft"):
        record_value(new(draft, period=Q1), by=lead)
    closed = factories.make_indicator(factories.make_outcome(factories.make_plan(state=Plan.State.CLOSED)))
    with pytest.raises(Refused, match="is closed"):
        record_value(new(closed), by=coordinator)
    cancelled = factories.make_indicator(state="cancelled", state_reason="No money")
    with pytest.raises(Refused, match="is cancelled"):
        record_value(new(cancelled), by=None)


def test_as_known_at_a_past_moment(coordinator: User) -> None:
    indicator = factories.make_indicator()
    first = record_value(new(indicator), by=coordinator)
    record_value(new(indicator, "73", reason="Counted twice"), by=coordinator)
    assert values_of(indicator, first.recorded_at).figure(indicator, Q2).exact == Fraction(729, 10)
    assert values_of(indicator).figure(indicator, Q2).exact == 73
    assert values_of(indicator, datetime(2009, 1, 1, tzinfo=UTC)).figure(indicator, Q2).state == ""


def test_after_approval_a_figure_needs_a_reason(coordinator: User) -> None:
    indicator = factories.make_indicator()
    record_value(new(indicator, period=Q1), by=coordinator)
    lock_period(plan=indicator.plan, period=Q2, by=coordinator)
    with pytest.raises(Refused, match="Q2 2009/10 was approved"):
        record_value(new(indicator), by=coordinator)
    late = record_value(new(indicator, reason="The police were late."), by=coordinator)
    assert (late.reason, late.correction_of) == ("The police were late.", None)
    assert add_values([new(indicator, period=Q1)], by=coordinator) == []
    assert record_value(new(indicator, "1", period=Q2.next), by=coordinator).reason == ""


def test_many_figures_take_few_statements(coordinator: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for count in (1, 3):
        indicators = [factories.make_indicator() for _number in range(count)]
        rows = [
            new(Indicator.objects.get(pk=indicator.pk), "1", period=Period(2000 + number, "year"))
            for indicator in indicators
            for number in range(20)
        ]
        with transaction.atomic(), django_assert_num_queries(9):
            assert len(add_values(rows, by=coordinator, source=Source.IMPORTED, file="values.csv")) == 20 * count
    events = list(AuditEvent.objects.order_by("id").values_list("verb", "after"))
    assert events == [("indicator.import", {"values": 20, "file": "values.csv"})] * 4


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "awaited", "value": 1},
        {"state": "recorded"},
        {"state": "recorded", "value": 1, "numerator": 1},
        {"state": "recorded", "numerator": 1, "denominator": 0},
        {"state": "awaited", "expected_words": "May"},
        {"state": "lost"},
    ],
)
def test_the_database_keeps_blank_and_zero_apart(fields: dict[str, Any]) -> None:
    indicator = factories.make_indicator()
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorValue.objects.create(
            indicator=indicator, period_kind="quarter", period_starts=date(2009, 7, 1), **fields
        )


class TestExactness(HypothesisTestCase):
    @given(st.decimals(-99_999_999_999, 99_999_999_999, places=4))
    def test_every_figure_comes_back_as_it_was(self, value: Decimal) -> None:
        indicator = factories.make_indicator()
        factories.make_value(indicator, value=value)
        assert values_of(indicator).figure(indicator, Q2).exact == Fraction(value)

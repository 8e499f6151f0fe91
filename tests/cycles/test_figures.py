"""Figures of indicators in a cycle: which are asked for, how they are answered, on the page and in a sheet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from fingerpost.core.periods import Period
from fingerpost.cycles import approving, queries
from fingerpost.cycles.answers import Answer, NotTaken
from fingerpost.cycles.figures import periods_due
from fingerpost.cycles.models import Item, ItemState, Request
from fingerpost.cycles.scope import Asked, in_scope, not_asked, preview
from fingerpost.cycles.services import ask_more, give_item, hand_back, open_cycle, submit
from fingerpost.cycles.sheet_reading import CONFLICT, READY, SENT, WRONG
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Frequency, Indicator, Polarity
from fingerpost.reporting.models import IndicatorValue, ValueState
from tests import factories
from tests.cycles import asking
from tests.cycles.sheets import FORMATS, filled, problems, read_back, reading

pytestmark = pytest.mark.django_db
Q1, Q2 = Period.parse("2009-10-q1"), Period.parse("2009-10-q2")
AFTER = date(2009, 10, 5)


def slugs(*periods: Period) -> list[str]:
    return [period.slug for period in periods]


@pytest.mark.parametrize(
    ("kind", "period", "due"),
    [
        ("month", "2009-10-q2", ["2009-10-m4", "2009-10-m5", "2009-10-m6"]),
        ("quarter", "2009-10-q2", ["2009-10-q2"]),
        ("half", "2009-10-q2", ["2009-10-h1"]),
        ("half", "2009-10-q1", ["2008-09-h2"]),  # none ends within it: the last that has ended
        ("year", "2009-10-q3", ["2008-09"]),
        ("year", "2009-10-q4", ["2009-10"]),
        ("quarter", "2009-10-h1", ["2009-10-q1", "2009-10-q2"]),
        ("calendar", "2009-10-q3", ["calendar-2009"]),
        ("calendar", "2009-10-q4", ["calendar-2009"]),
        ("school", "2009-10-q2", ["school-2008-09"]),  # it ended in July
    ],
)
def test_the_figures_due_are_those_whose_period_ends_within_the_cycles(kind: Any, period: str, due: list[str]) -> None:
    assert slugs(*periods_due(kind, Period.parse(period))) == due


@pytest.fixture
def lead() -> User:
    return factories.make_user(role=Role.LEAD_OFFICER, name="Ailsa Grant")


@pytest.fixture
def indicator(lead: User) -> Indicator:
    return factories.make_indicator(lead=lead, title="Pupils who walk", unit="%")


def asked_for(indicator: Indicator, period: Period = Q2) -> list[str]:
    rows = in_scope(indicator.plan, period, AFTER)
    return [row.figure_period for row in rows if row.indicator_id == indicator.pk]


@pytest.mark.parametrize(
    ("state", "value", "expected"),
    [
        (None, None, ["2009-10-q2"]),
        (ValueState.AWAITED, None, ["2009-10-q2"]),
        (ValueState.BEING_SOUGHT, None, ["2009-10-q2"]),
        (ValueState.RECORDED, 0, []),  # a zero is a figure
        (ValueState.NOT_AVAILABLE, None, []),
        (ValueState.NOT_COLLECTED, None, []),
    ],
)
def test_a_figure_is_asked_for_until_it_is_there_or_will_never_be(
    indicator: Indicator, state: str | None, value: int | None, expected: list[str]
) -> None:
    if state:
        factories.make_value(indicator, "2009-10-q2", value, state=state)
    assert asked_for(indicator) == expected


def test_the_figure_of_an_area_or_another_period_is_not_the_one_asked_for(indicator: Indicator) -> None:
    factories.make_value(indicator, "2009-10-q2", 5, area=factories.make_area())
    factories.make_value(indicator, "2009-10-q1", 5)
    assert asked_for(indicator) == ["2009-10-q2"]


def test_data_only_is_asked_for_and_what_is_cancelled_is_not(indicator: Indicator) -> None:
    indicator.polarity = Polarity.DATA_ONLY
    indicator.save()
    assert asked_for(indicator) == ["2009-10-q2"]
    indicator.state, indicator.state_reason = Indicator.State.CANCELLED, "No longer counted"
    indicator.save()
    assert asked_for(indicator) == []


def test_months_before_the_plan_begins_are_not_asked_for(indicator: Indicator) -> None:
    indicator.frequency = Frequency.MONTH
    indicator.save()
    indicator.plan.starts = date(2009, 8, 1)
    assert asked_for(indicator) == ["2009-10-m5", "2009-10-m6"]


def test_the_preview_counts_figures_and_names_those_that_nobody_leads(indicator: Indicator) -> None:
    orphan = factories.make_indicator(indicator.outcome, frequency=Frequency.MONTH)
    found = preview(indicator.plan, Q2)
    assert [(row.person, row.milestones, row.actions, row.indicators) for row in found.people] == [
        (indicator.lead, 0, 0, 1)
    ]
    assert found.items == 1
    assert found.nobody == [(orphan, "It has no lead officer.")]


@pytest.mark.parametrize("size", [1, 3])
def test_scope_takes_the_same_queries_at_any_size(lead: User, django_assert_num_queries: Any, size: int) -> None:
    outcome = factories.make_outcome()
    for _number in range(size):
        factories.make_indicator(outcome, lead=lead)
    with django_assert_num_queries(4):
        assert len(in_scope(outcome.plan, Q2, AFTER)) == size


def test_opening_asks_for_figures_and_asking_more_for_new_ones(indicator: Indicator) -> None:
    cycle = factories.make_cycle(indicator.plan, state="planned", opened_at=None)
    open_cycle(cycle=cycle, by=None)
    item = Item.objects.get()
    assert (item.indicator, item.figure_period, item.request.person) == (indicator, "2009-10-q2", indicator.lead)
    assert str(item) == "Pupils who walk, Q2 2009/10"
    more = factories.make_indicator(indicator.outcome, lead=indicator.lead)
    cycle.refresh_from_db()
    assert not_asked(cycle) == [Asked(more.lead_id, indicator_id=more.pk, figure_period="2009-10-q2")]
    ask_more(cycle=cycle, by=None)
    assert list(Item.objects.order_by("pk").values_list("indicator", flat=True)) == [indicator.pk, more.pk]


@pytest.fixture
def item(lead: User) -> Item:
    """A figure that somebody is asked for now, of a proportion with a target and a figure of the quarter before."""
    request = factories.make_request(asking.open_cycle(), lead)
    outcome = factories.make_outcome(request.cycle.plan, title="Children are active")
    indicator = factories.make_indicator(
        outcome, lead=lead, title="Pupils who walk", unit="%", is_proportion=True, aggregation="ratio"
    )
    factories.make_target(indicator, "2009-10", 75)
    factories.make_value(indicator, "2009-10-q1", 70)
    return factories.make_item(request, indicator)


def send(item: Item, by: User | None = None, **said: Any) -> dict[str, str]:
    """What is wrong with an answer; nothing where it was taken."""
    try:
        submit(request=item.request, answers=[Answer(item=item, **said)], by=by or item.request.person)
    except NotTaken as refusal:
        return refusal.reasons[item.key]
    item.refresh_from_db()
    return {}


def test_an_answer_is_a_value_of_the_indicator(item: Item) -> None:
    assert send(item, numerator=Decimal(35), denominator=Decimal(48), provisional=True, note="One school left") == {}
    value = IndicatorValue.objects.latest("id")
    assert (item.state, item.value) == (ItemState.SUBMITTED, value)
    assert (value.numerator, value.denominator, value.period, value.by) == (35, 48, Q2, item.request.person)
    assert (value.provisional, value.note) == (True, "One school left")


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, {"value": "Give a figure, or say why there is none."}),
        ({"numerator": Decimal(1)}, {"value": "A numerator needs its denominator, and the other way round."}),
        (
            {"state": ValueState.AWAITED, "value": Decimal(1)},
            {"value": "Give either a figure or the reason why there is none."},
        ),
        ({"state": ValueState.EXPECTED}, {"expected_words": "Say when it is expected, such as “in February”."}),
        ({"state": ValueState.EXPECTED, "expected_words": "in May"}, {}),
        ({"state": ValueState.NOT_COLLECTED}, {}),
        ({"value": Decimal(0)}, {}),
    ],
)
def test_the_rules_are_those_of_the_indicators_own_page(
    item: Item, said: dict[str, Any], reasons: dict[str, str]
) -> None:
    assert send(item, **said) == reasons


def test_a_final_figure_is_corrected_with_a_reason_and_both_stay(item: Item) -> None:
    assert send(item, value=Decimal(72)) == {}
    first = item.value
    assert list(send(item, value=Decimal(73))) == ["reason"]
    assert send(item, value=Decimal(73), reason="A school was counted twice") == {}
    assert item.value
    assert (item.value.value, item.value.correction_of) == (73, first)


def test_the_same_again_stores_nothing_new(item: Item) -> None:
    said = factories.make_value(item.indicator, state=ValueState.AWAITED)  # type: ignore[arg-type]
    assert send(item, state=ValueState.AWAITED) == {}
    assert item.value == said


def test_a_newer_figure_is_said_and_nothing_is_stored(item: Item) -> None:
    factories.make_value(item.indicator, value=71, by=factories.make_user(name="Calum Ross"))  # type: ignore[arg-type]
    assert send(item, value=Decimal(72), seen=0) == {
        "seen": "Calum Ross reported on this after you opened the page. Look at it below; send again to report anew."
    }


def test_a_figure_of_an_approved_period_needs_a_reason(item: Item) -> None:
    factories.make_lock(item.cycle.plan, "2009-10-q1", locked_at=item.request.asked_at)
    Item.objects.filter(pk=item.pk).update(figure_period="2009-10-q1")
    item.refresh_from_db()
    assert list(send(item, value=Decimal(71))) == ["reason"]
    assert send(item, value=Decimal(71), reason="The last school answered") == {}


def test_a_delegate_may_answer(item: Item) -> None:
    other = factories.make_user(role=Role.LEAD_OFFICER)
    item.request.delegate = other
    item.request.save()
    assert send(item, by=other, value=Decimal(70)) == {}


def test_what_was_cancelled_meanwhile_is_not_expected(item: Item) -> None:
    assert [row.pk for row in queries.items_of(item.request)] == [item.pk]
    Indicator.objects.update(state=Indicator.State.CANCELLED, state_reason="No longer counted")
    assert list(queries.items_of(item.request)) == []
    assert send(item, value=Decimal(1)) == {"": "“Pupils who walk” is cancelled, so there is no figure to record."}


def test_an_indicator_goes_to_who_has_it_now(item: Item) -> None:
    other = factories.make_user(role=Role.LEAD_OFFICER, name="Calum Ross")
    hand_back(item=item, suggested="Calum Ross", reason="New post", by=item.request.person)
    given = give_item(item=item, to=other, by=factories.make_user(role=Role.COORDINATOR))
    assert given.request.person == other
    assert Indicator.objects.get().lead == other


def page(client: Client, request: Request) -> str:
    client.force_login(request.person)
    return client.get(f"/my-updates/{request.key}/").text


def test_the_page_shows_target_and_last_figure_and_takes_one(client: Client, item: Item) -> None:
    text = page(client, item.request)
    assert "Pupils who walk, Q2 2009/10" in text
    assert "Target 75.0%" in text
    assert "70.0%" in text
    assert "in Q1 2009/10" in text
    response = client.post(f"/my-updates/{item.request.key}/", asking.typed(item, value="72.9", seen=0))
    assert response.status_code == 302
    item.refresh_from_db()
    assert item.value
    assert item.value.value == Decimal("72.9")
    assert "72.9%" in client.get(response.url).text  # type: ignore[attr-defined]


def test_the_page_says_what_is_missing_and_keeps_what_was_typed(client: Client, item: Item) -> None:
    client.force_login(item.request.person)
    response = client.post(f"/my-updates/{item.request.key}/", asking.typed(item, seen=0))
    assert "1 item is not answered yet" in response.text
    response = client.post(f"/my-updates/{item.request.key}/", asking.typed(item, state="expected", seen=0))
    assert "Say when it is expected, such as “in February”." in response.text
    assert item.draft.said == {"state": "expected"}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_at_any_size(
    client: Client, item: Item, django_assert_num_queries: Any, count: int
) -> None:
    assert item.indicator
    for _number in range(count - 1):
        factories.make_item(item.request, factories.make_indicator(item.indicator.outcome))
    client.force_login(item.request.person)
    client.get(f"/my-updates/{item.request.key}/")
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(f"/my-updates/{item.request.key}/")


PAGE_QUERIES = 9


def test_sign_off_shows_the_figure_before_and_now(client: Client, item: Item) -> None:
    send(item, value=Decimal("72.9"))
    (line,) = approving.lines_of(list(approving.items_shown(item.cycle, "to-decide")))
    assert line.standing
    assert (line.standing.period, line.standing.figure.exact, line.subject) == (Q1, 70, item.indicator.outcome)  # type: ignore[union-attr]
    client.force_login(factories.make_user(role=Role.COORDINATOR))
    text = client.get(f"/plans/{item.cycle.plan.slug}/reporting/{item.cycle.period}/sign-off/").text
    assert "72.9%" in text
    assert "70.0%" in text
    assert "Children are active" in text


def test_a_small_number_of_people_is_not_shown_to_who_follows_the_cycle(client: Client, lead: User) -> None:
    request = factories.make_request(asking.open_cycle(), lead)
    indicator = factories.make_indicator(
        factories.make_outcome(request.cycle.plan), lead=lead, unit="pupils", counts_people=True, decimals=0
    )
    item = factories.make_item(request, indicator)
    assert send(item, value=Decimal(3), note="Three in Keith") == {}
    client.force_login(factories.make_user(role=Role.COORDINATOR))
    base = f"/plans/{request.cycle.plan.slug}/reporting/{request.cycle.period}/"
    signing, asked = client.get(f"{base}sign-off/").text, client.get(f"{base}people/{request.key}/").text
    assert "Withheld (small number)" in signing
    assert "A figure, not shown here: it counts people" in asked
    for text in (signing, asked):
        assert "3 pupils" not in text
        assert "Three in Keith" not in text


@pytest.mark.parametrize("format", FORMATS)
def test_a_sheet_takes_a_figure_and_the_reason_why_there_is_none(item: Item, format: str) -> None:
    assert item.indicator
    other = factories.make_item(item.request, factories.make_indicator(item.indicator.outcome, title="Bikes"))
    said = {
        item: {"numerator": "35", "denominator": "48", "provisional": "Yes", "note": "One school left"},
        other: {"state": "Expected later", "expected_words": "in May"},
    }
    found = read_back(item.request, said, format)
    assert problems(found) == []
    assert [row.state for row in found.rows] == [READY, READY]
    submit(request=item.request, answers=[row.answer for row in found.rows if row.answer], by=item.request.person)
    values = IndicatorValue.objects.order_by("-id")[:2]
    assert [(row.state, row.numerator, row.provisional, row.expected_words) for row in values] == [
        ("expected", None, False, "in May"),
        ("recorded", Decimal(35), True, ""),
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"value": "many"}, "Enter a number, such as 75 or 12.5"),
        ({"numerator": "35"}, "A numerator needs its denominator, and the other way round."),
        ({"value": "3", "provisional": "perhaps"}, "Write Yes or No."),
        (
            {"state": "Lost"},
            "Choose one of these: Data awaited, Data being sought, Expected later, Not available, Not collected.",
        ),
    ],
)
def test_an_error_in_a_sheet_is_told_with_its_place(item: Item, said: dict[str, str], words: str) -> None:
    found = read_back(item.request, {item: said})
    assert [row.state for row in found.rows] == [WRONG]
    assert words in problems(found)[0]
    assert problems(found)[0].startswith("error: Sheet “Indicators”, row 2, column ")


def test_a_newer_figure_is_a_conflict_and_what_was_sent_is_known(item: Item) -> None:
    content = filled(item.request, {item: {"value": "72"}})
    assert send(item, value=Decimal(71), provisional=True) == {}
    (row,) = reading(item.request, content).rows
    assert row.state == CONFLICT
    assert send(item, value=Decimal(72)) == {}
    (row,) = reading(item.request, content).rows
    assert row.state == SENT

"""Small numbers are withheld everywhere alike; showing them is a decision that is kept."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.people.models import Area, Role, User
from fingerpost.plans.models import Indicator
from fingerpost.reporting.indicators.places import WHOLE, Place
from fingerpost.reporting.indicators.scorecard import scorecard
from fingerpost.reporting.indicators.sheet import sheet_of
from fingerpost.reporting.indicators.source_rows import rows_of_text
from fingerpost.reporting.indicators.status import Status
from fingerpost.reporting.indicators.table_in import read_table
from fingerpost.reporting.indicators.table_out import as_csv, long_table
from fingerpost.reporting.indicators.values import Scope, Values, current, fetch
from fingerpost.reporting.services import disclose, withhold_again
from tests import factories

Q1, Q2, YEAR = Period.parse("2009-10-q1"), Period.parse("2009-10-q2"), Period.parse("2009-10")
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Indicator:
    """Children by locality and quarter: 3 in Keith in Q2, whole 40."""
    row = factories.make_indicator(
        title="Children helped", slug="children", unit="children", decimals=0, aggregation="sum", counts_people=True,
        by_area=True,
    )  # fmt: skip
    for period, keith, elgin, buckie in ((Q1, 8, 12, 11), (Q2, 3, 20, 17)):
        for name, count in {"Keith": keith, "Elgin": elgin, "Buckie": buckie}.items():
            area = Area.objects.filter(name=name).first() or factories.make_area(
                name=name, slug=name.lower(), parent=row.plan.area
            )
            factories.make_value(row, period.slug, count, area=area)
        factories.make_value(row, period.slug, keith + elgin + buckie)
    return row


def in_words(row: Indicator, values: Values, period: Period) -> dict[str, str]:
    names = {None: "whole", **dict(Area.objects.values_list("pk", "name"))}
    found = {names[place.area]: figure for place, figure in values.at(row, period).items()}
    return {name: one.state if one.exact is None else str(one.exact) for name, one in found.items()}


def test_a_small_count_takes_the_smallest_other_with_it(people: Indicator) -> None:
    values = fetch(Scope.of_plan(people.plan_id))
    assert in_words(people, values, Q1) == {"Keith": "8", "Elgin": "12", "Buckie": "11", "whole": "31"}
    assert in_words(people, values, Q2) == {"Keith": "withheld", "Elgin": "20", "Buckie": "withheld", "whole": "40"}


def test_what_comes_in_is_compared_with_the_true_figures(people: Indicator) -> None:
    assert in_words(people, current(Scope.of_plan(people.plan_id)), Q2)["Keith"] == "3"


def test_a_half_year_is_not_worked_out_from_a_withheld_quarter(people: Indicator) -> None:
    values, half = fetch(Scope.of_plan(people.plan_id)), Period.parse("2009-10-h1")
    keith = Place(Area.objects.get(name="Keith").pk)
    assert (values.figure(people, half, keith).state, values.figure(people, half).exact) == ("withheld", 71)


def test_a_recorded_longer_period_gives_nothing_away(people: Indicator) -> None:
    keith = Area.objects.get(name="Keith")
    factories.make_value(people, "2009-10-h1", 11, area=keith)
    values = fetch(Scope.of_plan(people.plan_id))
    halves = in_words(people, values, Period.parse("2009-10-h1"))
    quarters = [in_words(people, values, period)["Keith"] for period in (Q1, Q2)]
    assert (halves, quarters) in [
        ({"Keith": "withheld"}, ["8", "withheld"]),
        ({"Keith": "11"}, ["withheld", "withheld"]),
    ]


def test_the_scorecard_withholds_what_the_page_and_the_file_withhold(people: Indicator) -> None:
    line = scorecard(people.plan, Q2, as_at=date(2009, 11, 1)).lines[0]
    by_card = {cell.place for cell in line.cells if cell.judged.status == Status.WITHHELD}
    table = sheet_of(people, Q2, as_at=date(2009, 11, 1)).tables()[0]
    by_page = {row.place for row in table.rows if row.judged.figure.is_withheld}
    rows = list(csv.DictReader(io.StringIO(as_csv(long_table(people.plan)).decode("utf-8-sig"))))
    by_file = {row["Area"] for row in rows if row["State"] == "Withheld (small number)"}
    assert table.drawing is not None
    by_chart = {row[0] for row in table.drawing.rows if "Withheld (small number)" in row}
    names = {row.place: row.name for row in table.rows}
    assert by_card == by_page
    assert by_file == by_chart == {names[place] for place in by_page} == {"Keith", "Buckie"}
    assert {row["Value"] for row in rows if row["State"] == "Withheld (small number)"} == {""}
    assert table.drawing.on_page().svg.count("×") == 2
    marks = [value for value in table.drawing.spec["data"]["values"] if value["withheld"]]
    assert {(value["place"], value["period"], value["value"]) for value in marks} == {
        ("Keith", "Q2 2009/10", None),
        ("Buckie", "Q2 2009/10", None),
    }


def test_our_own_file_comes_in_again_without_touching_what_it_does_not_show(people: Indicator) -> None:
    text = as_csv(long_table(people.plan, only=people)).decode("utf-8-sig")
    read = read_table(list(rows_of_text(text)), people.plan, only=people)
    assert ([trouble for trouble in read.troubles if trouble.level == "error"], len(read.rows)) == ([], 6)


def test_a_proportion_is_withheld_with_numerator_denominator_and_percentage() -> None:
    row = factories.make_indicator(aggregation="ratio", is_proportion=True, counts_people=True)
    keith, elgin = factories.make_area(), factories.make_area()
    factories.make_value(row, "2009-10-q2", area=keith, numerator=47, denominator=50)
    factories.make_value(row, "2009-10-q2", area=elgin, numerator=60, denominator=100)
    factories.make_value(row, "2009-10-q2", numerator=107, denominator=150)
    found = fetch(Scope.of_plan(row.plan_id)).at(row, Q2)
    shown = {place: (one.exact, one.numerator, one.denominator) for place, one in found.items() if one.is_known}
    assert [place for place, one in found.items() if one.is_withheld] != []
    assert Place(keith.pk) not in shown  # three of fifty are not among them
    assert {place: one.stated for place, one in found.items() if one.is_withheld and one.stated} == {}


def test_nothing_is_withheld_of_what_does_not_count_people(people: Indicator) -> None:
    Indicator.objects.update(counts_people=False)
    assert in_words(people, fetch(Scope.of_plan(people.plan_id)), Q2)["Keith"] == "3"


def test_the_page_tells_no_withheld_figure_anywhere(client: Client, coordinator: User, people: Indicator) -> None:
    factories.make_value(people, "2009-10-q2", 777, area=Area.objects.get(name="Keith"))
    factories.make_value(people, "2009-10-q2", 4, area=Area.objects.get(name="Keith"), note="Four of a class")
    client.force_login(factories.make_user())
    page = client.get(f"/plans/{people.plan.slug}/indicators/children/?period=2009-10-q2").content.decode()
    assert ("777" in page, "Four of a class" in page, page.count("Withheld (small number)") > 1) == (False, False, True)


def test_showing_small_numbers_is_a_decision_that_is_kept_and_can_be_taken_back(
    coordinator: User, people: Indicator
) -> None:
    row = disclose(indicator=people, period=Q2, reason="All are in one school of 400", by=coordinator)
    assert in_words(people, fetch(Scope.of_plan(people.plan_id)), Q2)["Keith"] == "3"
    with pytest.raises(Refused):
        disclose(indicator=people, period=Q2, reason="Again", by=coordinator)
    withhold_again(disclosure=row, reason="A child was recognised", by=coordinator)
    assert in_words(people, fetch(Scope.of_plan(people.plan_id)), Q2)["Keith"] == "withheld"
    events = AuditEvent.objects.order_by("id").values_list("verb", "reason", "after")
    assert list(events) == [
        ("indicator.disclose", "All are in one school of 400", {"period": "Q2 2009/10"}),
        ("indicator.withhold", "A child was recognised", {"period": "Q2 2009/10"}),
    ]


def test_another_period_stays_withheld(coordinator: User, people: Indicator) -> None:
    disclose(indicator=people, period=Q1, reason="A round number", by=coordinator)
    assert in_words(people, fetch(Scope.of_plan(people.plan_id)), Q2)["Keith"] == "withheld"


def test_a_lead_officer_may_not_show_them(people: Indicator) -> None:
    with pytest.raises(Refused):
        disclose(indicator=people, period=Q2, reason="I may", by=factories.make_user(role=Role.LEAD_OFFICER))


def test_a_zero_is_shown_and_a_withheld_whole_has_no_baseline(people: Indicator) -> None:
    factories.make_value(people, "2009-10-q2", 0, area=Area.objects.get(name="Buckie"))
    factories.make_value(people, "2009-10-q2", 2)
    people.baselines.create(value=2)
    sheet = sheet_of(people, Q2, as_at=date(2009, 11, 1))
    assert (sheet.known.values.figure(people, Q2, WHOLE).is_withheld, sheet.baseline) == (True, None)

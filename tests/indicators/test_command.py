"""`fingerpost import-figures`."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from fingerpost.plans.models import Indicator
from fingerpost.reporting.models import IndicatorValue
from tests import factories

pytestmark = pytest.mark.django_db
TABLE = "indicator,period,value\noffend-once,2009-10-q1,70\noffend-once,2009-10-q2,71\n"


@pytest.fixture
def indicator() -> Indicator:
    return factories.make_indicator(slug="offend-once")


def run(tmp_path: Path, indicator: Indicator, table: str, *options: str) -> tuple[str, str]:
    path = tmp_path / "values.csv"
    path.write_text(table)
    out, err = StringIO(), StringIO()
    call_command("import-figures", str(path), "--plan", indicator.plan.slug, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_file_goes_in_and_a_second_time_changes_nothing(tmp_path: Path, indicator: Indicator) -> None:
    nothing = {"changed": 0, "corrections": 0, "without_reason": 0, "blank": 0, "errors": 0}
    dry, _said = run(tmp_path, indicator, TABLE, "--json", "--dry-run")
    assert json.loads(dry) == {"stored": 0, "new": 2, "same": 0, **nothing}
    first, _said = run(tmp_path, indicator, TABLE, "--json")
    assert json.loads(first) == {"stored": 2, "new": 2, "same": 0, **nothing}
    second, _said = run(tmp_path, indicator, TABLE, "--json")
    assert json.loads(second) == {"stored": 0, "new": 0, "same": 2, **nothing}


def test_rows_with_faults_are_told_and_left_out_when_asked(tmp_path: Path, indicator: Indicator) -> None:
    table = f"{TABLE}offend-once,2009-10-q9,1\n"
    with pytest.raises(SystemExit):
        run(tmp_path, indicator, table)
    assert IndicatorValue.objects.count() == 0
    out, err = run(tmp_path, indicator, table, "--good-rows")
    assert out.startswith("stored: 2, new: 2")
    assert err == "Row 4, column B: “2009-10-q9” is not a period: there is no quarter 9.\n"


def test_a_correction_needs_its_reason(tmp_path: Path, indicator: Indicator) -> None:
    factories.make_value(indicator, "2009-10-q1", 69)
    with pytest.raises(SystemExit):
        run(tmp_path, indicator, TABLE)
    run(tmp_path, indicator, TABLE, "--reason", "Recounted")
    assert [row.reason for row in IndicatorValue.objects.order_by("id")][1:] == ["Recounted", ""]


def test_what_is_not_there_is_refused(tmp_path: Path, indicator: Indicator) -> None:
    for given in (["import-figures", "missing.csv", "--plan", indicator.plan.slug],
                  ["import-figures", "missing.csv", "--plan", "nowhere"]):  # fmt: skip
        with pytest.raises(SystemExit):
            call_command(*given, stderr=StringIO())

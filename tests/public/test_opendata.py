"""The files of data, each read by a program that is not ours."""

from __future__ import annotations

import csv
import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import frictionless
import pytest
from csvw import CSVW
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fingerpost.public.content import Snapshot, as_json, from_json, sha256
from fingerpost.public.models import PublicationState
from fingerpost.public.opendata import stratml
from fingerpost.public.opendata.packages import FILES, file_of, zipped
from fingerpost.public.opendata.tables import TABLE, TABLES, as_csv
from tests.public.published import make_publication
from tests.public.snapshots import milestone, snapshot, value

PLAN = "/public/2009-10/q2/young-people/"
SCHEMAS = Path(__file__).parent / "stratml"


def rows(name: str, of: Snapshot) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(as_csv(TABLE[name], of).decode(), newline="")))


def unpacked(of: Snapshot, folder: Path) -> Path:
    zipfile.ZipFile(BytesIO(zipped(of))).extractall(folder)
    return folder


def nested() -> Snapshot:
    """With an outcome within another, an action of two outcomes and one of none."""
    whole = snapshot()
    inner = replace(whole.outcomes[0], slug="1-inner", parent="safe", actions=(), indicators=())
    both = replace(whole.actions[0], outcomes=("safe", "1-inner"))
    loose = replace(whole.actions[0], slug="loose", outcomes=(), review=None)
    return snapshot(outcomes=(*whole.outcomes, inner), actions=(both, loose))


@pytest.mark.parametrize("of", [snapshot(), nested(), snapshot(outcomes=(), actions=(), indicators=())])
def test_frictionless_and_csvw_find_no_fault(of: Snapshot, tmp_path: Path) -> None:
    folder = unpacked(of, tmp_path)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["type", "message"]) == []
    assert report.stats["tasks"] == len(TABLES)
    described = CSVW(str(folder / "csv-metadata.json"), validate=True)
    assert (described.is_valid, [str(one.message) for one in described.warnings]) == (True, [])


def test_a_wrong_reference_would_be_found(tmp_path: Path) -> None:
    whole = snapshot()
    wrong = replace(whole, indicators=(replace(whole.indicators[0], outcome="nowhere"),))
    folder = unpacked(wrong, tmp_path)
    assert frictionless.validate(str(folder / "datapackage.json")).flatten(["type"]) == [["foreign-key"]]


def test_withheld_figures_are_empty_with_the_words_beside() -> None:
    keith = next(one for one in rows("values", snapshot()) if one["place"] == "Keith")
    assert (keith["value"], keith["numerator"], keith["denominator"]) == ("", "", "")
    assert (keith["state"], keith["words"]) == ("withheld", "Withheld (small number)")


def test_a_blank_and_a_true_zero_differ() -> None:
    whole = snapshot()
    few = (milestone("none", progress=None), milestone("zero", progress=0))
    found = rows("milestones", replace(whole, actions=(replace(whole.actions[0], milestones=few),)))
    assert [one["progress"] for one in found] == ["", "0"]


def test_no_cell_is_a_formula() -> None:
    whole = snapshot()
    evil = (milestone(note="=HYPERLINK(A1)"),)
    found = rows("milestones", replace(whole, actions=(replace(whole.actions[0], milestones=evil),)))
    assert found[0]["note"] == "'=HYPERLINK(A1)"


@given(number=st.decimals(allow_nan=False, allow_infinity=False), words=st.text(st.characters(codec="utf-8")))
def test_figures_and_words_come_back_from_csv(number: Decimal, words: str) -> None:
    whole = snapshot()
    given = (value(number=number, words=f"x{words}"),)
    back = rows("values", replace(whole, indicators=(replace(whole.indicators[0], values=given),)))
    assert Decimal(back[0]["value"]) == number
    assert back[0]["words"] == f"x{stratml.clean(words)}"


def test_the_archive_is_the_same_each_time_and_holds_every_file() -> None:
    assert zipped(snapshot()) == zipped(from_json(as_json(snapshot())))
    archive = zipfile.ZipFile(BytesIO(zipped(snapshot())))
    assert archive.namelist() == list(FILES)
    assert sha256(archive.read("plan.json").decode()) == sha256(as_json(snapshot()))


@pytest.mark.parametrize("of", [snapshot(), nested(), snapshot(outcomes=(), actions=(), indicators=())])
@pytest.mark.parametrize(("part", "write"), [(1, stratml.strategic_plan), (2, stratml.performance_report)])
def test_stratml_keeps_to_the_order_and_identifiers_of_its_schema(of: Snapshot, part: int, write: object) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / f"part-{part}.xsd"))
    schema.assertValid(etree.fromstring(write(of)))  # type: ignore[operator]


def test_stratml_has_no_number_for_what_is_withheld() -> None:
    root = etree.fromstring(stratml.performance_report(snapshot()))
    space = {"s": stratml.PART_2}
    keith = root.xpath("//s:ActualResult[contains(s:Description, 'Keith')]", namespaces=space)
    assert [one.findtext("s:NumberOfUnits", namespaces=space) for one in keith] == [None]


@pytest.mark.django_db
def test_files_are_served_with_their_type_to_any_site() -> None:
    make_publication()
    answer = Client().get(f"{PLAN}data/values.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert Client().get(f"{PLAN}data/values.csv", headers={"if-none-match": answer["ETag"]}).status_code == 304
    served = json.loads(Client().get(f"{PLAN}data/datapackage.json").content)
    assert [one["name"] for one in served["resources"]] == [one.name for one in TABLES]
    assert Client().get(f"{PLAN}data/nothing.csv").status_code == 404


@pytest.mark.django_db
def test_the_data_of_what_was_withdrawn_is_gone() -> None:
    make_publication(state=PublicationState.WITHDRAWN)
    assert Client().get(f"{PLAN}data/data.zip").status_code == 410


def test_there_is_no_file_of_another_name() -> None:
    assert file_of(snapshot(), "../plan.json") is None

"""Every kind of paper as PDF is held against PDF/UA-1 (ISO 14289-1) by `page`, a validator that we did not write."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from pytest_django import Settings

from fingerpost.committee.assembling import Paper, document_of
from fingerpost.committee.drafted import drafted_for, fitting, heads_of
from fingerpost.committee.layouts import current_layout
from fingerpost.core.periods import Period
from fingerpost.documents.model import Column, Document, Figure, Row, Table, heading, paragraph, text_cell
from fingerpost.documents.writers import write
from fingerpost.papers.wording import paper_look
from tests.documents.writers.papers import CHART
from tests.papers.demo_papers import every_paper
from tests.reporting.plans import plan_with_progress

Failures = list[tuple[str, str]]


def failures(pdf: bytes) -> Failures:
    """Rule and message of each; fails by itself where the validator did not try its rules."""
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    assert report.rules.total > 100
    return [(one.rule_id, one.message) for one in report.failures]


@pytest.mark.django_db
def test_every_kind_of_paper_conforms(settings: Settings, tmp_path: Path) -> None:
    papers = every_paper(settings, tmp_path)
    found = {name: failures(write(document, "pdf", look=paper_look())) for name, document in papers}
    assert "committee of smarter-plan-2009-10" in found
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize(
    ("is_there", "broken"),
    [
        (b"/Lang", b"/Lung"),  # no language
        (b"/Marked true", b"/Marked null"),  # not said to be tagged
        (b"/StructTreeRoot ", b"/StractTreeRoot "),  # no tags
        (b"pdfuaid:part", b"pdfuaid:port"),  # does not say what it conforms to
        (b"/DisplayDocTitle true", b"/DisplayDocTitle null"),  # the file's name instead of its title
    ],
)
def test_the_validator_finds_what_is_broken(is_there: bytes, broken: bytes) -> None:
    paper = Document(title="Report", language="en-GB", blocks=(heading(1, "Report"), paragraph("All is well.")))
    pdf = write(paper, "pdf")
    assert failures(pdf) == []
    assert is_there in pdf
    assert len(is_there) == len(broken)
    assert failures(pdf.replace(is_there, broken)) != []


@pytest.mark.django_db
def test_a_committee_paper_in_the_other_template_conforms() -> None:
    plan, period, layout = plan_with_progress(), Period.parse("2009-10-q2"), current_layout()
    heads, appendices = heads_of(plan, period), fitting(layout.appendices, plan, period)
    parts = tuple(drafted_for(layout, plan, period, heads, appendices=appendices))
    paper = Paper(layout=layout, heads=heads, parts=parts, appendices=appendices)
    assert failures(write(document_of(paper, plan=plan, period=period), "pdf", look=paper_look())) == []


def retagged(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """The file with a change made to each of its tags."""
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        for one in file.objects:
            if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one:
                change(one)
        file.save(written)
    return written.getvalue()


def without_alternative(tag: Any) -> None:
    if "/Alt" in tag:
        del tag["/Alt"]


def with_a_level_skipped(tag: Any) -> None:
    if tag["/S"] == "/H2":
        tag["/S"] = pikepdf.Name("/H4")


def with_cells_untagged(tag: Any) -> None:
    if tag["/S"] == "/TD":
        tag["/S"] = pikepdf.Name("/P")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (without_alternative, "FIGURE-ALTERNATIVE-TEXT"),
        (with_a_level_skipped, "HEADING-NESTING"),
        (with_cells_untagged, "TR-KIDS"),
    ],
)
def test_the_validator_finds_a_tag_that_is_wrong(change: Callable[[Any], None], rule: str) -> None:
    table = Table((Column("Year"), Column("Walkers")), (Row((text_cell("2009/10"), text_cell("20"))),))
    blocks = (heading(1, "Report"), heading(2, "Walking"), Figure(CHART, "Bars of walkers", "Walkers", table))
    pdf = write(Document(title="Report", language="en-GB", blocks=blocks), "pdf")
    assert failures(retagged(pdf, lambda _tag: None)) == []
    assert any(rule in found for found, _message in failures(retagged(pdf, change)))

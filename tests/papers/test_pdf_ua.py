"""Every kind of paper as PDF is held against PDF/UA-1 (ISO 14289-1) by `page`, a validator that we did not write."""

from __future__ import annotations

from pathlib import Path

import page
import pytest
from pytest_django import Settings

from fingerpost.core.periods import Period
from fingerpost.demo.services import fill
from fingerpost.documents.model import Document, heading, paragraph
from fingerpost.documents.writers import write
from fingerpost.papers.kinds import KINDS
from fingerpost.papers.making import Wanted, content_of
from fingerpost.plans.models import Plan

Failures = list[tuple[str, str]]


def failures(pdf: bytes) -> Failures:
    """Rule and message of each; fails by itself where the validator did not try its rules."""
    report = page.validate_pdf_bytes(pdf, profile="ua1")
    assert report.rules.total > 100
    return [(one.rule_id, one.message) for one in report.failures]


@pytest.mark.django_db
def test_every_kind_of_paper_conforms(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    fill(publish=False)
    found: dict[str, Failures] = {}
    for slug in ("smarter-plan-2009-10", "keith-locality-plan-2009-10"):
        plan = Plan.objects.select_related("area", "owner").get(slug=slug)
        for kind in KINDS:
            period = Period.parse("2009-10" if kind == "annual" else "2009-10-q2")
            found[f"{kind} of {slug}"] = failures(content_of(Wanted(kind=kind, plan=plan, period=period), "pdf"))
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

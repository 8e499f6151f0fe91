"""Every kind of paper about the plans of the demo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pytest_django import Settings

from fingerpost.core.periods import Period
from fingerpost.demo.services import fill
from fingerpost.documents.model import Document
from fingerpost.papers.kinds import KINDS
from fingerpost.papers.making import Wanted, document_of
from fingerpost.plans.models import Plan


def every_paper(settings: Settings, folder: Path) -> Iterator[tuple[str, Document]]:
    """Each with a name for it, after filling the demo in."""
    settings.DATA_DIR = folder
    fill(publish=False)
    for slug in ("smarter-plan-2009-10", "keith-locality-plan-2009-10"):
        plan = Plan.objects.select_related("area", "owner").get(slug=slug)
        for kind in KINDS:
            period = Period.parse("2009-10" if kind == "annual" else "2009-10-q2")
            yield f"{kind} of {slug}", document_of(Wanted(kind=kind, plan=plan, period=period))

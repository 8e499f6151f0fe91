"""The kinds of paper that can be made, by the name that addresses and the command line use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fingerpost.documents.model import Document
from fingerpost.papers.milestones_report import milestones_report


@dataclass(frozen=True, slots=True)
class Kind:
    """`build` takes a plan, and by keyword: period, outcome, lead, scope, as_at."""

    title: str | Promise
    hint: str | Promise
    build: Callable[..., Document]


KINDS: dict[str, Kind] = {
    "milestones": Kind(
        _("Milestones report"),
        _("What was due, how it stands and what was said of it, by outcome and key action"),
        milestones_report,
    ),
}

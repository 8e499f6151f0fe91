"""The kinds of paper that can be made, by the name that addresses and the command line use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fingerpost.documents.model import Document
from fingerpost.papers.action_log import action_log
from fingerpost.papers.exception_report import exception_report
from fingerpost.papers.inspection_report import inspection_report
from fingerpost.papers.milestones_report import milestones_report
from fingerpost.papers.non_response import non_response
from fingerpost.papers.review_report import review_report
from fingerpost.papers.task_sheet import task_sheet


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
    "review": Kind(
        _("Review report"),
        _("What was done and what is planned, outcome by outcome, with figures, notes and next steps"),
        review_report,
    ),
    "exceptions": Kind(
        _("Exception report"),
        _("Only what is overdue, has slipped or is without an update, the most overdue first"),
        exception_report,
    ),
    "task-sheet": Kind(
        _("Task sheets"),
        _("What each lead officer is asked to report on, with what was said last and room for the answer"),
        task_sheet,
    ),
    "action-log": Kind(
        _("Action log"),
        _("What was agreed to follow up, by whom and by when: what is open, and what ended in the period"),
        action_log,
    ),
    "non-response": Kind(
        _("Register of non-response"),
        _("Who was asked in the reporting cycles of the period, who did not answer, and who follows it up"),
        non_response,
    ),
    "inspection": Kind(
        _("What an inspector would ask"),
        _("Priorities, resources, indicators, SMART actions and links to other plans: what is met, and what is not"),
        inspection_report,
    ),
}

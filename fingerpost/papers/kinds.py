"""The kinds of paper that can be made, by the name that addresses and the command line use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fingerpost.documents.model import Document
from fingerpost.papers.action_log import action_log
from fingerpost.papers.annual_report import annual_report
from fingerpost.papers.exception_report import exception_report
from fingerpost.papers.indicators_paper import indicators_paper
from fingerpost.papers.inspection_report import inspection_report
from fingerpost.papers.locality_report import locality_report
from fingerpost.papers.milestones_report import milestones_report
from fingerpost.papers.non_response import non_response
from fingerpost.papers.plan_on_a_page import plan_on_a_page
from fingerpost.papers.review_report import review_report
from fingerpost.papers.scorecard_paper import scorecard_paper
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
    "annual": Kind(
        _("Annual report"),
        _("Whether each outcome improved in the year, what was done for it, who took part, and what is next"),
        annual_report,
    ),
    "locality": Kind(
        _("Locality report"),
        _("How a locality’s plan goes beside the plan that it serves, with the figures of its area"),
        locality_report,
    ),
    "scorecard": Kind(
        _("Scorecard"),
        _("Every indicator on one page: figure, target, status and trend"),
        scorecard_paper,
    ),
    "indicators": Kind(
        _("Indicators with charts"),
        _("Each indicator with its figure, target and status, what exactly it is, and its charts with their tables"),
        indicators_paper,
    ),
    "plan-on-a-page": Kind(
        _("Plan on a page"),
        _("Outcomes and key actions with how each stands, on one page"),
        plan_on_a_page,
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

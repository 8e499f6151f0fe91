"""One milestone with its place in the plan and how it stands, as a list shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fingerpost.plans.models import MilestoneState
from fingerpost.reporting.corrections import Correction
from fingerpost.reporting.expected import Band, band, expected_progress, half_up
from fingerpost.reporting.moment import as_day, as_moment
from fingerpost.reporting.standing import LEFT_OUT, Standing

COLUMNS = """
SELECT j.milestone_id, m.slug, m.title, m.description, m.quarter_label, m.by_when, m.position, m.weight, m.starts,
    j.due, m.original_due, j.state, m.state_reason, m.quantity_target, m.quantity_unit,
    a.id, a.slug, a.title, p.slug, p.title, p.starts, o.id, o.slug, o.title, t.title, u.id, u.name, u.slug,
    j.progress, CASE WHEN l.progress IS NOT NULL THEN l.as_at ELSE (
        SELECT e.as_at FROM reporting_milestoneupdate e
        WHERE e.milestone_id = j.milestone_id AND e.progress IS NOT NULL
            AND e.as_at <= %(as_at)s AND e.recorded_at <= %(known_at)s
        ORDER BY e.as_at DESC, e.id DESC LIMIT 1) END,
    l.progress_text, l.count, l.as_at, n.note, n.as_at,
    j.will_not_complete, j.standing, j.in_year, j.is_due, j.is_blank, j.is_overdue,
    k.period, l.recorded_at, l.reason, b.progress, b.progress_text, b.as_at
FROM judged j
JOIN scope s ON s.action_id = j.action_id
JOIN plans_milestone m ON m.id = j.milestone_id
JOIN plans_action a ON a.id = j.action_id
JOIN plans_plan p ON p.id = a.plan_id
LEFT JOIN plans_outcome o ON o.id = s.outcome_id
LEFT JOIN plans_theme t ON t.id = o.theme_id
LEFT JOIN people_user u ON u.id = COALESCE(m.lead_id, a.lead_id)
LEFT JOIN reporting_milestoneupdate l ON l.id = j.latest_id
LEFT JOIN reporting_periodlock k ON k.id = l.late_for_id
LEFT JOIN reporting_milestoneupdate b ON b.id = l.correction_of_id
LEFT JOIN reporting_milestoneupdate n ON n.id = (
    SELECT e.id FROM reporting_milestoneupdate e
    WHERE e.milestone_id = j.milestone_id AND e.note <> ''
        AND e.as_at <= %(as_at)s AND e.recorded_at <= %(known_at)s
    ORDER BY e.as_at DESC, e.id DESC LIMIT 1)
WHERE TRUE"""


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone with its place in the plan and how it stands. Percentages are None where nothing was reported.

    `note` is the latest that was written, as at `note_on`; `latest_on` is the day of the latest update, whatever it
    said; `progress_on` that of the latest with a progress. `correction` is there where the latest update came after
    its period was approved.
    """

    id: int
    slug: str
    title: str
    description: str
    quarter_label: str
    by_when: str
    position: int
    weight: Decimal
    starts: date | None
    due: date | None
    original_due: date | None
    state: MilestoneState
    state_reason: str
    quantity_target: Decimal | None
    quantity_unit: str
    action_id: int
    action_slug: str
    action_title: str
    plan_slug: str
    plan_title: str
    plan_starts: date
    outcome_id: int | None
    outcome_slug: str | None
    outcome_title: str | None
    theme: str | None
    lead_id: int | None
    lead_name: str | None
    lead_slug: str | None
    progress: Decimal | None
    progress_on: date | None
    progress_text: str
    count: Decimal | None
    latest_on: date | None
    note: str
    note_on: date | None
    will_not_complete: bool
    standing: Standing
    in_year: bool
    is_due: bool
    is_blank: bool
    is_overdue: bool
    correction: Correction | None
    as_at: date

    @property
    def was_moved(self) -> bool:
        return self.due != self.original_due

    @property
    def left_out(self) -> bool:
        return self.standing in LEFT_OUT

    @property
    def exact_expected(self) -> Fraction | None:
        """Expected progress by date, None where it has no due date or does not apply."""
        if self.state != MilestoneState.ACTIVE:
            return None
        return expected_progress(self.starts or self.plan_starts, self.due, self.as_at)

    @property
    def expected(self) -> Decimal | None:
        exact = self.exact_expected
        return None if exact is None else half_up(exact, 2)

    @property
    def band(self) -> Band:
        """Progress against time. Without an update for the time looked at it is not known: old progress is no news."""
        if self.state != MilestoneState.ACTIVE:
            return Band.NOT_APPLICABLE
        if self.standing == Standing.NO_UPDATE:
            return Band.NOT_KNOWN
        actual = None if self.progress is None else Fraction(self.progress)
        not_started = self.starts is not None and self.starts > self.as_at
        return band(actual, self.exact_expected, not_started=not_started)


DAYS = ("starts", "due", "original_due", "plan_starts", "progress_on", "latest_on", "note_on")
FLAGS = ("will_not_complete", "in_year", "is_due", "is_blank", "is_overdue")
AMOUNTS = ("quantity_target", "count", "weight")
TEXTS = ("progress_text", "note")
FIELDS = tuple(MilestoneRow.__dataclass_fields__)[:-2]


def row_of(values: tuple[Any, ...], as_at: date) -> MilestoneRow:
    """A row of COLUMNS with each value as Python has it."""
    *known, period, at, reason, before, text, on = values
    found: dict[str, Any] = dict(zip(FIELDS, known, strict=True))
    found |= {name: as_day(found[name]) for name in DAYS}
    found |= {name: bool(found[name]) for name in FLAGS}
    found |= {name: found[name] or "" for name in TEXTS}
    found |= {name: two_places(found[name]) for name in AMOUNTS}
    progress = found["progress"]
    found["progress"] = None if progress is None else Decimal(progress).scaleb(-2)
    found["state"], found["standing"] = MilestoneState(found["state"]), Standing(found["standing"])
    found["correction"] = None
    if period is not None:
        found["correction"] = Correction(as_moment(at), period, reason, two_places(before), text or "", as_day(on))
    return MilestoneRow(**found, as_at=as_at)


def two_places(value: Any) -> Decimal | None:
    """A stored decimal of two places, which SQLite returns as a binary fraction."""
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))

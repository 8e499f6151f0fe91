"""What sources say of key actions, kept apart from what is worked out, and whether the two agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from fingerpost.reporting.as_at import Scope
from fingerpost.reporting.corrections import Correction
from fingerpost.reporting.expected import half_up, stated_places
from fingerpost.reporting.moment import Moment, as_day, as_moment

LATEST = """
SELECT s.action_id, CAST(ROUND(100 * p.stated_percent) AS BIGINT), p.as_at, w.stated_summary, w.as_at,
    k.period, p.recorded_at, p.reason, b.stated_percent, b.as_at
FROM scope s
LEFT JOIN reporting_actionupdate p ON p.id = (
    SELECT u.id FROM reporting_actionupdate u
    WHERE u.action_id = s.action_id AND u.stated_percent IS NOT NULL
        AND u.as_at <= %(as_at)s AND u.recorded_at <= %(known_at)s
    ORDER BY u.as_at DESC, u.id DESC LIMIT 1)
LEFT JOIN reporting_periodlock k ON k.id = p.late_for_id
LEFT JOIN reporting_actionupdate b ON b.id = p.correction_of_id
LEFT JOIN reporting_actionupdate w ON w.id = (
    SELECT u.id FROM reporting_actionupdate u
    WHERE u.action_id = s.action_id AND u.stated_summary <> ''
        AND u.as_at <= %(as_at)s AND u.recorded_at <= %(known_at)s
    ORDER BY u.as_at DESC, u.id DESC LIMIT 1)
WHERE p.id IS NOT NULL OR w.id IS NOT NULL"""


class Comparison(models.TextChoices):
    """How a stated percentage compares with the computed one. `UNKNOWN` ones cannot be told, each for its reason."""

    NOTHING_STATED = "nothing-stated", _("No percentage was stated.")
    AGREES = "agrees", _("The stated and the computed percentage agree.")
    DIFFERS = "differs", _("The stated and the computed percentage differ.")
    NOT_COMPUTED = "not-computed", _("There is no computed percentage to compare the stated one with.")
    OLDER = "older", _("Progress was reported after the percentage was stated, so the two cannot be compared.")
    ONLY_DUE = (
        "only-due",
        _(
            "Only milestones due so far are known here. The stated percentage may rest on later ones as well, "
            "so whether it is right cannot be worked out."
        ),
    )


@dataclass(frozen=True, slots=True)
class Stated:
    """The latest stated percentage and the latest stated summary, each with its day.

    `correction` is there where the percentage came after its period was approved.
    """

    percent: Decimal | None = None
    on: date | None = None
    summary: str = ""
    summary_on: date | None = None
    correction: Correction | None = None


NOTHING = Stated()


def latest_stated(scope: Scope, moment: Moment) -> dict[int, Stated]:
    """By action id; an action of which nothing was stated is missing. One query."""
    with connection.cursor() as cursor:
        sql = ["WITH RECURSIVE ", scope.before, "scope AS (", scope.sql, ")", LATEST]
        cursor.execute("".join(sql), {**scope.params, **moment.params})
        return {row[0]: stated_of(row) for row in cursor.fetchall()}


def stated_of(row: tuple[Any, ...]) -> Stated:
    percent = None if row[1] is None else Decimal(row[1]).scaleb(-2)
    period, at, reason, before, before_on = row[5:]
    correction = None
    if period is not None:
        before = None if before is None else Decimal(str(before))
        correction = Correction(as_moment(at), period, reason, before, "", as_day(before_on))
    return Stated(percent, as_day(row[2]), row[3] or "", as_day(row[4]), correction)


def compare(
    stated: Stated, computed: Fraction | None, *, latest_on: date | None, lists_future: bool, over: bool
) -> Comparison:
    """Compare to as many decimals as were stated.

    `latest_on`: day of the last update of a milestone; `lists_future`: a milestone is known that is not due yet;
    `over`: the plan has ended, so that none can be to come.
    """
    if stated.percent is None or stated.on is None:
        return Comparison.NOTHING_STATED
    if computed is None:
        return Comparison.NOT_COMPUTED
    if latest_on and latest_on > stated.on:
        return Comparison.OLDER
    if half_up(computed, stated_places(stated.percent)) == stated.percent:
        return Comparison.AGREES
    return Comparison.DIFFERS if lists_future or over else Comparison.ONLY_DUE

"""What is asked for, out of publications alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from fingerpost.api.shapes import PlanRow, PublicationRow
from fingerpost.core.periods import Period
from fingerpost.public.content import Label, Snapshot
from fingerpost.public.middleware import ROOT
from fingerpost.public.models import Publication, PublicationState
from fingerpost.public.queries import given_out, newest, snapshot_of

LATEST = "latest"


@dataclass
class NotThere(Exception):
    """404, or 410 for what was withdrawn; `detail` is a sentence."""

    status: int
    detail: str


def publications(plan: str = "", period: str = "", state: str = "") -> list[PublicationRow]:
    """The latest period first. One query."""
    rows = given_out()
    for name, value in {"plan_slug": plan, "period": period, "state": state}.items():
        if value:
            rows = rows.filter(**{name: value})
    return [publication_row(row) for row in rows]


def plans() -> list[PlanRow]:
    public = [row for row in given_out() if row.state == PublicationState.PUBLIC]
    periods: dict[str, list[str]] = {}
    for row in public:
        periods.setdefault(row.plan_slug, []).append(row.period)
    return [plan_row(row, tuple(dict.fromkeys(periods[row.plan_slug]))) for row in newest(public)]


def plan_row(latest: Publication, periods: tuple[str, ...]) -> PlanRow:
    facts = snapshot_of(latest).plan
    return PlanRow(latest.plan_slug, facts.title, facts.area, facts.is_locality, periods, publication_row(latest))


def publication_row(row: Publication) -> PublicationRow:
    """Raises AssertionError for what was not given out."""
    assert row.published_at  # noqa: S101  (a constraint of the database)
    period, here = row.of, f"{settings.SITE}{ROOT}{row.address}"
    gone = row.state == PublicationState.WITHDRAWN
    return PublicationRow(
        plan=row.plan_slug,
        title=row.title,
        period=period.slug,
        label=period.label,
        starts=period.start,
        ends=period.end,
        version=row.version,
        state=Label(row.state, row.get_state_display()),
        notice=row.notice,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
        withdraw_reason=row.withdraw_reason,
        sha256=row.sha256,
        page=here,
        data="" if gone else f"{here}data/",
    )


def publication(plan: str, period: str, version: int | None = None) -> Publication:
    """The version in force, or the one asked for; `period` may be "latest". Raises NotThere."""
    rows = [row for row in given_out().filter(plan_slug=plan) if version in {None, row.version}]
    if not rows:
        raise NotThere(404, _("No plan “%(plan)s” was published, or not in that version.") % {"plan": plan})
    if period == LATEST:
        asked = rows
    else:
        slug = period_slug(period)
        asked = [row for row in rows if row.period == slug]
    current = [row for row in asked if row.state != PublicationState.SUPERSEDED or version is not None]
    public = [row for row in current if row.state != PublicationState.WITHDRAWN]
    if public:
        return public[0]
    if current:
        gone = current[0]
        raise NotThere(410, _("It was withdrawn: %(reason)s") % {"reason": gone.withdraw_reason})
    known = ", ".join(dict.fromkeys(row.period for row in rows))
    raise NotThere(
        404,
        _("The plan was not published for “%(period)s”. Ask for one of: %(known)s.")
        % {"period": period, "known": known},
    )


def period_slug(words: str) -> str:
    try:
        return Period.parse(words).slug
    except ValueError as fault:
        raise NotThere(404, str(fault)) from fault


def snapshot(plan: str, period: str, version: int | None = None) -> Snapshot:
    return snapshot_of(publication(plan, period, version))

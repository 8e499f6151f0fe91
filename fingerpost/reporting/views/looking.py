"""What every reading page does: find what the person may see, as at the day that they ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.utils import timezone

from fingerpost.people.requests import SignedInRequest
from fingerpost.plans.models import Plan
from fingerpost.reporting.forms import AsAtForm
from fingerpost.reporting.moment import Moment

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Look:
    """The moment that a page shows. `chosen`: somebody asked for this day; links then keep it."""

    moment: Moment
    form: AsAtForm
    chosen: bool

    @property
    def as_at(self) -> date:
        return self.moment.as_at

    @property
    def query(self) -> str:
        """What links to other pages end with, "" for the day that they show anyhow."""
        return f"?as-at={self.as_at.isoformat()}" if self.chosen else ""

    @property
    def more(self) -> str:
        """The same after a query that is there already."""
        return f"&as-at={self.as_at.isoformat()}" if self.chosen else ""


def look(request: SignedInRequest, plan: Plan | None = None) -> Look:
    """As at the day in `?as-at=`; without one, or with one that cannot be shown, today or the plan's last day."""
    today = timezone.localdate()
    form = AsAtForm(request.GET if "as-at" in request.GET else None)
    asked = form.day()
    return Look(Moment.on(asked or (plan.latest_day(today) if plan else today)), form, chosen=asked is not None)


def found(get: Callable[[], Row]) -> Row:
    """What `get` finds, or a 404 where there is none that this person may see."""
    try:
        return get()
    except ObjectDoesNotExist as missing:
        raise Http404 from missing

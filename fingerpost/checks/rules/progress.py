"""Progress figures that cannot be."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.checks.facts import ActionFacts, MilestoneFacts
from fingerpost.checks.registry import Around, Remark, Remarks, percent, rule


@rule("progress-range", MilestoneFacts, severity="error", title=gettext_lazy("Progress outside 0 to 100%"))
def progress_range(milestone: MilestoneFacts, around: Around) -> Remarks:
    yield from _outside(milestone.progress)


@rule("stated-percent-range", ActionFacts, severity="error", title=gettext_lazy("Stated percentage outside 0 to 100%"))
def stated_percent_range(action: ActionFacts, around: Around) -> Remarks:
    yield from _outside(action.stated_percent)


def _outside(value: Decimal | None) -> Remarks:
    if value is not None and not 0 <= value <= 100:
        yield Remark(_("%(value)s is not from 0 to 100%%.") % {"value": percent(value)}, percent(value))

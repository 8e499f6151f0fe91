"""How a corrected figure is marked: when, after which approval, why, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.words import day_words


@dataclass(frozen=True, slots=True)
class Correction:
    """`period` is the slug of the approved period that it came after, "" where none was approved.

    `before`, `before_text` and `before_on` are of the update that it corrects; nothing where there was none.
    """

    at: datetime
    period: str
    reason: str
    before: Decimal | None = None
    before_text: str = ""
    before_on: date | None = None

    @property
    def words(self) -> str:
        """ "Corrected on 5 November 2009, after Q2 2009/10 was approved. Before: 40%. Reason: …"."""
        words = {"day": day_words(self.at), "period": self.period and Period.parse(self.period).label}
        if self.period:
            said = _("Corrected on %(day)s, after %(period)s was approved.") % words
        else:
            said = _("Corrected on %(day)s.") % words
        return " ".join([said, self.before_words, _("Reason: %(reason)s") % {"reason": self.reason}])

    @property
    def before_words(self) -> str:
        """ "Before: 40%." or "Before: no figure."."""
        if self.before is not None:
            figure = formats.number_format(self.before.normalize())
            before = _("%(percent)s%%") % {"percent": figure}
        else:
            before = f"“{self.before_text}”" if self.before_text else _("no figure")
        if self.before_on is None:
            return _("Before: %(before)s.") % {"before": before}
        return _("Before: %(before)s, as at %(day)s.") % {"before": before, "day": day_words(self.before_on)}

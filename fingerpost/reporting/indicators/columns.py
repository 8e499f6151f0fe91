"""The columns of the long table of figures: one row a figure, the same out and in."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# what a column holds -> its heading in a file of ours; dimensions have columns of their own, headed by their names
HEADINGS = {
    "indicator": gettext_lazy("Indicator"),
    "title": gettext_lazy("Title"),
    "period": gettext_lazy("Period"),
    "area": gettext_lazy("Area"),
    "benchmark": gettext_lazy("Benchmark"),
    "state": gettext_lazy("State"),
    "value": gettext_lazy("Value"),
    "numerator": gettext_lazy("Numerator"),
    "denominator": gettext_lazy("Denominator"),
    "provisional": gettext_lazy("Provisional"),
    "expected": gettext_lazy("Expected"),
    "note": gettext_lazy("Note"),
}
BEFORE_DIMENSIONS = ("indicator", "title", "period", "area")
AFTER_DIMENSIONS = ("benchmark", "state", "value", "numerator", "denominator", "provisional", "expected", "note")
OTHER_WORDS = {  # what such columns are called elsewhere
    "code": "indicator",
    "measure": "indicator",
    "locality": "area",
    "asg": "area",
    "quarter": "period",
    "year": "period",
    "month": "period",
    "date": "period",
    "series": "benchmark",
    "comparator": "benchmark",
    "status": "state",
    "figure": "value",
    "percent": "value",
    "percentage": "value",
    "rate": "value",
    "%": "value",
    "actual": "value",
    "count": "numerator",
    "of": "denominator",
    "when expected": "expected",
    "notes": "note",
    "comment": "note",
    "comments": "note",
}
NUMBERS = ("value", "numerator", "denominator")


def known_headings() -> dict[str, str]:
    """A heading in small letters -> what the column holds."""
    ours = {str(heading).lower(): name for name, heading in HEADINGS.items()}
    return {**OTHER_WORDS, **{name: name for name in HEADINGS}, **ours}


def yes() -> set[str]:
    """What is read as "yes" in the column of provisional figures."""
    return {"yes", "y", "true", "1", "x", "p", "provisional", _("yes").lower()}


def no() -> set[str]:
    return {"", "no", "n", "false", "0", "final", _("no").lower()}

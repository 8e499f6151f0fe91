"""How pages and the command line name the statuses and fields of a difference, and write their values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.core.words import day_words, percent_words


def status_words(status: str) -> str:
    return {
        "new": _("new"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "missing": _("missing from the file"),
        "doubtful": _("doubtful"),
    }[status]


# In the order in which they are shown; PostgreSQL does not keep that of the keys of a JSON object.
FIELDS = (
    "title", "theme", "outcome", "action", "quarter", "due", "by_when", "progress", "note", "stated_percent", "summary",
    "work_undertaken", "work_planned", "data", "notes",
)  # fmt: skip


def field_words(name: str) -> str:
    return {
        "title": _("Title"),
        "theme": _("Theme"),
        "outcome": _("Outcome"),
        "action": _("Key action"),
        "quarter": _("Quarter label"),
        "due": _("Due date"),
        "by_when": _("By when"),
        "progress": _("Progress"),
        "note": _("Note"),
        "stated_percent": _("Stated percent"),
        "summary": _("Summary"),
        "work_undertaken": _("Work undertaken"),
        "work_planned": _("Work planned"),
        "data": _("Data"),
        "notes": _("Notes"),
    }[name]


def value_words(name: str, value: Any) -> str:
    """A value as it is read: "30 September 2009", "60%", words in quotation marks, "–" for nothing."""
    if value is None or value == "":
        return _("new one") if name in {"outcome", "action"} else "–"
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Decimal):
        return percent_words(value)
    return f"“{value}”"

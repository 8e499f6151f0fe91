"""Telling a person what somebody else changed while they were editing: nothing is overwritten unseen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from fingerpost.core.audit import plain_value
from fingerpost.core.refusals import Refused


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """One field that somebody else changed: what the editor saw, and what holds now (keys for related rows)."""

    field: str
    seen: str
    now: str


class Conflict(Refused):
    """Somebody else changed the same thing after the editor had opened it. `meanwhile` says what, field by field."""

    def __init__(self, meanwhile: list[Meanwhile]) -> None:
        super().__init__(_("Somebody else changed this while you were editing it. Look at their change first."))
        self.meanwhile = meanwhile


def values_of(row: Model, names: Iterable[str]) -> dict[str, str]:
    """The named fields as plain text: dates in ISO form, related rows by key, "" for none."""
    found = {}
    for name in names:
        value = getattr(row, getattr(row._meta.get_field(name), "attname", name))
        found[name] = plain_text(value)
    return found


def plain_text(value: Any) -> str:
    """One text for one value: 1 and 1.00 are the same weight, whichever the database gives back."""
    match value:
        case None:
            return ""
        case Decimal():
            return format(value.normalize(), "f")
        case _:
            return str(plain_value(value))


def write_seen(row: Model, names: Iterable[str]) -> str:
    """What a form keeps in a hidden field so that a conflict can be told when it comes back."""
    return json.dumps(values_of(row, names), ensure_ascii=False, separators=(",", ":"))


def read_seen(text: str, names: Iterable[str]) -> dict[str, str] | None:
    """What `write_seen` wrote, or None where it has been tampered with or is missing."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    whole = isinstance(found, dict) and set(found) == set(names) and all(isinstance(v, str) for v in found.values())
    return found if whole else None


def changed_meanwhile(row: Model, seen: Mapping[str, str]) -> list[Meanwhile]:
    """The fields of `row` that no longer are as the editor saw them."""
    now = values_of(row, seen)
    return [Meanwhile(name, value, now[name]) for name, value in seen.items() if now[name] != value]

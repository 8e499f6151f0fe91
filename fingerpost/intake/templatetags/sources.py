"""Links from what is stored to the place in the file that it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.db.models import Model

from fingerpost.intake import queries
from fingerpost.intake.queries import FoundAt

register = template.Library()


@register.simple_tag
def sources_of(rows: Iterable[Any], name: str = "") -> dict[int, FoundAt]:
    """Where review entries or recorded figures were found, by their numbers. `name`: the attribute that is the row.

    One query; none without rows.
    """
    return queries.sources_of([getattr(row, name) if name else row for row in rows])


@register.simple_tag
def source_of(row: Model) -> FoundAt | None:
    """Where an indicator was found. One query."""
    return queries.sources_of([row]).get(row.pk)


@register.filter
def found_at(sources: Mapping[int, FoundAt], row: Model) -> FoundAt | None:
    """ "{% with at=sources|found_at:row %}": None where it did not come from a file that was kept."""
    return sources.get(row.pk)

"""Filters and tags that every template has without loading them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField

from fingerpost.core import history, words
from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period

register = template.Library()


@register.filter
def percent(value: Decimal | float | None) -> str:
    return words.percent_words(None if value is None else Decimal(str(value)))


@register.filter
def bar_width(value: Decimal | float | None) -> int:
    """The whole percent for drawing: what the words beside the bar say."""
    return 0 if value is None else words.whole_percent(Decimal(str(value)))


@register.filter
def day(value: date | None) -> str:
    return words.day_words(value)


@register.filter
def moment(value: datetime | None) -> str:
    return words.moment_words(value)


@register.filter
def period(value: Period) -> str:
    return words.period_words(value)


@register.filter
def beside(row: Iterable[Any], columns: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a row with its column."""
    return list(zip_longest(row, columns, fillvalue=""))


@register.filter
def grouped(form: forms.BaseForm) -> list[tuple[str, list[BoundField]]]:
    """The visible fields of a form under the legends of its `fieldsets`, [(legend, [names])]; without, under ""."""
    fieldsets: Sequence[tuple[str, Sequence[str]]] = getattr(form, "fieldsets", ())
    if not fieldsets:
        return [("", form.visible_fields())]
    return [(legend, [form[name] for name in names if name in form.fields]) for legend, names in fieldsets]


@register.inclusion_tag("core/components/breadcrumbs.html")
def breadcrumbs(*labels_and_urls: str) -> dict[str, Any]:
    """`{% breadcrumbs "Plans" plans_url plan.title plan_url %}`: Home, then pairs of label and address."""
    return {"trail": list(zip(labels_and_urls[::2], labels_and_urls[1::2], strict=True))}


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The page numbers to link, with an ellipsis where many are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


@register.filter
def changes(event: AuditEvent) -> list[history.Change]:
    """What an event of the audit trail changed, field by field."""
    return history.changes_of(event)


@register.filter
def act(event: AuditEvent) -> str:
    """What was done: "changed"."""
    return history.act_words(event.verb)


@register.filter
def kind(event: AuditEvent) -> str:
    """What sort of thing it was done to: "Milestone"."""
    return history.kind_words(event.subject_type)

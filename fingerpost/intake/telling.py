"""What the import command says: messages on stderr, a summary or JSON on stdout."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.core.words import day_words, moment_words
from fingerpost.intake.differences import Change, Difference, Item, Level
from fingerpost.intake.importing import Done
from fingerpost.intake.words import field_words, status_words, value_words

LEVELS: tuple[tuple[Level, str], ...] = (("outcome", "outcomes"), ("action", "actions"), ("milestone", "milestones"))


def messages(done: Done) -> Iterator[str]:
    """What a person should know besides the difference."""
    if done.earlier and done.earlier.applied_at:
        yield _("%(file)s was imported into “%(plan)s” on %(when)s: nothing was changed.") % {
            "file": done.earlier.file_name,
            "plan": done.plan_title,
            "when": moment_words(done.earlier.applied_at),
        }
    elif done.wanted.dry_run:
        yield _("Nothing was stored: this was a dry run.")
    elif not done.written:
        yield _("Nothing differs, so nothing was changed.")
    if not done.day_is_given:
        yield _("The file does not say which day it reports on: %(day)s was taken. Give another with --as-at.") % {
            "day": day_words(done.as_at)
        }
    if done.founded:
        yield _("There was no area or no group yet, so one was made in the partnership's name.")
    for warning in done.reading.warnings:
        place = warning["place"].get("words", "")
        yield f"{place}: {warning['message']}" if place else str(warning["message"])


def summary(done: Done) -> Iterator[str]:
    """Counts first, then every item that is not unchanged."""
    plan = done.plan.slug if done.plan else done.plan_title
    yield (_("New plan: %(plan)s") if done.is_new else _("Plan: %(plan)s")) % {"plan": plan}
    yield _("As at %(day)s") % {"day": day_words(done.as_at)}
    for level, _name in LEVELS:
        yield f"{level_words(level)}: {counts_words(done.found, level)}"
    if done.is_new and not done.earlier:
        items = [item for item in done.found.items if item.status not in {"new", "unchanged"}]
    else:
        items = [item for item in done.found.items if item.status != "unchanged"]
    for item in items:
        yield f"- {status_words(item.status)}: {item.title}"
        yield from (f"    {change_words(change)}" for change in item.changes)
        if item.doubt:
            yield f"    {item.doubt}"


def level_words(level: Level) -> str:
    return {"outcome": _("Outcomes"), "action": _("Key actions"), "milestone": _("Milestones")}[level]


def counts_words(found: Difference, level: Level) -> str:
    counts = found.counts_of(level)
    return ", ".join(f"{count} {status_words(status)}" for status, count in counts.items() if count) or "0"


def change_words(change: Change) -> str:
    return f"{field_words(change.field)}: {value_words(change.field, change.before)} → " + value_words(
        change.field, change.after
    )


def as_json(done: Done) -> dict[str, Any]:
    """The stable shape of `import --json`. `items` holds all but the unchanged ones."""
    return {
        "source": {
            "name": done.reading.name,
            "sha256": done.reading.sha256,
            "format": done.reading.document.format,
        },
        "plan": done.plan.slug if done.plan else None,
        "new_plan": done.is_new,
        "as_at": done.as_at.isoformat(),
        "dry_run": done.wanted.dry_run,
        "changed": bool(done.written),
        "counts": {name: done.found.counts_of(level) for level, name in LEVELS},
        "items": [item_json(item) for item in done.found.items if item.status != "unchanged"],
        "warnings": done.reading.warnings,
    }


def item_json(item: Item) -> dict[str, Any]:
    return {
        "key": item.key,
        "level": item.level,
        "status": item.status,
        "title": item.title,
        "changes": [
            {"field": one.field, "before": plain(one.before), "after": plain(one.after)} for one in item.changes
        ],
        "doubt": item.doubt,
        "place": item.found.place.as_json() if item.found else None,
    }


def plain(value: Any) -> Any:
    """Dates in ISO form, percentages as numbers, words as they are."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value

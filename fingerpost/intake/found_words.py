"""The words that a file has for an item, field by field, as they were found."""

from __future__ import annotations

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts

Facts = OutcomeFacts | ActionFacts | MilestoneFacts


def structure_words(found: Facts | None) -> dict[str, str]:
    """For what the item is: its title, and the due date of a milestone."""
    words = {"title": found.title if found else ""}
    if isinstance(found, MilestoneFacts):
        words["due"] = found.due_text or (found.due.isoformat() if found.due else "")
    return {name: text for name, text in words.items() if text.strip()}


def said_words(found: Facts | None) -> dict[str, str]:
    """For what was said of it: progress and note, or stated percent and summary."""
    words: dict[str, str] = {}
    if isinstance(found, MilestoneFacts):
        words = {"progress": found.progress_text, "note": found.note}
    elif isinstance(found, ActionFacts):
        stated = "" if found.stated_percent is None else f"{found.stated_percent:f}%"
        words = {"stated_percent": stated, "summary": found.summary}
    return {name: text for name, text in words.items() if text.strip()}

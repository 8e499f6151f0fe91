"""The words that a file has for an item, field by field, as they were found."""

from __future__ import annotations

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, ReviewGroupFacts, ReviewRowFacts

Facts = OutcomeFacts | ActionFacts | MilestoneFacts | ReviewGroupFacts | ReviewRowFacts
FIGURE = "figure-"  # and the number of a figure in its row


def structure_words(found: Facts | None) -> dict[str, str]:
    """For what the item is: its title, and the due date of a milestone."""
    words = {"title": found.title if found else ""}
    if isinstance(found, MilestoneFacts):
        words["due"] = found.due_text or (found.due.isoformat() if found.due else "")
    return {name: text for name, text in words.items() if text.strip()}


def said_words(found: Facts | None) -> dict[str, str]:
    """For what was said of it: progress and note, stated percent and summary, or the cells of a review's row."""
    words: dict[str, str] = {}
    if isinstance(found, MilestoneFacts):
        words = {"progress": found.progress_text, "note": found.note}
    elif isinstance(found, ActionFacts):
        stated = "" if found.stated_percent is None else f"{found.stated_percent:f}%"
        words = {"stated_percent": stated, "summary": found.summary}
    elif isinstance(found, ReviewRowFacts):
        words = {name: getattr(found, name) or "" for name in ("work_undertaken", "work_planned", "data", "notes")}
    return {name: text for name, text in words.items() if text.strip()}


def figure_words(found: ReviewRowFacts, field: str) -> dict[str, str]:
    """The words of one figure: "figure-2" is the second of its row."""
    figures = {f"{FIGURE}{number}": one.words for number, one in enumerate(found.figures, 1)}
    return {name: words for name, words in figures.items() if name == field}

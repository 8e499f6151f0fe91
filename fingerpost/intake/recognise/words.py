"""Words with a meaning of their own in a milestones report: summaries, contents, labels, as-at phrases."""

from __future__ import annotations

import re
from typing import Literal

Level = Literal["theme", "outcome", "action", "overall", "summary"]

SUMMARY = re.compile(
    r"^overall\b.{0,80}\d\s?(?:%|per\s?cent)|^(?:overall|key action)\b.{0,60}\b(?:complete|progress|percent)"
    r"|\bmilestones?\b.{0,60}\bdue\b|\bdue\b.{0,60}\bmilestones?\b.{0,80}\bcomplete"
    r"|^(?:the |of the |none of |all |both |one |two |\d+ of ).{0,60}\bmilestones?\b"
    r".{0,120}\b(?:progress|complete[d]?)\b"
    r"|^no (?:milestones?|percentage)\b.{0,80}(?:\bdue\b|worked out)",
    re.IGNORECASE,
)
CONTENTS = re.compile(
    r"^(?:table of |list of )?contents(?: page)?\s*[:\-–—.]*$|^in this (?:report|document)\s*:?$", re.I
)
LEADER = re.compile(r"\s*(?:\.{3,}|…|\t)\s*\d{0,4}$")
LABELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("theme", re.compile(r"^(?:strategic )?theme(?: \d{1,2})?\s*[:–—-]\s*(?=\S)", re.I)),
    (
        "outcome",
        re.compile(r"^(?:local |strategic )?outcome(?: \d{1,2})?\s*[:–—-]\s*(?=\S)|^outcome \d{1,2}[.)]\s+", re.I),
    ),
    ("action", re.compile(r"^(?:key )?action(?: \d{1,3})?\s*[:–—-]\s*(?=\S)|^key action \d{1,3}[.)]\s+", re.I)),
    ("overall", re.compile(r"^(?:overall|stated|key action) (?:progress|percent(?:age)?|%)\s*[:–—-]\s*(?=\d)", re.I)),
    ("summary", re.compile(r"^summary\s*[:–—-]\s*(?=\S)", re.I)),
)
AS_AT = re.compile(
    r"\b(?:as (?:at|of)|position (?:at|on)|progress (?:at|to)|up to|to the end of|period end(?:ed|ing)|ending|ended"
    r"|report date|date|to)\b[:\s]*(?:the )?(?:end of )?$",
    re.IGNORECASE,
)


def is_summary(text: str) -> bool:
    """Whether a sentence sums up how an action's milestones stand."""
    return len(text) > 12 and bool(SUMMARY.search(text))


def is_contents_heading(text: str) -> bool:
    return len(text) <= 30 and bool(CONTENTS.match(text))


def label_of(text: str) -> tuple[Level, str] | None:
    """ "Outcome 2: Children thrive" is ("outcome", "Children thrive")."""
    for level, pattern in LABELS:
        match = pattern.match(text)
        if match:
            return level, text[match.end() :].strip()
    return None

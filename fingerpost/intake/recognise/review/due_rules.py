"""By when, where it is a rule that dates can be held against: "Within one month of each group meeting", "Quarterly"."""

from __future__ import annotations

import re

from fingerpost.checks.facts import DueRuleFacts
from fingerpost.checks.wording import number

UNITS = ("working days", "days", "weeks", "months", "years")
EVENTS = ("meeting", "quarter", "half-year", "financial year", "year", "month", "week", "term", "session",
          "reporting cycle", "cycle", "report", "event", "review", "request", "publication")  # fmt: skip
WITHIN = re.compile(
    r"(?:by |no later than |not later than |at the latest )?(?:within )?(?:an?|the)? ?(?P<amount>\w+|\d+)?\s?"
    r"(?P<unit>working days?|calendar days?|days?|weeks?|fortnights?|months?|years?)"
    r" (?:of|after|from|following)(?: the)?(?: end of| close of| date of)? (?P<of>.+)",
    re.IGNORECASE,
)
EVERY = re.compile(r"(?:at |after |before |on |in )?(?:each|every|per) (?P<of>.+)", re.IGNORECASE)
REGULAR = {
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "half-yearly": "half-year",
    "half yearly": "half-year",
    "six-monthly": "half-year",
    "annually": "year",
    "annual": "year",
    "yearly": "year",
    "reporting cycle": "reporting cycle",
    "reporting cycles": "reporting cycle",
}


def rule_in(words: str) -> DueRuleFacts | None:
    """The rule in the words of "by when", or None where they bind to nothing that is dated ("Ongoing")."""
    plain = " ".join(words.split()).strip(" .").casefold()
    if of := REGULAR.get(plain):
        return DueRuleFacts(0, "", of)
    if match := WITHIN.fullmatch(plain):
        amount, of = _amount(match["amount"]), _event(match["of"])
        unit = match["unit"].rstrip("s").replace("calendar ", "") + "s"
        if unit == "fortnights":
            amount, unit = amount * 2, "weeks"
        return DueRuleFacts(amount, unit, of) if amount and of and unit in UNITS else None
    if match := EVERY.fullmatch(plain):
        of = _event(match["of"])
        return DueRuleFacts(0, "", of) if of else None
    return None


def _amount(word: str | None) -> int:
    return 1 if word in (None, "a", "an", "") else number(word or "") or 0


def _event(words: str) -> str:
    """What the rule hangs on, by the last word that names one: "each group meeting" is "meeting"."""
    plain = re.sub(r"s\b", "", words)
    found = [
        (plain.rfind(event) + len(event), len(event), event) for event in EVENTS if re.search(rf"\b{event}\b", plain)
    ]
    return max(found)[2] if found else ""

"""Which items of a difference are taken in, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from fingerpost.intake.differences import Difference, Item

# "take": as the difference says. For a doubtful item: "same" as the one it is likened to, or "new".
Choice: TypeAlias = Literal["take", "same", "new", "leave"]
Choices: TypeAlias = Mapping[str, str]


def proposed(item: Item) -> Choice:
    """What is done with an item unless somebody says otherwise: everything is taken but what is doubtful."""
    return "leave" if item.status in {"doubtful", "missing"} else "take"


def options(item: Item) -> tuple[Choice, ...]:
    """What may be chosen for an item, the proposed one first."""
    if item.blocked or item.status == "missing":
        return ("leave",)
    if item.status != "doubtful":
        return ("take", "leave")
    return ("leave", "same", "new") if item.known else ("leave", "new")


def chosen(difference: Difference, choices: Choices) -> dict[str, Choice]:
    """What is done with each item of the file. Nothing goes in under an item that is left out, and everything under
    one that is taken as new is new."""
    decided: dict[str, Choice] = {}
    for item in difference.items:
        if item.found is None:
            continue
        above = decided.get(item.parent_key, "take")
        asked = next((one for one in options(item) if one == choices.get(item.key)), proposed(item))
        if above == "leave":
            asked = "leave"
        elif asked != "leave" and (above == "new" or item.known is None):
            asked = "new"
        decided[item.key] = asked
    return decided

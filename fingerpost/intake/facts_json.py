"""Recognised facts as JSON and back, so that a preview can be shown again without reading the file again.

Only what a document can say is kept: fields that only a stored plan knows (slug, state, lead) are left out.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from fingerpost.checks.facts import ActionFacts, MilestoneFacts, OutcomeFacts, PlanFacts
from fingerpost.documents.model import NOWHERE, Place

PLACE = ("page", "sheet", "table", "row", "column", "line", "paragraph")
numbers_of = attrgetter(*PLACE)


def pack(plan: PlanFacts) -> dict[str, Any]:
    """Plain lists and dicts; a milestone is a list of its values, because there may be 10,000 of them."""
    return {
        "title": plan.title,
        "as_at": _day(plan.as_at),
        "starts": _day(plan.starts),
        "ends": _day(plan.ends),
        "lists_all_milestones": plan.lists_all_milestones,
        "listed": [[title, pack_place(place)] for title, place in plan.listed],
        "outcomes": [
            {
                "title": outcome.title,
                "theme": outcome.theme,
                "place": pack_place(outcome.place),
                "actions": [_pack_action(action) for action in outcome.actions],
            }
            for outcome in plan.outcomes
        ],
    }


def unpack(packed: dict[str, Any]) -> PlanFacts:
    """The facts that `pack` packed. Raises KeyError or ValueError where it did not."""
    return PlanFacts(
        title=packed["title"],
        as_at=_date(packed["as_at"]),
        starts=_date(packed["starts"]),
        ends=_date(packed["ends"]),
        lists_all_milestones=packed["lists_all_milestones"],
        listed=tuple((title, unpack_place(place)) for title, place in packed["listed"]),
        outcomes=tuple(
            OutcomeFacts(
                outcome["title"],
                outcome["theme"],
                tuple(_unpack_action(action) for action in outcome["actions"]),
                unpack_place(outcome["place"]),
            )
            for outcome in packed["outcomes"]
        ),
    )


def pack_place(place: Place) -> dict[str, Any]:
    """Only the numbers that are known."""
    return {name: value for name, value in zip(PLACE, numbers_of(place), strict=True) if value is not None}


def unpack_place(packed: dict[str, Any]) -> Place:
    return Place(**packed) if packed else NOWHERE


def _pack_action(action: ActionFacts) -> dict[str, Any]:
    return {
        "title": action.title,
        "stated_percent": _number(action.stated_percent),
        "summary": action.summary,
        "place": pack_place(action.place),
        "milestones": [
            [
                found.title,
                found.quarter,
                _day(found.due),
                found.due_text,
                found.note,
                _number(found.progress),
                found.progress_text,
                pack_place(found.place),
            ]
            for found in action.milestones
        ],
    }


def _unpack_action(packed: dict[str, Any]) -> ActionFacts:
    return ActionFacts(
        packed["title"],
        _decimal(packed["stated_percent"]),
        packed["summary"],
        tuple(
            MilestoneFacts(
                title, quarter, _date(due), due_text, note, _decimal(progress), progress_text, unpack_place(place)
            )
            for title, quarter, due, due_text, note, progress, progress_text, place in packed["milestones"]
        ),
        unpack_place(packed["place"]),
    )


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)

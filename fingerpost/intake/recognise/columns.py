"""Which column is which, from its heading, whatever the report calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

Role = Literal[
    "theme", "outcome", "action", "overall", "summary", "title", "quarter", "due", "note", "progress", "status",
    "number", "task",
]  # fmt: skip

# Exact headings, as they are after `_normal`.
NAMES: dict[Role, str] = {
    "theme": "theme|plan theme|strategic theme",
    "outcome": "outcome|local outcome|strategic outcome|outcome title|priority|objective|strand",
    "action": "key action|action|action title|key action title|priority action|workstream|project",
    "overall": "overall|overall pct|overall percent|overall percentage|overall %|overall progress|action progress"
    "|key action progress|key action %|action %|stated percent|action percent|stated %|stated|key action percent",
    "summary": "summary|action summary|summary sentence|key action summary",
    "title": "milestone|milestones|milestone title|milestone name|milestone description|key milestone|key milestones"
    "|milestone text|underlying milestone",
    "quarter": "quarter|qtr|q|quarter label|due quarter",
    "due": "due|due date|milestone due date|milestone due|date due|target date|by when|when|deadline|due by"
    "|completion due|target completion date|planned date|planned completion date|planned end date|end date"
    "|target|timescale|completion date|revised due date|current due date|finish date|milestone date|date",
    "note": "note|notes|milestone note|milestone notes|comment|comments|commentary|progress note|progress notes"
    "|progress comment|progress comments|progress update|update|latest update|latest note|narrative|remarks"
    "|note on progress|milestone comment|status note|status update|latest comment|comment on progress",
    "progress": "progress|% complete|percent complete|percentage complete|percent|percentage|% progress|progress %"
    "|% completed|complete|completed|completion|% done|done|milestone progress|percentage completed|complete %"
    "|progress percent|progress percentage|completion %|% completion|pct|progress pct|pct complete|%",
    "status": "status|rag|rag status|state|milestone status|progress status|rating",
    "number": "no|number|ref|reference|#|id|s/n|code|item|line",
    "task": "task|tasks|activity|deliverable|step|sub-action|description",
}
ROLES: dict[str, Role] = {name: role for role, names in NAMES.items() for name in names.split("|")}
# "Progres s": a heading broken in a narrow column.
SQUASHED: dict[str, Role] = {name.replace(" ", ""): role for name, role in ROLES.items() if len(name) > 6}
NAME_AT = re.compile(
    "|".join(
        sorted((re.escape(name).replace(r"\ ", r"\s+") for name in ROLES if len(name) > 2), key=len, reverse=True)
    ),
    re.IGNORECASE,
)
BETWEEN = re.compile(r"[\s|:]*")
PREFERRED = ("% complete", "due date", "milestone", "progress", "revised due date", "current due date")


@lru_cache(maxsize=2048)
def role_of(heading: str) -> Role | None:
    """The role of one column heading, None for anything else."""
    if len(heading) > 60:
        return None
    name = _normal(heading)
    return ROLES.get(name) or SQUASHED.get(name.replace(" ", ""))


def _normal(heading: str) -> str:
    bare = re.sub(r"\((?!%)[^)]*\)|[*:?()]", " ", heading.replace("_", " ").casefold())
    return " ".join(bare.split()).rstrip(".")


def roles_in(headings: Sequence[str]) -> dict[int, Role] | None:
    """Column number (from 0) to role for a row of headings, or None where they head no milestones.

    Each role goes to one column. Rows that are no milestones (an action with "by when" alone) are left alone.
    """
    roles: dict[int, Role] = {}
    for position, heading in sorted(enumerate(headings), key=lambda pair: _normal(pair[1]) not in PREFERRED):
        role = role_of(heading)
        if role and role not in roles.values():
            roles[position] = role
    if len(roles) < 2:
        return None
    _name_the_title(roles)
    _second_thoughts(roles, headings)
    taken = set(roles.values())
    return roles if "title" in taken and taken & {"due", "progress"} else None


def _name_the_title(roles: dict[int, Role]) -> None:
    """Without a column "Milestone", a task is one; so is an action that has both a date and progress."""
    taken = set(roles.values())
    if "title" in taken or not {"due", "progress"} <= taken:
        return
    for stand_in in ("task", "action"):
        for position, role in roles.items():
            if role == stand_in:
                roles[position] = "title"
                return


def _second_thoughts(roles: dict[int, Role], headings: Sequence[str]) -> None:
    """ "% complete" beside "Progress": the second is then what was done, in words."""
    if "progress" not in roles.values() or "note" in roles.values():
        return
    for position, heading in enumerate(headings):
        if position not in roles and _normal(heading) == "progress":
            roles[position] = "note"


def joined_headings(text: str) -> tuple[int, int] | None:
    """Where, in a text whose cells ran together, the column headings stand: (start, end)."""
    for start in re.finditer("milestone", text, re.IGNORECASE):
        roles, end = _headings_at(text, start.start())
        if len(roles) >= 3 and roles[0] == "title" and {"due", "progress"} & set(roles):
            return start.start(), end
    return None


def _headings_at(text: str, start: int) -> tuple[list[Role], int]:
    """The headings that follow each other from `start`, each role once, so that a title "Complete ..." is none."""
    roles: list[Role] = []
    end = at = start
    while match := NAME_AT.match(text, at):
        role = role_of(match[0])
        if role is None or role in roles or re.match(r"\s?[a-z]", text[match.end() : match.end() + 2]):
            break
        roles.append(role)
        end = match.end()
        at = BETWEEN.match(text, end).end()  # type: ignore[union-attr]
    return roles, end

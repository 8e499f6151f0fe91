"""What each role gets at each address, one file per app with a table `EXPECTED`, keyed by the address's name.

    EXPECTED = {
        "gallery": gets("302 200 200 200 200"),
        "plan": gets("302 200 200 200 200", lambda visitor: {"plan": factories.make_plan().slug}),
        "plan-edit": gets("302 403 403 200 200", plan_of),
        "plan-close": posts("302 403 403 302 302", plan_of),
        "update": [gets("302 404 404 200 200", somebody_elses), gets("302 404 200 200 200", their_own)],
    }

The five figures are for anonymous, member, lead officer, coordinator and administrator. The second argument makes
what the address needs, given the visitor (None for anonymous), and returns the address's arguments. `query` and
`data` may be added. tests/test_permissions.py holds the tables against the URLconf, both ways.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fingerpost.people.models import Role, User

ROLES: list[Role | None] = [None, Role.MEMBER, Role.LEAD_OFFICER, Role.COORDINATOR, Role.ADMINISTRATOR]
Setup = Callable[[User | None], dict[str, Any]]


def nothing(visitor: User | None) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """What every role gets from one kind of request to one address."""

    method: str
    statuses: tuple[int, ...]
    setup: Setup = nothing
    data: dict[str, Any] = field(default_factory=dict)

    def status_for(self, role: Role | None) -> int:
        return self.statuses[ROLES.index(role)]


def row(method: str, statuses: str, setup: Setup, data: dict[str, Any]) -> Row:
    found = tuple(int(status) for status in statuses.split())
    if len(found) != len(ROLES):
        raise ValueError(f"“{statuses}” must hold {len(ROLES)} statuses")
    return Row(method, found, setup, data)


def gets(statuses: str, setup: Setup = nothing, **query: Any) -> Row:
    return row("get", statuses, setup, query)


def posts(statuses: str, setup: Setup = nothing, **data: Any) -> Row:
    return row("post", statuses, setup, data)

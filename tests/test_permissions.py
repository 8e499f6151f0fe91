"""Every address times every role, held against the URLconf. The tables are in tests/permissions, a file per app."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from fingerpost.people.models import Role, User
from tests import factories, permissions
from tests.permissions import ROLES, Row


def tables() -> list[dict[str, Row | list[Row]]]:
    names = [module.name for module in iter_modules(permissions.__path__)]
    return [import_module(f"tests.permissions.{name}").EXPECTED for name in names]


def rows() -> Iterator[tuple[str, Row]]:
    for table in tables():
        for name, expected in table.items():
            for one in expected if isinstance(expected, list) else [expected]:
                yield name, one


def names_of(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces; an address without a name by its pattern."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names_of(pattern.url_patterns, inner)
        else:
            yield prefix + (pattern.name or f"an address without a name: {pattern.pattern}")


def test_every_address_has_an_entry_and_every_entry_an_address() -> None:
    listed = Counter(name for table in tables() for name in table)
    addresses = set(names_of(get_resolver().url_patterns))
    assert {
        "addresses without an entry": sorted(addresses - set(listed)),
        "entries without an address": sorted(set(listed) - addresses),
        "entries in two files": sorted(name for name, times in listed.items() if times > 1),
    } == {"addresses without an entry": [], "entries without an address": [], "entries in two files": []}


def visit(name: str, row: Row, visitor: User | None) -> int:
    address = reverse(name, kwargs=row.setup(visitor))
    client = Client()
    if visitor:
        client.force_login(visitor)
    with contextlib.closing(getattr(client, row.method)(address, row.data)) as answer:  # a file is open until then
        return int(answer.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role or "anonymous"))
@pytest.mark.parametrize(("name", "row"), [pytest.param(name, row, id=f"{row.method}-{name}") for name, row in rows()])
def test_each_role_gets_what_the_table_says(name: str, row: Row, role: Role | None) -> None:
    visitor = factories.make_user(role=role) if role else None
    assert visit(name, row, visitor) == row.status_for(role)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({name for name, _row in rows()}))
def test_who_was_deactivated_gets_what_anybody_gets(name: str) -> None:
    row = next(row for found, row in rows() if found == name)
    visitor = factories.make_user(role=Role.ADMINISTRATOR, is_active=False)
    assert visit(name, row, visitor) == row.status_for(None)

"""The organisations, areas, groups and people of the demo."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fingerpost.people import services
from fingerpost.people.models import Area, Group, Organisation, User

CONTENT = Path(__file__).parent


def content(name: str) -> dict[str, Any]:
    """One of the content files of this folder."""
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def make_people() -> dict[str, User]:
    """Everybody of people.toml, by slug. Must run within a transaction."""
    told = content("people.toml")
    bodies = {name: services.add(Organisation(name=name), by=None) for name in told["organisations"]}
    whole = services.add(Area(name=told["partnership_area"]), by=None)
    areas = {name: services.add(Area(name=name, parent=whole), by=None) for name in told["localities"]}
    people: dict[str, User] = {}
    for person in told["person"]:
        made = services.add_person(
            by=None,
            name=person["name"],
            email=person.get("email"),
            role=person["role"],
            job_title=person["job_title"],
            organisation=bodies[person["organisation"]],
        )
        people[made.slug] = made
    for person in told["person"]:
        others = {name: people[person[name]] for name in ["deputy", "line_manager"] if name in person}
        if others:
            officer = next(one for one in people.values() if one.name == person["name"])
            services.edit_person(officer, by=None, **others)
    groups: dict[str, Group] = {}
    for group in told["group"]:
        groups[group["name"]] = make_group(group, groups, areas, people)
    return people


def make_group(
    told: Mapping[str, Any], groups: Mapping[str, Group], areas: Mapping[str, Area], people: Mapping[str, User]
) -> Group:
    parent, area = groups.get(told.get("parent", "")), areas.get(told.get("area", ""))
    group = services.add(Group(name=told["name"], kind=told["kind"], parent=parent, area=area), by=None)
    services.add_member(group, person=people[told["chair"]], by=None, chair=True)
    for slug in told["members"]:
        services.add_member(group, person=people[slug], by=None)
    return group

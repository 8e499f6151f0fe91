from __future__ import annotations

import pytest

from fingerpost.core.refusals import Refused
from fingerpost.intake.homes import area_named, owner_named
from tests.factories import make_area, make_group

pytestmark = pytest.mark.django_db


def test_the_one_group_at_the_top_owns_what_names_no_owner() -> None:
    top = make_group()
    make_group(parent=top)
    assert owner_named("") == top


def test_the_area_that_no_other_holds_is_taken() -> None:
    whole = make_area()
    make_area(parent=whole)
    assert area_named("") == whole


def test_a_named_group_is_taken_wherever_it_stands() -> None:
    below = make_group(parent=make_group())
    assert owner_named(below.slug) == below


def test_two_groups_at_the_top_leave_a_choice() -> None:
    one, other = make_group(), make_group()
    with pytest.raises(Refused) as refusal:
        owner_named("")
    assert all(group.slug in refusal.value.reason for group in (one, other))


def test_without_a_group_there_is_none() -> None:
    assert owner_named("") is None

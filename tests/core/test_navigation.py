from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from lxml import html

from fingerpost.core.navigation import Link, navigation
from fingerpost.people.models import Role
from tests import factories
from tests.conftest import signed_in


def current(client: Client, address: str) -> list[str]:
    """The entries of the menu marked as the part that the page is in."""
    page = html.fromstring(client.get(address).content)
    return [link.text_content().strip() for link in page.xpath("//*[@id='navigation']//a[@aria-current]")]


@pytest.mark.parametrize("address", ["/people/", "/people/add/", "/groups/", "/organisations/add/", "/areas/"])
def test_the_menu_marks_the_part_that_a_page_is_in(address: str, coordinator_client: Client) -> None:
    assert current(coordinator_client, address) == ["People"]


def test_a_page_in_no_part_marks_none(coordinator_client: Client) -> None:
    assert current(coordinator_client, "/gallery/") == []


def test_the_longest_start_of_an_address_counts() -> None:
    link = Link("Plans", "/plans/", covers=("/items/", "/plans/drafts/"))
    assert [link.match(path) for path in ["/plans/a/", "/items/", "/plans/drafts/b/", "/people/"]] == [7, 7, 14, 0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "found"),
    [
        (Role.MEMBER, []),
        (Role.LEAD_OFFICER, []),
        (Role.COORDINATOR, ["People"]),
        (Role.ADMINISTRATOR, ["People", "Audit trail"]),
    ],
)
def test_the_menu_shows_only_what_a_role_may_open(role: Role, found: list[str]) -> None:
    person = factories.make_user(role=role)
    page = html.fromstring(signed_in(person).get("/help/").content)
    words = [link.text_content().strip() for link in page.xpath("//*[@id='navigation']//a")]
    assert [word for word in words if word in {"People", "Audit trail"}] == found


def test_anonymous_visitors_have_no_entries_of_people() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert {"People", "Audit trail"} & {link.label for link in navigation(request)} == set()

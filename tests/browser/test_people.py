"""Signing in by keyboard, and the pages of people and groups."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from fingerpost.people import services
from fingerpost.people.models import Group, GroupKind, Role, User
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit

PASSWORD = "a password of some length"


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    """What a person who uses the keyboard is at: the words or name of the element."""
    script = "(one => one.labels?.[0]?.innerText || one.innerText || one.name)(document.activeElement)"
    return str(page.evaluate(script)).strip()


def test_signing_in_with_the_keyboard_alone(visit: Visit) -> None:
    factories.make_user(name="Ann Other", email="ann@example.org", password=PASSWORD)
    page = visit("/accounts/login/?next=/help/")
    expect(page.get_by_role("button", name="Show")).to_be_visible()  # the script has run
    press(page, "Tab")
    assert focused(page) == "Skip to main content"
    press(page, "Enter", "Tab")
    assert focused(page) == "Email"
    page.keyboard.type("ann@example.org")
    press(page, "Tab")
    assert focused(page) == "Password"
    page.keyboard.type(PASSWORD)
    press(page, "Tab")
    assert focused(page) == "Show"
    press(page, "Tab")
    assert focused(page) == "Sign in"
    press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    expect(page.locator(".fp-header__person")).to_contain_text("Ann Other")


def test_an_error_takes_the_reader_to_its_field(visit: Visit, coordinator: User) -> None:
    page = visit("/people/add/", coordinator)
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_title("Error: Add a person – Community planning partnership")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Name: This field is required.").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()


def test_a_person_is_added_put_in_a_group_and_made_its_chair(visit: Visit, coordinator: User) -> None:
    factories.make_group(name="Learning theme group", slug="learning")
    page = visit("/people/add/", coordinator)
    page.get_by_label("Name", exact=True).fill("Ann Other")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Ann Other is added.")
    visit("/groups/learning/")
    page.get_by_role("button", name="Add a member").click()
    page.get_by_label("Person").select_option("Ann Other")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name=re.compile("Make chair.Ann Other")).click()
    expect(page.get_by_role("cell", name="Chair", exact=True)).to_be_visible()


def test_the_menu_opens_and_closes_on_a_phone(visit: Visit, administrator: User) -> None:
    page = visit("/help/", administrator)
    page.set_viewport_size({"width": 375, "height": 740})
    page.reload()
    link = page.get_by_role("link", name="Audit trail")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit trail")


def test_a_filter_is_folded_on_a_phone_until_it_is_used(visit: Visit, coordinator: User) -> None:
    page = visit("/people/", coordinator)
    words = page.get_by_label("Name, address or job title")
    expect(words).to_be_visible()
    page.set_viewport_size({"width": 375, "height": 740})
    expect(words).to_be_hidden()
    page.get_by_text("Filter", exact=True).click()
    words.fill("nobody at all")
    page.get_by_role("button", name="Apply").click()
    expect(words).to_have_value("nobody at all")
    expect(words).to_be_visible()


def make_partnership(by: User) -> None:
    """Names long and short, as lists meet them."""
    council = factories.make_organisation(name="Moray Council", slug="council")
    board = factories.make_organisation(name="NHS Grampian, community health and social care partnership")
    whole = factories.make_area(name="Moray", slug="moray")
    factories.make_area(name="Speyside associated schools group", parent=whole)
    group = services.add(Group(name="Lifelong learning theme group", kind=GroupKind.THEME, area=whole), by=by)
    for number, (name, place) in enumerate([("Ann Other", council), ("Bartholomew Featherstonehaugh-Smythe", board)]):
        title = "Principal educational development officer"
        person = services.add_person(
            name=name,
            email=f"{name.split()[0].lower()}.at.a.long.address@example.org",
            job_title=title,
            organisation=place,
            by=by,
        )
        services.add_member(group, person=person, chair=number == 0, by=by)
    person = User.objects.get(slug="ann-other")
    services.edit_person(person, by=by, job_title="Head of lifelong learning", role=Role.LEAD_OFFICER)


ADDRESSES = [
    "/people/",
    "/people/add/",
    "/people/ann-other/",
    "/people/ann-other/edit/",
    "/people/ann-other/invite/",
    "/people/ann-other/deactivate/",
    "/groups/",
    "/groups/lifelong-learning-theme-group/",
    "/groups/lifelong-learning-theme-group/edit/",
    "/groups/lifelong-learning-theme-group/members/add/",
    "/organisations/",
    "/organisations/council/edit/",
    "/organisations/council/remove/",
    "/areas/",
    "/audit/",
    "/accounts/2fa/",
    "/accounts/logout/",
    "/accounts/password/change/",
    "/nowhere/",
]
DOCUMENTED = ["/people/", "/people/ann-other/", "/groups/lifelong-learning-theme-group/", "/audit/"]


def test_every_page_of_people_is_accessible(
    visit: Visit, axe: Axe, screenshot: Screenshot, administrator: User
) -> None:
    make_partnership(administrator)
    administrator.set_password(PASSWORD)
    administrator.save()
    for address in ADDRESSES:
        page = visit(address, administrator)
        axe(page)
        screenshot(page, "people-" + address.strip("/").replace("/", "-"))


def test_setting_up_an_app_is_accessible(visit: Visit, axe: Axe, screenshot: Screenshot, administrator: User) -> None:
    administrator.set_password(PASSWORD)
    administrator.save()
    page = visit("/accounts/2fa/totp/activate/", administrator)
    axe(page)
    screenshot(page, "people-reauthenticate")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("img", name="Picture of the key for the app")).to_be_visible()
    axe(page)
    screenshot(page, "people-app")

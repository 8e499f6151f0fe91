from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from fingerpost.core.history import changes_of
from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people import services
from fingerpost.people.models import Area, Group, GroupKind, Membership, Organisation, Role, User
from tests import factories

pytestmark = pytest.mark.django_db


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("id")


def test_adding_makes_a_slug_of_its_own_and_leaves_an_event(coordinator: User) -> None:
    first = services.add(Organisation(name=" River Trust "), by=coordinator)
    second = services.add(Organisation(name="River  Trust"), by=coordinator)
    assert (first.name, first.slug, second.slug) == ("River Trust", "river-trust", "river-trust-2")
    event = last_event()
    assert (event.verb, event.by, event.subject_title) == ("organisation.add", coordinator, "River  Trust")
    assert event.after == {"name": "River  Trust", "slug": "river-trust-2"}


def test_nothing_takes_the_address_of_the_page_that_adds(coordinator: User) -> None:
    assert services.add_person(name="Add", by=coordinator).slug == "add-2"


def test_a_blank_name_is_refused(coordinator: User) -> None:
    with pytest.raises(Refused, match=r"Enter a name\."):
        services.add(Area(name="  "), by=coordinator)


def test_members_may_not_keep_lists() -> None:
    member = factories.make_user()
    with pytest.raises(Refused):
        services.add(Organisation(name="River Trust"), by=member)
    assert (Organisation.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_editing_stores_what_differs_and_keeps_the_slug(coordinator: User) -> None:
    group = factories.make_group(name="Smarter", slug="smarter")
    services.edit(group, by=coordinator, name="Learning", kind=group.kind)
    group.refresh_from_db()
    assert (group.name, group.slug) == ("Learning", "smarter")
    assert (last_event().before, last_event().after) == ({"name": "Smarter"}, {"name": "Learning"})


def test_editing_to_the_same_leaves_no_event(coordinator: User) -> None:
    area = factories.make_area()
    services.edit(area, by=coordinator, name=area.name)
    assert AuditEvent.objects.count() == 0


def test_an_area_cannot_stand_under_itself(coordinator: User) -> None:
    whole = factories.make_area(name="Whole")
    part = factories.make_area(name="Part", parent=whole)
    smaller = factories.make_area(name="Smaller", parent=part)
    for parent in [whole, part, smaller]:
        with pytest.raises(Refused, match="Whole cannot stand under itself"):
            services.edit(whole, by=coordinator, parent=parent)
    services.edit(smaller, by=coordinator, parent=whole)
    assert Area.objects.get(pk=smaller.pk).parent == whole


def test_what_is_used_cannot_be_removed_and_leaves_no_event(coordinator: User) -> None:
    organisation = factories.make_organisation(name="River Trust")
    factories.make_user(name="Ann Other", organisation=organisation)
    with pytest.raises(Refused, match=r"River Trust is still used by Ann Other\."):
        services.remove(organisation, by=coordinator)
    assert (Organisation.objects.count(), AuditEvent.objects.count()) == (1, 0)


def test_what_is_not_used_can_be_removed(coordinator: User) -> None:
    services.remove(factories.make_organisation(name="Typo"), by=coordinator)
    assert Organisation.objects.count() == 0
    assert (last_event().verb, last_event().before) == ("organisation.delete", {"name": "Typo"})


def test_a_coordinator_adds_a_person_who_does_not_sign_in(coordinator: User) -> None:
    person = services.add_person(name="Ann Other", email="ann@example.org", by=coordinator)
    assert (person.role, person.has_usable_password()) == (Role.MEMBER, False)
    assert "password" not in last_event().after


def test_only_an_administrator_gives_a_role(coordinator: User, administrator: User) -> None:
    with pytest.raises(Refused, match="You may not give people a role"):
        services.add_person(name="Ann", role=Role.COORDINATOR, by=coordinator)
    assert services.add_person(name="Ann", role=Role.COORDINATOR, by=administrator).role == Role.COORDINATOR


def test_a_coordinator_cannot_take_over_somebodys_address(coordinator: User) -> None:
    person = factories.make_user(name="Ann", password="a password of some length", email="ann@example.org")
    with pytest.raises(Refused, match="Ann can sign in: ask an administrator"):
        services.edit_person(person, email="mine@example.org", by=coordinator)
    person.refresh_from_db()
    assert person.email == "ann@example.org"


def test_with_a_new_address_the_old_one_is_forgotten(administrator: User) -> None:
    person = factories.make_user(email="old@example.org", password="a password of some length")
    EmailAddress.objects.create(user=person, email="old@example.org", verified=True, primary=True)
    services.edit_person(person, email="new@example.org", by=administrator)
    Client().post("/accounts/password/reset/", {"email": "old@example.org"})
    assert mail.outbox == []


def test_the_last_administrator_stays_one(administrator: User) -> None:
    with pytest.raises(Refused, match="is the only administrator"):
        services.edit_person(administrator, role=Role.MEMBER, by=administrator)
    factories.make_user(role=Role.ADMINISTRATOR)
    services.edit_person(administrator, role=Role.MEMBER, by=administrator)
    assert User.objects.get(pk=administrator.pk).role == Role.MEMBER


def test_nobody_makes_themselves_inactive(administrator: User) -> None:
    factories.make_user(role=Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="You cannot make yourself inactive"):
        services.deactivate(administrator, by=administrator, reason="Leaving")


def test_who_is_made_inactive_is_signed_out_and_the_reason_is_kept(administrator: User) -> None:
    person = factories.make_user(role=Role.COORDINATOR)
    client = Client()
    client.force_login(person)
    assert client.get("/people/").status_code == 200
    services.deactivate(person, by=administrator, reason=" Left the partnership ")
    assert client.get("/people/").status_code == 302
    assert (last_event().verb, last_event().reason) == ("user.deactivate", "Left the partnership")


def test_making_inactive_needs_a_reason(administrator: User) -> None:
    with pytest.raises(Refused, match=r"Give a reason\."):
        services.deactivate(factories.make_user(), by=administrator, reason=" ")


def test_who_is_inactive_can_be_made_active_again(administrator: User) -> None:
    person = factories.make_user(is_active=False)
    services.reactivate(person, by=administrator)
    assert User.objects.get(pk=person.pk).is_active
    with pytest.raises(Refused, match="is already active"):
        services.reactivate(person, by=administrator)


@pytest.mark.parametrize("field", ["deputy", "line_manager"])
@pytest.mark.parametrize(
    ("chosen", "reason"), [("self", "Nobody can be their own"), ("inactive", "Bob is inactive and cannot be a")]
)
def test_deputy_and_line_manager_are_active_other_people(
    field: str, chosen: str, reason: str, administrator: User
) -> None:
    person = factories.make_user()
    other = person if chosen == "self" else factories.make_user(name="Bob", is_active=False)
    with pytest.raises(Refused, match=reason):
        services.edit_person(person, by=administrator, **{field: other})


def test_a_line_manager_is_given_and_changed_with_an_event(administrator: User) -> None:
    first, second = factories.make_user(name="Bob"), factories.make_user(name="Cat")
    person = services.add_person(name="Ann", line_manager=first, by=administrator)
    services.edit_person(person, line_manager=second, by=administrator)
    assert list(second.manages.all()) == [person]
    change = changes_of(last_event())
    assert [(one.label, one.before, one.after) for one in change] == [("Line manager", "Bob", "Cat")]


def test_the_database_lets_nobody_be_their_own_line_manager() -> None:
    person = factories.make_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=person.pk).update(line_manager=person)


def invitation(person: User, administrator: User, commit: object) -> str:
    """The link of the mail."""
    with commit(execute=True):  # type: ignore[operator]
        services.invite(person, by=administrator, address="https://plans.example.org/")
    found = re.search(r"https://plans\.example\.org(/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_an_invitation_leads_to_a_password_and_works_once(
    administrator: User, django_capture_on_commit_callbacks: object
) -> None:
    person = factories.make_user(email="ann@example.org", role=Role.LEAD_OFFICER)
    link = invitation(person, administrator, django_capture_on_commit_callbacks)
    assert mail.outbox[-1].to == ["ann@example.org"]
    client = Client()
    form = client.get(link, follow=True)
    words = {"password1": "a password of some length", "password2": "a password of some length"}
    client.post(form.request["PATH_INFO"], words)
    person.refresh_from_db()
    assert person.check_password("a password of some length")
    assert "This link no longer works" in Client().get(link).content.decode()


def test_an_invitation_does_not_survive_a_new_address(
    administrator: User, django_capture_on_commit_callbacks: object
) -> None:
    person = factories.make_user(email="ann@example.org")
    link = invitation(person, administrator, django_capture_on_commit_callbacks)
    services.edit_person(person, email="bob@example.org", by=administrator)
    assert "This link no longer works" in Client().get(link).content.decode()


@pytest.mark.parametrize("fields", [{"email": None}, {"is_active": False}])
def test_who_has_no_address_or_is_inactive_is_not_invited(fields: dict[str, object], administrator: User) -> None:
    with pytest.raises(Refused):
        services.invite(factories.make_user(**fields), by=administrator, address="https://plans.example.org")


def test_a_new_chair_makes_the_old_one_a_member(coordinator: User) -> None:
    group = factories.make_group(kind=GroupKind.THEME)
    old = services.add_member(group, person=factories.make_user(name="Old"), chair=True, by=coordinator)
    new = services.add_member(group, person=factories.make_user(name="New"), by=coordinator)
    services.set_chair(new, by=coordinator)
    positions = dict(Membership.objects.values_list("user__name", "position"))
    assert positions == {"Old": "member", "New": "chair"}
    assert last_event().before == {"chair": f"Old ({old.user_id})"}


def test_a_person_is_in_a_group_once(coordinator: User) -> None:
    group, person = factories.make_group(), factories.make_user(name="Ann")
    services.add_member(group, person=person, by=coordinator)
    with pytest.raises(Refused, match=r"Ann is already in this group\."):
        services.add_member(group, person=person, by=coordinator)


def test_a_member_who_leaves_is_gone_from_the_group_and_in_its_history(coordinator: User) -> None:
    group, person = factories.make_group(), factories.make_user(name="Ann")
    services.remove_member(services.add_member(group, person=person, by=coordinator), by=coordinator)
    assert Group.objects.get(pk=group.pk).memberships.count() == 0
    assert (last_event().verb, last_event().before["person"]) == ("group.leave", f"Ann ({person.pk})")

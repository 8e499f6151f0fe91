"""What the pages of people and groups read."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet

from fingerpost.people.models import Area, Group, Membership, Organisation, User


def people_matching(
    *, words: str = "", organisation: Organisation | None = None, role: str = "", state: str = "active"
) -> QuerySet[User]:
    """People by name, address or job title, in order of name. `state` is "active", "inactive" or "" for both."""
    found = User.objects.select_related("organisation")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words) | Q(job_title__icontains=words))
    if organisation:
        found = found.filter(organisation=organisation)
    if role:
        found = found.filter(role=role)
    if state:
        found = found.filter(is_active=state == "active")
    return found.order_by("name", "id")


def person_with_groups(slug: str) -> QuerySet[User]:
    memberships = Membership.objects.select_related("group")
    return (
        User.objects.filter(slug=slug)
        .select_related("organisation", "deputy", "line_manager")
        .prefetch_related(Prefetch("memberships", memberships))
    )


def organisations() -> QuerySet[Organisation]:
    return Organisation.objects.annotate(people_count=Count("people", filter=Q(people__is_active=True)))


def areas() -> QuerySet[Area]:
    return Area.objects.select_related("parent").annotate(groups_count=Count("groups"))


def groups() -> QuerySet[Group]:
    """Groups with their chair in `chairs`, a list of none or one, and the number of members."""
    chairs = Membership.objects.filter(position=Membership.Position.CHAIR).select_related("user")
    return (
        Group.objects.select_related("area", "parent")
        .annotate(members_count=Count("memberships"))
        .prefetch_related(Prefetch("memberships", chairs, to_attr="chairs"))
    )


def members_of(group: Group) -> QuerySet[Membership]:
    """The chair first, then by name."""
    return group.memberships.select_related("user__organisation").order_by("position", "user__name")

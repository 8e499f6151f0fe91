"""Where a plan that is made from a file belongs: its area and the group that owns it."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import Refused
from fingerpost.core.slugs import free_slug
from fingerpost.people.models import Area, Group, GroupKind, User

Place = TypeVar("Place", Area, Group)


def area_named(slug: str) -> Area | None:
    """The area with a slug; without one the only area there is, or the only one that no other holds. None: there is
    no area at all yet. Raises `Refused` where that leaves a choice."""
    areas = Area.objects.all()
    whole = areas.filter(parent=None)
    return _only(areas if slug or whole.count() != 1 else whole, slug, "--area")


def owner_named(slug: str) -> Group | None:
    """The group with a slug; without one the only group there is, or the only one at the top. None: there is no
    group at all yet. Raises `Refused` where that leaves a choice."""
    groups = Group.objects.all()
    top = groups.filter(parent=None)
    return _only(groups if slug or top.count() != 1 else top, slug, "--owner")


def _only(places: QuerySet[Place], slug: str, option: str) -> Place | None:
    found = list(places.filter(slug=slug) if slug else places[:2])
    if len(found) == 1:
        return found[0]
    if not found and not slug:
        return None
    names = ", ".join(places.values_list("slug", flat=True)[:20]) or "–"
    if slug:
        raise Refused(_("There is no “%(slug)s”. These are there: %(names)s.") % {"slug": slug, "names": names})
    raise Refused(
        _("Say whose plan it is with %(option)s SLUG. These are there: %(names)s.") % {"option": option, "names": names}
    )


@transaction.atomic
def found_partnership(*, by: User | None) -> tuple[Area, Group]:
    """An area and a strategic group in the partnership's name, each where there is none yet."""
    name = settings.PARTNERSHIP_NAME[:200]
    area, group = Area.objects.first(), Group.objects.first()
    if area is None:
        area = Area.objects.create(name=name, slug=free_slug(name, set(), fallback="area"))
        audit.record("area.add", area, by=by, after={"name": name})
    if group is None:
        group = Group.objects.create(
            name=name, slug=free_slug(name, set(), fallback="group"), kind=GroupKind.STRATEGIC, area=area
        )
        audit.record("group.add", group, by=by, after={"name": name})
    return area, group

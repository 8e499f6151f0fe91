"""Who may change people and groups, and when. Each rule returns the reason why not, "" for yes.

`by` is None for the system itself (an import, the demo), which has no role to check.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from fingerpost.people import roles
from fingerpost.people.models import Area, Group, Membership, Role, User


def why_not_keep(by: User | None) -> str:
    """Organisations, areas, groups and their members, and people who do not sign in."""
    return roles.why_not(by, "people.edit") if by else ""


def signs_in(person: User) -> bool:
    """Whether a person has chosen a password."""
    return person.has_usable_password()


def why_not_edit_person(by: User | None, person: User) -> str:
    """Those who sign in are for administrators: whoever sets an address receives its password mails."""
    if by is None or roles.may(by, "people.roles"):
        return ""
    if reason := why_not_keep(by):
        return reason
    if signs_in(person) or person.role in roles.EDITORS:
        return _("%(name)s can sign in: ask an administrator to make this change.") % {"name": person.name}
    return ""


def why_not_give_role(by: User | None, person: User, role: str) -> str:
    if by and (reason := roles.why_not(by, "people.roles")):
        return reason
    if role != Role.ADMINISTRATOR and is_last_administrator(person):
        return _("%(name)s is the only administrator. Make somebody else one first.") % {"name": person.name}
    return ""


def why_not_deactivate(by: User | None, person: User) -> str:
    if reason := why_not_edit_person(by, person):
        return reason
    if not person.is_active:
        return _("%(name)s is already inactive.") % {"name": person.name}
    if by == person:
        return _("You cannot make yourself inactive. Ask another administrator.")
    if is_last_administrator(person):
        return _("%(name)s is the only administrator. Make somebody else one first.") % {"name": person.name}
    return ""


def why_not_reactivate(by: User | None, person: User) -> str:
    if person.is_active:
        return _("%(name)s is already active.") % {"name": person.name}
    return why_not_edit_person(by, person)


def why_not_invite(by: User | None, person: User) -> str:
    if by and (reason := roles.why_not(by, "people.roles")):
        return reason
    if not person.is_active:
        return _("%(name)s is inactive. Make the person active first.") % {"name": person.name}
    if not person.email:
        return _("%(name)s has no email address. Give one first.") % {"name": person.name}
    return ""


def why_not_deputy(person: User | None, deputy: User | None) -> str:
    if deputy and deputy == person:
        return _("Nobody can be their own deputy.")
    if deputy and not deputy.is_active:
        return _("%(name)s is inactive and cannot be a deputy.") % {"name": deputy.name}
    return ""


def why_not_line_manager(person: User | None, manager: User | None) -> str:
    if manager and manager == person:
        return _("Nobody can be their own line manager.")
    if manager and not manager.is_active:
        return _("%(name)s is inactive and cannot be a line manager.") % {"name": manager.name}
    return ""


def why_not_parent(row: Area | Group, parent: Area | Group | None) -> str:
    """A thing cannot stand under itself, nor under what stands under it."""
    above = parent
    while above:
        if above == row:
            return _("%(name)s cannot stand under itself.") % {"name": row.name}
        above = above.parent
    return ""


def why_not_member(group: Group, person: User) -> str:
    if not person.is_active:
        return _("%(name)s is inactive and cannot join a group.") % {"name": person.name}
    if Membership.objects.filter(group=group, user=person).exists():
        return _("%(name)s is already in this group.") % {"name": person.name}
    return ""


def is_last_administrator(person: User) -> bool:
    if person.role != Role.ADMINISTRATOR or not person.is_active:
        return False
    return not User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk).exists()

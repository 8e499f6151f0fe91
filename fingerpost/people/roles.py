"""What each role may do, in code. docs/reference/permissions.md is made from PERMISSIONS."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fingerpost.people.models import Role, User

EVERYBODY = frozenset(Role)
EDITORS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})

# permission -> (roles that have it, what it allows)
PERMISSIONS = {
    "plans.view": (EVERYBODY, gettext_lazy("see plans in force and closed plans, and their papers")),
    "plans.view_drafts": (EDITORS, gettext_lazy("see plans that are still drafts")),
    "plans.edit": (EDITORS, gettext_lazy("make and change plans, outcomes, key actions and milestones")),
    "plans.update_any": (EDITORS, gettext_lazy("report progress on any milestone or key action")),
    "plans.update_own": (
        frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.LEAD_OFFICER}),
        gettext_lazy("report progress on milestones and key actions that they lead"),
    ),
    "indicators.lift": (
        EDITORS,
        gettext_lazy("show small numbers that are withheld, with a reason, and take that back"),
    ),
    "cycles.run": (EDITORS, gettext_lazy("plan, open and close reporting cycles, extend them for a person, and chase")),
    "follow_ups.edit": (EDITORS, gettext_lazy("make, change, hand over, drop and reopen follow-ups")),
    "follow_ups.update_own": (EVERYBODY, gettext_lazy("say how follow-ups of their own go, and finish them")),
    "committee.write": (EDITORS, gettext_lazy("write committee papers and their templates, and issue papers")),
    "intake.import": (EDITORS, gettext_lazy("import plans from files")),
    "publications.publish": (
        EDITORS,
        gettext_lazy("publish plans for a period, schedule, correct and withdraw publications, and answer the public"),
    ),
    "people.edit": (EDITORS, gettext_lazy("keep organisations, areas, groups and people who do not sign in")),
    "people.roles": (frozenset({Role.ADMINISTRATOR}), gettext_lazy("give people a role and a sign-in")),
    "mail.view": (EDITORS, gettext_lazy("see which mails were sent, to whom and what became of them")),
    "mail.send": (EDITORS, gettext_lazy("send a mail again, and a test mail to themselves")),
    "audit.view": (frozenset({Role.ADMINISTRATOR}), gettext_lazy("read the audit trail")),
}


def may(user: User | AnonymousUser, permission: str) -> bool:
    """Whether a person's role has a permission. An unknown permission is a KeyError, never a yes."""
    roles, _allows = PERMISSIONS[permission]
    return isinstance(user, User) and user.is_active and user.role in roles


def why_not(user: User | AnonymousUser, permission: str) -> str:
    """ "" where the person may, else the reason in a sentence."""
    if may(user, permission):
        return ""
    roles, allows = PERMISSIONS[permission]
    names = ", ".join(str(role.label) for role in Role if role in roles)
    return _("You may not %(what)s. These roles may: %(roles)s.") % {"what": allows, "roles": names}

"""Every change to people, organisations, areas and groups. `by` is None for the system itself."""

from __future__ import annotations

from typing import Any, TypeVar

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import ProtectedError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from fingerpost.core import audit
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.slugs import free_slug
from fingerpost.people import rules
from fingerpost.people.models import Area, Group, Membership, Organisation, Role, User

Kept = Organisation | Area | Group
Row = TypeVar("Row", Organisation, Area, Group, User)


def slug_for(model: type[Kept] | type[User], name: str) -> str:
    taken = model._default_manager.filter(slug__startswith=slugify(name)[:60].strip("-")).values_list("slug", flat=True)
    return free_slug(name, {"add", *taken})  # /people/add/ is a page of its own


def made(row: Row, by: User | None) -> Row:
    """Store a new row with its event."""
    row.name = row.name.strip()
    refuse_if("" if row.name else _("Enter a name."))
    row.slug = slug_for(type(row), row.name)
    row.save(force_insert=True)
    names = [field.name for field in row._meta.concrete_fields if field.name not in {"id", "password"}]
    filled = {name: getattr(row, name) for name in names if getattr(row, name) not in (None, "")}
    audit.record(f"{row._meta.model_name}.add", row, by=by, after=filled)
    return row


def store(row: Kept | User, new: dict[str, Any], *, by: User | None, act: str, reason: str = "") -> None:
    """Set the fields that differ, with an event; nothing where none does."""
    before, after = audit.changes(row, new)
    if not before:
        return
    for name, value in after.items():
        setattr(row, name, value)
    row.save(update_fields=list(after))
    audit.record(f"{row._meta.model_name}.{act}", row, by=by, before=before, after=after, reason=reason)


@transaction.atomic
def add(row: Row, *, by: User | None) -> Row:
    """Store a new organisation, area or group; its slug is made here."""
    refuse_if(rules.why_not_keep(by))
    return made(row, by)


@transaction.atomic
def edit(row: Kept, *, by: User | None, **new: Any) -> None:
    """Change an organisation, area or group. Its slug stays, so that addresses keep working."""
    refuse_if(rules.why_not_keep(by))
    kept = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if "parent" in new and isinstance(kept, (Area, Group)):
        refuse_if(rules.why_not_parent(kept, new["parent"]))
    store(kept, new, by=by, act="edit")


@transaction.atomic
def remove(row: Kept, *, by: User | None) -> None:
    """Delete an organisation, area or group that nothing leans on."""
    refuse_if(rules.why_not_keep(by))
    audit.record(f"{row._meta.model_name}.delete", row, by=by, before={"name": row.name})
    try:
        row.delete()
    except ProtectedError as error:
        users = ", ".join(sorted({str(thing) for thing in error.protected_objects})[:5])
        reason = _("%(name)s is still used by %(users)s.") % {"name": row.name, "users": users}
        raise Refused(reason) from error


@transaction.atomic
def add_person(
    *,
    by: User | None,
    name: str,
    email: str | None = None,
    job_title: str = "",
    organisation: Organisation | None = None,
    deputy: User | None = None,
    line_manager: User | None = None,
    role: str = Role.MEMBER,
) -> User:
    """A person without a sign-in, which comes with an invitation."""
    refuse_if(rules.why_not_keep(by))
    refuse_if(rules.why_not_deputy(None, deputy))
    refuse_if(rules.why_not_line_manager(None, line_manager))
    person = User(
        name=name,
        email=email or None,
        job_title=job_title,
        organisation=organisation,
        deputy=deputy,
        line_manager=line_manager,
    )
    if role != Role.MEMBER:
        refuse_if(rules.why_not_give_role(by, person, role))
        person.role = role
    person.set_unusable_password()
    return made(person, by)


@transaction.atomic
def edit_person(person: User, *, by: User | None, **new: Any) -> None:
    """Change a person. With a new email address the old one can no longer sign in or ask for a password."""
    kept = User.objects.select_for_update().get(pk=person.pk)
    refuse_if(rules.why_not_edit_person(by, kept))
    refuse_if(rules.why_not_deputy(kept, new.get("deputy")))
    refuse_if(rules.why_not_line_manager(kept, new.get("line_manager")))
    if new.get("role", kept.role) != kept.role:
        refuse_if(rules.why_not_give_role(by, kept, new["role"]))
    if "email" in new:
        new["email"] = new["email"] or None
        if new["email"] != kept.email:
            EmailAddress.objects.filter(user=kept).delete()  # allauth's own list of a person's addresses
    store(kept, new, by=by, act="edit")


@transaction.atomic
def deactivate(person: User, *, by: User | None, reason: str) -> None:
    """Nobody is deleted: what they did stays theirs. Their open sessions end with the next page."""
    kept = User.objects.select_for_update().get(pk=person.pk)
    refuse_if(rules.why_not_deactivate(by, kept))
    refuse_if("" if reason.strip() else _("Give a reason."))
    store(kept, {"is_active": False}, by=by, act="deactivate", reason=reason.strip())


@transaction.atomic
def reactivate(person: User, *, by: User | None) -> None:
    kept = User.objects.select_for_update().get(pk=person.pk)
    refuse_if(rules.why_not_reactivate(by, kept))
    store(kept, {"is_active": True}, by=by, act="reactivate")


@transaction.atomic
def set_password(person: User, password: str, *, by: User | None) -> None:
    """Give a person a password, which the caller has checked. The trail says that, never what."""
    refuse_if(rules.why_not_give_role(by, person, person.role))
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record("user.set-password", person, by=by)


@transaction.atomic
def invite(person: User, *, by: User | None, address: str) -> None:
    """Mail a link with which a person chooses a password. `address` is where we are, "https://plans.example.org".

    The mail goes out on commit; what the mail server raises (OSError) reaches the caller.
    """
    kept = User.objects.select_for_update().get(pk=person.pk)
    refuse_if(rules.why_not_invite(by, kept))
    audit.record("user.invite", kept, by=by, after={"email": kept.email})
    key = {"uidb36": user_pk_to_url_str(kept), "key": default_token_generator.make_token(kept)}
    link = address.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key)
    words = {"person": kept, "link": link, "by": by, "partnership_name": settings.PARTNERSHIP_NAME}
    subject = _("Your sign-in to the plans of %(partnership)s") % {"partnership": settings.PARTNERSHIP_NAME}
    text = render_to_string("people/mail/invitation.txt", words)
    transaction.on_commit(lambda: send_mail(subject, text, None, [str(kept.email)]))


@transaction.atomic
def add_member(group: Group, *, person: User, by: User | None, chair: bool = False) -> Membership:
    """Put a person in a group. A new chair makes the old one a member."""
    refuse_if(rules.why_not_keep(by))
    kept = Group.objects.select_for_update().get(pk=group.pk)
    refuse_if(rules.why_not_member(kept, person))
    if chair:
        step_down(kept, by)
    position = Membership.Position.CHAIR if chair else Membership.Position.MEMBER
    membership = Membership.objects.create(group=kept, user=person, position=position)
    audit.record("group.join", kept, by=by, after={"person": person, "position": membership.position})
    return membership


@transaction.atomic
def set_chair(membership: Membership, *, by: User | None) -> None:
    """Make a member the chair; the old chair stays as a member."""
    refuse_if(rules.why_not_keep(by))
    group = Group.objects.select_for_update().get(pk=membership.group_id)
    before = step_down(group, by)
    Membership.objects.filter(pk=membership.pk).update(position=Membership.Position.CHAIR)
    audit.record("group.chair", group, by=by, before={"chair": before}, after={"chair": membership.user})


def step_down(group: Group, by: User | None) -> User | None:
    """Who was the chair, now a member."""
    old = group.memberships.select_related("user").filter(position=Membership.Position.CHAIR).first()
    if not old:
        return None
    old.position = Membership.Position.MEMBER
    old.save(update_fields=["position"])
    return old.user


@transaction.atomic
def remove_member(membership: Membership, *, by: User | None) -> None:
    refuse_if(rules.why_not_keep(by))
    before = {"person": membership.user, "position": membership.position}
    audit.record("group.leave", membership.group, by=by, before=before)
    membership.delete()

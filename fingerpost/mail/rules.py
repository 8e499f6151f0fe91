"""What may become of a mail, and who may send one. Each rule returns the reason why not, "" for yes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fingerpost.mail.models import Message
from fingerpost.people import roles
from fingerpost.people.models import User

State = Message.State

# what happens -> (the states it starts from, the state it leads to). docs/reference/states.md is made from this.
# What ends an attempt starts from in doubt, too: a worker that was thought to have gone may come back and tell.
MESSAGE_TRANSITIONS: dict[str, tuple[frozenset[str], str]] = {
    "claim": (frozenset({State.QUEUED}), State.SENDING),
    "send": (frozenset({State.SENDING, State.IN_DOUBT}), State.SENT),
    "bounce": (frozenset({State.SENDING, State.IN_DOUBT}), State.BOUNCED),
    "put-off": (frozenset({State.SENDING, State.IN_DOUBT}), State.QUEUED),
    "hold": (frozenset({State.SENDING, State.IN_DOUBT}), State.HELD),
    "doubt": (frozenset({State.SENDING}), State.IN_DOUBT),
    "confirm": (frozenset({State.IN_DOUBT}), State.SENT),
    "send-again": (frozenset({State.BOUNCED, State.IN_DOUBT, State.HELD}), State.QUEUED),
}


def why_not_view(by: User) -> str:
    return roles.why_not(by, "mail.view")


def why_not_address(person: User | None, to: str) -> str:
    """Nobody to send to: without an address, or gone."""
    if person and not person.is_active:
        return _("%(name)s is inactive.") % {"name": person.name}
    if not to:
        return _("%(name)s has no email address.") % {"name": person.name} if person else _("There is no address.")
    return ""


def why_not_test(by: User) -> str:
    return roles.why_not(by, "mail.send") or why_not_address(by, by.email or "")


def why_not_send_again(by: User, message: Message) -> str:
    """A mail that was sent may be sent again, as a copy; one that is on its way may not."""
    if reason := roles.why_not(by, "mail.send"):
        return reason
    on_its_way = {State.QUEUED, State.SENDING}
    if message.state in on_its_way or message.copies.filter(state__in=on_its_way).exists():
        return _("This mail is on its way already.")
    return why_not_address(message.person, message.person.email or "" if message.person else message.to)


def why_not_confirm(by: User, message: Message) -> str:
    """Say that a mail in doubt has arrived."""
    if reason := roles.why_not(by, "mail.send"):
        return reason
    befores, _leads_to = MESSAGE_TRANSITIONS["confirm"]
    return "" if message.state in befores else _("This mail is not in doubt.")

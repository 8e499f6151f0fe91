"""Reading the mails of an installation for this machine only, which go to files: what the demo sends, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_binary_file, policy
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings

from fingerpost.mail import spool
from fingerpost.people import roles
from fingerpost.people.models import User


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as its reader has it."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str


def is_open() -> bool:
    """Only where mails are files and nobody from outside comes in."""
    return not settings.SHARED and f"{spool.__name__}.EmailBackend" == settings.EMAIL_BACKEND


def names_for(user: User) -> list[str]:
    """The names of the mails that this person may read, the latest first."""
    paths = sorted(spool.folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    everything = roles.may(user, "people.roles")
    return [path.stem for path in paths if everything or may_read(user, parsed(path))]


def may_read(user: User, mail: EmailMessage) -> bool:
    """One's own; who sees the delivery log, also what went through the outbox. Mails that let somebody sign in are for
    that person, and for administrators, who give sign-ins."""
    if roles.may(user, "people.roles"):
        return True
    addresses = {address.lower() for _name, address in getaddresses([str(mail["To"])])}
    return (user.email or "").lower() in addresses or (roles.may(user, "mail.view") and "X-Fingerpost-Kind" in mail)


def letter(name: str, user: User) -> Letter | None:
    """One mail; None where there is none for this person."""
    path = spool.folder() / f"{name}.eml"
    if not path.is_file():
        return None
    mail = parsed(path)
    return letter_of(path, mail) if may_read(user, mail) else None


def letter_of(path: Path, mail: EmailMessage) -> Letter:
    body = mail.get_body(("plain",))
    return Letter(
        name=path.stem,
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        text=body.get_content() if body else "",
    )


def parsed(path: Path) -> EmailMessage:
    with path.open("rb") as file:
        return message_from_binary_file(file, policy=policy.default)

"""Mails as files: what is used while no mail server is set. A mail that was handed over twice is there once."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def file_name(message_id: str) -> str:
    """A name that any file system takes, the same for the same Message-ID."""
    return f"{sha256(message_id.encode()).hexdigest()[:32]}.eml"


class EmailBackend(BaseEmailBackend):
    """Writes each mail to a file of its own. It can tell afterwards whether a mail was handed over."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            message: Any = email.message()
            keep(str(message["Message-ID"]), message.as_bytes(linesep="\r\n"))
        return len(email_messages)

    def was_delivered(self, message_id: str) -> bool:
        return (folder() / file_name(message_id)).exists()


def keep(message_id: str, content: bytes) -> None:
    """Store a mail unless it is there. It is there whole or not at all, and stays there if the power fails."""
    place, final = folder(), folder() / file_name(message_id)
    if final.exists():
        return
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=place, prefix="unfinished-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        os.replace(name, final)
    except OSError:  # no room left, say
        os.unlink(name)
        raise
    directory = os.open(place, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)

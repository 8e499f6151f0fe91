"""Backends that kill their own process at a chosen moment, for tests/mail/test_killing.py."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from fingerpost.mail import smtp, spool


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class BeforeSpool(spool.EmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        die()
        return 0


class WithinSpool(spool.EmailBackend):
    """Half of the file is written."""

    def send_messages(self, email_messages: Any) -> int:
        place = spool.folder()
        place.mkdir(parents=True, exist_ok=True)
        Path(place / "unfinished-half").write_bytes(email_messages[0].message().as_bytes()[:50])
        die()
        return 0


class AfterSpool(spool.EmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        super().send_messages(email_messages)
        die()
        return 0


class BeforeServer(smtp.EmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        die()
        return 0


class AfterServer(smtp.EmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        super().send_messages(email_messages)
        die()
        return 0

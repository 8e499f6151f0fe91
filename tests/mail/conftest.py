from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from fingerpost.core.refusals import Refused
from fingerpost.mail import links
from fingerpost.mail.models import Message

Minted = list[tuple[str, str]]


@pytest.fixture
def spool(settings: Settings, tmp_path: Path) -> Path:
    """Mails go to files in this folder."""
    settings.EMAIL_BACKEND = "fingerpost.mail.spool.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


@pytest.fixture
def minted() -> Iterator[Minted]:
    """Links of the purpose "update"; gives (reference, slug of the mail) of those that were made."""
    made: Minted = []

    def mint(reference: str, message: Message) -> str:
        if reference == "revoked":
            raise Refused("The request was revoked.")
        made.append((reference, message.slug))
        return f"https://plans.example.org/u/{reference}-{len(made)}"

    links.register("update", mint)
    yield made
    del links.MINTS["update"]

"""What every test starts from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.test import Client
from pytest_django import Settings

from fingerpost.core.refusals import Refused
from fingerpost.mail import links
from fingerpost.mail.models import Message
from fingerpost.people.models import Role, User
from tests import factories

EXAMPLES = Path(__file__).resolve().parents[2] / "shared" / "examples"

# No deadline: a busy machine is no failure. `--hypothesis-profile=default` tries harder. With CI=true the examples are
# the same in every run, so that a change is judged by what it changed; elsewhere each run looks for new ones.
hypothesis.settings.register_profile("fingerpost", deadline=None, max_examples=50)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True, database=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "fingerpost")


@pytest.fixture(autouse=True)
def test_settings(settings: Settings, tmp_path: Path) -> None:
    """Quick passwords, plain static files, mail kept in memory, a folder of the test's own, tasks done at once."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = tmp_path  # WhiteNoise warns of a folder that is not there
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def coordinator(db: None) -> User:
    return factories.make_user(role=Role.COORDINATOR)


@pytest.fixture
def administrator(db: None) -> User:
    return factories.make_user(role=Role.ADMINISTRATOR)


@pytest.fixture
def coordinator_client(coordinator: User) -> Client:
    """A browser's stand-in in which a coordinator has signed in."""
    return signed_in(coordinator)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def example(name: str) -> Path:
    """One of the real documents; the test is skipped, saying so, where they are absent."""
    path = EXAMPLES / name
    if not path.exists():
        pytest.skip(f"the example document {name} is not beside this checkout")
    return path


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

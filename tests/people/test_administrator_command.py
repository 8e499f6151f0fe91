from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from fingerpost.core.models import AuditEvent
from fingerpost.people.models import Role, User
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "correct horse battery staple"


def make(monkeypatch: pytest.MonkeyPatch, *, email: str = "ailsa@example.org", password: str = SECRET) -> str:
    """Run the command with the password on standard input; returns what it says."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    said = io.StringIO()
    call_command("administrator", "--name", "Ailsa Cameron", "--email", email, stderr=said)
    return said.getvalue().strip()


def test_an_administrator_can_sign_in_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    assert make(monkeypatch) == "Ailsa Cameron can sign in as ailsa@example.org."
    person = User.objects.get()
    assert (person.role, person.check_password(SECRET)) == (Role.ADMINISTRATOR, True)


def test_the_audit_trail_says_so_without_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    make(monkeypatch)
    assert list(AuditEvent.objects.order_by("id").values_list("verb", flat=True)) == ["user.add", "user.set-password"]
    assert [event for event in AuditEvent.objects.all() if SECRET in f"{event.before}{event.after}"] == []


@pytest.mark.parametrize(
    ("email", "password"),
    [("ailsa@example.org", "short"), ("no address", SECRET), ("TAKEN@example.org", SECRET)],
)
def test_what_is_wrong_stores_nothing(monkeypatch: pytest.MonkeyPatch, email: str, password: str) -> None:
    factories.make_user(email="taken@example.org")
    with pytest.raises(SystemExit) as refusal:
        make(monkeypatch, email=email, password=password)
    assert (refusal.value.code, User.objects.count()) == (1, 1)

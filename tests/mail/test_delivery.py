from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from fingerpost.core import stopping
from fingerpost.mail import delivery, links, ticking
from fingerpost.mail.models import Attempt, Message
from fingerpost.mail.verdicts import Verdict
from fingerpost.people.models import User
from tests import factories
from tests.conftest import Minted
from tests.mail.mails import make_mail

pytestmark = pytest.mark.django_db
AT_ONCE = timedelta(0)


def log_of(message: Message) -> list[tuple[str, str]]:
    return list(message.attempts.values_list("outcome", "why"))


def test_a_mail_goes_out_with_its_own_message_id_and_is_marked_sent() -> None:
    message = make_mail(to="ann@example.org", text="Dear Ann")
    assert delivery.deliver().verbs == {"send": 1}
    message.refresh_from_db()
    [sent] = mail.outbox
    assert (sent.to, sent.body, sent.message()["Message-ID"]) == (["ann@example.org"], "Dear Ann", message.message_id)
    assert (message.state, log_of(message)) == ("sent", [("send", "")])
    assert delivery.deliver().verbs == {}


def test_links_are_made_at_the_handing_over_and_not_stored(minted: Minted) -> None:
    message = make_mail(text="Open {link} or {not this}.", links={"link": "update:42"})
    delivery.deliver()
    message.refresh_from_db()
    assert mail.outbox[0].body == "Open https://plans.example.org/u/42-1 or {not this}."
    assert (message.text, minted) == ("Open {link} or {not this}.", [("42", message.slug)])


def test_a_refused_link_holds_the_mail(minted: Minted) -> None:
    message = make_mail(text="Open {link}", links={"link": "update:revoked"})
    delivery.deliver()
    message.refresh_from_db()
    assert (message.state, message.why, mail.outbox) == ("held", "The request was revoked.", [])


def test_a_faulty_link_puts_its_mail_off_and_no_other(minted: Minted, caplog: pytest.LogCaptureFixture) -> None:
    broken = make_mail(text="Open {link}", links={"link": "update:1"})
    other = make_mail(to="other@example.org")
    del links.MINTS["update"]
    assert delivery.deliver().verbs == {"put-off": 1, "send": 1}
    links.MINTS["update"] = lambda reference, message: reference
    broken.refresh_from_db()
    other.refresh_from_db()
    assert (broken.state, broken.why, other.state) == ("queued", "Its links could not be made: 'update'", "sent")
    assert broken.not_before > timezone.now()


def test_the_address_of_now_counts() -> None:
    person = factories.make_user(email="old@example.org")
    message = make_mail(person=person)
    User.objects.filter(pk=person.pk).update(email="new@example.org")
    delivery.deliver()
    message.refresh_from_db()
    assert (mail.outbox[0].to, message.to) == (["new@example.org"], "new@example.org")


@pytest.mark.parametrize(
    ("change", "why"),
    [({"is_active": False}, "Ann is inactive."), ({"email": None}, "Ann has no email address.")],
)
def test_who_left_since_gets_no_mail(change: dict[str, object], why: str) -> None:
    person = factories.make_user(name="Ann")
    message = make_mail(person=person)
    User.objects.filter(pk=person.pk).update(**change)
    delivery.deliver()
    message.refresh_from_db()
    assert (message.state, message.why, mail.outbox) == ("held", why, [])


def test_an_address_that_cannot_be_written_bounces() -> None:
    message = make_mail(to="ann@example.org\nBcc: all@example.org")
    delivery.deliver()
    message.refresh_from_db()
    assert (message.state, message.why[:30], mail.outbox) == ("bounced", "The mail cannot be written: He", [])


def test_a_mail_is_claimed_once() -> None:
    message = make_mail()
    assert delivery.claimed(message.pk) is not None
    assert delivery.claimed(message.pk) is None
    assert delivery.deliver().verbs == {}


def test_the_longest_waiting_goes_first_and_none_before_its_time() -> None:
    now = timezone.now()
    for number, minutes in enumerate([-1, -3, 5, -2]):
        message = make_mail(to=f"{number}@example.org")
        Message.objects.filter(pk=message.pk).update(not_before=now + timedelta(minutes=minutes))
    delivery.deliver()
    assert [sent.to for sent in mail.outbox] == [["1@example.org"], ["3@example.org"], ["0@example.org"]]


def test_more_mails_than_are_looked_up_at_once_all_go() -> None:
    for number in range(delivery.AT_ONCE + 1):
        make_mail(key=str(number))
    assert delivery.deliver().verbs == {"send": delivery.AT_ONCE + 1}


def test_it_stops_between_two_mails_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    make_mail()
    stopping.ASKED.set()
    try:
        assert delivery.deliver().verbs == {}
    finally:
        stopping.ASKED.clear()
    assert delivery.deliver(patience=0).verbs == {}


def test_what_a_lost_worker_left_is_in_doubt_with_a_backend_that_cannot_tell() -> None:
    message = make_mail()
    delivery.claimed(message.pk)
    assert delivery.settle() == {}
    assert delivery.settle(lease=AT_ONCE) == {"doubt": 1}
    message.refresh_from_db()
    why = "The worker ended while it sent this mail. It may have arrived or not."
    assert (message.state, log_of(message)) == ("in-doubt", [("doubt", why)])
    assert (delivery.deliver().verbs, delivery.settle(lease=AT_ONCE)) == ({}, {})


def test_a_worker_that_comes_back_late_has_the_last_word() -> None:
    message = make_mail()
    attempt = delivery.claimed(message.pk)
    assert attempt is not None
    delivery.settle(lease=AT_ONCE)
    assert delivery.finish(attempt, Verdict("send"))
    message.refresh_from_db()
    assert (message.state, log_of(message)) == ("sent", [("send", "")])


def test_a_late_worker_does_not_speak_for_the_next_attempt(spool: Path) -> None:
    message = make_mail()
    first = delivery.claimed(message.pk)
    delivery.settle(lease=AT_ONCE)
    Message.objects.update(not_before=timezone.now())
    second = delivery.claimed(message.pk)
    assert first is not None
    assert second is not None
    assert not delivery.finish(first, Verdict("bounce", "late"))
    assert delivery.finish(second, Verdict("send"))
    message.refresh_from_db()
    assert message.state == "sent"


@pytest.mark.parametrize(("handed_over", "state", "outcome"), [(True, "sent", "send"), (False, "queued", "put-off")])
def test_the_spool_is_asked_what_became_of_a_mail(
    handed_over: bool, state: str, outcome: str, spool: Path, settings: Settings
) -> None:
    message = make_mail()
    delivery.claimed(message.pk)
    if handed_over:
        backend = delivery.get_connection()
        delivery.handed_over(message, backend)
    assert delivery.settle(lease=AT_ONCE) == {outcome: 1}
    message.refresh_from_db()
    assert (message.state, [one for one, _why in log_of(message)]) == (state, [outcome])


def test_a_mail_in_the_spool_is_there_once_and_whole(spool: Path) -> None:
    message = make_mail(to="ann@example.org", subject="Sùbject", text="Dear Ann,\n" + "…" * 2000)
    backend = delivery.get_connection()
    for _time in range(2):
        assert delivery.handed_over(message, backend) == Verdict("send")
    [path] = spool.iterdir()
    stored = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (stored["To"], stored["Subject"], stored["Message-ID"]) == ("ann@example.org", "Sùbject", message.message_id)
    assert (stored["Auto-Submitted"], stored["X-Fingerpost-Kind"]) == ("auto-generated", "request")
    assert stored.get_content().replace("\r\n", "\n") == message.text
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_spool_that_cannot_be_written_puts_the_mail_off(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file where a folder should be")
    settings.EMAIL_BACKEND = "fingerpost.mail.spool.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    message = make_mail()
    delivery.deliver()
    message.refresh_from_db()
    assert (message.state, message.attempts.get().outcome) == ("queued", "put-off")


def test_the_tick_says_what_became_of_the_mails() -> None:
    make_mail()
    make_mail()
    delivery.claimed(make_mail().pk)
    Attempt.objects.update(started_at=timezone.now() - timedelta(hours=1))
    Message.objects.filter(state="sending").update(claimed_at=Attempt.objects.get().started_at)
    assert ticking.tick(timezone.now()) == ["2 mails were sent.", "1 mail is in doubt."]
    assert ticking.tick(timezone.now()) == []

"""Handing over to a real mail server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from fingerpost.core.refusals import Refused
from fingerpost.mail import delivery, ticking
from fingerpost.mail.models import Message
from tests.mail.mails import make_mail
from tests.mail.server import Server, free_port, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    with mail_server() as running:
        use(settings, running.port)
        yield running


def use(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "fingerpost.mail.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5


def after_delivery(message: Message) -> tuple[str, str]:
    delivery.deliver()
    message.refresh_from_db()
    return message.state, message.why


def test_many_mails_go_over_one_connection(server: Server) -> None:
    messages = [make_mail() for _number in range(3)]
    assert delivery.deliver().verbs == {"send": 3}
    assert (server.received, server.connections) == ([message.message_id for message in messages], 1)


def test_a_recipient_refused_for_good_bounces_with_the_servers_words(server: Server) -> None:
    server.to_recipient = "550 no such user here"
    assert after_delivery(make_mail()) == ("bounced", "The mail server refused it: 550 no such user here")


def test_words_refused_for_good_bounce(server: Server) -> None:
    server.to_words = "554 looks like spam"
    assert after_delivery(make_mail()) == ("bounced", "The mail server refused it: 554 looks like spam")


def test_a_refusal_for_now_puts_the_mail_off_longer_each_time(server: Server) -> None:
    server.to_recipient = "451 try again later"
    message = make_mail()
    waits = []
    for _attempt in range(7):
        before = timezone.now()
        assert after_delivery(message) == ("queued", "The mail server refused it: 451 try again later")
        waits.append(round((message.not_before - before).total_seconds() / 60))
        Message.objects.update(not_before=timezone.now())
    assert waits == [1, 5, 15, 60, 240, 240, 240]
    assert message.attempts.filter(outcome="put-off").count() == 7
    server.to_recipient = "250 OK"
    assert after_delivery(message) == ("sent", "")


def test_after_two_days_it_gives_up(server: Server) -> None:
    server.to_recipient = "451 try again later"
    message = make_mail()
    Message.objects.update(queued_at=timezone.now() - timedelta(days=2))
    why = "Given up after two days. The mail server refused it: 451 try again later"
    assert after_delivery(message) == ("bounced", why)


def test_one_refused_recipient_does_not_hold_up_the_others(server: Server) -> None:
    server.to_recipient = "550 no"
    first = make_mail()
    assert after_delivery(first)[0] == "bounced"
    server.to_recipient = "250 OK"
    assert after_delivery(make_mail()) == ("sent", "")


def test_a_connection_that_breaks_after_the_words_leaves_the_mail_in_doubt(server: Server) -> None:
    """The server has it, but did not say so. Nobody but a person may send it again."""
    server.breaks = True
    message = make_mail()
    state, why = after_delivery(message)
    assert (state, why[:48], server.received) == (
        "in-doubt",
        "The connection broke while the mail went out: Co",
        [message.message_id],
    )
    assert delivery.deliver().verbs == {}


def test_a_server_that_is_not_there_puts_one_mail_off_and_tries_no_other(settings: Settings) -> None:
    use(settings, free_port())
    first, second = make_mail(), make_mail()
    with pytest.raises(Refused, match=r"1 mail waits for another try. The mail server cannot be reached"):
        ticking.tick(timezone.now())
    first.refresh_from_db()
    assert (first.state, first.why[:34], first.attempts.count()) == ("queued", "The mail server cannot be reached:", 1)
    assert second.attempts.count() == 0


def test_a_server_that_refuses_the_password_bounces_nothing(settings: Settings, server: Server) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "ann", "wrong"
    state, why = after_delivery(make_mail())
    assert (state, why[:34]) == ("queued", "The mail server cannot be reached:")

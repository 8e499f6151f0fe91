from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.mail import delivery
from fingerpost.mail.models import Message
from fingerpost.mail.services import NewMail, confirm, queue, queue_many, send_again, send_test
from fingerpost.people.models import Role, User
from tests import factories
from tests.conftest import Minted
from tests.mail.mails import make_mail

pytestmark = pytest.mark.django_db


def test_a_mail_is_queued_to_the_persons_address() -> None:
    person = factories.make_user(email="ann@example.org")
    message = make_mail(person=person, subject="Your update\nis asked for")
    assert (message.to, message.subject, message.state, message.why) == (
        "ann@example.org",
        "Your update is asked for",
        "queued",
        "",
    )
    assert message.message_id == f"<{message.slug}@localhost>"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"email": None, "name": "Ann"}, "Ann has no email address."),
        ({"is_active": False, "name": "Ann"}, "Ann is inactive."),
    ],
)
def test_a_mail_to_nobody_is_held_with_the_reason(fields: dict[str, object], why: str) -> None:
    message = make_mail(person=factories.make_user(**fields))
    assert (message.state, message.why) == ("held", why)


def test_a_second_mail_with_the_same_key_changes_nothing() -> None:
    first = make_mail(key="request:1:ann", text="First")
    second = make_mail(key="request:1:ann", text="Second")
    assert (second.pk, second.text, Message.objects.count()) == (first.pk, "First", 1)


@pytest.mark.parametrize("number", [10, 1000])
def test_many_mails_take_few_statements(number: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    mails = [NewMail(key=f"k{n}", kind="request", subject="S", text="T", to="a@example.org") for n in range(number)]
    with django_assert_num_queries(3), transaction.atomic():  # with the savepoint
        assert queue_many(mails) == number
    extra = NewMail(key="one more", kind="request", subject="S", text="T", to="a@example.org")
    assert (queue_many([*mails, extra]), Message.objects.count()) == (1, number + 1)


@pytest.mark.django_db(transaction=True)
def test_queueing_needs_the_transaction_of_what_causes_it() -> None:
    with pytest.raises(RuntimeError):
        queue(NewMail(key="k", kind="request", subject="S", text="T", to="a@example.org"))


@pytest.mark.parametrize(("text", "link"), [("No place", "update:1"), ("At {link}", "unknown:1")])
def test_a_link_without_its_place_or_its_maker_is_a_mistake(text: str, link: str, minted: Minted) -> None:
    with pytest.raises(ValueError, match="names links that are not there"):
        make_mail(text=text, links={"link": link})


def test_a_test_mail_goes_to_oneself_and_is_recorded(coordinator: User) -> None:
    message = send_test(by=coordinator)
    delivery.deliver(only=message)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [([coordinator.email], message.subject)]
    assert AuditEvent.objects.get().verb == "message.test"


def bounced(message: Message) -> Message:
    Message.objects.filter(pk=message.pk).update(state="bounced", why="550 no such user")
    message.refresh_from_db()
    return message


def test_a_bounced_mail_is_sent_again_to_the_address_of_now(coordinator: User) -> None:
    person = factories.make_user(email="wrong@example.org")
    message = bounced(make_mail(person=person))
    User.objects.filter(pk=person.pk).update(email="right@example.org")
    again = send_again(message, by=coordinator)
    assert (again.pk, again.to, again.state, again.why) == (message.pk, "right@example.org", "queued", "")
    event = AuditEvent.objects.get()
    assert (event.verb, event.before, event.after) == (
        "message.send-again",
        {"state": "bounced", "to": "wrong@example.org"},
        {"state": "queued", "to": "right@example.org"},
    )


def test_a_mail_that_was_sent_is_sent_again_as_a_copy(coordinator: User, minted: Minted) -> None:
    message = make_mail(text="At {link}", links={"link": "update:7"})
    delivery.deliver()
    message.refresh_from_db()
    again = send_again(message, by=coordinator)
    assert (again.again_of, again.state, again.links) == (message, "queued", {"link": "update:7"})
    assert again.message_id != message.message_id
    with pytest.raises(Refused, match="on its way already"):
        send_again(message, by=coordinator)


def test_a_mail_in_doubt_that_arrived_counts_as_sent(coordinator: User) -> None:
    message = make_mail()
    attempt = delivery.claimed(message.pk)
    assert attempt is not None
    delivery.settle(lease=timedelta(0))
    confirm(message, by=coordinator)
    message.refresh_from_db()
    assert (message.state, message.why, message.sent_at) == ("sent", "", attempt.started_at)
    assert AuditEvent.objects.get().verb == "message.confirm"
    with pytest.raises(Refused, match="This mail is not in doubt"):
        confirm(message, by=coordinator)


def test_a_mail_on_its_way_is_not_sent_again(coordinator: User) -> None:
    with pytest.raises(Refused, match="on its way already"):
        send_again(make_mail(), by=coordinator)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD_OFFICER])
def test_only_those_who_send_mails_do_so(role: Role) -> None:
    person = factories.make_user(role=role)
    with pytest.raises(Refused, match="You may not send a mail again"):
        send_test(by=person)
    with pytest.raises(Refused, match="You may not send a mail again"):
        send_again(bounced(make_mail()), by=person)

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import send_mail
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import DjangoAssertNumQueries, Settings

from fingerpost.mail import delivery
from fingerpost.mail.models import Message
from fingerpost.mail.services import send_again
from fingerpost.people.models import Role, User
from tests import factories
from tests.conftest import Minted, signed_in
from tests.mail.mails import make_mail
from tests.mail.server import free_port

pytestmark = pytest.mark.django_db


def words_of(page: bytes, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in html.fromstring(page).xpath(path)]


def subjects(client: Client, address: str) -> list[str]:
    return words_of(client.get(address).content, "//tbody//th/a")


def set_state(message: Message, state: str, why: str = "") -> None:
    sent_at = timezone.now() if state == "sent" else None
    Message.objects.filter(pk=message.pk).update(state=state, why=why, sent_at=sent_at)


@pytest.mark.parametrize("number", [1, 3])
def test_the_log_asks_the_same_questions_whatever_its_length(
    number: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _mail in range(number):
        make_mail(person=factories.make_user())
    with django_assert_num_queries(6):
        coordinator_client.get("/mail/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_mail_asks_the_same_questions(
    number: int, coordinator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    message = make_mail(person=factories.make_user())
    for _time in range(number):
        delivery.deliver()
        message.refresh_from_db()
        send_again(message, by=coordinator)
    client = signed_in(coordinator)
    with django_assert_num_queries(7):
        client.get(f"/mail/{message.slug}/")


def test_the_log_shows_the_latest_first_and_can_be_filtered(coordinator_client: Client) -> None:
    ann = factories.make_user(name="Ann Other", email="ann@example.org")
    make_mail(subject="First", kind="reminder", person=ann)
    set_state(make_mail(subject="Second", to="bob@example.org"), "bounced", "550 no such user")
    assert subjects(coordinator_client, "/mail/") == ["Second", "First"]
    assert subjects(coordinator_client, "/mail/?words=ann+other") == ["First"]
    assert subjects(coordinator_client, "/mail/?words=bob@") == ["Second"]
    assert subjects(coordinator_client, "/mail/?state=bounced") == ["Second"]
    assert subjects(coordinator_client, "/mail/?kind=reminder") == ["First"]
    assert subjects(coordinator_client, "/mail/?kind=reminder&state=bounced") == []


def test_the_log_heads_with_what_did_not_go(coordinator_client: Client) -> None:
    for state in ["queued", "sent", "bounced", "bounced", "in-doubt", "held"]:
        set_state(make_mail(), state, "a reason" if state not in {"queued", "sent"} else "")
    figures = words_of(coordinator_client.get("/mail/").content, "//*[@class='fp-figures__one']")
    assert figures == ["1 waiting to be sent", "2 bounced", "1 in doubt", "1 held"]


def test_the_log_says_when_no_worker_takes_the_mails(coordinator_client: Client) -> None:
    message = make_mail()
    assert words_of(coordinator_client.get("/mail/").content, "//*[@class='govuk-inset-text']") == []
    Message.objects.filter(pk=message.pk).update(not_before=timezone.now() - timedelta(minutes=11))
    [warning] = words_of(coordinator_client.get("/mail/").content, "//*[@class='govuk-inset-text']")
    assert warning.endswith("Is the worker running? Ask an administrator.")


def test_a_mail_shows_its_words_and_attempts_but_never_its_link(coordinator_client: Client, minted: Minted) -> None:
    message = make_mail(text="Please open {link}", links={"link": "update:9"})
    delivery.deliver()
    page = coordinator_client.get(f"/mail/{message.slug}/").content
    assert words_of(page, "//*[@class='fp-letter']") == ["Please open {link}"]
    assert words_of(page, "//tbody//td") == ["Sent", "–"]
    assert b"/u/9" not in page


def test_a_bounced_mail_is_sent_again_by_its_button(coordinator_client: Client) -> None:
    message = make_mail()
    set_state(message, "bounced", "550 no such user")
    page = html.fromstring(coordinator_client.get(f"/mail/{message.slug}/").content)
    [address] = page.xpath("//main//form/@action")
    coordinator_client.post(address)
    message.refresh_from_db()
    assert message.state == "queued"
    page = html.fromstring(coordinator_client.get(f"/mail/{message.slug}/").content)
    assert page.xpath("//main//form/@action") == []


def test_a_mail_in_doubt_has_a_button_for_each_answer(coordinator_client: Client) -> None:
    message = make_mail()
    set_state(message, "in-doubt", "The worker ended.")
    Message.objects.update(claimed_at=timezone.now())
    page = coordinator_client.get(f"/mail/{message.slug}/").content
    assert words_of(page, "//main//form//button") == ["It has arrived", "Send again"]
    coordinator_client.post(f"/mail/{message.slug}/arrived/")
    assert words_of(coordinator_client.get(f"/mail/{message.slug}/").content, "//main//form//button") == ["Send again"]


def test_a_test_mail_says_at_once_what_became_of_it(coordinator_client: Client, settings: Settings) -> None:
    response = coordinator_client.post("/mail/test/", follow=True)
    assert words_of(response.content, "//tbody//td")[0] == "Sent"
    settings.EMAIL_BACKEND = "fingerpost.mail.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    response = coordinator_client.post("/mail/test/", follow=True)
    outcome, why = words_of(response.content, "//tbody//td")
    assert (outcome, why[:34]) == ("Put off", "The mail server cannot be reached:")


@pytest.fixture
def three_mails(spool: Path) -> dict[str, User]:
    """One by the outbox to a lead officer, one invitation to another, one to a coordinator."""
    people = {
        "lead": factories.make_user(email="lead@example.org", role=Role.LEAD_OFFICER),
        "coordinator": factories.make_user(email="coordinator@example.org", role=Role.COORDINATOR),
        "administrator": factories.make_user(email="administrator@example.org", role=Role.ADMINISTRATOR),
    }
    make_mail(person=people["lead"], subject="Request")
    delivery.deliver()
    send_mail("Invitation", "Open http://localhost:8000/a-secret/", None, ["Administrator@example.org"])
    send_mail("New password", "Open http://localhost:8000/a-secret/", None, ["coordinator@example.org"])
    return people


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("lead", {"Request"}),
        ("coordinator", {"Request", "New password"}),
        ("administrator", {"Request", "New password", "Invitation"}),
    ],
)
def test_everybody_reads_their_own_mails_and_secrets_stay_theirs(
    who: str, found: set[str], three_mails: dict[str, User], administrator: User
) -> None:
    client = signed_in(three_mails[who])
    assert set(subjects(client, "/mailbox/")) == found
    every = html.fromstring(signed_in(administrator).get("/mailbox/").content).xpath("//tbody//th/a")
    statuses = {link.text_content(): client.get(link.get("href")).status_code for link in every}
    assert statuses == {subject: 200 if subject in found else 404 for subject in statuses}
    assert len(statuses) == 3


def test_the_links_of_a_mail_can_be_followed(three_mails: dict[str, User]) -> None:
    client = signed_in(three_mails["administrator"])
    pages = [client.get(link) for link in html.fromstring(client.get("/mailbox/").content).xpath("//tbody//th/a/@href")]
    links = [html.fromstring(page.content).xpath("//*[@class='fp-letter']/a/@href") for page in pages]
    assert sorted(links) == [[], ["http://localhost:8000/a-secret/"], ["http://localhost:8000/a-secret/"]]


def test_what_a_mail_says_is_never_markup(spool: Path, administrator: User) -> None:
    make_mail(subject="<b>bold</b>", text="<script>alert(1)</script> https://example.org/?a=<b>")
    delivery.deliver()
    client = signed_in(administrator)
    [address] = html.fromstring(client.get("/mailbox/").content).xpath("//tbody//th/a/@href")
    assert words_of(client.get(address).content, "//*[@class='fp-letter']") == [
        "<script>alert(1)</script> https://example.org/?a=<b>"
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_mailbox_asks_the_same_questions(
    number: int, spool: Path, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _mail in range(number):
        make_mail()
    delivery.deliver()
    with django_assert_num_queries(2):
        coordinator_client.get("/mailbox/")


def test_the_mailbox_is_for_this_machine_only(spool: Path, settings: Settings, administrator: User) -> None:
    client = signed_in(administrator)
    assert client.get("/mailbox/").status_code == 200
    settings.SHARED = True
    assert client.get("/mailbox/").status_code == 404

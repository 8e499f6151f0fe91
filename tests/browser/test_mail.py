"""The delivery log and the mailbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fingerpost.mail import delivery
from fingerpost.mail.models import Message
from fingerpost.people.models import Role, User
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.mail.mails import make_mail

TEXT = """Dear %s,

these milestones of the plan are waiting for your update by 14 October:

- Publish the skills report
- Agree targets with the college

Open this link to answer; it is yours alone:

{link}
"""


def make_log() -> User:
    """A coordinator, and a mail in every state."""
    names = ["Ailsa Cameron", "Callum Reid", "Eilidh Stewart", "Fraser Grant", "Isla Munro"]
    people = [factories.make_user(name=name, email=f"{name.split()[0].lower()}@example.org") for name in names]
    for person in people:
        subject = "Your update for July to September is asked for"
        make_mail(person=person, subject=subject, text=TEXT % person.name, links={"link": "update:1"})
    for state, why, message in zip(
        ["held", "in-doubt", "bounced", "sent"],
        [
            "Ailsa Cameron is inactive.",
            "The worker ended while it sent this mail. It may have arrived or not.",
            "The mail server refused it: 550 5.1.1 no such user here",
            "",
        ],
        Message.objects.order_by("id"),
        strict=False,
    ):
        attempt = delivery.claimed(message.pk)
        assert attempt is not None
        verb = {"held": "hold", "in-doubt": "doubt", "bounced": "bounce", "sent": "send"}[state]
        delivery.finish(attempt, delivery.Verdict(verb, why))
    return factories.make_user(role=Role.COORDINATOR, name="Catriona Bell", email="coordinator@example.org")


@pytest.mark.usefixtures("minted")
def test_a_coordinator_finds_a_bounced_mail_and_sends_it_again(visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    page = visit("/mail/", make_log())
    axe(page)
    screenshot(page, "mails", documented=True)
    page.get_by_role("link", name="bounced", exact=True).click()
    page.get_by_role("table").get_by_role("link").click()
    axe(page)
    screenshot(page, "mail")
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("The mail to eilidh@example.org goes out within a minute.")).to_be_visible()
    page.get_by_role("link", name="Mails", exact=True).first.click()
    page.get_by_role("button", name="Send a test mail to myself").click()
    expect(page.get_by_role("cell", name="Sent")).to_be_visible()


@pytest.mark.usefixtures("minted", "spool")
def test_a_link_in_the_mailbox_leads_where_it_says(visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    reader = factories.make_user(role=Role.LEAD_OFFICER, name="Ailsa Cameron")
    make_mail(person=reader, subject="Your update is asked for", text=TEXT % "Ailsa", links={"link": "update:1"})
    Message.objects.update(not_before=timezone.now() - timedelta(minutes=1))
    delivery.deliver()
    page = visit("/mailbox/", reader)
    axe(page)
    screenshot(page, "mailbox")
    page.get_by_role("link", name="Your update is asked for").click()
    axe(page)
    screenshot(page, "letter")
    expect(page.get_by_role("link", name="https://plans.example.org/u/1-1")).to_have_attribute(
        "href", "https://plans.example.org/u/1-1"
    )

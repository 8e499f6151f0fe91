"""The reporting arrangements: days and the schedule of reminders."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.cycles import queries, services
from fingerpost.cycles.models import Recipient, ReminderStep
from fingerpost.cycles.schedule import DueStep, due_steps, step_day, step_words
from fingerpost.people.models import Role, User
from tests import factories

pytestmark = pytest.mark.django_db
DUE = date(2009, 10, 15)  # a Thursday
URL = "/reporting/arrangements/"


def step(days: int, recipient: str = "lead") -> ReminderStep:
    return ReminderStep(days=days, recipient=recipient)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (step(-5), "5 working days before the due date: the lead officer"),
        (step(-1), "1 working day before the due date: the lead officer"),
        (step(0), "On the due date: the lead officer"),
        (step(1, "deputy"), "1 working day after the due date: the deputy"),
        (step(3, "line"), "3 working days after the due date: the line manager"),
        (step(5, "chair"), "5 working days after the due date: the chair of the group that owns the plan"),
    ],
)
def test_a_step_in_words(given: ReminderStep, words: str) -> None:
    assert step_words(given) == words


@pytest.mark.parametrize(
    ("due_on", "days", "day"),
    [
        (DUE, -5, date(2009, 10, 8)),
        (DUE, 0, DUE),
        (DUE, 2, date(2009, 10, 19)),  # over a weekend
        (date(2009, 10, 17), 0, date(2009, 10, 17)),  # a Saturday that somebody chose
    ],
)
def test_the_day_of_a_step(due_on: date, days: int, day: date) -> None:
    assert step_day(due_on, days) == day


def test_only_the_latest_step_of_each_recipient_is_due() -> None:
    steps = [step(-5), step(-1), step(1), step(2, "deputy"), step(5, "chair")]
    assert due_steps(steps, [DUE], date(2009, 10, 7)) == []
    assert due_steps(steps, [DUE], date(2009, 10, 20)) == [
        DueStep(DUE, 1, Recipient.LEAD, date(2009, 10, 16)),
        DueStep(DUE, 2, Recipient.DEPUTY, date(2009, 10, 19)),
    ]


def test_arrangements_are_changed_with_an_event(coordinator: User) -> None:
    services.arrange(days_to_answer=8, days_of_grace=0, days_to_follow_up=10, sign_in_required=True, by=coordinator)
    row = queries.arrangements()
    assert (row.days_to_answer, row.days_of_grace, row.days_to_follow_up, row.sign_in_required) == (8, 0, 10, True)
    event = AuditEvent.objects.get(verb="arrangements.edit")
    assert event.after == {"days_to_answer": 8, "days_of_grace": 0, "sign_in_required": True}


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ({"days_to_answer": 0}, "Give people from 1 to 60 working days to answer."),
        ({"days_of_grace": 61}, "Give no more than 60 working days."),
        ({"days_to_follow_up": 0}, "Give no more than 60 working days."),
    ],
)
def test_impossible_days_are_refused(coordinator: User, days: dict[str, int], reason: str) -> None:
    usual = {"days_to_answer": 10, "days_of_grace": 5, "days_to_follow_up": 10, **days}
    with pytest.raises(Refused) as refusal:
        services.arrange(sign_in_required=False, by=coordinator, **usual)
    assert refusal.value.reason == reason


def test_only_who_runs_cycles_arranges() -> None:
    lead = factories.make_user(role=Role.LEAD_OFFICER)
    with pytest.raises(Refused, match="These roles may: Administrator, Coordinator"):
        services.add_step(days=7, recipient="lead", by=lead)


def test_the_page_shows_the_schedule_as_sentences(coordinator_client: Client) -> None:
    page = coordinator_client.get(URL).content.decode()
    assert "5 working days before the due date: the lead officer" in page
    assert "2 working days after the due date: the deputy" in page


def test_the_days_are_saved_and_wrong_ones_are_not(coordinator_client: Client) -> None:
    days = {"days_to_answer": "12", "days_of_grace": "3", "days_to_follow_up": "5"}
    assert coordinator_client.post(URL, days).status_code == 302
    assert queries.arrangements().days_to_answer == 12
    page = coordinator_client.post(URL, {**days, "days_to_answer": "0"}).content.decode()
    assert "Ensure this value is greater than or equal to 1." in page
    assert queries.arrangements().days_to_answer == 12


def test_a_step_is_added_once_and_removed(coordinator_client: Client) -> None:
    asked = {"days": "4", "side": "before", "recipient": "deputy"}
    coordinator_client.post(f"{URL}add/", asked)
    assert ReminderStep.objects.get(recipient="deputy", days=-4)
    assert "in the schedule already" in coordinator_client.post(f"{URL}add/", asked).content.decode()
    coordinator_client.post(f"{URL}remove/", {"days": "-4", "recipient": "deputy"})
    assert not ReminderStep.objects.filter(recipient="deputy", days=-4).exists()
    assert coordinator_client.post(f"{URL}remove/", {"days": "-4", "recipient": "deputy"}).status_code == 404
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["reminderstep.add", "reminderstep.delete"]

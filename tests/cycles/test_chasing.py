"""Asking, reminding, escalating: what the clock does, once, and what is done by hand."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.core.working_days import add_working_days
from fingerpost.cycles import services
from fingerpost.cycles.models import Arrangements, Chase, Cycle, CycleState, Item, Recipient, ReminderStep, Request
from fingerpost.cycles.ticking import tick
from fingerpost.follow_ups.models import FollowUp
from fingerpost.follow_ups.services import NewFollowUp, add
from fingerpost.mail.delivery import deliver
from fingerpost.mail.models import Message
from fingerpost.people.models import Membership, Role, User
from fingerpost.plans.models import Milestone, MilestoneState, Plan
from tests import factories

pytestmark = pytest.mark.django_db
TOLD = datetime(2009, 10, 1, 9, tzinfo=UTC)


def at(day: int, hour: int = 9, month: int = 10) -> datetime:
    return datetime(2009, month, day, hour, tzinfo=UTC)


def asked(name: str = "Ailsa Grant", cycle: Cycle | None = None, items: int = 1, **fields: Any) -> Request:
    """Somebody who was told on 1 October, and has until the 15th, a Thursday."""
    person = fields.pop("person", None) or factories.make_user(name=name, role=Role.LEAD_OFFICER)
    request = factories.make_request(cycle or factories.make_cycle(), person, **{"told_at": TOLD, **fields})
    for _number in range(items):
        factories.make_item(request)
    return request


def answer(request: Request) -> None:
    moment = timezone.now()
    request.items.update(state="submitted", first_submitted_at=moment, submitted_at=moment)


def chair(plan: Plan, **person: Any) -> User:
    user = factories.make_user(**person)
    Membership.objects.create(group=plan.owner, user=user, position=Membership.Position.CHAIR)
    return user


def mails() -> list[tuple[str, str]]:
    """(to whom, kind) in the order of queueing."""
    return [(str(mail.person), mail.kind) for mail in Message.objects.order_by("id")]


def words_of(mail: Message) -> str:
    return " ".join(mail.text.split())


# Opening and closing


def test_a_planned_cycle_opens_on_its_day_and_asks_everybody_once() -> None:
    cycle = factories.make_cycle(state=CycleState.PLANNED)
    lead = factories.make_user(name="Ailsa Grant")
    action = factories.make_action(factories.make_outcome(cycle.plan), lead=lead)
    factories.make_milestone(action, title="Train 75 staff")
    assert tick(datetime(2009, 9, 30, 23, 30, tzinfo=UTC)) == []  # half past midnight in Edinburgh: before dawn
    assert tick(at(1)) == [f"{cycle} is open: 1 person is asked.", "1 person is asked.", "1 mail is queued."]
    assert tick(at(1, 10)) == []
    (mail,) = Message.objects.all()
    assert (mail.person, mail.kind, mail.state) == (lead, "request", "queued")
    assert mail.subject == f"2 updates by 15 October 2009: {cycle.plan}, Q2 2009/10"
    assert "Please give 2 updates by 15 October 2009:" in mail.text
    assert "- Train 75 staff (due 30 September 2009)" in mail.text
    request = Request.objects.get()
    assert (mail.links, request.told_at) == ({"link1": f"answer:{request.key}"}, at(1))


def test_a_cycle_opened_by_hand_is_told_with_the_next_tick() -> None:
    request = asked(told_at=None)
    tick(at(2))
    assert mails() == [("Ailsa Grant", "request")]
    assert Request.objects.get(pk=request.pk).told_at == at(2)


def test_a_cycle_that_cannot_open_says_why() -> None:
    cycle = factories.make_cycle(factories.make_plan(state=Plan.State.CLOSED), state=CycleState.PLANNED)
    (told,) = tick(at(1))
    assert told.startswith(f"{cycle} was not opened: “{cycle.plan}” is not in force.")


def test_a_cycle_closes_after_its_days_of_grace() -> None:
    cycle = asked().cycle
    ReminderStep.objects.all().delete()
    assert tick(at(22)) == []
    assert tick(at(23)) == [f"{cycle} is closed."]
    assert Cycle.objects.get().state == CycleState.CLOSED


def test_a_cycle_stays_open_for_whoever_was_given_longer() -> None:
    ReminderStep.objects.all().delete()
    longer = asked(due_on=date(2009, 10, 20))  # five working days of grace more: 27 October
    assert tick(at(27)) == []
    answer(longer)
    assert tick(at(27)) == [f"{longer.cycle} is closed."]


# The schedule


def test_the_steps_of_the_schedule_one_by_one() -> None:
    request = asked()
    lead = request.person
    lead.deputy = factories.make_user(name="Deputy")
    lead.line_manager = factories.make_user(name="Manager")
    lead.save()
    chair(request.cycle.plan, name="Chair")
    days = []
    for day in range(1, 23):
        before = Message.objects.count()
        tick(at(day))
        days += [(day, *one) for one in mails()[before:]]
    assert days == [
        (8, "Ailsa Grant", "reminder"),  # 5 working days before
        (14, "Ailsa Grant", "reminder"),
        (16, "Ailsa Grant", "reminder"),
        (19, "Deputy", "escalation"),
        (20, "Manager", "escalation"),
        (22, "Chair", "escalation"),
    ]
    before_due, _day_before, late, deputy, manager, its_chair = Message.objects.order_by("id")
    assert before_due.subject == f"1 update by 15 October 2009: {request.cycle.plan}, Q2 2009/10"
    assert "A reminder: 1 update is due by 15 October 2009:" in before_due.text
    assert late.subject == f"Overdue: 1 update, {request.cycle.plan}, Q2 2009/10"
    assert "1 update was due on 15 October 2009 and is still missing:" in late.text
    assert deputy.subject == f"Ailsa Grant has not answered: {request.cycle.plan}, Q2 2009/10"
    assert "You are their deputy, so you may answer for them." in deputy.text
    assert [mail.links for mail in (deputy, manager, its_chair)] == [{"link1": f"answer:{request.key}"}, {}, {}]
    assert "You are their line manager." in manager.text
    assert f"/plans/{request.cycle.plan.slug}/reporting/2009-10-q2/" in its_chair.text


def test_steps_with_nobody_to_send_to_say_why() -> None:
    request = asked()
    gone = factories.make_user(name="Gone", is_active=False)
    silent = factories.make_user(name="Silent", email=None)
    User.objects.filter(pk=request.person_id).update(deputy=gone, line_manager=silent, email=None)
    tick(at(22))
    assert [(row.recipient, row.person, row.why_not) for row in Chase.objects.order_by("days")] == [
        ("lead", None, "Ailsa Grant has no email address."),
        ("deputy", None, "Gone is inactive."),
        ("line", None, "Silent has no email address."),
        ("chair", None, f"{request.cycle.plan.owner} has no chair."),
    ]
    assert mails() == []


def test_a_chair_who_leads_is_not_told_of_themselves() -> None:
    request = asked()
    Membership.objects.create(group=request.cycle.plan.owner, user=request.person, position=Membership.Position.CHAIR)
    tick(at(22))
    assert Chase.objects.get(recipient=Recipient.CHAIR).why_not == "Ailsa Grant would be told of themselves."
    assert mails() == [("Ailsa Grant", "reminder")]


def test_what_was_missed_while_nothing_ran_is_one_reminder() -> None:
    asked()
    tick(at(16))
    assert [(row.days, row.recipient) for row in Chase.objects.all()] == [(1, "lead")]
    assert mails() == [("Ailsa Grant", "reminder")]


def test_who_was_told_on_the_day_of_a_step_is_not_reminded_on_it() -> None:
    asked(told_at=at(14, 8))
    tick(at(14))
    assert mails() == []


def test_nobody_is_reminded_who_answered_left_or_has_nothing_left() -> None:
    cycle = factories.make_cycle()
    answer(asked("Answered", cycle))
    asked("Left", cycle, person=factories.make_user(is_active=False))
    handed = asked("Handed back", cycle)
    handed.items.update(state="handed-back", reason="Not mine")
    ended = asked("Ended", cycle)
    Milestone.objects.filter(items__request=ended).update(state=MilestoneState.CANCELLED, state_reason="No money")
    assert tick(at(22)) == []
    assert mails() == []


def test_a_reminder_lists_what_waits_and_nothing_else() -> None:
    request = asked(items=2)
    given, missing = request.items.all()
    Item.objects.filter(pk=given.pk).update(state="submitted", first_submitted_at=TOLD, submitted_at=TOLD)
    tick(at(16))
    (mail,) = Message.objects.all()
    assert (f"- {missing}" in mail.text, f"- {given}" in mail.text) == (True, False)


def test_an_extension_has_reminders_of_its_own() -> None:
    request = asked()
    tick(at(16))
    Request.objects.filter(pk=request.pk).update(due_on=date(2009, 10, 21))
    sent = []
    for day in range(16, 23):
        before = len(mails())
        tick(at(day, 10))
        sent += [day for _mail in mails()[before:]]
    assert sent == [20, 22]  # the day before and the day after; the fifth day before had gone by
    assert [row.due_on.day for row in Chase.objects.filter(recipient="lead")] == [15, 21, 21]


def test_one_digest_for_who_is_lead_deputy_and_chair_in_several_cycles() -> None:
    person = factories.make_user(name="Morag Ross")
    own, other = asked(person=person), asked("Calum Reid", items=2)
    User.objects.filter(pk=other.person_id).update(deputy=person)
    Membership.objects.create(group=other.cycle.plan.owner, user=person, position=Membership.Position.CHAIR)
    tick(at(22))
    mail = Message.objects.get(person=person)
    assert mail.links == {"link1": f"answer:{own.key}", "link2": f"answer:{other.key}"}  # once, as the deputy
    assert "Calum Reid has not answered. 2 updates were due on 15 October 2009:" in mail.text
    assert mail.text.index("{link1}") < mail.text.index("Calum Reid") < mail.text.index("{link2}")
    assert mails() == [("Morag Ross", "reminder"), ("Calum Reid", "reminder")]


def test_a_reminder_tells_everything_of_ones_own_that_is_overdue() -> None:
    first = asked()
    other = asked(cycle=factories.make_cycle(due_on=date(2009, 10, 12)), person=first.person)
    later = asked(cycle=factories.make_cycle(due_on=date(2009, 10, 30), grace_until=date(2009, 11, 6)),
                  person=first.person)  # fmt: skip
    for day in (13, 16):
        tick(at(day))
    mail = Message.objects.order_by("-id")[0]
    assert set(mail.links.values()) == {f"answer:{first.key}", f"answer:{other.key}"}
    assert str(later.cycle.plan) not in mail.text


def test_somebody_in_the_persons_stead_is_reminded_instead() -> None:
    stand_in = factories.make_user(name="Stand-in")
    asked(delegate=stand_in)
    tick(at(16))
    (mail,) = Message.objects.all()
    assert mail.person == stand_in
    assert "You answer for Ailsa Grant. 1 update was due on 15 October 2009 and is still missing:" in mail.text


def test_where_people_sign_in_the_mail_says_so() -> None:
    Arrangements.objects.update(sign_in_required=True)
    asked(told_at=None)
    tick(at(2))
    text = words_of(Message.objects.get())
    assert "Answer here, after signing in: {link1}" in text
    assert "The link is for you alone" not in text


def test_the_mail_says_whom_to_ask(coordinator: User) -> None:
    asked(told_at=None)
    tick(at(2))
    assert f"Questions? Ask {coordinator.name} ({coordinator.email})." in Message.objects.get().text


def test_who_is_given_an_item_hears_of_it_with_the_next_tick(coordinator: User) -> None:
    request, other = asked(items=2), factories.make_user(name="Calum Reid")
    item = request.items.all()[0]
    services.hand_back(item=item, suggested="Calum", reason="He moved", by=request.person)
    services.give_item(item=item, to=other, by=coordinator)
    tick(at(2))
    assert mails() == [("Calum Reid", "request")]


def test_the_link_of_a_mail_is_made_when_it_is_handed_over(mailoutbox: list[EmailMessage]) -> None:
    cycle = factories.make_cycle(grace_until=date(2999, 1, 1))
    request = asked(cycle=cycle, told_at=None)
    tick(at(2))
    deliver()
    (sent,) = mailoutbox
    assert (request.links.count(), sent.to) == (1, [request.person.email])
    (path,) = re.findall(r"^http://\S+?(/update/\S+)$", str(sent.body), re.MULTILINE)
    assert path.split("/")[2] not in Message.objects.get().text


# Follow-ups in the digest


def overdue_follow_up(owner: User) -> FollowUp:
    plan = factories.make_plan()
    return add(NewFollowUp(plan=plan, text="Ask the college", owner=owner, due=date(2009, 9, 1)), by=None)


def test_overdue_follow_ups_stand_in_the_same_digest() -> None:
    request = asked()
    overdue_follow_up(request.person)
    FollowUp.objects.update(agreed_on=date(2009, 8, 1))
    tick(at(16))
    (mail,) = Message.objects.all()
    assert "1 follow-up of yours is overdue:\n- Ask the college (due 1 September 2009)" in mail.text


def test_who_has_only_follow_ups_hears_of_them_once_a_week() -> None:
    owner = factories.make_user(name="Owner")
    overdue_follow_up(owner)
    now = next_working_morning()
    tick(now)
    tick(now + timedelta(hours=1))
    assert mails() == [("Owner", "follow-up")]
    assert Message.objects.get().subject == "1 follow-up of yours is overdue"
    Message.objects.update(queued_at=now - timedelta(days=6), key="cycles:last-week")
    tick(now)
    assert len(mails()) == 1
    Message.objects.update(queued_at=now - timedelta(days=7))
    tick(now)
    assert len(mails()) == 2


def next_working_morning() -> datetime:
    day = add_working_days(timezone.localdate(), 1)
    return timezone.make_aware(datetime.combine(day, time(10)))


# Once, and quickly


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.lists(st.integers(0, 24 * 24), min_size=1, max_size=8), steps=st.sets(st.tuples(
    st.integers(-8, 8), st.sampled_from(Recipient.values)), max_size=6))  # fmt: skip
def test_whenever_ticks_come_each_step_is_taken_once_at_most(hours: list[int], steps: set[tuple[int, str]]) -> None:
    with transaction.atomic():
        ReminderStep.objects.all().delete()
        ReminderStep.objects.bulk_create([ReminderStep(days=days, recipient=who) for days, who in steps])
        waits, done = asked("Waits", told_at=None), asked("Done", told_at=None)
        User.objects.filter(pk__in=[waits.person_id, done.person_id]).update(
            deputy=factories.make_user(name="Deputy"), line_manager=factories.make_user(name="Manager")
        )
        answer(done)
        for hour in hours:
            moment = at(1, 7) + timedelta(hours=hour)
            tick(moment)
            tick(moment)
        assert not Message.objects.filter(text__contains="Done").exists()
        assert not Chase.objects.filter(request=done).exists()
        taken = list(Chase.objects.values_list("days", "recipient"))
        assert len(taken) == len(set(taken))
        assert set(taken) <= steps
        assert Message.objects.filter(kind="request").count() <= 1
        transaction.set_rollback(True)


@pytest.mark.parametrize("size", [1, 30])
def test_a_tick_with_nothing_to_do_takes_a_handful_of_queries(django_assert_num_queries: Any, size: int) -> None:
    cycle = factories.make_cycle()
    for _number in range(size):
        answer(asked(cycle=cycle))
        asked(cycle=cycle)
    tick(at(16))
    with django_assert_num_queries(8):
        assert tick(at(16, 10)) == []


@pytest.mark.parametrize("size", [1, 30])
def test_reminding_takes_the_same_queries_at_any_size(django_assert_num_queries: Any, size: int) -> None:
    cycle = factories.make_cycle()
    for _number in range(size):
        asked(cycle=cycle)
    with django_assert_num_queries(26):
        tick(at(22))
    assert Message.objects.count() == size


# By hand


def test_chase_now_reminds_those_who_wait_once_a_day(coordinator: User) -> None:
    cycle = factories.make_cycle(due_on=timezone.localdate(), grace_until=timezone.localdate())
    one, other = asked("Ailsa", cycle), asked("Calum", cycle)
    answer(asked("Done", cycle))
    done = services.chase_now(cycle=cycle, requests=[one], by=coordinator)
    assert (done.reminded, done.passed_over) == ([one.person], [])
    with pytest.raises(Refused, match=r"Ailsa was written to today, .* already. Once a day is enough."):
        services.chase_now(cycle=cycle, requests=[one], by=coordinator)
    done = services.chase_now(cycle=cycle, by=coordinator)
    assert done.reminded == [other.person]
    assert [person for person, _why in done.passed_over] == [one.person]
    with pytest.raises(Refused, match="Everybody was written to today already"):
        services.chase_now(cycle=cycle, by=coordinator)
    assert mails() == [("Ailsa", "reminder"), ("Calum", "reminder")]
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["request.chase"] * 2
    assert {row.by for row in Chase.objects.all()} == {coordinator}


def test_chase_now_is_refused(coordinator: User) -> None:
    cycle = factories.make_cycle()
    with pytest.raises(Refused, match="Nobody has anything left to answer"):
        services.chase_now(cycle=cycle, by=coordinator)
    asked(cycle=cycle, person=factories.make_user(name="Ailsa", email=None))
    with pytest.raises(Refused, match="Ailsa has no email address"):
        services.chase_now(cycle=cycle, by=coordinator)
    with pytest.raises(Refused, match="These roles may"):
        services.chase_now(cycle=cycle, by=factories.make_user(role=Role.LEAD_OFFICER))
    services.close_cycle(cycle=cycle, by=None)
    with pytest.raises(Refused, match="not open"):
        services.chase_now(cycle=Cycle.objects.get(pk=cycle.pk), by=coordinator)


def test_the_page_reminds_and_says_who_was_not(coordinator_client: Client) -> None:
    cycle = factories.make_cycle()
    request = asked("Ailsa", cycle)
    asked("Calum", cycle, person=factories.make_user(name="Calum", email=None))
    page = f"/plans/{cycle.plan.slug}/reporting/{cycle.period}/"
    assert "Remind who has not answered" in coordinator_client.get(page).content.decode()
    shown = coordinator_client.post(f"{page}remind/", follow=True).content.decode()
    assert "1 person is reminded." in shown
    assert "Calum has no email address." in shown
    again = coordinator_client.post(f"{page}people/{request.key}/remind/").content.decode()
    assert "Ailsa was written to today" in again
    assert mails() == [("Ailsa", "reminder")]


def test_a_cycle_that_everybody_answered_offers_no_reminder(coordinator_client: Client) -> None:
    request = asked()
    answer(request)
    page = f"/plans/{request.cycle.plan.slug}/reporting/{request.cycle.period}/"
    assert "Remind who has not answered" not in coordinator_client.get(page).content.decode()


# What follows where no answer came


def test_the_end_of_a_cycle_makes_a_follow_up_for_each_silent_person() -> None:
    cycle = factories.make_cycle()
    asked("Ailsa Grant", cycle, items=2)
    answer(asked("Done", cycle))
    its_chair = chair(cycle.plan, name="Chair")
    services.close_cycle(cycle=cycle, by=None)
    (made,) = FollowUp.objects.all()
    assert made.text == "Follow up with Ailsa Grant to obtain 2 updates for Q2 2009/10"
    assert (made.owner, made.origin) == (its_chair, "non-response")
    assert made.origin_words == "No response received from the Lead Officer, Q2 2009/10"
    assert made.due == add_working_days(timezone.localdate(), 10)


def test_without_a_chair_the_group_is_to_follow_up() -> None:
    cycle = asked().cycle
    services.close_cycle(cycle=cycle, by=None)
    (made,) = FollowUp.objects.all()
    assert (made.owner, made.owner_words) == (None, cycle.plan.owner.name)


def test_an_answer_after_reopening_finishes_the_follow_up() -> None:
    request = asked()
    for _time in range(2):
        services.close_cycle(cycle=request.cycle, by=None)
        services.reopen_cycle(cycle=request.cycle, reason="Late", by=None)
    (made,) = FollowUp.objects.all()
    assert tick(at(2)) == []
    answer(request)
    assert tick(at(2)) == ["1 missing response came in."]
    made.refresh_from_db()
    assert (made.state, made.notes.get().words) == ("done", "Ailsa Grant has answered.")

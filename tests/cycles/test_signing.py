"""Signing a period off: who may, findings first, approving, sending back, locking and unlocking."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.core.working_days import add_working_days
from fingerpost.cycles import services, sign_off_rules
from fingerpost.cycles.findings import digest_of, findings_of, fingerprint_of, unanswered
from fingerpost.cycles.models import Cycle, CycleState, FindingAnswer, Item, ItemState, Request
from fingerpost.mail.models import Message
from fingerpost.people.models import Membership, Role, User
from fingerpost.plans import services as plans
from fingerpost.plans.models import SignOff
from fingerpost.plans.services import Selection
from fingerpost.reporting.models import PeriodLock
from fingerpost.reporting.services import report_progress
from tests import factories

pytestmark = pytest.mark.django_db
RULE = "due-outside-plan"
AFTER = date(2010, 6, 30)


def answered(cycle: Cycle, person: User | None = None, **fields: Any) -> Item:
    """An item of the cycle whose milestone is all right by the checks, with its answer."""
    person = person or factories.make_user(role=Role.LEAD_OFFICER)
    request = Request.objects.filter(cycle=cycle, person=person).first() or factories.make_request(cycle, person)
    outcome = cycle.plan.outcomes.first() or factories.make_outcome(cycle.plan)
    action = factories.make_action(outcome, lead=person, due=date(2010, 3, 31))
    milestone = factories.make_milestone(action, lead=person, quantity_target=10, quantity_unit="staff")
    update = factories.make_update(milestone, 100, count=10, note="Done", by=person)
    given = {
        "state": ItemState.SUBMITTED,
        "milestone_update": update,
        "submitted_at": timezone.now(),
        "submitted_by": person,
        **fields,
    }
    return factories.make_item(request, milestone, **given)


def accept_everything(cycle: Cycle, by: User | None) -> None:
    for rule in {one.finding.rule for one in unanswered(findings_of(cycle))}:
        services.answer_findings(cycle=cycle, rule=rule, what="accepted", reason="Known", by=by)


def finding_of(cycle: Cycle, rule: str) -> Any:
    return next(one for one in findings_of(cycle) if one.finding.rule == rule)


@pytest.fixture
def cycle() -> Cycle:
    """A closed cycle without a finding left open."""
    return factories.make_cycle(state=CycleState.CLOSED)


@pytest.fixture
def chaired() -> tuple[Cycle, User]:
    """A cycle of a plan that the chair of its group signs off, and the chair."""
    plan, chair = factories.make_plan(signed_off_by=SignOff.CHAIR), factories.make_user(role=Role.MEMBER)
    Membership.objects.create(group=plan.owner, user=chair, position=Membership.Position.CHAIR)
    return factories.make_cycle(plan, state=CycleState.CLOSED), chair


def states(cycle: Cycle) -> list[str]:
    return list(cycle.items.order_by("id").values_list("state", flat=True))


def test_a_coordinator_signs_off_unless_the_plan_names_the_chair(cycle: Cycle, coordinator: User) -> None:
    assert sign_off_rules.why_not_sign_off(coordinator, cycle) == ""
    assert sign_off_rules.why_not_sign_off(factories.make_user(role=Role.LEAD_OFFICER), cycle).startswith("You may not")


def test_only_the_chair_signs_off_where_the_plan_says_so(chaired: tuple[Cycle, User], coordinator: User) -> None:
    cycle, chair = chaired
    assert sign_off_rules.why_not_sign_off(chair, cycle) == ""
    refusal = f"“{cycle.plan}” is signed off by the chair of {cycle.plan.owner}."
    assert sign_off_rules.why_not_sign_off(coordinator, cycle) == refusal
    chair.is_active = False
    assert sign_off_rules.why_not_sign_off(chair, cycle) == refusal


def test_answers_are_approved_all_at_once_with_exceptions(cycle: Cycle, coordinator: User) -> None:
    items = [answered(cycle) for _number in range(3)]
    accept_everything(cycle, coordinator)
    assert services.approve_all(cycle=cycle, by=coordinator, except_=[items[1]]) == 2
    assert states(cycle) == ["approved", "submitted", "approved"]
    first = Item.objects.get(pk=items[0].pk)
    assert (first.decided_by, first.decided_at is None) == (coordinator, False)
    assert AuditEvent.objects.filter(verb="item.approve").count() == 2


def test_answers_are_approved_one_by_one(cycle: Cycle, coordinator: User) -> None:
    items = [answered(cycle) for _number in range(2)]
    accept_everything(cycle, coordinator)
    assert services.approve_items(cycle=cycle, items=items[:1], by=coordinator) == 1
    assert states(cycle) == ["approved", "submitted"]
    with pytest.raises(Refused, match="has no answer that waits for a decision"):
        services.approve_items(cycle=cycle, items=items[:1], by=coordinator)


def test_an_answer_that_came_after_the_page_was_made_is_looked_at_first(cycle: Cycle, coordinator: User) -> None:
    answered(cycle)
    seen = timezone.now()
    answered(cycle, submitted_at=seen + timedelta(seconds=1))
    accept_everything(cycle, coordinator)
    assert services.approve_all(cycle=cycle, by=coordinator, seen=seen) == 1
    assert states(cycle) == ["approved", "submitted"]


def test_nothing_is_approved_while_a_finding_is_open(cycle: Cycle, coordinator: User) -> None:
    item = answered(cycle)
    factories.make_milestone(item.milestone.action if item.milestone else None, due=AFTER)
    count = len(unanswered(findings_of(cycle)))
    assert count > 0
    for approve in (
        lambda: services.approve_all(cycle=cycle, by=coordinator),
        lambda: services.approve_items(cycle=cycle, items=[item], by=coordinator),
    ):
        with pytest.raises(Refused, match="neither answered nor accepted yet"):
            approve()
    accept_everything(cycle, coordinator)
    assert services.approve_all(cycle=cycle, by=coordinator) == 1


def test_errors_and_warnings_are_to_be_answered_and_notices_not(cycle: Cycle) -> None:
    answered(cycle)
    factories.make_milestone(factories.make_action(factories.make_outcome(cycle.plan)), due=AFTER)
    assert {one.finding.severity for one in findings_of(cycle)} <= {"error", "warning"}


def test_findings_of_a_rule_are_answered_together_but_for_those_left(cycle: Cycle, coordinator: User) -> None:
    action = factories.make_action(factories.make_outcome(cycle.plan))
    for _number in range(3):
        factories.make_milestone(action, due=AFTER)
    overdue = [one for one in findings_of(cycle) if one.finding.rule == RULE]
    left = overdue[0].fingerprint
    said = {"cycle": cycle, "rule": RULE, "what": "answered", "by": coordinator, "leave": [left]}
    assert services.answer_findings(**said, reason="The hall was shut", seen=seen_of(cycle, RULE)) == 2
    assert [one.fingerprint for one in unanswered(findings_of(cycle)) if one.finding.rule == RULE] == [left]
    row = FindingAnswer.objects.all()[0]
    assert (row.what, row.reason, row.by) == ("answered", "The hall was shut", coordinator)
    event = AuditEvent.objects.get(verb="cycle.answer")
    assert (event.after["rule"], len(event.after["findings"]), event.reason) == (RULE, 2, "The hall was shut")


def seen_of(cycle: Cycle, rule: str) -> str:
    return digest_of([one.fingerprint for one in unanswered(findings_of(cycle)) if one.finding.rule == rule])


def test_findings_that_changed_since_they_were_seen_are_looked_at_again(cycle: Cycle, coordinator: User) -> None:
    action = factories.make_action(factories.make_outcome(cycle.plan))
    factories.make_milestone(action, due=AFTER)
    seen = seen_of(cycle, RULE)
    factories.make_milestone(action, due=AFTER)
    with pytest.raises(Refused, match="The findings have changed since the page was shown"):
        services.answer_findings(cycle=cycle, rule=RULE, what="accepted", reason="Known", by=coordinator, seen=seen)


def test_a_finding_whose_evidence_changes_is_open_again(cycle: Cycle, coordinator: User) -> None:
    milestone = factories.make_milestone(factories.make_action(factories.make_outcome(cycle.plan)), due=AFTER)
    accept_everything(cycle, coordinator)
    before = finding_of(cycle, RULE)
    assert before.answer is not None
    milestone.due = date(2010, 7, 31)
    milestone.save()
    after = finding_of(cycle, RULE)
    assert (after.answer, after.fingerprint == before.fingerprint) == (None, False)


def test_a_fingerprint_is_that_of_rule_subject_and_evidence(cycle: Cycle) -> None:
    action = factories.make_action(factories.make_outcome(cycle.plan))
    for _number in range(2):
        factories.make_milestone(action, due=AFTER)
    found = [one.finding for one in findings_of(cycle)]
    assert len({fingerprint_of(one) for one in found}) == len(found)


@pytest.mark.parametrize(("what", "allowed"), [("answered", True), ("accepted", False)])
def test_a_coordinator_explains_and_only_the_chair_accepts(
    chaired: tuple[Cycle, User], coordinator: User, what: str, allowed: bool
) -> None:
    cycle, chair = chaired
    assert (sign_off_rules.why_not_answer_finding(coordinator, cycle, what) == "") is allowed
    assert sign_off_rules.why_not_answer_finding(chair, cycle, what) == ""


def test_an_answer_to_a_finding_can_be_taken_back(cycle: Cycle, coordinator: User) -> None:
    factories.make_milestone(factories.make_action(factories.make_outcome(cycle.plan)), due=AFTER)
    accept_everything(cycle, coordinator)
    mark = finding_of(cycle, RULE).fingerprint
    services.withdraw_finding_answer(cycle=cycle, fingerprint=mark, by=coordinator)
    assert finding_of(cycle, RULE).answer is None
    with pytest.raises(Refused, match="Nothing was said to this finding"):
        services.withdraw_finding_answer(cycle=cycle, fingerprint=mark, by=coordinator)


def test_answers_are_sent_back_with_a_reason_that_is_kept_and_mailed(cycle: Cycle, coordinator: User) -> None:
    ailsa, calum = factories.make_user(name="Ailsa"), factories.make_user(name="Calum")
    items = [answered(cycle, ailsa), answered(cycle, ailsa), answered(cycle, calum), answered(cycle, calum)]
    Request.objects.update(answered_at=timezone.now())
    reason = "Which schools? Please name them."
    assert services.return_items(cycle=cycle, items=items[:3], reason=f" {reason} ", by=coordinator) == 3
    assert states(cycle) == ["returned", "returned", "returned", "submitted"]
    assert Item.objects.get(pk=items[0].pk).reason == reason
    assert set(Request.objects.values_list("answered_at", flat=True)) == {None}
    mails = Message.objects.order_by("person__name")
    assert [(mail.person, mail.kind, mail.to) for mail in mails] == [
        (ailsa, "returned", ailsa.email),
        (calum, "returned", calum.email),
    ]
    text = mails[0].text
    assert (reason in text, str(items[1]) in text, str(items[2]) in text) == (True, True, False)
    assert mails[0].links == {"link": f"answer:{items[0].request.key}"}
    assert AuditEvent.objects.filter(verb="item.return", reason=reason).count() == 3


def test_what_was_approved_can_be_sent_back_and_what_was_not_answered_cannot(cycle: Cycle, coordinator: User) -> None:
    approved, asked = answered(cycle, state=ItemState.APPROVED), answered(cycle, state=ItemState.ASKED)
    assert services.return_items(cycle=cycle, items=[approved], reason="Look again", by=coordinator) == 1
    with pytest.raises(Refused, match="has no answer that could be sent back"):
        services.return_items(cycle=cycle, items=[asked], reason="Look again", by=coordinator)


@pytest.mark.parametrize(("reason", "words"), [(" ", "Give a reason"), ("Why", "Tick at least one answer")])
def test_sending_back_is_refused(cycle: Cycle, coordinator: User, reason: str, words: str) -> None:
    items = [] if reason.strip() else [answered(cycle)]
    with pytest.raises(Refused, match=words):
        services.return_items(cycle=cycle, items=items, reason=reason, by=coordinator)
    assert not Message.objects.exists()


def test_a_closed_cycle_takes_what_was_sent_back(cycle: Cycle, coordinator: User) -> None:
    services.return_items(cycle=cycle, items=[answered(cycle)], reason="Look again", by=coordinator)
    cycle.refresh_from_db()
    until = add_working_days(timezone.localdate(), 5)
    assert (cycle.state, cycle.closed_at, cycle.grace_until) == (CycleState.OPEN, None, until)
    assert AuditEvent.objects.get(verb="cycle.reopen").reason == "Look again"


def test_an_open_cycle_keeps_a_later_last_day(coordinator: User) -> None:
    cycle = factories.make_cycle(grace_until=date(2999, 1, 1))
    services.return_items(cycle=cycle, items=[answered(cycle)], reason="Look again", by=coordinator)
    cycle.refresh_from_db()
    assert (cycle.state, cycle.grace_until) == (CycleState.OPEN, date(2999, 1, 1))
    assert not AuditEvent.objects.filter(verb="cycle.edit").exists()


def test_a_delegate_who_answered_is_written_to_and_a_coordinator_not(cycle: Cycle, coordinator: User) -> None:
    stand_in, lead = factories.make_user(name="Stand-in"), factories.make_user(name="Lead")
    request = factories.make_request(cycle, lead, delegate=stand_in)
    by_stand_in, by_coordinator = answered(cycle, lead), answered(cycle, lead)
    Item.objects.filter(pk=by_stand_in.pk).update(submitted_by=stand_in)
    Item.objects.filter(pk=by_coordinator.pk).update(submitted_by=coordinator)
    services.return_items(cycle=cycle, items=[by_stand_in, by_coordinator], reason="Look again", by=coordinator)
    assert list(Message.objects.order_by("person__name").values_list("person", flat=True)) == [lead.pk, stand_in.pk]
    assert {item.request for item in cycle.items.all()} == {request}


def test_a_period_is_locked_once_everything_is_decided(cycle: Cycle, coordinator: User) -> None:
    item = answered(cycle)
    accept_everything(cycle, coordinator)
    with pytest.raises(Refused, match="1 answer still waits for a decision"):
        services.lock_cycle(cycle=cycle, by=coordinator)
    services.approve_items(cycle=cycle, items=[item], by=coordinator)
    locked = services.lock_cycle(cycle=cycle, by=coordinator)
    lock = PeriodLock.objects.get()
    assert (locked.state, locked.locked_at) == (CycleState.LOCKED, lock.locked_at)
    assert (lock.plan, lock.period, lock.ends, lock.locked_by) == (
        cycle.plan,
        "2009-10-q2",
        date(2009, 9, 30),
        coordinator,
    )


def test_a_period_is_not_locked_over_an_open_finding(cycle: Cycle, coordinator: User) -> None:
    factories.make_milestone(factories.make_action(factories.make_outcome(cycle.plan)), due=AFTER)
    with pytest.raises(Refused, match="neither answered nor accepted yet"):
        services.lock_cycle(cycle=cycle, by=coordinator)
    assert not PeriodLock.objects.exists()


def test_an_open_cycle_is_not_locked(coordinator: User) -> None:
    with pytest.raises(Refused, match="Close the cycle before you lock it"):
        services.lock_cycle(cycle=factories.make_cycle(), by=coordinator)


def test_items_without_a_response_are_locked_as_they_are(cycle: Cycle, coordinator: User) -> None:
    answered(cycle, state=ItemState.ASKED, submitted_at=None)
    answered(cycle, state=ItemState.RETURNED, reason="Look again")
    accept_everything(cycle, coordinator)
    services.lock_cycle(cycle=cycle, by=coordinator)
    assert states(cycle) == ["asked", "returned"]


def test_after_the_lock_nothing_is_decided_and_figures_change_with_a_reason_only(
    cycle: Cycle, coordinator: User
) -> None:
    item = answered(cycle, state=ItemState.APPROVED)
    accept_everything(cycle, coordinator)
    services.lock_cycle(cycle=cycle, by=coordinator)
    for act in (
        lambda: services.approve_all(cycle=cycle, by=coordinator),
        lambda: services.return_items(cycle=cycle, items=[item], reason="Look again", by=coordinator),
        lambda: services.answer_findings(cycle=cycle, rule="x", what="answered", reason="Because", by=coordinator),
    ):
        with pytest.raises(Refused, match="Q2 2009/10 is approved and locked"):
            act()
    assert item.milestone
    with pytest.raises(Refused, match="is a late correction"):
        report_progress(milestone=item.milestone, by=coordinator, as_at=date(2009, 9, 30), note="Late")


def test_a_period_is_unlocked_with_a_reason_and_can_be_locked_again(cycle: Cycle, coordinator: User) -> None:
    services.lock_cycle(cycle=cycle, by=coordinator)
    with pytest.raises(Refused, match="Give a reason"):
        services.unlock_cycle(cycle=cycle, reason=" ", by=coordinator)
    unlocked = services.unlock_cycle(cycle=cycle, reason="A theme was missing", by=coordinator)
    assert (unlocked.state, unlocked.locked_at) == (CycleState.CLOSED, None)
    assert PeriodLock.objects.get().lift_reason == "A theme was missing"
    with pytest.raises(Refused, match="This cycle is not locked"):
        services.unlock_cycle(cycle=cycle, reason="Again", by=coordinator)
    services.lock_cycle(cycle=cycle, by=coordinator)
    assert PeriodLock.objects.count() == 2


def test_nobody_but_the_one_named_locks(chaired: tuple[Cycle, User], coordinator: User) -> None:
    cycle, chair = chaired
    with pytest.raises(Refused, match="is signed off by the chair of"):
        services.lock_cycle(cycle=cycle, by=coordinator)
    assert services.lock_cycle(cycle=cycle, by=chair).state == CycleState.LOCKED


@pytest.mark.parametrize("size", [1, 20])
def test_approving_takes_the_same_queries_at_any_size(
    cycle: Cycle, coordinator: User, django_assert_num_queries: Any, size: int
) -> None:
    for _number in range(size):
        answered(cycle)
    accept_everything(cycle, coordinator)
    with django_assert_num_queries(17):
        assert services.approve_all(cycle=cycle, by=coordinator) == size


def test_a_plan_says_who_signs_it_off_and_its_successor_likewise(coordinator: User) -> None:
    plan = factories.make_plan()
    assert plan.signed_off_by == SignOff.COORDINATOR
    plans.edit_plan(plan=plan, signed_off_by=SignOff.CHAIR, by=coordinator)
    event = AuditEvent.objects.get(verb="plan.edit")
    assert (event.before, event.after) == ({"signed_off_by": "coordinator"}, {"signed_off_by": "chair"})
    plan.refresh_from_db()
    after = plans.roll_over(
        plan=plan,
        title="Next",
        starts=date(2010, 4, 1),
        ends=date(2011, 3, 31),
        chosen=Selection(),
        reason="A new year",
        by=coordinator,
    )
    assert after.signed_off_by == SignOff.CHAIR


def test_no_cycle_opens_into_a_period_that_another_one_locked(coordinator: User) -> None:
    """Q2 and the first half end on the same day."""
    plan = factories.make_plan()
    factories.make_lock(plan, "2009-10-q2")
    words = "Answers would be as at 30 September 2009, and Q2 2009/10 is approved and locked. Unlock that period first."
    half = factories.make_cycle(plan, "2009-10-h1", state=CycleState.PLANNED)
    with pytest.raises(Refused) as refusal:
        services.open_cycle(cycle=half, by=coordinator)
    assert refusal.value.reason == words
    closed = factories.make_cycle(plan, "2009-10-q1", state=CycleState.CLOSED)
    for act in (
        lambda: services.reopen_cycle(cycle=closed, reason="One came late", by=coordinator),
        lambda: services.return_items(cycle=closed, items=[answered(closed)], reason="Look again", by=coordinator),
    ):
        with pytest.raises(Refused, match="Answers would be as at 30 June 2009"):
            act()

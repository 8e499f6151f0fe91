"""Answers: stored all or none, judged by the same rules wherever they come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.cycles.answers import Answer, NotTaken
from fingerpost.cycles.models import CycleState, Draft, Item, ItemState, Request
from fingerpost.cycles.services import save_drafts, submit
from fingerpost.people.models import Role, User
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate
from fingerpost.reporting.rules import why_not_update_action, why_not_update_milestone
from tests import factories
from tests.cycles.asking import LAST_MONTH, action_of, asked, steps

pytestmark = pytest.mark.django_db


def wrong(request: Request, **said: Any) -> dict[str, str]:
    """What is wrong with an answer to the first milestone; nothing where it was taken."""
    item = steps(request)[0]
    try:
        submit(request=request, answers=[Answer(item=item, **said)], by=request.person)
    except NotTaken as refusal:
        return refusal.reasons[item.key]
    return {}


def test_an_answer_is_an_update_as_at_the_end_of_the_period() -> None:
    request = asked(items=2, action=True)
    one, two = steps(request)
    whole = request.items.get(action__isnull=False)
    answers = [
        Answer(item=one, progress=Decimal(40), note="Half the rooms are booked"),
        Answer(item=whole, work_undertaken="Advertised", work_planned="Interviews"),
    ]
    submit(request=request, answers=answers, by=request.person)
    update = MilestoneUpdate.objects.get()
    assert (update.milestone, update.as_at, update.progress, update.by) == (
        one.milestone,
        date(2009, 9, 30),
        40,
        request.person,
    )
    assert ActionUpdate.objects.get().work_planned == "Interviews"
    one, two = steps(request)
    assert (one.state, one.milestone_update, one.submitted_by) == (ItemState.SUBMITTED, update, request.person)
    assert one.first_submitted_at == one.submitted_at
    assert two.state == ItemState.ASKED
    request.refresh_from_db()
    assert request.answered_at is None
    assert request.opened_at == one.submitted_at
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["milestone.update", "item.submit", "action.update", "item.submit"]


def test_a_request_is_answered_with_its_last_item() -> None:
    request = asked()
    submit(request=request, answers=[Answer(item=steps(request)[0], progress=Decimal(10))], by=request.person)
    request.refresh_from_db()
    assert request.answered_at is not None


def test_what_went_from_the_plan_is_not_waited_for() -> None:
    request = asked(items=2)
    one, two = steps(request)
    milestone = two.milestone
    assert milestone
    milestone.state, milestone.state_reason = "cancelled", "No money"
    milestone.save()
    submit(request=request, answers=[Answer(item=one, progress=Decimal(10))], by=request.person)
    request.refresh_from_db()
    assert request.answered_at is not None


def test_all_or_none() -> None:
    request = asked(items=2)
    one, two = steps(request)
    with pytest.raises(NotTaken) as refusal:
        submit(request=request, answers=[Answer(item=one, progress=Decimal(10)), Answer(item=two)], by=request.person)
    assert refusal.value.reasons == {two.key: {"progress": "Choose how far it has come."}}
    assert not MilestoneUpdate.objects.exists()


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, {"progress": "Choose how far it has come."}),
        ({"progress": Decimal(101)}, {"progress": "Progress is a percentage from 0 to 100."}),
        (
            {"count": Decimal(3)},
            {"progress": "Choose how far it has come."},
        ),
        (
            {"progress": Decimal(5), "will_not_complete": True},
            {"note": "Say in the note why it will not be completed."},
        ),
        ({"progress": Decimal(5), "due": date(2009, 12, 31)}, {"due_reason": "Say why the date has to move."}),
        ({"progress": Decimal(5), "due_reason": "Snow"}, {"due": "Give the new date."}),
        (
            {"progress": Decimal(5), "due": date(2009, 9, 30), "due_reason": "Snow"},
            {"due": "That is its due date already."},
        ),
        ({"progress": Decimal(5), "seen": 0}, {}),
    ],
)
def test_what_is_wrong_with_an_answer(said: dict[str, Any], reasons: dict[str, str]) -> None:
    assert wrong(asked(), **said) == reasons


def test_the_same_progress_asks_why() -> None:
    request = asked()
    milestone = steps(request)[0].milestone
    assert milestone
    factories.make_update(milestone, 40, as_at=LAST_MONTH)
    assert wrong(request, progress=Decimal(40)) == {
        "no_change_reason": "That is what was said last. Say why nothing has changed."
    }
    assert wrong(request, progress=Decimal(40), no_change_reason="The hall was closed") == {}
    assert steps(request)[0].no_change_reason == "The hall was closed"


def test_an_answer_sent_anew_is_compared_with_what_was_said_before_the_cycle() -> None:
    request = asked()
    milestone = steps(request)[0].milestone
    assert milestone
    factories.make_update(milestone, 40, as_at=LAST_MONTH)
    assert wrong(request, progress=Decimal(50)) == {}
    first = steps(request)[0].first_submitted_at
    assert wrong(request, progress=Decimal(50), note="With a note") == {}
    assert wrong(request, progress=Decimal(40)) != {}
    assert MilestoneUpdate.objects.filter(progress=50).count() == 2
    assert steps(request)[0].first_submitted_at == first


def test_a_count_where_the_milestone_has_a_quantity() -> None:
    request = asked()
    item = steps(request)[0]
    assert item.milestone
    item.milestone.quantity_target, item.milestone.quantity_unit = Decimal(75), "staff"
    item.milestone.save()
    assert wrong(request, progress=Decimal(40)) == {"count": "Give the count so far."}
    assert wrong(request, count=Decimal(60)) == {}
    assert MilestoneUpdate.objects.get().progress == 80


def test_a_due_date_is_proposed_not_moved() -> None:
    request = asked()
    assert wrong(request, progress=Decimal(5), due=date(2009, 12, 31), due_reason="Snow") == {}
    item = steps(request)[0]
    assert (item.proposed_due, item.proposed_reason) == (date(2009, 12, 31), "Snow")
    assert item.milestone
    assert item.milestone.due == date(2009, 9, 30)


def test_what_somebody_else_said_meanwhile_is_shown_first() -> None:
    request = asked()
    item = steps(request)[0]
    assert item.milestone
    newer = factories.make_update(item.milestone, 70, by=factories.make_user(name="Calum Ross"))
    found = wrong(request, progress=Decimal(40), seen=0)
    assert found == {
        "seen": "Calum Ross reported on this after you opened the page. Look at it below; send again to report anew."
    }
    assert wrong(request, progress=Decimal(40), seen=newer.pk) == {}


def test_what_was_cancelled_meanwhile_says_so() -> None:
    request = asked()
    milestone = steps(request)[0].milestone
    assert milestone
    milestone.state, milestone.state_reason = "cancelled", "No money"
    milestone.save()
    assert wrong(request, progress=Decimal(40)) == {
        "": "“Step 1” is not active any more (cancelled), so there is no progress to report."
    }


def test_what_is_approved_stays() -> None:
    request = asked()
    wrong(request, progress=Decimal(40))
    Item.objects.update(state=ItemState.APPROVED)
    assert wrong(request, progress=Decimal(50)) == {
        "": "Your answer was approved, so it can no longer be changed here."
    }


def test_what_was_sent_back_is_sent_anew() -> None:
    request = asked()
    wrong(request, progress=Decimal(40))
    Item.objects.update(state=ItemState.RETURNED, reason="Which rooms?")
    assert wrong(request, progress=Decimal(40), note="The hall") == {}
    item = steps(request)[0]
    assert (item.state, item.reason) == (ItemState.SUBMITTED, "")


def test_somebody_elses_item_is_refused() -> None:
    request, other = asked(), asked()
    with pytest.raises(Refused, match="not asked for here"):
        submit(request=request, answers=[Answer(item=steps(other)[0], progress=Decimal(1))], by=request.person)
    assert not MilestoneUpdate.objects.exists()


def by_whom(request: Request) -> dict[str, User]:
    deputy, delegate = factories.make_user(), factories.make_user()
    request.person.deputy = deputy
    request.person.save()
    request.delegate = delegate
    request.save()
    return {
        "person": request.person,
        "deputy": deputy,
        "delegate": delegate,
        "coordinator": factories.make_user(role=Role.COORDINATOR),
        "another": factories.make_user(role=Role.LEAD_OFFICER),
        "inactive": factories.make_user(role=Role.COORDINATOR, is_active=False, name="Gone"),
    }


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("person", ""),
        ("deputy", ""),
        ("delegate", ""),
        ("coordinator", ""),
        ("another", "Ailsa Grant was asked for this, and answers it or lets somebody else do so."),
        ("inactive", "Gone is inactive."),
    ],
)
def test_who_may_answer(who: str, reason: str) -> None:
    request = asked()
    by = by_whom(request)[who]
    answers = [Answer(item=steps(request)[0], progress=Decimal(1))]
    if reason:
        with pytest.raises(Refused) as refusal:
            submit(request=request, answers=answers, by=by)
        assert refusal.value.reason == reason
    else:
        submit(request=request, answers=answers, by=by)
        assert MilestoneUpdate.objects.get().by == by
        opened = Request.objects.get(pk=request.pk).opened_at
        assert (opened is None) == (who == "coordinator")


def test_a_cycle_that_is_over_takes_nothing() -> None:
    request = asked()
    request.cycle.state = CycleState.CLOSED
    request.cycle.save()
    with pytest.raises(Refused, match="The cycle for Q2 2009/10 is over"):
        submit(request=request, answers=[Answer(item=steps(request)[0], progress=Decimal(1))], by=request.person)


def test_a_draft_is_kept_changed_and_dropped() -> None:
    request = asked()
    item = steps(request)[0]
    save_drafts(request=request, said={item.key: {"note": "Half"}}, by=request.person)
    save_drafts(request=request, said={item.key: {"note": "Half of it"}}, by=request.person)
    assert [(row.item, row.said) for row in Draft.objects.all()] == [(item, {"note": "Half of it"})]
    save_drafts(request=request, said={item.key: {}}, by=request.person)
    assert not Draft.objects.exists()


def test_a_draft_goes_with_the_answer() -> None:
    request = asked()
    item = steps(request)[0]
    save_drafts(request=request, said={item.key: {"note": "Half"}}, by=request.person)
    submit(request=request, answers=[Answer(item=item, progress=Decimal(1))], by=request.person)
    assert not Draft.objects.exists()


def test_a_draft_of_somebody_elses_item_is_refused() -> None:
    request, other = asked(), asked()
    with pytest.raises(Refused):
        save_drafts(request=request, said={steps(other)[0].key: {"note": "Hm"}}, by=request.person)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("size", [1, 3])
def test_each_answer_takes_the_same_queries(django_assert_num_queries: Any, size: int) -> None:
    request = asked(items=size)
    answers = [Answer(item=item, progress=Decimal(1)) for item in steps(request)]
    with django_assert_num_queries(8 + 10 * size):
        submit(request=request, answers=answers, by=request.person)


def test_a_deputy_reports_on_the_milestones_own_page_too() -> None:
    deputy = factories.make_user(role=Role.LEAD_OFFICER)
    lead = factories.make_user(role=Role.LEAD_OFFICER, deputy=deputy)
    milestone = factories.make_milestone(factories.make_action(lead=lead))
    assert why_not_update_milestone(deputy, milestone) == ""
    assert why_not_update_action(deputy, action_of(asked())) != ""

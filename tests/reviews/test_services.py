from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.follow_ups.models import FollowUp, Origin
from fingerpost.people.models import Role
from fingerpost.reporting.models import ActionUpdate
from fingerpost.reviews import queries, services
from fingerpost.reviews.models import Activity, Instead, ReviewEntry
from fingerpost.reviews.services import Said, Step
from tests import factories

pytestmark = pytest.mark.django_db
Q2 = Period(2009, "quarter", 2)


def test_a_review_of_an_indicator_is_kept_and_recorded() -> None:
    row = factories.make_indicator()
    services.record_review(
        Said(item=row, period=Q2, work_undertaken=" A group was set up. ", planned_instead=Instead.NONE_STATED), by=None
    )
    found = queries.reviewed(row, Q2)
    assert (found.undertaken_words, found.planned_words) == ("A group was set up.", "None stated")
    event = AuditEvent.objects.get()
    assert (event.verb, event.after["work_undertaken"]) == ("indicator.review", "A group was set up.")
    assert queries.reviewed(row, Q2.next).is_empty


def test_the_latest_holds_and_what_was_there_stays() -> None:
    row = factories.make_indicator()
    for words in ("First.", "Second."):
        services.record_review(Said(item=row, period=Q2, notes=words), by=None)
    assert queries.reviewed(row, Q2).notes == "Second."
    assert [entry.notes for entry in queries.entries_of(row)] == ["Second.", "First."]
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewEntry.objects.update(notes="Third.")


def test_the_same_again_is_refused() -> None:
    row = factories.make_indicator()
    services.record_review(Said(item=row, period=Q2, notes="Said."), by=None)
    with pytest.raises(Refused, match="recorded already"):
        services.record_review(Said(item=row, period=Q2, notes="Said."), by=None)
    with pytest.raises(Refused, match="Say something"):
        services.record_review(Said(item=row, period=Q2), by=None)


def test_words_and_a_reason_for_none_exclude_each_other() -> None:
    said = Said(item=factories.make_indicator(), period=Q2, work_planned="More.", planned_instead=Instead.NONE_STATED)
    with pytest.raises(Refused, match="either the words"):
        services.record_review(said, by=None)


def test_work_on_a_key_action_is_an_update_of_it() -> None:
    action = factories.make_action()
    services.record_review(
        Said(item=action, period=Q2, work_undertaken="Begun.", work_planned="The rest.", notes="Visit them."), by=None
    )
    update = ActionUpdate.objects.get()
    assert (update.as_at, update.work_undertaken, update.work_planned) == (Q2.end, "Begun.", "The rest.")
    entry = ReviewEntry.objects.get()
    assert (entry.work_undertaken, entry.notes) == ("", "Visit them.")
    found = queries.reviewed(action, Q2)
    assert (found.work_undertaken, found.work_planned, found.notes) == ("Begun.", "The rest.", "Visit them.")


def test_what_a_cycle_was_told_of_a_key_action_stands_in_its_review() -> None:
    action = factories.make_action()
    factories.make_action_update(action, as_at=date(2009, 9, 1), work_undertaken="Told in the cycle.")
    assert queries.reviewed(action, Q2).work_undertaken == "Told in the cycle."
    assert queries.reviewed(action, Q2.previous).is_empty


def test_the_next_step_is_a_follow_up_and_never_two() -> None:
    row, chair = factories.make_indicator(), factories.make_user(name="Chair")
    step = Step(text="Ask for the figures", owner=chair, due=date(2010, 1, 15))
    for words in ("", "More."):
        services.record_review(Said(item=row, period=Q2, notes=words), by=None, step=step)
    found = FollowUp.objects.get()
    assert (found.origin, found.owner, found.due) == (Origin.REVIEW, chair, date(2010, 1, 15))
    assert [one.text for one in queries.reviewed(row, Q2).follow_ups] == ["Ask for the figures"]
    services.record_review(Said(item=row, period=Q2), by=None, step=Step(text="Ask again"))
    assert FollowUp.objects.count() == 2


def test_an_approved_period_is_corrected_with_a_reason() -> None:
    row = factories.make_indicator()
    services.record_review(Said(item=row, period=Q2, notes="Said."), by=None)
    lock = factories.make_lock(row.plan)
    with pytest.raises(Refused, match="late correction"):
        services.record_review(Said(item=row, period=Q2, notes="Said late."), by=None)
    entry = services.record_review(Said(item=row, period=Q2, notes="Said late.", reason="Misheard"), by=None)
    assert entry
    assert (entry.late_for, entry.reason, entry.correction_of and entry.correction_of.notes) == (
        lock,
        "Misheard",
        "Said.",
    )


def test_who_may_review() -> None:
    row = factories.make_indicator(lead=factories.make_user(role=Role.LEAD_OFFICER))
    other = factories.make_user(role=Role.LEAD_OFFICER)
    said = Said(item=row, period=Q2, notes="Said.")
    with pytest.raises(Refused, match="You do not lead this"):
        services.record_review(said, by=other)
    assert services.record_review(said, by=row.lead)
    with pytest.raises(Refused, match="outside the plan"):
        services.record_review(Said(item=row, period=Period(2012, "quarter", 1), notes="Said."), by=row.lead)


def test_the_database_refuses_what_may_never_be() -> None:
    row, action = factories.make_indicator(), factories.make_action()
    for wrong in (
        {},
        {"indicator": row, "action": action},
        {"action": action, "work_planned": "More."},
        {"indicator": row, "work_planned": "More.", "planned_instead": "none-stated"},
        {"indicator": row, "planned_instead": "unknown"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewEntry.objects.create(period=Q2.slug, **wrong)


def test_a_strategy_and_its_activities() -> None:
    plan = factories.make_plan()
    strategy = services.save_strategy(plan=plan, by=None, title="Telling", aim="To tell.")
    again = services.save_strategy(plan=plan, by=None, aim="To tell all.")
    assert (again.pk, again.title, again.aim) == (strategy.pk, "Telling", "To tell all.")
    rows: list[services.ActivityFields] = [{"activity": "Minutes", "by_when": "Within a month"}, {"activity": "News"}]
    assert len(services.add_activities(strategy=strategy, rows=rows, by=None)) == 2
    assert services.add_activities(strategy=strategy, rows=rows, by=None) == []
    services.add_activities(strategy=strategy, rows=[{"activity": "News", "by_whom": "Everybody"}], by=None)
    assert list(Activity.objects.values_list("activity", "by_whom")) == [("Minutes", ""), ("News", "Everybody")]
    services.remove_activity(activity=Activity.objects.get(activity="Minutes"), by=None)
    assert Activity.objects.count() == 1
    with pytest.raises(Refused, match="You may not"):
        services.save_strategy(plan=plan, by=factories.make_user(role=Role.MEMBER), aim="")

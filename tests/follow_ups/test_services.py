"""Making, changing and ending follow-ups."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.follow_ups import services
from fingerpost.follow_ups.models import FollowUp, FollowUpNote, Origin, State
from fingerpost.follow_ups.services import NewFollowUp
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Plan
from fingerpost.plans.versions import Conflict, values_of
from tests import factories

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2009, 11, 2), date(2009, 12, 1)


@pytest.fixture
def plan() -> Plan:
    return factories.make_plan()


def acts() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


def test_a_follow_up_keeps_what_was_agreed(plan: Plan, coordinator: User) -> None:
    owner, milestone = (
        factories.make_user(),
        factories.make_milestone(factories.make_action(factories.make_outcome(plan))),
    )
    new = NewFollowUp(
        plan=plan, text=" Ask the schools ", owner=owner, due=DECEMBER, origin=Origin.CHECK, origin_words="No update",
        milestone=milestone, agreed_on=NOVEMBER,
    )  # fmt: skip
    row = FollowUp.objects.get(pk=services.add(new, by=coordinator).pk)
    assert (row.text, row.by_whom, row.due, row.origin, row.origin_words, row.about, row.agreed_on, row.state) == (
        "Ask the schools", owner.name, DECEMBER, "check", "No update", milestone, NOVEMBER, State.OPEN
    )  # fmt: skip
    event = AuditEvent.objects.get(verb="followup.add")
    assert (event.by, event.scope, event.subject_id) == (coordinator, plan.slug, str(row.pk))
    assert event.after["due"] == "2009-12-01"


def test_keys_tell_nothing_and_differ(plan: Plan) -> None:
    keys = {row.key for row in services.add_many([NewFollowUp(plan=plan, text="One")] * 50, by=None)}
    assert (len(keys), {len(key) for key in keys}) == (50, {10})


def test_the_same_cause_never_makes_two(plan: Plan) -> None:
    one, two = (NewFollowUp(plan=plan, text="Ask", key_of_origin=f"cycle:q2:{name}") for name in ("ann", "bea"))
    first = services.add_many([one, one], by=None)
    again = services.add_many([two, one], by=None)
    assert [row.key_of_origin for row in (*first, *again)] == ["cycle:q2:ann", "cycle:q2:bea"]
    assert services.add(one, by=None) == first[0]
    assert acts() == ["followup.add", "followup.add"]


@pytest.mark.parametrize("rows", [1, 30])
def test_many_are_made_with_a_handful_of_statements(
    plan: Plan, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    wanted = [NewFollowUp(plan=plan, text=f"Ask {number}", key_of_origin=str(number)) for number in range(rows)]
    with django_assert_num_queries(5):
        services.add_many(wanted, by=None)
    assert AuditEvent.objects.count() == rows


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": "  "}, "Say what is to be done"),
        ({"text": "x" * 501}, "500 characters"),
        ({"agreed_on": date(2100, 1, 1)}, "must not lie in the future"),
        ({"origin": "rumour"}, "not a valid choice"),
        ({"by_when": "x" * 201}, "at most 200"),
    ],
)
def test_what_makes_no_sense_is_refused(plan: Plan, more: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        services.add(NewFollowUp(**{"plan": plan, "text": "Ask", **more}), by=None)  # type: ignore[arg-type]
    assert FollowUp.objects.count() == 0


def test_a_follow_up_is_about_something_of_its_own_plan(plan: Plan) -> None:
    with pytest.raises(Refused, match="belongs to another plan"):
        services.add(NewFollowUp(plan=plan, text="Ask", milestone=factories.make_milestone()), by=None)


def test_an_owner_is_somebody_here_or_words(plan: Plan) -> None:
    with pytest.raises(Refused, match="not both"):
        services.add(NewFollowUp(plan=plan, text="Ask", owner=factories.make_user(), owner_words="All"), by=None)
    with pytest.raises(Refused, match="inactive"):
        services.add(NewFollowUp(plan=plan, text="Ask", owner=factories.make_user(is_active=False)), by=None)


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEAD_OFFICER])
def test_an_owner_of_any_role_notes_and_finishes(plan: Plan, role: Role) -> None:
    owner = factories.make_user(role=role)
    row = factories.make_follow_up(plan, owner=owner)
    services.note_progress(follow_up=row, by=owner, words="Half of them answered", percent=Decimal(50), on=NOVEMBER)
    done = services.finish(follow_up=row, by=owner, words="All answered", on=DECEMBER)
    assert (done.state, done.ended_on) == (State.DONE, DECEMBER)
    notes = FollowUpNote.objects.values_list("kind", "on", "percent", "words", "by")
    assert list(notes) == [
        ("progress", NOVEMBER, Decimal(50), "Half of them answered", owner.pk),
        ("finish", DECEMBER, None, "All answered", owner.pk),
    ]
    assert acts() == ["followup.update", "followup.finish"]


def test_nobody_finishes_what_is_somebody_elses(plan: Plan) -> None:
    row = factories.make_follow_up(plan, owner=factories.make_user())
    with pytest.raises(Refused, match="not yours"):
        services.finish(follow_up=row, by=factories.make_user(role=Role.LEAD_OFFICER))


def test_an_owner_neither_drops_nor_hands_over(plan: Plan) -> None:
    owner = factories.make_user(role=Role.LEAD_OFFICER)
    row = factories.make_follow_up(plan, owner=owner)
    with pytest.raises(Refused, match="You may not make, change, hand over"):
        services.drop(follow_up=row, by=owner, reason="No time")
    with pytest.raises(Refused, match="You may not make, change, hand over"):
        services.hand_over(follow_up=row, by=owner, owner_words="Somebody", reason="No time")


def test_a_follow_up_is_dropped_and_reopened_with_reasons(plan: Plan, coordinator: User) -> None:
    row = factories.make_follow_up(plan)
    with pytest.raises(Refused, match="Give a reason"):
        services.drop(follow_up=row, by=coordinator, reason=" ")
    assert services.drop(follow_up=row, by=coordinator, reason="Overtaken", on=NOVEMBER).state == State.DROPPED
    with pytest.raises(Refused, match="not open any more"):
        services.finish(follow_up=row, by=coordinator)
    again = services.reopen(follow_up=row, by=coordinator, reason="It came back", on=DECEMBER)
    assert (again.state, again.ended_on) == (State.OPEN, None)
    assert [event.reason for event in AuditEvent.objects.order_by("id")] == ["Overtaken", "It came back"]
    with pytest.raises(Refused, match="open already"):
        services.reopen(follow_up=row, by=coordinator, reason="Again")


def test_days_follow_each_other(plan: Plan) -> None:
    row = factories.make_follow_up(plan)
    with pytest.raises(Refused, match="not lie before the day on which this was agreed"):
        services.finish(follow_up=row, by=None, on=date(2009, 9, 30))
    services.finish(follow_up=row, by=None, on=DECEMBER)
    with pytest.raises(Refused, match="Something later was recorded"):
        services.reopen(follow_up=row, by=None, reason="Not done", on=NOVEMBER)
    assert services.reopen(follow_up=row, by=None, reason="Not done", on=DECEMBER).state == State.OPEN


def test_without_a_day_it_is_today(plan: Plan) -> None:
    row = services.finish(follow_up=services.add(NewFollowUp(plan=plan, text="Ask"), by=None), by=None)
    assert (row.agreed_on, row.ended_on) == (timezone.localdate(), timezone.localdate())


def test_handing_over_needs_a_reason_once_somebody_has_it(plan: Plan, coordinator: User) -> None:
    row, ann = factories.make_follow_up(plan), factories.make_user(name="Ann")
    services.hand_over(follow_up=row, by=coordinator, owner=ann)
    with pytest.raises(Refused, match="Give a reason"):
        services.hand_over(follow_up=row, by=coordinator, owner_words="The theme group")
    after = services.hand_over(
        follow_up=row, by=coordinator, owner_words="The theme group", reason="Ann moved to another post"
    )
    assert (after.owner, after.by_whom) == (None, "The theme group")
    event = AuditEvent.objects.latest("id")
    assert (event.verb, event.reason) == ("followup.hand-over", "Ann moved to another post")
    assert event.before == {"owner": f"Ann ({ann.pk})", "owner_words": ""}


def test_moving_a_date_needs_a_reason_once_there_is_one(plan: Plan, coordinator: User) -> None:
    row = factories.make_follow_up(plan)
    services.move_due(follow_up=row, by=coordinator, due=NOVEMBER)
    with pytest.raises(Refused, match="Give a reason"):
        services.move_due(follow_up=row, by=coordinator, due=DECEMBER)
    assert services.move_due(follow_up=row, by=coordinator, due=DECEMBER, reason="Late form").due == DECEMBER
    assert AuditEvent.objects.latest("id").before == {"due": "2009-11-02"}


def test_words_are_edited_while_open_and_nobody_overwrites_unseen(plan: Plan, coordinator: User) -> None:
    row = factories.make_follow_up(plan, text="Ask")
    seen = values_of(row, ["text"])
    services.edit(follow_up=row, by=coordinator, text="Ask all", seen=seen)
    with pytest.raises(Conflict):
        services.edit(follow_up=row, by=coordinator, text="Ask some", seen=seen)
    services.finish(follow_up=row, by=coordinator)
    with pytest.raises(Refused, match="not open any more"):
        services.edit(follow_up=row, by=coordinator, text="Ask none")
    row.refresh_from_db()
    assert row.text == "Ask all"


def test_notes_say_something_and_are_never_changed(plan: Plan) -> None:
    row = factories.make_follow_up(plan)
    with pytest.raises(Refused, match="Say something"):
        services.note_progress(follow_up=row, by=None)
    with pytest.raises(Refused, match="0 to 100"):
        services.note_progress(follow_up=row, by=None, percent=Decimal(101))
    note = services.note_progress(follow_up=row, by=None, percent=Decimal(0))
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpNote.objects.filter(pk=note.pk).update(words="Changed")


@pytest.mark.parametrize(
    "wrong",
    [{"state": "done"}, {"ended_on": NOVEMBER}, {"text": ""}, {"origin": "rumour"}, {"state": "lost"}],
)
def test_the_database_refuses_what_may_never_be(plan: Plan, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_follow_up(plan, **wrong)

"""What pages, papers and digests read of follow-ups."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from fingerpost.follow_ups import queries, services
from fingerpost.follow_ups.models import FollowUp, State
from fingerpost.people.models import Role
from fingerpost.plans.models import Plan
from tests import factories

pytestmark = pytest.mark.django_db
STARTS, ENDS = date(2009, 10, 1), date(2009, 12, 31)


def add(plan: Plan, text: str, **fields: object) -> FollowUp:
    return factories.make_follow_up(plan, text=text, **fields)


def done(row: FollowUp, day: date) -> FollowUp:
    return services.finish(follow_up=row, by=None, on=day)


def texts(rows: object) -> list[str]:
    return [str(getattr(row, "follow_up", row)) for row in rows]  # type: ignore[attr-defined]


def test_follow_ups_of_drafts_are_for_those_who_see_drafts() -> None:
    shown, hidden = factories.make_plan(), factories.make_plan(state=Plan.State.DRAFT)
    owner, coordinator = factories.make_user(), factories.make_user(role=Role.COORDINATOR)
    for plan in (shown, hidden):
        add(plan, plan.state, owner=owner)
    assert texts(queries.mine(owner)) == ["active"]
    assert sorted(texts(queries.follow_ups_visible_to(coordinator))) == ["active", "draft"]


def test_mine_are_open_and_come_by_their_date() -> None:
    plan, owner = factories.make_plan(), factories.make_user()
    add(plan, "Some time", owner=owner)
    add(plan, "Later", owner=owner, due=date(2009, 12, 2))
    add(plan, "Soon", owner=owner, due=date(2009, 12, 1))
    add(plan, "Somebody else's", owner=factories.make_user())
    done(add(plan, "Done", owner=owner), STARTS)
    assert texts(queries.mine(owner)) == ["Soon", "Later", "Some time"]
    assert texts(queries.finished_by(owner)) == ["Done"]
    assert queries.counts_of(owner, date(2009, 12, 2)) == (3, 1)


def test_a_follow_up_is_overdue_the_day_after_its_date() -> None:
    row = add(factories.make_plan(), "Ask", due=ENDS)
    assert [row.is_overdue(day) for day in (ENDS, date(2010, 1, 1))] == [False, True]


@pytest.mark.parametrize("owners", [1, 3])
def test_everything_overdue_comes_by_owner_with_one_query(
    django_assert_num_queries: DjangoAssertNumQueries, owners: int
) -> None:
    plan, draft = factories.make_plan(), factories.make_plan(state=Plan.State.DRAFT)
    people = [factories.make_user() for _number in range(owners)]
    for person in people:
        add(plan, "Second", owner=person, due=date(2009, 11, 2))
        add(plan, "First", owner=person, due=date(2009, 11, 1))
        add(plan, "On the day", owner=person, due=ENDS)
        add(draft, "Of a draft", owner=person, due=STARTS)
    add(plan, "Nobody's", due=STARTS)
    add(plan, "A leaver's", due=STARTS, owner=factories.make_user(is_active=False))
    done(add(plan, "Done", owner=people[0], due=STARTS), ENDS)
    with django_assert_num_queries(1):
        found = queries.overdue_by_owner(ENDS)
        titles = [str(row.plan) for rows in found.values() for row in rows]
    assert {person: texts(rows) for person, rows in found.items()} == {person: ["First", "Second"] for person in people}
    assert titles == [plan.title] * 2 * owners


@pytest.fixture
def logged() -> Plan:
    """A plan with a follow-up in each relation to the quarter."""
    plan = factories.make_plan()
    early = date(2009, 8, 1)
    add(plan, "Open without a date")
    add(plan, "Open and late", due=date(2009, 11, 30))
    add(plan, "Open and in time", due=date(2010, 2, 1))
    add(plan, "Agreed afterwards", agreed_on=date(2010, 1, 1))
    done(add(plan, "Done before", agreed_on=early), date(2009, 9, 30))
    done(add(plan, "Done on the first day", agreed_on=early), STARTS)
    done(add(plan, "Done on the last day"), ENDS)
    done(add(plan, "Done afterwards"), date(2010, 1, 1))
    reopened = done(add(plan, "Reopened", agreed_on=early), date(2009, 9, 1))
    services.reopen(follow_up=reopened, by=None, reason="It was not", on=date(2009, 9, 2))
    services.drop(follow_up=add(plan, "Dropped"), by=None, reason="Overtaken", on=date(2009, 11, 1))
    return plan


def test_the_log_of_a_period_has_what_was_open_at_its_end_or_ended_in_it(logged: Plan) -> None:
    rows = queries.action_log(logged, STARTS, ENDS)
    assert [(str(row.follow_up), row.state, row.overdue) for row in rows] == [
        ("Open and late", State.OPEN, True),
        ("Open and in time", State.OPEN, False),
        ("Reopened", State.OPEN, False),
        ("Open without a date", State.OPEN, False),
        ("Done afterwards", State.OPEN, False),
        ("Done on the first day", State.DONE, False),
        ("Dropped", State.DROPPED, False),
        ("Done on the last day", State.DONE, False),
    ]


def test_the_whole_log_adds_what_ended_before(logged: Plan) -> None:
    before = texts(queries.action_log(logged, STARTS, ENDS))
    whole = texts(queries.action_log(logged, STARTS, ENDS, everything=True))
    assert set(whole) - set(before) == {"Done before"}


def test_the_log_tells_what_was_last_said_by_then() -> None:
    row = add(factories.make_plan(), "Ask")
    services.note_progress(follow_up=row, by=None, words="Asked", percent=Decimal(40), on=date(2009, 11, 1))
    services.note_progress(follow_up=row, by=None, words="Reminded", on=date(2009, 11, 2))
    services.note_progress(follow_up=row, by=None, words="Answered", percent=Decimal(90), on=date(2010, 1, 1))
    (line,) = queries.action_log(row.plan, STARTS, ENDS)
    assert (line.percent, line.said, line.said_on) == (Decimal(40), "Reminded", date(2009, 11, 2))


def test_the_log_is_narrowed_to_an_owner_or_an_outcome() -> None:
    plan, ann = factories.make_plan(), factories.make_user()
    top = factories.make_outcome(plan)
    below, beside = factories.make_outcome(plan, parent=top), factories.make_outcome(plan)
    add(plan, "Below", milestone=factories.make_milestone(factories.make_action(below)))
    add(plan, "At the top", action=factories.make_action(top), owner=ann)
    add(plan, "Beside", action=factories.make_action(beside))
    add(plan, "About nothing")
    assert texts(queries.action_log(plan, STARTS, ENDS, owner=ann)) == ["At the top"]
    assert sorted(texts(queries.action_log(plan, STARTS, ENDS, outcome=top))) == ["At the top", "Below"]
    assert texts(queries.action_log(plan, STARTS, ENDS, outcome=below)) == ["Below"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_takes_two_queries(django_assert_num_queries: DjangoAssertNumQueries, rows: int) -> None:
    plan = factories.make_plan()
    for _number in range(rows):
        action = factories.make_action(factories.make_outcome(plan))
        row = add(plan, "Ask", owner=factories.make_user(), action=action)
        services.note_progress(follow_up=row, by=None, words="Asked", on=ENDS)
    with django_assert_num_queries(2):
        found = [f"{line.follow_up.by_whom} {line.follow_up.about}" for line in queries.action_log(plan, STARTS, ENDS)]
    assert len(found) == rows

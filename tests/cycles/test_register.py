"""The register of non-response: who counts, and the sums."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from fingerpost.core.periods import Period
from fingerpost.cycles import register, services
from fingerpost.cycles.models import Cycle, CycleState, Item, Request
from fingerpost.cycles.register import Chosen, Counts
from fingerpost.people.models import Membership, Role, User
from fingerpost.plans.models import MilestoneState, Plan
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
ON_TIME = datetime(2009, 10, 15, 22, 30, tzinfo=UTC)  # 23:30 in Edinburgh, on the due date
LATE = datetime(2009, 10, 15, 23, 30, tzinfo=UTC)  # half past midnight there
URL = "/reporting/register/"


def answer(item: Item, at: datetime = ON_TIME, state: str = "submitted") -> Item:
    """As if it had been answered then."""
    item.state, item.first_submitted_at, item.submitted_at = state, at, at
    item.reason = "Wrong" if state in {"returned", "handed-back"} else ""
    item.save()
    return item


def over(cycle: Cycle) -> Cycle:
    return services.close_cycle(cycle=cycle, by=None)


def chosen(**more: Any) -> Chosen:
    return Chosen(plans=Plan.objects.all(), **more)


def counts(by: str = "person", **more: Any) -> dict[str, Counts]:
    return {line.title: line.counts for line in register.lines(chosen(**more), by)}


def request_of(name: str, cycle: Cycle, items: int = 1, **person: Any) -> Request:
    request = factories.make_request(cycle, factories.make_user(name=name, **person))
    for _number in range(items):
        factories.make_item(request)
    return request


def test_people_and_items_add_up() -> None:
    cycle = factories.make_cycle()
    full, part, silent = (request_of(name, cycle, 2) for name in ("Ailsa", "Calum", "Dugald"))
    Request.objects.filter(pk__in=[full.pk, part.pk]).update(opened_at=ON_TIME)
    for item in full.items.all():
        answer(item)
    answer(part.items.all()[0], LATE)
    over(cycle)
    assert counts() == {
        "Ailsa": Counts(asked=1, opened=1, answered=1, answered_on_time=1, expected=2, given=2, on_time=2),
        "Calum": Counts(asked=1, opened=1, partly=1, expected=2, given=1),
        "Dugald": Counts(asked=1, expected=2),
    }
    (line,) = register.lines(chosen(), "cycle")
    assert line.counts == Counts(
        asked=3, opened=2, answered=1, answered_on_time=1, partly=1, expected=6, given=3, on_time=2
    )
    assert (line.counts.silent, line.counts.late, line.counts.missing) == (1, 1, 3)
    assert (line.counts.response_rate, line.counts.people_rate) == (Decimal(50), Decimal(100) / 3)
    assert silent.items.filter(missed=True).count() == 2


def test_a_rate_of_the_total_is_a_sum_over_a_sum() -> None:
    many, few = factories.make_cycle(), factories.make_cycle()
    for item in request_of("Ailsa", many, 9).items.all():
        answer(item)
    request_of("Calum", few, 1)
    over(many)
    over(few)
    total = register.total(counts().values())
    assert (total.response_rate, total.on_time_rate) == (Decimal(90), Decimal(90))  # their mean would be 50


def test_the_persons_own_due_date_decides_what_is_late() -> None:
    cycle = factories.make_cycle()
    request = request_of("Ailsa", cycle)
    answer(request.items.get(), LATE)
    assert counts(with_open=True)["Ailsa"].late == 1
    Request.objects.update(due_on=date(2009, 10, 16))
    assert counts(with_open=True)["Ailsa"].late == 0


def test_who_left_and_what_ended_or_was_handed_back_is_not_expected() -> None:
    cycle = factories.make_cycle()
    request_of("Left", cycle, is_active=False)
    ended = request_of("Ended", cycle).items.get()
    assert ended.milestone
    type(ended.milestone).objects.update(state=MilestoneState.CANCELLED, state_reason="No money")
    request = request_of("Ailsa", cycle)
    Item.objects.filter(request=request).update(state="handed-back", reason="Not mine")
    answer(factories.make_item(request), state="handed-back")
    factories.make_item(request)
    over(cycle)
    assert counts() == {"Ailsa": Counts(asked=1, expected=1)}


def test_what_happens_after_the_end_does_not_change_the_register() -> None:
    cycle = factories.make_cycle()
    request = request_of("Ailsa", cycle)
    over(cycle)
    User.objects.filter(pk=request.person_id).update(is_active=False)
    assert counts() == {"Ailsa": Counts(asked=1, expected=1)}


def test_the_first_answer_counts_though_it_was_sent_back() -> None:
    cycle = factories.make_cycle()
    answer(request_of("Ailsa", cycle).items.get(), state="returned")
    over(cycle)
    assert counts()["Ailsa"] == Counts(asked=1, answered=1, answered_on_time=1, expected=1, given=1, on_time=1)
    assert not register.unanswered(cycle.plan, cycle.of).exists()


def test_a_reopened_cycle_waits_again() -> None:
    cycle = factories.make_cycle()
    request_of("Ailsa", cycle)
    over(cycle)
    services.reopen_cycle(cycle=cycle, reason="One more week", by=None)
    assert counts() == {}
    assert counts(with_open=True)["Ailsa"].missing == 1
    assert not Item.objects.filter(missed=True).exists()


def test_open_cycles_count_only_where_asked_for() -> None:
    request_of("Ailsa", factories.make_cycle())
    assert counts() == {}
    assert counts(with_open=True) == {"Ailsa": Counts(asked=1, expected=1)}


def test_lines_by_organisation_group_and_cycle() -> None:
    council = factories.make_organisation(name="Council")
    plan = factories.make_plan(title="Learning plan", owner=factories.make_group(name="Learning group"))
    for period in ("2009-10-q1", "2009-10-q2"):
        cycle = factories.make_cycle(plan, period)
        request_of("Ailsa", cycle, organisation=council)
        request_of("Calum", cycle)
        over(cycle)
    one, two = Counts(asked=2, expected=2), Counts(asked=4, expected=4)
    assert counts("organisation") == {"Council": one, "No organisation": one}
    assert counts("group") == {"Learning group": two}
    assert counts("cycle") == {"Learning plan, Q1 2009/10": one, "Learning plan, Q2 2009/10": one}
    assert counts("cycle", since=date(2009, 7, 1)) == {"Learning plan, Q2 2009/10": one}
    assert counts("cycle", until=date(2009, 6, 30)) == {"Learning plan, Q1 2009/10": one}


def test_what_was_not_answered_in_a_period() -> None:
    cycle = factories.make_cycle()
    given, missing = request_of("Ailsa", cycle), request_of("Calum", cycle)
    answer(given.items.get())
    assert list(register.unanswered(cycle.plan, cycle.of)) == []
    over(cycle)
    assert list(register.unanswered(cycle.plan, cycle.of)) == list(missing.items.all())
    assert list(register.unanswered(cycle.plan, Period.parse("2009-10"))) == list(missing.items.all())
    assert list(register.unanswered(cycle.plan, Period.parse("2009-10-q1"))) == []


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries_at_any_size(
    coordinator_client: Client, django_assert_num_queries: Any, size: int
) -> None:
    cycle = factories.make_cycle()
    for number in range(size):
        request_of(f"Person of {number}", cycle)
    over(cycle)
    with django_assert_num_queries(6):
        page = coordinator_client.get(URL).content.decode()
    assert page.count("0 on time, 0 late, 1 none") >= size


def test_the_page_says_the_figures_and_narrows_them(coordinator_client: Client) -> None:
    cycle = factories.make_cycle(factories.make_plan(title="Learning plan", slug="learning"))
    answer(request_of("Ailsa Grant", cycle).items.get())
    request_of("Calum Reid", cycle)
    over(cycle)
    page = " ".join(coordinator_client.get(URL, {"plan": "learning"}).content.decode().split())
    assert "2 requests were made: 1 answered in full, 0 in part, 1 not at all." in page
    assert "2 items were expected: 1 answered on time, 0 late, 1 without a response." in page
    assert page.index("Calum Reid") < page.index("Ailsa Grant")  # most missing first
    later = coordinator_client.get(URL, {"since": "2009-10-q2", "until": "2009-10-q2", "by": "cycle"})
    assert "Learning plan, Q2 2009/10" in later.content.decode()


def test_a_chair_reads_the_register_of_their_plans_only() -> None:
    mine, other = factories.make_cycle(), factories.make_cycle()
    request_of("Ailsa", mine)
    request_of("Calum", other)
    over(mine)
    over(other)
    chair = factories.make_user(role=Role.MEMBER)
    Membership.objects.create(group=mine.plan.owner, user=chair, position=Membership.Position.CHAIR)
    page = signed_in(chair).get(URL).content.decode()
    assert ("Ailsa" in page, "Calum" in page) == (True, False)


def test_downloads_hold_the_same_figures(coordinator_client: Client) -> None:
    cycle = factories.make_cycle()
    answer(request_of("Ailsa Grant", cycle, organisation=factories.make_organisation(name="=Council")).items.get())
    request_of("Calum Reid", cycle)
    over(cycle)
    text = coordinator_client.get(f"{URL}file.csv").content.decode("utf-8-sig")
    assert text.splitlines() == [
        "Lead officer,Organisation,Requests,Opened,Answered in full,In part,Not at all,Items expected,On time,Late,"
        "No response,Response rate (items),On-time rate (items)",
        "Calum Reid,,1,0,0,0,1,1,0,0,1,0,0",
        "Ailsa Grant,'=Council,1,0,1,0,0,1,1,0,0,100,100",
    ]
    answered = coordinator_client.get(f"{URL}file.xlsx", {"by": "cycle"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answered.content)).get_sheet_by_index(0).to_python()
    assert rows[1][1:6] == [2.0, 0.0, 1.0, 0.0, 1.0]
    assert coordinator_client.get(f"{URL}file.pdf").status_code == 404


def test_locked_cycles_count_too() -> None:
    cycle = factories.make_cycle()
    request_of("Ailsa", cycle)
    over(cycle)
    Cycle.objects.update(state=CycleState.LOCKED)
    assert counts()["Ailsa"].missing == 1

"""Work and the next step of an indicator, told beside its figure: on the page, in a sheet, at the sign-off."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from fingerpost.core.periods import Period
from fingerpost.cycles.answers import Answer, NotTaken
from fingerpost.cycles.asked import lines_of
from fingerpost.cycles.models import Item
from fingerpost.cycles.services import submit
from fingerpost.cycles.sheet_reading import READY, SENT, WRONG
from fingerpost.follow_ups import services as follow_ups
from fingerpost.follow_ups.models import FollowUp, Origin
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Frequency
from fingerpost.reviews import queries, services
from fingerpost.reviews.models import Instead, ReviewEntry
from fingerpost.reviews.services import Said
from tests import factories
from tests.cycles import asking
from tests.cycles.sheets import FORMATS, filled, problems, read_back, reading

pytestmark = pytest.mark.django_db
Q1, Q2 = Period.parse("2009-10-q1"), Period.parse("2009-10-q2")
MAY = date(2010, 5, 1)
SAID = {"value": Decimal(72), "work_undertaken": "Asked every school", "work_planned": "Paint the paths"}


@pytest.fixture
def item() -> Item:
    """A figure that its lead officer is asked for now."""
    lead = factories.make_user(role=Role.LEAD_OFFICER, name="Ailsa Grant")
    request = factories.make_request(asking.open_cycle(), lead)
    outcome = factories.make_outcome(request.cycle.plan)
    return factories.make_item(request, factories.make_indicator(outcome, lead=lead, title="Pupils who walk", unit="%"))


def send(item: Item, by: User | None = None, **said: Any) -> dict[str, str]:
    """What is wrong with an answer; nothing where it was taken."""
    try:
        submit(request=item.request, answers=[Answer(item=item, **said)], by=by or item.request.person)
    except NotTaken as refusal:
        return refusal.reasons[item.key]
    item.refresh_from_db()
    return {}


def told(item: Item, period: Period = Q2) -> queries.Reviewed:
    assert item.indicator
    return queries.reviewed(item.indicator, period)


def record(item: Item, period: Period = Q2, **said: str) -> None:
    assert item.indicator
    services.record_review(Said(item=item.indicator, period=period, **said), by=None)


def test_the_work_is_an_entry_in_the_review_of_the_cycles_period(item: Item) -> None:
    assert send(item, **SAID, step="Report to the group", step_due=MAY) == {}
    entry, step = ReviewEntry.objects.get(), FollowUp.objects.get()
    assert (item.review, item.next_step) == (entry, step)
    assert (entry.work_undertaken, entry.work_planned, entry.period) == (
        "Asked every school",
        "Paint the paths",
        "2009-10-q2",
    )
    assert (entry.by, step.owner, step.text, step.due) == (
        item.request.person,
        item.request.person,
        "Report to the group",
        MAY,
    )
    assert step.origin == Origin.REVIEW
    assert told(item).follow_ups == (step,)


def test_nothing_said_of_the_work_stores_nothing(item: Item) -> None:
    assert send(item, value=Decimal(72)) == {}
    assert (item.review, item.next_step) == (None, None)
    assert not ReviewEntry.objects.exists()


def test_what_was_entered_elsewhere_stays(item: Item) -> None:
    record(item, notes="The census is late", data_words="Expected in May", work_planned="Count anew")
    assert send(item, value=Decimal(72), work_undertaken="Asked every school") == {}
    found = told(item)
    assert (found.notes, found.data_words, found.work_planned, found.work_undertaken) == (
        "The census is late",
        "Expected in May",
        "Count anew",
        "Asked every school",
    )


def test_the_same_again_adds_no_entry_and_no_follow_up(item: Item) -> None:
    for _time in range(2):
        assert send(item, **SAID, step="Report") == {}
    assert (ReviewEntry.objects.count(), FollowUp.objects.count()) == (1, 1)


def test_an_answer_ends_no_response(item: Item) -> None:
    record(item, undertaken_instead=Instead.NO_RESPONSE, planned_instead=Instead.NO_RESPONSE)
    assert send(item, value=Decimal(72), work_planned="Paint the paths") == {}
    assert (told(item).undertaken_words, told(item).planned_words) == ("", "Paint the paths")


def test_a_next_step_sent_anew_is_the_same_follow_up_in_other_words(item: Item) -> None:
    send(item, value=Decimal(72), step="Report", step_due=MAY)
    assert send(item, value=Decimal(72), step="Report to the group", step_due=date(2010, 6, 1)) == {}
    step = FollowUp.objects.get()
    assert (step.text, step.due, item.next_step) == ("Report to the group", date(2010, 6, 1), step)


def test_a_next_step_that_was_done_is_followed_by_another(item: Item) -> None:
    send(item, value=Decimal(72), step="Report")
    follow_ups.finish(follow_up=FollowUp.objects.get(), by=None)
    assert send(item, value=Decimal(72), step="Paint") == {}
    assert [row.text for row in FollowUp.objects.order_by("id")] == ["Report", "Paint"]
    assert item.next_step
    assert item.next_step.text == "Paint"


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({"step_due": MAY}, {"step": "Say what is to be done next."}),
        (
            {"step": "a" * 501},
            {"step": "What is to be done must fit into 500 characters. Put the rest into a note."},
        ),
    ],
)
def test_a_next_step_that_says_nothing_is_refused(item: Item, said: dict[str, Any], reasons: dict[str, str]) -> None:
    assert send(item, value=Decimal(72), **said) == reasons
    assert not item.indicator.values.exists()  # type: ignore[union-attr]


def test_words_alone_are_no_answer(item: Item) -> None:
    assert send(item, work_undertaken="Asked") == {"value": "Give a figure, or say why there is none."}
    assert not ReviewEntry.objects.exists()


def test_a_delegate_may_tell_of_the_work_and_the_step_is_the_leads(item: Item) -> None:
    other = factories.make_user(role=Role.LEAD_OFFICER)
    item.request.delegate = other
    item.request.save()
    assert send(item, by=other, **SAID, step="Report") == {}
    assert FollowUp.objects.get().owner == item.request.person


def test_the_work_is_asked_about_once_for_all_figures_of_an_indicator(item: Item) -> None:
    outcome = factories.make_outcome(item.cycle.plan)
    monthly = factories.make_indicator(outcome, frequency=Frequency.MONTH, lead=item.request.person)
    for month in ("m4", "m5", "m6"):
        factories.make_item(item.request, monthly, figure_period=f"2009-10-{month}")
    assert [(line.item.figure_period, line.asks_work) for line in lines_of(item.request)] == [
        ("2009-10-q2", True),
        ("2009-10-m4", False),
        ("2009-10-m5", False),
        ("2009-10-m6", True),
    ]


def test_the_page_shows_what_was_said_last_and_reads_back_what_was_sent(client: Client, item: Item) -> None:
    record(item, Q1, work_undertaken="Counted", work_planned="Ask every school")
    client.force_login(item.request.person)
    text = client.get(f"/my-updates/{item.request.key}/").text
    assert "Said of Q1 2009/10:" in text
    assert "<q>Ask every school</q>" in text
    said = {"value": "72", "work_undertaken": "Asked every school", "step": "Report\nsoon", "step_due": "2010-05-01"}
    response = client.post(f"/my-updates/{item.request.key}/", asking.typed(item, **said))
    assert response.status_code == 302
    for address in (response.headers["Location"], f"/my-updates/{item.request.key}/"):
        sent = client.get(address).text
        assert "Work undertaken: Asked every school" in sent
        assert "Next step: Report soon" in sent
        assert "by 1 May 2010" in sent
    change = client.get(f"/my-updates/{item.request.key}/?change={item.key}").text
    assert "Report soon</textarea>" in change


def test_a_draft_keeps_the_work(client: Client, item: Item) -> None:
    client.force_login(item.request.person)
    client.post(f"/my-updates/{item.request.key}/", asking.typed(item, work_planned="Paint the paths"))
    assert item.draft.said == {"work_planned": "Paint the paths"}
    assert "Paint the paths</textarea>" in client.get(f"/my-updates/{item.request.key}/").text


def test_sign_off_and_the_coordinators_page_show_the_work(client: Client, item: Item) -> None:
    send(item, **SAID, step="Report to the group", step_due=MAY)
    client.force_login(factories.make_user(role=Role.COORDINATOR))
    base = f"/plans/{item.cycle.plan.slug}/reporting/{item.cycle.period}/"
    for text in (client.get(f"{base}sign-off/").text, client.get(f"{base}people/{item.request.key}/").text):
        assert "Work undertaken: Asked every school" in text
        assert "Work planned: Paint the paths" in text
        assert "Next step: Report to the group" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_much_was_reviewed(
    client: Client, item: Item, django_assert_num_queries: Any, count: int
) -> None:
    assert item.indicator
    record(item, Q1, work_planned="Ask")
    send(item, **SAID, step="Report")
    for _number in range(count - 1):
        other = factories.make_item(item.request, factories.make_indicator(item.indicator.outcome))
        record(other, Q1, work_planned="Ask")
        send(other, **SAID, step="Report")
    client.force_login(item.request.person)
    client.get(f"/my-updates/{item.request.key}/")
    with django_assert_num_queries(11):
        client.get(f"/my-updates/{item.request.key}/")


@pytest.mark.parametrize("format", FORMATS)
def test_a_sheet_takes_the_work_and_the_next_step(item: Item, format: str) -> None:
    record(item, Q1, work_planned="Ask every school")
    said = {"value": "72", "work_undertaken": "Asked", "step": "Report", "step_due": "2010-05-01"}
    content = filled(item.request, {item: said}, format)
    found = reading(item.request, content, format)
    assert problems(found) == []
    (row,) = found.rows
    assert row.state == READY
    assert row.answer
    assert (row.answer.work_undertaken, row.answer.step, row.answer.step_due) == ("Asked", "Report", MAY)
    submit(request=item.request, answers=[row.answer], by=item.request.person)
    assert told(item).work_undertaken == "Asked"
    (row,) = reading(item.request, content, format).rows
    assert row.state == SENT


def test_an_error_in_the_next_step_is_told_with_its_place(item: Item) -> None:
    found = read_back(item.request, {item: {"value": "72", "step_due": "soon"}})
    assert [row.state for row in found.rows] == [WRONG]
    assert problems(found)[0].startswith("error: Sheet “Indicators”, row 2, column ")

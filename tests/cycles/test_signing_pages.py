"""The pages on which a period is signed off."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from fingerpost.cycles import services
from fingerpost.cycles.findings import findings_of, unanswered
from fingerpost.cycles.models import Cycle, CycleState, Evidence, FindingAnswer, ItemState
from fingerpost.people.models import Membership, Role, User
from fingerpost.plans.models import SignOff
from tests import factories
from tests.conftest import signed_in
from tests.cycles.test_signing import AFTER, RULE, accept_everything, answered

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(coordinator: User) -> Client:
    return signed_in(coordinator)


@pytest.fixture
def cycle() -> Cycle:
    return factories.make_cycle(state=CycleState.CLOSED)


def url(cycle: Cycle, page: str = "") -> str:
    return f"/plans/{cycle.plan.slug}/reporting/{cycle.period}/sign-off/{page}"


def shown(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def told(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def misplaced(cycle: Cycle) -> None:
    """A milestone that the checks point out: it is due after the plan's last day."""
    factories.make_milestone(
        factories.make_action(factories.make_outcome(cycle.plan), lead=factories.make_user()), due=AFTER
    )


def test_the_first_sentence_says_what_is_left(client: Client, cycle: Cycle) -> None:
    assert "Everything is decided on. Q2 2009/10 can be locked." in shown(client, url(cycle))
    answered(cycle)
    assert "Left to do: 1 answer to decide on." in shown(client, url(cycle))
    misplaced(cycle)
    count = len(unanswered(findings_of(cycle)))
    assert f"Left to do: {count} finding" in shown(client, url(cycle))
    assert "and 1 answer to decide on." in shown(client, url(cycle))


def test_an_answer_stands_beside_what_was_said_before(client: Client, cycle: Cycle) -> None:
    item = answered(cycle, no_change_reason="")
    assert item.milestone
    factories.make_update(item.milestone, 60, as_at=date(2009, 6, 30))
    Evidence.objects.create(item=item, name="Register of staff", url="https://example.org/register")
    page = shown(client, url(cycle))
    for words in ("60%", "as at 30 June 2009", "100%", "Up 40 points", "Done", item.request.person.name):
        assert words in page
    assert '<a class="govuk-link" href="https://example.org/register" rel="noopener noreferrer nofollow">' in page


def test_all_are_approved_but_those_ticked(client: Client, cycle: Cycle, coordinator: User) -> None:
    items = [answered(cycle) for _number in range(3)]
    accept_everything(cycle, coordinator)
    response = client.post(url(cycle, "decide/"), {"what": "approve-all", "item": [items[2].key]})
    assert (response.status_code, told(response)) == (302, ["2 answers are approved."])
    assert [item.state for item in cycle.items.all()] == ["approved", "approved", "submitted"]


def test_only_those_ticked_are_approved(client: Client, cycle: Cycle, coordinator: User) -> None:
    items = [answered(cycle) for _number in range(2)]
    accept_everything(cycle, coordinator)
    client.post(url(cycle, "decide/"), {"what": "approve-ticked", "item": [items[1].key]})
    assert [item.state for item in cycle.items.all()] == ["submitted", "approved"]


def test_those_ticked_are_sent_back(client: Client, cycle: Cycle) -> None:
    items = [answered(cycle) for _number in range(2)]
    response = client.post(
        url(cycle, "decide/"), {"what": "return", "item": [items[0].key], "reason": "Which schools?"}
    )
    assert told(response) == ["1 answer was sent back."]
    assert [item.state for item in cycle.items.all()] == ["returned", "submitted"]
    page = shown(client, url(cycle) + "?shown=returned")
    assert "Sent back: Which schools?" in page


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ({}, {"what": ["This field is required."]}),
        ({"what": "return", "reason": "Why"}, {"__all__": ["Tick at least one answer."]}),
        ({"what": "approve-ticked"}, {"__all__": ["Tick at least one answer."]}),
    ],
)
def test_what_cannot_be_done_goes_back(
    client: Client, cycle: Cycle, coordinator: User, said: dict[str, str], errors: dict[str, list[str]]
) -> None:
    answered(cycle)
    accept_everything(cycle, coordinator)
    response = client.post(url(cycle, "decide/"), said)
    assert dict(response.context["form"].errors) == errors


def test_a_missing_reason_goes_back_with_what_was_ticked(client: Client, cycle: Cycle) -> None:
    item = answered(cycle)
    response = client.post(url(cycle, "decide/"), {"what": "return", "item": [item.key]})
    assert dict(response.context["form"].errors) == {
        "reason": ["Give a reason: it is kept and shown beside the change."]
    }
    assert f'id="item-{item.key}" checked' in response.content.decode()


def test_approving_is_not_offered_while_findings_are_open(client: Client, cycle: Cycle) -> None:
    item = answered(cycle)
    misplaced(cycle)
    form = client.get(url(cycle)).context["form"]
    assert [value for value, _words in form.fields["what"].choices] == ["return"]
    response = client.post(url(cycle, "decide/"), {"what": "approve-all", "item": [item.key]})
    assert list(response.context["form"].errors) == ["what", "reason"]
    assert cycle.items.get().state == ItemState.SUBMITTED


def test_findings_are_accepted_rule_by_rule(client: Client, cycle: Cycle, coordinator: User) -> None:
    misplaced(cycle)
    misplaced(cycle)
    group = next(form.group for form in client.get(url(cycle)).context["finding_forms"] if form.group.rule == RULE)
    said = {f"{RULE}-what": "accepted", f"{RULE}-reason": "Agreed with the group", f"{RULE}-seen": group.seen}
    response = client.post(url(cycle, f"findings/{RULE}/"), {**said, f"{RULE}-leave": [group.pointed[0].fingerprint]})
    assert told(response) == ["1 finding is dealt with."]
    assert FindingAnswer.objects.values_list("fingerprint", "what", "reason", "by").get() == (
        group.pointed[1].fingerprint, "accepted", "Agreed with the group", coordinator.pk,
    )  # fmt: skip
    assert "Agreed with the group" in shown(client, url(cycle))


def test_a_finding_without_a_reason_goes_back_open(client: Client, cycle: Cycle) -> None:
    misplaced(cycle)
    response = client.post(url(cycle, f"findings/{RULE}/"), {f"{RULE}-what": "accepted"})
    form = next(form for form in response.context["finding_forms"] if form.group.rule == RULE)
    assert dict(form.errors) == {"reason": ["This field is required."]}
    assert not FindingAnswer.objects.exists()


def test_what_was_said_to_a_finding_is_taken_back(client: Client, cycle: Cycle, coordinator: User) -> None:
    misplaced(cycle)
    accept_everything(cycle, coordinator)
    row = FindingAnswer.objects.filter(rule=RULE).get()
    assert told(client.post(url(cycle, f"withdraw/{row.fingerprint}/"))) == ["The finding is open again."]
    assert not FindingAnswer.objects.filter(rule=RULE).exists()


def test_the_period_is_locked_and_unlocked(client: Client, cycle: Cycle) -> None:
    answered(cycle, state=ItemState.ASKED, submitted_at=None)
    accept_everything(cycle, None)
    assert "1 item has no response, and stays so." in shown(client, url(cycle, "lock/"))
    assert told(client.post(url(cycle, "lock/"))) == ["Q2 2009/10 is approved and locked."]
    assert "was approved and locked on" in shown(client, url(cycle))
    assert client.get(url(cycle, "lock/")).status_code == 403
    client.post(url(cycle, "unlock/"), {"reason": "A theme was missing"})
    cycle.refresh_from_db()
    assert cycle.state == CycleState.CLOSED


def test_a_coordinator_reads_what_the_chair_signs_off(client: Client, cycle: Cycle) -> None:
    cycle.plan.signed_off_by = SignOff.CHAIR
    cycle.plan.save()
    answered(cycle)
    response = client.get(url(cycle))
    assert response.context["form"] is None
    assert f"is signed off by the chair of {cycle.plan.owner}" in response.content.decode()
    assert client.post(url(cycle, "decide/"), {"what": "approve-all"}).status_code == 403


@pytest.fixture
def chair(cycle: Cycle) -> User:
    cycle.plan.signed_off_by = SignOff.CHAIR
    cycle.plan.save()
    found = factories.make_user(role=Role.MEMBER)
    Membership.objects.create(group=cycle.plan.owner, user=found, position=Membership.Position.CHAIR)
    return found


def test_the_chair_finds_what_waits_on_the_home_page(cycle: Cycle, chair: User, coordinator: User) -> None:
    answered(cycle)
    answered(cycle)
    page = shown(signed_in(chair), "/")
    assert '<a class="govuk-link" href="/to-approve/">2 answers wait for your approval</a>' in page
    assert "wait for your approval" not in shown(signed_in(coordinator), "/")
    waiting = shown(signed_in(chair), "/to-approve/")
    assert f'<a class="govuk-link" href="{url(cycle)}">{cycle.plan}, Q2 2009/10</a>' in waiting
    assert "2 answers to decide on" in waiting


def test_the_list_of_cycles_says_who_signs_off(cycle: Cycle, chair: User) -> None:
    page = shown(signed_in(chair), f"/plans/{cycle.plan.slug}/reporting/")
    assert "Signed off by: The chair of the group that owns the plan" in page


def test_a_closed_cycle_waits_to_be_locked(cycle: Cycle, chair: User, coordinator: User) -> None:
    assert "The period is to be locked" in shown(signed_in(chair), "/to-approve/")
    assert "Nothing waits for your approval." in shown(signed_in(coordinator), "/to-approve/")


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries_at_any_size(
    client: Client, cycle: Cycle, django_assert_num_queries: Any, size: int
) -> None:
    for _number in range(size):
        item = answered(cycle)
        Evidence.objects.create(item=item, name="Minutes", url="https://example.org/minutes")
        misplaced(cycle)
    with django_assert_num_queries(18):
        page = client.get(url(cycle)).content.decode()
    assert page.count("Minutes</a>") == size


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_takes_the_same_queries_at_any_size(client: Client, django_assert_num_queries: Any, size: int) -> None:
    for _number in range(size):
        answered(factories.make_cycle(state=CycleState.CLOSED))
    with django_assert_num_queries(4):
        page = client.get("/to-approve/").content.decode()
    assert page.count("1 answer to decide on") == size


def test_more_findings_than_are_listed_are_counted(client: Client, cycle: Cycle) -> None:
    action = factories.make_action(factories.make_outcome(cycle.plan))
    for _number in range(22):
        factories.make_milestone(action, due=AFTER)
    page = shown(client, url(cycle))
    assert "And 2 more of the same sort, which are met alike" in page
    services.answer_findings(cycle=cycle, rule=RULE, what="accepted", reason="Agreed", by=None)
    assert FindingAnswer.objects.count() == 22

"""Reporting progress on pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from fingerpost.people.models import Role, User
from fingerpost.plans.models import Milestone
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate
from tests import factories
from tests.conftest import signed_in

ENDED = "The plan ended on 31 March 2010. Report as at that day."
TO_COME = "The date must not lie in the future: progress is what has been done by then."
pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(db: None) -> User:
    return factories.make_user(role=Role.LEAD_OFFICER)


def address(milestone: Milestone) -> str:
    action = milestone.action
    return f"/plans/{action.plan.slug}/actions/{action.slug}/milestones/{milestone.slug}/update/"


def said(client: Client, milestone: Milestone, **fields: str) -> dict[str, list[str]]:
    """The errors of the form that came back; none where the update was kept."""
    response = client.post(address(milestone), {"as_at": "30/09/2009", **fields})
    return {} if response.status_code == 302 else dict(response.context["form"].errors)


def test_a_lead_officer_reports_in_one_go(lead: User) -> None:
    milestone = factories.make_milestone(lead=lead)
    response = signed_in(lead).post(
        address(milestone), {"as_at": "30 Sep 2009", "progress": "62.5%", "note": "Half way"}
    )
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Thank you. Your update is kept."]
    stored = MilestoneUpdate.objects.get()
    assert (stored.as_at, stored.progress, stored.note, stored.by) == (
        date(2009, 9, 30),
        Decimal("62.5"),
        "Half way",
        lead,
    )


def test_a_count_is_asked_for_where_there_is_a_target(lead: User) -> None:
    milestone = factories.make_milestone(lead=lead, quantity_target=75, quantity_unit="staff")
    form = signed_in(lead).get(address(milestone)).context["form"]
    assert ("progress" in form.fields, form.fields["count"].help_text) == (
        False, "Of 75 staff. The percentage follows from it.",
    )  # fmt: skip
    assert said(signed_in(lead), milestone, count="25") == {}
    assert MilestoneUpdate.objects.get().progress == Decimal("33.33")


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"__all__": ["Say something: progress, or a note."]}),
        ({"progress": "101"}, {"progress": ["Ensure this value is less than or equal to 100."]}),
        ({"progress": "half"}, {"progress": ["Enter a number from 0 to 100"]}),
        ({"progress": "5", "as_at": "1/4/2010"}, {"as_at": [ENDED]}),
        ({"progress": "5", "as_at": "1/4/2999"}, {"as_at": [TO_COME]}),
        ({"progress": "5", "as_at": ""}, {"as_at": ["This field is required."]}),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_goes_back_with_its_reason(
    fields: dict[str, str], errors: dict[str, list[str]], lead: User
) -> None:
    assert said(signed_in(lead), factories.make_milestone(lead=lead), **fields) == errors
    assert MilestoneUpdate.objects.count() == 0


def test_zero_is_something_to_say(lead: User) -> None:
    assert said(signed_in(lead), factories.make_milestone(lead=lead), progress="0") == {}
    assert MilestoneUpdate.objects.get().progress == 0


def test_saying_something_else_of_the_same_day_is_a_correction_with_a_reason(lead: User) -> None:
    milestone = factories.make_milestone(lead=lead)
    first = factories.make_update(milestone, 90)
    client = signed_in(lead)
    assert said(client, milestone, progress="9") == {
        "reason": ["Say why this replaces what was said as at the same day."]
    }
    assert said(client, milestone, progress="9", reason="A slip") == {}
    last = MilestoneUpdate.objects.latest("id")
    assert (last.progress, last.correction_of, last.reason) == (9, first, "A slip")


def test_a_reason_is_asked_for_only_where_it_is_needed(lead: User) -> None:
    milestone = factories.make_milestone(lead=lead)
    assert "reason" not in signed_in(lead).get(address(milestone)).context["form"].fields
    factories.make_update(milestone, 90, as_at=milestone.action.plan.ends)
    assert "reason" in signed_in(lead).get(address(milestone)).context["form"].fields


def test_the_form_opens_with_what_still_holds(lead: User) -> None:
    milestone = factories.make_milestone(lead=lead)
    factories.make_update(milestone, 20, will_not_complete=True, note="No funds this year")
    response = signed_in(lead).get(address(milestone))
    assert response.context["form"].initial == {"as_at": date(2010, 3, 31), "will_not_complete": True}
    assert "No funds this year" in response.content.decode()


def test_a_key_action_is_reported_on(lead: User) -> None:
    action = factories.make_action(lead=lead)
    root = f"/plans/{action.plan.slug}/actions/{action.slug}/"
    response = signed_in(lead).post(f"{root}update/", {"as_at": "30/09/2009", "work_planned": "Two more meetings"})
    assert response["Location"] == root
    assert ActionUpdate.objects.values_list("work_planned", "by").get() == ("Two more meetings", lead.pk)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"as_at": "30/09/2009"}, {"__all__": ["Say something: progress, or a note."]}),
        ({"as_at": "1/4/2010", "work_planned": "x"}, {"as_at": [ENDED]}),
    ],
)  # fmt: skip
def test_a_report_on_an_action_that_cannot_be_kept_goes_back(
    fields: dict[str, str], errors: dict[str, list[str]], lead: User
) -> None:
    action = factories.make_action(lead=lead)
    response = signed_in(lead).post(f"/plans/{action.plan.slug}/actions/{action.slug}/update/", fields)
    assert dict(response.context["form"].errors) == errors
    assert ActionUpdate.objects.count() == 0

"""The pages on which coordinators edit plans, through the client."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.forms import ModelChoiceField
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from fingerpost.people.models import User
from fingerpost.plans import services, versions
from fingerpost.plans.forms.items import MilestoneForm, OutcomeForm, PlanForm
from fingerpost.plans.models import Action, Milestone, Outcome, Plan
from tests import factories


def address(name: str, milestone: Milestone) -> str:
    action = milestone.action
    return reverse(f"plans:{name}", args=[action.plan.slug, action.slug, milestone.slug])


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def plan_values(**more: str) -> dict[str, str]:
    return {
        "title": "Next plan",
        "starts": "1 April 2010",
        "ends": "31/03/2011",
        "area": str(factories.make_area().pk),
        "owner": str(factories.make_group().pk),
        "roll_up": "mean",
        "signed_off_by": "coordinator",
        "theme_name": "Theme",
        "outcome_name": "Outcome",
        "action_name": "Key action",
        "milestone_name": "Milestone",
        **more,
    }


def milestone_values(milestone: Milestone, **more: str) -> dict[str, str]:
    """What the edit form sends back untouched, save for `more`."""
    seen = versions.write_seen(milestone, MilestoneForm.names)
    return {"title": milestone.title, "weight": "1", "seen": seen, **more}


def test_a_plan_is_made_and_its_structure_shown(coordinator_client: Client) -> None:
    response = coordinator_client.post("/plans/new/", plan_values())
    assert (response.status_code, response.headers["Location"]) == (302, "/plans/next-plan/structure/")
    plan = Plan.objects.get()
    assert (plan.starts, plan.ends, plan.state) == (date(2010, 4, 1), date(2011, 3, 31), "draft")


def test_a_plan_that_ends_before_it_starts_is_told_at_its_field(coordinator_client: Client) -> None:
    response = coordinator_client.post("/plans/new/", plan_values(ends="1 March 2010"))
    assert errors(response) == {"ends": ["The last day must not be before the first day."]}
    assert Plan.objects.count() == 0


def test_a_plan_called_new_does_not_hide_the_page_that_makes_one(coordinator_client: Client) -> None:
    coordinator_client.post("/plans/new/", plan_values(title="New"))
    assert Plan.objects.get().slug == "new-2"


def test_the_form_offers_no_plan_to_follow_that_follows_it(coordinator: User) -> None:
    first = factories.make_plan()
    second = factories.make_plan(predecessor=first)
    third, other = factories.make_plan(predecessor=second), factories.make_plan()
    offered = {}
    for row in (first, third):
        field = PlanForm(row=row, by=coordinator).fields["predecessor"]
        assert isinstance(field, ModelChoiceField)
        offered[row.title] = set(field.queryset or ())
    assert offered == {first.title: {other}, third.title: {first, second, other}}


def test_an_outcome_is_added_under_another_and_the_page_comes_back_to_it(coordinator_client: Client) -> None:
    parent = factories.make_outcome(slug="parent")
    url = reverse("plans:add-outcome", args=[parent.plan.slug]) + "?under=parent"
    response = coordinator_client.post(url, {"title": "Warm \n homes", "weight": "1"})
    child = Outcome.objects.get(parent=parent)
    assert child.title == "Warm homes"
    structure = reverse("plans:structure", args=[parent.plan.slug])
    assert response.headers["Location"] == f"{structure}?at=outcome-warm-homes#outcome-warm-homes"


def test_the_second_of_two_editors_is_told_and_loses_nothing(coordinator_client: Client) -> None:
    other = factories.make_user(name="Jean Example", role="coordinator")
    outcome = factories.make_outcome(title="Warm homes", description="Old words")
    url = reverse("plans:edit-outcome", args=[outcome.plan.slug, outcome.slug])
    seen = versions.write_seen(outcome, OutcomeForm.names)
    services.edit_outcome(outcome=outcome, title="Warmer homes", description="Their words", by=other)
    mine = {"title": "Warm homes", "description": "My words", "weight": "1", "seen": seen}
    response = coordinator_client.post(url, mine)
    told = errors(response)
    assert told["title"] == ["Somebody else changed this to “Warmer homes”."]
    assert told["description"] == [
        "Somebody else changed this to “Their words”. What you wrote is kept here: save to put it in place."
    ]
    assert told["__all__"][0].startswith("Jean Example changed this on ")
    again = response.context["form"]
    assert (again["title"].value(), again["description"].value()) == ("Warmer homes", "My words")
    sent = {name: again[name].value() for name in ("title", "description", "weight", "seen")}
    assert coordinator_client.post(url, sent).status_code == 302
    outcome.refresh_from_db()
    assert (outcome.title, outcome.description) == ("Warmer homes", "My words")


def test_a_milestone_in_force_is_edited_without_its_due_date(coordinator_client: Client) -> None:
    milestone = factories.make_milestone()
    url = address("edit-milestone", milestone)
    assert "due" not in coordinator_client.get(url).context["form"].fields
    coordinator_client.post(url, milestone_values(milestone, title="Another title", due="1 May 2010"))
    milestone.refresh_from_db()
    assert (milestone.title, milestone.due) == ("Another title", date(2009, 9, 30))


def test_a_lead_officer_who_has_left_stays_until_changed(coordinator_client: Client) -> None:
    milestone = factories.make_milestone(lead=factories.make_user(is_active=False))
    values = milestone_values(milestone, lead=str(milestone.lead_id), title="Another title")
    assert coordinator_client.post(address("edit-milestone", milestone), values).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.title, milestone.lead.is_active if milestone.lead else None) == ("Another title", False)


def test_moving_a_due_date_asks_for_the_reason_and_another_date(coordinator_client: Client) -> None:
    milestone = factories.make_milestone()
    url = address("move-due-date", milestone)
    assert errors(coordinator_client.post(url, {"due": "30 September 2009"})) == {
        "due": ["This is the due date already."],
        "reason": ["This field is required."],
    }
    coordinator_client.post(url, {"due": "31 Dec 2009", "reason": "Snow"})
    milestone.refresh_from_db()
    assert (milestone.due, milestone.original_due) == (date(2009, 12, 31), date(2009, 9, 30))


def test_a_milestone_is_cancelled_merged_and_reinstated_on_pages(coordinator_client: Client) -> None:
    milestone = factories.make_milestone()
    into = factories.make_milestone(milestone.action)
    states = []
    for name, data in [
        ("cancel-milestone", {"reason": "No money"}),
        ("reinstate-milestone", {"reason": "Money found"}),
        ("merge-milestone", {"reason": "The same", "into": into.pk}),
    ]:
        assert coordinator_client.post(address(name, milestone), data).status_code == 302
        states.append(Milestone.objects.get(pk=milestone.pk).state)
    assert states == ["cancelled", "active", "merged"]


def test_a_milestone_is_carried_into_the_next_plan_a_year_later(coordinator_client: Client) -> None:
    milestone = factories.make_milestone(due=date(2009, 9, 30))
    following = factories.make_plan(predecessor=milestone.action.plan, starts=date(2010, 4, 1), ends=date(2011, 3, 31))
    into = factories.make_action(factories.make_outcome(following))
    url = address("carry-forward", milestone)
    assert coordinator_client.get(url).context["form"]["due"].value() == date(2010, 9, 30)
    response = coordinator_client.post(url, {"into": into.pk, "due": "30/09/2010", "reason": "Late"})
    new = into.milestones.get()
    assert (new.carried_from, new.due) == (milestone, date(2010, 9, 30))
    assert response.headers["Location"].startswith(reverse("plans:structure", args=[following.slug]))


def test_an_action_is_shared_and_no_longer_shared(coordinator_client: Client) -> None:
    action, outcome = factories.make_action(), factories.make_outcome()
    names = [action.plan.slug, action.slug]
    coordinator_client.post(reverse("plans:share-action", args=names), {"outcome": outcome.pk})
    assert set(outcome.actions.all()) == {action}
    data = {"plan": outcome.plan.slug, "outcome": outcome.slug}
    coordinator_client.post(reverse("plans:unshare-action", args=names), data)
    assert set(outcome.actions.all()) == set()


def test_an_outcome_moves_under_any_but_those_below_it(coordinator_client: Client) -> None:
    top = factories.make_outcome(title="Top")
    factories.make_outcome(top.plan, parent=top, title="Below")
    other = factories.make_outcome(top.plan, title="Other")
    url = reverse("plans:move-outcome", args=[top.plan.slug, top.slug])
    choices = coordinator_client.get(url).context["form"].fields["place"].choices
    assert choices == [
        ("At the top", [("top", "At the top")]),
        ("Under another one", [(f"outcome-{other.pk}", "Other")]),
    ]
    coordinator_client.post(url, {"place": f"outcome-{other.pk}"})
    top.refresh_from_db()
    assert top.parent == other


@pytest.mark.parametrize("kind", ["outcome", "action", "milestone", "shared"])
def test_each_kind_of_item_moves_up_and_its_button_is_in_focus_again(kind: str, coordinator_client: Client) -> None:
    outcome = factories.make_outcome(factories.make_plan(slug="plan"), slug="first")
    if kind == "outcome":
        factories.make_outcome(outcome.plan, slug="second")
        item = "outcome:second"
    elif kind == "milestone":
        action = factories.make_milestone(factories.make_action(outcome, slug="action")).action
        factories.make_milestone(action, slug="second")
        item = "milestone:action:second"
    else:
        factories.make_action(outcome)
        elsewhere = outcome if kind == "action" else factories.make_outcome(factories.make_plan(slug="other"))
        action = factories.make_action(elsewhere, slug="second")
        if kind == "shared":
            outcome.links.create(action=action, position=999)
        item = "action:second" if kind == "action" else "shared:first:other:second"
    response = coordinator_client.post("/plans/plan/reorder/", {"move": f"up:{item}"})
    mark = item.replace(":", "-")
    assert response.headers["Location"] == f"/plans/plan/structure/?at={mark}#up-{mark}"
    page = coordinator_client.get(response.headers["Location"]).content.decode()
    assert f'id="up-{mark}" aria-disabled="true"' in page
    assert f'id="down-{mark}">' in page


@pytest.mark.parametrize(
    "move", ["", "up", "sideways:outcome:first", "up:outcome", "up:theme:none", "up:milestone:a:b"]
)
def test_a_move_that_names_nothing_is_not_found(move: str, coordinator_client: Client) -> None:
    plan = factories.make_outcome(slug="first").plan
    assert coordinator_client.post(reverse("plans:reorder", args=[plan.slug]), {"move": move}).status_code == 404


def test_what_the_service_refuses_stands_above_the_form(coordinator_client: Client) -> None:
    theme = factories.make_plan(slug="plan").themes.create(title="Safety")
    theme.plan.themes.create(title="Health")
    response = coordinator_client.post("/plans/plan/themes/safety/edit/", {"title": "Health"})
    assert errors(response)["__all__"] == [f"“{theme.plan}” has a theme “Health” already."]


def test_deleting_asks_first_and_then_deletes(coordinator_client: Client) -> None:
    action = factories.make_action()
    url = reverse("plans:delete-action", args=[action.plan.slug, action.slug])
    coordinator_client.get(url)
    assert Action.objects.count() == 1
    coordinator_client.post(url)
    assert Action.objects.count() == 0


def full_plan(rows: int) -> Plan:
    """`rows` of everything in a plan: themes, outcomes, nested ones, actions at home and shared in, milestones."""
    plan = factories.make_plan()
    for number in range(rows):
        theme = plan.themes.create(title=f"Theme {number}", position=number)
        outcome = factories.make_outcome(plan, theme=theme, lead=factories.make_user())
        factories.make_outcome(plan, theme=theme, parent=outcome)
        action = factories.make_action(outcome, lead=factories.make_user())
        outcome.links.create(action=factories.make_action())
        factories.make_milestone(action, lead=factories.make_user())
    return plan


def test_the_structure_page_has_the_tabs_of_its_plan(coordinator_client: Client) -> None:
    plan = factories.make_plan(slug="smarter")
    page = html.fromstring(coordinator_client.get(reverse("plans:structure", args=[plan.slug])).content)
    tabs = page.xpath("//nav[contains(@class, 'fp-subnav')]//a")
    assert tabs[0].get("href") == "/plans/smarter/"
    assert [tab.text_content().strip() for tab in tabs if tab.get("aria-current")] == ["Structure"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_structure_page_takes_as_many_queries_for_three_rows_as_for_one(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    url = reverse("plans:structure", args=[full_plan(rows).slug])
    with django_assert_num_queries(10):
        response = coordinator_client.get(url)
    assert response.content.decode().count('class="fp-tree__milestone"') == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_share_page_takes_as_many_queries_for_three_rows_as_for_one(
    rows: int, coordinator_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    action = factories.make_action()
    for _ in range(rows):
        factories.make_outcome().links.create(action=action)
        factories.make_outcome()
    url = reverse("plans:share-action", args=[action.plan.slug, action.slug])
    with django_assert_num_queries(5):
        response = coordinator_client.get(url)
    assert response.content.decode().count("Stop sharing") == rows


def test_a_large_plan_opens_one_outcome_at_a_time(coordinator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fingerpost.plans.views.structure.WHOLE", 1)
    first = factories.make_milestone(title="In the first", slug="m-1")
    outcome = factories.make_outcome(first.action.plan)
    second = factories.make_milestone(factories.make_action(outcome, slug="act"), title="In the second", slug="m-2")
    url = reverse("plans:structure", args=[first.action.plan.slug])
    shown = {
        at: [title in coordinator_client.get(url, {"at": at}).content.decode() for title in (first.title, second.title)]
        for at in ("", f"outcome-{outcome.slug}", "action-act", "milestone-act-m-2")
    }
    assert shown == {
        "": [True, False],
        f"outcome-{outcome.slug}": [False, True],
        "action-act": [False, True],
        "milestone-act-m-2": [False, True],
    }


def test_a_plan_is_built_put_into_force_closed_and_reopened_on_pages(coordinator_client: Client) -> None:
    plan = factories.make_plan(slug="plan", state=Plan.State.DRAFT)
    seen = []
    for address_, data in [
        ("add-theme/", {"title": "Safer places"}),
        ("add-outcome/?theme=safer-places", {"title": "Streets", "weight": "1"}),
        ("outcomes/streets/add-action/", {"title": "Slow the traffic", "weight": "2", "due": "31 March 2010"}),
        ("actions/slow-the-traffic/add-milestone/", {"title": "Survey", "weight": "1", "due": "30.6.09"}),
        ("start/", {}),
        ("close/", {}),
        ("reopen/", {"reason": "A report came late"}),
    ]:
        response = coordinator_client.post(f"/plans/plan/{address_}", data)
        plan.refresh_from_db()
        seen.append((response.status_code, plan.state))
    assert seen == [*[(302, "draft")] * 4, (302, "active"), (302, "closed"), (302, "active")]
    milestone = Milestone.objects.get()
    outcome = milestone.action.outcomes.get()
    assert (milestone.original_due, milestone.action.due, str(outcome.theme)) == (
        date(2009, 6, 30),
        date(2010, 3, 31),
        "Safer places",
    )


def test_an_empty_draft_is_deleted_on_its_page(coordinator_client: Client) -> None:
    factories.make_plan(slug="plan", state=Plan.State.DRAFT)
    assert coordinator_client.post("/plans/plan/delete/").headers["Location"] == "/"
    assert Plan.objects.count() == 0


def test_actions_and_milestones_move_on_pages_and_what_is_empty_is_deleted(coordinator_client: Client) -> None:
    milestone = factories.make_milestone(factories.make_action(factories.make_outcome(slug="from"), slug="from"))
    plan = milestone.action.plan
    to = factories.make_action(factories.make_outcome(plan, slug="to"), slug="to")
    outcome = to.links.get().outcome
    coordinator_client.post(address("move-milestone", milestone), {"to": to.pk})
    coordinator_client.post(reverse("plans:move-action", args=[plan.slug, "from"]), {"to": outcome.pk})
    milestone.refresh_from_db()
    assert (milestone.action, set(outcome.actions.all())) == (to, {to, Action.objects.get(slug="from")})
    for name, names in [
        ("delete-milestone", [plan.slug, "to", milestone.slug]),
        ("delete-action", [plan.slug, "from"]),
        ("delete-outcome", [plan.slug, "from"]),
    ]:
        coordinator_client.post(reverse(f"plans:{name}", args=names))
    assert (Milestone.objects.count(), set(Action.objects.all()), set(Outcome.objects.all())) == (0, {to}, {outcome})


def test_an_action_is_cancelled_and_reinstated_on_pages(coordinator_client: Client) -> None:
    action = factories.make_action()
    states = []
    for name in ("cancel-action", "reinstate-action"):
        coordinator_client.post(reverse(f"plans:{name}", args=[action.plan.slug, action.slug]), {"reason": "Money"})
        action.refresh_from_db()
        states.append((action.state, action.state_reason))
    assert states == [("cancelled", "Money"), ("active", "")]


def test_a_milestone_with_reports_is_not_deleted_and_the_page_says_what_to_do(coordinator_client: Client) -> None:
    milestone = factories.make_milestone()
    factories.make_update(milestone, 50)
    response = coordinator_client.post(address("delete-milestone", milestone))
    assert response.status_code == 403
    assert "has been reported on, so it must stay. Cancel it instead." in response.content.decode()
    assert Milestone.objects.count() == 1

"""A plan as a whole, its themes and outcomes."""

from __future__ import annotations

from datetime import date

import pytest

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.people.models import Role, User
from fingerpost.plans import rules, services, versions
from fingerpost.plans.models import Outcome, Plan, Theme
from tests import factories


def new_plan(by: User | None, ends: date = date(2011, 3, 31)) -> Plan:
    area, owner = factories.make_area(), factories.make_group()
    return services.create_plan(title="Single plan", starts=date(2010, 4, 1), ends=ends, area=area, owner=owner, by=by)


def test_a_new_plan_is_a_draft_with_a_slug_of_its_own(coordinator: User) -> None:
    first, second = new_plan(coordinator), new_plan(coordinator)
    assert [(plan.slug, plan.state) for plan in (first, second)] == [
        ("single-plan", "draft"),
        ("single-plan-2", "draft"),
    ]
    event = AuditEvent.objects.filter(scope="single-plan").get()
    assert (event.verb, event.after["title"], event.after["starts"]) == ("plan.add", "Single plan", "2010-04-01")


def test_a_member_makes_no_plan(db: None) -> None:
    with pytest.raises(Refused, match="You may not make and change plans"):
        new_plan(factories.make_user(role=Role.MEMBER))


def test_a_plan_that_ends_before_it_starts_is_refused(coordinator: User) -> None:
    with pytest.raises(Refused, match="The start must not be after the end"):
        new_plan(coordinator, ends=date(2010, 3, 31))


def test_a_plan_keeps_its_slug_when_its_title_changes(coordinator: User) -> None:
    plan = services.edit_plan(plan=new_plan(coordinator), title="Another title", by=coordinator)
    assert (plan.title, plan.slug) == ("Another title", "single-plan")


def test_a_plan_does_not_follow_one_that_follows_it(coordinator: User) -> None:
    first = new_plan(coordinator)
    second = services.edit_plan(plan=new_plan(coordinator), predecessor=first, by=coordinator)
    with pytest.raises(Refused, match="cannot follow"):
        services.edit_plan(plan=first, predecessor=second, by=coordinator)


def test_an_edit_of_a_plan_that_changed_meanwhile_is_a_conflict(coordinator: User) -> None:
    plan = new_plan(coordinator)
    seen = versions.values_of(plan, ["title", "owner"])
    services.edit_plan(plan=plan, owner=factories.make_group(), by=coordinator)
    with pytest.raises(versions.Conflict) as conflict:
        services.edit_plan(plan=plan, title="Mine", by=coordinator, seen=seen)
    assert [change.field for change in conflict.value.meanwhile] == ["owner"]


def test_a_draft_comes_into_force_once_it_has_an_outcome(coordinator: User) -> None:
    plan = new_plan(coordinator)
    with pytest.raises(Refused, match="has no outcome yet"):
        services.start_plan(plan=plan, by=coordinator)
    services.add_outcome(plan=plan, title="Warm homes", by=coordinator)
    assert services.start_plan(plan=plan, by=coordinator).state == Plan.State.ACTIVE


def test_a_closed_plan_changes_only_by_being_reopened_with_a_reason(coordinator: User) -> None:
    plan = services.close_plan(plan=factories.make_plan(), by=coordinator)
    with pytest.raises(Refused, match="is closed"):
        services.edit_plan(plan=plan, title="New", by=coordinator)
    with pytest.raises(Refused, match="Give a reason"):
        services.reopen_plan(plan=plan, reason="", by=coordinator)
    assert services.reopen_plan(plan=plan, reason="A report came late", by=coordinator).state == Plan.State.ACTIVE
    assert AuditEvent.objects.filter(verb="plan.reopen").get().reason == "A report came late"


@pytest.mark.parametrize(("state", "allowed"), [("draft", ["start"]), ("active", ["close"]), ("closed", ["reopen"])])
def test_the_rules_allow_just_the_transitions_of_the_table(coordinator: User, state: str, allowed: list[str]) -> None:
    plan = factories.make_outcome(factories.make_plan(state=state)).plan
    ways = {"start": rules.why_not_start, "close": rules.why_not_close, "reopen": rules.why_not_reopen}
    assert [name for name, rule in ways.items() if rule(coordinator, plan) == ""] == allowed
    assert [name for name, (starts, _end) in rules.PLAN_TRANSITIONS.items() if state in starts] == allowed


def test_only_an_empty_draft_is_deleted(coordinator: User) -> None:
    draft, full = new_plan(coordinator), new_plan(coordinator)
    services.add_outcome(plan=full, title="Warm homes", by=coordinator)
    in_force = factories.make_plan()
    with pytest.raises(Refused, match="Only a draft can be deleted"):
        services.delete_plan(plan=in_force, by=coordinator)
    with pytest.raises(Refused, match="is not empty"):
        services.delete_plan(plan=full, by=coordinator)
    services.delete_plan(plan=draft, by=coordinator)
    assert set(Plan.objects.all()) == {full, in_force}


def test_a_theme_title_stands_in_a_plan_once(coordinator: User) -> None:
    plan = factories.make_plan()
    theme = services.add_theme(plan=plan, title="Safety", by=coordinator)
    other = services.add_theme(plan=plan, title="Health", by=coordinator)
    assert (theme.position, other.position) == (0, 1)
    with pytest.raises(Refused, match="has a theme “Safety” already"):
        services.edit_theme(theme=other, title=" Safety", by=coordinator)
    assert services.edit_theme(theme=theme, title="Safer places", by=coordinator).title == "Safer places"


def test_a_theme_with_outcomes_is_not_deleted(coordinator: User) -> None:
    plan = factories.make_plan()
    theme = services.add_theme(plan=plan, title="Safety", by=coordinator)
    outcome = services.add_outcome(plan=plan, title="Safer streets", theme=theme, by=coordinator)
    with pytest.raises(Refused, match="still has outcomes"):
        services.delete_theme(theme=theme, by=coordinator)
    services.move_outcome(outcome=outcome, by=coordinator)
    services.delete_theme(theme=theme, by=coordinator)
    assert Theme.objects.count() == 0


def test_a_moved_outcome_takes_what_hangs_under_it_along(coordinator: User) -> None:
    plan = factories.make_plan()
    safety, health = (services.add_theme(plan=plan, title=title, by=coordinator) for title in ("Safety", "Health"))
    streets = services.add_outcome(plan=plan, title="Streets", theme=safety, by=coordinator)
    school = services.add_outcome(plan=plan, title="School runs", parent=streets, by=coordinator)
    services.add_outcome(plan=plan, title="Walks", parent=school, by=coordinator)
    fitter = services.add_outcome(plan=plan, title="Fitter people", theme=health, by=coordinator)
    services.move_outcome(outcome=school, parent=fitter, by=coordinator)
    assert list(plan.outcomes.values_list("title", "parent__title", "theme__title", "position")) == [
        ("Streets", None, "Safety", 0),
        ("Fitter people", None, "Health", 1),
        ("School runs", "Fitter people", "Health", 2),
        ("Walks", "School runs", "Health", 3),
    ]
    event = AuditEvent.objects.filter(verb="outcome.move").get()
    assert event.before == {"parent": f"Streets ({streets.pk})", "theme": f"Safety ({safety.pk})"}


def test_an_outcome_does_not_move_under_itself_too_deep_or_to_another_plan(coordinator: User) -> None:
    top = factories.make_outcome()
    child = factories.make_outcome(top.plan, parent=top)
    low = factories.make_outcome(top.plan, parent=factories.make_outcome(top.plan, parent=child))
    other = factories.make_outcome(top.plan)
    factories.make_outcome(top.plan, parent=other)
    for outcome, parent, reason in [
        (top, top, "cannot stand under itself"),
        (top, child, "cannot stand under itself"),
        (other, low, "4 levels deep"),
        (top, factories.make_outcome(), "belongs to another plan"),
    ]:
        with pytest.raises(Refused, match=reason):
            services.move_outcome(outcome=outcome, parent=parent, by=coordinator)


def test_an_outcome_is_deleted_only_when_nothing_stands_under_it(coordinator: User) -> None:
    top = factories.make_outcome()
    child = factories.make_outcome(top.plan, parent=top)
    factories.make_action(child)
    with pytest.raises(Refused, match="still has outcomes under it"):
        services.delete_outcome(outcome=top, by=coordinator)
    with pytest.raises(Refused, match="Key actions still count towards"):
        services.delete_outcome(outcome=child, by=coordinator)
    empty = factories.make_outcome(top.plan)
    services.delete_outcome(outcome=empty, by=coordinator)
    assert set(Outcome.objects.all()) == {top, child}

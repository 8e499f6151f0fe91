"""Building from live tables, and the steps of a publication."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.core.words import whole_percent
from fingerpost.cycles.models import CycleState
from fingerpost.people.models import Membership, Organisation, Role, User
from fingerpost.plans.models import Milestone, Plan
from fingerpost.public import building, services
from fingerpost.public.content import Snapshot, from_json, sha256
from fingerpost.public.models import Publication, PublicationState
from fingerpost.public.ticking import tick
from fingerpost.reporting.rollup import roll_up
from fingerpost.reporting.trend import trend
from tests import factories
from tests.reporting.plans import plan_with_progress

pytestmark = pytest.mark.django_db
Q2, Q3 = Period.parse("2009-10-q2"), Period.parse("2009-10-q3")


@pytest.fixture(autouse=True)
def no_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper takes a second; one test makes them."""
    monkeypatch.setattr(building, "PAPERS", {})


def publish(plan: Plan, period: Period = Q2, **more: Any) -> Publication:
    by = more.pop("by", None)
    return services.publish(publication=services.prepare(plan=plan, period=period, by=by), by=by, **more)


def said(row: Publication) -> Snapshot:
    return from_json(row.snapshot)


def test_a_snapshot_has_the_figures_of_the_roll_up() -> None:
    plan = plan_with_progress()
    snapshot, whole = said(publish(plan)), roll_up(plan, as_at=Q2.end, period=Q2)
    assert snapshot.standing.percent == whole.shown
    assert [one.standing.exact for one in snapshot.outcomes] == [node.percent for node in whole.walk()]
    counts = snapshot.standing.counts
    assert (
        counts.due
        == whole.tally.due
        == sum(
            [
                counts.complete,
                counts.well_progressed,
                counts.some_progress,
                counts.no_progress,
                counts.no_update,
                counts.will_not_complete,
                counts.carried_forward,
            ]
        )
    )
    points = trend(plan, as_at=Q2.end)
    assert [percent for _quarter, percent in snapshot.trend] == [
        whole_percent(one.percent or Decimal(0)) for one in points
    ]
    assert [quarter for quarter, _percent in snapshot.trend] == ["Q1 2009/10", "Q2 2009/10"]


@pytest.mark.parametrize("rows", [1, 3])
def test_building_takes_as_many_queries_for_many_as_for_few(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plan = factories.make_plan()
    for _number in range(rows):
        outcome = factories.make_outcome(plan)
        factories.make_update(factories.make_milestone(factories.make_action(outcome)), 40)
        indicator = factories.make_indicator(outcome)
        factories.make_value(indicator, "2009-10-q2", 10)
        factories.make_target(indicator, "2009-10-q2", 8)
    with django_assert_num_queries(35):
        services.build_now(plan, Q2, 1)


def test_a_milestone_without_an_update_has_no_figure() -> None:
    milestones = said(publish(plan_with_progress())).actions[0].milestones
    found = {one.title: (one.progress, one.progress_words) for one in milestones}
    assert found["Map the courses on offer"] == (None, "No update received")
    assert found["Agree remit and targets of the forum"] == (90, "90%")


def test_later_figures_are_not_in_an_earlier_period() -> None:
    plan = plan_with_progress()
    indicator = factories.make_indicator(plan.outcomes.all()[0])
    factories.make_value(indicator, "2009-10-q2", 41)
    factories.make_value(indicator, "2009-10-q3", 55)
    facts = said(publish(plan)).indicators[0]
    assert [(one.period.slug, one.value) for one in facts.values] == [("2009-10-q2", Decimal(41))]


def test_small_numbers_are_withheld_with_numerator_and_note() -> None:
    plan = plan_with_progress()
    indicator = factories.make_indicator(plan.outcomes.all()[0], counts_people=True)
    factories.make_value(indicator, "2009-10-q2", 3, note="Three families")
    row = publish(plan)
    value = said(row).indicators[0].values[0]
    assert (value.value, value.words, value.state.code, value.note) == (
        None,
        "Withheld (small number)",
        "withheld",
        "",
    )
    assert "Three families" not in row.snapshot


def test_nobody_is_named() -> None:
    plan = plan_with_progress()
    body = Organisation.objects.create(name="The council", slug="the-council")
    head = factories.make_user(name="Hamish Named", job_title="Head of service", organisation=body)
    Membership.objects.create(group=plan.owner, user=head, position=Membership.Position.CHAIR)
    row = publish(plan)
    members = next(one for one in said(row).groups if one.slug == plan.owner.slug).members
    assert [(one.position, one.role, one.organisation) for one in members] == [
        ("Chair", "Head of service", "The council")
    ]
    assert not [name for name in User.objects.values_list("name", flat=True) if name in row.snapshot]


def test_what_is_published_never_changes() -> None:
    plan = plan_with_progress()
    row = publish(plan)
    before = row.snapshot
    factories.make_update(Milestone.objects.filter(action__plan=plan, slug="step-0")[0], 5, as_at=Q2.end)
    row.refresh_from_db()
    assert (row.snapshot, row.sha256) == (before, sha256(before))


def test_what_changed_since_the_period_before_is_kept() -> None:
    plan = plan_with_progress()
    publish(plan)
    snapshot = said(publish(plan, Q3))
    assert snapshot.earlier is not None
    assert snapshot.earlier.slug == "2009-10-q2"
    assert [(one.kind, one.to) for one in snapshot.changes]


def test_a_correction_supersedes_with_a_notice() -> None:
    plan = plan_with_progress()
    first = publish(plan)
    with pytest.raises(Refused, match="Say what changed"):
        publish(plan)
    second = services.publish(publication=Publication.objects.get(version=2), notice="A figure was wrong.", by=None)
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == (PublicationState.SUPERSEDED, PublicationState.PUBLIC, 2)
    assert (first.address, second.address) == (f"2009-10/q2/{plan.slug}/version-1/", f"2009-10/q2/{plan.slug}/")


def test_preparing_again_builds_anew_and_publishing_keeps_what_was_previewed() -> None:
    plan = plan_with_progress()
    first = services.prepare(plan=plan, period=Q2, by=None)
    factories.make_update(Milestone.objects.filter(action__plan=plan, slug="step-0")[0], 5, as_at=Q2.end)
    published = services.publish(publication=first, by=None)
    assert published.sha256 == first.sha256
    again = services.prepare(plan=plan, period=Q2, by=None)
    assert (again.version, again.sha256 == first.sha256) == (2, False)
    assert services.prepare(plan=plan, period=Q2, by=None).pk == again.pk


def test_a_scheduled_one_is_built_when_its_time_comes() -> None:
    plan, now = plan_with_progress(), timezone.now()
    row = services.prepare(plan=plan, period=Q2, by=None)
    row = services.schedule(publication=row, at=now + timedelta(hours=1), by=None)
    with pytest.raises(Refused, match="Cancel the schedule first"):
        services.prepare(plan=plan, period=Q2, by=None)
    factories.make_update(Milestone.objects.filter(action__plan=plan, slug="step-0")[0], 5, as_at=Q2.end)
    assert tick(now) == []
    assert tick(now + timedelta(hours=2)) == [f"Published {row}."]
    assert tick(now + timedelta(hours=2)) == []
    published = Publication.objects.get(pk=row.pk)
    assert (published.state, published.sha256 == row.sha256) == (PublicationState.PUBLIC, False)


def test_one_that_cannot_be_published_in_its_time_says_why() -> None:
    plan, now = plan_with_progress(), timezone.now()
    row = services.prepare(plan=plan, period=Q2, by=None)
    services.schedule(publication=row, at=now + timedelta(hours=1), by=None)
    factories.make_cycle(plan, state=CycleState.CLOSED)
    assert tick(now + timedelta(hours=2)) == []
    row.refresh_from_db()
    assert row.state == PublicationState.SCHEDULED
    assert "has not been approved" in row.delay_reason
    assert services.unschedule(publication=row, by=None).delay_reason == ""


def test_withdrawing_takes_every_version_and_keeps_the_reason() -> None:
    plan = plan_with_progress()
    publish(plan)
    row = services.prepare(plan=plan, period=Q2, by=None)
    row = services.publish(publication=row, notice="Corrected.", by=None)
    with pytest.raises(Refused, match="Say why"):
        services.withdraw(publication=row, reason=" ", by=None)
    services.withdraw(publication=row, reason="It named a school.", by=None)
    rows = Publication.objects.values_list("state", "withdraw_reason")
    assert set(rows) == {(PublicationState.WITHDRAWN, "It named a school.")}
    with pytest.raises(Refused, match="nothing to withdraw"):
        services.withdraw(publication=row, reason="Again", by=None)


def test_a_draft_a_period_to_come_and_one_not_approved_are_refused() -> None:
    plan = plan_with_progress()
    with pytest.raises(Refused, match="lies outside the plan"):
        services.prepare(plan=plan, period=Period.parse("2012-13-q1"), by=None)
    cycle = factories.make_cycle(plan)
    with pytest.raises(Refused, match="Approve and lock its reporting cycle first"):
        services.prepare(plan=plan, period=Q2, by=None)
    cycle.state = CycleState.LOCKED
    cycle.save()
    assert services.prepare(plan=plan, period=Q2, by=None).version == 1
    plan.state = Plan.State.DRAFT
    plan.save()
    with pytest.raises(Refused, match="still a draft"):
        services.prepare(plan=plan, period=Q3, by=None)


def test_only_coordinators_and_administrators_publish() -> None:
    plan = plan_with_progress()
    for role in (Role.MEMBER, Role.LEAD_OFFICER):
        with pytest.raises(Refused, match="You may not publish plans"):
            services.prepare(plan=plan, period=Q2, by=factories.make_user(role=role))
    assert publish(plan, by=factories.make_user(role=Role.COORDINATOR)).state == PublicationState.PUBLIC


def test_every_step_is_in_the_audit_trail() -> None:
    plan = plan_with_progress()
    row = services.prepare(plan=plan, period=Q2, by=None)
    services.schedule(publication=row, at=datetime(2999, 1, 1, tzinfo=UTC), by=None)
    row = services.unschedule(publication=row, by=None)
    row = services.publish(publication=row, by=None)
    services.withdraw(publication=row, reason="Wrong.", by=None)
    events = AuditEvent.objects.filter(subject_type="publication").order_by("pk")
    assert [one.verb.partition(".")[2] for one in events] == [
        "prepare",
        "schedule",
        "unschedule",
        "publish",
        "withdraw",
    ]


def test_the_command_publishes_with_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PAPERS", {"milestones": ("pdf",)})
    plan, out, err = plan_with_progress(), StringIO(), StringIO()
    call_command("publish", plan=plan.slug, period="2009-10-q2", json=True, stdout=out, stderr=err)
    row = Publication.objects.get()
    assert f'"address": "/public/2009-10/q2/{plan.slug}/"' in out.getvalue()
    kept = row.files.get(name="milestones.pdf")
    assert (kept.size, kept.sha256) == (said(row).files[0].size, said(row).files[0].sha256)

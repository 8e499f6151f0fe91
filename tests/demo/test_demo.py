from __future__ import annotations

from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from fingerpost.committee.differences import changes
from fingerpost.committee.models import CommitteePaper
from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.demo import services
from fingerpost.demo.committee import make_committee_papers
from fingerpost.follow_ups.models import FollowUp
from fingerpost.follow_ups.queries import overdue_by_owner
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Milestone, MilestoneState, Plan
from fingerpost.public.models import Publication
from fingerpost.public.queries import snapshot_of
from fingerpost.reporting.indicators.scorecard import scorecard
from fingerpost.reporting.indicators.wording import cell_words
from fingerpost.reporting.models import MilestoneUpdate
from fingerpost.reporting.rollup import PlanRollUp, roll_up
from fingerpost.reviews.queries import review_of
from fingerpost.reviews.strategies import points
from tests.conftest import signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def demo(data_folder: Path) -> services.Demo:
    return services.fill(publish=False)


def smarter_at(quarter: int) -> PlanRollUp:
    period = Period(2009, "quarter", quarter)
    return roll_up(Plan.objects.get(slug="smarter-plan-2009-10"), as_at=period.end, period=period)


def test_the_second_quarter_has_the_figures_of_the_published_page(demo: services.Demo) -> None:
    half_year = smarter_at(2)
    assert len(half_year.outcomes) == 7
    assert len(half_year.actions) == 12
    assert (half_year.tally.due, half_year.tally.complete) == (67, 52)


def test_each_stated_percentage_follows_from_the_milestones(demo: services.Demo) -> None:
    actions = smarter_at(2).actions.values()
    assert [action.stated.percent for action in actions] == [action.shown for action in actions]
    assert all(action.agrees for action in actions)


def test_four_quarters_make_a_trend(demo: services.Demo) -> None:
    shown = [smarter_at(quarter).shown or 0 for quarter in range(1, 5)]
    assert shown == sorted(shown)
    assert len(set(shown)) == 4


def test_milestones_are_cancelled_merged_moved_and_carried_forward(demo: services.Demo) -> None:
    milestones = Milestone.objects.filter(action__plan__slug="smarter-plan-2009-10")
    states = [milestones.filter(state=state).count() for state in MilestoneState]
    assert states == [138, 3, 3, 1]
    assert [milestone.title for milestone in milestones if milestone.was_moved] == [
        "First collection from primary schools"
    ]


def test_every_update_stands_in_the_audit_trail(demo: services.Demo) -> None:
    assert AuditEvent.objects.filter(verb="milestone.update").count() == MilestoneUpdate.objects.count() > 200


def test_some_follow_ups_are_done_and_one_is_overdue(demo: services.Demo) -> None:
    counts = Counter(FollowUp.objects.values_list("state", flat=True))
    assert counts == {"open": 11, "done": 3, "dropped": 1}
    late = {owner.email: len(rows) for owner, rows in overdue_by_owner(date(2010, 3, 31)).items()}
    assert late == {services.SIGN_INS[Role.LEAD_OFFICER]: 1}


def test_the_half_year_has_the_figures_of_the_review(demo: services.Demo) -> None:
    """Nine indicators: two have half-year figures, one is yearly; most others say why there is none."""
    plan = Plan.objects.get(slug="smarter-plan-2009-10")
    lines = scorecard(plan, Period.parse("2009-10-h1"), as_at=date(2009, 12, 17)).lines
    assert [(str(line.status), cell_words(line.indicator, line.figure)) for line in lines] == [
        ("unknown", "Expected later: before the end of the calendar year"),
        ("amber", "174 points"),
        ("unknown", "Expected later: in February"),
        ("green", "5 people"),
        ("unknown", "Data being sought"),
        ("unknown", "Data awaited"),
        ("unknown", "No figure"),
        ("unknown", "Not available"),
        ("amber", "72.9%"),
    ]


def test_a_paper_was_issued_and_corrected_and_one_is_a_draft(demo: services.Demo) -> None:
    make_committee_papers()
    issued, draft = CommitteePaper.objects.order_by("pk")
    assert (issued.state, draft.state) == ("issued", "draft")
    first, second = issued.editions.all()
    changed = changes(first.content, second.content)
    assert [one.place for one in changed] == ["Paragraph 2.2", "Paragraph 2.3"]
    assert [file.format for file in second.files.all()] == ["docx", "odt", "html", "pdf"]
    assert draft.comments.get().resolved_at is None


def test_a_second_run_changes_nothing(demo: services.Demo) -> None:
    before = [User.objects.count(), Plan.objects.count(), MilestoneUpdate.objects.count(), AuditEvent.objects.count()]
    again = services.fill(publish=False)
    after = [User.objects.count(), Plan.objects.count(), MilestoneUpdate.objects.count(), AuditEvent.objects.count()]
    assert (again.made, again.password, after) == (False, demo.password, before)


def test_one_person_of_each_role_can_sign_in(demo: services.Demo) -> None:
    people = {person.role: person for person in User.objects.filter(email__in=services.SIGN_INS.values())}
    assert set(people) == set(Role)
    assert all(person.check_password(demo.password) for person in people.values())
    assert signed_in(people[Role.MEMBER]).get("/plans/smarter-plan-2010-11/").status_code == 404


def test_a_database_with_other_people_is_left_alone() -> None:
    make_user()
    with pytest.raises(Refused, match="holds other people"):
        services.fill(publish=False)
    assert Plan.objects.count() == 0


def test_a_shared_installation_takes_no_demo(settings: Settings) -> None:
    settings.SHARED = True
    with pytest.raises(Refused, match="FINGERPOST_URL"):
        services.fill(publish=False)


def test_the_password_is_for_its_owner_only(demo: services.Demo, data_folder: Path) -> None:
    assert (data_folder / "demo-password").stat().st_mode & 0o077 == 0


def test_the_command_prints_addresses_and_sign_ins() -> None:
    out, err = StringIO(), StringIO()
    call_command("demo", "--no-serve", "--address", "127.0.0.1:9000", stdout=out, stderr=err)
    said = out.getvalue()
    assert "http://localhost:9000/plans/smarter-plan-2009-10/" in said
    assert [email for email in services.SIGN_INS.values() if email not in said] == []


def test_the_plan_is_shown_as_at_its_last_day(demo: services.Demo) -> None:
    plan = Plan.objects.get(slug="smarter-plan-2009-10")
    assert plan.latest_day(date(2026, 1, 1)) == date(2010, 3, 31)


def test_every_quarter_reported_on_is_published() -> None:
    services.fill()
    found = Publication.objects.filter(plan_slug="smarter-plan-2009-10").order_by("ends")
    assert [one.period for one in found] == ["2009-10-q1", "2009-10-q2", "2009-10-q3", "2009-10-q4"]
    half_year = snapshot_of(found[1])
    assert (half_year.standing.counts.due, half_year.standing.counts.complete) == (67, 52)
    assert Publication.objects.filter(plan_slug="keith-locality-plan-2009-10").count() == 4
    assert "How we are doing" in Client().get("/public/").content.decode()


def test_the_half_year_was_reviewed(demo: services.Demo) -> None:
    plan = Plan.objects.get(slug="smarter-plan-2009-10")
    review = review_of(plan, Period.parse("2009-10-h1"))
    indicators = [row for part in review.outcomes for row in part.indicators]
    assert (len(indicators), sum(row.is_silent for row in indicators)) == (9, 1)
    assert [len(points(text)) for text in (plan.strategy.objectives, plan.strategy.means)] == [3, 3]
    assert plan.strategy.activities.count() == 5

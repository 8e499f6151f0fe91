"""Several papers at once, made in the background."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from fingerpost.core.models import AuditEvent
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.papers import making, services, ticking
from fingerpost.papers.models import PaperSet, PaperState, SetPaper
from fingerpost.people.models import User
from fingerpost.plans.models import Plan
from tests import factories
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
Q2 = Period.parse("2009-10-q2")


@pytest.fixture
def plan() -> Plan:
    milestone = factories.make_milestone()
    factories.make_update(milestone, 40)
    return milestone.action.plan


def asked(plan: Plan, by: User, **more: Any) -> PaperSet:
    wanted: dict[str, Any] = {"kinds": ["milestones", "exceptions"], "formats": ["docx", "html"], **more}
    return services.ask_for_papers(plan=plan, period=Q2, by=by, **wanted)


def test_every_kind_in_every_format_is_made_and_kept_with_its_hash(plan: Plan, coordinator: User) -> None:
    row = asked(plan, coordinator)
    services.make_all(row)
    made = list(row.papers.all())
    assert [(paper.kind, paper.format) for paper in made] == [
        ("milestones", "docx"),
        ("milestones", "html"),
        ("exceptions", "docx"),
        ("exceptions", "html"),
    ]
    for paper in made:
        with paper.file.open() as file:
            content = file.read()
        assert (paper.state, paper.size) == (PaperState.MADE, len(content))
        assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert AuditEvent.objects.get().verb == "paper-set.ask"


def test_the_work_is_the_workers(
    plan: Plan,
    coordinator: User,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        row = asked(plan, coordinator)
    assert {paper.state for paper in row.papers.all()} == {PaperState.WAITING}
    task = DBTaskResult.objects.get()
    assert task.args_kwargs == {"args": [row.key], "kwargs": {}}
    task.task.call(*task.args_kwargs["args"])
    assert {paper.state for paper in row.papers.all()} == {PaperState.MADE}


def test_what_cannot_be_written_says_why_and_the_rest_is_made(
    plan: Plan, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = asked(plan, coordinator, formats=["docx", "html"], kinds=["milestones"])
    write = making.write

    def fails(document: Any, format: str, **more: Any) -> bytes:
        if format == "docx":
            raise OSError("The disk is full")
        return write(document, format, **more)

    monkeypatch.setattr(making, "write", fails)
    services.make_all(row)
    failed, made = row.papers.all()
    assert (failed.state, failed.why) == (
        PaperState.FAILED,
        "The paper could not be written as Word: The disk is full",
    )
    assert made.state == PaperState.MADE


def test_a_paper_whose_worker_has_gone_is_given_up(plan: Plan, coordinator: User) -> None:
    row, now = asked(plan, coordinator), timezone.now()
    old, new = row.papers.all()[:2]
    SetPaper.objects.filter(pk=old.pk).update(state=PaperState.MAKING, begun_at=now - timedelta(minutes=16))
    SetPaper.objects.filter(pk=new.pk).update(state=PaperState.MAKING, begun_at=now - timedelta(minutes=14))
    assert ticking.tick(now) == ["1 paper was cut off."]
    assert ticking.tick(now) == []
    old.refresh_from_db()
    assert (old.state, old.why) == (PaperState.FAILED, "The work on it was cut off. Ask for the papers again.")


def test_nothing_chosen_and_a_period_outside_the_plan_are_refused(plan: Plan, coordinator: User) -> None:
    with pytest.raises(Refused, match="Choose a paper and a format"):
        asked(plan, coordinator, kinds=[])
    with pytest.raises(Refused):
        services.ask_for_papers(
            plan=plan, period=Period.parse("2019-20-q1"), kinds=["milestones"], formats=["pdf"], by=coordinator
        )


def test_pages_lead_from_asking_to_the_files(
    coordinator_client: Client, plan: Plan, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    address = f"/plans/{plan.slug}/papers/several/"
    with django_capture_on_commit_callbacks(execute=True):
        answer = coordinator_client.post(
            address, {"period": "2009-10-q2", "kinds": ["milestones"], "formats": ["html", "xlsx"]}
        )
    row = PaperSet.objects.get()
    assert answer["Location"] == f"{address}{row.key}/"
    page = coordinator_client.get(answer["Location"]).content.decode()
    assert "All are ready." in page
    assert "hx-get" not in page
    file = coordinator_client.get(f"{address}{row.key}/milestones.xlsx")
    assert file["Content-Disposition"] == f'attachment; filename="{plan.slug}-milestones-2009-10-q2.xlsx"'
    assert file.getvalue()[:2] == b"PK"
    assert coordinator_client.get(f"{address}{row.key}/milestones.pdf").status_code == 404


def test_the_page_asks_again_while_papers_are_to_come_and_says_when_no_worker_runs(
    coordinator: User, plan: Plan
) -> None:
    row = asked(plan, coordinator)
    client, address = signed_in(coordinator), f"/plans/{plan.slug}/papers/several/{row.key}/"
    page = client.get(address).content.decode()
    assert ("0 of 4 are ready." in page, 'hx-trigger="every 1s"' in page) == (True, True)
    assert "whether it runs" not in page
    PaperSet.objects.update(asked_at=timezone.now() - timedelta(seconds=21))
    assert "whether it runs" in client.get(address).content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries_at_any_size(
    coordinator: User, plan: Plan, django_assert_num_queries: Any, size: int
) -> None:
    row = asked(plan, coordinator, kinds=["milestones"], formats=["docx", "html", "pdf"][:size])
    client = signed_in(coordinator)
    with django_assert_num_queries(5):
        client.get(f"/plans/{plan.slug}/papers/several/{row.key}/")


def test_a_set_is_found_under_its_own_plan_only(coordinator: User, plan: Plan) -> None:
    row = asked(plan, coordinator)
    other = factories.make_plan()
    assert signed_in(coordinator).get(f"/plans/{other.slug}/papers/several/{row.key}/").status_code == 404

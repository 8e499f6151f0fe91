from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from fingerpost.core.models import AuditEvent
from fingerpost.core.refusals import Refused
from fingerpost.intake import services
from fingerpost.intake.differences import difference
from fingerpost.intake.models import Import, Provenance
from fingerpost.intake.queries import facts_of
from fingerpost.intake.stored import stored_plan
from fingerpost.people.models import Role, User
from fingerpost.plans.models import Action, Milestone, MilestoneChange, Outcome, Plan
from fingerpost.reporting.models import ActionUpdate, MilestoneUpdate, Source
from tests import factories
from tests.intake.reports import AUTUMN, WINTER, Report, imported, new_plan, received

pytestmark = pytest.mark.django_db
DECEMBER = date(2009, 12, 31)


def test_a_file_is_kept_under_its_hash_with_what_was_recognised(coordinator: User) -> None:
    source = received(by=coordinator, name="C:\\reports\\greener.txt")
    digest = hashlib.sha256(AUTUMN.content()).hexdigest()
    assert (source.file_name, source.sha256, source.stored_as) == ("greener.txt", digest, f"imports/{digest}")
    assert (source.size, source.format, source.kind) == (len(AUTUMN.content()), "text", "milestones-report")
    assert (source.state, source.as_at, source.received_by) == ("read", date(2009, 9, 30), coordinator)
    assert source.slug == f"greener-{digest[:6]}"
    with default_storage.open(source.stored_as) as stored:
        assert stored.read() == AUTUMN.content()


def test_receiving_leaves_an_audit_event(coordinator: User) -> None:
    source = received(by=coordinator)
    event = AuditEvent.objects.get()
    assert (event.verb, event.by, event.subject_id) == ("import.read", coordinator, str(source.pk))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.txt"),
        (b"PK\x03\x04 cut off", "report.docx"),
        (b"Minutes of a meeting at which nothing was planned.", "minutes.txt"),
    ],
)
def test_nothing_is_stored_of_a_file_that_cannot_be_used(content: bytes, name: str) -> None:
    with pytest.raises(Refused):
        services.receive(name=name, content=content, by=None)
    assert (Import.objects.count(), AuditEvent.objects.count()) == (0, 0)
    assert not default_storage.exists("imports")


def test_a_file_above_the_limit_is_refused_with_both_sizes(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    with pytest.raises(Refused) as refusal:
        services.receive(name="big.txt", content=b"x" * 2500, by=None)
    assert refusal.value.reason == "The file is 2 KB; at most 1 KB is read. Split it, or take out its pictures."


def test_the_same_file_again_is_the_import_that_waits() -> None:
    assert received() == received(name="copy of greener.txt")
    assert Import.objects.count() == 1


def test_a_file_that_was_abandoned_can_come_in_again() -> None:
    first = received()
    services.abandon(source=first, by=None)
    again = received()
    assert (again.pk != first.pk, again.slug) == (True, f"{first.slug}-2")


def test_a_lead_officer_may_not_import() -> None:
    officer = factories.make_user(role=Role.LEAD_OFFICER)
    with pytest.raises(Refused) as refusal:
        received(by=officer)
    assert refusal.value.reason.startswith("You may not import plans from files.")


def test_a_new_plan_holds_what_the_file_says() -> None:
    plan = imported()
    assert (plan.title, plan.state) == ("Greener", Plan.State.ACTIVE)
    assert list(plan.outcomes.values_list("title", "theme__title")) == [
        ("People walk and cycle more", "Greener"),
        ("Less is thrown away", "Greener"),
    ]
    assert list(plan.actions.values_list("title", "updates__stated_percent")) == [
        ("Open the riverside paths to walkers and cyclists", Decimal(45)),
        ("Halve the waste that schools send to landfill", Decimal(25)),
        ("Insulate homes of older people", Decimal(50)),
    ]
    update = MilestoneUpdate.objects.get(milestone__title="Agree maintenance with the land owners - Q2")
    assert (update.as_at, update.progress, update.progress_text) == (date(2009, 9, 30), Decimal(60), "60 %")
    assert (update.note, update.source, update.by) == ("Three of five have signed.", Source.IMPORTED, None)
    milestone = update.milestone
    assert (milestone.due, milestone.original_due, milestone.quarter_label) == (date(2009, 9, 30),) * 2 + ("Q2",)


def test_every_figure_keeps_its_place_and_words() -> None:
    plan = imported()
    update = MilestoneUpdate.objects.get(milestone__title="Put up the first set of signs - Q2")
    [traced] = update.provenance.all()
    assert (traced.item, traced.words) == ("1.1.3", {"progress": "20 %", "note": "The maker delivers in November."})
    assert AUTUMN.text().split("\n")[traced.place["line"] - 1] == "Put up the first set of signs - Q2"
    [traced] = update.milestone.provenance.all()
    assert traced.words == {"title": "Put up the first set of signs - Q2", "due": "30 Sep 2009"}
    [traced] = ActionUpdate.objects.get(action=update.milestone.action).provenance.all()
    assert traced.words == {
        "stated_percent": "45%",
        "summary": "Overall, Key Action 45% completed. The rest is under way.",
    }
    traced_rows = Provenance.objects.filter(source__plan=plan).count()
    assert traced_rows == 2 + 3 + 3 + 6 + 6  # outcomes, actions, what they state, milestones, their updates


def rows_of_everything() -> list[int]:
    kinds = (Plan, Outcome, Action, Milestone, MilestoneChange, MilestoneUpdate, ActionUpdate, Provenance, AuditEvent)
    return [kind.objects.count() for kind in kinds]


def test_the_same_file_twice_changes_nothing() -> None:
    plan = imported()
    before = rows_of_everything()
    source = services.receive(name="greener.txt", content=AUTUMN.content(), by=None, plan=plan)
    applied = services.apply(source=source, plan=plan, by=None)
    assert (applied.difference.counts["unchanged"], applied.difference.is_empty, applied.written) == (6, True, 0)
    assert rows_of_everything() == before


def test_a_later_report_updates_the_plan() -> None:
    plan = imported()
    applied = services.apply(source=received(WINTER, name="winter.txt"), plan=plan, by=None)
    assert applied.difference.counts == {"new": 1, "changed": 3, "unchanged": 2, "missing": 1, "doubtful": 0}
    titles = list(Milestone.objects.filter(action__plan=plan).order_by("pk").values_list("title", flat=True))
    assert titles == [
        "Survey all paths within two miles of the river - Q1",
        "Agree the maintenance with land owners - Q2",
        "Put up the first set of signs - Q2",
        "Weigh the waste of every primary and nursery school - Q1",
        "Give each school a composting box - Q2",
        "Train 12 volunteer assessors - Q2",
        "Count the walkers on two Sundays - Q3",
    ]
    assert list(MilestoneUpdate.objects.filter(as_at=DECEMBER).order_by("pk").values_list("progress", flat=True)) == [
        100, 100, 90, 100, 100, 50,
    ]  # fmt: skip


def test_a_due_date_that_a_later_report_moved_is_kept_with_its_reason(coordinator: User) -> None:
    plan = imported()
    services.apply(source=received(WINTER, name="winter.txt", by=coordinator), plan=plan, by=coordinator)
    moved = MilestoneChange.objects.get()
    assert (moved.from_due, moved.to_due, moved.on) == (date(2009, 9, 30), DECEMBER, DECEMBER)
    assert (moved.reason, moved.by) == ("as in winter.txt", coordinator)
    assert (moved.milestone.due, moved.milestone.original_due) == (DECEMBER, date(2009, 9, 30))
    event = AuditEvent.objects.get(verb="milestone.move-due")
    assert (event.before, event.after, event.reason) == (
        {"due": "2009-09-30"},
        {"due": "2009-12-31"},
        "as in winter.txt",
    )


def test_an_earlier_report_after_a_later_one_brings_no_old_titles_back() -> None:
    plan = imported()
    services.apply(source=received(WINTER, name="winter.txt"), plan=plan, by=None)
    before = rows_of_everything()
    source = services.receive(name="greener.txt", content=AUTUMN.content(), by=None, plan=plan)
    assert services.apply(source=source, plan=plan, by=None).difference.is_empty
    assert rows_of_everything() == before


def test_only_what_was_chosen_goes_in_and_the_rest_can_follow() -> None:
    source = received()
    leave = {"2": "leave", "1.1.2": "leave"}
    plan = services.apply(source=source, new_plan=new_plan(), choices=leave, by=None).plan
    assert list(plan.outcomes.values_list("title", flat=True)) == ["People walk and cycle more"]
    assert Milestone.objects.filter(action__plan=plan).count() == 2
    services.apply(source=source, plan=plan, by=None)
    assert Milestone.objects.filter(action__plan=plan).count() == 6


def test_a_doubtful_item_is_left_out_unless_somebody_says_which_it_is() -> None:
    plan = imported()
    first = WINTER.outcomes[0][1][0]
    changed = Report("31/12/09", [("People walk and cycle more", [first])])
    text = changed.text().replace("Count the walkers on two Sundays", "Put up the next set of posts")
    source = services.receive(name="other.txt", content=text.encode(), by=None)
    preview = difference(facts_of(source), stored_plan(plan, DECEMBER))
    assert preview.counts["doubtful"] == 0
    text = changed.text().replace(
        "Agree the maintenance with land owners - Q2", "Agree maintenance by the land owners - Q4"
    )
    source = services.receive(name="third.txt", content=text.encode(), by=None)
    items = difference(facts_of(source), stored_plan(plan, DECEMBER)).items
    [doubtful] = [item for item in items if item.status == "doubtful"]
    services.apply(source=source, plan=plan, by=None)
    assert Milestone.objects.filter(title__contains="Q4").count() == 0
    services.apply(source=source, plan=plan, choices={doubtful.key: "same"}, by=None)
    milestone = Milestone.objects.get(title__contains="Q4")
    assert (milestone.pk, milestone.quarter_label) == (doubtful.known.pk if doubtful.known else None, "Q4")


def test_an_import_is_not_applied_to_a_second_plan() -> None:
    plan = imported()
    with pytest.raises(Refused) as refusal:
        services.apply(source=Import.objects.get(), plan=factories.make_plan(), by=None)
    assert refusal.value.reason == (
        f"“greener.txt” was applied to “{plan}”. Upload it again to apply it to another plan."
    )


def test_an_abandoned_import_is_not_applied(coordinator: User) -> None:
    source = services.abandon(source=received(by=coordinator), by=coordinator)
    with pytest.raises(Refused):
        services.apply(source=source, new_plan=new_plan(), by=coordinator)
    assert AuditEvent.objects.filter(verb="import.abandon", by=coordinator).count() == 1


def test_a_preview_that_no_longer_holds_is_refused() -> None:
    plan = imported()
    source = received(WINTER, name="winter.txt")
    seen = difference(facts_of(source), stored_plan(plan, DECEMBER)).fingerprint
    Milestone.objects.filter(title__startswith="Survey").update(title="Something else altogether")
    with pytest.raises(Refused) as refusal:
        services.apply(source=source, plan=plan, expected=seen, by=None)
    assert refusal.value.reason == "The plan has changed since the preview was shown. Look at the preview again."


@pytest.fixture
def provenance_that_breaks(transactional_db: None) -> Iterator[None]:
    """The database itself refuses the last rows that an import writes."""
    if connection.vendor == "postgresql":
        make = (
            "CREATE FUNCTION break_it() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$"
            " LANGUAGE plpgsql; CREATE TRIGGER break_it BEFORE INSERT ON intake_provenance"
            " FOR EACH ROW WHEN (NEW.item = '2.2.1') EXECUTE FUNCTION break_it()"
        )
        drop = "DROP TRIGGER break_it ON intake_provenance; DROP FUNCTION break_it()"
    else:
        make = (
            "CREATE TRIGGER break_it BEFORE INSERT ON intake_provenance WHEN NEW.item = '2.2.1'"
            " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        )
        drop = "DROP TRIGGER break_it"
    with connection.cursor() as cursor:
        cursor.execute(make)
    yield
    with connection.cursor() as cursor:
        cursor.execute(drop)


@pytest.mark.usefixtures("provenance_that_breaks")
def test_a_fault_half_way_leaves_nothing() -> None:
    source, details = received(), new_plan()
    before = rows_of_everything()
    with pytest.raises(DatabaseError, match="the disk is full"):
        services.apply(source=source, new_plan=details, by=None)
    assert rows_of_everything() == before
    source.refresh_from_db()
    assert (source.state, source.plan) == ("read", None)


def test_provenance_is_of_exactly_one_thing() -> None:
    plan = imported()
    source, outcome, action = Import.objects.get(), plan.outcomes.first(), plan.actions.first()
    for targets in ({}, {"outcome": outcome, "action": action}):
        with pytest.raises(DatabaseError, match="provenance_is_of_exactly_one_thing"), transaction.atomic():
            Provenance.objects.create(source=source, item="1", **targets)


def test_a_file_into_an_approved_period_is_refused_as_a_whole(coordinator: User) -> None:
    plan = imported(by=coordinator)
    factories.make_lock(plan, "2009-10-q3")
    before = (MilestoneUpdate.objects.count(), Milestone.objects.count(), MilestoneChange.objects.count())
    source = received(WINTER, by=coordinator)
    with pytest.raises(Refused) as refusal:
        services.apply(source=source, plan=plan, by=coordinator)
    assert refusal.value.reason == (
        f"Nothing was stored: Q3 2009/10 of “{plan}” was approved on 2 November 2009 and is locked. Unlock the period "
        "first, give each late correction by hand with its reason, or choose a day after 31 December 2009."
    )
    assert (MilestoneUpdate.objects.count(), Milestone.objects.count(), MilestoneChange.objects.count()) == before
    assert Import.objects.get(pk=source.pk).state == Import.State.READ


def test_a_file_of_the_time_after_an_approved_period_goes_in(coordinator: User) -> None:
    plan = imported(by=coordinator)
    factories.make_lock(plan, "2009-10-q2")
    assert services.apply(source=received(WINTER, by=coordinator), plan=plan, by=coordinator).written > 0

"""Task sheets on the web: taken away, sent back, looked at, sent."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fingerpost.core.models import AuditEvent
from fingerpost.cycles.answers import Answer
from fingerpost.cycles.models import CycleState, Item, ItemState, Request, TaskSheet
from fingerpost.cycles.services import submit
from fingerpost.people.models import Role, User
from fingerpost.reporting.models import MilestoneUpdate
from tests import factories
from tests.cycles.asking import asked, link_to, steps
from tests.cycles.sheets import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> Request:
    return asked(items=3)


@pytest.fixture
def browser(request_: Request) -> Client:
    client = Client()
    client.force_login(request_.person)
    return client


def url(request: Request) -> str:
    return f"/my-updates/{request.key}/task-sheet/"


def upload(browser: Client, address: str, content: bytes, name: str = "sheet.xlsx") -> Any:
    return browser.post(address, {"file": SimpleUploadedFile(name, content)})


def progress(request: Request) -> list[Decimal | None]:
    return [item.milestone_update.progress if item.milestone_update else None for item in fresh(request)]


def fresh(request: Request) -> list[Item]:
    return list(request.items.select_related("milestone", "milestone_update"))


def test_good_rows_go_in_while_bad_ones_wait(request_: Request, browser: Client) -> None:
    one, two, _three = steps(request_)
    content = filled(request_, {one: {"progress": "40%", "note": "Begun"}, two: {"progress": "140%"}})
    preview = upload(browser, url(request_), content)
    sheet = TaskSheet.objects.get()
    assert preview.url == f"{url(request_)}received/{sheet.key}/"
    assert progress(request_) == [None] * 3
    page = browser.get(preview.url)
    assert [row.title for row in page.context["ready"]] == ["Step 1"]
    assert [str(problem) for row in page.context["wrong"] for problem in row.problems] == [
        "Sheet “Milestones”, row 3, column H: Ensure this value is less than or equal to 100."
    ]
    assert page.context["empty"] == 1
    sent = browser.post(preview.url)
    assert sent.url == preview.url  # a row is still to be mended
    assert progress(request_) == [40, None, None]
    first = fresh(request_)[0]
    assert (first.state, first.submitted_by) == (ItemState.SUBMITTED, request_.person)
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["tasksheet.receive", "milestone.update", "item.submit", "tasksheet.send"]
    assert AuditEvent.objects.get(verb="tasksheet.send").after == {
        "name": "sheet.xlsx",
        "sha256": sheet.sha256,
        "items": ["Step 1"],
    }


def test_a_sheet_sent_twice_changes_nothing(request_: Request, browser: Client) -> None:
    content = filled(request_, {item: {"progress": "40%"} for item in steps(request_)})
    address = upload(browser, url(request_), content).url
    assert browser.post(address).url == f"/my-updates/{request_.key}/sent/"
    again = upload(browser, url(request_), content).url
    assert again == address
    page = browser.get(again)
    assert [row.title for row in page.context["sent"]] == ["Step 1", "Step 2", "Step 3"]
    assert (page.context["ready"], page.context["conflicts"], page.context["wrong"]) == ([], [], [])
    browser.post(again)
    assert MilestoneUpdate.objects.count() == 3
    assert AuditEvent.objects.filter(verb="tasksheet.send").count() == 1


@pytest.mark.parametrize(("choice", "stored"), [("theirs", 70), ("mine", 40), ("nothing", 70)])
def test_a_newer_answer_is_never_replaced_silently(
    request_: Request, browser: Client, choice: str, stored: int
) -> None:
    one, *_rest = steps(request_)
    content = filled(request_, {one: {"progress": "40%", "note": "From the sheet"}})
    deputy = factories.make_user(name="Fiona Reid")
    request_.delegate = deputy
    request_.save()
    submit(request=request_, answers=[Answer(item=one, progress=Decimal(70), note="From the page")], by=deputy)
    address = upload(browser, url(request_), content).url
    page = browser.get(address)
    (row,) = page.context["conflicts"]
    html = page.content.decode()
    assert "Keep what Fiona Reid reported" in html
    assert html.index("From the page") < html.index("From the sheet")
    newest = MilestoneUpdate.objects.get()
    values = {"theirs": "theirs", "mine": f"mine-{newest.pk}", "nothing": ""}
    browser.post(address, {f"{row.key}-keep": values[choice]})
    assert progress(request_)[0] == stored
    assert MilestoneUpdate.objects.count() == (2 if choice == "mine" else 1)


def test_a_choice_made_beside_an_older_answer_does_not_hold(request_: Request, browser: Client) -> None:
    one, *_rest = steps(request_)
    content = filled(request_, {one: {"progress": "40%"}})
    submit(request=request_, answers=[Answer(item=one, progress=Decimal(70))], by=request_.person)
    address = upload(browser, url(request_), content).url
    seen = MilestoneUpdate.objects.get().pk
    submit(request=request_, answers=[Answer(item=one, progress=Decimal(80))], by=request_.person)
    browser.post(address, {f"{one.key}-keep": f"mine-{seen}"})
    assert progress(request_)[0] == 80


def test_what_is_not_theirs_any_more_is_handed_back(request_: Request, browser: Client) -> None:
    one, *_rest = steps(request_)
    address = upload(browser, url(request_), filled(request_, {one: {"suggested": "Fiona Reid"}})).url
    browser.post(address)
    item = fresh(request_)[0]
    assert (item.state, item.suggested, item.reason) == (
        ItemState.HANDED_BACK,
        "Fiona Reid",
        "Fiona Reid has it now.",
    )
    assert [row.title for row in browser.get(address).context["sent"]] == ["Step 1"]


def test_the_link_of_the_mail_takes_a_sheet_too(request_: Request) -> None:
    browser, address = Client(), f"{link_to(request_)}task-sheet/"
    one, *_rest = steps(request_)
    taken = browser.get(f"{address}task-sheet.docx")
    assert taken["Content-Disposition"] == 'attachment; filename="task-sheet-ailsa-grant-2009-10-q2.docx"'
    assert taken["Cache-Control"] == "no-store, private"
    content = filled(request_, {one: {"progress": "25%"}}, "docx")
    preview = upload(browser, address, content, "sheet.docx").url
    assert preview == f"{address}received/{TaskSheet.objects.get().key}/"
    browser.post(preview)
    assert progress(request_)[0] == 25


def test_the_file_is_kept_as_it_came(request_: Request, browser: Client) -> None:
    content = filled(request_, {})
    upload(browser, url(request_), content)
    sheet = TaskSheet.objects.get()
    kept = browser.get(f"{url(request_)}received/{sheet.key}/file/")
    assert b"".join(kept.streaming_content) == content  # type: ignore[attr-defined]
    assert kept["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert default_storage.exists(sheet.stored_as)


def errors(response: Any) -> list[str]:
    return list(response.context["form"].errors["file"])


def test_somebody_elses_sheet_is_refused_and_not_kept(request_: Request, browser: Client) -> None:
    other = factories.make_item(factories.make_request(request_.cycle)).request
    assert errors(upload(browser, url(request_), filled(other, {}))) == [
        "This task sheet is for somebody else or for another cycle. Take the sheet for Ailsa Grant, Q2 2009/10."
    ]
    assert not TaskSheet.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("sheet.xlsx", b"", "The file is empty. Check that it was saved."),
        ("sheet.csv", b"a,b\n", "The file is a CSV file. Send one that ends in .docx or .xlsx."),
        ("sheet.xlsx", b"%PDF-1.7", "The file is a PDF. Send one that ends in .docx or .xlsx."),
        ("sheet.html", b"<script>alert(1)</script>", None),
    ],
)
def test_other_files_are_refused(
    request_: Request, browser: Client, name: str, content: bytes, message: str | None
) -> None:
    (found,) = errors(upload(browser, url(request_), content, name))
    assert message is None or found == message
    assert not TaskSheet.objects.exists()


def test_a_closed_cycle_takes_no_sheets(request_: Request, browser: Client) -> None:
    content = filled(request_, {steps(request_)[0]: {"progress": "40%"}})
    address = upload(browser, url(request_), content).url
    request_.cycle.state = CycleState.CLOSED
    request_.cycle.save()
    assert browser.post(address).status_code == 403
    assert [str(problem) for problem in browser.get(address).context["remarks"]] == [
        "The cycle for Q2 2009/10 is over, so it takes no more answers."
    ]
    assert progress(request_) == [None] * 3


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(factories.make_user(role=Role.COORDINATOR))
    return client


def of_cycle(request: Request) -> str:
    return f"/plans/{request.cycle.plan.slug}/reporting/{request.cycle.period}/task-sheets/"


def test_the_coordinator_sends_anybodys_sheet(request_: Request, office: Client) -> None:
    one, *_rest = steps(request_)
    preview = upload(office, of_cycle(request_), filled(request_, {one: {"progress": "40%"}})).url
    assert preview == f"{url(request_)}received/{TaskSheet.objects.get().key}/"
    office.post(preview)
    assert progress(request_)[0] == 40
    assert fresh(request_)[0].submitted_by == User.objects.get(role=Role.COORDINATOR)


def test_a_sheet_of_another_cycle_is_refused(request_: Request, office: Client) -> None:
    other = asked(factories.make_user())
    assert errors(upload(office, of_cycle(request_), filled(other, {}))) == [
        f"This is not a task sheet of {request_.cycle}."
    ]


def test_everybodys_sheets_come_in_one_archive(request_: Request, office: Client) -> None:
    twin = factories.make_user(name="Ailsa Grant")
    request = factories.make_request(request_.cycle, twin)
    factories.make_item(request)
    done = factories.make_request(request_.cycle)
    content = b"".join(office.get(f"{of_cycle(request_)}all.xlsx.zip").streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    assert names == [
        "task-sheet-ailsa-grant-2009-10-q2.xlsx",
        f"{request.key}-task-sheet-ailsa-grant-2009-10-q2.xlsx",
    ]
    assert not any(done.key in name for name in names)


@pytest.mark.parametrize("items", [1, 3])
def test_a_preview_asks_as_often_for_three_items_as_for_one(
    browser: Client, request_: Request, items: int, django_assert_num_queries: Any
) -> None:
    content = filled(request_, {item: {"progress": "40%"} for item in steps(request_)[:items]})
    address = upload(browser, url(request_), content).url
    browser.get(address)
    with django_assert_num_queries(6):
        browser.get(address)

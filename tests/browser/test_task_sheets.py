"""A task sheet on its way: taken away, sent back with an error and a conflict, sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fingerpost.cycles.answers import Answer
from fingerpost.cycles.models import Request
from fingerpost.cycles.services import submit
from fingerpost.people.models import User
from fingerpost.reporting.models import MilestoneUpdate
from tests import factories
from tests.browser.conftest import Axe, Screenshot, Visit
from tests.cycles.asking import asked, link_to, steps
from tests.cycles.sheets import filled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def request_(transactional_db: None) -> Request:
    request = asked(items=4)
    titles = ["Recruit volunteers in every locality", "Publish the travel plan", "Agree opening hours", "Open the hub"]
    for item, title in zip(steps(request), titles, strict=True):
        assert item.milestone
        item.milestone.title = title
        item.milestone.save()
    factories.make_update(item.milestone, 40, as_at=date(2009, 8, 31), note="Keys are ordered")
    return request


def test_a_sheet_is_sent_back_by_link(request_: Request, visit: Visit, axe: Axe, screenshot: Screenshot) -> None:
    one, two, three, _four = steps(request_)
    said = {
        one: {"progress": "60%", "note": "Twelve came forward; training is on 14 October"},
        two: {"progress": "140%"},
        three: {"progress": "25%", "note": "The board meets in November"},
    }
    content = filled(request_, said)
    deputy = User.objects.create(name="Fiona Reid", slug="fiona-reid")
    request_.delegate = deputy
    request_.save()
    submit(request=request_, answers=[Answer(item=one, progress=Decimal(50), note="Ten came forward")], by=deputy)
    page = visit(link_to(request_))
    page.get_by_role("link", name="Fill in a file instead").click()
    axe(page)
    screenshot(page, "task-sheet-upload")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Task sheet for Excel").click()
    assert taken.value.suggested_filename == "task-sheet-ailsa-grant-2009-10-q2.xlsx"
    sheet = {"name": "sheet.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("The task sheet that you filled in").set_input_files(sheet)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read the sheet").click()
    axe(page)
    screenshot(page, "task-sheet-preview", documented=True)
    page.get_by_label("Send what the sheet says").check()
    page.get_by_role("button", name="Send", exact=True).click()
    assert page.get_by_text("2 answers are sent.").is_visible()
    assert page.get_by_text("Sheet “Milestones”, row 3, column H").is_visible()
    axe(page)
    assert [update.progress for update in MilestoneUpdate.objects.order_by("id")] == [40, 50, 60, 25]


def test_the_coordinators_page(
    request_: Request, coordinator: User, visit: Visit, axe: Axe, screenshot: Screenshot
) -> None:
    cycle = request_.cycle
    page = visit(f"/plans/{cycle.plan.slug}/reporting/{cycle.period}/", coordinator)
    page.get_by_role("link", name="Task sheets").or_(page.get_by_role("button", name="Task sheets")).first.click()
    axe(page)
    screenshot(page, "task-sheets")
    with page.expect_download() as taken:
        page.get_by_role("link", name="All sheets for Word").click()
    assert taken.value.suggested_filename == f"task-sheets-{cycle.plan.slug}-{cycle.period}-docx.zip"

"""Task sheets: what they ask, and that what was filled in comes back from both formats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fingerpost.cycles.answers import Answer
from fingerpost.cycles.models import Request
from fingerpost.cycles.services import submit
from fingerpost.cycles.sheet_columns import tidy
from fingerpost.cycles.sheet_reading import EMPTY, READY
from fingerpost.cycles.task_sheets import file_name, file_of, sheet_of
from fingerpost.documents.model import cell_text
from tests import factories
from tests.cycles.asking import asked, steps
from tests.cycles.sheets import FORMATS, problems, read_back, reading

pytestmark = pytest.mark.django_db


def test_a_sheet_asks_what_waits() -> None:
    request = asked(items=2, action=True)
    one, two = steps(request)
    factories.make_update(one.milestone, 40, as_at=date(2009, 8, 31), note="Half the rooms are booked")
    submit(request=request, answers=[Answer(item=two, progress=Decimal(10))], by=request.person)
    document = sheet_of(request)
    assert [sheet.name for sheet in document.sheets] == ["About this sheet", "Milestones", "Key action, as a whole"]
    milestones = document.sheets[1].table
    assert [column.title for column in milestones.columns if column.locked] == [
        "Milestone",
        "Key action",
        "Due date",
        "How it stands",
        "Last progress",
        "Reported on",
        "Last note",
        "Item key",
    ]
    assert [column.title for column in milestones.columns if not column.locked] == [
        "Progress",
        "Note: what was done, and what comes next",
        "Why has nothing changed?",
        "It will not be completed in this plan year",
        "New due date",
        "Why does it have to move?",
        "Not mine any more: who has it now?",
    ]
    assert milestones.columns[7].choices == ("No change", "0%", "25%", "50%", "75%", "100%")
    (row,) = milestones.rows
    assert [cell_text(cell) for cell in row.cells[:7]] == [
        "Step 1",
        "Train the volunteers",
        "30 September 2009",
        "Overdue. 100% expected by date",
        "40%",
        "31 August 2009",
        "Half the rooms are booked",
    ]
    assert file_name(request, "docx") == "task-sheet-ailsa-grant-2009-10-q2.docx"


@pytest.mark.parametrize("format", FORMATS)
def test_an_untouched_sheet_says_nothing(format: str) -> None:
    request = asked(items=2, action=True)
    found = reading(request, file_of(request, format), format)
    assert [row.state for row in found.rows] == [EMPTY] * 3
    assert problems(found) == []


@pytest.mark.parametrize("format", FORMATS)
def test_answers_come_back(format: str) -> None:
    request = asked(items=2, action=True)
    one, two = steps(request)
    milestone = two.milestone
    assert milestone
    milestone.quantity_target, milestone.quantity_unit = Decimal(75), "staff"
    milestone.save()
    whole = request.items.get(action__isnull=False)
    found = read_back(
        request,
        {
            one: {"progress": "42.5%", "note": "Two lines\nof a note", "due": "31 December 2009", "due_reason": "Snow"},
            two: {"count": "12", "note": "Trained", "will_not_complete": "Yes"},
            whole: {"work_undertaken": "Advertised", "work_planned": "Interviews"},
        },
        format,
    )
    answers = {row.key: row.answer for row in found.rows}
    assert problems(found) == []
    assert [row.state for row in found.rows] == [READY] * 3
    assert answers[one.key] == Answer(
        item=one,
        seen=0,
        progress=Decimal("42.5"),
        note="Two lines\nof a note",
        due=date(2009, 12, 31),
        due_reason="Snow",
    )
    assert answers[two.key] == Answer(item=two, seen=0, count=Decimal(12), note="Trained", will_not_complete=True)
    assert answers[whole.key] == Answer(item=whole, seen=0, work_undertaken="Advertised", work_planned="Interviews")


@pytest.fixture
def one_asked() -> Request:
    return asked()


# Tabs are left out: nobody types one in a cell. Line ends are one a line.
PROSE = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n"), max_size=60)


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    progress=st.decimals(0, 100, places=2),
    note=PROSE,
    will_not=st.booleans(),
    due=st.dates(date(2009, 10, 1), date(2030, 1, 1)),
    reason=PROSE,
)
def test_whatever_is_typed_comes_back(  # noqa: PLR0917 - hypothesis gives them
    one_asked: Request, format: str, progress: Decimal, note: str, will_not: bool, due: date, reason: str
) -> None:
    request = one_asked
    (one,) = steps(request)
    said = {
        "progress": f"{progress}%",
        "note": note,
        "will_not_complete": "Yes" if will_not else "No",
        "due": due.isoformat(),
        "due_reason": reason,
    }
    (row,) = read_back(request, {one: said}, format).rows
    assert row.answer == Answer(
        item=one,
        seen=0,
        progress=progress,
        note=tidy(note),
        will_not_complete=will_not,
        due=due,
        due_reason=tidy(reason),
    )

"""Task sheets that come back: kept as they came, and their answers sent like those of the update page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import audit, files
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.uploads import Checked
from fingerpost.cycles import rules
from fingerpost.cycles.models import Request, TaskSheet
from fingerpost.cycles.services.answering import submit
from fingerpost.cycles.services.handing import hand_back
from fingerpost.cycles.services.marking import locked_request
from fingerpost.cycles.sheet_reading import CONFLICT, READY, Judged, Reading, read_filled
from fingerpost.documents.model import Document
from fingerpost.documents.readers import Limits, Unreadable, read
from fingerpost.people.models import User

KINDS = ("xlsx", "docx")
LIMITS = Limits(file_bytes=20_000_000, unpacked_bytes=100_000_000, rows=20_000, cells=400_000)


def document_in(content: bytes, name: str) -> Document:
    """The document of a sheet's file. Refuses with the reader's words."""
    try:
        return read(content, name, limits=LIMITS)
    except Unreadable as unreadable:
        raise Refused(unreadable.message) from unreadable


@transaction.atomic
def keep_sheet(*, request: Request, checked: Checked, by: User | None) -> TaskSheet:
    """Keep a file that came for a request; the same file again is the same sheet. Nothing of it is sent yet."""
    request = locked_request(request)
    refuse_if(rules.why_not_answer(by, request))
    found = request.task_sheets.filter(sha256=checked.sha256).first()
    if found:
        return found
    stored_as = f"task-sheets/{checked.sha256}.{checked.kind}"
    files.keep(stored_as, checked.content)
    sheet = TaskSheet.objects.create(
        request=request,
        name=checked.name,
        stored_as=stored_as,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        by=by,
    )
    kept = {"name": sheet.name, "sha256": sheet.sha256, "request": str(request)}
    audit.record("tasksheet.receive", sheet, by=by, after=kept, scope=request.cycle.plan.slug)
    return sheet


def read_sheet(sheet: TaskSheet, by: User | None) -> Reading:
    """What a kept sheet says, against what is stored now."""
    try:
        with default_storage.open(sheet.stored_as) as file:
            content = file.read()
    except FileNotFoundError as missing:
        raise Refused(_("The file is not there any more. Send it again.")) from missing
    return read_filled(document_in(content, sheet.name), sheet.request, by)


@transaction.atomic
def send_sheet(*, sheet: TaskSheet, mine: Mapping[str, int], by: User | None) -> list[Judged]:
    """Send what is ready; of what is in conflict only the items of `mine`, each with the update seen beside it.

    Gives the rows that were sent. Whatever else is in the sheet stays as it is, and can be sent later.
    """
    sheet.request = locked_request(sheet.request)
    reading = read_sheet(sheet, by)
    refuse_if(next((problem.words for problem in reading.problems if reading.is_refused), ""))
    chosen = [row for row in reading.rows if is_chosen(row, mine)]
    if not chosen:
        return []
    answers = [replace(row.answer, seen=row.before.latest_id) for row in chosen if row.answer and not row.suggested]
    submit(request=sheet.request, answers=answers, by=by)
    for row in chosen:
        if row.suggested and row.item:
            reason = row.row.text("note") or _("%(who)s has it now.") % {"who": row.suggested}
            hand_back(item=row.item, suggested=row.suggested, reason=reason, by=by)
    sheet.sent_at = timezone.now()
    sheet.save(update_fields=["sent_at"])
    sent = {"name": sheet.name, "sha256": sheet.sha256, "items": [row.title for row in chosen]}
    audit.record("tasksheet.send", sheet, by=by, after=sent, scope=sheet.request.cycle.plan.slug)
    return chosen


def is_chosen(row: Judged, mine: Mapping[str, int]) -> bool:
    """A row in conflict goes only where the newer answer that was shown beside it is still the newest."""
    if row.state == CONFLICT:
        return mine.get(row.key) == row.before.latest_id
    return row.state == READY

"""Task sheets: taken away, sent back, looked at before anything of them is sent."""

from __future__ import annotations

import tempfile
import zipfile
from typing import IO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fingerpost.core import files
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.uploads import Checked
from fingerpost.cycles import queries, rules, services
from fingerpost.cycles.models import Cycle, Request, TaskSheet
from fingerpost.cycles.services.sheets import document_in, read_sheet
from fingerpost.cycles.sheet_cells import filled_sheet
from fingerpost.cycles.sheet_forms import SheetForm
from fingerpost.cycles.sheet_reading import CONFLICT, EMPTY, READY, SENT, WRONG, Reading, refusals
from fingerpost.cycles.task_sheets import OFFERED, file_name, file_names, file_of
from fingerpost.cycles.views.entrances import Entrance
from fingerpost.cycles.views.running import visible_cycle
from fingerpost.documents.writers import FORMATS
from fingerpost.plans.views.asking import found, get_or_post, person

MINE, THEIRS = "mine", "theirs"
IN_MEMORY = 5_000_000  # bytes of an archive; a larger one is on disk while it is handed out


@require_safe
def download(request: HttpRequest, way: Entrance, name: str, format: str) -> HttpResponse:
    """The sheet of what waits now."""
    if format not in OFFERED or name != "task-sheet":
        raise Http404
    refuse_if(rules.why_not_answer(way.by, way.asked))
    response = HttpResponse(file_of(way.asked, format), content_type=FORMATS[format].media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(way.asked, format)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@get_or_post
def sheets(request: HttpRequest, way: Entrance) -> HttpResponse:
    """Take a sheet away, or send one back."""
    refuse_if(rules.why_not_answer(way.by, way.asked))
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        checked: Checked = form.cleaned_data["file"]
        try:
            sheet = take_in(way.asked, checked, way)
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            return redirect(way.url("sheet", sheet.key))
    context = {
        "way": way,
        "asked": way.asked,
        "cycle": way.asked.cycle,
        "form": form,
        "back": way.url(),
        "downloads": downloads(way),
        "received": way.asked.task_sheets.select_related("by"),
    }
    return render(request, "cycles/sheets.html", context)


def take_in(asked: Request, checked: Checked, way: Entrance) -> TaskSheet:
    """Keep a sheet that is for this request; one that is not is refused, and not kept."""
    filled = filled_sheet(document_in(checked.content, checked.name))
    for problem in refusals(filled, asked, way.by):
        raise Refused(problem.words)
    return services.keep_sheet(request=asked, checked=checked, by=way.by)


def downloads(way: Entrance) -> list[tuple[str, str]]:
    return [(FORMATS[name].title, way.url("sheet-file", "task-sheet", name)) for name in OFFERED]


def kept_sheet(way: Entrance, key: str) -> TaskSheet:
    sheet = found(lambda: way.asked.task_sheets.get(key=key))
    sheet.request = way.asked
    return sheet


@get_or_post
def received(request: HttpRequest, way: Entrance, sheet: str) -> HttpResponse:
    """What a sheet says, what is wrong with it, what somebody else said meanwhile; and the button that sends it."""
    row = kept_sheet(way, sheet)
    if request.method == "POST":
        refuse_if(rules.why_not_answer(way.by, way.asked))
        sent = services.send_sheet(sheet=row, mine=chosen(request.POST), by=way.by)
        words = ngettext("%(count)d answer is sent.", "%(count)d answers are sent.", len(sent))
        messages.success(request, words % {"count": len(sent)} if sent else _("There was nothing new to send."))
        reading = read_sheet(row, way.by)
        waits = reading.of(WRONG) or reading.of(CONFLICT)
        return redirect(way.url("sheet", row.key) if waits else way.url("sent"))
    reading = read_sheet(row, way.by)
    return render(request, "cycles/sheet.html", preview(way, row, reading))


def chosen(posted: QueryDict) -> dict[str, int]:
    """The items of which this sheet's answer was chosen over a newer one, which is told by its number."""
    found: dict[str, int] = {}
    for name, value in posted.items():
        key, _dash, kind = name.partition("-")
        said, _dash, seen = str(value).partition("-")
        if kind == "keep" and said == MINE and seen.isdecimal():
            found[key] = int(seen)
    return found


def preview(way: Entrance, sheet: TaskSheet, reading: Reading) -> dict[str, object]:
    return {
        "way": way,
        "asked": way.asked,
        "cycle": way.asked.cycle,
        "sheet": sheet,
        "reading": reading,
        "ready": reading.of(READY),
        "wrong": reading.of(WRONG),
        "conflicts": reading.of(CONFLICT),
        "sent": reading.of(SENT),
        "empty": len(reading.of(EMPTY)),
        "remarks": [*reading.problems, *remarks(reading)],
        "words": send_words(reading),
        "kept_url": way.url("sheet-kept", sheet.key),
        "sheets_url": way.url("sheets"),
        "back": way.url(),
    }


def remarks(reading: Reading) -> list[object]:
    """What is said of rows that are not listed with their problems."""
    return [problem for row in reading.of(EMPTY) for problem in row.problems]


def send_words(reading: Reading) -> str:
    """How many go; with a choice to make it is not known yet."""
    count = len(reading.of(READY))
    if reading.of(CONFLICT):
        return _("Send")
    return ngettext("Send %(count)d answer", "Send %(count)d answers", count) % {"count": count}


@require_safe
def kept(request: HttpRequest, way: Entrance, sheet: str) -> HttpResponseBase:
    """The file as it came."""
    row = kept_sheet(way, sheet)
    return files.attachment(row.stored_as, name=row.name, content_type=row.content_type)


@get_or_post
def of_cycle(request: HttpRequest, plan: str, period: str) -> HttpResponse:
    """Everybody's sheets for who runs the cycle: all in one archive, and an upload that finds out whose one is."""
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_run(by))
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if request.method == "POST" and form.is_valid():
        try:
            asked = owner_of(cycle, form.cleaned_data["file"])
            sheet = take_in(asked, form.cleaned_data["file"], Entrance(asked, by))
        except Refused as refusal:
            form.add_error("file", refusal.reason)
        else:
            return redirect("cycles:mine-sheet", asked.key, sheet.key)
    context = {
        "plan": cycle.plan,
        "cycle": cycle,
        "form": form,
        "people": cycle.requests.count(),
        "archives": [(FORMATS[name].title, archive_url(cycle, name)) for name in OFFERED],
    }
    return render(request, "cycles/all_sheets.html", context)


def archive_url(cycle: Cycle, format: str) -> str:
    return reverse("cycles:all-sheets", args=[cycle.plan.slug, cycle.period, format])


def owner_of(cycle: Cycle, checked: Checked) -> Request:
    """Whose sheet a file is. Refuses one of another cycle."""
    key = filled_sheet(document_in(checked.content, checked.name)).request_key
    request = queries.requests_in(cycle).filter(key=key).first() if key else None
    if request is None:
        raise Refused(_("This is not a task sheet of %(cycle)s.") % {"cycle": cycle})
    return request


@require_safe
def all_of_cycle(request: HttpRequest, plan: str, period: str, format: str) -> HttpResponseBase:
    """Every sheet that has something to answer, in one archive."""
    if format not in OFFERED:
        raise Http404
    cycle, by = visible_cycle(request, plan, period), person(request)
    refuse_if(rules.why_not_run(by) or rules.why_no_sheets(cycle))
    archive: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    pack(cycle, format, archive)
    archive.seek(0)
    name = f"task-sheets-{cycle.plan.slug}-{cycle.period}-{format}.zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")


def pack(cycle: Cycle, format: str, archive: IO[bytes]) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for name, asked in file_names(queries.requests_waiting(cycle), format):
            packed.writestr(name, file_of(asked, format))

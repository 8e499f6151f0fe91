"""`fingerpost tasksheet read FILE` and `fingerpost tasksheet write --plan SLUG --period P … --to FILE|DIR`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.core import commands
from fingerpost.core.files import write_whole
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.uploads import Checked, check_upload, why_too_large
from fingerpost.cycles import queries, rules, services
from fingerpost.cycles.models import Cycle, Request
from fingerpost.cycles.services.sheets import KINDS, LIMITS, document_in
from fingerpost.cycles.sheet_cells import filled_sheet
from fingerpost.cycles.sheet_reading import WRONG, Judged, Reading, read_filled
from fingerpost.cycles.task_sheets import OFFERED, file_names, file_of

EXPLAINS = """Write task sheets, and read those that came back. What is ready is sent; rows with errors, and those that
somebody else reported on meanwhile, wait. Exit status 1 where something waits for such a reason or was refused."""


class Command(commands.Command):
    help = EXPLAINS

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="does", required=True, metavar="read|write")
        reads = does.add_parser("read", help="read a sheet that was filled in, and send what is ready")
        reads.add_argument("file", metavar="FILE", type=Path, help="a task sheet as .xlsx or .docx")
        reads.add_argument("--dry-run", action="store_true", help="say what would be sent and store nothing")
        reads.add_argument("--json", action="store_true", help="print one JSON object instead of a summary")
        writes = does.add_parser("write", help="write the sheet of one person, or of everybody")
        writes.add_argument("--plan", metavar="SLUG", required=True, help="the plan that is reported on")
        writes.add_argument("--period", metavar="P", required=True, help="the cycle's, such as 2009-10-q2")
        whose = writes.add_mutually_exclusive_group(required=True)
        whose.add_argument("--person", metavar="SLUG", default="", help="who is asked")
        whose.add_argument("--all", action="store_true", help="everybody who has something left to answer")
        writes.add_argument("--to", metavar="FILE|DIR", type=Path, required=True, help="a file; with --all a folder")
        writes.add_argument("--format", choices=OFFERED, default="xlsx", help="of the files in a folder")

    def run(self, **options: Any) -> None:
        if options["does"] == "read":
            self.read(options["file"], dry_run=options["dry_run"], as_json=options["json"])
        else:
            self.write(**{name: options[name] for name in ("plan", "period", "person", "all", "to", "format")})

    def read(self, path: Path, *, dry_run: bool, as_json: bool) -> None:
        checked = checked_file(path)
        request = request_of(checked)
        document = document_in(checked.content, checked.name)
        reading = read_filled(document, request, None)
        sent: list[Judged] = []
        if not dry_run and not reading.is_refused and reading.of("ready"):
            sheet = services.keep_sheet(request=request, checked=checked, by=None)
            sent = services.send_sheet(sheet=sheet, mine={}, by=None)
        if as_json:
            self.print_json(as_json_of(checked, reading, sent, dry_run=dry_run))
        else:
            self.stdout.write("\n".join(summary(reading, sent, dry_run=dry_run)))
        refuse_if(why_waits(reading))

    def write(self, *, plan: str, period: str, person: str, all: bool, to: Path, format: str) -> None:
        cycle = cycle_of(plan, period)
        refuse_if(rules.why_no_sheets(cycle))
        if not all:
            kind = to.suffix[1:].lower()
            if kind not in OFFERED:
                raise CommandError(_("--to: give the file one of these endings: .xlsx, .docx."), returncode=2)
            write_whole(to, file_of(one_of(queries.requests_in(cycle), person), kind))
            self.stderr.write(_("Wrote %(path)s.") % {"path": to})
            return
        if not to.is_dir():
            raise CommandError(_("--to: with --all, give a folder that is there."), returncode=2)
        count = 0
        for name, request in file_names(queries.requests_waiting(cycle), format):
            write_whole(to / name, file_of(request, format))
            count += 1
        words = ngettext("Wrote %(count)d task sheet to %(path)s.", "Wrote %(count)d task sheets to %(path)s.", count)
        self.stderr.write(words % {"count": count, "path": to})


def checked_file(path: Path) -> Checked:
    try:
        refuse_if(why_too_large(path.stat().st_size, LIMITS.file_bytes))
        return check_upload(ContentFile(path.read_bytes(), name=path.name), kinds=KINDS, limit=LIMITS.file_bytes)
    except OSError as fault:
        values = {"path": path, "reason": fault.strerror}
        raise Refused(_("%(path)s cannot be opened: %(reason)s.") % values) from fault


def request_of(checked: Checked) -> Request:
    """Whose sheet it is: the file tells."""
    filled = filled_sheet(document_in(checked.content, checked.name))
    found = Request.objects.filter(key=filled.request_key).select_related("cycle__plan", "person", "delegate").first()
    if found is None:
        raise Refused(_("This is not a task sheet of this site, or its sheet key is gone."))
    return found


def cycle_of(plan: str, period: str) -> Cycle:
    try:
        slug = Period.parse(period).slug
    except ValueError as fault:
        raise CommandError(f"--period: {fault}", returncode=2) from fault
    try:
        return queries.cycle_for(None, plan, slug)
    except Cycle.DoesNotExist:
        raise Refused(_("“%(plan)s” has no cycle for %(period)s.") % {"plan": plan, "period": slug}) from None


def one_of(requests: QuerySet[Request], person: str) -> Request:
    found = requests.filter(person__slug=person).first()
    if found is None:
        raise Refused(_("Nobody with the slug “%(slug)s” is asked in this cycle.") % {"slug": person})
    return found


def why_waits(reading: Reading) -> str:
    """Why not everything that was filled in could be sent."""
    if reading.is_refused:
        return next(str(problem) for problem in reading.problems if problem.level == "critical")
    waits = len(reading.of(WRONG)) + len(reading.of("conflict"))
    words = ngettext("%(count)d row waits: see above.", "%(count)d rows wait: see above.", waits)
    return words % {"count": waits} if waits else ""


def summary(reading: Reading, sent: list[Judged], *, dry_run: bool) -> list[str]:
    counts = [(name, len(reading.of(name))) for name in ("ready", "sent", "wrong", "conflict", "empty")]
    about = _("%(name)s, %(cycle)s") % {"name": reading.request.person.name, "cycle": reading.request.cycle}
    lines = [about, ", ".join(f"{count} {words_for(name)}" for name, count in counts if count) or _("nothing to read")]
    lines += [f"{problem.level}: {problem}" for problem in reading.all_problems]
    lines += [_("Meanwhile reported on: %(title)s") % {"title": row.title} for row in reading.of("conflict")]
    if dry_run:
        return [*lines, _("Nothing was stored.")]
    words = ngettext("%(count)d answer is sent.", "%(count)d answers are sent.", len(sent))
    return [*lines, words % {"count": len(sent)}]


def words_for(state: str) -> str:
    return {
        "ready": _("ready"),
        "sent": _("sent already"),
        "wrong": _("with errors"),
        "conflict": _("reported on meanwhile"),
        "empty": _("left empty"),
    }[state]


def as_json_of(checked: Checked, reading: Reading, sent: list[Judged], *, dry_run: bool) -> dict[str, Any]:
    """The shape that docs/how-to/administrators.md gives."""
    return {
        "file": {"name": checked.name, "sha256": checked.sha256},
        "person": reading.request.person.slug,
        "plan": reading.request.cycle.plan.slug,
        "period": reading.request.cycle.period,
        "dry_run": dry_run,
        "rows": [{"title": row.title, "state": row.state, "place": row.row.place.as_json()} for row in reading.rows],
        "problems": [
            {"level": problem.level, "words": problem.words, "place": problem.place.as_json()}
            for problem in reading.all_problems
        ],
        "sent": [row.title for row in sent],
    }

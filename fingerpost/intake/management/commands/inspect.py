"""`fingerpost inspect FILE [--json]`: what is recognised in a document; nothing is stored."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from fingerpost.checks.facts import ActionFacts
from fingerpost.core import commands
from fingerpost.core.refusals import Refused
from fingerpost.documents.readers import DEFAULT, Unreadable
from fingerpost.documents.readers.outcome import size_words
from fingerpost.intake.inspection import Inspection, inspect
from fingerpost.intake.review_summary import kind_words, say_review

SEVERITIES = ("critical", "error", "warning", "notice")


class Command(commands.Command):
    help = "Show what is recognised in a document. Nothing is stored; no database is needed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="text, HTML, Word, ODF, PDF, Excel or CSV")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a summary")

    def run(self, **options: Any) -> None:
        path: Path = options["file"]
        try:
            inspection = inspect(_content(path), path.name)
        except Unreadable as fault:
            where = f"{fault.place}: " if str(fault.place) else ""
            raise Refused(f"{path.name}: {where}{fault.message}") from fault
        if options["json"]:
            self.print_json(inspection.as_json())
        else:
            self.stdout.write(_summary(inspection, terminal=self.stdout.isatty()), ending="")


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > DEFAULT.file_bytes:
            size = size_words(path.stat().st_size)
            raise Refused(_("%(name)s is %(size)s, which is more than is read.") % {"name": path.name, "size": size})
        return path.read_bytes()
    except OSError as fault:
        reason = _("%(path)s cannot be opened: %(reason)s.") % {"path": path, "reason": fault.strerror}
        raise Refused(reason) from fault


def _summary(inspection: Inspection, *, terminal: bool) -> str:
    """In plain text; in bold and colour only on a terminal."""
    text = StringIO()
    console = Console(file=text, force_terminal=terminal, width=None if terminal else 100, highlight=False)
    _say_source(inspection, console)
    if inspection.recognised.review:
        say_review(inspection.recognised.review, console)
    for outcome in inspection.plan.outcomes:
        console.print(f"\n[bold]{escape(outcome.title or _('No outcome told'))}[/bold]")
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="")
        for title, side in ((_("Key action"), "left"), (_("Stated"), "right"), (_("Milestones complete"), "right")):
            table.add_column(title, justify="right" if side == "right" else "left")
        for action in outcome.actions:
            table.add_row(escape(action.title or _("No key action told")), _stated(action), _complete(action))
        console.print(table)
    _say_remarks(inspection, console)
    return text.getvalue()


def _say_source(inspection: Inspection, console: Console) -> None:
    recognised, totals = inspection.recognised, inspection.totals
    kind = kind_words(recognised.kind)
    console.print(f"[bold]{escape(recognised.title or inspection.name)}[/bold]")
    console.print(f"{kind} ({escape(inspection.name)}, {inspection.format})")
    if inspection.plan.as_at:
        console.print(_("As at %(day)s") % {"day": f"{inspection.plan.as_at:%-d %B %Y}"})
    if recognised.kind == "milestones-report":
        counts = (
            ngettext("%(n)d outcome", "%(n)d outcomes", totals.outcomes) % {"n": totals.outcomes},
            ngettext("%(n)d key action", "%(n)d key actions", totals.actions) % {"n": totals.actions},
            ngettext("%(n)d milestone", "%(n)d milestones", totals.milestones) % {"n": totals.milestones},
            _("%(n)d complete") % {"n": totals.complete},
        )
        console.print(", ".join(counts))


def _stated(action: ActionFacts) -> str:
    return _("not stated") if action.stated_percent is None else f"{action.stated_percent} %"


def _complete(action: ActionFacts) -> str:
    complete = sum(milestone.progress == 100 for milestone in action.milestones)
    return _("%(complete)d of %(all)d") % {"complete": complete, "all": len(action.milestones)}


def _say_remarks(inspection: Inspection, console: Console) -> None:
    if not inspection.remarks:
        console.print("\n" + _("Nothing to point out."))
        return
    count = len(inspection.remarks)
    console.print("\n[bold]" + ngettext("%(n)d finding", "%(n)d findings", count) % {"n": count} + "[/bold]")
    for remark in sorted(inspection.remarks, key=lambda remark: SEVERITIES.index(remark.severity)):
        where = f" ({remark.place})" if str(remark.place) else ""
        console.print(f"- {remark.severity}: {escape(remark.message)}{escape(where)} \\[{remark.rule}]", soft_wrap=True)

# ruff: noqa: N999 - the command is called import-figures
"""`fingerpost import-figures FILE --plan SLUG`: put a table of figures into the indicators of a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from fingerpost.core import commands
from fingerpost.core.refusals import Refused
from fingerpost.plans.models import Plan
from fingerpost.reporting.indicators.coming_in import Weighed, take_in, weigh
from fingerpost.reporting.indicators.source_rows import rows_of_file


class Command(commands.Command):
    help = "Put a table of figures into the indicators of a plan. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="CSV, Excel or OpenDocument, one row a figure")
        parser.add_argument(
            "--plan", metavar="SLUG", required=True, help="the plan whose indicators the figures are of"
        )
        parser.add_argument("--reason", default="", help="why final figures are corrected; kept beside each")
        parser.add_argument("--good-rows", action="store_true", help="leave out rows with faults instead of refusing")
        parser.add_argument("--dry-run", action="store_true", help="say what would change and store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a summary")

    def run(self, **options: Any) -> None:
        path: Path = options["file"]
        plan = Plan.objects.select_related("area").filter(slug=options["plan"]).first()
        if plan is None:
            raise Refused(_("There is no plan “%(plan)s”.") % {"plan": options["plan"]})
        found = weigh(
            rows_of_file(content_of(path), path.name), plan, by=None, file=path.name, reason=options["reason"]
        )
        for trouble in found.troubles:
            self.stderr.write(": ".join(part for part in (trouble.where, trouble.message) if part))
        for number, one in found.waiting:
            self.stderr.write(_("Row %(row)s: %(message)s") % {"row": number, "message": one.asks})
        if (found.errors or found.waiting) and not (options["good_rows"] or options["dry_run"]):
            raise Refused(_("Nothing was stored. Put the rows right, or leave them out with --good-rows."))
        stored = 0 if options["dry_run"] else take_in(found, by=None)
        self.say(counts(found, stored), as_json=options["json"])

    def say(self, told: dict[str, int], *, as_json: bool) -> None:
        if as_json:
            self.print_json(told)
        else:
            self.stdout.write(", ".join(f"{name}: {count}" for name, count in told.items()))


def content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        values = {"path": path, "reason": fault.strerror}
        raise Refused(_("%(path)s cannot be opened: %(reason)s.") % values) from fault


def counts(found: Weighed, stored: int) -> dict[str, int]:
    """How many rows would do what, and how many were stored."""
    return {
        "stored": stored,
        "new": len(found.of("new")),
        "changed": len(found.of("changed")),
        "corrections": len(found.of("correction")),
        "without_reason": len(found.waiting),
        "same": found.same,
        "blank": found.blanks,
        "errors": len(found.errors),
    }

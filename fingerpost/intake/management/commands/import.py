# ruff: noqa: N999 - the command is called import
"""`fingerpost import FILE [--plan SLUG] [--dry-run]`: put a report or review into a plan, or make a plan of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from fingerpost.core import commands
from fingerpost.core.progress_bar import steps
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.core.uploads import why_too_large
from fingerpost.intake import importing, services, telling
from fingerpost.intake.reviewing import bringing
from fingerpost.intake.services import Reading


class Command(commands.Command):
    help = (
        "Put a report or a review paper into a plan. Without --plan, the plan of its title or a new one takes it. "
        "The same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="text, HTML, Word, ODF, PDF, Excel or CSV")
        parser.add_argument("--plan", metavar="SLUG", default="", help="the plan to bring up to date")
        parser.add_argument("--as-at", metavar="DATE", default="", help="the day it reports on, where it does not say")
        parser.add_argument("--area", metavar="SLUG", default="", help="of a new plan, where there are several areas")
        parser.add_argument("--owner", metavar="SLUG", default="", help="of a new plan, where there are several groups")
        parser.add_argument("--good-rows", action="store_true", help="leave out rows with faults instead of refusing")
        parser.add_argument("--period", metavar="PERIOD", default="", help="that a review paper speaks of")
        parser.add_argument("--figures", action="store_true", help="of a review paper take in the figures in its text")
        parser.add_argument("--dry-run", action="store_true", help="show the difference and store nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a summary")

    def run(self, **options: Any) -> None:
        path: Path = options["file"]
        wanted = importing.Wanted(
            plan=options["plan"],
            as_at=commands.day_of("--as-at", options["as_at"]),
            area=options["area"],
            owner=options["owner"],
            good_rows=options["good_rows"],
            dry_run=options["dry_run"],
        )
        with steps(self.stderr) as step:
            step(_("Reading"))
            reading = importing.understand(name=path.name, content=content_of(path))
            if not services.holds_milestones(reading.recognised):
                self.review(reading, options)
                return
            done = importing.bring_in(reading, wanted, step=step)
        for message in telling.messages(done):
            self.stderr.write(message)
        if options["json"]:
            self.print_json(telling.as_json(done))
        else:
            self.stdout.write("\n".join(telling.summary(done)))

    def review(self, reading: Reading, options: dict[str, Any]) -> None:
        """A paper with a plan review instead of milestones."""
        wanted = bringing.WantedReview(
            plan=options["plan"],
            period=commands.period_of("--period", options["period"]) if options["period"] else None,
            area=options["area"],
            owner=options["owner"],
            figures=options["figures"],
            dry_run=options["dry_run"],
        )
        done = bringing.bring_in_review(reading, wanted)
        for message in bringing.messages(done):
            self.stderr.write(message)
        if options["json"]:
            self.print_json(bringing.as_json(done))
        else:
            self.stdout.write("\n".join(bringing.summary(done)))


def content_of(path: Path) -> bytes:
    """The bytes of a file that is not too large to read."""
    try:
        refuse_if(why_too_large(path.stat().st_size, settings.UPLOAD_LIMIT))
        return path.read_bytes()
    except OSError as fault:
        values = {"path": path, "reason": fault.strerror}
        raise Refused(_("%(path)s cannot be opened: %(reason)s.") % values) from fault

"""`fingerpost publish --plan SLUG --period P`: make a plan public for a period, now or at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.core import commands
from fingerpost.papers.management.commands.report import plan_of
from fingerpost.public import services


class Command(commands.Command):
    help = "Publish a plan for a period: the site, open data and feeds show it from then on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--plan", metavar="SLUG", required=True, help="the plan to publish")
        parser.add_argument("--period", metavar="P", required=True, help="such as 2009-10-q2, 2009-10-h1 or 2009-10")
        parser.add_argument(
            "--at", metavar="TIME", default="", help="later, such as 2009-10-20T09:30; now unless given"
        )
        parser.add_argument("--notice", metavar="WORDS", default="", help="what a later version corrects")
        parser.add_argument("--json", action="store_true", help="the publication as JSON on stdout")

    def run(self, **options: Any) -> None:
        plan, period, at = (
            plan_of(options["plan"]),
            commands.period_of("--period", options["period"]),
            time_of(options["at"]),
        )
        row = services.prepare(plan=plan, period=period, by=None)
        if at:
            row = services.schedule(publication=row, at=at, notice=options["notice"], by=None)
        else:
            row = services.publish(publication=row, notice=options["notice"], by=None)
        self.stderr.write(_("%(publication)s: %(state)s.") % {"publication": row, "state": row.get_state_display()})
        if options["json"]:
            self.print_json(
                {
                    "plan": row.plan_slug,
                    "period": row.period,
                    "version": row.version,
                    "state": row.state,
                    "sha256": row.sha256,
                    "address": f"/public/{row.address}",
                }
            )


def time_of(text: str) -> datetime | None:
    """The time given, local where it names no zone; a usage error where it is none."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(_("--at: write the time like 2009-10-20T09:30."), returncode=2) from fault
    return timezone.make_aware(found) if timezone.is_naive(found) else found

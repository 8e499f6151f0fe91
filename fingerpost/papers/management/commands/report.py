"""`fingerpost report KIND --plan SLUG --period P --to FILE`: make a paper and write it to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from fingerpost.core import commands
from fingerpost.core.files import write_whole
from fingerpost.core.refusals import Refused, refuse_if
from fingerpost.documents.writers import FORMATS
from fingerpost.papers.kinds import KINDS
from fingerpost.papers.making import Wanted, content_of
from fingerpost.papers.selection import people_in, why_not_day, why_not_period
from fingerpost.people.models import User
from fingerpost.plans.models import Outcome, Plan
from fingerpost.plans.queries import plan_for


class Command(commands.Command):
    help = "Make a paper of a plan for a period and write it to a file, whose ending says the format."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", metavar="KIND", choices=list(KINDS), help=", ".join(KINDS))
        parser.add_argument("--plan", metavar="SLUG", required=True, help="the plan to report on")
        parser.add_argument("--period", metavar="P", required=True, help="such as 2009-10-q2, 2009-10-h1 or 2009-10")
        parser.add_argument("--to", metavar="FILE", type=Path, required=True, help=f"ending in {endings()}")
        parser.add_argument("--outcome", metavar="SLUG", default="", help="only this outcome and those below it")
        parser.add_argument("--lead", metavar="SLUG", default="", help="only what this person leads or owns")
        parser.add_argument(
            "--scope", choices=["due", "all"], default="due", help="due so far, or all of the plan year"
        )
        parser.add_argument("--as-at", metavar="DATE", default="", help="the last day of the period unless given")

    def run(self, **options: Any) -> None:
        path: Path = options["to"]
        if path.suffix[1:].lower() not in FORMATS:
            raise CommandError(_("--to: give the file one of these endings: %s.") % endings(), returncode=2)
        period, as_at = commands.period_of("--period", options["period"]), commands.day_of("--as-at", options["as_at"])
        plan = plan_of(options["plan"])
        refuse_if(why_not_period(plan, period) or why_not_day(period, as_at))
        wanted = Wanted(
            kind=options["kind"],
            plan=plan,
            period=period,
            outcome=outcome_of(plan, options["outcome"]),
            lead=lead_of(plan, options["lead"]),
            scope=options["scope"],
            as_at=as_at,
        )
        write_whole(path, content_of(wanted, path.suffix[1:].lower()))
        self.stderr.write(_("Wrote %(path)s.") % {"path": path})


def endings() -> str:
    return ", ".join(f".{name}" for name in FORMATS)


def plan_of(slug: str) -> Plan:
    try:
        return plan_for(None, slug)
    except Plan.DoesNotExist:
        raise Refused(_("There is no plan with the slug “%(slug)s”.") % {"slug": slug}) from None


def outcome_of(plan: Plan, slug: str) -> Outcome | None:
    if not slug:
        return None
    found = plan.outcomes.filter(slug=slug).first()
    if found is None:
        raise Refused(_("The plan has no outcome with the slug “%(slug)s”.") % {"slug": slug})
    return found


def lead_of(plan: Plan, slug: str) -> User | None:
    if not slug:
        return None
    found = people_in(plan).filter(slug=slug).first()
    if found is None:
        raise Refused(
            _("Nobody with the slug “%(slug)s” leads anything or has a follow-up in this plan.") % {"slug": slug}
        )
    return found

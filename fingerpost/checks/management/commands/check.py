"""`fingerpost check`: with --plan the findings of the plan checks, without it Django's own system check."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any, NoReturn

from django.core.management.base import CommandParser
from django.core.management.commands import check as system_check
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.checks.findings import SEVERITIES, Finding, Severity
from fingerpost.checks.queries import day_of_check, facts_for
from fingerpost.checks.rules import run
from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused
from fingerpost.plans.models import Plan
from fingerpost.plans.queries import plan_for

OURS = ("period", "json", "fail_on")
THEIRS = ("tags", "list_tags", "deploy", "databases")


class Command(system_check.Command):
    """Extends the system check, so that whatever asks Django for `check` still gets it.

    Exit status: 0, whatever was found, unless --fail-on says otherwise; 1 refused; 2 wrong usage.
    """

    help = "With --plan, what a careful reader would point out in a plan. Without it, Django's system check."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        ours = parser.add_argument_group("plan checks")
        ours.add_argument("--plan", metavar="SLUG", help="Check this plan.")
        ours.add_argument("--period", help="As at the end of a period, such as 2009-10-q2; today unless given.")
        ours.add_argument("--json", action="store_true", help="Print one JSON object.")
        ours.add_argument("--fail-on", choices=SEVERITIES, help="Exit with 1 if any finding is as grave as this.")

    def handle(self, *app_labels: Any, **options: Any) -> None:
        if options["plan"] is None:
            if any(options.get(name) for name in OURS):
                self.misused(_("--period, --json and --fail-on need --plan."))
            super().handle(*app_labels, **{name: value for name, value in options.items() if name not in OURS})
            return
        if app_labels or any(options.get(name) for name in THEIRS) or options["fail_level"] != "ERROR":
            self.misused(_("The options of the system check cannot be used with --plan."))
        try:
            self.check_plan(options["plan"], options["period"], as_json=options["json"], fail_on=options["fail_on"])
        except Refused as refusal:
            self.stderr.write(f"fingerpost: {refusal.reason}")
            sys.exit(1)

    def check_plan(self, slug: str, period_words: str | None, *, as_json: bool, fail_on: Severity | None) -> None:
        try:
            plan = plan_for(None, slug)
        except Plan.DoesNotExist:
            raise Refused(_("There is no plan with the slug “%(slug)s”.") % {"slug": slug}) from None
        period = self.period(period_words)
        as_at = day_of_check(plan, period, timezone.localdate())
        findings = run(facts_for(plan, as_at=as_at, period=period))
        if as_json:
            self.stdout.write(json.dumps(as_object(plan, period, as_at, findings), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(lines(findings)))
        if fail_on and any(finding.severity in graver(fail_on) for finding in findings):
            sys.exit(1)

    def period(self, words: str | None) -> Period | None:
        try:
            return Period.parse(words) if words else None
        except ValueError as fault:
            self.misused(str(fault))

    def misused(self, sentence: str) -> NoReturn:
        self.stderr.write(f"fingerpost: {sentence}")
        sys.exit(2)


def graver(severity: Severity) -> tuple[Severity, ...]:
    """This severity and those above it."""
    return SEVERITIES[: SEVERITIES.index(severity) + 1]


def as_object(plan: Plan, period: Period | None, as_at: date, findings: list[Finding]) -> dict[str, Any]:
    return {
        "plan": plan.slug,
        "title": plan.title,
        "as_at": as_at.isoformat(),
        "period": period.slug if period else None,
        "totals": {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES},
        "findings": [finding.as_json() for finding in findings],
    }


def lines(findings: list[Finding]) -> list[str]:
    """Two lines for each finding, and how many there are."""
    said = []
    for finding in findings:
        where = " › ".join([*finding.subject.within, finding.subject.title])
        said += [f"{finding.severity} [{finding.rule}] {where}", f"    {finding.message}"]
    total = ngettext("%(count)d finding.", "%(count)d findings.", len(findings)) % {"count": len(findings)}
    return [*said, total]

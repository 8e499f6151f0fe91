"""The base of our commands: messages on stderr, results on stdout, exit status 0, 1 (refused) or 2 (usage)."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from fingerpost.core.periods import Period
from fingerpost.core.refusals import Refused


class Command(BaseCommand):
    """Subclasses write `run(**options)`; what it raises as `Refused` becomes exit status 1 and a sentence."""

    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(**options)
        except Refused as refusal:
            self.stderr.write(f"fingerpost: {refusal.reason}")
            sys.exit(1)

    def run(self, **options: Any) -> None:
        raise NotImplementedError

    def print_json(self, thing: Any) -> None:
        """One JSON object on stdout, readable and in UTF-8."""
        self.stdout.write(json.dumps(thing, ensure_ascii=False, indent=2))


def why_not_current() -> str:
    """With an old database pages and tasks would fail one by one."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "The database is not up to date. Run: fingerpost migrate"
    return ""


def period_of(option: str, text: str) -> Period:
    """The period given with an option; a usage error where it is none."""
    try:
        return Period.parse(text)
    except ValueError as fault:
        raise CommandError(f"{option}: {fault}", returncode=2) from fault


def day_of(option: str, text: str) -> date | None:
    """The day given with an option, None where it is not given; a usage error where it is no day."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        values = {"option": option}
        raise CommandError(_("%(option)s: write the day like 2009-09-30.") % values, returncode=2) from fault

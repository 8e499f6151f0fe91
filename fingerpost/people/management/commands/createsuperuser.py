"""Django's own command of this name makes users that Fingerpost does not have."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Not for Fingerpost, whose people have roles: use `fingerpost administrator`."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Whatever was asked for."""
        self.stderr.write('Use this instead: fingerpost administrator --name "…" --email …')
        raise SystemExit(2)

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(self.help, returncode=2)

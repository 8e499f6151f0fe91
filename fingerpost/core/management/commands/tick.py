"""`fingerpost tick`: do what is due by the clock."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from fingerpost.core import schedule
from fingerpost.core.commands import Command as Base


class Command(Base):
    help = "Do what is due, such as sending mails. Run it every minute; `fingerpost worker` does so by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="what was done, as JSON on standard output")

    def run(self, **options: Any) -> None:
        now = timezone.now()
        told = schedule.run(schedule.parts(), now)
        if options["json"]:
            self.print_json({"at": now.isoformat(), "parts": [one.plain() for one in told if one.done or one.failed]})
        for one in told:
            for sentence in one.done:
                self.stderr.write(sentence)
            if one.failed:
                self.stderr.write(f"fingerpost: {one.part}: {one.failed}")
        if any(one.failed for one in told):
            sys.exit(1)

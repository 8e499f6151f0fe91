"""`fingerpost export-site DIR`: the public site as plain files. Its module's own name could not be imported."""

from __future__ import annotations

import os
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from fingerpost.core import commands
from fingerpost.core.progress_bar import counted
from fingerpost.core.refusals import refuse_if
from fingerpost.public.exporting.writing import Wanted, export


class Command(commands.Command):
    help = "Write the whole public site as plain files for any web server. Again, it writes only what changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path, help="a new folder, or one exported to before")
        parser.add_argument("--url", default="", help="where it will stand, such as https://example.org/plans/")
        parser.add_argument(
            "--jobs", metavar="N", type=int, default=os.cpu_count() or 1, help="processes at most; one a core"
        )
        parser.add_argument("--json", action="store_true", help="what was written as JSON on stdout")

    def run(self, **options: Any) -> None:
        refuse_if(commands.why_not_current())
        wanted = Wanted(options["directory"].absolute(), address(options["url"]), max(options["jobs"], 1))
        with counted(self.stderr) as told:
            done = export(wanted, told)
        words = _(
            "%(pages)s pages and %(files)s other files are in %(path)s. %(written)s were written, %(deleted)s deleted."
        )
        self.stderr.write(words % {**asdict(done), "path": options["directory"]})
        if options["json"]:
            self.print_json(asdict(done))


def address(text: str) -> str:
    """With a slash at its end; "" where none was given; a usage error where it is none."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment):
        raise CommandError(_("--url: write the address like https://example.org/plans/."), returncode=2)
    return text.rstrip("/") + "/" if text else ""

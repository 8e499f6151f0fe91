"""`fingerpost backup FILE`: the whole installation as one file, while it is in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from fingerpost.core import commands
from fingerpost.core.backups.making import back_up
from fingerpost.core.progress_bar import amount


class Command(commands.Command):
    help = "Write the database and all kept files to one new file. People may go on working meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="a new file, such as fingerpost-2009-09-30.backup")

    def run(self, **options: Any) -> None:
        path: Path = options["file"]
        with amount(self.stderr, _("Packing")) as (total, told):
            manifest = back_up(path.absolute(), total=total, told=told)
        values = {"path": path, "rows": sum(manifest.rows.values()), "files": len(manifest.members) - 1}
        self.stderr.write(_("Wrote %(path)s: %(rows)s rows and %(files)s files.") % values)

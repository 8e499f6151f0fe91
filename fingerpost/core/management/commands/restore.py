"""`fingerpost restore FILE`: an installation as it was when a backup was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from fingerpost.core import commands
from fingerpost.core.backups.restoring import restore
from fingerpost.core.progress_bar import amount


class Command(commands.Command):
    help = "Put a backup back, all of it or nothing. Stop the server and the worker first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="what `fingerpost backup` wrote")
        parser.add_argument("--replace", action="store_true", help="in place of what the installation holds now")

    def run(self, **options: Any) -> None:
        path: Path = options["file"]
        with amount(self.stderr, _("Unpacking")) as (total, told):
            total(path.stat().st_size if path.is_file() else 0)
            manifest = restore(path, replace=options["replace"], told=told)
        values = {"made_at": manifest.made_at, "rows": sum(manifest.rows.values()), "files": len(manifest.members) - 1}
        self.stderr.write(_("Restored the backup of %(made_at)s: %(rows)s rows and %(files)s files.") % values)

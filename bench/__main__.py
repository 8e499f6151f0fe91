"""`make bench`, or `python -m bench`: a database of its own, every measure, a table of each."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.test.utils import override_settings

NAMES = [
    "roll-up",
    "pages",
    "papers",
    "import",
    "indicators",
    "indicator-papers",
    "cycle",
    "answers",
    "public",
    "public-pages",
    "redmine",
    "export",
]
PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@contextmanager
def database() -> Iterator[None]:
    """A database that nothing else uses, gone afterwards: a file, or a test database where DATABASE_URL is set."""
    var = Path(__file__).resolve().parent.parent / "var"
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=var) as folder:
        os.environ["FINGERPOST_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.settings"
        django.setup()
        from django.db import connection

        before = connection.settings_dict["NAME"]
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "fingerpost.sqlite3")  # as a server finds it
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            with override_settings(STORAGES=PLAIN, STATIC_ROOT=folder):
                yield
        finally:
            connection.creation.destroy_test_db(str(before), verbosity=0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description="Measure, print, and write the table of the docs.")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works; writes nothing")
    parser.add_argument("--only", choices=NAMES, help="one measure")
    asked = parser.parse_args()
    with database():
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        from bench import measures, shown
        from bench.sizes import FULL, QUICK

        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Filling a database")
            names = [asked.only] if asked.only else NAMES
            found = measures.run(
                QUICK if asked.quick else FULL, names, lambda words: bar.update(task, description=words)
            )
        for measured in found:
            shown.printed(measured, Console())
        Console().print(shown.machine())
        if not asked.quick:
            shown.keep(found)


if __name__ == "__main__":
    main()

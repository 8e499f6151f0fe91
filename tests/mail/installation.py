"""An installation with processes of its own, which can be killed: the tests' database, reached from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).parents[2]
PRELUDE = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.settings"
import django
django.setup()
"""


@dataclass(frozen=True)
class Installation:
    environment: dict[str, str]

    def start(self, program: str, **more: Any) -> subprocess.Popen[str]:
        """A process that runs a piece of Python with Django set up."""
        return subprocess.Popen(
            [sys.executable, "-c", PRELUDE + program],
            cwd=ROOT,
            env={**self.environment, "PYTHONPATH": str(ROOT)},
            text=True,
            **more,
        )

    def run(self, program: str) -> Any:
        """What the piece of Python prints as JSON, once it has ended well."""
        with self.start(program, stdout=subprocess.PIPE) as process:
            said, _errors = process.communicate(timeout=120)
        assert process.returncode == 0
        return json.loads(said) if said else None


def installation_in(folder: Path, **settings: str) -> Installation:
    """Needs a test with `transactional_db`. SQLite's tests are in memory: a copy of it is written to the folder."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST", "DATABASE"))}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "fingerpost.sqlite3")])
    else:
        known["DATABASE_URL"] = postgresql_url()
    return Installation({**known, "FINGERPOST_DATA": str(folder), **settings})


def postgresql_url() -> str:
    told = {name: quote(str(value or ""), safe="") for name, value in connection.settings_dict.items()}
    password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    port = f":{told['PORT']}" if told["PORT"] else ""
    return f"postgres://{told['USER']}{password}@{told['HOST']}{port}/{told['NAME']}"
